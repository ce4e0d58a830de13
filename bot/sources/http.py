"""Retrieving bytes over HTTP: politely, within limits, and only from the public internet."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import structlog
from aiohttp.abc import AbstractResolver

from bot.clock import Clock
from bot.errors import (
    HostResting,
    RobotsDisallow,
    SourceError,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.sources.address import checked_url, shown
from bot.sources.answer import Fetched, NotModified
from bot.sources.host_memory import HostMemory
from bot.sources.robots import MAX_ROBOTS, ROBOT, Robots, RobotsCache
from bot.sources.transport import Redirect, Transport
from bot.sources.turns import LONGEST_DELAY, HostTurns, Sleep, host_key

MAX_BYTES = 15 * 2**20
LONGEST_REST = 7 * 24 * 3600.0
"""Cap on a host's Retry-After, in seconds: a server that asks for years made a mistake."""
_LOOK = 5.0
"""Seconds that a look whether a host answers at all may take."""
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)

_log = structlog.get_logger(__name__)


def user_agent(contact: str | None) -> str:
    """How the bot introduces itself: `DiemTin/<version> (+<contact>)`."""
    try:
        number = version("diem-tin")
    except PackageNotFoundError:  # run from a plain copy of the sources
        number = "0"
    safe = re.sub(r"[^\x21-\x7e]", "", contact or "")
    return f"{ROBOT}/{number} (+{safe})" if safe else f"{ROBOT}/{number}"


