"""Storing what several polls brought in one write: the disk's time is per write, not per article.

Each write rewrites a week and commits the index, some 0.3 s in a week of a few thousand articles.
While one is under way the next ones gather, and go together. What articles are about is worked out
before, by each poll for its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.ingest.ahead import work_out_terms
from bot.ingest.incoming import Incoming
from bot.ingest.keep import OnAdded, keep
from bot.ingest.report import Outcome
from storage.base import ArticleStore
from storage.errors import StorageError
from storage.models import Article

MOST_TOGETHER = 400
"""Articles of one write, if a single poll does not bring more."""


@dataclass(slots=True, eq=False)
class _Group:
    """What one poll brought."""

    arrivals: Sequence[Incoming]
    seeded: bool
    ahead: Sequence[Article | None]
    outcomes: list[Outcome] = field(default_factory=list)
    error: StorageError | None = None
    done: bool = False


class GroupKeeper:
    """One write at a time, so that no article is added twice."""

    def __init__(self, store: ArticleStore, clock: Clock, on_added: OnAdded | None = None) -> None:
        self._store = store
        self._on_added = on_added
        self._clock = clock
        self._writing = asyncio.Lock()
        self._waiting: list[_Group] = []

    @property
    def waiting(self) -> int:
        """How many polls have all they need and wait for their turn to write."""
        return len(self._waiting)

    async def keep(self, arrivals: Sequence[Incoming], *, seeded: bool) -> list[Outcome]:
        """Store what is new or changed; one outcome per arrival, in order, durable on return.

        Raises:
            StorageError: nothing of it counts as stored; calling again is always right.
        """
        if not arrivals:
            return []
        ahead = await asyncio.to_thread(
            work_out_terms, self._store, arrivals, now=self._clock(), seeded=seeded
        )
        group = _Group(arrivals, seeded, ahead)
        self._waiting.append(group)
        try:
            async with self._writing:
                if not group.done:
                    await self._write(self._take_with(group))
        finally:
            if group in self._waiting:
                self._waiting.remove(group)
        if group.error is not None:
            raise group.error
        return group.outcomes

    async def alone(self, work: Callable[[], int]) -> int:
        """What `work` returns, which writes articles in a thread of its own: nobody else does.

        A caller who is cancelled meanwhile waits for the end all the same.
        """
        async with self._writing:
            running = asyncio.ensure_future(asyncio.to_thread(work))
            try:
                await asyncio.wait([running])
            except asyncio.CancelledError:
                await asyncio.wait([running])
                raise
            return running.result()

    def _take_with(self, first: _Group) -> list[_Group]:
        """`first`, and those that wait for the same kind of write, in order, as many as fit."""
        taken, room = [first], MOST_TOGETHER - len(first.arrivals)
        for group in self._waiting:
            if group is not first and group.seeded == first.seeded and len(group.arrivals) <= room:
                taken.append(group)
                room -= len(group.arrivals)
        self._waiting = [group for group in self._waiting if group not in taken]
        return taken

    async def _write(self, groups: Sequence[_Group]) -> None:
        """Write them; a caller who is cancelled meanwhile waits for the end all the same."""
        arrivals = [item for group in groups for item in group.arrivals]
        ahead = [article for group in groups for article in group.ahead]
        work = asyncio.ensure_future(
            asyncio.to_thread(
                keep,
                self._store,
                arrivals,
                now=self._clock(),
                seeded=groups[0].seeded,
                batch=MOST_TOGETHER,
                on_added=self._on_added,
                ahead=ahead,
            )
        )
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            await asyncio.wait([work])  # a second writer beside it could add an article twice
            raise
        finally:
            _settle(groups, work)


def _settle(groups: Sequence[_Group], work: asyncio.Future[list[Outcome]]) -> None:
    """Hand each group its outcomes, or the store's failure; a defect is the leader's to raise."""
    if not work.done():
        return
    for group in groups:
        group.done = True
    try:
        outcomes = iter(work.result())
    except StorageError as error:
        for group in groups:
            group.error = error
        return
    for group in groups:
        group.outcomes = [next(outcomes) for _ in group.arrivals]
