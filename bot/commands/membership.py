"""What happens to subscriptions when the bot is blocked, removed, let back in, or a chat moves.

Being blocked is a pause that keeps every preference, never a deletion.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from storage.base import Store
from storage.models import Subscriber


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's standing in a chat changed; `reachable` says whether it may write there now."""

    chat_id: int
    reachable: bool
    reason: str


def apply_membership(store: Store, change: Membership) -> int:
    """Block or unblock every subscriber of the chat; returns how many records changed."""

    def changed(current: Subscriber | None) -> Subscriber | None:
        if current is None:
            return None
        if not change.reachable and current.status in ("active", "paused"):
            return msgspec.structs.replace(current, status="blocked", status_reason=change.reason)
        return current

    touched = 0
    for subscriber in store.list_subscribers():
        if subscriber.chat_id == change.chat_id:
            after = store.update_subscriber(subscriber.id, changed)
            touched += after != subscriber
    return touched
