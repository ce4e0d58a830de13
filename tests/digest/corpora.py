"""The development corpora as articles of one week."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storage.models import Article, Precision

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "nlp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2025, 10, 6, tzinfo=UTC)
WEEK = timedelta(days=7)
CORPORA = ("rss_weeks", "rss_party", "news_corpus", "mds", "vntc")


def rows(name: str) -> Iterator[dict[str, Any]]:
    """One row of a file of the development data at a time."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def texts(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Title, lead, body and source of every article of a file."""
    for row in rows(name):
        if name == "mds":
            for at, it in enumerate(row["docs"]):
                yield it["title"], it["sapo"], it["body"], f"bao-{at}"
        elif name == "vntc":
            title, _, body = row["text"].replace("\r", "").partition("\n")
            yield title, "", body, "bao"
        else:
            lead = row["summary"] if "summary" in row else row["sapo"]
            yield row["title"], lead or "", row.get("body") or "", row.get("source") or "bao"


def articles(name: str) -> Iterator[Article]:
    """The articles of a file, an hour apart, round and round the week before `MONDAY`."""
    for number, (title, lead, body, source) in enumerate(texts(name)):
        seen = MONDAY - timedelta(hours=1 + number % (7 * 24 - 1))
        yield Article(
            id=f"{name[:3]}{number:06d}",
            source=source,
            title=title or "Không tên",
            fingerprint=f"{name}-{number}",
            first_seen=seen,
            updated_at=seen,
            published=seen,
            published_precision=Precision.MINUTE,
            url=f"https://giadinh.example/{name}/{number}",
            lead=lead or None,
            paragraphs=tuple(it for it in body.split("\n") if it.strip()),
        )
