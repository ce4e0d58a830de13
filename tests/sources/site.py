"""A real web site on loopback whose pages a test scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.sources.http import Fetcher
from tests.sources.moment import fixed_clock

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Page = Handler | web.Response | str | bytes


@dataclass
class Site:
    """Answers by path; unknown paths give 404.

    `asked` records every request, those for /robots.txt only where it is among the `pages`.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[web.BaseRequest] = field(default_factory=list)
    port: int = 0

    def url(self, path: str) -> str:
        """The absolute address of `path`."""
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.asked]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """What is scripted for the path."""
        page = self.pages.get(request.path_qs, self.pages.get(request.path))
        if page is not None or request.path != "/robots.txt":
            self.asked.append(request)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, str):
            return web.Response(text=page, content_type="text/html")
        if isinstance(page, bytes):
            return web.Response(body=page, content_type="application/xml")
        if isinstance(page, web.Response):
            return web.Response(status=page.status, headers=page.headers, body=page.body)
        return await page(request)


@asynccontextmanager
async def serving(site: Site | None = None) -> AsyncIterator[Site]:
    """The site, listening on a free port of 127.0.0.1."""
    served = site or Site()
    server = web.Server(served.answer)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    try:
        tcp = web.TCPSite(runner, "127.0.0.1", 0)
        await tcp.start()
        served.port = runner.addresses[0][1]
        yield served
    finally:
        await runner.cleanup()


def local_fetcher(**changes: object) -> Fetcher:
    """A fetcher that may ask loopback and does not wait between requests."""
    defaults: dict[str, object] = {
        "clock": fixed_clock,
        "private_networks": True,
        "min_gap": 0.0,
        "trust_env": False,
    }
    return Fetcher(**(defaults | changes))  # type: ignore[arg-type]  # checked by the signature
