"""An event loop whose clock jumps to the next timer: hours of pacing pass in milliseconds.

Work for threads runs inline, so that a test is the same on every machine and in every run.
"""

from __future__ import annotations

import asyncio
import contextlib
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

Result = TypeVar("Result")

START = datetime(2023, 9, 25, 0, 0, tzinfo=UTC)
"""Wall clock at loop time 0: Monday of 2023-W39, 07:00 in Asia/Ho_Chi_Minh."""


class _JumpingSelector(selectors.DefaultSelector):
    elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits and no timer is set: a deadlock")
        self.elapsed += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """See the module."""

    def __init__(self) -> None:
        self.jumping = _JumpingSelector()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.elapsed

    def run_in_executor(  # type: ignore[override]  # narrower than the stub's overloads
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except BaseException as error:  # noqa: BLE001  # a pool's thread does the same
            future.set_exception(error)
        return future


class WallClock:
    """A `Clock` that runs with the virtual loop; `skew` sets it right or wrong.

    Outside a loop it stands still at the latest time seen.
    """

    def __init__(self, start: datetime = START) -> None:
        self.start = start
        self.skew = timedelta(0)
        self._elapsed = 0.0

    def __call__(self) -> datetime:
        with contextlib.suppress(RuntimeError):  # no loop runs
            self._elapsed = asyncio.get_running_loop().time()
        return self.start + timedelta(seconds=self._elapsed) + self.skew


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
