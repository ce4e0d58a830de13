"""Outcomes made durable: what they change beyond their own row, then the rows themselves.

Every step may be repeated, so a failure between two of them is mended by settling again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.delivery.outbox import week_of_row
from bot.delivery.reactions import BlockChat, LeaveThread, MoveChat, Reaction, failed
from storage.base import DigestStore, SubscriberStore, ValueStore
from storage.chat_rules import digest_period
from storage.errors import StorageError
from storage.models import AuditEntry, Delivery, DeliveryStatus, Subscriber

log = structlog.get_logger()

WAITING = (DeliveryStatus.PENDING, DeliveryStatus.UNKNOWN)
"""Rows that are neither settled nor in flight."""

DIGESTS_COMPARED = 8
"""Latest digests looked through for one of the same week in a migrated chat."""


class OutboxStore(DigestStore, SubscriberStore, ValueStore, Protocol):
    """What delivery reads and writes."""


def settle(store: OutboxStore, reactions: Sequence[Reaction], now: datetime) -> None:
    """Apply the effects of `reactions` to the store, then settle all rows in one write.

    Raises:
        StorageError: not all is durable; settling the same reactions again is right.
    """
    rows: dict[str, Delivery] = {}
    audit: list[AuditEntry] = []
    for reaction in reactions:
        row = reaction.row
        match reaction.effect:
            case MoveChat(old_id, new_id):
                store.migrate_chat(old_id, new_id)
                row, others = _moved(store, row, now)
                audit.append(_entry(now, "chat.migrated", f"{row.subscriber} → {new_id}"))
            case BlockChat(reason=reason):
                others = _block(store, row, reason, now)
                audit.append(_entry(now, "chat.blocked", f"{row.chat_id}: {reason}"))
            case LeaveThread(reason=reason):
                others = _leave_thread(store, row, reason, now)
                audit.append(_entry(now, "thread.gone", f"{row.subscriber}: {reason}"))
            case _:
                others = []
        rows.update({other.id: other for other in others if other.id not in rows})
        rows[row.id] = row
        if row.status is DeliveryStatus.HELD:
            audit.append(_entry(now, "delivery.held", f"{row.id}: {row.error}"))
    store.settle_deliveries(list(rows.values()))
    _write_audit(store, audit)


def _moved(store: OutboxStore, row: Delivery, now: datetime) -> tuple[Delivery, list[Delivery]]:
    """The row as it is in the chat's new place, and others that must not go there."""
    week = week_of_row(row)
    there = store.list_deliveries(week=week, chat_id=row.chat_id)
    mine = [it for it in there if it.digest == row.digest]
    subscriber = next((it.subscriber for it in mine), row.subscriber)
    row = replace(row, subscriber=subscriber)
    rivals = [
        digest
        for digest in store.list_digests(subscriber, limit=DIGESTS_COMPARED)
        if digest_period(digest.id) == digest_period(row.digest) and digest.id != row.digest
    ]
    if not rivals:
        return row, []
    reason = "the chat it moved to has its own digest of this period"
    others = [failed(it, now, reason) for it in mine if it.id != row.id and it.status in WAITING]
    return failed(row, now, reason), others


def _block(store: OutboxStore, row: Delivery, reason: str, now: datetime) -> list[Delivery]:
    """Pause the chat's subscribers, preferences kept; the chat's other waiting rows fail."""

    def change(current: Subscriber | None) -> Subscriber | None:
        if current is None:
            return None
        return replace(current, status="blocked", status_reason=reason, next_due_at=None)

    for subscriber in store.list_subscribers():
        if subscriber.chat_id == row.chat_id and subscriber.status == "active":
            store.update_subscriber(subscriber.id, change)
    waiting = store.list_deliveries(chat_id=row.chat_id, statuses=WAITING)
    return [replace(failed(it, now, reason), attempts=it.attempts) for it in waiting]


def _leave_thread(store: OutboxStore, row: Delivery, reason: str, now: datetime) -> list[Delivery]:
    """Note the reason; the digest's other parts go to the chat itself as well."""

    def change(current: Subscriber | None) -> Subscriber | None:
        return None if current is None else replace(current, status_reason=reason)

    store.update_subscriber(row.subscriber, change)
    return [
        replace(it, thread_id=None)
        for it in store.list_deliveries(chat_id=row.chat_id, statuses=WAITING)
        if it.subscriber == row.subscriber
    ]


def _entry(now: datetime, action: str, detail: str) -> AuditEntry:
    log.warning(action.replace(".", "_"), detail=detail)
    return AuditEntry(at=now, actor="bot", action=action, detail=detail)


def _write_audit(store: OutboxStore, entries: Sequence[AuditEntry]) -> None:
    # The rows are settled by now and must not be settled again because of the log book.
    for entry in entries:
        try:
            store.append_audit(entry)
        except StorageError as error:
            log.error("audit_not_written", action=entry.action, error=str(error))
