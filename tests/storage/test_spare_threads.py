"""Parts of a question that are read at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.spare_threads import SpareThreads


@pytest.mark.parametrize("threads", [0, 1, 2])
def test_a_part_returns_what_its_work_returns(threads: int) -> None:
    """With spare processors and without, the result is the same."""
    spare = SpareThreads(threads)
    parts = [spare.start(lambda at=at: at * at) for at in range(20)]  # type: ignore[misc] # bound now
    assert [part.result() for part in parts] == [at * at for at in range(20)]
    spare.close()


@pytest.mark.parametrize("threads", [0, 1])
def test_a_part_raises_what_its_work_raises(threads: int) -> None:
    """A failure reaches whoever asks for the result."""
    spare = SpareThreads(threads)

    def fail() -> None:
        message = "damaged"
        raise ValueError(message)

    part = spare.start(fail)
    with pytest.raises(ValueError, match="damaged"):
        part.result()
    spare.close()


def test_work_runs_beside_the_caller() -> None:
    """With a thread to spare, a part ends without being asked for."""
    spare, done = SpareThreads(1), threading.Event()
    part = spare.start(done.set)
    assert done.wait(timeout=30)
    part.result()
    spare.close()


def test_without_a_spare_processor_nothing_is_done_unasked() -> None:
    """A part that is dropped costs nothing there."""
    spare, done = SpareThreads(0), []
    spare.start(lambda: done.append("dropped")).drop()
    spare.start(lambda: done.append("asked")).result()
    assert done == ["asked"]


def test_who_asks_does_not_wait_for_a_thread_that_is_busy() -> None:
    """What no thread has begun is done by the caller, so that a full pool never blocks."""
    spare, go = SpareThreads(1), threading.Event()
    busy = spare.start(lambda: go.wait(timeout=30))
    assert spare.start(threading.get_ident).result() == threading.get_ident()
    go.set()
    assert busy.result()
    spare.close()


def test_dropped_parts_that_wait_are_never_done() -> None:
    """A part that nobody wants any more gives its place to others."""
    spare, go, done = SpareThreads(1), threading.Event(), []
    busy = spare.start(lambda: go.wait(timeout=30))
    spare.start(lambda: done.append("dropped")).drop()
    last = spare.start(lambda: done.append("last"))
    go.set()
    busy.result()
    last.result()
    spare.close()
    assert done == ["last"]


def test_after_closing_the_caller_does_the_work() -> None:
    """A question that is under way when the index is closed still gets its answer."""
    spare = SpareThreads(2)
    spare.close()
    assert spare.start(threading.get_ident).result() == threading.get_ident()


def test_many_callers_share_few_threads() -> None:
    """Eight threads with a hundred parts each get their own results."""
    spare = SpareThreads(2)

    def ask(caller: int) -> list[tuple[int, int]]:
        parts = [spare.start(lambda at=at: (caller, at)) for at in range(100)]  # type: ignore[misc] # bound now
        return [part.result() for part in parts]

    with ThreadPoolExecutor(8) as callers:
        for caller, found in enumerate(callers.map(ask, range(8))):
            assert found == [(caller, at) for at in range(100)]
    spare.close()
