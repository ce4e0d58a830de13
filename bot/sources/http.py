"""Retrieving bytes over HTTP: politely, within limits, and only from the public internet."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from bot.clock import Clock
from bot.errors import (
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.sources.address import (
    PrivateAddress,
    checked_url,
    guarded_socket,
    open_socket,
    private_network,
    refuse_private_literal,
    shown,
)
from bot.sources.answer import Fetched, NotModified, max_age, retry_after
from bot.sources.turns import HostTurns

MAX_BYTES = 15 * 2**20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)


def user_agent(contact: str | None) -> str:
    """How the bot introduces itself: `DiemTin/<version> (+<contact>)`."""
    try:
        number = version("diem-tin")
    except PackageNotFoundError:  # run from a plain copy of the sources
        number = "0"
    safe = re.sub(r"[^\x21-\x7e]", "", contact or "")
    return f"DiemTin/{number} (+{safe})" if safe else f"DiemTin/{number}"


class Fetcher:
    """One pool of connections; use as an async context manager.

    Args:
        clock: the present, for Retry-After dates.
        contact: URL or e-mail named in the User-Agent.
        private_networks: allow addresses outside the public internet.
        min_gap: seconds between the end of one request to a host and the next one to it.
        deadline: seconds that one `fetch` may spend on the network, redirects included; waiting
            for the host's turn does not count.
        max_bytes: cap on the decompressed body.
        max_redirects: how many hops are followed.
        trust_env: honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY. A proxy resolves names itself:
            keeping it out of private networks is then its own task.
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
    ) -> None:
        self._clock = clock
        self._private = private_networks
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._trust_env = trust_env
        self._headers = {"User-Agent": user_agent(contact), "Accept": _ACCEPT}
        self._turns = HostTurns(min_gap)
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
                socket_factory=guarded_socket if guarded else open_socket, limit=32
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
        )

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        ca_bundle: str | None = None,
    ) -> Fetched | NotModified:
        """Read `url`, following redirects; conditionally when `etag` or `last_modified` is given.

        Raises:
            SourceRefused: not http(s), or an address outside the public internet.
            SourceUnreachable: network failure, timeout, too many redirects, status ≥ 500.
            SourceThrottled: 429, or 503 with Retry-After.
            SourceGone: 410.
            SourceUnreadable: the body is larger than the cap or damaged, or another 4xx status.
        """
        headers = {}
        if etag is not None:
            headers["If-None-Match"] = etag
        if last_modified is not None:
            headers["If-Modified-Since"] = last_modified
        target = checked_url(url)
        permanent: str | None = None
        only_permanent = True
        left = self._deadline
        for _ in range(self._max_redirects + 1):
            async with self._turns.turn(urlsplit(target).netloc.lower()):
                started = time.monotonic()
                answer = await self._ask(target, headers, ca_bundle, left)
                left -= time.monotonic() - started
            if not isinstance(answer, _Redirect):
                return _with_move(answer, permanent)
            only_permanent = only_permanent and answer.permanent
            target = checked_url(answer.location, target)
            if only_permanent:
                permanent = target
        raise SourceUnreachable(f"{shown(url)}: more than {self._max_redirects} redirects")

    async def _ask(
        self, url: str, headers: Mapping[str, str], ca_bundle: str | None, seconds: float
    ) -> Fetched | NotModified | _Redirect:
        """One request and its answer, within `seconds`."""
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
                    return await self._answer(url, response)
        except TimeoutError as error:
            raise SourceUnreachable(f"{shown(url)}: no answer in {self._deadline:g} s") from error
        except aiohttp.InvalidURL as error:
            raise SourceRefused(f"{shown(url)} is no usable address") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PrivateAddress):
                raise SourceRefused(private_network(shown(url))) from error
            raise SourceUnreachable(f"{shown(url)}: {error.os_error}") from error
        except aiohttp.ClientPayloadError as error:
            raise SourceUnreadable(f"{shown(url)}: the body is damaged") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise SourceUnreachable(f"{shown(url)}: {type(error).__name__}") from error

    def _route(self, url: str) -> tuple[aiohttp.ClientSession, str | None]:
        if self._direct is None or self._proxied is None:
            raise RuntimeError("use the Fetcher as an async context manager")
        parts = urlsplit(url)
        if not self._trust_env or proxy_bypass(parts.netloc):
            return self._direct, None
        proxy = getproxies().get(parts.scheme)
        if proxy is None:
            return self._direct, None
        if not self._private:
            refuse_private_literal(url)
        return self._proxied, proxy

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
        self, url: str, response: aiohttp.ClientResponse
    ) -> Fetched | NotModified | _Redirect:
        status, headers = response.status, response.headers
        if status == 304:
            return NotModified(url, max_age=max_age(headers.get("Cache-Control")))
        if status in _REDIRECTS and "Location" in headers:
            return _Redirect(headers["Location"], status in _PERMANENT)
        self._refuse_status(url, status, headers)
        return Fetched(
            url=url,
            status=status,
            body=await self._body(url, response),
            content_type=(headers.get("Content-Type", "").partition(";")[0].strip().lower())
            or None,
            charset=response.charset,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            max_age=max_age(headers.get("Cache-Control")),
        )

    def _refuse_status(self, url: str, status: int, headers: Mapping[str, str]) -> None:
        wait = retry_after(headers.get("Retry-After"), self._clock())
        if status == 410:
            raise SourceGone(f"{shown(url)}: HTTP 410, gone for good")
        if status == 429 or (status == 503 and wait is not None):
            raise SourceThrottled(f"{shown(url)}: HTTP {status}, asked to wait", wait)
        if 400 <= status < 500:
            raise SourceUnreadable(f"{shown(url)}: HTTP {status}")
        if not 200 <= status < 300:
            raise SourceUnreachable(f"{shown(url)}: HTTP {status}")

    async def _body(self, url: str, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._max_bytes:
            raise SourceUnreadable(self._too_large(url))
        body = bytearray()
        async for chunk in response.content.iter_chunked(65_536):
            body += chunk
            if len(body) > self._max_bytes:
                raise SourceUnreadable(self._too_large(url))
        return bytes(body)

    def _too_large(self, url: str) -> str:
        return f"{shown(url)}: larger than {self._max_bytes / 2**20:g} MB"


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str
    permanent: bool


def _with_move(answer: Fetched | NotModified, permanent: str | None) -> Fetched | NotModified:
    if permanent is None:
        return answer
    return replace(answer, permanent_url=permanent)
