"""A due digest to many subscribers at one minute, and `kill -9` in the middle of it.

    python -m tests.benchmarks.bench_delivery [--subscribers 1000] [--no-kill]

The real bot runs in a process of its own and speaks HTTP to the strict server (Telegram's flood
limits) in another one. Composing and freezing is measured first, in this process, on the store
that the bot then drains. With the kill the bot is killed once half has arrived and started again.
Exit code 1: a part was lost, a chat got one more than twice, or the server answered 429.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import system_clock
from bot.delivery.dispatch import Dispatcher
from bot.delivery.limits import Limits
from bot.delivery.sender import IN_FLIGHT
from bot.logs import configure_logs
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.models import DeliveryStatus, Preferences, Subscriber
from storage.open import open_store
from tests.botapi.control import ControlClient, start_server
from tests.botapi.flood import FloodLimits
from tests.e2e.crowd import week_of_articles

FIRST = 100_000
SETTLING = 12.0
"""Seconds without a message after which nothing more is expected: an unknown part waits for 5."""

POLL = 2.0
"""Seconds between looks at the server, which counts all its messages at each."""

SETS = [
    (length, language, zone)
    for length in ("short", "medium", "full")
    for language in ("vi", "en")
    for zone in ("Asia/Ho_Chi_Minh", "Europe/Berlin")
]
"""What the subscribers chose: so many different texts."""


@dataclass(frozen=True)
class Life:
    """One run of the bot: when its messages arrived (seconds, monotonic), what it took."""

    began: float
    arrivals: Sequence[float]
    peak_mib: float

    @property
    def rate(self) -> float:
        """Messages a second between its first and its last one."""
        span = self.arrivals[-1] - self.arrivals[0] if len(self.arrivals) > 1 else 0.0
        return (len(self.arrivals) - 1) / span if span else 0.0


def fill(store: Store, count: int, articles: int, now: datetime) -> None:
    """A week of articles, and subscribers who are all due now."""
    store.put_articles(week_of_articles(now, articles))

    def subscriber(key: str, _: Subscriber | None) -> Subscriber:
        length, language, zone = SETS[int(key) % len(SETS)]
        return Subscriber(
            id=key,
            chat_id=int(key),
            status="active",
            language=language,  # type: ignore[arg-type]  # one of two literals
            timezone=zone,
            created_at=now - timedelta(days=30),
            covered_until=now - timedelta(days=7),
            next_due_at=now,
            preferences=Preferences(length=length),  # type: ignore[arg-type]  # one of three
        )

    store.update_subscribers([str(FIRST + number) for number in range(count)], subscriber)


def compose(folder: str, count: int) -> int:
    """Compose and freeze for all; prints what it took, returns how many rows there are."""
    store = open_store(folder)
    dispatcher = Dispatcher(store, system_clock, Catalog.load(), {})
    started, cpu = time.monotonic(), time.process_time()
    report = dispatcher.run_due()
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    parts = sum(store.count_deliveries().values())
    store.close()
    assert report.frozen == count, report
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  composing and freezing    {seconds:6.1f} s ({cpu:.1f} s of processor time)")
    print(f"  distinct preference sets  {report.composed:6d} texts for {count:,} subscribers")
    print(f"  peak memory composing     {peak:6.0f} MiB")
    return parts


class Bot:
    """The bot in a child process."""

    def __init__(self, folder: str, control: ControlClient) -> None:
        self._control = control
        self._before = int(control.rate()["messages"])
        self.began = time.monotonic()
        environment = {
            **os.environ,
            "BOT_TOKEN": control.token,
            "BOT_API_URL": control.url,
            "DATA_DIR": folder,
            "PRIVATE_NETWORKS": "true",
            "LOG_LEVEL": "error",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
        )

    def until(self, messages: int, patience: float) -> None:
        """Wait until so many messages arrived in all, or no more come."""
        changed, last = time.monotonic(), -1
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            arrived = int(self._control.rate()["messages"])
            if arrived != last:
                changed, last = time.monotonic(), arrived
            begun = arrived > self._before
            if arrived >= messages or (begun and time.monotonic() - changed > SETTLING):
                return
            time.sleep(POLL)

    def end(self, how: signal.Signals) -> float:
        """Stop it; returns its peak memory in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        return int(peak.split()[1]) / 1024


def deliver(folder: str, control: ControlClient, parts: int, *, kill: bool) -> int:
    """Let the bot drain the outbox; prints the figures; how much went wrong."""
    patience = parts / Limits().per_second * 3 + 120
    ends: list[tuple[float, float, float]] = []
    if kill:
        bot = Bot(folder, control)
        bot.until(parts // 2, patience)
        peak = bot.end(signal.SIGKILL)
        ends.append((bot.began, time.monotonic(), peak))
    bot = Bot(folder, control)
    bot.until(10**9, patience)
    peak = bot.end(signal.SIGTERM)
    ends.append((bot.began, time.monotonic(), peak))
    found = control.call("all_messages", patience=600.0)
    received = {int(chat): messages for chat, messages in found.items()}
    times = sorted(message["at"] for each in received.values() for message in each)
    lives = [Life(a, [at for at in times if a < at <= b], peak) for a, b, peak in ends]
    store = open_store(folder, read_only=True)
    rows = store.list_deliveries()
    store.close()
    texts = {chat: Counter(message["text"] for message in each) for chat, each in received.items()}
    repeated = sum(sum(found.values()) - len(found) for found in texts.values())
    thrice = sum(count > 2 for found in texts.values() for count in found.values())
    per_chat = Counter(row.chat_id for row in rows)
    lost = sum(max(0, count - len(texts.get(chat, ()))) for chat, count in per_chat.items())
    unsent = sum(row.status is not DeliveryStatus.SENT for row in rows)
    rate = control.rate()
    limits, allowed = Limits(), FloodLimits()
    for number, life in enumerate(lives, 1):
        name = f"life {number} of {len(lives)}: " if kill else ""
        shares = f"{life.rate / limits.per_second:.1%} of the pace of {limits.per_second}"
        print(f"  {name}{len(life.arrivals)} messages at {life.rate:.2f}/s, {shares}")
        first = life.arrivals[0] - life.began if life.arrivals else 0.0
        print(f"    start to first message  {first:6.1f} s; peak memory {life.peak_mib:.0f} MiB")
    print(f"  most in any one second    {rate['second']:6d} of {allowed.per_second} allowed")
    print(f"  429 answers               {rate['throttled']:6d}")
    if kill:
        print(f"  repeated after kill -9    {repeated:6d} parts (at most {IN_FLIGHT} in flight)")
    print(f"  lost                      {lost:6d} parts; not sent: {unsent}")
    problems = len(control.violations())
    throttled = int(rate["throttled"])
    return problems + throttled + lost + unsent + thrice + max(0, repeated - IN_FLIGHT)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--subscribers", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--no-kill", action="store_true", help="let it run through")
    options = parser.parse_args()
    configure_logs("error", "console")
    with TemporaryDirectory() as folder, start_server() as control:
        store = open_store(folder)
        fill(store, options.subscribers, options.articles, system_clock())
        store.close()
        print(f"{options.subscribers:,} subscribers due at once, {options.articles} articles")
        parts = compose(folder, options.subscribers)
        for number in range(options.subscribers):
            control.add_user(FIRST + number)
        return 1 if deliver(folder, control, parts, kill=not options.no_kill) else 0


if __name__ == "__main__":
    sys.exit(main())
