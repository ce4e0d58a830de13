"""What polling has learnt, on its way to the store: many states in one write."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.base import SourceStore
from storage.models import SourceState

MOST_WAITING = 50
LONGEST_WAITING = timedelta(minutes=1)


class PollStates:
    """States by source; those kept last are seen here at once and durable a little later.

    The store writes its state file whole, 500 sources in it or not: one write for a group of polls.
    A crash in between costs nothing but one more poll of these sources, for the articles are
    durable before.
    """

    def __init__(self, store: SourceStore) -> None:
        self._store = store
        self._waiting: dict[str, SourceState] = {}
        self._since: datetime | None = None
        self._writing = asyncio.Lock()

    async def get(self, source_id: str) -> SourceState | None:
        """The latest state, None before the first attempt."""
        if source_id in self._waiting:
            return self._waiting[source_id]
        return await asyncio.to_thread(self._store.get_source_state, source_id)

    async def all(self) -> dict[str, SourceState]:
        """The latest states by source id."""
        stored = await asyncio.to_thread(self._store.list_source_states)
        return {state.source: state for state in stored} | self._waiting

    async def keep(self, states: Iterable[SourceState], now: datetime) -> None:
        """Remember; durable within a minute, or when fifty wait.

        Raises:
            StorageError: they wait on.
        """
        for state in states:
            self._waiting[state.source] = state
            self._since = self._since or now
        if self._writing.locked():
            return  # they wait for the next one: a write is under way
        if len(self._waiting) >= MOST_WAITING or self._is_old(now):
            await self.flush()

    async def flush_old(self, now: datetime) -> None:
        """Write what has waited for a minute.

        Raises:
            StorageError: it waits on.
        """
        if self._is_old(now):
            await self.flush()

    async def flush(self) -> None:
        """Write what waits; durable on return.

        Raises:
            StorageError: it waits on.
        """
        async with self._writing:
            batch = dict(self._waiting)
            if not batch:
                return
            await asyncio.to_thread(self._store.put_source_states, list(batch.values()))
            for source_id, state in batch.items():
                if self._waiting.get(source_id) is state:
                    del self._waiting[source_id]
            if not self._waiting:
                self._since = None

    def _is_old(self, now: datetime) -> bool:
        return self._since is not None and not (timedelta(0) <= now - self._since < LONGEST_WAITING)
