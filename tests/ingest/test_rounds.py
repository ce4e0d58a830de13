"""Polling many sources: side by side, batched, stopped in good order, and through an outage."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.ingest.poll_states import MOST_WAITING, PollStates
from bot.ingest.poll_times import LONGEST_INTERVAL
from bot.ingest.rounds import SPREAD_EACH, SPREAD_WITHIN
from bot.ingest.source_switch import switch_source
from storage.errors import NotDurable
from storage.memory_store import MemoryStore
from storage.models import SourceState
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, rss
from tests.sources.moment import NOW
from tests.sources.names import Names
from tests.sources.site import serving

FEED = rss(item("Lũ về Bình Lâm", "https://tin.example/1.html", summary=BODIES[0]))


class Counting(MemoryStore):
    """A store that counts its state writes, and whose disk may be full."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[int] = []
        self.full = False

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        if self.full:
            raise NotDurable("no space left on device")
        self.writes.append(len(states))
        super().put_source_states(states)


def _many(room: Newsroom, count: int) -> None:
    """Feeds of one host."""
    room.site.pages["/rss"] = FEED
    for number in range(count):
        room.feed(f"nguon-{number}", full_text=False)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what is waited for happens in a server
            await asyncio.sleep(0.005)


async def test_a_slow_host_delays_only_itself(tmp_path: Path) -> None:
    """While one host takes its time the others are polled again and again, it is not."""
    release = asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.Response:
        await release.wait()
        return web.Response(body=FEED)

    async with newsroom(tmp_path) as room, serving() as other:
        other.pages["/rss"] = slow
        room.site.pages["/rss"] = FEED
        room.feed("nhanh", full_text=False)
        room.feed("cham", url=other.url("/rss"), full_text=False)
        ingestor = room.ingestor()
        async with asyncio.timeout(30):
            for times in range(1, 4):
                while len(room.site.asked) < times:
                    await ingestor.start_due()
                    await asyncio.sleep(0.005)
                room.clock.pass_(hours=2)
        assert other.paths() == ["/rss"]
        release.set()
        await ingestor.stop(grace=5)
        state = room.store.get_source_state("cham")
        assert state is not None
        assert state.last_success_at is not None


async def test_states_are_written_together(tmp_path: Path) -> None:
    """Polling 60 sources writes the state file twice, not 60 times."""
    async with newsroom(tmp_path) as room:
        room.store = store = Counting()
        _many(room, 60)
        await room.ingestor().poll_due()
        assert sum(store.writes) == 61  # and the inbox
        assert len(store.writes) == 2


async def test_a_source_that_is_gone_can_be_turned_on_again_at_once(tmp_path: Path) -> None:
    """No state that still waits to be written takes the curator's choice back."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=410)
        source = room.feed("bao")
        ingestor = room.ingestor()
        await ingestor.start_due()
        await _until(lambda: room.site.paths() == ["/rss"])
        await _until(lambda: getattr(room.store.get_source_state("bao"), "gone", False))
        switch_source(room.store, source, on=True, actor="user:1", now=room.clock())
        room.site.pages["/rss"] = FEED
        await ingestor.poll_due()
        await ingestor.stop(grace=5)
        state = room.store.get_source_state("bao")
        assert state is not None
        assert not state.gone
        assert room.site.paths()[:2] == ["/rss", "/rss"]


async def test_a_failing_source_can_be_turned_on_again_at_once(tmp_path: Path) -> None:
    """The longer wait that its last poll brought about does not come back with a later write."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=500)
        source = room.feed("bao")
        ingestor = room.ingestor()
        for _ in range(3):
            await ingestor.poll_due()
            room.clock.pass_(hours=24)
        asked = len(room.site.asked)
        await ingestor.start_due()  # whose state waits to be written
        await _until(lambda: len(room.site.asked) == asked + 1)
        await ingestor.start_due()
        switch_source(room.store, source, on=True, actor="user:1", now=room.clock())
        room.site.pages["/rss"] = FEED
        async with asyncio.timeout(10):
            while len(room.site.asked) <= asked + 1:
                await ingestor.poll_due()
                await asyncio.sleep(0.005)
        await ingestor.stop(grace=5)
        state = room.store.get_source_state("bao")
        assert state is not None
        assert state.error_streak == 0


