"""A server whose every answer is an attack, written to the socket byte by byte.

    python -m tests.faults.hostile_web

It serves on 127.77.0.1, which plays the public internet (see `hostile_run`), and listens on
127.0.0.1 as what must never be reached; it prints both ports. It runs in a process of its own, so
that making an attack costs the attacked nothing.
"""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # it ships no type information

PUBLIC = "127.77.0.1"
PRIVATE = "127.0.0.1"
MB = 2**20
BOMB = 500
"""Megabytes that a bomb unfolds to."""
LISTED = "Công bố kế hoạch nạo vét kênh mương năm nay"
"""Headline of the article that an attack's feed leads to."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and where the inside is."""

    host: str
    path: str
    inside: int
    """Port of what must never be reached."""

    @property
    def site(self) -> str:
        """Base of absolute links to this host."""
        return f"http://{self.host}"


Answer = Callable[[Ask], AsyncIterator[bytes]]
ATTACKS: dict[str, Answer] = {}
"""Host label → what it answers to everything but robots.txt."""


CROWDS: dict[str, int] = {"crowd-of-feeds": 6, "crowd-of-pages": 6}
"""Attacks that come from several hosts at once: how many."""


def attack(function: Answer) -> Answer:
    """Register an attack under its name with dashes."""
    ATTACKS[function.__name__.replace("_", "-")] = function
    return function


def plain(body: bytes, kind: str = "application/rss+xml", **headers: str) -> bytes:
    """A whole answer."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body


def rss(*items: str, head: str = "") -> bytes:
    """A feed."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel>'
        f"<title>Báo Thử</title>{''.join(items)}</channel></rss>"
    ).encode()


def item(link: str, title: str = LISTED) -> str:
    """One entry of a feed."""
    return (
        f"<item><title>{title}</title><link>{link}</link>"
        f"<description>Ủy ban nhân dân xã Thử vừa công bố kế hoạch.</description></item>"
    )


def behind_feed(page: Callable[[Ask], AsyncIterator[bytes]]) -> Answer:
    """A harmless feed whose only article page is `page`."""

    async def answer(ask: Ask) -> AsyncIterator[bytes]:
        if ask.path == "/tin.rss":
            yield plain(rss(item(f"{ask.site}/bai/tin-so-1001.html")))
            return
        async for piece in page(ask):
            yield piece

    return answer


def page_attack(function: Callable[[Ask], AsyncIterator[bytes]]) -> Answer:
    """Register an attack by the article page behind a harmless feed."""
    name = function.__name__.replace("_", "-")
    ATTACKS[name] = behind_feed(function)
    return ATTACKS[name]


def html(body: str, head: str = "", title: str = LISTED) -> bytes:
    """A web page."""
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return plain(f"<!DOCTYPE html>{page}".encode(), "text/html; charset=utf-8")


@functools.cache
def _deflated(window: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, window)
    blanks = b" " * MB
    return b"".join(packer.compress(blanks) for _ in range(BOMB)) + packer.flush()


def _gzip_bomb() -> bytes:
    return _deflated(31)


@functools.cache
def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    blanks = b" " * MB
    return bytes(b"".join(packer.process(blanks) for _ in range(BOMB)) + packer.finish())


@attack
async def no_attack(ask: Ask) -> AsyncIterator[bytes]:
    """A site like any other: the lag that this machine has anyway."""
    async for piece in _neighbour(ask):
        yield piece


@attack
async def gzip_bomb(_: Ask) -> AsyncIterator[bytes]:
    """Very many blanks in less than a megabyte."""
    yield plain(_gzip_bomb(), Content_Encoding="gzip")


@attack
async def brotli_bomb(_: Ask) -> AsyncIterator[bytes]:
    """The same in some kilobytes."""
    yield plain(_brotli_bomb(), Content_Encoding="br")


@attack
async def deflate_bomb(_: Ask) -> AsyncIterator[bytes]:
    """The same, as deflate."""
    yield plain(_deflated(15), Content_Encoding="deflate")


