"""What polling has learnt, on its way to the store: many states in one write."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
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

    Whoever changes a state in the store meanwhile, as turning a source on does, has the last word:
    what waits here was learnt before and is dropped.
    """

    def __init__(self, store: SourceStore) -> None:
        self._store = store
        self._waiting: dict[str, SourceState] = {}
        self._seen: dict[str, SourceState | None] = {}
        """What the store had when the poll began from which the state that waits comes."""
        self._since: datetime | None = None
        self._writing = asyncio.Lock()

    async def get(self, source_id: str) -> SourceState | None:
        """The latest state, None before the first attempt."""
        waiting, seen = self._waiting.get(source_id), self._seen.get(source_id)
        stored = await asyncio.to_thread(self._store.get_source_state, source_id)
        if waiting is not None and stored in (seen, waiting):
            return waiting
        self._drop(source_id, waiting)
        self._seen[source_id] = stored
        return stored

    async def all(self) -> dict[str, SourceState]:
        """The latest states by source id."""
        waiting, seen = dict(self._waiting), dict(self._seen)
        listed = await asyncio.to_thread(self._store.list_source_states)
        states = {state.source: state for state in listed}
        for source_id, state in waiting.items():
            if states.get(source_id) in (seen.get(source_id), state):
                states[source_id] = state
            else:
                self._drop(source_id, state)
        return states

    async def keep(self, states: Iterable[SourceState], now: datetime) -> None:
        """Remember; durable within a minute, or when fifty wait.

        Raises:
            StorageError: they wait on.
        """
        for state in states:
            if state.source not in self._seen:
                await self.get(state.source)
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
            written = await asyncio.to_thread(self._write, batch, dict(self._seen))
            for source_id, state in batch.items():
                if source_id in written:
                    self._seen[source_id] = written[source_id]
                self._drop(source_id, state)

    def _write(
        self, batch: Mapping[str, SourceState], seen: Mapping[str, SourceState | None]
    ) -> dict[str, SourceState | None]:
        """Write those that nobody else has changed meanwhile; as the store has them now."""
        ours = [
            state
            for source_id, state in batch.items()
            if self._store.get_source_state(source_id) == seen.get(source_id)
        ]
        self._store.put_source_states(ours)
        return {it.source: self._store.get_source_state(it.source) for it in ours}

    def _drop(self, source_id: str, state: SourceState | None) -> None:
        """It waits no more, unless a later one has taken its place."""
        if state is not None and self._waiting.get(source_id) is state:
            del self._waiting[source_id]
        if not self._waiting:
            self._since = None

    def _is_old(self, now: datetime) -> bool:
        return self._since is not None and not (timedelta(0) <= now - self._since < LONGEST_WAITING)
