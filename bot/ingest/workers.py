"""Work on many hosts side by side: one worker for each, outliving the tick that started it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog

Result = TypeVar("Result")

_log = structlog.get_logger(__name__)


class HostWorkers(Generic[Result]):
    """At most one worker per host; a slow host keeps nobody but itself waiting."""

    def __init__(self) -> None:
        self._workers: dict[str, asyncio.Task[Result]] = {}
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether workers are to end after what they do now."""
        return self._stopping

    def busy(self, host: str) -> bool:
        """Whether the host has a worker."""
        return host in self._workers

    def start(
        self, host: str, work: Callable[[], Awaitable[Result]]
    ) -> asyncio.Task[Result] | None:
        """Begin `work` for an idle host; None if it is busy, or everything is being stopped."""
        if self._stopping or host in self._workers:
            return None

        async def run() -> Result:
            return await work()

        worker = asyncio.create_task(run(), name=f"poll {host}")
        self._workers[host] = worker
        worker.add_done_callback(lambda done: self._ended(host, done))
        return worker

    def _ended(self, host: str, worker: asyncio.Task[Result]) -> None:
        self._workers.pop(host, None)
        if not worker.cancelled() and (error := worker.exception()) is not None:
            _log.error("host_worker_broke", host=host, exc_info=error)

    async def stop(self, grace: float) -> None:
        """Start nothing more, wait up to `grace` seconds, then cancel what still runs."""
        self._stopping = True
        running = list(self._workers.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=grace)
        for worker in late:
            worker.cancel()
        if late:
            _log.warning("polls_cut_short", hosts=len(late))
            await asyncio.wait(late)
