"""Measures how reposts are found among real articles, through the index.

    python -m tests.benchmarks.bench_reposts [--corpus FILE] [--sample 300] [--copies 9]

`FILE` (default: beside the repository) holds one JSON object a line with `title`, `sapo`, `body`,
gzipped. Its articles are stored; of a sample, copies as other outlets would print them are looked
up: how many lead back to their article (recall), and to nothing else (precision). With `--copies`
each article is stored once more under so many disguises of other words: 10,000 become 100,000.
Prints figures, judges nothing.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from bot.ingest.reposts import WINDOW, repeats
from storage.base import ArticleStore
from storage.models import Article
from storage.open import open_store
from storage.shingles import FEWEST, shingles
from storage.text import fold
from tests.benchmarks.bench_storage import memory
from tests.benchmarks.synthetic import START

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "nlp" / "news_corpus.jsonl.gz"
BATCH = 1_000
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"])")

Cut = Callable[[Article, random.Random], Article]


def corpus(path: Path) -> Iterator[Article]:
    """The articles, an hour of a minute apart, four sentences a paragraph."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            seen = START + number * timedelta(seconds=60)
            yield Article(
                id=f"n{number:09d}",
                source=f"nguon-{number % 40}",
                title=row["title"],
                fingerprint=f"f{number}",
                first_seen=seen,
                updated_at=seen,
                lead=row["sapo"] or None,
                paragraphs=_paragraphs(_SENTENCE.split(row["body"])),
            )


def _paragraphs(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def _sentences(article: Article) -> list[str]:
    return [text for passage in article.paragraphs for text in _SENTENCE.split(passage)]


def _thinned(article: Article, rng: random.Random) -> Article:
    found = _sentences(article)
    kept = sorted(rng.sample(range(len(found)), k=max(1, round(len(found) * 0.6))))
    return replace(article, paragraphs=_paragraphs([found[at] for at in kept]))


def _edited(article: Article, rng: random.Random) -> Article:
    """One word in fifty is another one."""
    words = " ".join(article.paragraphs).split()
    for at in rng.sample(range(len(words)), k=len(words) // 50):
        words[at] = rng.choice(words)
    return replace(article, paragraphs=(" ".join(words),))


def _truncated(article: Article, share: float) -> Article:
    found = _sentences(article)
    return replace(article, paragraphs=_paragraphs(found[: max(1, round(len(found) * share))]))


CUTS: dict[str, Cut] = {
    "retitled": lambda it, _: replace(it, title="Một tựa khác hẳn"),
    "lead dropped": lambda it, _: replace(it, lead=None),
    "byline added": lambda it, _: replace(it, paragraphs=(*it.paragraphs, "Lò Thị Mận (t/h)")),
    "40 % of sentences cut": _thinned,
    "truncated to half": lambda it, _: _truncated(it, 0.5),
    "truncated to a fifth": lambda it, _: _truncated(it, 0.2),
    "no diacritics": lambda it, _: replace(
        it, lead=fold(it.lead or ""), paragraphs=tuple(map(fold, it.paragraphs))
    ),
    "2 % of words replaced": _edited,
}


def copy_of(article: Article, cut: Cut, rng: random.Random) -> Article:
    """The article as another outlet prints it an hour later."""
    later = article.first_seen + timedelta(hours=1)
    named = replace(article, id="copy", source="khac", fingerprint="copy", first_seen=later)
    return cut(named, rng)


def disguised(article: Article, number: int, rng: random.Random) -> Article:
    """The article with its words in another order: as long, its words as common, no repost."""
    words = " ".join((article.lead or "", *article.paragraphs)).split()
    rng.shuffle(words)
    return replace(
        article,
        id=f"{number}{article.id[1:]}",
        fingerprint=f"{number}{article.fingerprint}",
        lead=None,
        paragraphs=(" ".join(words),),
    )


def repeated(store: ArticleStore, article: Article) -> set[str]:
    """Ids of what the article repeats."""
    similar = store.similar_articles(article, within=WINDOW)
    return {other.id for other in similar if repeats(article, other)}


def measure(store: ArticleStore, articles: Sequence[Article], sample: int) -> None:
    """False pairs among the articles, then recall and precision of made reposts of a sample."""
    rng = random.Random(5)
    pairs: set[frozenset[str]] = set()
    spent = []
    asked = articles if len(articles) <= sample * 40 else rng.sample(articles, sample * 40)
    for article in asked:
        started = time.perf_counter()
        found = repeated(store, article)
        spent.append((time.perf_counter() - started) * 1000)
        pairs |= {frozenset((article.id, other)) for other in found}
    spent.sort()
    print(f"look-up of {len(asked)} articles: p50 {statistics.median(spent):.2f} ms", end="")
    print(f", p99 {spent[len(spent) * 99 // 100]:.2f} ms, max {spent[-1]:.1f} ms")
    print(f"pairs among what is stored: {len(pairs)}")
    by_id = {article.id: article for article in articles}
    for pair in itertools.islice(sorted(pairs, key=sorted), 8):
        print("   ", " | ".join(by_id[key].title[:44] for key in sorted(pair)))
    kin: dict[str, set[str]] = {}
    for one, other in map(sorted, pairs):
        kin.setdefault(one, {one}).add(other)
        kin.setdefault(other, {other}).add(one)
    long = [it for it in articles if len(_sentences(it)) >= 8]
    chosen = rng.sample(long, min(sample, len(long)))
    for name, cut in CUTS.items():
        hits = wrong = told = short = 0
        for article in chosen:
            copy = copy_of(article, cut, rng)
            if len(shingles(copy.title, copy.lead, copy.paragraphs).found) < FEWEST:
                short += 1
                continue
            told += 1
            found = repeated(store, copy)
            hits += article.id in found
            wrong += len(found - kin.get(article.id, {article.id}))
        precision = hits / (hits + wrong) if hits else 0.0
        print(f"{name:<24} recall {hits / told:6.3f}  precision {precision:6.3f}", end="")
        print(f"  ({told} copies, {short} below forty syllables, {wrong} wrong)")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--sample", type=int, default=300, help="articles that are copied")
    parser.add_argument("--copies", type=int, default=0, help="disguises of each article")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-reposts-"))
    rng = random.Random(4)
    try:
        store = open_store(str(folder / "data"))
        articles = list(corpus(options.corpus))
        started = time.perf_counter()
        for number in range(options.copies + 1):
            made = articles if not number else [disguised(it, number, rng) for it in articles]
            for at in range(0, len(made), BATCH):
                store.put_articles(made[at : at + BATCH])
        total = len(articles) * (options.copies + 1)
        seconds = time.perf_counter() - started
        size = sum(file.stat().st_size for file in (folder / "data" / "index").glob("*"))
        print(f"{total} articles put: {total / seconds:.0f} a second, index {size / 2**20:.0f} MB")
        before = memory()
        measure(store, articles, options.sample)
        after = memory()
        print(f"memory: {before['resident']:.0f} → {after['resident']:.0f} MB resident", end="")
        print(f", {before['private']:.0f} → {after['private']:.0f} MB private")
        store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