@attack
async def nested_encodings(_: Ask) -> AsyncIterator[bytes]:
    """gzip in gzip in gzip."""
    body = gzip.compress(gzip.compress(_gzip_bomb()))
    yield plain(body, Content_Encoding="gzip, gzip, gzip")


@attack
async def damaged_gzip(_: Ask) -> AsyncIterator[bytes]:
    """Cut off in the middle."""
    yield plain(
        gzip.compress(rss(item("http://damaged-gzip.example/1")) * 200)[:300],
        Content_Encoding="gzip",
    )


@attack
async def robots_bomb(ask: Ask) -> AsyncIterator[bytes]:
    """robots.txt is the bomb; the feed is harmless."""
    if ask.path == "/robots.txt":
        yield plain(_gzip_bomb(), "text/plain", Content_Encoding="gzip")
        return
    yield plain(rss(item(f"{ask.site}/bai/tin-so-1001.html")))


@attack
async def robots_of_rules(ask: Ask) -> AsyncIterator[bytes]:
    """robots.txt of half a megabyte of wildcards."""
    if ask.path == "/robots.txt":
        rule = f"Disallow: /{'*a' * 40}*$\n"
        yield plain(("User-agent: *\n" + rule * 6_000).encode(), "text/plain")
        return
    yield plain(rss(item(f"{ask.site}/bai/{'a' * 60}-1001.html")))


@attack
async def drip_feed(_: Ask) -> AsyncIterator[bytes]:
    """A body of one byte every tenth of a second."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n"
    while True:
        yield b"<"
        await asyncio.sleep(0.1)


@attack
async def slow_headers(_: Ask) -> AsyncIterator[bytes]:
    """Header lines without end, one every tenth of a second."""
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-A: b\r\n"
        await asyncio.sleep(0.1)


@attack
async def huge_headers(_: Ask) -> AsyncIterator[bytes]:
    """Twenty megabytes of header."""
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(2_000):
        yield b"X-%d: " % number + b"a" * 10_000 + b"\r\n"
    yield b"\r\n"


@attack
async def endless_continue(_: Ask) -> AsyncIterator[bytes]:
    """Interim answers without end."""
    while True:
        yield b"HTTP/1.1 102 Processing\r\n\r\n" * 50
        await asyncio.sleep(0.01)


@attack
async def endless_redirects(ask: Ask) -> AsyncIterator[bytes]:
    """Every address leads to another."""
    yield (f"HTTP/1.1 302 Found\r\nLocation: {ask.path}x\r\nContent-Length: 0\r\n\r\n").encode()


@attack
async def redirect_to_itself(ask: Ask) -> AsyncIterator[bytes]:
    """A loop of one."""
    yield f"HTTP/1.1 301 Moved\r\nLocation: {ask.path}\r\nContent-Length: 0\r\n\r\n".encode()


def _redirect_inside(name: str, target: str) -> None:
    async def answer(ask: Ask) -> AsyncIterator[bytes]:
        where = target.format(port=ask.inside)
        if ask.path == "/robots.txt":
            yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            return
        yield f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()

    ATTACKS[name] = answer


_redirect_inside("redirect-inside", "http://127.0.0.1:{port}/admin")
_redirect_inside("redirect-inside-by-name", "http://inside.example:{port}/admin")
_redirect_inside("redirect-inside-decimal", "http://2130706433:{port}/admin")
_redirect_inside("redirect-inside-mapped", "http://[::ffff:127.0.0.1]:{port}/admin")
_redirect_inside("redirect-to-file", "file:///etc/passwd")


@attack
async def robots_inside(ask: Ask) -> AsyncIterator[bytes]:
    """robots.txt leads inside."""
    if ask.path == "/robots.txt":
        where = f"http://127.0.0.1:{ask.inside}/robots.txt"
        yield f"HTTP/1.1 301 Moved\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()
        return
    yield plain(rss(item(f"{ask.site}/bai/tin-so-1001.html")))


@attack
async def links_inside(ask: Ask) -> AsyncIterator[bytes]:
    """A feed whose articles are files, scripts and private addresses."""
    port = ask.inside
    links = [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        f"http://127.0.0.1:{port}/1",
        f"http://2130706433:{port}/2",
        f"http://0x7f000001:{port}/3",
        f"http://0177.0.0.1:{port}/4",
        f"http://[::1]:{port}/5",
        f"http://[::ffff:7f00:1]:{port}/6",
        f"http://[64:ff9b::7f00:1]:{port}/7",
        f"http://inside.example:{port}/8",
        f"http://localhost:{port}/9",
        f"http://0:{port}/10",
        "http://169.254.169.254/latest/meta-data/",
        f"http://127.1:{port}/11",
        f"http://links-inside.example@127.0.0.1:{port}/12",
        f"http://127.0.0.1:{port}#@a.example/13",
        f"//127.0.0.1:{port}/14",
        f"http://\u2460\u2461\u2466.0.0.1:{port}/15",
    ]
    if ask.path == "/tin.rss":
        titled = [item(link, f"{LISTED} {at}") for at, link in enumerate(links)]
        yield plain(rss(*titled))
    else:
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@attack
async def deep_xml(_: Ask) -> AsyncIterator[bytes]:
    """200,000 elements inside each other."""
    yield plain(b"<rss><channel>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</channel></rss>")


@attack
async def deep_xml_in_entry(_: Ask) -> AsyncIterator[bytes]:
    """The same inside an entry, escaped: the fragment of HTML is deep."""
    inner = "&lt;div&gt;" * 200_000
    yield plain(rss(f"<item><title>{LISTED}</title><description>{inner}</description></item>"))


@page_attack
async def deep_html(_: Ask) -> AsyncIterator[bytes]:
    """A page of 200,000 elements inside each other."""
    yield html("<div>" * 200_000 + "tin" + "</div>" * 200_000)


@page_attack
async def unclosed_html(_: Ask) -> AsyncIterator[bytes]:
    """A page of links that are never closed."""
    yield html("<a <a <a " * 200_000)


@page_attack
async def formatting_html(_: Ask) -> AsyncIterator[bytes]:
    """Misnested formatting, which a parser has to rebuild again and again."""
    yield html("<b><i><p>tin " * 30_000 + "</b></i>" * 30_000)


@page_attack
async def tables_html(_: Ask) -> AsyncIterator[bytes]:
    """Tables within tables."""
    yield html("<table><tr><td>" * 60_000)


@attack
async def entity_bomb(_: Ask) -> AsyncIterator[bytes]:
    """Billion laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)
    )
    yield plain(rss("<item><title>&a11;</title></item>", head=f"<!DOCTYPE rss [{entities}]>"))


