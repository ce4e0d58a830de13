"""Writing what several polls brought at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from bot.ingest.group_keep import MOST_TOGETHER, GroupKeeper
from bot.ingest.incoming import Incoming, from_entry
from bot.ingest.report import Outcome
from bot.sources.entry import Entry
from storage.errors import NotDurable
from storage.memory_store import MemoryStore
from storage.models import Article, Source
from tests.sources.moment import NOW, ZONE, fixed_clock

MORE = "Huyện giao phòng chuyên môn hoàn thành hồ sơ trước ngày 30/6."


class Held(MemoryStore):
    """A store whose writes wait until they are let through; each write is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.begun = threading.Event()
        self.writes: list[int] = []
        self.full = False

    def put_articles(self, articles: Sequence[Article]) -> None:
        self.begun.set()
        assert self.go.wait(10)
        if self.full:
            raise NotDurable("no space left on device")
        self.writes.append(len(articles))
        super().put_articles(articles)


def _item(name: str, source: str = "a") -> Incoming:
    item = from_entry(
        Entry(title=f"Tin {name}", link=f"https://tin.example/{name}", summary=(MORE + name,)),
        source=Source(id=source, name="A", kind="feed"),
        now=NOW,
        zone=ZONE,
        signature="s",
        partial=False,
    )
    assert item is not None
    return item


async def _first(keeper: GroupKeeper, store: Held) -> asyncio.Task[list[Outcome]]:
    """A write that is under way."""
    task = asyncio.create_task(keeper.keep([_item("đầu")], seeded=False))
    await asyncio.to_thread(store.begun.wait, 10)
    return task


async def test_what_gathers_during_a_write_goes_together() -> None:
    """Ten polls that end during one write are one more write, each with its own outcomes."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    first = await _first(keeper, store)
    polls = [
        asyncio.create_task(keeper.keep([_item(f"{number}"), _item("chung")], seeded=False))
        for number in range(10)
    ]
    await asyncio.sleep(0)
    store.go.set()
    assert await first == [Outcome.ADDED]
    results = await asyncio.gather(*polls)
    assert store.writes == [1, 11]
    assert [each[0] for each in results] == [Outcome.ADDED] * 10
    assert [each[1] for each in results].count(Outcome.ADDED) == 1
    assert await keeper.keep([], seeded=False) == []


async def test_old_stock_and_news_are_written_apart() -> None:
    """Seeded or not holds for a whole write; a large poll goes alone."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    first = await _first(keeper, store)
    polls = [
        keeper.keep([_item("cũ 1")], seeded=True),
        keeper.keep([_item("mới")], seeded=False),
        keeper.keep([_item("cũ 2")], seeded=True),
        keeper.keep([_item(f"l{n}") for n in range(MOST_TOGETHER)], seeded=True),
    ]
    tasks = [asyncio.create_task(poll) for poll in polls]
    await asyncio.sleep(0)
    store.go.set()
    await asyncio.gather(first, *tasks)
    assert store.writes == [1, 2, 1, MOST_TOGETHER]
    seeded = {each.title for each in store.iter_articles() if each.seeded}
    assert {"Tin cũ 1", "Tin cũ 2"} <= seeded
    assert "Tin mới" not in seeded


async def test_a_full_disk_is_everybodys_failure() -> None:
    """All of a write that failed are told, and may come again."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    store.full = True
    store.go.set()
    polls = (keeper.keep([_item(f"{number}")], seeded=False) for number in range(3))
    results = await asyncio.gather(*polls, return_exceptions=True)
    assert [type(each) for each in results] == [NotDurable] * 3
    store.full = False
    assert await keeper.keep([_item("1")], seeded=False) == [Outcome.ADDED]


async def test_who_is_cancelled_waits_for_the_write() -> None:
    """A poll that is cut short during its write leaves no second writer beside it."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    first = await _first(keeper, store)
    waiting = asyncio.create_task(keeper.keep([_item("sau")], seeded=False))
    gone = asyncio.create_task(keeper.keep([_item("bỏ")], seeded=False))
    await asyncio.sleep(0)
    gone.cancel()
    first.cancel()
    await asyncio.sleep(0.01)
    assert not first.done()
    store.go.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await waiting == [Outcome.ADDED]
    assert {each.title for each in store.iter_articles()} == {"Tin đầu", "Tin sau"}
