"""The development corpus of the search benchmark, and questions whose answers are known.

Titles are left out of what is indexed, for every engine: with them a search for a title would only
tell that the engine works. What is asked for is then known by its lead and its body alone.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from storage.models import Article
from storage.text import fold
from tests.benchmarks.synthetic import START, WEEKS

DATA = Path(__file__).parents[3] / "shared" / "data" / "nlp"
"""Beside the repository: `news_corpus`, `mds`, `search_queries`, `label_queries` (`.jsonl.gz`)."""

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"])")
WORD = re.compile(r"\w+")

CHANGED = 0.2
"""Of the words of a made-up variant of an article, those that are other articles' words."""

LONGEST = 40
"""Words of a first sentence that are asked: nobody types a longer one."""

SPARSE = 4
"""Of so many known items one is asked for by its first sentence: some engines need a second."""


@dataclass(frozen=True)
class Document:
    """A text of the corpus."""

    id: str
    title: str
    lead: str
    body: str

    def passages(self) -> tuple[str, ...]:
        """What is indexed where titles are left out."""
        return (self.lead, self.body)


@dataclass(frozen=True)
class Question:
    """What is typed, and the ids of the documents that are wanted."""

    text: str
    wanted: frozenset[str]


def documents() -> list[Document]:
    """The corpus and the documents of the clusters, which the labels are about."""
    found = [_document(row["id"], row) for row in _rows("news_corpus")]
    for cluster in _rows("mds"):
        # the one set numbers its documents within a cluster, the other one all through
        place = f"{cluster['cid']}/" if cluster["set"] == "vims" else ""
        found += [_document(place + row["id"], row) for row in cluster["docs"]]
    return list({each.id: each for each in found}.values())


def questions(corpus: list[Document]) -> dict[str, list[Question]]:
    """Kind → questions; each kind with diacritics and, `folded`, without."""
    items = list(_rows("search_queries"))
    bodies = {each.id: each.body for each in corpus}
    kinds = {
        "title": [_question(row["title"], row["doc"]) for row in items],
        "first sentence": [
            _question(first_sentence(bodies[row["doc"]]), row["doc"]) for row in items[::SPARSE]
        ],
        "four syllables": [_question(row["q4"], row["doc"]) for row in items],
        "label": [_question(row["query"], *row["relevant"]) for row in _rows("label_queries")],
    }
    found: dict[str, list[Question]] = {}
    for kind, asked in kinds.items():
        found[kind] = asked
        found[f"{kind}, folded"] = [Question(fold(each.text), each.wanted) for each in asked]
    return found


def first_sentence(body: str) -> str:
    """The first `LONGEST` words of the first sentence of the body."""
    return " ".join(SENTENCE.split(body.strip(), maxsplit=1)[0].split()[:LONGEST])


def as_article(document: Document, number: int, *, title: str | None = None) -> Article:
    """The document as the store keeps it; four sentences a paragraph, `title` "" for none."""
    sentences = SENTENCE.split(document.body)
    return Article(
        id=f"b{number:09d}",
        source=f"nguon-{number % 40}",
        title=document.title if title is None else title,
        fingerprint=f"f{number}",
        first_seen=START,
        updated_at=START,
        lead=document.lead or None,
        paragraphs=tuple(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)),
    )


def enlarged(corpus: list[Document], count: int) -> Iterator[Article]:
    """`count` articles in a year: the corpus, then variants of it with some other words.

    Every tenth is a repost of the one before, under a title of its own.
    """
    rng = random.Random(5)
    words = [word for each in corpus[::5] for word in each.body.split()]
    step = timedelta(weeks=WEEKS) / count

    def varied(text: str) -> str:
        return " ".join(
            rng.choice(words) if rng.random() < CHANGED else word for word in text.split(" ")
        )

    before = as_article(corpus[0], 0)
    for number in range(count):
        article = as_article(corpus[number % len(corpus)], number)
        seen = START + number * step
        article = replace(
            article,
            first_seen=seen,
            updated_at=seen,
            published=seen,
            terms=(f"in:tinh-{number % 34}", f"who:nguoi-{number % 5_000}"),
        )
        if number >= len(corpus):
            article = replace(
                article,
                title=varied(article.title),
                lead=article.lead and varied(article.lead),
                paragraphs=tuple(varied(each) for each in article.paragraphs),
            )
        if number % 10 == 9:
            article = replace(
                article, lead=before.lead, paragraphs=before.paragraphs, original=before.id
            )
        before = article
        yield article


def _question(text: str, *wanted: str) -> Question:
    return Question(text, frozenset(wanted))


def _document(name: str, row: dict[str, Any]) -> Document:
    return Document(name, row["title"], row["sapo"], row["body"])


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
