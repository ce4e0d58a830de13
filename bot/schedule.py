"""When things happen, never what: a few ticks over a store that knows what is due.

One APScheduler job per tick rather than one per subscriber: 10,000 jobs due in one second froze
the loop for 2.1 s, a tick over a due table costs milliseconds. `coalesce` and no misfire limit
let a late tick run once; what is due lives in the store, so a restart forgets nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock, system_clock

log = structlog.get_logger()

CLOCK_CHECK = 5.0
"""Seconds between two looks at whether the wall clock jumped."""
CLOCK_JUMP = 30.0
"""Seconds by which wall and monotonic clock may drift apart between two looks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to look after again and again.

    Attributes:
        name: names it in the log.
        seconds: pause between two starts; a run that takes longer is not started twice.
        run: does the work; an exception is logged and the next tick comes all the same.
    """

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]


class Schedule:
    """Runs ticks on the running event loop until stopped."""

    def __init__(
        self, ticks: tuple[Tick, ...], clock: Clock, *, clock_check: float = CLOCK_CHECK
    ) -> None:
        self._ticks = ticks
        self._clock = clock
        self._clock_check = clock_check
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._running: set[asyncio.Future[object]] = set()
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; each tick runs at once, then at its pace."""
        for tick in self._ticks:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=tick.seconds, timezone="UTC"),
                args=(tick,),
                id=tick.name,
                name=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=system_clock(),  # the scheduler knows no other time
            )
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock())

    async def stop(self, grace: float) -> None:
        """Start nothing more and wait up to `grace` seconds for what runs. Idempotent.

        What is still running then is cancelled; it is due again at the next start.
        """
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=grace)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn

    async def _run(self, tick: Tick) -> None:
        # A future of its own: APScheduler cancels its tasks at shutdown, which `stop` must await.
        work: asyncio.Future[object] = asyncio.ensure_future(tick.run())
        self._running.add(work)
        try:
            await work
        except Exception as error:
            log.error("tick_failed", tick=tick.name, exc_info=error)
        finally:
            self._running.discard(work)

    async def _watch_clock(self) -> None:
        """After the clock was set back, next run times lie far ahead: start the ticks anew."""
        wall, steady = self._clock(), time.monotonic()
        while True:
            await asyncio.sleep(self._clock_check)
            elapsed = timedelta(seconds=time.monotonic() - steady)
            jumped = (self._clock() - wall - elapsed).total_seconds()
            wall, steady = self._clock(), time.monotonic()
            if abs(jumped) > CLOCK_JUMP:
                log.warning("clock_jumped", seconds=round(jumped))
                for tick in self._ticks:
                    self._scheduler.modify_job(tick.name, next_run_time=wall)
