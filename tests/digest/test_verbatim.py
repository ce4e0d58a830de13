"""Digests of real articles: every sentence stands in the article that it cites."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.digest.compose import MAX_PARTS, compose, to_parts
from bot.digest.gather import Gatherer
from bot.digest.highlight import highlight
from bot.digest.select import select
from bot.digest.summary import stands_alone
from bot.facts.look_up import with_terms
from bot.messages.catalog import Catalog
from storage.models import Article, Precision, Preferences
from tests.digest.verbatim import misquoted, quotations

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "nlp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2025, 10, 6, tzinfo=UTC)
WEEK = timedelta(days=7)
SIZE = 60
"""Articles of one digest."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the development data are not there"),
]


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
        else:
            lead = row["summary"] if "summary" in row else row["sapo"]
            yield row["title"], lead or "", row.get("body") or "", row.get("source") or "bao"


def articles(name: str) -> Iterator[Article]:
    """The articles of a file, an hour apart."""
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


@pytest.mark.parametrize(
    ("name", "digests"), [("rss_weeks", 20), ("rss_party", 22), ("news_corpus", 10), ("mds", 10)]
)
def test_every_sentence_stands_in_the_article_that_it_cites(name: str, digests: int) -> None:
    """Character by character, in each of many digests; none has more than three messages."""
    catalog = Catalog.load()
    stream = articles(name)
    told = 0
    for _ in range(digests):
        group = [with_terms(it) for it in islice(stream, SIZE)]
        if not group:
            break
        selection = select(group, since=MONDAY - WEEK, until=MONDAY)
        gatherer = Gatherer(selection, zone=ZONE, until=MONDAY)
        wishes = Preferences(length="full")
        gathered = gatherer.gathered(wishes)
        common: dict[str, Any] = {
            "language": "vi",
            "zone": ZONE,
            "week": "2025-W40",
            "since": MONDAY - WEEK,
            "until": MONDAY,
            "catalog": catalog,
            "source_names": {},
            "preferences": wishes,
        }
        composed = compose(selection, gathered=gathered, **common)
        by_id = {it.id: it for it in group}
        assert misquoted(composed, by_id) == []
        assert composed.untold == len(selection.articles) - sum(
            len(entry.article_ids) for entry in composed.entries
        )
        assert len(to_parts(selection, gatherer=gatherer, **common)) <= MAX_PARTS
        told += len(list(quotations(composed)))
        for story in gathered.stories[:12]:
            full = highlight(story, "full")
            said = (*full.sentences, *(it for it in (full.results, full.tasks) if it))
            for article, sentence in said:
                lines = (article.title, article.lead or "", *article.paragraphs)
                assert any(sentence in line for line in lines)
            assert full.sentences == () or stands_alone(full.sentences[0][1])
    assert told > digests
