"""Writing what several polls brought at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.facts.extract import extract_afresh
from bot.facts.look_up import current_term, with_terms
from bot.facts.record import Facts
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


async def _all_waiting(keeper: GroupKeeper, polls: int) -> None:
    """So many have worked out what they need and wait for the write that is under way."""
    async with asyncio.timeout(10):
        while keeper.waiting < polls:  # noqa: ASYNC110 - the keeper tells nobody, on purpose
            await asyncio.sleep(0.001)


async def test_what_gathers_during_a_write_goes_together() -> None:
    """Ten polls that end during one write are one more write, each with its own outcomes."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    first = await _first(keeper, store)
    polls = [
        asyncio.create_task(keeper.keep([_item(f"{number}"), _item("chung")], seeded=False))
        for number in range(10)
    ]
    await _all_waiting(keeper, 10)
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
    tasks = []
    for number, poll in enumerate(polls, start=1):
        tasks.append(asyncio.create_task(poll))
        await _all_waiting(keeper, number)  # whoever is first writes first
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
    await _all_waiting(keeper, 2)
    gone.cancel()
    first.cancel()
    await asyncio.sleep(0.01)
    assert not first.done()
    store.go.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await waiting == [Outcome.ADDED]
    assert {each.title for each in store.iter_articles()} == {"Tin đầu", "Tin sau"}


async def test_what_articles_are_about_is_worked_out_while_others_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Facts of a second poll are read during the first one's write, and none in its own."""
    events: list[str] = []

    def noted(article: Article) -> Facts:
        events.append(f"facts of {article.title}")
        return extract_afresh(article)

    monkeypatch.setattr("bot.facts.look_up.extract_afresh", noted)
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    first = await _first(keeper, store)
    second = asyncio.create_task(keeper.keep([_item("sau")], seeded=False))
    await _all_waiting(keeper, 1)
    events.append("the first write ends")
    store.go.set()
    await asyncio.gather(first, second)
    assert events == ["facts of Tin đầu", "facts of Tin sau", "the first write ends"]
    assert all(current_term() in it.terms for it in store.iter_articles())


async def test_what_changed_meanwhile_is_worked_out_again() -> None:
    """An edit that another poll made in between is seen: its text and its terms belong together."""
    store = Held()
    keeper = GroupKeeper(store, fixed_clock)
    item = _item("một")
    first = await _first(keeper, store)
    polls = [
        asyncio.create_task(keeper.keep([each], seeded=False))
        for each in (item, replace(item, title="Bão ở Cà Mau", fingerprint="khác"))
    ]
    await _all_waiting(keeper, 2)
    store.go.set()
    await asyncio.gather(first, *polls)
    kept = {it.url: it for it in store.iter_articles()}[item.url]
    assert kept.title == "Bão ở Cà Mau"
    assert kept.terms == with_terms(kept).terms
    assert "in:ca-mau" in kept.terms
