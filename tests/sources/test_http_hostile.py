"""Servers that mean harm: whatever they send is refused within the caps, and nobody else waits."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # it ships no type information
import pytest
from aiohttp import web

from bot.errors import SourceError, SourceRefused, SourceUnreachable, SourceUnreadable
from bot.sources.answer import Fetched
from bot.sources.http import MAX_BYTES
from tests.sources.raw_server import Talk, raw_server
from tests.sources.site import Site, local_fetcher, serving

MB = 2**20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@dataclass
class Watched:
    """What a hostile answer cost."""

    peak: int = 0
    """Bytes of Python memory above the start."""
    blocked: float = 0.0
    """Longest time for which the loop served nobody, in seconds."""


@asynccontextmanager
async def watching() -> AsyncIterator[Watched]:
    """Measures until the block ends; the first collection of garbage is not counted."""
    watched = Watched()
    done = asyncio.Event()

    async def look() -> None:
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            watched.blocked = max(watched.blocked, time.perf_counter() - before - 0.002)

    tracemalloc.start()
    looking = asyncio.create_task(look())
    try:
        yield watched
    finally:
        done.set()
        await looking
        watched.peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


def _packed(coding: str, size: int) -> bytes:
    """`size` zero bytes in a content coding, never whole in memory."""
    zeros = bytes(MB)
    if coding == "br":
        press = brotli.Compressor(quality=5)
        parts = [press.process(zeros) for _ in range(size // MB)]
        return b"".join([*parts, press.finish()])
    deflate = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    return b"".join(deflate.compress(zeros) for _ in range(size // MB)) + deflate.flush()


async def _refused_page(page: web.Response) -> tuple[SourceError, Watched]:
    async with serving(Site({"/a": page})) as site:
        return await _refused_at(site.url("/a"))


async def _refused(talk: Talk, *, deadline: float = 5.0) -> tuple[SourceError, Watched]:
    async with raw_server(talk) as url:
        return await _refused_at(url, deadline=deadline)


async def _refused_at(url: str, *, deadline: float = 5.0) -> tuple[SourceError, Watched]:
    async with local_fetcher(deadline=deadline) as fetcher, watching() as cost:
        with pytest.raises(SourceError) as caught:
            await fetcher.fetch(url)
    return caught.value, cost


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
async def test_bombs_are_not_unfolded(coding: str) -> None:
    """A few kilobytes that unfold to 200 MB are refused at 15 MB, in memory for 15 MB."""
    bomb = web.Response(body=_packed(coding, 200 * MB), headers={"Content-Encoding": coding})
    error, cost = await _refused_page(bomb)
    assert "larger than 15 MB" in str(error)
    assert cost.peak < 3 * MAX_BYTES


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip, br", "br, gzip", "zstd", "compress"])
async def test_codings_that_were_not_asked_for_are_refused(coding: str) -> None:
    """A body packed twice, or in a way that the bot does not offer, is not unpacked at all."""
    inner = _packed("gzip", 50 * MB)
    body = gzip.compress(inner) if coding.endswith("gzip") else brotli.compress(inner)
    bomb = web.Response(body=body, headers={"Content-Encoding": coding})
    error, cost = await _refused_page(bomb)
    assert isinstance(error, SourceUnreadable | SourceUnreachable)
    assert cost.peak < MAX_BYTES


async def test_members_chained_without_end_are_refused() -> None:
    """Gzip members in a row are one body, and a hundred thousand of them are no body."""
    body = gzip.compress(b"x") * 100_000
    bomb = web.Response(body=body, headers={"Content-Encoding": "gzip"})
    error, cost = await _refused_page(bomb)
    assert isinstance(error, SourceUnreadable)
    assert cost.peak < MAX_BYTES


async def test_brotli_is_read() -> None:
    """What the bot offers to read it reads."""
    plain = "đường tỉnh 907".encode() * 1_000
    page = web.Response(body=brotli.compress(plain), headers={"Content-Encoding": "br"})
    async with serving(Site({"/a": page})) as site, local_fetcher() as fetcher:
        fetched = await fetcher.fetch(site.url("/a"))
    assert isinstance(fetched, Fetched)
    assert fetched.body == plain
    assert site.asked[0].headers["Accept-Encoding"] == "gzip, deflate, br"


async def test_a_single_line_of_100_mb_is_cut_off() -> None:
    """A body without end or length is read up to the cap."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"\r\n")
        for _ in range(100):
            writer.write(b"a" * MB)
            await writer.drain()

    error, cost = await _refused(talk)
    assert isinstance(error, SourceUnreadable)
    assert cost.peak < 3 * MAX_BYTES


