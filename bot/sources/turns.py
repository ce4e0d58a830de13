"""One request at a time per host, with a pause between two of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_MANY_HOSTS = 1_000


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


class HostTurns:
    """Hands out turns; `gap` is the pause in seconds after a request to the same host."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it."""
        entry = self._hosts.setdefault(host, _Host())
        entry.users += 1
        try:
            async with entry.lock:
                await asyncio.sleep(max(0.0, entry.free_at - time.monotonic()))
                try:
                    yield
                finally:
                    entry.free_at = time.monotonic() + self._gap
        finally:
            entry.users -= 1
            self._forget_idle()

    def _forget_idle(self) -> None:
        """Article links lead to any number of hosts: keep no record of those long idle."""
        if len(self._hosts) > _MANY_HOSTS:
            now = time.monotonic()
            self._hosts = {
                host: entry
                for host, entry in self._hosts.items()
                if entry.users or entry.free_at > now
            }
