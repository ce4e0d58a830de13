"""Retrieving over HTTP, against a real server."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from itertools import pairwise

import pytest
from aiohttp import web

from bot.errors import (
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.sources.answer import Fetched, NotModified
from bot.sources.http import user_agent
from tests.sources.site import Page, Site, local_fetcher, serving


async def test_a_page_comes_with_what_is_needed_later() -> None:
    """Body, charset and validators arrive; the bot says who it is and sends no cookie back."""

    async def page(request: web.BaseRequest) -> web.Response:
        assert "Cookie" not in request.headers
        return web.Response(
            body="Huyện Bình Lâm".encode("cp1258", "replace"),
            headers={
                "Content-Type": "text/html; charset=windows-1258",
                "ETag": 'W/"a b"',
                "Last-Modified": "Wed, 14 May 2031 01:00:00 GMT",
                "Cache-Control": "public, max-age=900",
                "Set-Cookie": "seen=1",
            },
        )

    async with serving(Site({"/a": page})) as site, local_fetcher(contact="x@y.vn") as fetcher:
        for _ in range(2):  # by name: cookie jars keep none for numeric hosts
            await fetcher.fetch(f"http://localhost:{site.port}/a")
        fetched = await fetcher.fetch(site.url("/a#part"))
    assert isinstance(fetched, Fetched)
    assert (fetched.url, fetched.status) == (site.url("/a"), 200)
    assert (fetched.content_type, fetched.charset) == ("text/html", "windows-1258")
    assert fetched.etag == 'W/"a b"'
    assert fetched.last_modified == "Wed, 14 May 2031 01:00:00 GMT"
    assert fetched.max_age == 900
    assert fetched.permanent_url is None
    assert site.asked[0].headers["User-Agent"] == user_agent("x@y.vn")
    assert user_agent("x@y.vn").endswith(" (+x@y.vn)")
    assert "\n" not in user_agent("a\r\nEvil: 1")


async def test_a_conditional_request_may_change_nothing() -> None:
    """The validators go back as they came, and 304 is a value."""

    async def page(request: web.BaseRequest) -> web.Response:
        same = (
            request.headers.get("If-None-Match") == 'W/"a b"'
            and request.headers.get("If-Modified-Since") == "yesterday"
        )
        return web.Response(status=304 if same else 200)

    async with serving(Site({"/a": page})) as site, local_fetcher() as fetcher:
        answer = await fetcher.fetch(site.url("/a"), etag='W/"a b"', last_modified="yesterday")
        assert answer == NotModified(site.url("/a"))


@pytest.mark.parametrize(
    ("status", "headers", "error", "wait"),
    [
        (410, {}, SourceGone, None),
        (429, {"Retry-After": "120"}, SourceThrottled, 120.0),
        (429, {"Retry-After": "Wed, 14 May 2031 03:05:00 GMT"}, SourceThrottled, 300.0),
        (429, {"Retry-After": "soon"}, SourceThrottled, None),
        (429, {}, SourceThrottled, None),
        (503, {"Retry-After": "7"}, SourceThrottled, 7.0),
        (503, {}, SourceUnreachable, None),
        (500, {}, SourceUnreachable, None),
        (404, {}, SourceUnreadable, None),
        (403, {}, SourceUnreadable, None),
    ],
)
async def test_statuses_are_named_for_the_reaction(
    status: int, headers: dict[str, str], error: type[SourceError], wait: float | None
) -> None:
    """Every refusal of a server becomes the error that its caller reacts to."""
    refusal = web.Response(status=status, headers=headers)
    async with serving(Site({"/a": refusal})) as site, local_fetcher() as fetcher:
        with pytest.raises(error) as caught:
            await fetcher.fetch(site.url("/a?key=secret"))
    assert "secret" not in str(caught.value)
    if isinstance(caught.value, SourceThrottled):
        assert caught.value.retry_after == wait


def _redirect(status: int, target: str) -> web.Response:
    return web.Response(status=status, headers={"Location": target})


async def test_redirects_are_followed_and_moves_noticed() -> None:
    """301 and 308 at the start say that the source moved; a temporary hop says nothing."""
    pages: dict[str, Page] = {
        "/old": _redirect(301, "/older"),
        "/older": _redirect(308, "/new"),
        "/new": "ok",
        "/mixed": _redirect(301, "/hop"),
        "/hop": _redirect(302, "/new"),
        "/temporary": _redirect(302, "/old"),
    }
    async with serving(Site(pages)) as site, local_fetcher() as fetcher:
        moved = await fetcher.fetch(site.url("/old"))
        mixed = await fetcher.fetch(site.url("/mixed"))
        temporary = await fetcher.fetch(site.url("/temporary"))
    assert (moved.url, moved.permanent_url) == (site.url("/new"), site.url("/new"))
    assert (mixed.url, mixed.permanent_url) == (site.url("/new"), site.url("/hop"))
    assert (temporary.url, temporary.permanent_url) == (site.url("/new"), None)


async def test_redirects_end() -> None:
    """A loop is given up after the cap."""
    async with serving(Site({"/a": _redirect(302, "/a")})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceUnreachable, match="redirects"):
            await fetcher.fetch(site.url("/a"))
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x/", "http://u:p@127.0.0.1/"])
async def test_every_hop_is_checked(target: str) -> None:
    """A redirect leads nowhere that could not have been asked for directly."""
    async with serving(Site({"/a": _redirect(302, target)})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceRefused):
            await fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "127.1"],
)
async def test_private_networks_are_refused_by_default(host: str) -> None:
    """A loopback server gets no connection, however its address is written."""
    guarded = local_fetcher(private_networks=False)
    async with serving(Site({"/a": "inside"})) as site, guarded as fetcher:
        with pytest.raises(SourceRefused, match=r"private network|no usable address"):
            await fetcher.fetch(f"http://{host}:{site.port}/a")
    assert site.asked == []


async def test_an_operator_may_use_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY is honoured, also on a private address; private literals never reach it."""

    async def proxy(request: web.BaseRequest) -> web.Response:
        return web.Response(text=f"via proxy: {request.url}")

    async with serving() as site:
        site.pages = {"/a": proxy}
        for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY", "REQUEST_METHOD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", site.url(""))
        async with local_fetcher(private_networks=False, trust_env=True) as fetcher:
            fetched = await fetcher.fetch("http://tin.example/a")
            assert isinstance(fetched, Fetched)
            assert fetched.body == b"via proxy: http://tin.example/a"
            with pytest.raises(SourceRefused):
                await fetcher.fetch("http://10.0.0.1/a")