@attack
async def quadratic_entities(_: Ask) -> AsyncIterator[bytes]:
    """One long entity, very often."""
    long = f'<!DOCTYPE rss [<!ENTITY a "{"ha" * 50_000}">]>'
    yield plain(rss(f"<item><title>{'&a;' * 50_000}</title></item>", head=long))


@attack
async def external_entity(ask: Ask) -> AsyncIterator[bytes]:
    """XXE: a file and an address inside."""
    entities = (
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">'
        f'<!ENTITY g SYSTEM "http://127.0.0.1:{ask.inside}/xxe">'
        f'<!ENTITY % p SYSTEM "http://127.0.0.1:{ask.inside}/dtd"> %p;]>'
    )
    yield plain(
        rss("<item><title>Tin &f; &g;</title><link>http://x.example/1</link></item>", head=entities)
    )


async def _line(megabytes: int, kind: str, before: bytes, after: bytes) -> AsyncIterator[bytes]:
    yield (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n"
    ).encode() + before
    for _ in range(megabytes):
        yield b"a" * MB
    yield after


@attack
async def single_line(_: Ask) -> AsyncIterator[bytes]:
    """A hundred megabytes without a break and without a length."""
    async for piece in _line(100, "application/rss+xml", b"<rss><channel><title>", b""):
        yield piece


@attack
async def single_line_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """Fourteen megabytes of one title."""
    async for piece in _line(
        14,
        "application/rss+xml",
        b"<rss><channel><item><title>",
        b"</title></item></channel></rss>",
    ):
        yield piece