class Fetcher:
    """One HTTP client for everything; use as an async context manager.

    A host (`turns.host_key`) is asked one thing at a time, `min_gap` seconds or its Crawl-delay
    apart; a Retry-After that it states holds for all its addresses. No cookies, no Referer, and no
    address is changed.

    Every wait between requests goes through `sleep` and `monotonic`, so that a day can be simulated
    in seconds with real servers: pass a `sleep` that moves the clock which `monotonic` and `clock`
    read. The deadline of a request is real time on the event loop; it ends what hangs.

    Args:
        clock: the present, for dates in headers.
        contact: URL or e-mail named in the User-Agent.
        private_networks: allow addresses outside the public internet.
        min_gap: seconds between the end of one request to a host and the next one to it.
        deadline: seconds that one `fetch` may spend on the network, redirects included; waiting
            for the host's turn does not count.
        max_bytes: cap on the decompressed body.
        max_redirects: how many hops are followed.
        trust_env: honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY. A proxy resolves names itself:
            keeping it out of private networks is then its own task.
        sleep: waits for seconds.
        monotonic: seconds on a clock that only goes forward.
        resolver: names to addresses; None asks the operating system. The address that it gives is
            checked like any other.
        memory: what hosts asked for in earlier runs, and where to keep what they ask for now.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        contact: str | None = None,
        private_networks: bool = False,
        min_gap: float = 2.0,
        deadline: float = 20.0,
        max_bytes: int = MAX_BYTES,
        max_redirects: int = 5,
        trust_env: bool = True,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        resolver: AbstractResolver | None = None,
        memory: HostMemory | None = None,
    ) -> None:
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._turns = HostTurns(min_gap, sleep=sleep, monotonic=monotonic)
        self._memory = memory
        self._robots = RobotsCache(self._read_robots, monotonic=monotonic, memory=memory)
        self._transport = Transport(
            clock=clock,
            headers={"User-Agent": user_agent(contact), "Accept": _ACCEPT},
            private_networks=private_networks,
            trust_env=trust_env,
            resolver=resolver,
        )

    async def __aenter__(self) -> Self:
        if self._memory is not None:
            await self._memory.load()
            for host, seconds in self._memory.rests().items():
                self._turns.rest(host, min(seconds, LONGEST_REST))
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)
        if self._memory is not None:
            await self._memory.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        ca_bundle: str | None = None,
        robots: bool = True,
    ) -> Fetched | NotModified:
        """Read `url`, following redirects; conditionally when `etag` or `last_modified` is given.

        `robots=False`: a person named this very address, so robots.txt does not forbid it (its
        Crawl-delay holds even so).

        Raises:
            SourceRefused: not http(s), or an address outside the public internet.
            RobotsDisallow: robots.txt forbids it.
            SourceUnreachable: network failure (`NoAnswer`), timeout (`NoAnswer`), too many
                redirects, status ≥ 500, or robots.txt cannot be read (`RobotsUnreachable`).
            SourceThrottled: 429, or 503 with Retry-After; `HostResting` as long as that lasts.
            SourceGone: 410.
            SourceUnreadable: the body is larger than the cap or damaged, or another 4xx status.
        """
        headers = {}
        if etag is not None:
            headers["If-None-Match"] = etag
        if last_modified is not None:
            headers["If-Modified-Since"] = last_modified
        return await self._follow(url, headers, ca_bundle, obey=robots)

    async def robots(self, url: str, *, ca_bundle: str | None = None) -> Robots:
        """The robots.txt of `url`'s origin, a copy of it if that is younger than a day.

        Raises:
            SourceError: as `fetch`, when it cannot be read.
        """
        known = self._robots.known(url)
        if known is None:
            known = await self._robots.of(checked_url(url), ca_bundle)
            delay = known.crawl_delay or 0.0
            if delay > LONGEST_DELAY:
                _log.info("crawl_delay_capped", host=host_key(url), seconds=delay)
        self._turns.slow_down(host_key(url), known.crawl_delay or 0.0)
        return known

    def busy_for(self, url: str) -> float:
        """Seconds for which the host of `url` is not to be asked: its pause, or its rest."""
        return self._turns.busy_for(host_key(url))

    async def reaches(self, url: str, *, ca_bundle: str | None = None) -> bool | None:
        """Whether the host of `url` gives any answer now; None: it asked for rest, so it may not
        be asked.

        Raises:
            SourceRefused: `url` is none.
        """
        target = urljoin(checked_url(url), "/robots.txt")
        try:
            async with self._turns.turn(host_key(target)):
                return await self._transport.answers(target, seconds=_LOOK, ca_bundle=ca_bundle)
        except HostResting:
            return None

    async def _follow(
        self, url: str, headers: Mapping[str, str], ca_bundle: str | None, *, obey: bool
    ) -> Fetched | NotModified:
        target = checked_url(url)
        permanent: str | None = None
        only_permanent = True
        left = self._deadline
        for _ in range(self._max_redirects + 1):
            await self._mind_robots(target, ca_bundle, obey=obey)
            async with self._turns.turn(host_key(target)):
                started = time.monotonic()
                answer = await self._ask(target, headers, ca_bundle, left)
                left -= time.monotonic() - started
            if not isinstance(answer, Redirect):
                return answer if permanent is None else replace(answer, permanent_url=permanent)
            only_permanent = only_permanent and answer.permanent
            target = checked_url(answer.location, target)
            if only_permanent:
                permanent = target
        raise SourceUnreachable(f"{shown(url)}: more than {self._max_redirects} redirects")

    async def _mind_robots(self, url: str, ca_bundle: str | None, *, obey: bool) -> None:
        try:
            robots = await self.robots(url, ca_bundle=ca_bundle)
        except SourceError as error:
            if obey and not isinstance(error, SourceRefused):
                raise
            return  # the request itself will tell what is wrong
        if obey and not robots.allows(url):
            raise RobotsDisallow(f"{shown(url)} is disallowed by robots.txt")

    async def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        ca_bundle: str | None,
        seconds: float,
        *,
        first_bytes: int | None = None,
    ) -> Fetched | NotModified | Redirect:
        """One request within its turn; a Retry-After gives the host its rest."""
        try:
            return await self._transport.ask(
                url,
                headers,
                seconds=seconds,
                max_bytes=self._max_bytes if first_bytes is None else first_bytes,
                cut=first_bytes is not None,
                ca_bundle=ca_bundle,
            )
        except SourceThrottled as error:
            if error.retry_after:
                seconds = min(error.retry_after, LONGEST_REST)
                self._turns.rest(host_key(url), seconds)
                if self._memory is not None:
                    self._memory.keep_rest(host_key(url), self._turns.busy_for(host_key(url)))
            raise

    async def _read_robots(self, url: str, ca_bundle: str | None) -> str:
        """The text at an address of robots.txt; redirects are followed (RFC 9309 §2.3.1.2)."""
        target = url
        left = min(self._deadline, _LOOK * 2)
        for _ in range(self._max_redirects + 1):
            async with self._turns.turn(host_key(target)):
                started = time.monotonic()
                answer = await self._ask(target, {}, ca_bundle, left, first_bytes=MAX_ROBOTS)
                left -= time.monotonic() - started
            if isinstance(answer, Fetched):
                return answer.body.decode("utf-8", "replace")
            if isinstance(answer, NotModified):
                break
            target = checked_url(answer.location, target)
        raise SourceUnreadable(f"{shown(url)}: leads nowhere")
