"""Sitemaps (https://www.sitemaps.org/protocol.html) with the news extension, bounded and safe.

Also the plain text form (one address a line), and gzip. No entity is expanded, nothing is loaded.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import lxml.etree

from bot.errors import SourceUnreadable
from bot.sources.fragment import one_line, plain_line
from bot.sources.page_links import absolute_link

MOST_ADDRESSES = 50_000
"""As many as the protocol allows in one file; the rest is not looked at."""
LARGEST = 15 * 2**20
"""Bytes after decompression."""
_GZIP = b"\x1f\x8b"
_HEAD = 2_000


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address of a sitemap or of an index of sitemaps."""

    url: str
    title: str | None = None
    """`news:title`."""
    date: str | None = None
    """`news:publication_date`, else `lastmod`, as written; the latter is of the last change."""
    is_news: bool = False
    """It carries the news extension."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One file: pages, or the addresses of further files."""

    pages: tuple[SitemapEntry, ...] = ()
    files: tuple[SitemapEntry, ...] = ()


def is_sitemap(data: bytes) -> bool:
    """Whether the bytes begin like an XML sitemap or a gzip file."""
    head = data[:_HEAD].lower()
    return data.startswith(_GZIP) or b"<urlset" in head or b"<sitemapindex" in head


def parse_sitemap(data: bytes, url: str) -> Sitemap:
    """Read a sitemap or sitemap index found at `url`.

    Raises:
        SourceUnreadable: too large, damaged gzip, or neither kind of sitemap.
    """
    data = _unpacked(data)
    if b"<" not in data[:_HEAD]:
        return _plain(data, url)
    if b"<!entity" in data[:65_536].lower():
        raise SourceUnreadable("the sitemap defines entities")
    pages: list[SitemapEntry] = []
    files: list[SitemapEntry] = []
    try:
        for number, (name, entry) in enumerate(_entries(data, url)):
            if number >= MOST_ADDRESSES:
                break
            if entry is not None:
                (files if name == "sitemap" else pages).append(entry)
    except lxml.etree.LxmlError as error:
        if not pages and not files:
            raise SourceUnreadable("not a sitemap") from error
    if not pages and not files and not is_sitemap(data):
        raise SourceUnreadable("not a sitemap")
    return Sitemap(tuple(pages), tuple(files))


def _unpacked(data: bytes) -> bytes:
    if data.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            data = unpacker.decompress(data, LARGEST + 1)
        except zlib.error as error:
            raise SourceUnreadable("the gzip file is damaged") from error
    if len(data) > LARGEST:
        raise SourceUnreadable(f"the sitemap is larger than {LARGEST / 2**20:g} MB")
    return data


def _plain(data: bytes, url: str) -> Sitemap:
    lines = data.decode("utf-8", "replace").splitlines()[:MOST_ADDRESSES]
    found = [absolute_link(line, url) for line in lines if line.strip().startswith("http")]
    if not found:
        raise SourceUnreadable("not a sitemap")
    return Sitemap(pages=tuple(SitemapEntry(each) for each in found if each is not None))


def _entries(data: bytes, url: str) -> Iterator[tuple[str, SitemapEntry | None]]:
    """Each `url` or `sitemap` element; finished ones are freed on the way."""
    parser = lxml.etree.iterparse(
        BytesIO(data.lstrip()),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    for _, element in parser:
        said: dict[str, str] = {}
        for child in element.iter():
            if isinstance(child.tag, str) and child.text:
                said.setdefault(child.tag.rpartition("}")[2], child.text)
        address = absolute_link(said.get("loc", ""), url)
        title = plain_line(said.get("title", "")) or None
        date = one_line(said.get("publication_date", "") or said.get("lastmod", "")) or None
        is_news = "publication_date" in said
        name = element.tag.rpartition("}")[2]
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        entry = None if address is None else SitemapEntry(address, title, date, is_news)
        yield name, entry
