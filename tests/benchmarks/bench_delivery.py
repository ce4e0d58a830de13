"""A due digest to many chats: the real bot, real HTTP, the strict server with Telegram's limits.

    python -m tests.benchmarks.bench_delivery [--chats 300]

Prints how long composing and freezing took, messages per second over the whole run and in its
best second, 429 answers, processor time and memory of the bot's process (server included).
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import system_clock
from bot.logs import configure_logs
from storage.models import DeliveryStatus
from storage.open import open_store
from tests.botapi.server import BotApiServer
from tests.e2e.crowd import subscribe, week_of_articles
from tests.e2e.running import running_bot, settings_for


async def measure(chats: int, articles: int, folder: Path) -> None:
    """One run; prints its figures."""
    now = system_clock()
    async with BotApiServer() as server:
        settings = settings_for(server, folder)
        store = open_store(str(folder))
        store.put_articles(week_of_articles(now, articles))
        for chat in range(1, chats + 1):
            server.add_user(chat)
            subscribe(store, chat, now, now)
        store.close()
        started, cpu = time.monotonic(), time.process_time()
        first = 0.0
        async with running_bot(settings):
            while not await asyncio.to_thread(_is_done, folder, chats):
                await asyncio.sleep(0.25)
                if not first and server.rate().messages:
                    first = time.monotonic() - started
        rate = server.rate()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{chats} chats, {articles} articles, {rate.messages} messages")
        print(f"  start to first message    {first:6.1f} s (start-up, composing, freezing)")
        print(f"  rate over the whole run   {rate.messages / rate.seconds:6.1f} messages/s")
        print(f"  most in any one second    {rate.second:6d} messages")
        print(f"  429 answers               {rate.throttled:6d}")
        print(f"  violations of the API     {len(server.violations):6d}")
        print(f"  processor time            {time.process_time() - cpu:6.1f} s (server included)")
        print(f"  peak memory               {peak:6.0f} MiB (server included)")


def _is_done(folder: Path, chats: int) -> bool:
    store = open_store(str(folder), read_only=True)
    try:
        counts = store.count_deliveries()
    finally:
        store.close()
    sent = counts[DeliveryStatus.SENT]
    return sent >= chats and sent == sum(counts.values())


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--articles", type=int, default=40)
    options = parser.parse_args()
    configure_logs("error", "console")
    with TemporaryDirectory() as folder:
        asyncio.run(measure(options.chats, options.articles, Path(folder)))


if __name__ == "__main__":
    main()