async def test_a_change_in_the_store_goes_before_what_waits() -> None:
    """What was learnt before somebody changed the stored state is neither seen nor written."""
    store = Counting()
    states = PollStates(store)
    failing = SourceState(source="a", error_streak=5)
    await states.keep([failing, SourceState(source="b", error_streak=1)], NOW)
    await states.flush()
    assert await states.get("a") == failing
    await states.keep([SourceState(source="a", error_streak=6)], NOW)
    await states.keep([SourceState(source="b", error_streak=2)], NOW)
    store.put_source_states([SourceState(source="a")])
    await states.flush()
    assert [each.error_streak for each in store.list_source_states()] == [0, 2]
    assert await states.get("a") == SourceState(source="a")


async def test_a_stop_keeps_what_was_learnt(tmp_path: Path) -> None:
    """What runs is waited for, what does not end is cut short and due again."""

    async def never(_: web.BaseRequest) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    async with newsroom(tmp_path) as room, serving() as other:
        other.pages["/rss"] = never
        _many(room, 3)
        room.feed("cham", url=other.url("/rss"))
        ingestor = room.ingestor()
        assert await ingestor.start_due() == 3  # two hosts and the inbox
        await _until(lambda: len(room.site.asked) == 3 and other.paths() == ["/rss"])
        await ingestor.stop(grace=0.3)
        assert {each.source for each in room.store.list_source_states()} >= {
            "nguon-0",
            "nguon-1",
            "nguon-2",
        }
        assert room.store.get_source_state("cham") is None
        assert await ingestor.start_due() == 0


async def test_a_full_disk_loses_no_state() -> None:
    """States that could not be written wait, are seen meanwhile, and are written later."""
    store = Counting()
    states = PollStates(store)
    store.full = True
    await states.keep([SourceState(source="a", error_streak=1)], NOW)
    with pytest.raises(NotDurable):
        await states.flush()
    await states.keep([SourceState(source="a", error_streak=2)], NOW)
    kept = await states.get("a")
    assert kept is not None
    assert kept.error_streak == 2
    assert set(await states.all()) == {"a"}
    store.full = False
    await states.flush_old(NOW + timedelta(seconds=30))
    assert store.writes == []
    await states.flush_old(NOW + timedelta(seconds=60))
    assert [each.error_streak for each in store.list_source_states()] == [2]


async def test_many_states_do_not_wait() -> None:
    """Fifty are written at once, however soon they came."""
    store = Counting()
    states = PollStates(store)
    for number in range(MOST_WAITING):
        await states.keep([SourceState(source=f"s{number}")], NOW)
    assert store.writes == [MOST_WAITING]


class _Outage:
    """A network that is down between two instants: connections break without an answer."""

    def __init__(self, room: Newsroom, since: datetime, until: datetime) -> None:
        self._room, self._since, self._until = room, since, until
        self.polls: Counter[datetime] = Counter()
        self.in_vain = 0

    async def feed(self, request: web.BaseRequest) -> web.StreamResponse:
        now = self._room.clock.now
        if self._since <= now < self._until:
            assert request.transport is not None
            request.transport.abort()
            self.in_vain += request.path == "/rss"
        elif request.path == "/rss":
            self.polls[now] += 1
        return web.Response(body=FEED, headers={"Connection": "close"})


async def test_an_outage_of_two_hours_harms_no_source(tmp_path: Path) -> None:
    """Forty sources polled in turn keep a clean record, and come back one after the other."""
    since, until = NOW + timedelta(hours=3), NOW + timedelta(hours=5)
    step = timedelta(seconds=20)
    async with newsroom(tmp_path, resolver=Names("127.0.0.1")) as room:
        outage = _Outage(room, since, until)
        room.site.pages |= {"/rss": outage.feed, "/robots.txt": outage.feed}
        for number in range(40):
            url = f"http://bao-{number}.example:{room.site.port}/rss"
            room.feed(f"nguon-{number}", url=url, full_text=False)
        ingestor = room.ingestor()
        while room.clock.now < until + timedelta(hours=1):
            await ingestor.poll_due()
            room.clock.now += step
        states = [each for each in room.store.list_source_states() if each.url is not None]
    assert len(states) == 40
    assert [state.error_streak for state in states] == [0] * 40
    assert all(state.last_error is None for state in states)
    for state in states:
        assert state.next_poll_at is not None
        assert state.next_poll_at - room.clock.now < LONGEST_INTERVAL / 10
        assert state.last_success_at is not None
        assert state.last_success_at >= until
    back = [count for at, count in outage.polls.items() if until <= at < until + SPREAD_WITHIN]
    assert sum(back) >= 40
    assert max(back) <= 3 * (step / SPREAD_EACH)
    assert outage.in_vain <= 10
