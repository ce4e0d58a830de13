"""What each outcome of a send means for its outbox row and for everything else: one table.

sent              sent, with the message id
NotSent           pending again after a short, growing pause; not counted as an attempt
Throttled         pending again when Telegram said; the chat (or all) pauses; not counted
ChatRefused       failed; the chat's subscribers are blocked, its other open rows fail
ChatMigrated      the new id is written everywhere; pending again, to the new chat
ThreadGone        pending again, to the chat itself; once
EntitiesRefused   pending again as plain text; once
MessageRefused    failed; the others go on
Unauthorized      pending again; all sending stops
OutcomeUnknown    unknown: resent once after a pause; held for a curator the second time
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.errors import (
    ChatMigrated,
    ChatRefused,
    DeliveryError,
    EntitiesRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
    Unauthorized,
)
from storage.models import Delivery, DeliveryStatus

UNKNOWN_DELAY = timedelta(seconds=5)
"""Pause before the one resend: a server that timed out may still be at work."""

NOT_SENT_DELAY = timedelta(seconds=2)
NOT_SENT_LONGEST = timedelta(seconds=60)

LONGEST_WAIT = timedelta(hours=24)
"""No row waits longer, whatever a server asks for: tomorrow it is tried again."""

REASON_LENGTH = 300
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class PauseChat:
    """Nothing to this chat for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class BlockChat:
    """The chat cannot be written to any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class MoveChat:
    """The chat has a new id."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class LeaveThread:
    """The topic is gone; the chat is still there."""

    reason: str


@dataclass(frozen=True, slots=True)
class Offline:
    """Requests do not leave this machine; pause for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class StopAll:
    """No request can succeed."""

    error: Unauthorized


Effect = PauseChat | BlockChat | MoveChat | LeaveThread | Offline | StopAll


@dataclass(frozen=True, slots=True)
class Reaction:
    """The row as it is to be stored, and what else is to happen, None for nothing."""

    row: Delivery
    effect: Effect | None = None


def sent(row: Delivery, message_id: int, now: datetime) -> Reaction:
    """The part was delivered."""
    return Reaction(
        replace(
            row,
            status=DeliveryStatus.SENT,
            message_id=message_id,
            attempts=row.attempts + 1,
            not_before=None,
            error=None,
            updated_at=now,
        )
    )


def react(row: Delivery, error: DeliveryError, now: datetime, *, in_a_row: int = 1) -> Reaction:
    """The table above; `in_a_row` counts failures to send anything at all, this one included."""
    reason = reason_of(error)
    match error:
        case NotSent():
            pause = min(NOT_SENT_DELAY * 2 ** min(in_a_row - 1, 10), NOT_SENT_LONGEST)
            return Reaction(_again(row, now, reason, pause), Offline(pause.total_seconds()))
        case Throttled(retry_after=seconds):
            pause = min(timedelta(seconds=max(seconds, 0.0)), LONGEST_WAIT)
            return Reaction(_again(row, now, reason, pause), PauseChat(pause.total_seconds()))
        case ChatRefused():
            return Reaction(failed(row, now, reason), BlockChat(reason))
        case ChatMigrated(new_chat_id=new_id) if new_id != row.chat_id:
            moved = replace(_again(row, now, reason), chat_id=new_id, is_group=True)
            return Reaction(moved, MoveChat(row.chat_id, new_id))
        case ThreadGone() if row.thread_id is not None:
            return Reaction(replace(_again(row, now, reason), thread_id=None), LeaveThread(reason))
        case EntitiesRefused() if not row.as_plain:
            return Reaction(replace(_again(row, now, reason), as_plain=True))
        case Unauthorized():
            return Reaction(_again(row, now, reason), StopAll(error))
        case OutcomeUnknown():
            return Reaction(_unknown(row, now, reason))
        case _:  # MessageRefused, and second refusals of those above
            return Reaction(failed(row, now, reason))


def failed(row: Delivery, now: datetime, reason: str) -> Delivery:
    """The row given up for good."""
    return replace(
        row,
        status=DeliveryStatus.FAILED,
        attempts=row.attempts + 1,
        not_before=None,
        error=reason,
        updated_at=now,
    )


def reason_of(error: BaseException) -> str:
    """The error in words, bounded; its type where it has none."""
    return (str(error) or type(error).__name__)[:REASON_LENGTH]


def _again(row: Delivery, now: datetime, reason: str, pause: timedelta = timedelta(0)) -> Delivery:
    return replace(
        row,
        status=DeliveryStatus.PENDING,
        not_before=now + pause if pause else None,
        error=reason,
        updated_at=now,
    )


def _unknown(row: Delivery, now: datetime, reason: str) -> Delivery:
    return replace(
        row,
        status=DeliveryStatus.HELD if row.resent else DeliveryStatus.UNKNOWN,
        attempts=row.attempts + 1,
        not_before=None if row.resent else now + UNKNOWN_DELAY,
        error=reason,
        updated_at=now,
    )
