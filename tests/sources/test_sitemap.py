"""Sitemaps: both forms, the news extension, gzip, and hostile files."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.sources.answer import Fetched
from bot.sources.registry import read_listing
from bot.sources.sitemap import MOST_ADDRESSES, is_sitemap, parse_sitemap
from tests.sources.listing_layouts import news_sitemap

HERE = "https://nguyetha.example/sitemap.xml"
NAMESPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def _urlset(body: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {NAMESPACE}>{body}</urlset>".encode()


def test_pages_with_their_dates() -> None:
    """Addresses are absolute and unescaped; `lastmod` is no publication date of news."""
    found = parse_sitemap(
        _urlset(
            "<url><loc> https://nguyetha.example/a.html?x=1&amp;y=2 </loc>"
            "<lastmod>2031-05-12</lastmod></url><url><loc>/b</loc></url>"
            "<url><loc>javascript:alert(1)</loc></url><url></url>"
        ),
        HERE,
    )
    assert [(each.url, each.date, each.is_news) for each in found.pages] == [
        ("https://nguyetha.example/a.html?x=1&y=2", "2031-05-12", False),
        ("https://nguyetha.example/b", None, False),
    ]


def test_the_news_extension_gives_title_and_date() -> None:
    """As entries of a listing, newest first."""
    found = read_listing(Fetched(HERE, 200, news_sitemap("https://nguyetha.example", 5)))
    assert found.entries[0].title == "Tin số 4"
    assert found.entries[0].published == "2031-05-14T08:00:00+07:00"
    assert all(each.listed for each in found.entries)


def test_an_index_names_files() -> None:
    """With or without namespace prefixes."""
    data = (
        b"<x:sitemapindex xmlns:x='http://www.sitemaps.org/schemas/sitemap/0.9'><x:sitemap>"
        b"<x:loc>https://nguyetha.example/s1.xml</x:loc></x:sitemap></x:sitemapindex>"
    )
    found = parse_sitemap(data, HERE)
    assert [each.url for each in found.files] == ["https://nguyetha.example/s1.xml"]
    assert found.pages == ()


def test_gzip_and_plain_lists_are_read() -> None:
    """Both other forms of the protocol."""
    data = _urlset("<url><loc>https://nguyetha.example/a</loc></url>")
    assert is_sitemap(gzip.compress(data))
    assert parse_sitemap(gzip.compress(data), HERE) == parse_sitemap(data, HERE)
    plain = parse_sitemap(b"https://nguyetha.example/a\nhttps://nguyetha.example/b\n", HERE)
    assert len(plain.pages) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>404</body></html>",
        b"\x1f\x8b\x08damaged",
        gzip.compress(b"<urlset>" + b" " * (16 * 2**20)),
        b"<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY a 'aaaa'>]><urlset>&a;</urlset>",
        (
            b"<?xml version='1.0'?><!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset>"
            b"<url><loc>&x;</loc></url></urlset>"
        ),
    ],
)
def test_what_is_none_is_refused(data: bytes) -> None:
    """Other documents, damage, bombs and entities end in the one named error."""
    with pytest.raises(SourceUnreadable):
        parse_sitemap(data, HERE)


def test_a_cut_file_gives_what_it_has() -> None:
    """A sitemap that ends in the middle is read up to there."""
    whole = _urlset("".join(f"<url><loc>/a{n}</loc></url>" for n in range(50)))
    assert 40 <= len(parse_sitemap(whole[:-200], HERE).pages) < 50


@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_an_endless_file_is_bounded() -> None:
    """More addresses than the protocol allows are not looked at, and depth costs nothing."""
    many = _urlset("<url><loc>/a</loc></url>" * (MOST_ADDRESSES + 10_000))
    assert len(parse_sitemap(many, HERE).pages) == MOST_ADDRESSES
    deep = _urlset("<url>" * 100_000)
    with suppress(SourceUnreadable):
        parse_sitemap(deep, HERE)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    """Any bytes give a sitemap or the error."""
    for each in (data, b"<urlset>" + data, gzip.compress(data)):
        with suppress(SourceUnreadable):
            parse_sitemap(each, HERE)
