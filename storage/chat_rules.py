"""What holds of chats in every backend: who is due, and how a chat's id changes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from storage.models import Delivery, Digest, Follow, Review, Subscriber
from storage.weeks import WEEK_NAME, week_of_period

Kept = TypeVar("Kept", Subscriber, Follow, Review)


def same_id(key: str, changed: Kept) -> Kept:
    """`changed`, unless a change tried to move the record to another id (ValueError)."""
    if changed.id != key:
        message = f"a change of {key!r} gave a record of {changed.id!r}"
        raise ValueError(message)
    return changed


def is_scheduled(subscriber: Subscriber) -> bool:
    """Whether digests come by themselves: now, or from the end of a pause until a date on."""
    if subscriber.status == "paused":
        return subscriber.preferences.paused_until is not None
    return subscriber.status == "active"


def due(subscribers: Iterable[Subscriber], now: datetime) -> list[Subscriber]:
    """Scheduled ones whose time has come, longest overdue first, ties by id."""
    waiting = [
        (subscriber.next_due_at, subscriber.id, subscriber)
        for subscriber in subscribers
        if is_scheduled(subscriber)
        and subscriber.next_due_at is not None
        and subscriber.next_due_at <= now
    ]
    return [subscriber for _, _, subscriber in sorted(waiting, key=lambda each: each[:2])]


def chat_of(subscriber_id: str) -> int | None:
    """The chat that a subscriber id names; None if it is not of the form `chat[:thread]`."""
    try:
        return int(subscriber_id.partition(":")[0])
    except ValueError:
        return None


def moved_id(subscriber_id: str, new_chat_id: int) -> str:
    """The subscriber id in the chat's new place; its topic stays."""
    _, colon, thread = subscriber_id.partition(":")
    return f"{new_chat_id}{colon}{thread}"


def moved_subscriber(subscriber: Subscriber, new_chat_id: int) -> Subscriber:
    """The record in the chat's new place: what a group becomes is a supergroup."""
    return msgspec.structs.replace(
        subscriber,
        id=moved_id(subscriber.id, new_chat_id),
        chat_id=new_chat_id,
        chat_type="supergroup" if subscriber.chat_type == "group" else subscriber.chat_type,
    )


def settled_in(moved: Subscriber, known: Subscriber | None) -> Subscriber:
    """Which record stands where a chat moved to: see `SubscriberStore.migrate_chat`."""
    if known is None:
        return moved
    if known.status != "none" or moved.status == "none":
        return known
    return msgspec.structs.replace(moved, language=known.language or moved.language)


def oldest_first(follows: Iterable[Follow]) -> list[Follow]:
    """The order in which follows are listed."""
    return sorted(follows, key=lambda each: (each.created_at, each.id))


def moved_follows(
    follows: Collection[Follow], old_chat_id: int, new_chat_id: int
) -> tuple[list[Follow], list[str]]:
    """The follows of a chat in its new place, and the ids of those that are there already."""
    there = {(it.subscriber, it.text) for it in follows if it.chat_id == new_chat_id}
    moved: list[Follow] = []
    doubled: list[str] = []
    for follow in follows:
        if follow.chat_id != old_chat_id:
            continue
        subscriber = moved_id(follow.subscriber, new_chat_id)
        if (subscriber, follow.text) in there:
            doubled.append(follow.id)
        else:
            moved.append(
                msgspec.structs.replace(
                    follow, subscriber=subscriber, chat_id=new_chat_id, is_group=True
                )
            )
    return moved, doubled


def moved_reviews(reviews: Iterable[Review], old_chat_id: int, new_chat_id: int) -> list[Review]:
    """The reviews of a chat's digests in its new place; their ids stay, as the digests' do."""
    return [
        msgspec.structs.replace(it, subscriber=moved_subscriber(it.subscriber, new_chat_id))
        for it in reviews
        if it.subscriber.chat_id == old_chat_id
    ]


def moved_delivery(row: Delivery, new_chat_id: int) -> Delivery:
    """The row addressed to the new place; its id stays, it is what a sender in flight holds."""
    return msgspec.structs.replace(
        row, chat_id=new_chat_id, subscriber=moved_id(row.subscriber, new_chat_id)
    )


def checked_digest(digest: Digest) -> Digest:
    """The digest, unless its week or id is not of the documented form (ValueError)."""
    if not WEEK_NAME.fullmatch(digest.week) or digest_week(digest.id) != digest.week:
        message = f"not a digest of its ISO week: {digest.id!r}, week {digest.week!r}"
        raise ValueError(message)
    return digest


def digest_period(digest_id: str) -> str:
    """The period that a digest id names: what stands before its slash."""
    return digest_id.partition("/")[0]


def digest_week(digest_id: str) -> str:
    """The ISO week in whose files the digest lies: `storage.weeks.week_of_period` of its period.

    What names no period is given back as it stands; no file has such a name.
    """
    period = digest_period(digest_id)
    return week_of_period(period) or period


def newest_first(digests: Iterable[Digest]) -> list[Digest]:
    """The order in which digests of one subscriber are listed."""
    return sorted(digests, key=lambda each: (each.until, each.week, each.id), reverse=True)
