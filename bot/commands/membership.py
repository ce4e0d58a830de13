"""What happens to subscriptions when the bot is blocked, removed or let back in.

Being blocked is a pause that keeps every preference, never a deletion; being let back in takes
the digest up again without a flood of what was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.digest.schedule import catch_up, next_due
from storage.base import Store
from storage.models import Follow, Subscriber


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's standing in a chat changed; `reachable` says whether it may write there now."""

    chat_id: int
    reachable: bool
    reason: str


def after_change(subscriber: Subscriber, change: Membership, now: datetime) -> Subscriber:
    """The subscriber as it stands after `change`; pure."""
    if not change.reachable and subscriber.status == "active":
        return msgspec.structs.replace(
            subscriber, status="blocked", status_reason=change.reason, next_due_at=None
        )
    if change.reachable and subscriber.status == "blocked":
        earliest = now - catch_up(subscriber)
        return msgspec.structs.replace(
            subscriber,
            status="active",
            status_reason=None,
            next_due_at=next_due(subscriber, now),
            covered_until=max(subscriber.covered_until or earliest, earliest),
        )
    return subscriber


def apply_membership(store: Store, change: Membership, now: datetime) -> int:
    """Change every subscriber of the chat, topics included; returns how many changed."""

    def changed(current: Subscriber | None) -> Subscriber | None:
        return None if current is None else after_change(current, change, now)

    touched = 0
    for subscriber in store.list_subscribers():
        if subscriber.chat_id == change.chat_id:
            touched += store.update_subscriber(subscriber.id, changed) != subscriber
    if change.reachable:
        _resume_follows(store, change.chat_id)
    return touched


def _resume_follows(store: Store, chat_id: int) -> None:
    """What Telegram's refusal had stopped is told again, of what comes in from now on."""
    stopped = [it.id for it in store.list_follows() if it.chat_id == chat_id and it.stopped]

    def resumed(_: str, current: Follow | None) -> Follow | None:
        return current and msgspec.structs.replace(current, stopped=None)

    store.update_follows(stopped, resumed)
