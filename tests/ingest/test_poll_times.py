"""When sources are asked again."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from bot.errors import (
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
)
from bot.ingest.poll_times import after_failure, after_outage, after_success, interval, is_due
from storage.models import Source, SourceState
from tests.sources.moment import NOW

FEED = Source(id="a", name="A", kind="feed", url="https://a.example/rss")
STATE = SourceState(source="a")
HOUR = timedelta(hours=1)


def test_due_when_its_time_has_come() -> None:
    """New sources at once, others at their time, disabled and gone ones never."""
    later = msgspec.structs.replace(STATE, next_poll_at=NOW + HOUR)
    assert is_due(FEED, None, NOW)
    assert is_due(FEED, STATE, NOW)
    assert not is_due(FEED, later, NOW)
    assert is_due(FEED, later, NOW + HOUR)
    assert not is_due(msgspec.structs.replace(FEED, enabled=False), None, NOW)
    assert not is_due(FEED, msgspec.structs.replace(STATE, gone=True), NOW)
    assert is_due(Source(id="l", name="L", kind="inbox"), later, NOW)


def test_a_clock_that_was_wrong_stops_nothing() -> None:
    """A next poll set years ahead by a wrong clock is not waited for."""
    assert is_due(FEED, msgspec.structs.replace(STATE, next_poll_at=NOW + 10_000 * HOUR), NOW)


def test_the_interval_is_the_longest_wished_within_a_day() -> None:
    """Own setting, else the default, else what the server wishes, at most a day."""
    assert interval(FEED, 60) == HOUR
    assert interval(msgspec.structs.replace(FEED, poll_minutes=15), 60) == HOUR / 4
    assert interval(FEED, 60, 3 * HOUR) == 3 * HOUR
    assert interval(FEED, 60, 500 * HOUR) == 24 * HOUR


def test_success_clears_the_past() -> None:
    """A poll that worked ends a streak; what was new is remembered."""
    bad = msgspec.structs.replace(STATE, error_streak=3, last_error="x", first_success_at=NOW)
    state = after_success(bad, now=NOW + HOUR, every=HOUR, jitter=0.1, anything_new=False)
    assert (state.error_streak, state.last_error, state.last_new_at) == (0, None, None)
    assert (state.first_success_at, state.last_success_at) == (NOW, NOW + HOUR)
    assert state.next_poll_at == NOW + 2.1 * HOUR
    state = after_success(STATE, now=NOW, every=HOUR, jitter=0.2, anything_new=True)
    assert state.first_success_at == state.last_new_at == NOW


def test_failures_back_off_to_a_day() -> None:
    """Each failure doubles the wait, which never exceeds a day, and none is final."""
    state, waits = STATE, []
    for _ in range(40):
        state = after_failure(state, SourceUnreachable("x"), now=NOW, every=HOUR, jitter=0.0)
        assert state.next_poll_at is not None
        waits.append((state.next_poll_at - NOW) / HOUR)
    assert waits[:6] == [2, 4, 8, 16, 24, 24]
    assert (waits[-1], state.error_streak, state.last_error, state.gone) == (24, 40, "x", False)


@pytest.mark.parametrize(
    ("error", "hours"),
    [
        (SourceThrottled("x", 7_200.0), 2),
        (SourceThrottled("x", 5.0), 1),
        (SourceThrottled("x", 1e9), 168),
        (SourceThrottled("x"), 2),
        (SourceRefused("x"), 1),
    ],
)
def test_a_server_is_obeyed(error: SourceError, hours: float) -> None:
    """Retry-After holds (never less than the interval, never more than a week)."""
    state = after_failure(STATE, error, now=NOW, every=HOUR, jitter=0.0)
    assert state.next_poll_at == NOW + hours * HOUR


def test_gone_is_gone() -> None:
    """410 stops the polling until a curator says otherwise."""
    state = after_failure(STATE, SourceGone("x"), now=NOW, every=HOUR, jitter=0.1)
    assert state.gone


def test_a_defect_shows_its_kind_only() -> None:
    """An unexpected error is remembered by its type: its text may hold anything."""
    state = after_failure(STATE, ValueError("secret"), now=NOW, every=HOUR, jitter=0.1)
    assert state.last_error == "ValueError"


def test_an_outage_counts_against_nobody() -> None:
    """After an outage of our own the streak is what it was, and the next try is soon."""
    before = msgspec.structs.replace(STATE, error_streak=2)
    state = after_outage(before, now=NOW, jitter=0.0)
    assert (state.error_streak, state.next_poll_at) == (2, NOW + timedelta(minutes=10))
