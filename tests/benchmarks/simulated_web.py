"""The sites of a simulated day: a real HTTP server on loopback that is 500 hosts at once.

Every host name leads to it through the resolver that the fetcher is given; which site is asked for
it reads from the Host header, as a server of many sites does. It keeps a log of every request.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from enum import StrEnum, auto
from hashlib import blake2b
from typing import Self

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.turns import host_key
from tests.benchmarks.simulated_news import HOUR, Format, Habit, Outlet, Story, Validators
from tests.benchmarks.simulated_pages import article_page, feed_of, instant

PATIENCE = 20.0
"""Seconds after which the bot gives a request up (`Fetcher`'s deadline)."""


_Pair = tuple[str | None, str | None]
"""ETag and Last-Modified."""


class Asked(StrEnum):
    """What a request was for."""

    LIST = auto()
    """A feed or section page."""
    PAGE = auto()
    ROBOTS = auto()
    OTHER = auto()
    """Nothing that a link leads to."""


@dataclass(slots=True)
class Request:
    """One line of the log."""

    host: str
    path: str
    began: float
    asked: Asked = Asked.OTHER
    outlet: int | None = None
    ended: float = 0.0
    status: int = 0
    conditional: bool = False
    rest: float = 0.0
    """Seconds of Retry-After."""
    crawl_delay: float = 0.0
    """What this robots.txt asks for."""
    size: int = 0


@dataclass(slots=True)
class SimulatedWeb:
    """All sites; `log` in the order in which requests came."""

    outlets: Sequence[Outlet]
    outages: Sequence[tuple[float, float]] = ()
    log: list[Request] = field(default_factory=list)
    served: dict[int, float] = field(default_factory=dict)
    """Story → when a feed that lists it first went out."""
    versions: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Story → the versions of its whole text that went out."""
    served_titles: dict[int, str] = field(default_factory=dict)
    """Story → the headline that any feed or page gave last."""
    wrong: list[str] = field(default_factory=list)
    """Rules of politeness that a request broke as it came."""
    due_at: Callable[[str], float | None] = field(default=lambda source: None)
    """Source id → the second before which the bot means to leave it alone."""
    port: int = 0
    cut_off: bool = False
    _lists: dict[tuple[str, str], Outlet] = field(default_factory=dict)
    _pages: dict[tuple[str, str], Story] = field(default_factory=dict)
    _given: dict[str, set[_Pair]] = field(default_factory=lambda: defaultdict(set))
    """Source id → the validators of each list that went out whole."""
    _throttled: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    _asked_times: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        for outlet in self.outlets:
            self._lists[host_key(f"http://{outlet.host}"), outlet.path] = outlet
            for story in outlet.stories:
                self._pages[host_key(f"http://{outlet.host}"), story.path] = story

    @property
    def now(self) -> float:
        """Seconds since the day began."""
        return asyncio.get_running_loop().time()

    def is_out(self) -> bool:
        """Whether the network is down."""
        return any(begin <= self.now < end for begin, end in self.outages)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        """Listen on a free port of 127.0.0.1, except in outages, which cut every connection."""
        server = web.Server(self._answer, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        gate = asyncio.create_task(self._open_and_close(runner, server, site))
        try:
            yield self
        finally:
            gate.cancel()
            await runner.cleanup()

    async def _open_and_close(
        self, runner: web.ServerRunner, server: web.Server, site: web.TCPSite
    ) -> None:
        for begin, end in self.outages:
            await asyncio.sleep(begin - self.now)
            await site.stop()
            for connection in list(server.connections):
                if connection.transport is not None:
                    connection.transport.abort()
            self.cut_off = True
            await asyncio.sleep(end - self.now)
            site = web.TCPSite(runner, "127.0.0.1", self.port)
            await site.start()
            self.cut_off = False

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        host = host_key(f"http://{request.host}")
        line = Request(host, request.path, self.now)
        line.conditional = bool(request.headers.keys() & {"If-None-Match", "If-Modified-Since"})
        self.log.append(line)
        try:
            await asyncio.sleep(0.05 + (len(self.log) % 7) * 0.06)
            response = await self._respond(request, line)
            response.headers["Date"] = _http_date(self.now)
            line.status = response.status
            line.size = len(response.body or b"") if isinstance(response.body, bytes) else 0
            return response
        finally:
            line.ended = line.ended or self.now

    async def _respond(self, request: web.BaseRequest, line: Request) -> web.Response:
        outlet = self._lists.get((line.host, line.path))
        story = self._pages.get((line.host, line.path))
        if line.path == "/robots.txt":
            line.asked = Asked.ROBOTS
            return self._robots(line)
        moved = line.host.partition(".")[2] if line.host.startswith("moi.") else None
        if moved is not None:
            outlet = self._lists.get((moved, line.path))
        if outlet is not None:
            line.asked, line.outlet = Asked.LIST, outlet.number
            return await self._list(request, line, outlet, moved=moved is not None)
        if story is not None:
            line.asked, line.outlet = Asked.PAGE, story.outlet
            return self._page(line, story)
        return web.Response(status=404)

    def _robots(self, line: Request) -> web.Response:
        owners = [each for each in self.outlets if host_key(f"http://{each.host}") == line.host]
        if any(each.habit is Habit.ROBOTS_DOWN and each.is_troubled(self.now) for each in owners):
            return web.Response(status=503)
        if any(each.crawl_delay for each in owners):
            delay = max(each.crawl_delay or 0 for each in owners)
            line.crawl_delay = delay
            text = f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /noi-bo/\n"
            return web.Response(text=text)
        return web.Response(status=404)

    async def _list(
        self, request: web.BaseRequest, line: Request, outlet: Outlet, *, moved: bool
    ) -> web.Response:
        habit, troubled = outlet.habit, outlet.is_troubled(self.now)
        due = self.due_at(outlet.id)
        if due is not None and self.now < due - 0.001:
            self.wrong.append(f"{outlet.id} was asked {due - self.now:.0f} s before its next poll")
        self._asked_times[outlet.number] += 1
        if habit is Habit.HANGS and troubled:
            line.ended = self.now + PATIENCE  # by then whoever asked has hung up
            await asyncio.sleep(2 * PATIENCE)
        if habit is Habit.BURSTS and troubled:
            return web.Response(status=500)
        if habit is Habit.GOES and troubled:
            return web.Response(status=410)
        if habit in (Habit.THROTTLES, Habit.THROTTLES_UNTIL) and self._throttles(outlet):
            line.rest = 2.5 * HOUR
            rest = f"{line.rest:.0f}"
            if habit is Habit.THROTTLES_UNTIL:
                rest = _http_date(self.now + line.rest)
            return web.Response(status=429, headers={"Retry-After": rest})
        if habit is Habit.MOVES and troubled and not moved:
            target = f"http://moi.{host_key(f'http://{outlet.host}')}{outlet.path}"
            return web.Response(status=301, headers={"Location": target})
        if habit is Habit.REDIRECTS and "qua" not in request.query:
            return web.Response(status=302, headers={"Location": f"{outlet.path}?qua=1"})
        return self._fresh_or_not(request, line, outlet)

    def _throttles(self, outlet: Outlet) -> bool:
        """The third look and the sixth are asked to wait."""
        return self._asked_times[outlet.number] in (3, 6)

    def _fresh_or_not(
        self, request: web.BaseRequest, line: Request, outlet: Outlet
    ) -> web.Response:
        def link(story: Story) -> str:
            return f"http://{outlet.host}{story.path}"

        body, media_type = feed_of(outlet, self.now, link)
        shown = outlet.shown(self.now)
        latest = max(
            (
                max(story.appears, *(e.at for e in story.edits if e.at <= self.now), -40 * HOUR)
                for story in shown
            ),
            default=-40 * HOUR,
        )
        etag, date = self._validators(outlet, body, latest)
        self._check_verbatim(request, outlet)
        headers = {}
        if etag is not None:
            headers["ETag"] = etag
        if date is not None:
            headers["Last-Modified"] = date
        if outlet.habit is Habit.SHORT_LIVED:
            headers["Cache-Control"] = "public, max-age=5400"
        for story in shown:
            self.served.setdefault(story.number, self.now)
        if etag is not None and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        if etag is None and date is not None and request.headers.get("If-Modified-Since") == date:
            return web.Response(status=304, headers=headers)
        self._given[outlet.id].add((etag, date))
        for story in shown:
            if outlet.format is not Format.LISTING:  # its headlines may be short ones
                self.served_titles[story.number] = story.text(self.now).title
            if outlet.format is Format.FULL:
                self.versions[story.number].append(story.version(self.now))
        if outlet.compressed:
            body = gzip.compress(body, 5)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Type"] = f"{media_type}; charset=utf-8"
        return web.Response(body=body, headers=headers)

    @staticmethod
    def _validators(outlet: Outlet, body: bytes, latest: float) -> tuple[str | None, str | None]:
        if outlet.habit is Habit.NO_VALIDATORS:
            return None, None
        digest = blake2b(body, digest_size=8).hexdigest()
        etag = f'W/"{digest}"' if outlet.validators is Validators.WEAK else f'"{digest}"'
        churns = outlet.habit in (Habit.CHURNS_GUIDS, Habit.TRACKS_LINKS)
        if outlet.validators is Validators.DATE and not churns:
            return None, _http_date(latest)
        both = outlet.validators is Validators.BOTH
        return etag, _http_date(latest) if both else None

    def _check_verbatim(self, request: web.BaseRequest, outlet: Outlet) -> None:
        """An answer may have been cut off on its way: then those of an earlier one come back."""
        sent = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if sent != (None, None) and sent not in self._given[outlet.id]:
            self.wrong.append(f"validators: {outlet.id} was asked with {sent}, which it never gave")

    def _page(self, line: Request, story: Story) -> web.Response:
        if story.disallowed:
            self.wrong.append(f"{line.host}{line.path} was asked for against robots.txt")
        if self.now < story.page_from or story.appears > self.now:
            return web.Response(status=404)
        outlet = self.outlets[story.outlet]
        self.versions[story.number].append(story.version(self.now))
        self.served_titles[story.number] = story.text(self.now).title
        body = article_page(outlet, story, self.now).encode()
        return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8"})


class WebResolver(AbstractResolver):
    """Leads every host of the simulated web to its server; in an outage there are no names."""

    def __init__(self, simulated: SimulatedWeb) -> None:
        self._web = simulated

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if self._web.cut_off:
            raise OSError(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._web.port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _http_date(seconds: float) -> str:
    return format_datetime(instant(seconds).astimezone(UTC), usegmt=True)
