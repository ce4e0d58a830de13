"""What hosts asked for survives a restart: Retry-After and robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HostResting, RobotsDisallow, RobotsUnreachable, SourceThrottled
from bot.sources import host_memory
from bot.sources.answer import Fetched
from bot.sources.host_memory import HostMemory, KeptRobots
from bot.sources.http import LONGEST_REST, Fetcher
from bot.sources.robots import KEPT_FOR, RETRY_AFTER
from storage.base import Store
from storage.errors import StoreReadOnly
from storage.open import open_store
from tests.sources.site import Page, Site, local_fetcher, serving

RULES = "User-agent: *\nDisallow: /rieng/\nCrawl-delay: 7\n"


class Days:
    """A wall clock that the test moves; each run of the bot has a new monotonic one."""

    def __init__(self) -> None:
        self.now = datetime(2023, 9, 27, 3, 0, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return (self.now - self.began).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def run(self, store: Store) -> Fetcher:
        """The client of a bot that has just been started."""
        self.began = self.now
        return local_fetcher(
            clock=self.clock,
            sleep=self.sleep,
            monotonic=self.monotonic,
            memory=HostMemory(store, self.clock),
        )


def _site(robots: Page) -> Site:
    return Site({"/robots.txt": robots, "/rieng/a": "a", "/b": "b"})


async def test_a_restart_asks_a_host_no_earlier_than_it_said() -> None:
    """What is left of a Retry-After is left of it in the next run, and is over when it is over."""
    days, store = Days(), open_store("memory:")
    wait = web.Response(status=429, headers={"Retry-After": "7200"})
    async with serving(Site({"/b": wait})) as site:
        async with days.run(store) as first:
            with pytest.raises(SourceThrottled):
                await first.fetch(site.url("/b"))
        days.now += timedelta(hours=1)
        async with days.run(store) as second:
            with pytest.raises(HostResting) as told:
                await second.fetch(site.url("/b"))
            assert told.value.retry_after == pytest.approx(3_600, abs=60)
            assert second.busy_for(site.url("/b")) == pytest.approx(3_600, abs=60)
        assert site.paths() == ["/b"]
        days.now += timedelta(hours=1)
        site.pages["/b"] = "b"
        async with days.run(store) as third:
            assert isinstance(await third.fetch(site.url("/b")), Fetched)


async def test_a_restart_reads_robots_once_a_day() -> None:
    """The rules and the Crawl-delay hold in the next run; a day later they are asked for again."""
    days, store = Days(), open_store("memory:")
    async with serving(_site(RULES)) as site:
        async with days.run(store) as first:
            await first.fetch(site.url("/b"))
        days.now += timedelta(hours=20)
        async with days.run(store) as second:
            with pytest.raises(RobotsDisallow):
                await second.fetch(site.url("/rieng/a"))
            await second.fetch(site.url("/b"))
            before = days.now
            await second.fetch(site.url("/b"))
            assert (days.now - before).total_seconds() == pytest.approx(7)
        assert site.paths() == ["/robots.txt", "/b", "/b", "/b"]
        days.now += timedelta(hours=5)
        async with days.run(store) as third:
            await third.fetch(site.url("/b"))
        assert site.paths()[4:] == ["/robots.txt", "/b"]


async def test_a_host_without_robots_is_not_asked_for_it_again() -> None:
    """That there is none is known for a day too."""
    days, store = Days(), open_store("memory:")
    async with serving(_site(web.Response(status=404))) as site:
        for _ in range(3):
            async with days.run(store) as fetcher:
                await fetcher.fetch(site.url("/rieng/a"))
        assert site.paths().count("/robots.txt") == 1


async def test_trouble_with_robots_goes_on_over_a_restart() -> None:
    """A robots.txt that could not be read is left alone for its hour, by the next run too."""
    days, store = Days(), open_store("memory:")
    async with serving(_site(web.Response(status=500))) as site:
        for _ in range(3):
            async with days.run(store) as fetcher:
                with pytest.raises(RobotsUnreachable):
                    await fetcher.fetch(site.url("/b"))
        assert site.paths() == ["/robots.txt"]
        days.now += timedelta(seconds=RETRY_AFTER + 1)
        async with days.run(store) as fetcher:
            with pytest.raises(RobotsUnreachable):
                await fetcher.fetch(site.url("/b"))
        assert site.paths() == ["/robots.txt"] * 2


async def test_many_changes_are_one_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """A storm of answers is one write; what waits when the client closes is written then."""
    store, days = open_store("memory:"), Days()
    written: list[str] = []
    put = store.put_value

    def watched(key: str, value: str | None) -> None:
        written.append(key)
        put(key, value)

    monkeypatch.setattr(store, "put_value", watched)
    memory = HostMemory(store, days.clock)
    await memory.load()
    for number in range(500):
        memory.keep_rest(f"h{number}.example", 600)
        memory.keep_robots(f"https://h{number}.example", KeptRobots(RULES, KEPT_FOR))
    await memory.close()
    assert sorted(written) == [host_memory.RESTS, host_memory.ROBOTS]
    again = HostMemory(store, days.clock)
    await again.load()
    assert len(again.rests()) == 500
    assert again.robots("https://h499.example") == KeptRobots(RULES, KEPT_FOR)


async def test_what_is_over_or_too_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Old copies and rests go; of too many the newest stay; a huge robots.txt is not kept."""
    monkeypatch.setattr(host_memory, "MOST_KEPT", 3)
    monkeypatch.setattr(host_memory, "LARGEST_COPY", 2_000)
    store, days = open_store("memory:"), Days()
    memory = HostMemory(store, days.clock)
    memory.keep_rest("old.example", 60)
    memory.keep_robots("https://old.example", KeptRobots("", 60))
    days.now += timedelta(hours=1)
    for number in range(5):
        memory.keep_rest(f"h{number}.example", 600)
        memory.keep_robots(f"https://h{number}.example", KeptRobots("", KEPT_FOR))
    long = "\n".join(f"Disallow: /{number * number * 7919}" for number in range(2_000))
    memory.keep_robots("https://h4.example", KeptRobots(long, KEPT_FOR))
    await memory.close()
    rests = msgspec.json.decode(store.get_value(host_memory.RESTS) or "")
    robots = msgspec.json.decode(store.get_value(host_memory.ROBOTS) or "")
    assert list(rests) == ["h2.example", "h3.example", "h4.example"]
    assert list(robots) == [f"https://h{number}.example" for number in (1, 2, 3)]


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"a": 5}', '{"a": {"packed": 1}}'])
async def test_a_value_that_cannot_be_read_is_none(kept: str) -> None:
    """Whatever stands in the store, the bot starts."""
    store = open_store("memory:")
    store.put_value(host_memory.RESTS, kept)
    memory = HostMemory(store, Days().clock)
    await memory.load()
    assert memory.rests() == {}
    assert memory.robots("https://h.example") is None


