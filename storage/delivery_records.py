"""The outbox: what is to arrive where, and how far that has come."""

from __future__ import annotations

from enum import StrEnum

from storage.frozen_record import Instant, Record


class DeliveryStatus(StrEnum):
    """Where a part is on its way: see DESIGN "Delivery"."""

    PENDING = "pending"
    SENDING = "sending"
    """Durable before the request leaves; after a crash it becomes `unknown`."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The outcome cannot be known; it is resent once."""
    HELD = "held"
    """Unknown a second time: waits for a curator."""
    FAILED = "failed"
    """Telegram refused for good."""


class Delivery(Record, frozen=True, kw_only=True):
    """One row of the outbox: one part of one digest to one chat."""

    id: str
    """`"<digest id>#<part>"`."""
    digest: str
    edition: str
    part: int
    subscriber: str
    chat_id: int
    thread_id: int | None = None
    is_group: bool = False
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    """Requests whose outcome was counted (429s and connection failures are not)."""
    resent: bool = False
    """True once it went out again after an unknown outcome."""
    as_plain: bool = False
    """Send `Part.plain`: Telegram refused the entities."""
    not_before: Instant | None = None
    message_id: int | None = None
    error: str | None = None
    updated_at: Instant
