"""The outbox as a queue in memory: which rows may leave now. Derived; the files are the truth."""

from __future__ import annotations

import heapq
import itertools
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

    Only the first open part of a digest may leave. Those stand in a heap, the longest unchanged
    first, so that a claim looks at the rows that it takes and not at all that wait.
    """

    def __init__(self, rows: Iterable[Delivery] = ()) -> None:
        self._digests: defaultdict[str, dict[int, Delivery]] = defaultdict(dict)
        self._queue: list[tuple[datetime, str, int, Delivery]] = []
        """Rows that may leave; an entry counts while its row is in `_queued`."""
        self._later: list[tuple[datetime, int, Delivery]] = []
        """Those that may not leave before their time."""
        self._queued: dict[str, Delivery] = {}
        """Digest → its row in one of the two."""
        self._next = itertools.count().__next__
        self.put(rows)

    def put(self, rows: Iterable[Delivery]) -> None:
        """Take in the present state of these rows; those that are settled leave the queue."""
        for row in rows:
            if row.status in OPEN:
                self._digests[row.digest][row.part] = row
                self._enqueue(row.digest)
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
        self._enqueue(row.digest)

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
        while self._later and self._later[0][0] <= now:
            row = heapq.heappop(self._later)[-1]
            if self._queued.get(row.digest) is row:
                heapq.heappush(self._queue, (row.updated_at, row.id, self._next(), row))
        taken = set(busy_chats)
        seen: list[tuple[datetime, str, int, Delivery]] = []
        claimed: list[Delivery] = []
        while self._queue and len(claimed) < limit:
            entry = heapq.heappop(self._queue)
            row = entry[-1]
            if self._queued.get(row.digest) is not row:
                continue
            if row.not_before is not None and row.not_before > now:  # the clock was set back
                heapq.heappush(self._later, (row.not_before, self._next(), row))
                continue
            seen.append(entry)
            if row.chat_id not in taken:
                taken.add(row.chat_id)
                claimed.append(_sending(row, now))
        for entry in seen:
            heapq.heappush(self._queue, entry)
        return claimed

    def _enqueue(self, digest: str) -> None:
        """Make the digest's first open part the one that waits, if it may leave at all."""
        parts = self._digests.get(digest)
        first = parts[min(parts)] if parts else None
        if first is None or not _may_leave(first):
            self._queued.pop(digest, None)
        elif self._queued.get(digest) is not first:
            self._queued[digest] = first
            if first.not_before is None:
                heapq.heappush(self._queue, (first.updated_at, first.id, self._next(), first))
            else:
                heapq.heappush(self._later, (first.not_before, self._next(), first))


def _may_leave(row: Delivery) -> bool:
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
