"""Turns of hosts, in a time of the test's own."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import HostResting
from bot.sources.turns import LONGEST_DELAY, HostTurns, host_key


class OwnTime:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def _turns(time: OwnTime, gap: float = 2.0) -> HostTurns:
    return HostTurns(gap, sleep=time.sleep, monotonic=time.monotonic)


async def _take(turns: HostTurns, time: OwnTime, host: str = "a", lasts: float = 0.0) -> float:
    async with turns.turn(host):
        began = time.now
        time.now += lasts
    return began


async def test_the_pause_begins_when_a_request_ends() -> None:
    """Two seconds lie between the end of one request and the next; other hosts do not wait."""
    time = OwnTime()
    turns = _turns(time)
    assert await _take(turns, time, lasts=7.0) == 1_000
    assert await _take(turns, time, "b") == 1_007
    assert await _take(turns, time) == 1_009


async def test_a_crawl_delay_lengthens_the_pause() -> None:
    """Also after the request that showed it, up to a cap; a shorter one changes nothing."""
    time = OwnTime()
    turns = _turns(time)
    await _take(turns, time)
    turns.slow_down("a", 10.0)
    assert await _take(turns, time) == 1_010
    turns.slow_down("a", 1.0)
    await _take(turns, time)
    assert await _take(turns, time) == 1_022
    turns.slow_down("a", 86_400.0)
    await _take(turns, time)
    before = time.now
    assert await _take(turns, time) == before + LONGEST_DELAY


async def test_a_host_at_rest_is_not_asked() -> None:
    """A short rest is waited for; of a long one the caller is told what is left."""
    time = OwnTime()
    turns = _turns(time)
    turns.rest("a", 20.0)
    assert await _take(turns, time) == 1_020
    turns.rest("a", 3_600.0)
    time.now += 600
    with pytest.raises(HostResting) as told:
        await _take(turns, time)
    assert told.value.retry_after == 3_000
    assert turns.busy_for("a") == 3_000
    assert await _take(turns, time, "b") == time.now
    time.now += 3_000
    await _take(turns, time)


async def test_one_at_a_time() -> None:
    """However many ask, a host is asked one thing at a time, in order."""
    time = OwnTime()
    turns = _turns(time, gap=1.0)
    order: list[int] = []
    inside = 0

    async def ask(number: int) -> None:
        nonlocal inside
        async with turns.turn("a"):
            inside += 1
            assert inside == 1
            order.append(number)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(ask(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]
    assert time.slept == [1.0] * 4


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Tin.example/a", "tin.example"),
        ("http://tin.example:80/", "tin.example"),
        ("https://tin.example:443/", "tin.example"),
        ("http://tin.example./b", "tin.example"),
        ("http://tin.example:8080/", "tin.example:8080"),
        ("http://[2606:4700::1111]/", "2606:4700::1111"),
        ("http://[::1", ""),
    ],
)
def test_one_server_has_one_key(url: str, key: str) -> None:
    """www, the scheme and its default port make no other server; another port does."""
    assert host_key(url) == key
