"""The next page of listings and feeds, and the files of sitemaps that cover a span."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.sources.archive_files import files_since
from bot.sources.pagination import next_feed_page, next_page
from bot.sources.sitemap import SitemapEntry

SITE = "https://nguyetha.example"


def _page(body: str) -> str:
    return f"<html><body><a href='/bai-1.html'>Một bài</a>{body}</body></html>"


def _pager(address: str, numbers: range, *, shift: int = 0) -> str:
    return "".join(f"<a href='{address.format(n=n + shift)}'>{n}</a>" for n in numbers)


@pytest.mark.parametrize(
    ("address", "here", "wanted"),
    [
        ("/tin?page={n}", "/tin", "/tin?page=2"),
        ("/tin?page={n}", "/tin?page=3", "/tin?page=4"),
        ("/tin/trang-{n}.htm", "/tin.htm", "/tin/trang-2.htm"),
        ("/tin-p{n}", "/tin-p2", "/tin-p3"),
        ("/tin/page/{n}/", "/tin/page/7/", "/tin/page/8/"),
        ("/danhmuc.aspx?cid=12&p={n}", "/danhmuc.aspx?cid=12", "/danhmuc.aspx?cid=12&p=2"),
        ("/2031/tin/{n}", "/2031/tin", "/2031/tin/2"),
    ],
)
def test_pagers_are_recognised_by_their_numbers(address: str, here: str, wanted: str) -> None:
    """Whatever the parameter or path is called, the following number is the next page."""
    html = _page(_pager(address, range(1, 10)) + "<a href='/tag/nam-2031'>2031</a>")
    assert next_page(html, SITE + here) == SITE + wanted


def test_a_pager_that_counts_from_zero_is_understood() -> None:
    """Its link called 2 leads to page=1."""
    html = _page(_pager("/tin?page={n}", range(1, 6), shift=-1))
    assert next_page(html, f"{SITE}/tin") == f"{SITE}/tin?page=1"
    assert next_page(html, f"{SITE}/tin?page=1") == f"{SITE}/tin?page=2"


@pytest.mark.parametrize(
    "link",
    [
        "<a rel='next' href='/tin?start=10'>x</a>",
        "<a href='/tin?start=10'>Trang sau</a>",
        "<a href='/tin?start=10'>Tiếp theo »</a>",
        "<a href='/tin?start=10'>Older posts</a>",
        "<a href='/tin?start=10'>›</a>",
        "<a href='/tin?start=10' title='Trang tiếp'><img src='n.png'></a>",
    ],
)
def test_words_and_arrows_lead_on(link: str) -> None:
    """`rel=next`, or words that say so."""
    assert next_page(_page(link), f"{SITE}/tin") == f"{SITE}/tin?start=10"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<a href='https://elsewhere.example/tin?page=2' rel='next'>2</a>",
        "<a href='javascript:next()'>Trang sau</a><a href='#'>2</a>",
        "<a href='/tin?page=1'>1</a>",
        "<a href='/khac'>Trang sau của chuyên mục khác hẳn</a>",
    ],
)
def test_the_end_is_the_end(body: str) -> None:
    """No pager, another site, scripts, or only the page itself: there is no next page."""
    assert next_page(_page(body), f"{SITE}/tin?page=1") is None


def test_the_last_page_of_a_pager_has_no_next() -> None:
    """From the highest number nothing leads on."""
    html = _page(_pager("/tin?page={n}", range(1, 5)))
    assert next_page(html, f"{SITE}/tin?page=4") is None


@given(st.text(max_size=200))
def test_no_text_breaks_it(body: str) -> None:
    """Whatever stands there, the answer is an address of the site or None."""
    try:
        found = next_page(_page(body), f"{SITE}/tin")
    except SourceUnreadable:
        return
    assert found is None or found.startswith(SITE)


@pytest.mark.parametrize(
    ("text", "here", "wanted"),
    [
        ("<feed><link rel='next' href='/f?n=2'/></feed>", "/f", "/f?n=2"),
        ("<rss><atom:link rel=\"next\" href=\"https://nguyetha.example/f?n=2\"/></rss>", "/f",
         "/f?n=2"),
        ("<feed><link href='/old' rel='prev-archive'/></feed>", "/f", "/old"),
        ("<rss><generator>https://wordpress.org</generator></rss>", "/feed/", "/feed/?paged=2"),
        ("<rss><generator>https://wordpress.org</generator></rss>", "/feed/?paged=9",
         "/feed/?paged=10"),
        ("<feed><link rel='next' href='https://elsewhere.example/f'/></feed>", "/f", None),
        ("<rss><channel></channel></rss>", "/f", None),
    ],
)  # fmt: skip
def test_feeds_name_their_next_page(text: str, here: str, wanted: str | None) -> None:
    """RFC 5005 links of the same site, and what WordPress offers without saying so."""
    assert next_feed_page(text, SITE + here) == (wanted and SITE + wanted)


def test_only_files_that_may_hold_the_span_are_asked_for() -> None:
    """By month or year in the name, else by lastmod; the newest first; sections left out."""
    urls = {
        "sitemap-2031-05.xml": None,
        "sitemap-2031-4.xml": None,
        "sitemap-2031-03.xml": None,
        "sitemaps/news-202102.xml": None,
        "post-sitemap3.xml": "2031-04-20T00:00:00+07:00",
        "post-sitemap1.xml": "2029-04-20",
        "category-sitemap.xml": "2031-05-13",
        "archive-2030.xml": None,
    }
    files = [SitemapEntry(f"{SITE}/{name}", date=day) for name, day in urls.items()]
    found = [each.url.rpartition("/")[2] for each in files_since(files, date(2031, 4, 9), most=9)]
    assert found == ["sitemap-2031-05.xml", "sitemap-2031-4.xml", "post-sitemap3.xml"]
