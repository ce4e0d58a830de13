"""Digests as rows of the outbox, and what a curator can do with rows that are held."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from storage.base import DigestStore
from storage.chat_rules import digest_week
from storage.models import Delivery, DeliveryStatus, Digest, Edition, Part, Subscriber, TopicTold

Frozen = tuple[Digest, Edition, tuple[Delivery, ...]]
"""What `DigestStore.freeze_digests` keeps as one."""


def edition_of(
    parts: Sequence[Part],
    contents: Sequence[TopicTold] = (),
    documents: Sequence[str] = (),
) -> Edition:
    """All of it under the hash of its content: equal digests share one edition."""
    content = msgspec.json.encode([list(parts), list(contents), list(documents)])
    return Edition(
        id=hashlib.sha256(content).hexdigest()[:24],
        parts=tuple(parts),
        contents=tuple(contents),
        documents=tuple(documents),
    )


def frozen_digest(
    subscriber: Subscriber,
    edition: Edition,
    *,
    period: str,
    article_ids: Sequence[str],
    since: datetime,
    until: datetime,
    now: datetime,
    left_out: Sequence[str] = (),
) -> Frozen:
    """One subscriber's digest of a period (`Digest.id`), with a pending row for each part."""
    digest_id = f"{period}/{subscriber.id}"
    digest = Digest(
        id=digest_id,
        subscriber=subscriber.id,
        week=digest_week(digest_id),
        edition=edition.id,
        article_ids=tuple(article_ids),
        since=since,
        until=until,
        created_at=now,
        left_out=tuple(left_out),
    )
    return digest, edition, rows_of(digest, edition, subscriber, now)


def rows_of(
    digest: Digest, edition: Edition, subscriber: Subscriber, now: datetime
) -> tuple[Delivery, ...]:
    """A pending row for each part of the digest, to where the subscriber is now."""
    return tuple(
        Delivery(
            id=f"{digest.id}#{part}",
            digest=digest.id,
            edition=edition.id,
            part=part,
            subscriber=subscriber.id,
            chat_id=subscriber.chat_id,
            thread_id=subscriber.thread_id,
            is_group=subscriber.chat_type != "private",
            updated_at=now,
        )
        for part in range(len(edition.parts))
    )


def week_of_row(row: Delivery) -> str:
    """`Digest.week` of the digest that the row belongs to."""
    return digest_week(row.digest)


def held_deliveries(store: DigestStore) -> list[Delivery]:
    """Rows whose outcome stayed unknown twice: a curator looks into the chat and decides."""
    return store.list_deliveries(statuses=[DeliveryStatus.HELD])


def resend_held(store: DigestStore, ids: Collection[str], now: datetime) -> int:
    """Send these held rows again (the curator saw that they did not arrive); how many they are."""
    return _settle_held(store, ids, now, DeliveryStatus.PENDING)


def drop_held(store: DigestStore, ids: Collection[str], now: datetime) -> int:
    """Give these held rows up (they did arrive, or nobody misses them); how many they are."""
    return _settle_held(store, ids, now, DeliveryStatus.FAILED)


def _settle_held(
    store: DigestStore, ids: Collection[str], now: datetime, status: DeliveryStatus
) -> int:
    rows = [
        msgspec.structs.replace(row, status=status, resent=False, not_before=None, updated_at=now)
        for row in held_deliveries(store)
        if row.id in ids
    ]
    if rows:
        store.settle_deliveries(rows)
    return len(rows)
