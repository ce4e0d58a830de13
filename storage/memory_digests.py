"""Digests and the outbox in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from storage.chat_rules import (
    chat_of,
    checked_digest,
    digest_period,
    digest_week,
    moved_delivery,
    moved_id,
    newest_first,
)
from storage.models import Delivery, DeliveryStatus, Digest, Edition
from storage.outbox import UNDECIDED, Outbox, recovered
from storage.weeks import LATEST_WEEKS, checked_week, utc_week


class MemoryDigests:
    """Implements `storage.base.DigestStore`; every method is one step under `lock`."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._digests: dict[str, Digest] = {}
        self._of: dict[str, set[str]] = {}
        """Subscriber id → ids of its digests."""
        self._editions: dict[tuple[str, str], Edition] = {}
        self._deliveries: dict[str, Delivery] = {}

    def freeze_digests(
        self, frozen: Sequence[tuple[Digest, Edition, Sequence[Delivery]]]
    ) -> list[bool]:
        for digest, _, _ in frozen:
            checked_digest(digest)
        with self._lock:
            kept = []
            for digest, edition, rows in frozen:
                period = digest_period(digest.id)
                known = digest.id in self._digests or any(
                    digest_period(key) == period for key in self._of.get(digest.subscriber, ())
                )
                kept.append(not known)
                if not known:
                    self._digests[digest.id] = digest
                    self._of.setdefault(digest.subscriber, set()).add(digest.id)
                    self._editions[digest.week, edition.id] = edition
                    self._deliveries.update({row.id: row for row in rows})
            return kept

    def release_digest(self, digest: Digest, edition: Edition, rows: Sequence[Delivery]) -> None:
        with self._lock:
            if digest.id in self._digests:
                self._editions[digest.week, edition.id] = edition
                self._digests[digest.id] = digest
                for row in rows:
                    self._deliveries.setdefault(row.id, row)

    def get_digest(self, digest_id: str) -> Digest | None:
        return self._digests.get(digest_id)

    def list_digests(self, subscriber_id: str, *, limit: int) -> list[Digest]:
        with self._lock:
            found = [self._digests[key] for key in self._of.get(subscriber_id, ())]
        return newest_first(found)[:limit]

    def latest_digests(
        self, subscriber_ids: Collection[str], *, limit: int, weeks: int = LATEST_WEEKS
    ) -> dict[str, list[Digest]]:
        with self._lock:
            newest = set(sorted({it.week for it in self._digests.values()})[-weeks:])
            mine = {
                key: [self._digests[it] for it in self._of.get(key, ())] for key in subscriber_ids
            }
        return {
            key: newest_first(it for it in digests if it.week in newest)[:limit]
            for key, digests in mine.items()
        }

    def get_edition(self, week: str, edition_id: str) -> Edition | None:
        return self._editions.get((week, edition_id))

    def claim_deliveries(
        self, now: datetime, *, limit: int, busy_chats: Iterable[int] = ()
    ) -> list[Delivery]:
        with self._lock:
            # a real backend keeps its Outbox between claims
            outbox = Outbox(self._deliveries.values())
            claimed = outbox.claimable(now, limit=limit, busy_chats=busy_chats)
            self._deliveries.update({row.id: row for row in claimed})
            return claimed

    def settle_deliveries(self, rows: Sequence[Delivery]) -> None:
        with self._lock:
            self._deliveries.update({row.id: row for row in rows if row.id in self._deliveries})

    def recover_deliveries(self, now: datetime) -> tuple[int, int]:
        with self._lock:
            changed = [
                recovered(row, now)
                for row in self._deliveries.values()
                if row.status is DeliveryStatus.SENDING
            ]
            self._deliveries.update({row.id: row for row in changed})
        held = sum(row.status is DeliveryStatus.HELD for row in changed)
        return len(changed) - held, held

    def list_deliveries(
        self,
        *,
        week: str | None = None,
        chat_id: int | None = None,
        statuses: Iterable[DeliveryStatus] | None = None,
    ) -> list[Delivery]:
        wanted = None if statuses is None else frozenset(statuses)
        with self._lock:
            return [
                row
                for _, row in sorted(self._deliveries.items())
                if (week is None or digest_week(row.digest) == week)
                and (chat_id is None or row.chat_id == chat_id)
                and (wanted is None or row.status in wanted)
            ]

    def count_deliveries(self, week: str | None = None) -> Mapping[DeliveryStatus, int]:
        counts = dict.fromkeys(DeliveryStatus, 0)
        for row in self.list_deliveries(week=week):
            counts[row.status] += 1
        return counts

    def prune_history(self, before_week: str) -> int:
        checked_week(before_week)
        with self._lock:
            kept = {
                digest_week(row.digest)
                for row in self._deliveries.values()
                if row.status in UNDECIDED
            }
            kept |= {
                digest.week
                for digest in self._digests.values()
                if utc_week(digest.created_at) >= before_week
            }
            known = {digest.week for digest in self._digests.values()}
            known |= {digest_week(row_id) for row_id in self._deliveries}
            gone = {week for week in known - kept if week < before_week}
            for digest in [it for it in self._digests.values() if it.week in gone]:
                self._of[digest.subscriber].discard(digest.id)
            for table in (self._digests, self._deliveries):
                for key in [key for key in table if digest_week(key) in gone]:
                    del table[key]
            for place in [place for place in self._editions if place[0] in gone]:
                del self._editions[place]
            return len(gone)

    def move_digests(self, old_chat_id: int, new_chat_id: int) -> None:
        """The digests' and rows' part of `SubscriberStore.migrate_chat`."""
        with self._lock:
            for digest in list(self._digests.values()):
                if chat_of(digest.subscriber) == old_chat_id:
                    moved_to = moved_id(digest.subscriber, new_chat_id)
                    self._digests[digest.id] = msgspec.structs.replace(digest, subscriber=moved_to)
                    self._of.get(digest.subscriber, set()).discard(digest.id)
                    self._of.setdefault(moved_to, set()).add(digest.id)
            for row in list(self._deliveries.values()):
                if row.chat_id == old_chat_id and row.status is not DeliveryStatus.SENT:
                    self._deliveries[row.id] = moved_delivery(row, new_chat_id)

    def forget_digests(self, chat_id: int) -> int:
        """The digests' and rows' part of `SubscriberStore.forget_chat`."""
        with self._lock:
            digests = [
                key for key, it in self._digests.items() if chat_of(it.subscriber) == chat_id
            ]
            rows = [
                key
                for key, it in self._deliveries.items()
                if it.chat_id == chat_id or chat_of(it.subscriber) == chat_id
            ]
            for key in digests:
                self._of[self._digests.pop(key).subscriber].discard(key)
            for key in rows:
                del self._deliveries[key]
            return len(digests) + len(rows)
