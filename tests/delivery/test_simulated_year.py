"""Two months of the simulated year: every due digest once, nothing twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import review_desk
from bot.delivery.digest_run import DigestRun
from storage.models import Digest
from storage.open import open_store
from tests.benchmarks.simulated_year import Report, simulate


def _told(report: Report) -> str:
    return "\n".join(report.broken.examples)


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_two_months_break_no_rule(seed: int) -> None:
    """Twenty subscribers of all schedules, with downtime, late articles and changes of mind."""
    report = simulate(open_store("memory:"), 20, 60, seed)
    assert not report.broken.counts, _told(report)
    assert report.digests > 150
    assert sum(report.changes.values()) > 10


@pytest.mark.slow
def test_a_season_of_fifty_subscribers_breaks_no_rule() -> None:
    """Long enough for nine days down, both rules of unanswered reviews and every change of mind."""
    report = simulate(open_store("memory:"), 50, 75, 11)
    assert not report.broken.counts, _told(report)
    assert {"block", "let_back_in", "migrate", "pause", "resume", "vote"} <= set(report.changes)
    unasked = {"released unasked", "dropped unasked"}
    assert unasked | {"release", "hold", "drop", "note", "skip"} <= set(report.reviews)


@pytest.mark.slow
def test_the_same_on_disk(tmp_path: Path) -> None:
    """TinyDB's files give the digests that the store in memory gives."""
    store = open_store(str(tmp_path))
    on_disk = simulate(store, 8, 36)
    store.close()
    in_memory = simulate(open_store("memory:"), 8, 36)
    assert not on_disk.broken.counts, _told(on_disk)
    assert (on_disk.digests, on_disk.tellings) == (in_memory.digests, in_memory.tellings)


def test_the_simulation_notices_what_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without looking back at articles that were durable late, some are never shown."""
    monkeypatch.setattr("bot.delivery.digest_run.OVERLAP", timedelta(0))
    report = simulate(open_store("memory:"), 20, 60)
    assert report.broken.counts["never shown"] > 0


def test_the_simulation_notices_a_review_that_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A desk that does not wait for the deadline is found out."""
    monkeypatch.setattr(review_desk, "unanswered", lambda *_: "released")
    report = simulate(open_store("memory:"), 20, 30)
    assert report.broken.counts["decided by itself"] > 0


def test_the_simulation_notices_a_dropped_story_that_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Composing without regard to what reviewers dropped is found out."""
    monkeypatch.setattr("bot.delivery.digest_run._without", lambda selection, _: selection)
    report = simulate(open_store("memory:"), 40, 60)
    assert report.broken.counts["a dropped story is shown"] > 0


def test_the_simulation_notices_what_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever forgets the earlier digests tells articles again."""
    original = DigestRun.digest_for

    def forgetful(
        run: DigestRun, subscriber: object, latest: list[Digest], *reviewed: object
    ) -> object:
        bare = [_without_articles(it) for it in latest]
        return original(run, subscriber, bare, *reviewed)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(DigestRun, "digest_for", forgetful)
    report = simulate(open_store("memory:"), 20, 60)
    assert report.broken.counts["told twice"] > 0


def _without_articles(digest: Digest) -> Digest:
    return Digest(
        id=digest.id,
        subscriber=digest.subscriber,
        week=digest.week,
        edition=digest.edition,
        article_ids=(),
        since=digest.since,
        until=digest.until,
        created_at=digest.created_at,
        withheld=digest.withheld,
    )
