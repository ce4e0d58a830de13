"""A day over 500 sources in minutes: real pipeline, store and HTTP, virtual time.

    python -m tests.benchmarks.simulated_day [--sources 500] [--hours 24] [--seed 1]

The web and the bot run in one process, on one loop whose clock jumps over all waiting; both are in
the figures of CPU and memory. The exit code is 1 when a rule of `simulated_rules` was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import mean, median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.duties import INGEST_SECONDS
from bot.ingest.pipeline import Ingestor
from bot.logs import configure_logs
from bot.sources.http import Fetcher
from storage.base import Store
from storage.models import SourceState
from storage.open import open_store
from tests.benchmarks.simulated_news import HOUR, START, Habit, make_day
from tests.benchmarks.simulated_rules import Day, by_story, never_served, reposts, violations
from tests.benchmarks.simulated_web import Asked, SimulatedWeb, WebResolver
from tests.benchmarks.virtual_time import VirtualLoop, clock_of, run_virtually

STOP_GRACE = 600.0
"""Virtual seconds in which what is under way at the end is finished."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes the name
"""Where the store lies, if there is such a place: the day's thousands of syncs to a disk, a second
apart in a real day, would be most of a simulated one."""
SHOWN = 12
"""Broken rules of a kind that are printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the day took."""

    wall: float
    cpu: float
    memory: float
    """Peak resident megabytes."""
    memory_before: float


def outages_of(hours: float) -> tuple[tuple[float, float], ...]:
    """Two hours of a whole day without a network, late in the morning."""
    begin = hours * HOUR * 10 / 24
    return ((begin, begin + hours * HOUR * 2 / 24),)


def simulate(sources: int, hours: float, seed: int, folder: Path) -> tuple[Day, Cost]:
    """Live through it."""
    web = SimulatedWeb(make_day(sources, hours, seed), outages_of(hours))
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    day = run_virtually(lambda loop: _live(loop, web, hours * HOUR, seed, folder))
    cost = Cost(time.perf_counter() - wall, time.process_time() - cpu, _peak(), before)
    return day, cost


async def _live(loop: VirtualLoop, web: SimulatedWeb, end: float, seed: int, folder: Path) -> Day:
    clock = clock_of(loop, START)
    store = open_store(str(folder), clock=clock)
    web.due_at = lambda source: _due(store, source)
    try:
        async with (
            web.serving(),
            Fetcher(
                clock=clock,
                contact="https://diemtin.example/bot",
                private_networks=True,  # the simulated web is on loopback
                trust_env=False,
                monotonic=loop.time,
                resolver=WebResolver(web),
            ) as fetcher,
        ):
            ingestor = Ingestor(
                store,
                fetcher,
                [outlet.source() for outlet in web.outlets],
                zone=ZoneInfo("Asia/Ho_Chi_Minh"),
                clock=clock,
                random=Random(seed),
            )
            snapshots: list[Mapping[str, SourceState]] = []
            for begin, over in web.outages:
                await _poll_until(loop, ingestor, begin)
                snapshots.append(_states(store))
                await _poll_until(loop, ingestor, over)
                snapshots.append(_states(store))
            await _poll_until(loop, ingestor, end)
            await ingestor.stop(STOP_GRACE)
            return Day(
                web,
                list(store.iter_articles()),
                _states(store),
                before_outage=snapshots[0] if snapshots else {},
                after_outage=snapshots[1] if snapshots else {},
                ended=loop.time(),
            )
    finally:
        store.close()


async def _poll_until(loop: VirtualLoop, ingestor: Ingestor, end: float) -> None:
    """A tick every twenty seconds, as `bot.duties` has it."""
    while loop.time() < end:
        began = loop.time()
        if began % HOUR < INGEST_SECONDS and sys.stderr.isatty():
            print(f"{began / HOUR:.0f} h", end=" ", file=sys.stderr, flush=True)
        await ingestor.start_due()
        ticks = (loop.time() - began) // INGEST_SECONDS + 1
        await asyncio.sleep(began + ticks * INGEST_SECONDS - loop.time())


def _states(store: Store) -> dict[str, SourceState]:
    return {state.source: state for state in store.list_source_states()}


