"""Independent parts of one question, read at the same time where the machine has a processor to
spare: tantivy reads without Python's lock.

On a machine with one processor nothing is begun before it is asked for, and a part that turns out
not to be needed costs nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

MOST = 2
"""Threads beside those that ask: a question has two or three parts that do not need each other."""

T = TypeVar("T")


def spare_processors() -> int:
    """How many processors this process may use beside the first."""
    if hasattr(os, "sched_getaffinity"):  # a container may have fewer than the machine
        return len(os.sched_getaffinity(0)) - 1
    return (os.cpu_count() or 1) - 1


class Part(Generic[T]):
    """Some work of which the result is wanted later, or perhaps not at all."""

    def __init__(self, work: Callable[[], T], begun: Future[T] | None = None) -> None:
        self._work = work
        self._begun = begun

    def result(self) -> T:
        """What the work returns or raises; to be asked once.

        The caller does it where no thread has begun.
        """
        if self._begun is None or self._begun.cancel():
            return self._work()
        return self._begun.result()

    def drop(self) -> None:
        """Says that the result is not needed. What is under way ends unheard, even if it fails:
        what it would have told nobody wants to know, and a damaged index fails the next one too."""
        if self._begun is not None:
            self._begun.cancel()


class SpareThreads:
    """Starts parts. Thread-safe; a part must not wait for another one that it starts."""

    def __init__(self, threads: int | None = None) -> None:
        """`threads`: how many; None: as many as there are spare processors, at most `MOST`."""
        count = min(MOST, spare_processors()) if threads is None else threads
        self._pool = ThreadPoolExecutor(count, "index-part") if count > 0 else None
        self._closed = False

    def start(self, work: Callable[[], T]) -> Part[T]:
        """Begins the work beside the caller where a thread is free."""
        if self._pool is None or self._closed:
            return Part(work)
        try:
            return Part(work, self._pool.submit(work))
        except RuntimeError:  # closed meanwhile: who still asks does the work alone
            return Part(work)

    def close(self) -> None:
        """Waits for what is under way; what is started afterwards is done by who asks for it."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown()
