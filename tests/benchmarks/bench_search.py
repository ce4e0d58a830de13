"""Measures how well and how fast articles are found, beside other engines.

    python -m tests.benchmarks.bench_search [--sizes 10000,100000] [--keep FOLDER]

First, known items: what is asked is a title, the first sentence of a body, four syllables of a
title, or the label of a cluster, as written and folded, in a corpus without its titles; MRR@10 and
recall@10 of every engine over the same questions. Of ours both halves of the questions are shown
too: the numbers of `storage.nearly` were chosen on the even ones. Then the times of all kinds of
questions to stores of the given sizes, titles included: the corpus, enlarged by variants with other
words. Prints figures, judges nothing. The corpus lies beside the repository; without it there is
nothing to measure.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from storage.base import Store
from storage.models import SearchQuery
from storage.open import open_store
from storage.spare_threads import Part, SpareThreads
from storage.text import fold
from tests.benchmarks.bench_storage import memory, spread, timed
from tests.benchmarks.search_engines import Engine, engines
from tests.benchmarks.search_questions import (
    DATA,
    WORD,
    Document,
    Question,
    documents,
    enlarged,
    questions,
)

TOP = 10
BATCH = 1_000
EACH = 300
"""Questions of a kind that are timed."""

OF_OURS = 2
"""Engines of which both halves of the questions are printed."""

FEW = 50
"""Counts that are timed."""

FREQUENT = ["hội nghị", "tỉnh ủy", "đảng viên", "việt nam", "chính phủ", "thành phố", "năm"]

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def reciprocal_rank(found: Sequence[str], wanted: frozenset[str]) -> float:
    """1 / the place of the first wanted document; 0 where none is there."""
    return next((1 / place for place, it in enumerate(found, start=1) if it in wanted), 0.0)


def recall(found: Sequence[str], wanted: frozenset[str]) -> float:
    """The share of the wanted documents, as far as there is room for them."""
    return len(wanted.intersection(found)) / min(len(wanted), TOP)


def folder_bytes(folder: Path) -> int:
    """Of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def quality(engine: Engine, asked: dict[str, list[Question]], *, halves: bool) -> None:
    """Prints the row of an engine: MRR@10 and recall@10 by kind, and its times."""
    times: list[float] = []
    ranks: dict[str, list[float]] = {}
    shares: dict[str, list[float]] = {}
    for kind, those in asked.items():
        found = []
        for question in those:
            start = time.perf_counter()
            found.append((engine.ask(question.text, TOP), question.wanted))
            times.append((time.perf_counter() - start) * 1000)
        ranks[kind] = [reciprocal_rank(ids, wanted) for ids, wanted in found]
        shares[kind] = [recall(ids, wanted) for ids, wanted in found]
    row("MRR@10", engine.name, ranks)
    row("recall@10", engine.name, shares)
    if halves:
        row("MRR@10", "  even questions", {kind: each[::2] for kind, each in ranks.items()})
        row("MRR@10", "  odd questions", {kind: each[1::2] for kind, each in ranks.items()})
        row("recall@10", "  even questions", {kind: each[::2] for kind, each in shares.items()})
        row("recall@10", "  odd questions", {kind: each[1::2] for kind, each in shares.items()})
    print(f"{'':<10}{engine.name:<24}{spread(times)}")


def row(measure: str, name: str, values: dict[str, list[float]]) -> None:
    """Prints a mean for each kind of question."""
    means = "".join(f"{statistics.fmean(each):>9.3f}" for each in values.values())
    print(f"{measure:<10}{name:<24}{means}", flush=True)


def compare(corpus: list[Document], folder: Path) -> None:
    """Known items: every engine over the same questions."""
    asked = questions(corpus)
    print(f"{len(corpus)} articles, their titles not indexed; each kind as written and folded")
    print(f"{'':<34}{'title':>9}{'':>9}{'first':>9}{'':>9}{'four':>9}{'':>9}{'label':>9}")
    print(f"{'questions':<34}{''.join(f'{len(each):>9}' for each in asked.values())}")
    for number, engine in enumerate(engines()):
        place = folder / f"engine-{number}"
        spent = timed(lambda engine=engine, place=place: engine.index(corpus, place))  # type: ignore[misc] # bound now
        quality(engine, asked, halves=number < OF_OURS)
        size = folder_bytes(place) / 1e6
        print(f"{'':<10}{engine.name:<24}indexed in {spent / 1000:.1f} s, {size:.0f} MB on disk")