def _due(store: Store, source: str) -> float | None:
    state = store.get_source_state(source)
    if state is None or state.next_poll_at is None:
        return None
    return (state.next_poll_at - START).total_seconds()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(day: Day, cost: Cost, hours: float) -> None:
    """Print what the day was like."""
    web = day.web
    stories = sum(len(outlet.stories) for outlet in web.outlets)
    revised = sum(bool(article.revisions) for article in day.articles)
    slipped, waiting = never_served(day)
    print(
        f"{len(web.outlets)} sources, {hours:g} h, {stories} stories, "
        f"{len(day.articles)} articles kept, {revised} with revisions, "
        f"{len(slipped)} slipped by, {len(waiting)} wait for the next look"
    )
    folded, dropped, alone = reposts(day)
    print(f"reposts: {folded} under their original, {dropped} not kept, {alone} on their own")
    _print_requests(day, hours)
    _print_delay(day)
    print(
        f"wall {cost.wall:.0f} s, CPU {cost.cpu:.0f} s (web included), "
        f"peak memory {cost.memory:.0f} MB ({cost.memory_before:.0f} MB before the first tick)"
    )


def _print_requests(day: Day, hours: float) -> None:
    log = day.web.log
    lists = [request for request in log if request.asked is Asked.LIST]
    same = sum(request.status == 304 for request in lists)
    asked = sum(request.conditional for request in lists)
    kinds = Counter(request.asked for request in log)
    print(
        f"{len(log)} requests ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}), "
        f"{sum(request.size for request in log) / 2**20:.1f} MB of bodies; "
        f"of the looks at lists {asked / len(lists):.0%} conditional, {same / len(lists):.0%} 304"
    )
    print(f"{'a day, per source':<44}{'lists':>8}{'most':>6}{'pages':>8}{'most':>6}")
    counts: dict[Asked, Counter[int]] = {Asked.LIST: Counter(), Asked.PAGE: Counter()}
    for request in log:
        if request.asked in counts and request.outlet is not None:
            counts[request.asked][request.outlet] += 1
    groups: dict[str, list[int]] = defaultdict(list)
    for outlet in day.web.outlets:
        groups["all"].append(outlet.number)
        groups[f"as {outlet.format}"].append(outlet.number)
        groups[outlet.habit].append(outlet.number)
    scale = 24 / hours
    for name, members in groups.items():
        looks = [counts[Asked.LIST][number] * scale for number in members]
        pages = [counts[Asked.PAGE][number] * scale for number in members]
        print(
            f"  {f'{name} ({len(members)})':<42}{mean(looks):8.1f}{max(looks):6.0f}"
            f"{mean(pages):8.1f}{max(pages):6.0f}"
        )


def _print_delay(day: Day) -> None:
    kept = by_story(day.articles)
    waits = sorted(
        (article.first_seen - START - timedelta(seconds=story.appears)).total_seconds() / 60
        for outlet in day.web.outlets
        if outlet.habit is Habit.STEADY
        for story in outlet.stories
        if story.appears > 0
        for article in kept.get(story.number, ())
    )
    if waits:
        print(
            f"from publication to the store, steady sources: median {median(waits):.0f} min, "
            f"95 % within {waits[int(len(waits) * 0.95)]:.0f} min, at most {waits[-1]:.0f} min"
        )


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", default="critical", help="level of the bot's own log")
    chosen = parser.parse_args()
    configure_logs(chosen.log, "console")
    place = str(IN_MEMORY) if IN_MEMORY.is_dir() else None
    with TemporaryDirectory(prefix="simulated-day-", dir=place) as folder:
        day, cost = simulate(chosen.sources, chosen.hours, chosen.seed, Path(folder))
    report(day, cost, chosen.hours)
    broken = list(violations(day))
    kinds = Counter(each.partition(":")[0] for each in broken)
    shown: Counter[str] = Counter()
    for each in broken:
        kind = each.partition(":")[0]
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            print(f"BROKEN {each}")
    print(f"broken rules: {len(broken)}" + (f" {dict(kinds.most_common(10))}" if broken else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
