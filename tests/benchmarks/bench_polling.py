"""Feeds a minute, cold and when nothing has changed, beside the `reader` library.

    python -m tests.benchmarks.bench_polling [--feeds 500]

Both read the same feeds of twenty entries from the same local server, which runs in a process of
its own, and keep them on disk: ours durably, indexed and compared with all that is there, `reader`
in SQLite with the same number of workers. Ours is measured as in production, where a new host's
robots.txt comes first and its feed two seconds later, and without those pauses. What the cold
round's work is, `reader` doing none but the first of it, is told part by part.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import importlib
import importlib.util
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch
from zoneinfo import ZoneInfo

from bot.clock import system_clock
from bot.ingest import keep
from bot.ingest.pipeline import Ingestor
from bot.ingest.regroup import Regrouping
from bot.ingest.rounds import POLLS_AT_ONCE
from bot.logs import configure_logs
from bot.sources import registry
from bot.sources.http import Fetcher
from storage.models import Source
from storage.open import open_store
from storage.records import RecordTable
from storage.search_index import SearchIndex
from storage.tinydb_articles import TinyDbArticles
from tests.benchmarks.feed_site import ENTRIES, address

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION_GAP = 2.0


class Run(NamedTuple):
    """What one round over all feeds took."""

    wall: float
    cpu: float

    @classmethod
    def since(cls, before: Run) -> Run:
        """The time from `before` on."""
        return cls(time.perf_counter() - before.wall, time.process_time() - before.cpu)

    @classmethod
    def begin(cls) -> Run:
        """Now."""
        return cls(time.perf_counter(), time.process_time())


@contextlib.contextmanager
def feed_site(feeds: int) -> Iterator[list[str]]:
    """The addresses of `feeds` feeds that are being served."""
    command = [sys.executable, "-m", "tests.benchmarks.feed_site", "--feeds", str(feeds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            yield [f"http://{address(number)}:{port}/tin.rss" for number in range(feeds)]
        finally:
            process.kill()


PARTS: dict[str, tuple[object, str]] = {
    "reading the feed": (registry, "parse_feed"),
    "what is known already": (TinyDbArticles, "match_articles"),
    "facts and look-up terms": (keep, "keep_terms"),
    "reposts": (Regrouping, "place"),
    "week file": (RecordTable, "transaction"),
    "full-text index": (SearchIndex, "put"),
}
"""What the cold round does with a feed: where the time of the threads that do it is taken."""


@contextlib.contextmanager
def parts_timed() -> Iterator[Counter[str]]:
    """CPU seconds of each part while this lasts; the index's own threads are not in them."""
    spent: Counter[str] = Counter()
    with contextlib.ExitStack() as patches:
        for name, (owner, attribute) in PARTS.items():
            timed = _timed(name, getattr(owner, attribute), spent)
            patches.enter_context(patch.object(owner, attribute, timed))
        yield spent


def _timed(name: str, work: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    @functools.wraps(work)
    def timed(*args: Any, **named: Any) -> Any:
        begun = time.thread_time()
        try:
            result = work(*args, **named)
        finally:
            spent[name] += time.thread_time() - begun  # type: ignore[assignment]  # seconds
        return _timed_block(name, result, spent) if name == "week file" else result

    return timed


@contextlib.contextmanager
def _timed_block(
    name: str, block: contextlib.AbstractContextManager[None], spent: Counter[str]
) -> Iterator[None]:
    begun = time.thread_time()
    with block:
        yield
    spent[name] += time.thread_time() - begun  # type: ignore[assignment]  # seconds


async def ours(urls: list[str], folder: Path, *, gap: float) -> tuple[Run, Run]:
    """The first round, and one in which every feed answers 304."""
    ahead = timedelta()

    def clock() -> datetime:
        return system_clock() + ahead

    sources = [
        Source(id=f"nguon-{number}", name="x", kind="feed", url=url, full_text=False)
        for number, url in enumerate(urls)
    ]
    store = open_store(str(folder), clock=clock)
    async with Fetcher(clock=clock, private_networks=True, trust_env=False, min_gap=gap) as fetcher:
        ingestor = Ingestor(store, fetcher, sources, zone=ZoneInfo("Asia/Ho_Chi_Minh"), clock=clock)
        begun = Run.begin()
        reports = await ingestor.poll_due()
        cold = Run.since(begun)
        assert sum(report.added for report in reports) == len(urls) * ENTRIES
        ahead = timedelta(days=2)
        begun = Run.begin()
        reports = await ingestor.poll_due()
        unchanged = Run.since(begun)
        assert sum(report.not_modified for report in reports) == len(urls)
        await ingestor.stop(10)
    store.close()
    return cold, unchanged


def theirs(urls: list[str], folder: Path) -> tuple[Run, Run]:
    """The same with `reader`."""
    # The parser inside `reader` wants `sgmllib`; feedparser's successor of it has another name.
    sys.modules.setdefault("sgmllib", importlib.import_module("feedparser_sgmllib"))
    from reader import make_reader

    folder.mkdir(parents=True)
    with make_reader(str(folder / "reader.sqlite")) as reader:
        for url in urls:
            reader.add_feed(url)
        rounds = []
        for _ in range(2):
            begun = Run.begin()
            asked = list(reader.update_feeds_iter(workers=POLLS_AT_ONCE, scheduled=False))
            rounds.append(Run.since(begun))
            assert len(asked) == len(urls)
            assert not any(isinstance(each.value, Exception) for each in asked)
        assert reader.get_entry_counts().total == len(urls) * ENTRIES
        return rounds[0], rounds[1]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    count = parser.parse_args().feeds
    configure_logs("critical", "console")
    os.environ["NO_PROXY"] = "*"
    results: dict[str, tuple[Run, Run]] = {}
    with TemporaryDirectory(prefix="polling-") as name, feed_site(count) as urls:
        folder = Path(name)
        results["ours, as in production"] = asyncio.run(
            ours(urls, folder / "polite", gap=PRODUCTION_GAP)
        )
        with parts_timed() as spent:
            results["ours, without pauses"] = asyncio.run(ours(urls, folder / "fast", gap=0.0))
        if importlib.util.find_spec("reader") is not None:
            results["reader"] = theirs(urls, folder / "reader")
    print(f"{count} feeds of {ENTRIES} entries on {count} hosts, {POLLS_AT_ONCE} at once")
    print(f"{'':<26}{'cold':>20}{'all 304':>24}")
    print(f"{'':<26}{'feeds/min':>10}{'CPU ms':>10}{'feeds/min':>14}{'CPU ms':>10}")
    for label, (cold, unchanged) in results.items():
        print(
            f"{label:<26}{count / cold.wall * 60:10.0f}{cold.cpu / count * 1000:10.1f}"
            f"{count / unchanged.wall * 60:14.0f}{unchanged.cpu / count * 1000:10.1f}"
        )
    print("of the CPU time of a cold feed, in ms:", end=" ")
    print(", ".join(f"{name} {seconds / count * 1000:.1f}" for name, seconds in spent.items()))
    if "reader" in results:
        (cold, unchanged), (their_cold, their_unchanged) = (
            results["ours, without pauses"],
            results["reader"],
        )
        print(
            f"ours without pauses is {their_cold.wall / cold.wall:.2f} times as fast as reader "
            f"cold, {their_unchanged.wall / unchanged.wall:.2f} times when nothing has changed"
        )
    else:
        print("reader is not installed (dependency group `bench`): nothing to compare with")


if __name__ == "__main__":
    main()
