"""robots.txt: what a host lets robots read, and how fast (RFC 9309, and the Crawl-delay in use).

A robot is who follows links. What the bot finds by itself (article pages, listings, next pages,
sitemaps) is asked for only where robots.txt allows it. An address that a person named as a feed, or
handed in once, is read on that person's behalf, as feed readers do; the Crawl-delay of its host
holds all the same.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from bot.errors import (
    NoAnswer,
    RobotsUnreachable,
    SourceError,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
)
from bot.sources.host_memory import HostMemory, KeptRobots
from bot.sources.parse_apart import parse_apart
from storage.models import Source

ROBOT = "DiemTin"
"""The product token that `User-agent` lines are compared with."""
MAX_ROBOTS = 500 * 1024
"""Bytes that are looked at (RFC 9309 §2.5); the rest is ignored."""
KEPT_FOR = 24 * 3600.0
"""Seconds for which a copy is used (RFC 9309 §2.4)."""
RETRY_AFTER = 3600.0
"""Seconds until a robots.txt that could not be read is asked for again."""
GIVE_UP_AFTER = 24 * 3600.0
"""Seconds after which a host that answers, but never gives its robots.txt, counts as having none.
RFC 9309 §2.3.1.4 leaves the time open ("for example, 30 days"); with an hourly poll a day is 24
answers of 5xx, and longer would leave every article of that host at its summary."""

_MOST_KEPT = 2_000
_MAX_LINE = 2_000
_MAX_LINES = 20_000


def _parse(text: str) -> Protego:
    # A line of 500 KB without a colon costs Protego hours: no site means one seriously.
    lines = [line for line in text.lstrip("\ufeff").splitlines() if len(line) <= _MAX_LINE]
    del lines[_MAX_LINES:]
    try:
        return Protego.parse("\n".join(lines))
    except ValueError:  # of urllib, on a path such as `//[`
        return Protego.parse("\n".join(filter(_is_readable, lines)))


def _is_readable(line: str) -> bool:
    try:
        Protego.parse(f"User-agent: *\n{line}")
    except ValueError:
        return False
    return True


class Robots:
    """The rules of one robots.txt; `text` is what it says, "" allows everything."""

    def __init__(self, text: str) -> None:
        self._rules = _parse(text)

    def allows(self, url: str) -> bool:
        """Whether a robot may ask for `url`."""
        try:
            return self._rules.can_fetch(url, ROBOT)
        except ValueError:  # an address that urllib cannot read is for the request to refuse
            return True

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests; None: nothing usable is stated."""
        delay = self._rules.crawl_delay(ROBOT)
        return delay if delay is not None and math.isfinite(delay) and delay > 0 else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of its `Sitemap` lines, as written."""
        return tuple(self._rules.sitemaps)


EVERYTHING = Robots("")


def binds(source: Source) -> bool:
    """Whether robots.txt decides over the source's own address.

    Not over a feed's, which a person named, nor where the operator has the publisher's permission.
    """
    return source.robots and source.kind != "feed"


@dataclass(slots=True)
class _Copy:
    robots: Robots | None
    """None: it could not be read so far."""
    until: float
    failing_since: float | None = None
    error: str = ""
    text: str | None = None
    """What `robots` was made of."""


class RobotsCache:
    """The robots.txt of each origin, asked for when one is needed.

    Args:
        read: the text behind an address of robots.txt (redirects followed), asked for with a CA
            bundle or None; it raises what `Fetcher.fetch` raises.
        monotonic: seconds on a clock that only goes forward.
        memory: what earlier runs learnt, None: nothing is remembered.
    """

    def __init__(
        self,
        read: Callable[[str, str | None], Awaitable[str]],
        *,
        monotonic: Callable[[], float],
        memory: HostMemory | None = None,
    ) -> None:
        self._read = read
        self._memory = memory
        self._asking: dict[str, asyncio.Lock] = {}
        self._monotonic = monotonic
        self._copies: OrderedDict[str, _Copy] = OrderedDict()

    def known(self, url: str) -> Robots | None:
        """The copy of `url`'s origin that is still fresh, None: it would have to be asked for."""
        copy = self._copies.get(_origin(url))
        return copy.robots if copy is not None and self._monotonic() < copy.until else None

    async def of(self, url: str, ca_bundle: str | None = None) -> Robots:
        """The rules of `url`'s origin.

        Raises:
            RobotsUnreachable: they cannot be read, and no earlier copy is known.
            NoAnswer, SourceRefused, SourceThrottled: as for any address of that host.
        """
        origin = _origin(url)
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:  # whoever asks meanwhile waits for this one's answer
                copy = self._copies.get(origin) or await self._remembered(origin)
                if copy is None or self._monotonic() >= copy.until:
                    copy = await self._ask(origin, ca_bundle, copy)
                    self._keep(origin, copy)
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)
        if copy.robots is None:
            raise RobotsUnreachable(f"{copy.error}; its pages wait until it can be read")
        return copy.robots

    async def _remembered(self, origin: str) -> _Copy | None:
        """What an earlier run learnt that is still fresh."""
        kept = self._memory.robots(origin) if self._memory is not None else None
        if kept is None:
            return None
        now = self._monotonic()
        copy = _Copy(
            None if kept.text is None else await _parsed(kept.text),
            now + min(kept.seconds, KEPT_FOR),
            None if kept.failing_for is None else now - kept.failing_for,
            f"{origin}/robots.txt could not be read" if kept.failing_for is not None else "",
            kept.text,
        )
        self._copies[origin] = copy
        return copy

    async def _ask(self, origin: str, ca_bundle: str | None, former: _Copy | None) -> _Copy:
        try:
            text = await self._read(f"{origin}/robots.txt", ca_bundle)
        except (SourceRefused, SourceThrottled):
            raise  # the page's own request would fare the same
        except NoAnswer as error:
            if former is None or former.robots is None:
                raise
            return self._failed(former, error)
        except SourceUnreachable as error:
            return self._failed(former, error)
        except SourceError:
            text = ""  # there is none, or it is no text: all is allowed (RFC 9309 §2.3.1.3)
        return _Copy(await _parsed(text), self._monotonic() + KEPT_FOR, text=text)

    def _failed(self, former: _Copy | None, error: SourceError) -> _Copy:
        now = self._monotonic()
        since = now
        robots, text = None, None
        if former is not None:
            robots, text = former.robots, former.text
            since = now if former.failing_since is None else former.failing_since
        if robots is None and now - since >= GIVE_UP_AFTER:
            robots, text = EVERYTHING, ""
        return _Copy(robots, now + RETRY_AFTER, since, str(error), text)

    def _keep(self, origin: str, copy: _Copy) -> None:
        self._copies[origin] = copy
        self._copies.move_to_end(origin)
        while len(self._copies) > _MOST_KEPT:
            self._copies.popitem(last=False)
        if self._memory is not None:
            now, since = self._monotonic(), copy.failing_since
            failing_for = None if since is None else now - since
            self._memory.keep_robots(origin, KeptRobots(copy.text, copy.until - now, failing_for))


async def _parsed(text: str) -> Robots:
    return await parse_apart(len(text), Robots, text) if text else EVERYTHING


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
