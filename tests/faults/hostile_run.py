"""The hostile set against the whole pipeline, measured: errors, memory, and the loop's lag.

    python -m tests.faults.hostile_run [--only NAME ...]

Prints one JSON object for each attack. One address of loopback, 127.77.0.1, counts as public here;
every other rule of the address check is as in production, and so is everything else but the pause
between two requests to a host and the deadline, which are shortened.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.clock import system_clock
from bot.ingest.pipeline import Ingestor
from bot.logs import configure_logs
from bot.sources import address
from bot.sources.http import Fetcher
from storage.base import Store
from storage.models import Source
from storage.open import open_store
from tests.faults.hostile_web import ATTACKS, CROWDS, PRIVATE, PUBLIC

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 4.0
MEMORY_BOUND = 250.0
"""Megabytes that an attack may cost: its 15 MB as bytes, as text, and as a tree."""
LAG_AIM = 100.0
"""Milliseconds for which the loop may do nothing else."""
BUSY_BOUND = 3 * LAG_AIM
"""What tests insist on: machines differ in speed."""
HANGS = 90.0
"""Seconds after which an attack has succeeded: nothing may take so long."""
_TICK = 0.005


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attack achieved."""

    attack: str
    error: str | None
    """`SourceState.last_error`."""
    failures: tuple[str, ...]
    """Why article pages could not be read."""
    articles: int
    """Kept of the attacked source."""
    neighbours: int
    """Of two other sources in the same tick: articles whose page was read."""
    seconds: float
    lag: float
    """The longest time in which the event loop did nothing, in milliseconds."""
    busy: float
    """The longest such time in which this process was computing: what it can blame nobody for."""
    memory: float
    """Peak resident megabytes above those before."""
    reached: int
    """Connections to what must not be reached."""
    hung: bool


class _Names(AbstractResolver):
    """`inside.example` and `localhost` are inside, every other name is public."""

    def __init__(self, public: int) -> None:
        self._public = public

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        inside = host in ("inside.example", "localhost")
        return [
            ResolveResult(
                hostname=host,
                host=PRIVATE if inside else PUBLIC,
                port=port if inside else self._public,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Nothing is held."""


class _Ticker:
    """Measures for how long the loop gets to nothing.

    A busy machine lets any process wait; `busy` counts only as much of a wait as this process, with
    all its threads, spent computing.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.busy = 0.0

    async def run(self) -> None:
        while True:
            began, computed = time.perf_counter(), time.process_time()
            await asyncio.sleep(_TICK)
            waited = time.perf_counter() - began - _TICK
            self.longest = max(self.longest, waited)
            self.busy = max(self.busy, min(waited, time.process_time() - computed))


@contextlib.contextmanager
def hostile_server() -> Iterator[tuple[int, int]]:
    """Its ports: public, inside."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.hostile_web"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            public, inside = process.stdout.readline().split()
            yield int(public), int(inside)
        finally:
            process.kill()


@contextlib.contextmanager
def one_public_address() -> Iterator[None]:
    """127.77.0.1 counts as an address of the internet."""
    strict = address.is_public

    def is_public(address: str) -> bool:
        return address == PUBLIC or strict(address)

    with mock.patch.object(address, "is_public", is_public):
        yield


async def run_attack(name: str, public: int) -> Outcome:
    """One tick with the attacked source, or several, and two harmless ones."""
    crowd = [f"{name}-{number}" for number in range(2, CROWDS.get(name, 1) + 1)]
    harmless = ("lang-gieng-mot", "lang-gieng-hai")
    hosts = (name, *harmless, *crowd)
    sources = [
        Source(
            id=host,
            name=host,
            kind="listing" if host.startswith("listing") else "feed",
            url=f"http://{host}.example/tin.rss",
        )
        for host in hosts
    ]
    with TemporaryDirectory(prefix="hostile-") as folder:
        store = open_store(folder, clock=system_clock)
        ticker = _Ticker()
        async with Fetcher(
            clock=system_clock,
            min_gap=0.01,
            deadline=DEADLINE,
            trust_env=False,
            resolver=_Names(public),
        ) as fetcher:
            ingestor = Ingestor(store, fetcher, sources, zone=UTC, clock=system_clock)
            await ingestor.poll_source(sources[1])  # libraries are loaded, the loop is warm
            measuring = asyncio.create_task(ticker.run())
            before, reached = _reset_peak(), await _reached(fetcher, public)
            began = time.perf_counter()
            hung = False
            failures: tuple[str, ...] = ()
            try:
                async with asyncio.timeout(HANGS):
                    for report in await ingestor.poll_due():
                        if report.source == name:
                            failures = tuple(failure.reason for failure in report.failures)
            except TimeoutError:
                hung = True
            seconds = time.perf_counter() - began
            measuring.cancel()
            memory = _peak() - before
            reached = await _reached(fetcher, public) - reached
        state = store.get_source_state(name)
        outcome = Outcome(
            attack=name,
            error=None if state is None else state.last_error,
            failures=failures,
            articles=store.count_articles(name),
            neighbours=_neighbours(store, harmless),
            seconds=round(seconds, 2),
            lag=round(ticker.longest * 1000, 1),
            busy=round(ticker.busy * 1000, 1),
            memory=round(memory, 1),
            reached=reached,
            hung=hung,
        )
        store.close()
    return outcome


def _neighbours(store: Store, names: tuple[str, ...]) -> int:
    return sum(
        any(len(article.paragraphs) > 3 for article in store.latest_articles(limit=5, source=name))
        for name in names
    )


async def _reached(fetcher: Fetcher, public: int) -> int:
    reader, writer = await asyncio.open_connection(PUBLIC, public)
    writer.write(b"GET /reached HTTP/1.1\r\nHost: count.example\r\n\r\n")
    text = await reader.read()
    writer.close()
    return int(text.rpartition(b"\r\n")[2])


def _reset_peak() -> float:
    with contextlib.suppress(
        OSError
    ):  # where the kernel does not offer it the peak is of all so far
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _status(field: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=sorted(ATTACKS), default=list(ATTACKS))
    chosen = parser.parse_args().only
    configure_logs("critical", "console")
    with hostile_server() as (public, _), one_public_address():
        for name in chosen:
            outcome = asyncio.run(run_attack(name, public))
            print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)  # noqa: T201 - its output
    os._exit(0)  # a thread that an attack keeps busy must not keep this process


if __name__ == "__main__":
    main()