async def test_a_status_line_without_end_is_cut_off() -> None:
    """A first line of 100 MB is no answer."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        for _ in range(100):
            writer.write(b"a" * MB)
            await writer.drain()

    error, cost = await _refused(talk)
    assert isinstance(error, SourceUnreachable)
    assert cost.peak < MAX_BYTES


async def test_a_header_of_many_megabytes_is_cut_off() -> None:
    """One header field of 50 MB is refused before it is read."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"X-Long: ")
        for _ in range(50):
            writer.write(b"a" * MB)
            await writer.drain()

    error, cost = await _refused(talk)
    assert isinstance(error, SourceUnreachable)
    assert cost.peak < MAX_BYTES


async def test_headers_without_end_are_cut_off() -> None:
    """A million header fields are refused early on."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for number in range(1_000):
            writer.write(b"".join(b"X-%d-%d: a\r\n" % (number, each) for each in range(1_000)))
            await writer.drain()

    error, cost = await _refused(talk)
    assert isinstance(error, SourceUnreachable)
    assert cost.peak < MAX_BYTES


async def test_a_set_of_cookies_is_not_kept() -> None:
    """Thousands of cookies cost nothing later on: none is kept, none is sent."""
    cookies = [("Set-Cookie", f"c{number}=1; Path=/") for number in range(100)]

    async def page(request: web.BaseRequest) -> web.Response:
        assert "Cookie" not in request.headers
        answer = web.Response(text="ok")
        answer.headers.extend(cookies)
        return answer

    async with serving(Site({"/a": page})) as site, local_fetcher() as fetcher:
        for _ in range(2):
            await fetcher.fetch(f"http://localhost:{site.port}/a")


async def test_slow_headers_end_at_the_deadline() -> None:
    """Header lines that drip in are cut off like a body that does."""
    number = 0

    async def talk(writer: asyncio.StreamWriter) -> None:
        nonlocal number
        writer.write(HEAD)
        while number < 500:
            number += 1
            writer.write(b"X-%d: a\r\n" % number)
            await writer.drain()
            await asyncio.sleep(0.05)

    error, _ = await _refused(talk, deadline=0.3)
    assert "no answer in time" in str(error)
    assert 0 < number < 500


async def test_endless_promises_end() -> None:
    """`100 Continue` again and again is no answer."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
            await writer.drain()
            await asyncio.sleep(0)

    error, cost = await _refused(talk, deadline=0.5)
    assert isinstance(error, SourceUnreachable)
    assert cost.peak < MAX_BYTES


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\xff garbage \r\n\r\n",
        b"SSH-2.0-OpenSSH_9.7\r\n\r\n",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
    ],
    ids=["nothing", "noise", "ssh", "status", "negative", "two lengths", "cut short", "chunks"],
)
async def test_what_is_no_http_is_one_clear_error(answer: bytes) -> None:
    """Nothing that a server sends breaks the fetcher."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    error, _ = await _refused(talk)
    assert isinstance(error, SourceUnreachable | SourceUnreadable)


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://tin.example/a",
        "data:text/html,hello",
        "gopher://127.0.0.1:25/",
        "javascript:alert(1)",
        "http://[::1",
        "http://tin.example:99999/",
        "http://a b/",
        "http://tin%2eexample/",
    ],
)
async def test_redirects_lead_to_http_alone(target: str) -> None:
    """A hop to any other scheme, or to no address at all, is refused."""
    hop = web.Response(status=302, headers={"Location": target})
    async with serving(Site({"/a": hop})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceRefused):
            await fetcher.fetch(site.url("/a"))
    assert site.paths() == ["/a"]


async def test_redirects_without_end_are_given_up() -> None:
    """A server that always sends on to yet another address is left after five hops."""

    async def hop(request: web.BaseRequest) -> web.Response:
        number = int(request.query.get("n", "0"))
        return web.Response(status=302, headers={"Location": f"/a?n={number + 1}"})

    async with serving(Site({"/a": hop})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceUnreachable, match="redirects"):
            await fetcher.fetch(site.url("/a"))
    assert len(site.asked) == 6


async def test_a_large_page_does_not_stop_the_others() -> None:
    """While 15 MB are unfolded other tasks get their turns."""
    turns = 0
    big = web.Response(body=_packed("gzip", 14 * MB), headers={"Content-Encoding": "gzip"})
    async with serving(Site({"/a": big})) as site, local_fetcher() as fetcher:
        reading = asyncio.create_task(fetcher.fetch(site.url("/a")))
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)
        await reading
    assert turns > 10
