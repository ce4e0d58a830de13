"""Documents are parsed beside the event loop, one large and one other at a time."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from bot.sources.parse_apart import LARGE, parse_apart

_WHO = ContextVar("who", default="")


class _Counted:
    """Work that waits until it may end, and knows how many others run meanwhile."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.may_end = threading.Event()

    def __call__(self) -> str:
        self.running += 1
        self.most = max(self.most, self.running)
        assert self.may_end.wait(30)
        self.running -= 1
        return threading.current_thread().name


async def test_large_documents_wait_for_each_other() -> None:
    """Of six that come at the same time one is parsed; the loop goes on meanwhile."""
    work = _Counted()
    six = asyncio.gather(*(parse_apart(LARGE + 1, work) for _ in range(6)))
    await asyncio.sleep(0.05)
    assert work.running == 1
    work.may_end.set()
    assert len(set(await six)) == 1
    assert work.most == 1


async def test_a_large_document_keeps_no_small_one_waiting() -> None:
    """A small one is parsed while a large one is."""
    work = _Counted()
    large = asyncio.create_task(parse_apart(LARGE + 1, work))
    assert await asyncio.wait_for(parse_apart(LARGE, len, "tin"), 30) == 3
    assert not large.done()
    work.may_end.set()
    await large


async def test_results_errors_and_context_come_through() -> None:
    """Arguments and context variables reach the work; what it raises reaches the caller."""
    _WHO.set("báo")
    assert await parse_apart(1, _WHO.get) == "báo"
    assert await parse_apart(1, sorted, [1, 3, 2], reverse=True) == [3, 2, 1]
    with pytest.raises(ZeroDivisionError):
        await parse_apart(1, divmod, 1, 0)
