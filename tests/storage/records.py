"""Short ways to make records for storage tests; names and places are fictional."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.models import Article, Delivery, Digest, Edition, Identity, Part, Subscriber

NOW = datetime(2023, 9, 28, 1, 0, tzinfo=UTC)
"""A Thursday of 2023-W39."""

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def article(number: int, **fields: Any) -> Article:
    """An article that differs from every other number's in all that identifies it."""
    name = f"bai{number:07d}"
    defaults: dict[str, Any] = {
        "id": name,
        "source": "song-mo",
        "title": f"Tin số {number}",
        "fingerprint": f"print-{number}",
        "first_seen": NOW + timedelta(seconds=number),
        "url": f"https://songmo.example/{name}",
        "canonical_url": f"https://songmo.example/{name}",
        "guid": f"guid-{number}",
        "published": NOW + timedelta(seconds=number) - timedelta(hours=1),
        "paragraphs": (f"Đoạn văn của bài {number}.",),
    }
    values = defaults | fields
    return Article(**{"updated_at": values["first_seen"], **values})


def identity(of: Article, **fields: Any) -> Identity:
    """What that article is recognised by."""
    values = {
        "source": of.source,
        "fingerprint": of.fingerprint,
        "canonical_url": of.canonical_url,
        "guid": of.guid,
    }
    return Identity(**(values | fields))


def subscriber(chat_id: int, thread_id: int | None = None, **fields: Any) -> Subscriber:
    """An active subscriber whose digest is due now."""
    name = str(chat_id) if thread_id is None else f"{chat_id}:{thread_id}"
    values: dict[str, Any] = {
        "id": name,
        "chat_id": chat_id,
        "thread_id": thread_id,
        "created_at": NOW,
        "status": "active",
        "next_due_at": NOW,
    }
    return Subscriber(**(values | fields))


def frozen(
    to: Subscriber, *, week: str = "2023-W39", parts: int = 2, at: datetime = NOW
) -> tuple[Digest, Edition, list[Delivery]]:
    """A digest for that subscriber with its edition and outbox rows."""
    edition = Edition(
        id=f"edition-{parts}",
        parts=tuple(Part(html=f"<b>{n}</b>", plain=str(n)) for n in range(parts)),
    )
    digest = Digest(
        id=f"{week}/{to.id}",
        subscriber=to.id,
        week=week,
        edition=edition.id,
        article_ids=("bai0000001",),
        since=at - WEEK,
        until=at,
        created_at=at,
    )
    rows = [
        Delivery(
            id=f"{digest.id}#{part}",
            digest=digest.id,
            edition=edition.id,
            part=part,
            subscriber=to.id,
            chat_id=to.chat_id,
            thread_id=to.thread_id,
            updated_at=at,
        )
        for part in range(parts)
    ]
    return digest, edition, rows