async def test_a_copy_that_cannot_be_unpacked_is_none() -> None:
    """A damaged copy costs one request, not the host."""
    days, store = Days(), open_store("memory:")
    until = (days.now + timedelta(hours=1)).isoformat()
    copies = {"https://h.example": {"packed": "eA==", "until": until}}
    store.put_value(host_memory.ROBOTS, msgspec.json.encode(copies).decode())
    memory = HostMemory(store, days.clock)
    await memory.load()
    assert memory.robots("https://h.example") is None


async def test_a_store_that_takes_nothing_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a running bot the store is read only: what is learnt serves this run."""

    def refuse(_key: str, _value: str | None) -> None:
        raise StoreReadOnly("read only")

    store, days = open_store("memory:"), Days()
    monkeypatch.setattr(store, "put_value", refuse)
    async with serving(_site(RULES)) as site, days.run(store) as fetcher:
        await fetcher.fetch(site.url("/b"))
        with pytest.raises(RobotsDisallow):
            await fetcher.fetch(site.url("/rieng/a"))


async def test_a_clock_that_was_wrong_holds_nobody_up_for_ever() -> None:
    """A rest that a run with a clock years ahead wrote is at most a week."""
    days, store = Days(), open_store("memory:")
    days.now += timedelta(days=900)
    memory = HostMemory(store, days.clock)
    memory.keep_rest("127.0.0.1", 60)
    await memory.close()
    days.now -= timedelta(days=900)
    async with days.run(store) as fetcher:
        assert fetcher.busy_for("http://127.0.0.1/") <= LONGEST_REST


@given(st.text(max_size=500))
async def test_every_text_comes_back(text: str) -> None:
    """A robots.txt is kept word for word, as UTF-8 can hold it."""
    days, store = Days(), open_store("memory:")
    memory = HostMemory(store, days.clock)
    memory.keep_robots("https://h.example", KeptRobots(text, KEPT_FOR))
    await memory.close()
    again = HostMemory(store, days.clock)
    await again.load()
    kept = again.robots("https://h.example")
    assert kept is not None
    assert kept.text == text.encode("utf-8", "replace").decode()