@page_attack
async def single_line_page(_: Ask) -> AsyncIterator[bytes]:
    """Fourteen megabytes of one paragraph."""
    async for piece in _line(
        14, "text/html", b"<html><body><article><h1>Tin</h1><p>", b"</p></article></body></html>"
    ):
        yield piece


@page_attack
async def words_page(_: Ask) -> AsyncIterator[bytes]:
    """Fourteen megabytes of words in paragraphs."""
    yield html(f"<article><h1>{LISTED}</h1>" + "<p>" + "<p>tin tức trong ngày " * 600_000)


# The same just below the caps, where everything has to be gone through.


@page_attack
async def single_line_page_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """Nearly three megabytes of one paragraph."""
    yield html(f"<article><h1>{LISTED}</h1><p>{'a' * 2_900_000}</p></article>")


@page_attack
async def words_page_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """Nearly three megabytes of words in few paragraphs."""
    paragraph = "<p>" + "tin tức trong ngày " * 2_000 + "</p>"
    yield html(f"<article><h1>{LISTED}</h1>{paragraph * 60}</article>")


@page_attack
async def paragraphs_page_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """As many paragraphs as a page may have elements."""
    yield html(f"<article><h1>{LISTED}</h1>{'<p>tin tức trong ngày hôm nay' * 40_000}</article>")


@page_attack
async def links_page_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """Many links, in a page that is small enough."""
    yield html("".join(f"<a href='/tin-{n}.html'>Tin so {n}</a>" for n in range(20_000)))


@attack
async def title_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """As many characters of one title as are taken."""
    yield plain(rss(f"<item><title>{'tin tức, ' * 10_500}</title></item>"))


@attack
async def broken_title_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """The same in a feed that is no XML, which is parsed in another way."""
    yield plain(rss(f"<b><item><title>{'tin tức, ' * 10_500}</title></item>"))


@attack
async def summary_within_cap(_: Ask) -> AsyncIterator[bytes]:
    """A megabyte of escaped markup in one summary."""
    inner = "&lt;p&gt;tin &amp;amp;amp; t&amp;#7913;c&lt;br&gt;" * 17_500
    yield plain(rss(f"<item><title>{LISTED}</title><description>{inner}</description></item>"))


@attack
async def attributes_feed(_: Ask) -> AsyncIterator[bytes]:
    """A feed whose root has very many attributes and namespaces."""
    many = " ".join(f"a{n}='b' xmlns:n{n}='http://x.example/{n}'" for n in range(8_000))
    yield plain(rss(item("/1")).replace(b"<rss ", f"<rss {many} ".encode()))


@functools.cache
def _large_feed() -> bytes:
    """One article, and items whose words stand where no article has them."""
    text = "Ủy ban nhân dân xã Thử vừa công bố kế hoạch nạo vét kênh mương năm nay. " * 60
    return rss(item("/1"), *(f"<item><note>{text}</note></item>" for _ in range(2_050)))


@attack
async def crowd_of_feeds(ask: Ask) -> AsyncIterator[bytes]:
    """Feeds of thirteen megabytes, from several hosts at the same time."""
    if ask.path != "/tin.rss":
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return
    yield plain(_large_feed())


@page_attack
async def crowd_of_pages(_: Ask) -> AsyncIterator[bytes]:
    """Pages of nearly three megabytes, from several hosts at the same time."""
    paragraph = "<p>" + "tin tức trong ngày " * 2_000 + "</p>"
    yield html(f"<article><h1>{LISTED}</h1>{paragraph * 60}</article>")


@attack
async def many_entries(ask: Ask) -> AsyncIterator[bytes]:
    """A feed of 200,000 entries."""
    if ask.path != "/tin.rss":
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return
    items = "".join(f"<item><title>Tin {n}</title><link>/{n}</link></item>" for n in range(200_000))
    yield plain(rss(items))


