"""What the outcome of telling followers means for their follows."""

from __future__ import annotations

from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.delivery.reactions import BlockChat, LeaveThread, MoveChat, Reaction
from storage.base import FollowStore, SubscriberStore
from storage.models import Delivery, Follow

log = structlog.get_logger()


class EffectStore(FollowStore, SubscriberStore, Protocol):
    """What effects change."""


def applied(store: EffectStore, reaction: Reaction) -> Delivery:
    """Change what the outcome changes beyond its row; returns the row as it is to be kept.

    Raises:
        StorageError: not all is durable; doing it again is right.
    """
    row = reaction.row
    match reaction.effect:
        case BlockChat(reason=reason):
            _stop_chat(store, row.chat_id, reason)
        case MoveChat(old_chat_id=old, new_chat_id=new):
            store.migrate_chat(old, new)
            return _moved(store, row)
        case LeaveThread():
            _leave_thread(store, row.subscriber)
        case _:
            pass
    return row


def _stop_chat(store: EffectStore, chat_id: int, reason: str) -> None:
    """Nothing more is told there until the bot is let in, or spoken to, again."""
    there = [it.id for it in store.list_follows() if it.chat_id == chat_id]
    log.warning("follows_stopped", chat=chat_id, follows=len(there), why=reason)

    def change(_: str, current: Follow | None) -> Follow | None:
        return current and replace(current, stopped=reason, pending=(), more=0)

    store.update_follows(there, change)


def _moved(store: EffectStore, row: Delivery) -> Delivery:
    """The row under the name that its place has now."""
    there = [it for it in store.list_follows() if it.chat_id == row.chat_id]
    same = [it for it in there if it.thread_id == row.thread_id] or there
    return replace(row, subscriber=same[0].subscriber) if same else row


def _leave_thread(store: EffectStore, subscriber: str) -> None:
    """The topic is gone: further news go to the chat itself."""

    def change(_: str, current: Follow | None) -> Follow | None:
        return current and replace(current, thread_id=None)

    store.update_follows([it.id for it in store.list_follows(subscriber)], change)
