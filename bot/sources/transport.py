"""One HTTP request and its answer: within limits, and only from the public internet."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.clock import Clock
from bot.errors import (
    NoAnswer,
    PageDenied,
    PageMissing,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.sources.address import (
    PrivateAddress,
    guarded_socket,
    open_socket,
    private_network,
    refuse_private_literal,
    shown,
)
from bot.sources.answer import Fetched, NotModified, freshness, retry_after

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_CODINGS = "gzip, deflate, br"
_DECODED = frozenset({"", "identity", "gzip", "deflate", "br"})
"""Content codings that aiohttp undoes; one in another is nothing that was asked for."""
_PIECE = 65_536
_YIELD_AFTER = 4
"""Pieces after which other tasks get their turn: unfolding 15 MB at one go took 45 ms."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where the server sends whoever asks."""

    location: str
    """As written, relative or not."""
    permanent: bool


class Transport:
    """Two pools of connections, direct and by proxy; use as an async context manager.

    Args:
        clock: the present, for dates in headers.
        headers: sent with every request.
        private_networks: allow addresses outside the public internet.
        trust_env: honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY. A proxy resolves names itself:
            keeping it out of private networks is then its own task.
        resolver: names to addresses; None asks the operating system.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        headers: Mapping[str, str],
        private_networks: bool,
        trust_env: bool,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._clock = clock
        self._headers = {**headers, "Accept-Encoding": _CODINGS}
        self._private = private_networks
        self._trust_env = trust_env
        self._resolver = resolver
        self._tls: dict[str, ssl.SSLContext] = {}
        self._direct: aiohttp.ClientSession | None = None
        self._proxied: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._direct = self._session(guarded=not self._private)
        self._proxied = self._session(guarded=False)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in (self._direct, self._proxied):
            if session is not None:
                await session.close()

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=guarded_socket if guarded else open_socket,
                limit=64,
                limit_per_host=2,  # one request and one look whether the host answers at all
                resolver=self._resolver,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
        )

    async def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        seconds: float,
        max_bytes: int,
        cut: bool = False,
        ca_bundle: str | None = None,
    ) -> Fetched | NotModified | Redirect:
        """One request, over within `seconds`; a redirect is handed back, not followed.

        `cut`: of a body larger than `max_bytes` the beginning is wanted, not an error.

        Raises:
            SourceError: as `Fetcher.fetch` says.
        """
        session, proxy = self._route(url)
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                async with session.get(
                    url,
                    headers=headers,
                    proxy=proxy,
                    allow_redirects=False,
                    ssl=self._context(ca_bundle) if ca_bundle else True,
                    timeout=aiohttp.ClientTimeout(total=None),
                ) as response:
                    return await self._answer(url, response, max_bytes, cut=cut)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise _named(url, error) from error

    async def answers(self, url: str, *, seconds: float, ca_bundle: str | None = None) -> bool:
        """Whether the server gives any HTTP answer at all within `seconds`."""
        try:
            await self.ask(url, {}, seconds=seconds, max_bytes=_PIECE, ca_bundle=ca_bundle)
        except (NoAnswer, SourceRefused):
            return False
        except SourceError:
            return True
        return True

    def _route(self, url: str) -> tuple[aiohttp.ClientSession, str | None]:
        if self._direct is None or self._proxied is None:
            raise RuntimeError("use the Fetcher as an async context manager")
        if not self._private:
            refuse_private_literal(url)  # no name need be resolved to know
        parts = urlsplit(url)
        if not self._trust_env or proxy_bypass(parts.netloc):
            return self._direct, None
        proxy = getproxies().get(parts.scheme)
        return (self._direct, None) if proxy is None else (self._proxied, proxy)

    def _context(self, ca_bundle: str) -> ssl.SSLContext:
        if ca_bundle not in self._tls:
            context = ssl.create_default_context()  # beside the usual roots, not instead of them
            try:
                context.load_verify_locations(cafile=ca_bundle)
            except OSError as error:
                raise SourceUnreachable(f"ca_bundle {ca_bundle} cannot be read") from error
            self._tls[ca_bundle] = context
        return self._tls[ca_bundle]

    async def _answer(
        self, url: str, response: aiohttp.ClientResponse, max_bytes: int, *, cut: bool
    ) -> Fetched | NotModified | Redirect:
        status, headers = response.status, response.headers
        if status == 304:
            return NotModified(url, max_age=freshness(headers, self._clock()))
        if status in _REDIRECTS and "Location" in headers:
            return Redirect(headers["Location"], status in _PERMANENT)
        self._refuse_status(url, status, headers)
        return Fetched(
            url=url,
            status=status,
            body=await _body(url, response, max_bytes, cut=cut),
            content_type=(headers.get("Content-Type", "").partition(";")[0].strip().lower())
            or None,
            charset=response.charset,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            max_age=freshness(headers, self._clock()),
        )

    def _refuse_status(self, url: str, status: int, headers: Mapping[str, str]) -> None:
        wait = retry_after(headers.get("Retry-After"), self._clock())
        if status == 410:
            raise SourceGone(f"{shown(url)}: HTTP 410, gone for good")
        if status == 429 or (status == 503 and wait is not None):
            raise SourceThrottled(f"{shown(url)}: HTTP {status}, asked to wait", wait)
        if status == 404:
            raise PageMissing(f"{shown(url)}: HTTP 404")
        if status in (401, 403):
            raise PageDenied(f"{shown(url)}: HTTP {status}")
        if 400 <= status < 500:
            raise SourceUnreadable(f"{shown(url)}: HTTP {status}")
        if not 200 <= status < 300:
            raise SourceUnreachable(f"{shown(url)}: HTTP {status}")


async def _body(url: str, response: aiohttp.ClientResponse, max_bytes: int, *, cut: bool) -> bytes:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _DECODED:
        raise SourceUnreadable(f"{shown(url)}: encoded as {coding[:40]!r}, which was not asked for")
    too_large = f"{shown(url)}: larger than {max_bytes / 2**20:g} MB"
    if (response.content_length or 0) > max_bytes and not cut:
        raise SourceUnreadable(too_large)
    body = bytearray()
    pieces = 0
    async for piece in response.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > max_bytes:
            if cut:
                return bytes(body[:max_bytes])
            raise SourceUnreadable(too_large)
        pieces += 1
        if pieces % _YIELD_AFTER == 0:
            await asyncio.sleep(0)
    return bytes(body)


def _named(url: str, error: Exception) -> SourceError:
    """What went wrong on the way, named for the reaction."""
    match error:
        case TimeoutError():
            return NoAnswer(f"{shown(url)}: no answer in time")
        case aiohttp.InvalidURL():
            return SourceRefused(f"{shown(url)} is no usable address")
        case aiohttp.ClientConnectorCertificateError():
            return NoAnswer(f"{shown(url)}: its certificate is not trusted (see ca_bundle)")
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, PrivateAddress):
            return SourceRefused(private_network(shown(url)))
        case aiohttp.ClientConnectorError():
            return NoAnswer(f"{shown(url)}: {error.os_error}")
        case aiohttp.ClientPayloadError():
            return SourceUnreadable(f"{shown(url)}: the body is damaged")
        case aiohttp.ClientConnectionError() | OSError():
            return NoAnswer(f"{shown(url)}: {type(error).__name__}")
        case _:  # an answer that is no HTTP, header lines beyond every measure, a strange port
            return SourceUnreachable(f"{shown(url)}: {type(error).__name__}")
