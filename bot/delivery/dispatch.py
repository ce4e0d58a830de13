"""Due subscribers get their digest: compose, freeze with outbox rows, then set the next date.

A digest is keyed by subscriber and the local period (`bot.digest.schedule`) in which it was *due*,
which is on disk before and after a crash alike; keyed by the week of the run, a crash at midnight
on Sunday would double it. Who has quiet hours now stays due until they end. The digest is frozen
first and the subscriber advanced second. A restart in between finds the key taken and only
advances.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.digest_run import DigestRun
from bot.delivery.latest_digests import DAILY_READ
from bot.delivery.outbox import Frozen
from bot.delivery.review_desk import ReviewDesk, ReviewedStore
from bot.digest.calendar import zone_of
from bot.digest.review import wants_review
from bot.digest.schedule import first_due, next_due_outside, quiet_ends
from bot.messages.catalog import Catalog
from bot.messages.naming import USERNAME_KEY
from storage.chat_rules import digest_period, is_scheduled
from storage.models import Digest, Subscriber

log = structlog.get_logger()

GROUP = 500
"""Digests frozen in one durable commit: a week's file is written whole each time."""

MOST_AT_ONCE = 20_000
"""Subscribers that one run serves: a text is composed once a run for all who get the same."""

WEEKS_LOOKED = 27
"""Weeks with digests in which the last ones of those are sought whose dates look wrong."""

TOLERANCE = timedelta(days=1)
"""A next date that lies farther beyond the schedule's own was set by a clock that ran ahead."""

EVERYONE = 10**9

NO_CHAT = 0
"""Chat id of readers whom nothing can be sent to, such as a terminal; Telegram gives it to none."""

CLOCK_SET_BACK = timedelta(minutes=1)


