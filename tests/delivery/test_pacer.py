"""Nothing leaves faster than Telegram allows, nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.limits import HASTE, Limits
from bot.delivery.pacer import ANSWERS_IN_A_ROW, Pacer
from bot.delivery.round_trips import ENOUGH, LOOKED_AT, RoundTrips
from tests.botapi.flood import FloodGate, FloodLimits
from tests.delivery.virtual_time import run

NEARLY = 1e-9
"""Rounding of floating-point seconds."""


@dataclass(frozen=True)
class Demand:
    """Somebody wants to send at `at`; the answer takes `latency` seconds."""

    at: float
    chat: int
    urgent: bool
    latency: float

    @property
    def is_group(self) -> bool:
        return self.chat < 0


@dataclass(frozen=True)
class Sent:
    """One request as it left and was answered, on the loop's clock."""

    demand: Demand
    start: float
    end: float


async def _serve(demands: list[Demand], limits: Limits) -> list[Sent]:
    pacer = Pacer(limits)
    loop = asyncio.get_running_loop()
    log: list[Sent] = []

    async def one(demand: Demand) -> None:
        await asyncio.sleep(demand.at)
        async with pacer.turn(demand.chat, demand.is_group, urgent=demand.urgent):
            start = loop.time()
            await asyncio.sleep(demand.latency)
            end = loop.time()
        log.append(Sent(demand, start, end))

    await asyncio.gather(*(one(demand) for demand in demands))
    return sorted(log, key=lambda each: each.start)


