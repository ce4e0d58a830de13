"""Due subscribers get their digest: compose, freeze with outbox rows, then set the next date.

A digest is keyed by subscriber and the local ISO week in which it was *due*, which is on disk
before and after a crash alike; keyed by the week of the run, a crash at midnight on Sunday would
double it. The digest is frozen first and the subscriber advanced second. A restart in between
finds the key taken and only advances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.digest_run import DIGESTS_READ, DigestRun
from bot.delivery.outbox import Frozen
from bot.digest.calendar import WEEK, next_due
from bot.messages.catalog import Catalog
from storage.base import ArticleStore, DigestStore, SourceStore, SubscriberStore
from storage.models import Digest, Subscriber

log = structlog.get_logger()

GROUP = 100
"""Digests frozen in one durable commit."""

FARTHEST_DUE = WEEK + timedelta(days=1)
"""A next date beyond this was set by a clock that ran ahead."""

CLOCK_SET_BACK = timedelta(minutes=1)


class DispatchStore(ArticleStore, SourceStore, SubscriberStore, DigestStore, Protocol):
    """What dispatch reads and writes."""


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What one run did.

    Attributes:
        frozen: digests put into the outbox.
        repeated: subscribers whose week already had its digest; only their next date was set.
        failed: subscribers that could not be served now; they stay due.
        parts: outbox rows created.
    """

    frozen: int = 0
    repeated: int = 0
    failed: int = 0
    parts: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    subscriber: Subscriber
    frozen: Frozen

    @property
    def due(self) -> datetime:
        return self.subscriber.next_due_at or self.frozen[0].until


@dataclass(frozen=True, slots=True)
class _Progress:
    """What a frozen digest, new or found in the store, means for its subscriber's dates."""

    digest: Digest | None
    new: bool
    after: datetime

    def applied_to(self, current: Subscriber, now: datetime) -> Subscriber:
        covered, digest = current.covered_until, self.digest
        # One that lies inside the digest was set back with the clock: it stays there.
        if digest is not None and (self.new or covered is None or covered <= digest.since):
            covered = digest.until
        due = current.next_due_at
        if current.status == "active" and (due is None or due <= now):
            due = next_due(current, self.after)
        return replace(current, covered_until=covered, next_due_at=due)


class Dispatcher:
    """Fills the outbox. Synchronous and slow: call it in a worker thread, one run at a time."""

    def __init__(
        self,
        store: DispatchStore,
        clock: Clock,
        catalog: Catalog,
        source_names: Mapping[str, str],
        *,
        language: str = "vi",
    ) -> None:
        """`source_names` maps `Source.id` to its name, sources in the store add theirs;
        `language` is for subscribers without one of their own.
        """
        self._store = store
        self._clock = clock
        self._catalog = catalog
        self._source_names = source_names
        self._language = language
        self._latest: datetime | None = None

    def run_due(self, limit: int = 1_000) -> DispatchReport:
        """Serve up to `limit` due subscribers, the longest overdue first.

        One that cannot be served is logged and stays due; the others go on.

        Raises:
            StorageError: the store could not be read or written; what was frozen is safe and
                the next run continues.
        """
        now = self._clock()
        self._set_right(now)
        names = {source.id: source.name for source in self._store.list_sources()}
        names.update(self._source_names)
        run = DigestRun(self._store, self._catalog, names, self._language, now)
        frozen = repeated = failed = parts = 0
        for plans, lost in _grouped(self._store.due_subscribers(now, limit=limit), run):
            failed += lost
            if not plans:
                continue
            kept = self._store.freeze_digests([plan.frozen for plan in plans])
            self._advance(plans, kept, now)
            frozen += sum(kept)
            repeated += len(kept) - sum(kept)
            parts += sum(len(plan.frozen[2]) for plan, new in zip(plans, kept, strict=True) if new)
        if frozen or repeated or failed:
            log.info("digests_due", frozen=frozen, repeated=repeated, failed=failed, parts=parts)
        return DispatchReport(frozen, repeated, failed, parts)

    def _advance(self, plans: list[_Plan], kept: list[bool], now: datetime) -> None:
        """Record what the frozen digests cover and when the next ones are due."""
        progress: dict[str, _Progress] = {}
        for plan, new in zip(plans, kept, strict=True):
            digest = plan.frozen[0] if new else self._same_week(plan.frozen[0])
            # What it covers is done; a date between that and now is still to be served.
            until = digest.until if digest is not None else plan.due
            after = now if new else min(now, max(plan.due, until))
            progress[plan.subscriber.id] = _Progress(digest, new, after)

        def change(subscriber_id: str, current: Subscriber | None) -> Subscriber | None:
            return current and progress[subscriber_id].applied_to(current, now)

        self._store.update_subscribers(list(progress), change)

    def _same_week(self, digest: Digest) -> Digest | None:
        """The digest that stands in the store where `digest` would have gone."""
        known = self._store.list_digests(digest.subscriber, limit=DIGESTS_READ)
        return next((it for it in known if it.week == digest.week), None)

    def _set_right(self, now: datetime) -> None:
        """At the start and after the clock was set back: nothing lies ahead that should not.

        Nobody waits for a date years ahead, and what is stamped from now on is not "covered".
        """
        if self._latest is not None and now >= self._latest - CLOCK_SET_BACK:
            self._latest = max(now, self._latest)
            return

        def change(_: str, current: Subscriber | None) -> Subscriber | None:
            if current is None or not _ahead(current, now):
                return current
            covered = current.covered_until and min(current.covered_until, now)
            return replace(current, covered_until=covered, next_due_at=_plausible_due(current, now))

        wrong = [each.id for each in self._store.list_subscribers() if _ahead(each, now)]
        if wrong:
            log.warning("subscribers_set_right", subscribers=len(wrong))
            self._store.update_subscribers(wrong, change)
        self._latest = now


def _ahead(subscriber: Subscriber, now: datetime) -> bool:
    """Whether dates of the record were set by a clock that ran ahead, or are missing."""
    covered = subscriber.covered_until
    return subscriber.next_due_at != _plausible_due(subscriber, now) or (
        covered is not None and covered > now
    )


def _plausible_due(subscriber: Subscriber, now: datetime) -> datetime | None:
    due = subscriber.next_due_at
    if subscriber.status == "active" and (due is None or due > now + FARTHEST_DUE):
        return next_due(subscriber, now)
    return due


def _grouped(due: list[Subscriber], run: DigestRun) -> Iterator[tuple[list[_Plan], int]]:
    for start in range(0, len(due), GROUP):
        plans: list[_Plan] = []
        lost = 0
        for subscriber in due[start : start + GROUP]:
            try:
                plans.append(_Plan(subscriber, run.digest_for(subscriber)))
            except Exception as error:  # isolates recipients; logged with its traceback
                lost += 1
                log.error("digest_failed", subscriber=subscriber.id, exc_info=error)
        yield plans, lost
