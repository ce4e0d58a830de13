"""Ticks: they run at once, survive failures, are not doubled, are waited for, follow the clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import system_clock
from bot.schedule import Schedule, Tick


class Counter:
    """A tick that counts its runs and may take long or fail."""

    def __init__(self, seconds: float = 0.0, fails: bool = False) -> None:
        self.started = 0
        self.finished = 0
        self._seconds = seconds
        self._fails = fails

    async def __call__(self) -> None:
        """Run once."""
        self.started += 1
        await asyncio.sleep(self._seconds)
        if self._fails:
            raise ValueError("broken")
        self.finished += 1


async def test_every_tick_runs_at_once_and_a_failing_one_does_not_stop_the_others() -> None:
    """A tick that raises is run again, and so are its neighbours."""
    good, bad = Counter(), Counter(fails=True)
    schedule = Schedule((Tick("good", 0.05, good), Tick("bad", 0.05, bad)), system_clock)
    schedule.start()
    await asyncio.sleep(0.4)
    await schedule.stop(1)
    assert good.finished >= 3
    assert bad.started >= 3


async def test_a_slow_tick_is_not_started_twice_and_is_awaited_at_the_end() -> None:
    """A run that takes longer than its pace stays alone and finishes before `stop` returns."""
    slow = Counter(seconds=0.3)
    schedule = Schedule((Tick("slow", 0.05, slow),), system_clock)
    schedule.start()
    await asyncio.sleep(0.15)
    assert slow.started == 1
    await schedule.stop(2)
    assert slow.finished == slow.started == 1


async def test_stop_cancels_what_outlasts_its_grace_and_may_be_called_twice() -> None:
    """Stopping is bounded in time."""
    endless = Counter(seconds=60)
    schedule = Schedule((Tick("endless", 1, endless),), system_clock)
    schedule.start()
    await asyncio.sleep(0.05)
    await schedule.stop(0.1)
    await schedule.stop(0.1)
    assert endless.finished == 0


async def test_ticks_go_on_when_the_clock_is_set_back() -> None:
    """A wall clock that jumps three hours back does not silence the ticks for three hours."""
    offset = timedelta()

    def clock() -> datetime:
        return datetime.now(UTC) + offset

    counter = Counter()
    schedule = Schedule((Tick("tick", 3600, counter),), clock, clock_check=0.05)
    schedule.start()
    await asyncio.sleep(0.1)
    assert counter.started == 1
    offset = timedelta(hours=-3)
    await asyncio.sleep(0.4)
    await schedule.stop(1)
    assert counter.started >= 2
