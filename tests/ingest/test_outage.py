"""Whose fault it is when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.ingest.outage import LOOK_EVERY, UNPROVEN_FOR, WITNESSES, NetworkWatch, Witness
from tests.ingest.newsroom import Time
from tests.sources.moment import NOW


@dataclass
class World:
    """Hosts that answer or do not; what is asked of them is noted."""

    hosts: Sequence[str] = ()
    up: set[str] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    ever: bool = True
    asked: list[str] = field(default_factory=list)
    clock: Time = field(default_factory=Time)

    async def reaches(self, witness: Witness) -> bool | None:
        self.asked.append(witness.host)
        await asyncio.sleep(0)
        return None if witness.host in self.resting else witness.host in self.up

    async def witnesses(self) -> list[Witness]:
        at = NOW - timedelta(hours=1) if self.ever else None
        return [Witness(host, f"http://{host}/rss", at) for host in self.hosts]

    def watch(self) -> NetworkWatch:
        return NetworkWatch(self.reaches, self.witnesses, self.clock)


HOSTS = [f"h{number}" for number in range(8)]


async def test_one_dead_host_is_blamed() -> None:
    """While any other host answers, who does not answer is to blame; five others are asked."""
    world = World(HOSTS, up={"h3"})
    watch = world.watch()
    assert not await watch.is_ours("h0", NOW)
    assert watch.down_since is None
    assert len(world.asked) == WITNESSES
    assert "h0" not in world.asked


async def test_an_answer_meanwhile_spares_the_looks() -> None:
    """What answered after the attempt began, seconds ago, proves the network without a request."""
    world = World(HOSTS)
    watch = world.watch()
    watch.answered("h5")
    assert not await watch.is_ours("h0", NOW)
    assert world.asked == []
    world.clock.pass_(seconds=30)
    assert await watch.is_ours("h0", NOW)
    assert world.asked != []


async def test_when_nobody_answers_the_fault_is_ours() -> None:
    """All who failed meanwhile are acquitted by one look, and the next look waits a minute."""
    world = World(HOSTS)
    watch = world.watch()
    assert await asyncio.gather(*(watch.is_ours(host, NOW) for host in HOSTS)) == [True] * 8
    assert watch.down_since == NOW
    assert len(world.asked) == WITNESSES
    assert not await watch.look()
    assert len(world.asked) == WITNESSES
    world.clock.pass_(seconds=LOOK_EVERY.total_seconds())
    assert not await watch.look()
    assert len(world.asked) == 2 * WITNESSES


async def test_it_is_back_as_soon_as_anybody_answers() -> None:
    """A look that succeeds, or any answer at all, ends the outage, and says so once."""
    world = World(HOSTS)
    watch = world.watch()
    await watch.is_ours("h0", NOW)
    world.clock.pass_(minutes=5)
    world.up = {"h1"}
    assert await watch.look()
    assert watch.down_since is None
    assert [watch.take_recovery() for _ in range(2)] == [True, False]
    world.up = set()
    assert await watch.is_ours("h0", world.clock.now + timedelta(seconds=1))
    watch.answered("h7")
    assert watch.take_recovery()


async def test_one_or_two_hosts_prove_nothing() -> None:
    """With fewer than three hosts nobody can vouch for the network, and the source is blamed."""
    assert not await World(["h0"]).watch().is_ours("h0", NOW)
    assert not await World(["h0", "h1"]).watch().is_ours("h0", NOW)
    assert await World(["h0", "h1", "h2"]).watch().is_ours("h0", NOW)


async def test_hosts_at_rest_prove_nothing() -> None:
    """A host that may not be asked now is no witness, neither for nor against."""
    world = World(HOSTS[:4], resting={"h2", "h3"})
    assert not await world.watch().is_ours("h0", NOW)


async def test_dead_addresses_are_found_out() -> None:
    """Where no host has ever answered, the benefit of the doubt ends after an hour."""
    world = World(HOSTS, ever=False)
    watch = world.watch()
    assert await watch.is_ours("h0", NOW)
    world.clock.pass_(seconds=UNPROVEN_FOR.total_seconds() + 1)
    assert await watch.look()
    for host in HOSTS:
        assert not await watch.is_ours(host, world.clock.now)


async def test_an_outage_of_days_stays_an_outage() -> None:
    """Hosts that have answered before are believed in, however long it lasts."""
    world = World(HOSTS)
    watch = world.watch()
    for _ in range(72):
        assert await watch.is_ours("h0", world.clock.now)
        world.clock.pass_(hours=1)
        assert not await watch.look()
