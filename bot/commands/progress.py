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
    """`done` of `total` messages are settled; `ready_at` is None while the rate is not known."""

    done: int
    total: int
    ready_at: datetime | None


def progress(rows: Sequence[Delivery], now: datetime) -> Progress | None:
    """Where the weeks that `rows` belong to stand; None when nothing is on its way."""
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
    return Progress(len(settled), len(settled) + waiting, ready_at)