class Asker:
    """Draws questions of every kind from the titles of the corpus."""

    def __init__(self, corpus: list[Document]) -> None:
        self._titles = [words for each in corpus if (words := WORD.findall(each.title))]
        self._rng = random.Random(3)

    def title(self) -> tuple[str, ...]:
        return tuple(self._rng.choice(self._titles))

    def some(self, count: int) -> tuple[str, ...]:
        """Neighbours of a title."""
        found = self.title()
        start = self._rng.randrange(max(1, len(found) - count + 1))
        return found[start : start + count]

    def typed(self) -> tuple[str, ...]:
        """One to three words, the last one not all there."""
        *words, last = self.some(self._rng.randrange(1, 4))
        return (*words, last[: self._rng.randrange(1, len(last) + 1)])

    def frequent(self) -> tuple[str, ...]:
        """Two words of those that stand in every third article."""
        return tuple(" ".join(self._rng.sample(FREQUENT, 2)).split())

    def term(self) -> tuple[tuple[str, ...], ...]:
        """A look-up term that every thirty-fourth article has."""
        return ((f"in:tinh-{self._rng.randrange(34)}",),)

    def kinds(self) -> dict[str, Callable[[], SearchQuery]]:
        """What is timed, each a new question at every call."""
        some = self.some
        return {
            "one word": lambda: SearchQuery(words=some(1)),
            "three words": lambda: SearchQuery(words=some(3)),
            "four, folded": lambda: SearchQuery(words=tuple(map(fold, some(4)))),
            "frequent words": lambda: SearchQuery(words=self.frequent()),
            "title": lambda: SearchQuery(words=self.title()),
            "title, as asked": lambda: SearchQuery(
                words=self.title(), nearly=True, fold_reposts=True
            ),
            "four, as asked": lambda: SearchQuery(words=some(4), nearly=True, fold_reposts=True),
            "four, any": lambda: SearchQuery(words=some(4), any_word=True),
            "title, any": lambda: SearchQuery(words=self.title(), any_word=True),
            "three, told once": lambda: SearchQuery(words=some(3), fold_reposts=True),
            "four, any, told once": lambda: SearchQuery(
                words=some(4), any_word=True, fold_reposts=True
            ),
            "phrase": lambda: SearchQuery(phrases=(" ".join(some(2)),)),
            "word and term": lambda: SearchQuery(words=some(1), terms=self.term()),
            "newest": lambda: SearchQuery(words=some(1), order="newest"),
            "while typing": lambda: SearchQuery(words=self.typed(), prefix=True),
            "everything": lambda: SearchQuery(),
        }


def probe(path: str) -> None:
    """In a process of its own: asks, and prints what it took as JSON."""
    asker = Asker(documents())
    store = open_store(path)
    before = memory()
    times: dict[str, list[tuple[float, float]]] = {}
    for name, make in asker.kinds().items():
        asked = [make() for _ in range(EACH)]
        times[name] = [clocked(functools.partial(store.search, query)) for query in asked]
    counted = [SearchQuery(words=asker.frequent()) for _ in range(FEW)]
    times["count everything"] = [clocked(lambda: count(store, SearchQuery())) for _ in range(FEW)]
    times["count frequent"] = [clocked(functools.partial(count, store, it)) for it in counted]
    words = [fold(asker.some(1)[0]) for _ in range(EACH)]
    times["spellings"] = [clocked(functools.partial(store.spellings, word)) for word in words]
    after = memory()
    turns = in_turns(store, asker)
    store.close()
    print(json.dumps({"times": times, "turns": turns, "before": before, "after": after}))


def in_turns(store: Store, asker: Asker) -> dict[str, list[tuple[float, float]]]:
    """All kinds again, question by question: parts read beside each other, then one by one."""
    alone = mock.patch.object(SpareThreads, "start", lambda _, work: Part(work))
    spent: dict[str, list[tuple[float, float]]] = {"in turns, beside": [], "in turns, alone": []}
    for make in asker.kinds().values():
        for _ in range(EACH):
            spent["in turns, beside"].append(clocked(functools.partial(store.search, make())))
            with alone:
                spent["in turns, alone"].append(clocked(functools.partial(store.search, make())))
    return spent


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that passed, and those of the processor: on a shared one they differ widely."""
    start, busy = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.thread_time() - busy) * 1000


def both_clocks(name: str, samples: Sequence[Sequence[float]]) -> str:
    """A row of `clocked` samples."""
    passed, busy = zip(*samples, strict=True)
    return f"{name:<22}{spread(passed)}   of the processor {spread(busy)}"


def count(store: Store, query: SearchQuery) -> None:
    store.count_hits(query, zone=HANOI)


def measure(corpus: list[Document], folder: Path, size: int) -> None:
    """Fills a store of that size, or takes the one that is there, and prints its figures."""
    path = folder / f"enlarged-{size}"
    if not path.exists():
        store = open_store(str(path))
        spent, batch = 0.0, []
        for article in enlarged(corpus, size):
            batch.append(article)
            if len(batch) == BATCH:
                spent += timed(lambda batch=batch: store.put_articles(batch))  # type: ignore[misc] # bound now
                batch = []
        spent += timed(lambda: store.put_articles(batch))
        store.close()
        print(f"\n{size} articles put in {spent / 1000:.0f} s")
    text = folder_bytes(path / "articles") / 1e6
    index = folder_bytes(path / "index") / 1e6
    print(f"{size} articles: {text:.0f} MB of text, {index:.0f} MB of index")
    command = [sys.executable, "-m", "tests.benchmarks.bench_search", "--probe", str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = json.loads(output)
    for name, samples in figures["times"].items():
        print(both_clocks(name, samples))
    searches = [
        sample
        for name, samples in figures["times"].items()
        if not name.startswith(("count", "spell"))
        for sample in samples
    ]
    print(both_clocks("all searches", searches))
    for name, samples in figures["turns"].items():
        print(both_clocks(name, samples))
    for moment in ("before", "after"):
        shown = "  ".join(f"{name} {value:.0f}" for name, value in figures[moment].items())
        print(f"memory {moment}: {shown} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", default="10000,100000", help="article counts; none: quality only"
    )
    parser.add_argument("--keep", type=Path, help="folder to work in and leave; else temporary")
    parser.add_argument("--probe", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not DATA.is_dir():
        print("the development corpus is not there")
        return 1
    if options.probe:
        probe(options.probe)
        return 0
    corpus = documents()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-search-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            compare(corpus, Path(place))
        for size in (int(text) for text in options.sizes.split(",") if text):
            measure(corpus, folder, size)
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