async def test_a_compressed_bomb_is_capped() -> None:
    """A small gzip body that unfolds beyond the cap is refused, not unfolded."""
    bomb = gzip.compress(bytes(50 * 2**20))
    answer = web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
    async with serving(Site({"/a": answer})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceUnreadable, match="larger than 15 MB"):
            await fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_compressed_pages_are_unfolded(coding: str) -> None:
    """What the bot accepts it also reads."""
    plain = "đường tỉnh 907".encode() * 100
    packed = gzip.compress(plain) if coding == "gzip" else zlib.compress(plain)
    answer = web.Response(body=packed, headers={"Content-Encoding": coding})
    async with serving(Site({"/a": answer})) as site, local_fetcher() as fetcher:
        fetched = await fetcher.fetch(site.url("/a"))
        assert isinstance(fetched, Fetched)
        assert fetched.body == plain
    assert coding in site.asked[0].headers["Accept-Encoding"]


async def test_damaged_compression_is_named() -> None:
    """A body that is not what its encoding says is unreadable."""
    answer = web.Response(body=b"\x1f\x8bnonsense", headers={"Content-Encoding": "gzip"})
    async with serving(Site({"/a": answer})) as site, local_fetcher() as fetcher:
        with pytest.raises(SourceUnreadable):
            await fetcher.fetch(site.url("/a"))


async def test_an_announced_size_is_believed() -> None:
    """A body announced larger than the cap is not read at all."""
    small = local_fetcher(max_bytes=1_000)
    async with serving(Site({"/a": "x" * 2_000})) as site, small as fetcher:
        with pytest.raises(SourceUnreadable, match="larger"):
            await fetcher.fetch(site.url("/a"))


async def test_a_dripping_server_is_cut_off() -> None:
    """The deadline holds for the whole answer, not for each of its bytes."""

    written = 0

    async def drip(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(200):
            await response.write(b"x")
            written += 1
            await asyncio.sleep(0.05)
        return response

    async with serving(Site({"/a": drip})) as site, local_fetcher(deadline=0.3) as fetcher:
        with pytest.raises(SourceUnreachable, match="no answer"):
            await fetcher.fetch(site.url("/a"))
        assert 0 < written < 200


async def test_a_closed_port_is_unreachable() -> None:
    """A refused connection is a failure to back off from."""
    async with serving() as site:
        pass
    async with local_fetcher() as fetcher:
        with pytest.raises(SourceUnreachable):
            await fetcher.fetch(site.url("/a"))


async def test_one_request_at_a_time_and_a_pause_between() -> None:
    """Requests to one host never overlap, and keep the pause; another host does not wait."""
    running = 0
    most = 0
    times: list[float] = []

    async def page(_: web.BaseRequest) -> web.Response:
        nonlocal running, most
        times.append(time.monotonic())
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        return web.Response(text="ok")

    order: list[str] = []

    async def ask(url: str) -> None:
        await fetcher.fetch(url)
        order.append(url)

    both = serving(Site({"/a": page})), serving(Site({"/b": "ok"}))
    async with both[0] as site, both[1] as other, local_fetcher(min_gap=0.15) as fetcher:
        urls = [site.url("/a")] * 3 + [other.url("/b")]
        await asyncio.gather(*(ask(url) for url in urls))
    assert most == 1
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.15
    assert order.index(other.url("/b")) < 2


async def test_a_missing_ca_bundle_is_named() -> None:
    """A certificate file that cannot be read is a failure of that source, with its name."""
    async with local_fetcher() as fetcher:
        with pytest.raises(SourceUnreachable, match=r"missing\.pem"):
            await fetcher.fetch("https://127.0.0.1:1/", ca_bundle="missing.pem")
