"""The outbox as a queue in memory: which rows may leave now. Derived; the files are the truth."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import msgspec

from storage.models import Delivery, DeliveryStatus

OPEN = frozenset({DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN})
"""Statuses of rows that are still on their way; a digest's later parts wait behind them."""

UNDECIDED = OPEN | {DeliveryStatus.HELD}
"""Statuses of rows that may still be sent: nothing of their digest may be forgotten."""


class Outbox:
    """The open rows of every digest. Not thread-safe: its owner holds a lock.

    Only the first open part of a digest may leave, so a claim looks at one row per digest that
    is under way and not at every row that was ever sent.
    """

    def __init__(self, rows: Iterable[Delivery] = ()) -> None:
        self._digests: defaultdict[str, dict[int, Delivery]] = defaultdict(dict)
        self.put(rows)

    def put(self, rows: Iterable[Delivery]) -> None:
        """Take in the present state of these rows; those that are settled leave the queue."""
        for row in rows:
            if row.status in OPEN:
                self._digests[row.digest][row.part] = row
            else:
                self.drop(row)

    def drop(self, row: Delivery) -> None:
        """Forget a row, known or not."""
        parts = self._digests.get(row.digest)
        if parts is None:
            return
        parts.pop(row.part, None)
        if not parts:
            del self._digests[row.digest]

    def rows(self, status: DeliveryStatus) -> list[Delivery]:
        """The open rows that stand there."""
        parts = (row for rows in self._digests.values() for row in rows.values())
        return [row for row in parts if row.status is status]

    def claimable(
        self, now: datetime, *, limit: int, busy_chats: Iterable[int] = ()
    ) -> list[Delivery]:
        """Rows to send, already marked `sending`; see `DigestStore.claim_deliveries`.

        The queue itself does not change: `put` the rows once they are durable.
        """
        taken = set(busy_chats)
        ready: list[tuple[datetime, str, Delivery]] = []
        for parts in self._digests.values():
            first = parts[min(parts)]
            if first.chat_id not in taken and _may_leave(first, now):
                ready.append((first.updated_at, first.id, first))
        heapq.heapify(ready)
        claimed: list[Delivery] = []
        while ready and len(claimed) < limit:
            _, _, row = heapq.heappop(ready)
            if row.chat_id not in taken:
                taken.add(row.chat_id)
                claimed.append(_sending(row, now))
        return claimed


def _may_leave(row: Delivery, now: datetime) -> bool:
    if row.not_before is not None and row.not_before > now:
        return False
    return row.status is DeliveryStatus.PENDING or (
        row.status is DeliveryStatus.UNKNOWN and not row.resent
    )


def _sending(row: Delivery, now: datetime) -> Delivery:
    return msgspec.structs.replace(
        row,
        status=DeliveryStatus.SENDING,
        resent=row.resent or row.status is DeliveryStatus.UNKNOWN,
        updated_at=now,
    )


def recovered(row: Delivery, now: datetime) -> Delivery:
    """What a `sending` row is after a crash: unknown, or held if it had been resent before."""
    status = DeliveryStatus.HELD if row.resent else DeliveryStatus.UNKNOWN
    return msgspec.structs.replace(row, status=status, updated_at=now)