@attack
async def many_entries_json(ask: Ask) -> AsyncIterator[bytes]:
    """The same as JSON."""
    items = [{"id": str(number), "title": f"Tin {number}"} for number in range(200_000)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Báo", "items": items}
    yield plain(json.dumps(feed).encode(), "application/feed+json")


@attack
async def deep_json(_: Ask) -> AsyncIterator[bytes]:
    """200,000 lists inside each other."""
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 200_000
    yield plain(body, "application/feed+json")


@attack
async def huge_number_json(_: Ask) -> AsyncIterator[bytes]:
    """A number of a million digits."""
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": ' + b"9" * MB + b"}]}"
    yield plain(body, "application/feed+json")


@page_attack
async def attributes(_: Ask) -> AsyncIterator[bytes]:
    """Fourteen megabytes of attributes of one element."""
    yield html("<p " + " ".join(f"a{n}='b'" for n in range(1_300_000)) + ">tin</p>")


@page_attack
async def many_links(_: Ask) -> AsyncIterator[bytes]:
    """A page of 200,000 links."""
    yield html("".join(f"<a href='/tin-{n}.html'>Tin so {n}</a>" for n in range(200_000)))


@attack
async def nul_bytes(_: Ask) -> AsyncIterator[bytes]:
    """Zeros."""
    yield plain(b"\0" * 100_000)


@attack
async def nul_bytes_in_feed(ask: Ask) -> AsyncIterator[bytes]:
    """Zeros in the midst of a feed."""
    yield plain(rss(item(f"{ask.site}/bai/tin-so-1001.html", "Tin \0 \0 mới")))


@attack
async def length_too_long(_: Ask) -> AsyncIterator[bytes]:
    """Less comes than was announced."""
    body = rss(item("http://length-too-long.example/1"))
    yield plain(body).replace(str(len(body)).encode(), str(len(body) + 5_000).encode(), 1)


@attack
async def length_too_short(_: Ask) -> AsyncIterator[bytes]:
    """More comes than was announced."""
    body = rss(item("http://length-too-short.example/1"))
    yield plain(body).replace(str(len(body)).encode(), b"40", 1)


