"""Sources of a period: who had news, who was silent, who could not be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.digest.freshness import FAILURES, Freshness, freshness
from storage.models import SourceHealth, SourceState
from tests.digest.factory import NOW

WEEK = timedelta(days=7)


def state(source: str, **changes: Any) -> SourceState:
    """A source that was read an hour ago and has been known for a month."""
    values: dict[str, Any] = {
        "source": source,
        "url": f"https://{source}.example/rss",
        "first_success_at": NOW - timedelta(days=30),
        "last_attempt_at": NOW - timedelta(hours=1),
    }
    return SourceState(**{**values, **changes})


def failing(source: str, streak: int = FAILURES, **changes: Any) -> SourceState:
    """A source that has failed for two days."""
    health = SourceHealth(failing_since=NOW - timedelta(days=2), trouble="unreachable")
    return state(source, health=health, error_streak=streak, **changes)


def seen(*states: SourceState, delivered: tuple[str, ...] = (), **more: Any) -> Freshness:
    """The sources of the week before `NOW`."""
    return freshness(states, delivered, since=NOW - WEEK, until=NOW, **more)


def test_each_source_is_one_of_the_three() -> None:
    """Who delivered is fresh even if it fails by now; who was read without news is silent."""
    found = seen(state("im"), failing("hong"), failing("moi"), delivered=("moi", "thu-muc"))
    assert found == Freshness(("moi", "thu-muc"), ("im",), ("hong",))


@pytest.mark.parametrize(
    ("it", "kind"),
    [
        (state("x", gone=True), "failed"),
        (failing("x", streak=1), "silent"),
        (state("x", url=None), None),
        (state("x", last_attempt_at=None), None),
        (state("x", last_attempt_at=NOW - 2 * WEEK), None),
        (state("x", first_success_at=NOW + WEEK, last_attempt_at=NOW + WEEK), None),
        (failing("x", first_success_at=None, last_attempt_at=NOW + WEEK), None),
    ],
)
def test_what_counts_as_silent_or_failed(it: SourceState, kind: str | None) -> None:
    """Gone for good; a single failure; folders; never asked, not in the period, only later."""
    found = seen(it)
    assert (found.silent + found.failed, kind) in (
        ((), None),
        (found.silent, "silent"),
        (found.failed, "failed"),
    )


def test_what_was_turned_off_or_not_chosen_does_not_count() -> None:
    """A reader of two sources does not hear of a third; who was turned off is not silent."""
    found = seen(state("a"), state("b"), state("c"), delivered=("d", "e"), chosen=("a", "d"))
    assert found == Freshness(("d",), ("a",), ())
    assert seen(state("a"), state("b"), off=("a",)).silent == ("b",)
