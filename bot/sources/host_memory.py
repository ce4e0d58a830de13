"""What hosts asked of the bot, kept across restarts: their Retry-After and their robots.txt.

Small values of the store, written a second after something changed and when the client closes, so
that a storm of answers is one write. A host's rest is at most a week, a robots.txt is kept for a
day (RFC 9309 §2.4): what is over is left out of the next write. Losing all this would cost hosts
one request each and the bot nothing; so a store that cannot be written is a warning.
"""

from __future__ import annotations

import asyncio
import base64
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import msgspec
import structlog

from bot.clock import Clock
from storage.base import ValueStore
from storage.errors import StorageError
from storage.models import Instant, Record

RESTS = "hosts:rests"
ROBOTS = "hosts:robots"

WRITE_AFTER = 1.0
"""Seconds between a change and the write that holds it and those that came meanwhile."""
MOST_KEPT = 2_000
"""Hosts of each kind; the newest stay."""
LARGEST_COPY = 32 * 1024
"""Bytes of a robots.txt, compressed; a longer one is read again after a restart."""
MOST_BYTES = 2 * 2**20
"""Of all copies together, compressed."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """What is known of an origin's robots.txt.

    Attributes:
        text: what it says, "" where there is none; None: it could never be read.
        seconds: for how long this is taken to be true.
        failing_for: seconds since reading it began to fail, None: it does not fail.
    """

    text: str | None
    seconds: float
    failing_for: float | None = None


class _Copy(Record, frozen=True, kw_only=True):
    packed: str | None
    """zlib, base64."""
    until: Instant
    failing_since: Instant | None = None


class HostMemory:
    """See the module's heading.

    Args:
        store: where it is kept.
        clock: the present; what is kept are instants, what is told are seconds from now.
    """

    def __init__(self, store: ValueStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._rests: dict[str, datetime] = {}
        self._robots: dict[str, _Copy] = {}
        self._changed: set[str] = set()
        self._writing: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    async def load(self) -> None:
        """Take up what was kept; a value that cannot be read is as if there was none."""
        rests = await asyncio.to_thread(self._store.get_value, RESTS)
        robots = await asyncio.to_thread(self._store.get_value, ROBOTS)
        try:
            self._rests = msgspec.json.decode(rests or "{}", type=dict[str, Instant])
            self._robots = msgspec.json.decode(robots or "{}", type=dict[str, _Copy])
        except msgspec.MsgspecError as error:
            _log.warning("host_memory_unreadable", error=str(error))

    async def close(self) -> None:
        """Write what waits to be written."""
        self._closing.set()
        if self._writing is not None:
            await self._writing
            self._writing = None

    def rests(self) -> Mapping[str, float]:
        """Host → seconds for which it still is to be left alone."""
        now = self._clock()
        left = {host: (until - now).total_seconds() for host, until in self._rests.items()}
        return {host: seconds for host, seconds in left.items() if seconds > 0}

    def keep_rest(self, host: str, seconds: float) -> None:
        """`host` is to be left alone for so long."""
        self._rests.pop(host, None)  # the newest stand last
        self._rests[host] = self._clock() + timedelta(seconds=seconds)
        self._note(RESTS)

    def robots(self, origin: str) -> KeptRobots | None:
        """The robots.txt of `origin`, None where no fresh copy is kept."""
        copy, now = self._robots.get(origin), self._clock()
        if copy is None or copy.until <= now:
            return None
        since = copy.failing_since
        try:
            text = None if copy.packed is None else _unpacked(copy.packed)
        except (ValueError, zlib.error) as error:  # asked for again, then
            _log.warning("host_memory_unreadable", origin=origin, error=str(error))
            return None
        return KeptRobots(
            text,
            (copy.until - now).total_seconds(),
            None if since is None else max(0.0, (now - since).total_seconds()),
        )

    def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        """What was just learnt of `origin`'s robots.txt."""
        now = self._clock()
        packed = None if kept.text is None else _packed(kept.text)
        self._robots.pop(origin, None)
        if packed is None or len(packed) <= LARGEST_COPY:
            self._robots[origin] = _Copy(
                packed=packed,
                until=now + timedelta(seconds=kept.seconds),
                failing_since=None
                if kept.failing_for is None
                else now - timedelta(seconds=kept.failing_for),
            )
        self._note(ROBOTS)

    def _note(self, key: str) -> None:
        self._changed.add(key)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def _write_soon(self) -> None:
        while self._changed:
            with suppress(TimeoutError):
                async with asyncio.timeout(WRITE_AFTER):
                    await self._closing.wait()
            await self._write()

    async def _write(self) -> None:
        self._prune()
        kept: dict[str, Mapping[str, object]] = {RESTS: self._rests, ROBOTS: self._robots}
        values = {key: msgspec.json.encode(kept[key]).decode() for key in sorted(self._changed)}
        self._changed = set()
        try:
            for key, value in values.items():
                await asyncio.to_thread(self._store.put_value, key, value)
        except StorageError as error:
            _log.warning("host_memory_not_written", error=str(error))

    def _prune(self) -> None:
        now = self._clock()
        rests = {host: until for host, until in self._rests.items() if until > now}
        self._rests = dict(islice(rests.items(), max(0, len(rests) - MOST_KEPT), None))
        kept: dict[str, _Copy] = {}
        room = MOST_BYTES
        for origin, copy in reversed(self._robots.items()):
            room -= len(copy.packed or "")
            if room < 0 or len(kept) == MOST_KEPT:
                break
            if copy.until > now:
                kept[origin] = copy
        self._robots = dict(reversed(kept.items()))


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode()


def _unpacked(packed: str) -> str:
    return zlib.decompress(base64.b64decode(packed)).decode("utf-8", "replace")
