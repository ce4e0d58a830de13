"""What a command lets the running bot do: read a source, try an address.

Commands are synchronous and run in worker threads; reading the web is asynchronous and belongs to
the loop on which the bot runs, whose connections and whose patience with each host it shares.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import UserError

if TYPE_CHECKING:
    from bot.ingest.pipeline import Ingestor
    from bot.sources.http import Fetcher

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds for which a person waits for an answer before being told to look again later."""

AT_ONCE = 2
"""Jobs that may be waited for side by side: each holds a worker thread, and needs others."""

Job = Callable[["Ingestor", "Fetcher"], Awaitable[T]]
"""What is to be done, with the bot's own pipeline and HTTP client."""


class Errands:
    """Runs a job for a command and waits for it. Until `bind` or `lend`, nobody is there to."""

    def __init__(self) -> None:
        self._run: Callable[[Job[Any], float], Any] | None = None
        self._decided = threading.Event()
        self._decided.set()
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def expect(self) -> None:
        """The bot is starting: from now on jobs wait for `bind`, `lend` or `release`."""
        self._decided.clear()

    def bind(self, ingestor: Ingestor, fetcher: Fetcher) -> None:
        """From now on jobs run on the present loop. Called from that loop."""
        self._run = partial(_on_loop, asyncio.get_running_loop(), ingestor, fetcher)
        self._decided.set()

    def lend(self, run: Callable[[Job[Any], float], Any]) -> None:
        """From now on `run` does each job, and returns or raises what the job does.

        It gets the job and the seconds for which a person waits.
        """
        self._run = run
        self._decided.set()

    def release(self) -> None:
        """No more jobs. Idempotent."""
        self._run = None
        self._decided.set()

    @property
    def available(self) -> bool:
        """Whether anybody is there to run a job, or will be in a moment."""
        return self._run is not None or not self._decided.is_set()

    def run(self, job: Job[T], *, patience: float = PATIENCE) -> T:
        """Let the bot do it and wait for the result; never called from the bot's own loop.

        Raises:
            UserError: the bot does not run here, it is at such work already, or the work takes
                longer than `patience` seconds; it then goes on all the same.
            Exception: whatever the job raises.
        """
        self._decided.wait(patience)
        if self._run is None:
            raise UserError("error.not_running")
        if not self._free.acquire(blocking=False):
            raise UserError("error.busy")
        try:
            done: T = self._run(job, patience)
        finally:
            self._free.release()
        return done


def _on_loop(
    loop: asyncio.AbstractEventLoop,
    ingestor: Ingestor,
    fetcher: Fetcher,
    job: Job[T],
    patience: float,
) -> T:
    async def done() -> T:
        return await job(ingestor, fetcher)

    future = asyncio.run_coroutine_threadsafe(done(), loop)
    try:
        return future.result(patience)
    except TimeoutError as error:
        if future.done():
            raise
        raise UserError("error.takes_long") from error
