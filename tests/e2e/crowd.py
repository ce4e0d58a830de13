"""Many subscribers with a digest due, for tests and measurements of delivery."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ingest.identity import article_id, fingerprint
from bot.samples import load_samples
from storage.base import Store
from storage.models import Article, Subscriber

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def week_of_articles(now: datetime, count: int) -> list[Article]:
    """Articles of the last days, made of the bundled samples' texts."""
    texts = [sample.text for sample in load_samples(now, ZONE)]
    articles = []
    for number in range(count):
        lines = [line.strip() for line in texts[number % len(texts)].splitlines() if line.strip()]
        title = f"{max(lines[:4], key=len)} ({number})"
        paragraphs = tuple(line for line in lines if len(line) > 120)
        seen = now - timedelta(hours=2, minutes=number)
        mark = fingerprint(title, None, paragraphs, None)
        articles.append(
            Article(
                id=article_id(mark, lambda _: False),
                source=f"outlet-{number % 7}",
                title=title,
                fingerprint=mark,
                first_seen=seen,
                updated_at=seen,
                published=seen,
                url=f"https://example.org/{number}",
                paragraphs=paragraphs,
            )
        )
    return articles


def subscribe(store: Store, chat_id: int, due: datetime, now: datetime) -> None:
    """An active subscriber whose digest is due at `due`."""
    kind = "private" if chat_id > 0 else "supergroup"
    store.update_subscriber(
        str(chat_id),
        lambda _: Subscriber(
            id=str(chat_id),
            chat_id=chat_id,
            chat_type=kind,  # type: ignore[arg-type]  # one of two literals
            status="active",
            created_at=now - timedelta(days=30),
            covered_until=now - timedelta(days=7),
            next_due_at=due,
            weekday=due.astimezone(ZONE).weekday(),
            hour=due.astimezone(ZONE).hour,
        ),
    )
