"""A due digest to many subscribers at one minute, and `kill -9` in the middle of it.

    python -m tests.benchmarks.bench_delivery [--subscribers 1000] [--no-kill] [--no-trouble]

The real bot runs in a process of its own and speaks HTTP to the strict server (Telegram's flood
limits) in another one. Composing and freezing is measured first, in this process, on the store
that the bot then drains. With the kill the bot is killed once half has arrived and started again.
Two chats in a hundred give trouble: blocked, told to wait, slow to answer, answered 500 once.
Exit code 1: a part was lost, a chat got one more than twice, or the server answered 429 to what
the script did not refuse.
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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from bot.clock import system_clock
from bot.delivery.dispatch import Dispatcher
from bot.delivery.limits import Limits
from bot.delivery.sender import IN_FLIGHT
from bot.logs import configure_logs
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.models import Article, DeliveryStatus, Preferences, Subscriber
from storage.open import open_store
from tests.benchmarks.synthetic import articles as made_up_articles
from tests.botapi.control import ControlClient, start_server
from tests.botapi.faults import Fault
from tests.botapi.flood import FloodLimits
from tests.e2e.crowd import week_of_articles

FIRST = 100_000

SAMPLES = 44
"""Bundled sample texts: beyond so many they would repeat."""

SUBJECTS = ("Đảng ủy họp", "Bệnh viện khám", "Nông dân gặt lúa", "Công an ra quân", "Chuyện")
"""What made-up titles begin with, so that they have topics."""
SETTLING = 25.0
"""Seconds without a message after which nothing more is expected: who is told to wait waits 20."""

POLL = 5.0
"""Seconds between looks at the server, which counts all its messages at each."""

FILTERS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"topics": ("party", "government")},
    {"topics": ("economy", "agriculture", "education")},
    {"sources": ("outlet-1", "outlet-3", "nguon-5", "nguon-9")},
    {"words": ("hội nghị", "nghị quyết")},
    {"excluded_words": ("bóng đá",)},
    {"excluded_words": ("giao thông",), "topics": ("party", "health")},
)

SETS = [
    Preferences(length=length, **chosen)  # type: ignore[arg-type]  # literals and tuples of str
    for chosen in FILTERS
    for length in ("short", "medium", "full")
]
"""What the subscribers chose, each in two languages."""

TEXTS = 40
"""So many different texts of these are asked for."""

EVERY = 200
"""Of so many chats one is blocked, one told to wait, one slow and one answered 500."""

TROUBLE: tuple[tuple[Fault, dict[str, Any]], ...] = (
    (Fault.BLOCKED, {}),
    (Fault.RETRY_AFTER, {"times": 1, "retry_after": 20}),
    (Fault.SLOW, {"times": 1, "delay": 2.0}),
    (Fault.SERVER_ERROR, {"times": 1}),
)


@dataclass(frozen=True)
class Life:
    """One run of the bot: when its messages arrived (seconds, monotonic), what it took."""

    began: float
    arrivals: Sequence[float]
    peak_mib: float

    @property
    def rate(self) -> float:
        """Messages a second between its first and its last one."""
        return rate_of(self.arrivals)

    @property
    def by_minute(self) -> list[float]:
        """The rate in each whole minute from the first message on."""
        minutes: list[list[float]] = []
        for at in self.arrivals:
            minute = int((at - self.arrivals[0]) // 60)
            minutes += [[] for _ in range(minute + 1 - len(minutes))]
            minutes[minute].append(at)
        return [len(each) / 60 for each in minutes[:-1]]


def rate_of(times: Sequence[float]) -> float:
    """Events a second; `times` ascend."""
    span = times[-1] - times[0] if len(times) > 1 else 0.0
    return (len(times) - 1) / span if span else 0.0


def week_of_news(now: datetime, count: int) -> list[Article]:
    """The bundled samples and, beyond them, made-up articles of 5 KB, all of the last week."""
    real = week_of_articles(now, min(count, SAMPLES))
    more = made_up_articles(count - len(real), weeks=1) if count > len(real) else ()
    made = [
        replace(
            it, title=f"{SUBJECTS[n % len(SUBJECTS)]} {it.title}", first_seen=seen, published=seen
        )
        for n, it in enumerate(more)
        for seen in [now - timedelta(hours=1 + n * 160 / count)]
    ]
    return [*real, *made]


def fill(store: Store, count: int, articles: int, now: datetime) -> None:
    """A week of articles, and subscribers who are all due now."""
    store.put_articles(week_of_news(now, articles))

    def subscriber(key: str, _: Subscriber | None) -> Subscriber:
        number = int(key) % TEXTS
        return Subscriber(
            id=key,
            chat_id=int(key),
            status="active",
            language="vi" if number % 2 else "en",
            created_at=now - timedelta(days=30),
            covered_until=now - timedelta(days=7),
            next_due_at=now,
            preferences=SETS[number // 2],
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


def make_trouble(control: ControlClient, chats: Iterable[int]) -> dict[int, Fault]:
    """Script the chats that give trouble; which they are."""
    troubled: dict[int, Fault] = {}
    for number, chat in enumerate(chats):
        if number % (EVERY // len(TROUBLE)) == len(TROUBLE):
            fault, options = TROUBLE[len(troubled) % len(TROUBLE)]
            control.fault(chat, fault, methods=["sendMessage"], **options)
            troubled[chat] = fault
    return troubled


def deliver(
    folder: str, control: ControlClient, parts: int, troubled: dict[int, Fault], *, kill: bool
) -> int:
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
    well = sorted(
        message["at"]
        for chat, messages in received.items()
        if chat not in troubled
        for message in messages
    )
    lives = [Life(a, [at for at in well if a < at <= b], peak) for a, b, peak in ends]
    store = open_store(folder, read_only=True)
    rows = store.list_deliveries()
    store.close()
    texts = {chat: Counter(message["text"] for message in each) for chat, each in received.items()}
    repeated = sum(sum(found.values()) - len(found) for found in texts.values())
    thrice = sum(count > 2 for found in texts.values() for count in found.values())
    blocked = {chat for chat, fault in troubled.items() if fault is Fault.BLOCKED}
    per_chat = Counter(row.chat_id for row in rows if row.chat_id not in blocked)
    lost = sum(max(0, count - len(texts.get(chat, ()))) for chat, count in per_chat.items())
    unsent = sum(
        row.status is not (DeliveryStatus.FAILED if row.chat_id in blocked else DeliveryStatus.SENT)
        for row in rows
    )
    rate = control.rate()
    allowed = FloodLimits().per_second
    for number, life in enumerate(lives, 1):
        name = f"life {number} of {len(lives)}: " if kill else ""
        share = f"{life.rate / allowed:.1%} of the limit of {allowed}"
        print(f"  {name}{len(life.arrivals)} messages at {life.rate:.2f}/s, {share}")
        first = life.arrivals[0] - life.began if life.arrivals else 0.0
        minutes = " ".join(f"{each:.1f}" for each in life.by_minute)
        print(f"    minute by minute       {minutes or '-'}")
        print(f"    start to first message  {first:6.1f} s; peak memory {life.peak_mib:.0f} MiB")
    scripted = sum(fault is Fault.RETRY_AFTER for fault in troubled.values())
    unasked = max(0, int(rate["throttled"]) - scripted)
    print(f"  most in any one second    {rate['second']:6d} of {allowed} allowed")
    print(f"  429 answers               {unasked:6d} beside {scripted} that the script gave")
    if troubled:
        kinds = Counter(fault.value for fault in troubled.values())
        print(
            f"  chats in trouble          {', '.join(f'{n} {kind}' for kind, n in kinds.items())}"
        )
    if kill:
        print(f"  repeated after kill -9    {repeated:6d} parts (at most {IN_FLIGHT} in flight)")
    print(f"  lost                      {lost:6d} parts; not as they should end: {unsent}")
    problems = len(control.violations())
    return problems + unasked + lost + unsent + thrice + max(0, repeated - IN_FLIGHT)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--subscribers", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--no-kill", action="store_true", help="let it run through")
    parser.add_argument("--no-trouble", action="store_true", help="every chat takes its messages")
    options = parser.parse_args()
    configure_logs("error", "console")
    with TemporaryDirectory() as folder, start_server() as control:
        store = open_store(folder)
        fill(store, options.subscribers, options.articles, system_clock())
        store.close()
        print(f"{options.subscribers:,} subscribers due at once, {options.articles} articles")
        parts = compose(folder, options.subscribers)
        chats = range(FIRST, FIRST + options.subscribers)
        for chat in chats:
            control.add_user(chat)
        troubled = {} if options.no_trouble else make_trouble(control, chats)
        return 1 if deliver(folder, control, parts, troubled, kill=not options.no_kill) else 0


if __name__ == "__main__":
    sys.exit(main())
