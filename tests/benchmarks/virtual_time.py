"""An event loop whose clock jumps to the next timer whenever nothing is left to do.

Sockets, threads and files are real; only waiting is not: when no socket has anything, no worker
thread is at work and only timers are left, the clock goes to the next one at once. Client and
server have to run on the same loop, so that what is on its way between them is seen: on loopback
what was sent is readable when `send` returns.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_LONG_JUMP = 0.5
"""Seconds: before a longer jump the sockets get a real millisecond to stir."""


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting for a timer it moves `now`."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self.threads or timeout is None:
            return super().select(None)  # the end of a thread's work wakes the loop by a socket
        os.sched_yield()
        ready = super().select(0.001 if timeout > _LONG_JUMP else 0)
        if not ready:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time()` starts at 0 and counts virtual seconds."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*_Ts], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._thread_ended)
        return future

    def _thread_ended(self, _: asyncio.Future[Any]) -> None:
        self._jumping.threads -= 1


def run_virtually(main: Callable[[VirtualLoop], Coroutine[Any, Any, _T]]) -> _T:
    """Run `main(loop)` to its end in virtual time."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main(loop))


def clock_of(loop: asyncio.AbstractEventLoop, start: datetime) -> Callable[[], datetime]:
    """A wall clock that shows `start` when the loop's time is 0."""
    return lambda: start + timedelta(seconds=loop.time())
