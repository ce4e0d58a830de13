"""Frozen digests and the outbox in TinyDB.

A week's digests and editions lie in `digests/2023-W39.json`, its outbox rows in files of their
own (`storage/outbox_files.py`): a row is written twice for every message that leaves.

A digest and its rows are two files. The rows are written first and do not exist until their
digest does: what a crash leaves between the two is removed at the next start.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

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
from storage.errors import NotDurable
from storage.folder import Folder
from storage.models import Delivery, DeliveryStatus, Digest, Edition, Instant
from storage.outbox import Outbox, recovered
from storage.outbox_files import OutboxFiles
from storage.records import RecordTable
from storage.week_files import WeekFiles
from storage.weeks import LATEST_WEEKS, WEEK_NAME, checked_week, utc_week

AHEAD = 2
"""Digests of a subscriber that may lie in a later week's file than newer ones: of a month and of
a quarter."""

Frozen = tuple[Digest, Edition, Sequence[Delivery]]


class TinyDbDigests:
    """Implements `storage.base.DigestStore`."""

    def __init__(self, folder: Folder, path: Path) -> None:
        self._folder = folder
        self._outbox_lock = threading.RLock()
        self._digest_files = WeekFiles(folder, path / "digests", "digests")
        self._digest_files.bring_up_to_date()
        self._outbox_files = OutboxFiles(folder, path / "deliveries", self._is_known)
        self._outbox = Outbox(self._outbox_files.take_up())

    # Digests

    def freeze_digests(self, frozen: Sequence[Frozen]) -> list[bool]:
        self._folder.require_writable()
        for digest, _, _ in frozen:
            checked_digest(digest)
        with self._outbox_lock:
            taken: set[tuple[str, str]] = set()
            kept: list[bool] = []
            by_week: defaultdict[str, list[Frozen]] = defaultdict(list)
            for each in frozen:
                digest = each[0]
                period = digest_period(digest.id)
                unique = {(period, digest.id), (period, digest.subscriber)}
                new = not (unique & taken or self._is_frozen(digest))
                kept.append(new)
                if new:
                    taken |= unique
                    by_week[digest.week].append(each)
            for week, group in sorted(by_week.items()):
                self._freeze_week(week, group)
            return kept

    def _is_frozen(self, digest: Digest) -> bool:
        table = self._digests(digest.week)
        return digest.id in table or any(
            digest_period(known.id) == digest_period(digest.id)
            for known in table.all_by("subscriber", digest.subscriber)
        )

    def _is_known(self, digest_id: str) -> bool:
        return digest_id in self._digests(digest_week(digest_id))

    def _freeze_week(self, week: str, group: Sequence[Frozen]) -> None:
        rows = [row for _, _, rows in group for row in rows]
        try:
            self._outbox_files.add(week, rows)
            digests, editions = self._digests(week), self._editions(week)
            with digests.transaction():
                editions.put(edition for _, edition, _ in group)
                digests.put(digest for digest, _, _ in group)
        except NotDurable:
            with suppress(NotDurable):  # without their digest they do not count, only take room
                for _ in self._outbox_files.remove(rows):
                    pass
            raise
        self._outbox.put(rows)

    def release_digest(self, digest: Digest, edition: Edition, rows: Sequence[Delivery]) -> None:
        self._folder.require_writable()
        with self._outbox_lock:
            digests, editions = self._digests(digest.week), self._editions(digest.week)
            if digest.id not in digests:
                return
            with digests.transaction():
                editions.put([edition])  # first: what a row names is there
            known = {
                row.id
                for row in self._outbox_files.rows(digest.week, None)
                if row.digest == digest.id
            }
            new = [row for row in rows if row.id not in known]
            self._outbox_files.add(digest.week, new)
            self._outbox.put(new)
            with digests.transaction():
                digests.put([digest])

    def get_digest(self, digest_id: str) -> Digest | None:
        week = digest_week(digest_id)
        return self._digests(week).get(digest_id) if WEEK_NAME.fullmatch(week) else None

    def list_digests(self, subscriber_id: str, *, limit: int) -> list[Digest]:
        found: list[Digest] = []
        for week in reversed(self._digest_files.names()):
            if len(found) >= limit + AHEAD:
                break
            found += self._digests(week).all_by("subscriber", subscriber_id)
        return newest_first(found)[:limit]

    def latest_digests(
        self, subscriber_ids: Collection[str], *, limit: int, weeks: int = LATEST_WEEKS
    ) -> dict[str, list[Digest]]:
        found: dict[str, list[Digest]] = {key: [] for key in subscriber_ids}
        for week in self._digest_files.names()[: -weeks - 1 : -1]:
            wanting = [key for key, digests in found.items() if len(digests) < limit + AHEAD]
            if not wanting:
                break
            table = self._digests(week)
            for key in wanting:
                found[key] += table.all_by("subscriber", key)
        return {key: newest_first(digests)[:limit] for key, digests in found.items()}

    def get_edition(self, week: str, edition_id: str) -> Edition | None:
        return self._editions(week).get(edition_id) if WEEK_NAME.fullmatch(week) else None

    # The outbox

    def claim_deliveries(
        self, now: datetime, *, limit: int, busy_chats: Iterable[int] = ()
    ) -> list[Delivery]:
        self._folder.require_writable()
        with self._outbox_lock:
            claimable = self._outbox.claimable(now, limit=limit, busy_chats=busy_chats)
            claimed: list[Delivery] = []
            try:
                for written in self._keep(claimable):
                    claimed += written
            except NotDurable:
                if not claimed:  # what became durable is claimed, the rest waits
                    raise
            return claimed

    def settle_deliveries(self, rows: Sequence[Delivery]) -> None:
        self._folder.require_writable()
        with self._outbox_lock:
            latest = {row.id: row for row in rows}
            for _ in self._keep(latest.values()):
                pass

    def recover_deliveries(self, now: datetime) -> tuple[int, int]:
        self._folder.require_writable()
        with self._outbox_lock:
            sending = self._outbox.rows(DeliveryStatus.SENDING)
            groups = list(self._keep(recovered(row, now) for row in sending))
        changed = [row for group in groups for row in group]
        held = sum(row.status is DeliveryStatus.HELD for row in changed)
        return len(changed) - held, held

    def _keep(self, rows: Iterable[Delivery]) -> Iterator[list[Delivery]]:
        """Writes the rows that exist, file by file; what was written counts at once."""
        for written in self._outbox_files.replace(rows):
            self._outbox.put(written)
            yield written

    def list_deliveries(
        self,
        *,
        week: str | None = None,
        chat_id: int | None = None,
        statuses: Iterable[DeliveryStatus] | None = None,
    ) -> list[Delivery]:
        wanted = None if statuses is None else frozenset(statuses)
        found = [
            row for row in self._outbox_files.rows(week, wanted) if chat_id in (None, row.chat_id)
        ]
        return sorted(found, key=lambda row: row.id)

    def count_deliveries(self, week: str | None = None) -> Mapping[DeliveryStatus, int]:
        return self._outbox_files.count(week)

    # History

    def prune_history(self, before_week: str) -> int:
        self._folder.require_writable()
        checked_week(before_week)
        with self._outbox_lock:
            known = {*self._digest_files.names(), *self._outbox_files.weeks()}
            old = [it for it in sorted(known) if WEEK_NAME.fullmatch(it) and it < before_week]
            pruned = 0
            for week in old:
                if self._outbox_files.is_decided(week) and self._made_before(week, before_week):
                    # rows first: they never stand without their digest, and a crash in between
                    # leaves a week that goes at the next call
                    self._outbox_files.remove_week(week)
                    self._digest_files.remove(week)
                    pruned += 1
            return pruned

    def _made_before(self, week: str, before_week: str) -> bool:
        """Whether all digests of `week` were made so long ago; not where one names no instant."""
        made = self._digests(week).values_of("created_at")
        try:
            return all(utc_week(msgspec.convert(it, Instant)) < before_week for it in made)
        except ValueError:
            return False

    # Chats

    def move_digests(self, old_chat_id: int, new_chat_id: int) -> None:
        """The digests' and the outbox's share of `migrate_chat`."""
        with self._outbox_lock:
            unsent = self._outbox_files.rows(
                None, frozenset(DeliveryStatus) - {DeliveryStatus.SENT}
            )
            moving = [row for row in unsent if row.chat_id == old_chat_id]
            for _ in self._keep(moved_delivery(row, new_chat_id) for row in moving):
                pass
            for week in self._digest_files.names():
                table = self._digests(week)
                moved = [
                    msgspec.structs.replace(it, subscriber=moved_id(it.subscriber, new_chat_id))
                    for it in self._of_chat(table, old_chat_id)
                ]
                with table.transaction():
                    table.put(moved)

    def forget_digests(self, chat_id: int) -> int:
        """The digests' and the outbox's share of `forget_chat`."""
        with self._outbox_lock:
            rows = [
                row
                for row in self._outbox_files.rows(None, None)
                if chat_id in (row.chat_id, chat_of(row.subscriber))
            ]
            for removed in self._outbox_files.remove(rows):
                for row in removed:
                    self._outbox.drop(row)
            forgotten = len(rows)
            for week in self._digest_files.names():
                table = self._digests(week)
                with table.transaction():
                    forgotten += table.remove([it.id for it in self._of_chat(table, chat_id)])
            return forgotten

    def _of_chat(self, table: RecordTable[Digest], chat_id: int) -> list[Digest]:
        subscribers = [key for key in table.values_of("subscriber") if chat_of(key) == chat_id]
        return [digest for key in subscribers for digest in table.all_by("subscriber", key)]

    def _digests(self, week: str) -> RecordTable[Digest]:
        return self._digest_files.records(week, "digests", Digest, "id")

    def _editions(self, week: str) -> RecordTable[Edition]:
        return self._digest_files.records(week, "editions", Edition, "id")
