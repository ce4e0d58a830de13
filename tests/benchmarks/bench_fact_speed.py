"""Milliseconds that the facts of an article take, in all and by kind.

    python -m tests.benchmarks.bench_fact_speed [--articles 300]

Articles are those of the development corpus beside the checkout; times are of the processor, per
600 words, which is what the aim of 15 ms speaks of.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.facts import extract
from storage.models import Article

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "nlp" / "news_corpus.jsonl.gz"
NOW = dt.datetime(2017, 6, 15, tzinfo=dt.UTC)
AIM = 15.0
KINDS = (
    "article_text",
    "find_documents",
    "find_organisations",
    "find_people",
    "find_times",
    "find_places",
    "find_figures",
    "find_event",
    "find_requests",
)


def corpus(count: int) -> list[Article]:
    """Some articles, the same in every run."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(1).shuffle(rows)
    return [
        Article(
            id=str(row["id"]),
            source="x",
            title=row["title"],
            fingerprint="",
            first_seen=NOW,
            updated_at=NOW,
            published=NOW,
            lead=row.get("sapo") or None,
            paragraphs=tuple(line.strip() for line in row["body"].split("\n") if line.strip()),
        )
        for row in rows[:count]
    ]


def main() -> int:
    """Print the table; the exit code tells whether the aim is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    articles = corpus(parser.parse_args().articles)
    words = sum(len(" ".join((it.lead or "", *it.paragraphs)).split()) for it in articles)
    for article in articles[:20]:
        extract.extract_afresh(article)  # tables are read once
    started = time.process_time()
    for article in articles:
        extract.extract_afresh(article)
    whole = (time.process_time() - started) / words * 600_000
    print(f"{len(articles)} articles, {words / len(articles):.0f} words each")
    print(f"in all {whole:.2f} ms per 600 words (aim {AIM:.0f})")
    for name, spent in sorted(by_kind(articles).items(), key=lambda it: -it[1]):
        print(f"  {name:20} {spent / words * 600_000:.2f}")
    return int(whole > AIM)


def by_kind(articles: list[Article]) -> dict[str, float]:
    """Seconds of each step."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            started = time.process_time()
            found = step(*arguments)
            spent[name] += time.process_time() - started
            return found

        return run

    steps = {name: getattr(extract, name) for name in KINDS}
    try:
        for name, step in steps.items():
            setattr(extract, name, timed(name, step))
        for article in articles:
            extract.extract_afresh(article)
    finally:
        for name, step in steps.items():
            setattr(extract, name, step)
    return spent


if __name__ == "__main__":
    sys.exit(main())
