"""One request at a time per host, with a pause between two of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.errors import HostResting

Sleep = Callable[[float], Awaitable[object]]
"""Waits for so many seconds, as `asyncio.sleep` does."""

LONGEST_DELAY = 60.0
"""Seconds: a longer Crawl-delay counts as this, or forty pages would take a day."""
LONGEST_TURN = 30.0
"""Seconds of a host's rest that a request waits for; a longer rest is told instead."""
_MANY_HOSTS = 10_000
_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_key(url: str) -> str:
    """The server that a URL leads to: `www.` and the two default ports make no difference.

    Another port is another server: loopback and provincial portals run many on one address.
    The empty string if `url` is no URL.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    gap: float = 0.0
    free_at: float = 0.0
    rests_until: float = 0.0


class HostTurns:
    """Hands out turns by host key.

    Args:
        gap: seconds of pause after a request to the same host.
        sleep: how to wait; a test passes one that moves its own clock.
        monotonic: seconds on a clock that only goes forward and that `sleep` moves.
    """

    def __init__(
        self,
        gap: float,
        *,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gap = gap
        self._sleep = sleep
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it.

        Raises:
            HostResting: the host asked to be left alone for longer than a turn may take.
        """
        entry = self._entry(host)
        entry.users += 1
        try:
            async with entry.lock:
                await self._wait(host, entry)
                try:
                    yield
                finally:
                    entry.free_at = self._monotonic() + max(self._gap, entry.gap)
        finally:
            entry.users -= 1
            self._forget_idle()

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """Keep at least `crawl_delay` seconds between two requests from now on."""
        entry = self._entry(host)
        longer = min(crawl_delay, LONGEST_DELAY) - max(self._gap, entry.gap)
        entry.gap = min(crawl_delay, LONGEST_DELAY)
        if entry.free_at:
            entry.free_at += max(0.0, longer)  # the request just made was robots.txt itself

    def rest(self, host: str, seconds: float) -> None:
        """Leave the host alone for `seconds`: it asked for patience."""
        entry = self._entry(host)
        entry.rests_until = max(entry.rests_until, self._monotonic() + seconds)

    def busy_for(self, host: str) -> float:
        """Seconds of pause or rest that the host still has; those who wait for it do not count."""
        entry = self._hosts.get(host)
        if entry is None:
            return 0.0
        return max(0.0, max(entry.free_at, entry.rests_until) - self._monotonic())

    async def _wait(self, host: str, entry: _Host) -> None:
        left = entry.rests_until - self._monotonic()
        if left > LONGEST_TURN:
            raise HostResting(f"{host} asked to be left alone for a while", left)
        wait = max(entry.free_at, entry.rests_until) - self._monotonic()
        if wait > 0:
            await self._sleep(wait)

    def _entry(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())

    def _forget_idle(self) -> None:
        """Article links lead to any number of hosts: keep no record of those long idle."""
        if len(self._hosts) > _MANY_HOSTS:
            now = self._monotonic()
            self._hosts = {
                host: entry
                for host, entry in self._hosts.items()
                if entry.users or entry.gap or max(entry.free_at, entry.rests_until) > now
            }
