"""Flood limits: the gate by itself and over HTTP."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import RetryAfter

from tests.botapi.flood import UNLIMITED, FloodGate, FloodLimits, peak
from tests.botapi.server import BotApiServer, Fault

GAPS = st.lists(st.floats(0, 2, allow_nan=False), max_size=120)
CHATS = st.sampled_from([1, 2, -3, -4])


@given(st.lists(st.tuples(st.floats(0, 0.4), CHATS), max_size=150))
def test_gate_keeps_every_limit_and_tells_the_right_wait(arrivals: list[tuple[float, int]]) -> None:
    """Whatever comes when, nothing above a limit passes, and who waits as told may pass."""
    limits = FloodLimits(per_second=5, chat_rate=1.0, chat_burst=2, group_per_minute=6)
    gate = FloodGate(limits)
    passed: list[tuple[float, int]] = []
    now = 0.0
    for gap, chat in arrivals:
        now += gap
        wait = gate.wait(chat, private=chat > 0, now=now)
        if wait > 0:
            assert gate.wait(chat, private=chat > 0, now=now + wait + 1e-6) <= 0
            continue
        gate.admit(chat, private=chat > 0, now=now)
        passed.append((now, chat))
    assert peak([at for at, _ in passed], 1.0) <= 5
    for chat in (1, 2, -3, -4):
        own = [at for at, other in passed if other == chat]
        assert peak(own, 1.0) <= 3  # a burst of two and what one second earns back
        if chat < 0:
            assert peak(own, 60.0) <= 6


@given(GAPS, st.floats(0.1, 5))
def test_peak_is_the_fullest_window(gaps: list[float], span: float) -> None:
    """`peak` equals the count over every window that begins at an event."""
    times = list(accumulate(gaps))
    counts = [sum(1 for at in times[i:] if at - span < start) for i, start in enumerate(times)]
    assert peak(times, span) == max(counts, default=0)


def seconds(error: RetryAfter) -> timedelta:
    """How long to wait."""
    assert isinstance(error.retry_after, timedelta)
    return error.retry_after


async def _send(server: BotApiServer, chats: list[int]) -> None:
    async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
        for number, chat in enumerate(chats):
            await bot.send_message(chat, f"tin {number}")


async def test_fourth_message_at_once_to_a_person_is_429() -> None:
    """A private chat takes a small burst; then retry_after, a violation, and it is counted."""
    async with BotApiServer(limits=FloodLimits(chat_rate=0.01)) as server:
        lan = server.add_user(1001)
        with pytest.raises(RetryAfter):
            await _send(server, [1001] * 4)
        assert len(lan.messages) == 3
        assert [item.reason for item in server.violations] == ["flood limit exceeded"]
        assert server.rate().throttled == 1


async def test_twenty_first_message_in_a_minute_to_a_group_is_429() -> None:
    """A group takes 20 messages a minute and says how long to wait."""
    async with BotApiServer(limits=FloodLimits(chat_burst=100, per_second=1000)) as server:
        group = server.add_group(-5001)
        with pytest.raises(RetryAfter) as caught:
            await _send(server, [-5001] * 21)
        assert timedelta(seconds=1) <= seconds(caught.value) <= timedelta(minutes=1)
        assert len(group.messages) == server.rate().group_minute == 20


async def test_limit_over_all_chats() -> None:
    """Many chats together stay below the overall limit."""
    async with BotApiServer(limits=FloodLimits(per_second=5)) as server:
        chats = [server.add_user(number).id for number in range(1, 60)]
        with pytest.raises(RetryAfter) as caught:
            await _send(server, chats)
        assert seconds(caught.value) == timedelta(seconds=1)
        assert server.rate().second == 5


async def test_promised_wait_is_enforced() -> None:
    """After a scripted 429 a request before its time is a violation; other chats are free."""
    async with BotApiServer(limits=UNLIMITED) as server:
        server.add_user(1001)
        server.add_user(1002)
        server.fault(1001, Fault.RETRY_AFTER, times=1, retry_after=30)
        with pytest.raises(RetryAfter) as caught:
            await _send(server, [1001])
        assert seconds(caught.value) == timedelta(seconds=30)
        await _send(server, [1002])
        assert server.violations == []
        with pytest.raises(RetryAfter):
            await _send(server, [1001])
        assert [item.reason for item in server.violations] == ["sent before retry_after had passed"]
