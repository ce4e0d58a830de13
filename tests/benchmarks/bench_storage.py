"""Measures the TinyDB store, beside stock TinyDB where that can do the same work.

    python -m tests.benchmarks.bench_storage [--sizes 1000,10000,100000] [--keep FOLDER]

Prints figures, judges nothing: they depend on the machine, the ratios less so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB, where

from storage.base import Store
from storage.models import Delivery, DeliveryStatus, Digest, Edition, Part, SearchQuery
from storage.open import open_store
from tests.benchmarks.synthetic import START, WEEKS, articles, vocabulary

BATCH = 1_000
"""Articles put at once while a store is filled."""
STOCK_SIZES = (1_000, 10_000)
"""Beyond these stock TinyDB takes minutes for what is timed here."""


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def spread(samples: Sequence[float]) -> str:
    """p50, p99 (nearest rank) and the largest of some milliseconds."""
    ordered = sorted(samples)
    p99 = ordered[math.ceil(len(ordered) * 0.99) - 1]
    return f"p50 {statistics.median(ordered):8.2f}  p99 {p99:8.2f}  max {ordered[-1]:8.2f} ms"


def memory() -> dict[str, float]:
    """Resident megabytes of this process: in all, and without mapped files."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {
        name: int(fields[key].split()[0]) / 1024
        for name, key in (("resident", "VmRSS"), ("private", "RssAnon"), ("peak", "VmHWM"))
    }


def fill(store: Store, count: int) -> float:
    """Puts `count` articles; returns articles per second."""
    batch = []
    spent = 0.0
    for article in articles(count):
        batch.append(article)
        if len(batch) == BATCH:
            spent += timed(lambda batch=batch: store.put_articles(batch))  # type: ignore[misc] # bound now
            batch = []
    if batch:
        spent += timed(lambda: store.put_articles(batch))
    return count / spent * 1000


def questions(rng: random.Random) -> dict[str, Callable[[], SearchQuery]]:
    """The kinds of questions that are timed, each a new one at every call."""
    words, weights = vocabulary()

    def some(count: int) -> tuple[str, ...]:
        found = " ".join(rng.choices(words, cum_weights=weights, k=count)).split()
        return tuple(found[:count])

    def window() -> SearchQuery:
        start = START + timedelta(weeks=rng.randrange(WEEKS))
        return SearchQuery(
            words=some(1),
            source=f"nguon-{rng.randrange(40)}",
            published_from=start,
            published_to=start + timedelta(weeks=4),
        )

    return {
        "one word": lambda: SearchQuery(words=some(1)),
        "three words": lambda: SearchQuery(words=some(3)),
        "five, any": lambda: SearchQuery(words=some(5), any_word=True),
        "phrase": lambda: SearchQuery(phrases=(" ".join(some(2)),)),
        "word, source, dates": window,
        "newest": lambda: SearchQuery(words=some(1), order="newest"),
        "everything": lambda: SearchQuery(),
    }