class DispatchStore(ReviewedStore, Protocol):
    """What dispatch reads and writes."""


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What one run did.

    Attributes:
        frozen: digests put into the outbox.
        repeated: subscribers whose week already had its digest; only their next date was set.
        failed: subscribers that could not be served now; they stay due.
        parts: outbox rows created.
        composed: different texts that were made for them.
    """

    frozen: int = 0
    repeated: int = 0
    failed: int = 0
    parts: int = 0
    composed: int = field(default=0, compare=False)


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
    period: str
    new: bool
    after: datetime

    def applied_to(self, current: Subscriber, now: datetime) -> Subscriber:
        covered, digest = current.covered_until, self.digest
        # One that lies inside the digest was set back with the clock: it stays there.
        if digest is not None and (self.new or covered is None or covered <= digest.since):
            covered = digest.until
        due = current.next_due_at
        if is_scheduled(current) and (due is None or due <= now):
            due = next_due_outside(current, self.after, (self.period,))
            current = _resumed(current)
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
        self._desk = ReviewDesk(store, clock, catalog, source_names, language=language)
        self._latest: datetime | None = None

    def run_due(self, limit: int = MOST_AT_ONCE) -> DispatchReport:
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
        username = self._store.get_value(USERNAME_KEY)
        run = DigestRun(self._store, self._catalog, names, self._language, now, username)
        frozen = repeated = failed = parts = 0
        waiting = self._store.due_subscribers(now, limit=EVERYONE)
        due = self._reachable([it for it in waiting if not _is_quiet(it, now)], now)
        for plans, lost in _grouped(due[:limit], run):
            failed += lost
            if not plans:
                continue
            kept = self._store.freeze_digests([self._withheld(plan) for plan in plans])
            self._advance(plans, kept, now)
            frozen += sum(kept)
            repeated += len(kept) - sum(kept)
            parts += sum(
                len(plan.frozen[2])
                for plan, new in zip(plans, kept, strict=True)
                if new and not wants_review(plan.subscriber)
            )
        if frozen or repeated or failed:
            log.info(
                "digests_due",
                frozen=frozen,
                repeated=repeated,
                failed=failed,
                parts=parts,
                composed=run.composed,
            )
        return DispatchReport(frozen, repeated, failed, parts, run.composed)

    def _withheld(self, plan: _Plan) -> Frozen:
        """What is to be frozen: without rows where a reviewer is to see it first."""
        if not wants_review(plan.subscriber) or not plan.frozen[1].parts:
            return plan.frozen
        return self._desk.begin(plan.frozen, plan.subscriber)

    def _latest_of(self, ids: list[str]) -> Mapping[str, Sequence[Digest]]:
        if not ids:
            return {}
        return self._store.latest_digests(ids, limit=DAILY_READ, weeks=WEEKS_LOOKED)

    def _advance(self, plans: list[_Plan], kept: list[bool], now: datetime) -> None:
        """Record what the frozen digests cover and when the next ones are due."""
        progress: dict[str, _Progress] = {}
        repeated = [plan.subscriber for plan, new in zip(plans, kept, strict=True) if not new]
        known = self._latest_of([it.id for it in repeated])
        for plan, new in zip(plans, kept, strict=True):
            planned = plan.frozen[0]
            digest: Digest | None = planned
            if not new:
                period = digest_period(planned.id)
                log.info("digest_already_sent", subscriber=plan.subscriber.id, period=period)
                mine = known[plan.subscriber.id]
                digest = next((it for it in mine if digest_period(it.id) == period), None)
            # What it covers is done; a date between that and now is still to be served.
            until = digest.until if digest is not None else plan.due
            after = now if new else min(now, max(plan.due, until))
            progress[plan.subscriber.id] = _Progress(digest, digest_period(planned.id), new, after)

        def change(subscriber_id: str, current: Subscriber | None) -> Subscriber | None:
            return current and progress[subscriber_id].applied_to(current, now)

        self._store.update_subscribers(list(progress), change)

    def _reachable(self, due: list[Subscriber], now: datetime) -> list[Subscriber]:
        """Those that something can be sent to; the others' dates move on, and nothing is frozen."""

        def change(_: str, current: Subscriber | None) -> Subscriber | None:
            if current is None or not is_scheduled(current):
                return current
            return replace(_resumed(current), next_due_at=first_due(_resumed(current), now))

        nowhere = [each.id for each in due if each.chat_id == NO_CHAT]
        if nowhere:
            self._store.update_subscribers(nowhere, change)
        return [each for each in due if each.chat_id != NO_CHAT]

    def _set_right(self, now: datetime) -> None:
        """At the start and after the clock was set back: nothing lies ahead that should not.

        Nobody waits for a date years ahead, and what is stamped from now on is not "covered".
        """
        if self._latest is not None and now >= self._latest - CLOCK_SET_BACK:
            self._latest = max(now, self._latest)
            return

        def change(_: str, current: Subscriber | None) -> Subscriber | None:
            return current and _set_back(current, now, taken.get(current.id, ()))

        everyone = self._store.list_subscribers()
        suspects = [each.id for each in everyone if _set_back(each, now, ()) != each]
        latest = self._latest_of(suspects)
        taken = {key: [digest_period(it.id) for it in known] for key, known in latest.items()}
        wrong = [
            each.id
            for each in everyone
            if each.id in taken and _set_back(each, now, taken[each.id]) != each
        ]
        if wrong:
            log.warning("subscribers_set_right", subscribers=len(wrong))
            self._store.update_subscribers(wrong, change)
        self._latest = now


def _set_back(subscriber: Subscriber, now: datetime, taken: Collection[str]) -> Subscriber:
    """The record without dates that a clock that ran ahead set, and with those that are missing.

    `taken` are periods that have had their digest: the next one may rightly be one further.
    """
    covered, due = subscriber.covered_until, subscriber.next_due_at
    if is_scheduled(subscriber):
        wanted = first_due(subscriber, now, taken)
        if due is None or due > wanted + TOLERANCE:
            due = wanted
    return replace(subscriber, covered_until=covered and min(covered, now), next_due_at=due)


def _grouped(due: list[Subscriber], run: DigestRun) -> Iterator[tuple[list[_Plan], int]]:
    for start in range(0, len(due), GROUP):
        plans: list[_Plan] = []
        lost = 0
        group = due[start : start + GROUP]
        latest = run.latest_of(group)
        for subscriber in group:
            try:
                frozen = run.digest_for(subscriber, latest.get(subscriber.id, ()))
                plans.append(_Plan(subscriber, frozen))
            except Exception as error:  # isolates recipients; logged with its traceback
                lost += 1
                log.error("digest_failed", subscriber=subscriber.id, exc_info=error)
        yield plans, lost


def _resumed(subscriber: Subscriber) -> Subscriber:
    """The record once its pause until a date is over, which its due date says."""
    if subscriber.status != "paused":
        return subscriber
    wishes = replace(subscriber.preferences, paused_until=None)
    return replace(subscriber, status="active", preferences=wishes)


def _is_quiet(subscriber: Subscriber, now: datetime) -> bool:
    zone = zone_of(subscriber.timezone)
    return quiet_ends(subscriber.preferences, now, zone) is not None
