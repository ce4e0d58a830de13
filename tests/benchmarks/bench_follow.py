"""Following: what a look at new articles costs, and telling those who wait.

    python -m tests.benchmarks.bench_follow [--follows 500] [--articles 10000] [--new 20]

A TinyDB store with a week of articles; each place follows one query of its own (two syllables, a
phrase or a single word), every second query is shared. Prints the time of a look at nothing new, of
a look at new articles, of matching alone, beside asking the store's index each query; and of
telling all who have news, over a messenger that answers at once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec.structs import replace

from bot.delivery.follow_ledger import KEY, FollowLedger
from bot.delivery.follow_look import look
from bot.delivery.followers import Followers
from bot.delivery.limits import Limits
from bot.delivery.pacer import Pacer
from bot.logs import configure_logs
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.matching import matching
from storage.models import Article, Follow, Part, SearchQuery
from storage.open import open_store
from tests.benchmarks.synthetic import START, articles

WEEK = timedelta(weeks=1)


@dataclass
class Telegram:
    """A messenger that answers at once."""

    sent: list[Part] = field(default_factory=list)

    async def send(
        self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
    ) -> int:
        """See `Messenger.send`."""
        del chat_id, thread_id, plain
        self.sent.append(part)
        return len(self.sent)


def follows_of(texts: Sequence[Article], count: int) -> list[Follow]:
    """Queries made of words that stand in the articles, so that some are found."""
    rng = random.Random(3)
    made: list[Follow] = []
    for number in range(count):
        words = " ".join(rng.choice(texts).paragraphs).split()
        at = rng.randrange(len(words) - 3)
        kinds = (
            SearchQuery(words=tuple(words[at : at + 2])),
            SearchQuery(phrases=(" ".join(words[at : at + 3]),)),
            SearchQuery(words=(words[at],), excluded=(words[at + 1],)),
        )
        query = kinds[number % 3] if number % 2 or not made else made[-1].query
        made.append(
            Follow(
                id=f"f{number}",
                subscriber=str(number + 1),
                chat_id=number + 1,
                text=" ".join((*query.words, *query.phrases)),
                query=query,
                marks=query,
                created_at=START,
            )
        )
    return made


def timed(what: str, work: Callable[[], object]) -> object:
    """Run it once and print how long it took."""
    started = time.perf_counter()
    result = work()
    print(f"  {what:<52}{(time.perf_counter() - started) * 1_000:9.1f} ms")
    return result


def measure(store: Store, follows: int, stock: int, new: int) -> None:
    """Fill the store, then measure."""
    # A week whose last hours are what is new; daytime in Vietnam, so that people are told.
    known = [
        replace(it, first_seen=it.first_seen + timedelta(hours=3))
        for it in articles(stock + new, weeks=1)
    ]
    stored, fresh = known[:stock], known[stock:]
    now = fresh[-1].first_seen
    for start in range(0, stock, 500):
        store.put_articles(stored[start : start + 500])
    wanted = follows_of(known, follows)
    by_id = {it.id: it for it in wanted}
    store.update_follows(list(by_id), lambda key, _: by_id[key])
    print(f"{follows} follows, {stock:,} articles in the store, {new} new ones")
    ledger = FollowLedger(looked_until=stored[-1].first_seen)
    last = stored[-1].first_seen
    timed("the first look after a start", lambda: look(store, ledger, last, None))
    seen = {it.id: it.first_seen for it in stored[-200:]}
    ledger = replace(ledger, seen=seen)
    timed("a look at nothing new", lambda: look(store, ledger, last, []))
    queries = [it.query for it in wanted]
    timed("matching alone", lambda: matching(fresh, queries))
    store.put_articles(fresh)
    timed("beside it: each query asked of the index", lambda: [store.search(it) for it in queries])
    timed("a look at the new articles", lambda: look(store, ledger, now, fresh))
    waiting = sum(bool(it.pending) for it in store.list_follows())
    kept = FollowLedger(looked_until=now, seen=seen | {it.id: it.first_seen for it in fresh})
    store.put_value(KEY, msgspec.json.encode(kept).decode())
    telegram = Telegram()
    pacer = Pacer(Limits(per_second=10_000, arrivals=10_000))
    desk = Followers(
        store,
        telegram,
        pacer,
        lambda: now,
        Catalog.load(),
        source_names={},
        zone="Asia/Ho_Chi_Minh",
    )
    timed(f"telling {waiting} places", lambda: asyncio.run(desk.run()))
    print(f"  {len(telegram.sent)} messages")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--follows", type=int, default=500)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--new", type=int, default=20)
    options = parser.parse_args()
    configure_logs("error", "console")
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "data"))
        try:
            measure(store, options.follows, options.articles, options.new)
        finally:
            store.close()


if __name__ == "__main__":
    main()
