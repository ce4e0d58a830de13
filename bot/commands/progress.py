"""How far the digest that is being sent has come, and when it will be through. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.models import Delivery, DeliveryStatus

OPEN = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)

BATCH = timedelta(hours=6)
"""What was settled longer ago belongs to an earlier digest of the same week."""

MEASURED = timedelta(minutes=2)
"""The rate is that of the latest minutes: pauses and floods change it."""

FEWEST = 5
"""Messages from which on a rate says something."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the running send stands.

    Attributes:
        done: messages that are settled, one way or the other.
        total: those and the ones that are still to go.
        ready_at: when the last one will be through, at the rate of the latest minutes or, before
            that is known, at the pace at which messages leave; None: neither is known.
        failed: those of `done` that could not be sent, or whose outcome stayed unknown.
    """

    done: int
    total: int
    ready_at: datetime | None
    failed: int = 0

    @property
    def left(self) -> int:
        """How many are still to go."""
        return self.total - self.done


def progress(rows: Sequence[Delivery], now: datetime, pace: float | None = None) -> Progress | None:
    """Where the weeks that `rows` belong to stand; None when nothing is on its way.

    `pace` is how many messages a second leave at most; None: not known.
    """
    waiting = sum(row.status in OPEN for row in rows)
    if not waiting:
        return None
    settled = [row for row in rows if row.status not in OPEN and now - row.updated_at <= BATCH]
    sent = [
        row.updated_at
        for row in settled
        if row.status is DeliveryStatus.SENT and now - row.updated_at <= MEASURED
    ]
    ready_at = None
    if len(sent) >= FEWEST:
        taken = max(now - min(sent), timedelta(seconds=1))
        ready_at = now + taken / len(sent) * waiting
    elif pace:
        ready_at = now + timedelta(seconds=waiting / pace)
    failed = sum(row.status is not DeliveryStatus.SENT for row in settled)
    return Progress(len(settled), len(settled) + waiting, ready_at, failed)