demands = st.lists(
    st.builds(
        Demand,
        at=st.floats(0, 5),
        chat=st.integers(-4, 60),
        urgent=st.booleans(),
        latency=st.sampled_from([0.0, 0.01, 0.1, 0.4, 2.5]),
    ),
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(
    demands,
    st.sampled_from(
        [Limits(), Limits(5, 6, 1.0, 3), Limits(3, 3, 0.5, 2), Limits(chat_burst=1), Limits(9, 9)]
    ),
)
def test_no_limit_is_ever_exceeded_and_everybody_is_served(
    wanted: list[Demand], limits: Limits
) -> None:
    """For any demand: no second, no chat and no group gets more than its share; none is lost."""
    log = run(_serve(wanted, limits))
    assert len(log) == len(wanted)
    starts = [each.start for each in log]
    for index in range(limits.arrivals, len(starts)):
        assert starts[index] - starts[index - limits.arrivals] >= 1.0 - NEARLY
    for each in log:
        possible = [
            other for other in log if other.start <= each.start and other.end > each.start - 1.0
        ]
        assert len([it for it in possible if it.end > each.start - 1.0 + NEARLY]) <= limits.arrivals
    chats: defaultdict[int, list[Sent]] = defaultdict(list)
    for each in log:
        chats[each.demand.chat].append(each)
    for chat, own in chats.items():
        for number, later in enumerate(own):
            burst = limits.chat_burst if later.demand.urgent and chat >= 0 else 1
            for gap, first in enumerate(reversed(own[:number]), 1):
                rest = (gap - burst + 1) * limits.chat_seconds
                assert later.start - first.end >= max(rest, 0.0) - NEARLY
        if chat < 0:
            for first, later in zip(own, own[limits.group_per_minute :], strict=False):
                assert later.start - first.end >= 60.0 - NEARLY


@settings(max_examples=30, deadline=None)
@given(demands)
def test_within_a_chat_the_first_to_ask_is_the_first_to_go(wanted: list[Demand]) -> None:
    """Parts of one digest cannot overtake each other."""
    log = run(_serve(wanted, Limits()))
    for urgent in (False, True):
        order: defaultdict[int, list[float]] = defaultdict(list)
        for each in log:
            if each.demand.urgent is urgent:
                order[each.demand.chat].append(each.demand.at)
        for asked in order.values():
            assert asked == sorted(asked)


def test_the_whole_rate_is_used() -> None:
    """600 chats take 600/30 seconds and 2 % at most: the pacer is no slower than it must be."""
    log = run(_serve([Demand(0.0, chat, False, 0.005) for chat in range(600)], Limits()))
    assert log[-1].start <= 600 / 30 * 1.02
    assert log[-1].start >= 569 / 30


def test_there_is_no_initial_burst() -> None:
    """Messages leave evenly spaced from the first one on: a burst would arrive as one."""
    log = run(_serve([Demand(0.0, chat, False, 0.0) for chat in range(28)], Limits()))
    assert sum(each.start < 0.5 for each in log) <= 16
    gaps = [later.start - first.start for first, later in pairwise(log)]
    assert min(gaps) >= 1 / Limits().per_second - NEARLY


def test_an_answer_passes_a_broadcast() -> None:
    """Somebody who asks in the middle of a broadcast is answered within a moment."""
    broadcast = [Demand(0.0, chat, False, 0.05) for chat in range(300)]
    log = run(_serve([*broadcast, Demand(2.0, 999, True, 0.05)], Limits()))
    (answer,) = [each for each in log if each.demand.urgent]
    assert answer.start - 2.0 <= 2 / Limits().per_second


def test_answers_never_starve_a_broadcast() -> None:
    """Under a flood of answers every fourth turn is still the broadcast's."""
    answers = [Demand(0.0, chat, True, 0.0) for chat in range(1_000, 1_200)]
    broadcast = [Demand(0.0, chat, False, 0.0) for chat in range(40)]
    log = run(_serve([*answers, *broadcast], Limits()))
    turns = [each.demand.urgent for each in log]
    last = max(index for index, urgent in enumerate(turns) if not urgent)
    assert last <= 41 * (ANSWERS_IN_A_ROW + 1)


def test_a_resting_chat_holds_up_nobody_else() -> None:
    """While one chat waits for its own second, others go."""
    log = run(_serve([Demand(0.0, 1, False, 0.0)] * 3 + [Demand(0.0, 2, False, 0.0)], Limits()))
    assert [each.demand.chat for each in log] == [1, 2, 1, 1]


def test_a_rested_person_gets_three_answers_at_once_and_then_one_a_second() -> None:
    """Quick questions are answered quickly; the burst is earned back a message a second."""
    log = run(_serve([Demand(0.0, 1, True, 0.0)] * 6 + [Demand(9.0, 1, True, 0.0)] * 3, Limits()))
    starts = [each.start for each in log]
    assert starts[2] <= 3 / Limits().per_second + NEARLY
    assert [round(at) for at in starts[3:6]] == [1, 2, 3]
    assert starts[8] - 9.0 <= 3 / Limits().per_second + NEARLY


def test_groups_and_broadcasts_get_no_burst() -> None:
    """A group gets one answer a second, and a digest's parts come one a second to anybody."""
    for chat, urgent in ((-1, True), (-1, False), (1, False)):
        log = run(_serve([Demand(0.0, chat, urgent, 0.0)] * 3, Limits()))
        assert [round(each.start) for each in log] == [0, 1, 2]


def test_a_broadcast_waits_until_a_burst_is_paid_back() -> None:
    """After three answers at once the digest's part leaves the chat its three seconds."""
    log = run(_serve([*[Demand(0.0, 1, True, 0.0)] * 3, Demand(0.1, 1, False, 0.0)], Limits()))
    assert not log[-1].demand.urgent
    assert log[-1].start >= log[0].end + 3.0 - NEARLY


@settings(max_examples=60, deadline=None)
@given(demands.map(lambda wanted: [it for it in wanted if it.chat % 7 == 0]), st.randoms())
def test_the_strict_server_never_says_429(wanted: list[Demand], random: Random) -> None:
    """Wherever between start and answer a request arrives, the chat's token bucket has one."""
    gate = FloodGate(FloodLimits())
    arrivals = [
        (random.uniform(each.start, each.end), each.demand.chat)
        for each in run(_serve(wanted, Limits()))
    ]
    for at, chat in sorted(arrivals):
        assert gate.wait(chat, private=chat >= 0, now=at) <= NEARLY
        gate.admit(chat, private=chat >= 0, now=at)


Ways = Callable[[Random], tuple[float, float]]
"""Seconds that one request takes there, and its answer back."""

NETWORKS: dict[str, Ways] = {
    "this machine": lambda random: (0.002 + random.expovariate(500), 0.002),
    "a continent": lambda random: (
        0.03 + random.expovariate(250),
        0.03 + random.expovariate(250),
    ),
    "far and uneven": lambda random: (
        0.05 + random.expovariate(150),
        0.05 + random.expovariate(150),
    ),
    "heavy tails": lambda random: (
        0.03 + min(0.002 * random.paretovariate(1.5), 1.0),
        0.03 + min(0.002 * random.paretovariate(1.5), 1.0),
    ),
}


async def _broadcast(ways: Ways, count: int, *, stall: float) -> tuple[list[float], int]:
    """When `count` messages from eight workers arrive at a server with Telegram's limits; 429s.

    Every 1.7 s the workers do nothing for `stall` seconds, as while a disk is slow.
    """
    random, loop = Random(7), asyncio.get_running_loop()
    pacer, gate = Pacer(), FloodGate(FloodLimits())
    chats = iter(range(count))
    arrivals: list[float] = []
    refused = 0

    async def worker() -> None:
        nonlocal refused
        for chat in chats:
            there, back = ways(random)
            async with pacer.turn(chat, is_group=False):
                await asyncio.sleep(there)
                if gate.wait(chat, private=True, now=loop.time()) > NEARLY:
                    refused += 1
                else:
                    gate.admit(chat, private=True, now=loop.time())
                arrivals.append(loop.time())
                await asyncio.sleep(back)
            into = loop.time() % 1.7
            if into < stall:
                await asyncio.sleep(stall - into)

    await asyncio.gather(*(worker() for _ in range(8)))
    return arrivals, refused


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("stall", [0.0, 0.15])
def test_the_rate_holds_over_any_network_and_is_never_refused(network: str, stall: float) -> None:
    """Delays that vary, a slow disk: nothing is answered 429, and little of the limit is lost."""
    arrivals, refused = run(_broadcast(NETWORKS[network], 3_000, stall=stall))
    assert refused == 0
    known = arrivals[ENOUGH + 32 :]
    rate = (len(known) - 1) / (known[-1] - known[0])
    # what varies in a round trip leaves arrivals uncertain: the farther, the more of it
    assert rate >= 30 * (0.95 if network == "far and uneven" else 0.975)


def test_the_shortest_round_trip_is_certain_once_enough_are_known() -> None:
    """Of 80 to 90 ms some 77 are on the way in any case; a quicker one counts at once."""
    trips = RoundTrips()
    for number in range(ENOUGH - 1):
        trips.add(0.080 + number % 11 / 1_000)
    assert trips.certain == 0.0
    for number in range(LOOKED_AT):
        trips.add(0.080 + number % 11 / 1_000)
    assert trips.certain == pytest.approx(0.0775)
    trips.add(0.010)
    assert trips.certain == 0.0
    for _ in range(2 * LOOKED_AT):
        trips.add(0.200)
    assert trips.certain == pytest.approx(0.2)


def test_lateness_is_made_up_for_but_silence_is_not() -> None:
    """After 0.2 s without a start some go twice as fast; after a longer silence none does."""
    usual = 1 / Limits().per_second

    async def scenario(pause: float) -> list[float]:
        pacer, loop = Pacer(), asyncio.get_running_loop()
        starts: list[float] = []
        for chat in range(30):
            if chat == 15:
                await asyncio.sleep(pause)
            await pacer.acquire(chat, is_group=False)
            starts.append(loop.time())
        return [later - first for first, later in pairwise(starts[15:])]

    after_a_while = run(scenario(0.2))
    assert min(after_a_while) >= usual / HASTE - NEARLY
    assert 8 <= sum(gap < usual - NEARLY for gap in after_a_while) <= 12
    assert min(run(scenario(5.0))) >= usual - NEARLY


def test_a_throttled_chat_pauses_alone() -> None:
    """One 429 concerns its chat; another chat goes on at once."""

    async def scenario() -> tuple[float, float]:
        pacer = Pacer()
        loop = asyncio.get_running_loop()
        pacer.throttled(1, 30.0)
        assert pacer.paused_for() == 0.0
        assert pacer.paused_chats() == {1}
        await pacer.acquire(2, is_group=False)
        other = loop.time()
        await pacer.acquire(1, is_group=False)
        return other, loop.time()

    other, paused = run(scenario())
    assert other < 1.0
    assert paused >= 30.0


def test_several_throttled_chats_pause_everybody() -> None:
    """Two chats throttled within a second mean that the bot as a whole is too fast."""

    async def scenario() -> float:
        pacer = Pacer()
        pacer.throttled(1, 20.0)
        await asyncio.sleep(0.5)
        pacer.throttled(2, 10.0)
        assert pacer.paused_for() == 10.0
        await pacer.acquire(3, is_group=False)
        return asyncio.get_running_loop().time()

    assert run(scenario()) >= 10.5


def test_the_same_chat_throttled_twice_pauses_alone() -> None:
    """A chat with two 429s in a second is still one chat."""

    async def scenario() -> float:
        pacer = Pacer()
        pacer.throttled(1, 20.0)
        pacer.throttled(1, 20.0)
        return pacer.paused_for()

    assert run(scenario()) == 0.0


def test_who_gives_up_waiting_costs_nobody_a_turn() -> None:
    """A cancelled wait leaves the queue, and one cancelled when granted gives its turn back."""

    async def scenario() -> float:
        pacer = Pacer(Limits(1, 1, 1.0, 20))
        loop = asyncio.get_running_loop()
        await pacer.acquire(1, is_group=False)
        waits = [asyncio.create_task(pacer.acquire(chat, False)) for chat in range(2, 30)]
        await asyncio.sleep(0.1)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        (await pacer.enter(40, is_group=False)).leave()
        granted = asyncio.create_task(pacer.enter(41, is_group=False))
        await asyncio.sleep(0)
        loop.call_at(loop.time() + 1.0, granted.cancel)
        await asyncio.sleep(1.0)
        await asyncio.gather(granted, return_exceptions=True)
        await pacer.acquire(41, is_group=False)
        return loop.time()

    assert run(scenario()) <= 5.0


def test_thousands_of_chats_are_forgotten_again() -> None:
    """What the pacer remembers is bounded by who was written to lately."""

    async def scenario() -> int:
        pacer = Pacer(Limits(1_000, 1_000, 1.0, 20))
        for chat in range(5_000):
            await pacer.acquire(chat, is_group=False)
        return len(pacer._gate._chats)

    assert run(scenario()) <= 2_001