def probe(path: str) -> None:
    """In a process of its own: opens, asks, and prints what it took as JSON."""
    before = memory()
    started = time.perf_counter()
    store = open_store(path)
    opened = (time.perf_counter() - started) * 1000
    after_open = memory()
    rng = random.Random(3)
    times = {
        name: [timed(lambda make=make: store.search(make())) for _ in range(200)]  # type: ignore[misc] # bound now
        for name, make in questions(rng).items()
    }
    everything = [each.id for each in store.latest_articles(limit=200)]
    times["by id"] = [timed(lambda key=key: store.get_article(key)) for key in everything]  # type: ignore[misc] # bound now
    times["latest 10"] = [timed(lambda: store.latest_articles(limit=10)) for _ in range(100)]
    since = START + timedelta(weeks=WEEKS // 2)
    week = [
        timed(lambda: store.articles_first_seen(since, since + timedelta(weeks=1)))
        for _ in range(5)
    ]
    figures = {
        "open": opened,
        "before": before,
        "after open": after_open,
        "after queries": memory(),
        "times": times,
        "week": week,
    }
    store.close()
    print(json.dumps(figures))


def measure(folder: Path, size: int) -> float:
    """Fills a store of that size, or takes the one that is there, and prints its figures."""
    path = folder / str(size)
    if not path.exists():
        store = open_store(str(path))
        rate = fill(store, size)
        store.close()
        print(f"{size:>7} put in batches of {BATCH}: {rate:8.0f} articles/s")
    command = [sys.executable, "-m", "tests.benchmarks.bench_storage", "--probe", str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = json.loads(output)
    print(f"{size:>7} open: {figures['open']:8.1f} ms")
    for moment in ("before", "after open", "after queries"):
        shown = "  ".join(f"{name} {value:6.1f}" for name, value in figures[moment].items())
        print(f"{size:>7} memory {moment}: {shown} MB")
    for name, samples in figures["times"].items():
        print(f"{size:>7} {name:<20} {spread(samples)}")
    questions_asked = [
        sample
        for name, samples in figures["times"].items()
        if name not in ("by id", "latest 10")
        for sample in samples
    ]
    print(f"{size:>7} {'all questions':<20} {spread(questions_asked)}")
    print(f"{size:>7} read a week ({size // WEEKS} articles): {spread(figures['week'])}")
    return float(statistics.median(figures["times"]["by id"]))


def beside_stock(folder: Path, size: int) -> None:
    """The same batch and look-ups with stock TinyDB (JSONStorage) in one file."""
    made = list(articles(size))
    extra = list(articles(50, seed=2))
    stock = TinyDB(folder / f"stock-{size}.json")
    stock.insert_multiple([msgspec.to_builtins(each) for each in made])
    store = open_store(str(folder / str(size)))
    word = made[0].title.split()[0]
    wanted = made[size // 2].id
    rows: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "put 50 articles": (
            lambda: stock.insert_multiple([msgspec.to_builtins(each) for each in extra]),
            lambda: store.put_articles(extra),
        ),
        "get by id": (
            lambda: stock.get(where("id") == wanted),
            lambda: store.get_article(wanted),
        ),
        "find a word": (
            lambda: stock.search(where("title").search(word)),
            lambda: store.search(SearchQuery(words=(word,))),
        ),
    }
    for name, (theirs, ours) in rows.items():
        slow, quick = timed(theirs), timed(ours)
        print(
            f"{size:>7} {name:<20} stock TinyDB {slow:9.1f} ms, here {quick:7.1f} ms: "
            f"{slow / quick:7.1f} times as fast"
        )
    store.close()
    stock.close()


async def loop_lag(folder: Path) -> None:
    """How late an event loop wakes up while a thread puts 1,000 articles in batches of 50."""
    store = open_store(str(folder / "lag"))
    store.put_articles(list(articles(2_000, weeks=1)))
    fresh = list(articles(1_000, seed=3, weeks=1))
    lags: list[float] = []
    done = False

    async def tick() -> None:
        while not done:
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            lags.append((time.perf_counter() - start - 0.005) * 1000)

    def ingest() -> list[float]:
        return [
            timed(lambda at=at: store.put_articles(fresh[at : at + 50]))  # type: ignore[misc] # bound now
            for at in range(0, 1_000, 50)
        ]

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    lags.clear()
    batches = await asyncio.to_thread(ingest)
    done = True
    await ticker
    store.close()
    print(f"put 50 into a week of 2,000-3,000: {spread(batches)}")
    print(f"event loop lag meanwhile:          {spread(lags)}")


def outbox(folder: Path) -> None:
    """Freezes 10,000 digests of three parts in groups, then claims and settles."""
    store = open_store(str(folder / "outbox"))
    parts = tuple(Part(html="x" * 3_000, plain="x" * 3_000) for _ in range(3))
    edition = Edition(id="e", parts=parts)
    names = tuple(f"{n:010d}" for n in range(50))

    def one(chat: int) -> tuple[Digest, Edition, list[Delivery]]:
        digest = Digest(
            id=f"2023-W39/{chat}",
            subscriber=str(chat),
            week="2023-W39",
            edition="e",
            article_ids=names,
            since=START,
            until=START,
            created_at=START,
        )
        rows = [
            Delivery(
                id=f"{digest.id}#{part}",
                digest=digest.id,
                edition="e",
                part=part,
                subscriber=str(chat),
                chat_id=chat,
                updated_at=START,
            )
            for part in range(3)
        ]
        return digest, edition, rows

    groups = [
        timed(lambda at=at: store.freeze_digests([one(n) for n in range(at, at + 500)]))  # type: ignore[misc] # bound now
        for at in range(0, 10_000, 500)
    ]
    claims: list[float] = []
    settles: list[float] = []
    for _ in range(50):
        start = time.perf_counter()
        rows = store.claim_deliveries(START, limit=28)
        claims.append((time.perf_counter() - start) * 1000)
        sent = [msgspec.structs.replace(row, status=DeliveryStatus.SENT) for row in rows]
        settles.append(timed(lambda sent=sent: store.settle_deliveries(sent)))  # type: ignore[misc] # bound now
    store.close()
    reopen = timed(lambda: open_store(str(folder / "outbox")).close())
    print(f"freeze 500 of 10,000 digests:      {spread(groups)}, all {sum(groups) / 1000:.1f} s")
    print(f"claim 28 of 30,000 rows:           {spread(claims)}")
    print(f"settle 28 of 30,000 rows:          {spread(settles)}")
    print(f"open with 30,000 rows:             {reopen:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="article counts, comma-separated")
    parser.add_argument("--keep", type=Path, help="folder to work in and leave; else temporary")
    parser.add_argument("--probe", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.probe:
        probe(options.probe)
        return
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-storage-"))
    try:
        asyncio.run(loop_lag(folder))
        outbox(folder)
        for size in (int(text) for text in options.sizes.split(",")):
            measure(folder, size)
            if size in STOCK_SIZES:
                beside_stock(folder, size)
    finally:
        for used in ("lag", "outbox"):
            shutil.rmtree(folder / used, ignore_errors=True)
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
