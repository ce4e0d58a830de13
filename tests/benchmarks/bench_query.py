"""Whether understanding a query costs what its words would find, and how long reading takes.

`python -m tests.benchmarks.bench_query [ARTICLES]`: the development corpus (skipped where it is
not), its titles and four-syllable queries as typed and folded, read with times and documents
and as words alone. Prints MRR@10 of both, how many are read differently,
time of reading; and what becomes of four syllables with a typing slip in one of them.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.facts.field_terms import field_terms
from bot.facts.look_up import with_terms
from bot.messages.catalog import Catalog
from bot.search.answer import Page, find_asked
from bot.search.query import QueryReader
from storage.base import Store
from storage.models import Article
from storage.open import open_store

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "nlp"
NOW = dt.datetime(2023, 6, 1, tzinfo=dt.UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = ("title", "title_fold", "q4", "q4_fold")


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _article(number: int, row: dict[str, Any]) -> Article:
    return with_terms(
        Article(
            id=f"a{number:09d}",
            source="corpus",
            title=row["title"],
            fingerprint=str(number),
            first_seen=NOW,
            updated_at=NOW,
            published=NOW - dt.timedelta(hours=number),
            lead=row["sapo"] or None,
            paragraphs=tuple(text for text in row["body"].split("\n") if text.strip()),
        )
    )


def _share(store: Store, reader: QueryReader, text: str, wanted: str) -> float:
    """1 / rank of the wanted article among the first ten, else 0."""
    answer = find_asked(store, reader.read(text), reader.read, Page(10, fold_reposts=False))
    found = [hit.article_id for hit in answer.result.hits]
    return 1 / (found.index(wanted) + 1) if wanted in found else 0.0


def main(limit: int) -> None:
    """Print the figures."""
    if not DATA.is_dir():
        print("the development data is not here")
        return
    rows = _rows("news_corpus.jsonl.gz")[:limit]
    ids = {row["id"]: f"a{number:09d}" for number, row in enumerate(rows)}
    queries = [row for row in _rows("search_queries.jsonl.gz") if row["doc"] in ids]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        begun = time.perf_counter()
        articles = [_article(number, row) for number, row in enumerate(rows)]
        each = (time.perf_counter() - begun) / len(rows)
        store.put_articles(articles)
        print(f"{len(rows)} articles, look-up terms {each * 1e3:.1f} ms each")
        names = {"corpus": "Corpus"}
        understood = QueryReader(ZONE, names, field_terms(store, Catalog.load()), NOW.date())
        plain = QueryReader(ZONE, names)
        for kind in KINDS:
            texts = [(row[kind], ids[row["doc"]]) for row in queries]
            begun = time.perf_counter()
            differ = sum(understood.read(text).words is not None for text, _ in texts)
            reading = (time.perf_counter() - begun) / len(texts)
            shares = [
                sum(_share(store, reader, text, wanted) for text, wanted in texts) / len(texts)
                for reader in (plain, understood)
            ]
            print(
                f"{kind:10} {len(texts)} queries  MRR@10 words {shares[0]:.4f}"
                f"  understood {shares[1]:.4f}  read differently {differ}"
                f"  reading {reading * 1e3:.2f} ms"
            )
        random = Random(7)
        slipped = [(_slip(row["q4_fold"], random), ids[row["doc"]]) for row in queries]
        slipped = [each for each in slipped if not _found(store, plain, each[0])]
        shares = [_share(store, understood, text, wanted) for text, wanted in slipped]
        forgiven = sum(
            find_asked(store, understood.read(text), understood.read, Page(1)).respelled is not None
            for text, _ in slipped
        )
        print(
            f"one slip   {len(slipped)} queries with which nothing is found: forgiven {forgiven},"
            f" MRR@10 {sum(shares) / max(1, len(shares)):.4f}"
        )
        store.close()


def _found(store: Store, reader: QueryReader, text: str) -> bool:
    return store.search(reader.read(text).query).total > 0


def _slip(text: str, random: Random) -> str:
    """One letter of one syllable more, less, other, or two of them swapped."""
    words = text.split()
    at = random.randrange(len(words))
    word = words[at]
    spot = random.randrange(len(word))
    letter = random.choice("abcdeghiklmnopqrstuvxy")
    words[at] = random.choice(
        (
            word[:spot] + letter + word[spot:],
            word[:spot] + word[spot + 1 :] or letter,
            word[:spot] + letter + word[spot + 1 :],
            word[:spot] + word[spot + 1 : spot + 2] + word[spot] + word[spot + 2 :],
        )
    )
    return " ".join(words)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