@attack
async def length_negative(_: Ask) -> AsyncIterator[bytes]:
    """Minus one byte."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + rss()


@attack
async def broken_chunks(_: Ask) -> AsyncIterator[bytes]:
    """Chunks whose sizes are none."""
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield b"10\r\n<rss><channel></" + b"\r\nzz\r\nnonsense\r\n"


@attack
async def huge_chunk(_: Ask) -> AsyncIterator[bytes]:
    """A chunk that announces more than there is in the world."""
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n<rss>"


@attack
async def not_http(_: Ask) -> AsyncIterator[bytes]:
    """Another protocol."""
    yield b"SSH-2.0-OpenSSH_9.6\r\n"


@attack
async def silent_close(_: Ask) -> AsyncIterator[bytes]:
    """Nothing at all."""
    yield b""


@attack
async def picture(_: Ask) -> AsyncIterator[bytes]:
    """A picture that calls itself a feed."""
    yield plain(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000, "application/rss+xml")


@attack
async def web_page(_: Ask) -> AsyncIterator[bytes]:
    """A web page that calls itself a feed."""
    yield html("<h1>Trang chủ</h1>").replace(b"text/html", b"application/rss+xml")


@attack
async def unknown_charset(ask: Ask) -> AsyncIterator[bytes]:
    """A charset that does harm when it is believed."""
    yield plain(
        rss(item(f"{ask.site}/bai/tin-so-1001.html")), 'application/rss+xml; charset="rot13"'
    )


@attack
async def open_tags_feed(_: Ask) -> AsyncIterator[bytes]:
    """Megabytes of beginnings."""
    yield plain(b"<rss><channel>" + b"<!ENTITY <!-- <![CDATA[ <a " * 200_000)


@page_attack
async def endless_pages(ask: Ask) -> AsyncIterator[bytes]:
    """An article that always has one more page."""
    number = int(ask.path.rpartition("-p")[2].partition(".")[0]) if "-p" in ask.path else 1
    follow = f"/bai/tin-so-1001-p{number + 1}.html"
    text = f"<p>Đây là trang {number} của bài viết về kênh mương ở xã Thử, còn dài lắm.</p>" * 5
    yield html(
        f'<article><h1>{LISTED}</h1>{text}</article><div class="pagination">'
        f'<span class="current">{number}</span> <a href="{follow}">{number + 1}</a> '
        f'<a rel="next" href="{follow}">Trang sau</a></div>',
        f'<link rel="next" href="{follow}">',
    )


@attack
async def listing_of_links(_: Ask) -> AsyncIterator[bytes]:
    """A section page of 200,000 links."""
    yield html("".join(f"<a href='/tin-{n}.html'>Tin so {n}</a>" for n in range(200_000)))


@attack
async def listing_within_cap(ask: Ask) -> AsyncIterator[bytes]:
    """A section page of as many long headlines as fit; behind them is nothing."""
    if ask.path != "/tin.rss":
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return
    headline = "Hội nghị bàn việc nạo vét kênh mương trong năm nay"
    links = (f"<h3><a href='/tin-tuc-{n}.html'>{headline} {n}</a></h3>" for n in range(9_000))
    yield html("".join(links))


@attack
async def listing_deep(_: Ask) -> AsyncIterator[bytes]:
    """A section page of 200,000 elements inside each other."""
    yield html("<div><a href='/tin-1.html'>" * 100_000)


@attack
async def listing_endless(ask: Ask) -> AsyncIterator[bytes]:
    """A section page whose every page has new articles and a next page."""
    number = ask.path.rpartition("/")[2].removeprefix("tin.rss") or "1"
    links = "".join(
        f"<li><h3><a href='/bai/tin-tuc-trong-ngay-{number}{n}.html'>{LISTED} {n}</a></h3></li>"
        for n in range(200)
    )
    yield html(f"<ul>{links}</ul><a rel='next' href='/trang/{number}1'>Trang sau</a>")


async def _neighbour(ask: Ask) -> AsyncIterator[bytes]:
    """A site like any other, whose article has to arrive."""
    if ask.path == "/tin.rss":
        yield plain(rss(item(f"{ask.site}/bai/tin-so-7.html", f"Tin của {ask.host}")))
    elif ask.path == "/robots.txt":
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    else:
        text = "".join(
            f"<p>Xã Thử họp lần thứ {n}, bàn nước tưới cho vụ tới.</p>" for n in range(6)
        )
        title = f"Tin của {ask.host}"
        yield html(f"<article><h1>{title}</h1>{text}</article>", title=title)


OWN_ROBOTS = frozenset({"robots-bomb", "robots-of-rules", "robots-inside"})


class HostileServer:
    """Answers by host; counts whoever reaches the inside."""

    def __init__(self) -> None:
        self.inside = 0
        self.reached = 0

    async def serve(self) -> None:
        """Listen, print the two ports and go on for ever."""
        for make in (
            _gzip_bomb,
            _brotli_bomb,
            _large_feed,
        ):  # made beforehand: nobody is to wait for them
            make()
        _deflated(15)
        private = await asyncio.start_server(self._count, PRIVATE, 0)
        self.inside = private.sockets[0].getsockname()[1]
        public = await asyncio.start_server(self._answer, PUBLIC, 0)
        print(public.sockets[0].getsockname()[1], self.inside, flush=True)  # noqa: T201 - the caller reads it
        await public.serve_forever()

    async def _count(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reached += 1
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
            host = headers.get("host", "").partition(":")[0]
            ask = Ask(host, head[0].split(" ")[1], self.inside)
            async for piece in self._chosen(ask)(ask):
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # it was hung up on, as it deserves
        finally:
            writer.close()

    def _chosen(self, ask: Ask) -> Answer:
        label = re.sub(r"-\d$", "", ask.host.removesuffix(".example"))  # one of a crowd
        if ask.path == "/reached":
            return self._tell
        if label not in ATTACKS or (ask.path == "/robots.txt" and label not in OWN_ROBOTS):
            return _neighbour
        return ATTACKS[label]

    async def _tell(self, _: Ask) -> AsyncIterator[bytes]:
        yield plain(str(self.reached).encode(), "text/plain")


if __name__ == "__main__":
    asyncio.run(HostileServer().serve())
