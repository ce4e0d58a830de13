"""Recognising article links: made-up layouts, development listings, hostile pages."""

from __future__ import annotations

from contextlib import suppress
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.sources.link_shape import shape_of
from bot.sources.listing import MOST_ENTRIES, History, article_links, shape_name
from bot.sources.listing_page import MOST_LINKS, candidates
from bot.sources.page_links import absolute_link
from tests.benchmarks.bench_listings import real_listings, score
from tests.sources.listing_layouts import ADDRESSES, STYLES, listing_page

HERE = "https://nguyetha.example/tin-tuc"


def _listing(*items: str) -> str:
    return f"<html><body><div class='list'>{''.join(items)}</div></body></html>"


def _item(number: int, title: str = "", rest: str = "") -> str:
    title = title or f"Huyện Bình Lâm tổ chức hội nghị sơ kết công tác quý số {number}"
    return f"<div class='it'><h3><a href='/bai-viet-so-{number}.html'>{title}</a></h3>{rest}</div>"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("style", STYLES)
def test_every_layout_is_read(address: str, style: str) -> None:
    """Each way of addressing and drawing articles gives its articles and hardly anything else."""
    found = []
    for seed in (100, 101):
        page = listing_page(address, style, seed)
        found.append(score(page.html, page.url, page.articles))
    assert mean(each.precision for each in found) >= 0.93
    assert mean(each.recall for each in found) >= 0.85


def test_development_listings_are_read() -> None:
    """Precision and recall are .95 and more on each real listing, without a stanza."""
    scores = {name: score(html, url, gold) for name, url, html, gold in real_listings()}
    if not scores:
        pytest.skip("the development listings are not beside this checkout")
    assert {name: each for name, each in scores.items() if min(each[:2]) < 0.95} == {}


def test_titles_and_dates_are_those_of_the_card() -> None:
    """The headline and not the teaser, and a date with its year, as printed."""
    html = _listing(
        *(
            _item(
                n,
                rest=f"<a href='/bai-viet-so-{n}.html'>Sáng nay các đại biểu thảo luận "
                f"về việc sửa cầu từ 05/07/2019</a><span>0{n}/05/2031 08:30</span>",
            )
            for n in range(1, 8)
        )
    )
    links = article_links(html, HERE)
    assert len(links) == 7
    assert links[0].title == "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác quý số 1"
    assert [each.date for each in links[:2]] == ["01/05/2031 08:30", "02/05/2031 08:30"]


@pytest.mark.parametrize(
    ("card", "date"),
    [
        ("<a href='/{n}.html'>{t} (12/05/2031)</a>", "12/05/2031"),
        ("<a href='/{n}.html'>{t}</a> <i>(12/05/2031 14:05)</i><br>", "12/05/2031 14:05"),
        ("<li><a href='/{n}.html'>{t}</a><em>14h05, 12-5-2031</em></li>", "14h05, 12-5-2031"),
        ("<li><a href='/{n}.html'>{t}</a><time datetime='2031-05-12T14:05:00+07:00'></time></li>",
         "2031-05-12T14:05:00+07:00"),
        ("<tr><td><a href='/{n}.html'>{t}</a></td><td>Ngày 12.05.2031</td></tr>", "12.05.2031"),
        ("<li><a href='/{n}.html'>{t}</a><span>ngày 12 tháng 5 năm 2031</span></li>",
         "ngày 12 tháng 5 năm 2031"),
        ("<li><a href='/{n}.html'>{t}</a><span>2 giờ trước</span></li>", None),
        ("<li><a href='/{n}.html'>{t} trước ngày 12/05/2031 của tỉnh</a></li>", None),
    ],
)  # fmt: skip
def test_dates_are_found_where_listings_print_them(card: str, date: str | None) -> None:
    """Beside, behind, in a cell or in brackets; not one that the headline or an age speaks of."""
    title = "Huyện Bình Lâm tổ chức hội nghị sơ kết đợt"
    html = _listing(*(card.format(n=12_300 + n, t=f"{title} {n}") for n in range(8)))
    links = article_links(html, HERE)
    assert len(links) == 8
    assert {each.date for each in links} == {date}


def test_a_stanza_overrides_recognition() -> None:
    """With an XPath every selected link counts, even one with a short name; others do not."""
    html = _listing(*(_item(n) for n in range(6))) + "<ul id='x'><li><a href='/a'>Giá</a></li></ul>"
    links = article_links(html, HERE, links="//ul[@id='x']")
    assert [(each.url, each.title) for each in links] == [("https://nguyetha.example/a", "Giá")]


@pytest.mark.parametrize("links", ["//div[", "//a/@href", "count(//a)"])
def test_a_wrong_xpath_is_said(links: str) -> None:
    """An expression that is none, or selects no elements, is an error of the stanza."""
    with pytest.raises(SourceUnreadable, match="links"):
        article_links(_listing(_item(1)), HERE, links=links)


def test_history_tips_the_balance() -> None:
    """A shape whose pages were articles is taken, and left out where they were none."""
    html = _listing(
        *(f"<p><a href='/node/{n}'>Bản tin tuần thứ {n}</a></p>" for n in range(30, 36))
    )
    shape = shape_name("https://nguyetha.example/node/31")
    learnt = article_links(html, HERE, history=History(articles={shape: 30}))
    assert len(learnt) == 6
    usual = _listing(*(_item(n) for n in range(12_340, 12_350)))
    others = {shape_name("https://nguyetha.example/bai-viet-so-12341.html"): 40}
    assert article_links(usual, HERE) != ()
    assert article_links(usual, HERE, history=History(others=others)) == ()


@given(st.text(max_size=300))
def test_no_text_breaks_it(html: str) -> None:
    """Whatever comes, there is a tuple or the error for bytes that are no page."""
    with suppress(SourceUnreadable):
        assert isinstance(article_links(html, HERE), tuple)


@given(st.text(max_size=80))
def test_no_address_breaks_it(href: str) -> None:
    """Every href gives an http(s) address or None, and every address has a shape."""
    found = absolute_link(href, HERE)
    assert found is None or found.startswith(("http://", "https://"))
    assert shape_of(found or HERE).key is not None


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,<p>", "mailto:a@b.example", "tel:0123", "#top", "",
     "ftp://x.example/a", "https://user:pass@nguyetha.example/a", "http://[::1", "\x00"],
)  # fmt: skip
def test_what_is_no_page_is_no_link(href: str) -> None:
    """Scripts, data, mail, credentials and broken addresses lead nowhere."""
    assert absolute_link(href, HERE) is None or "nguyetha" in (absolute_link(href, HERE) or "")
    html = _listing(f"<h3><a href='{href}'>Một tiêu đề dài đúng như của bài báo thật</a></h3>")
    assert all(each.url.startswith("https://nguyetha.example/") for each in candidates(html, HERE))


def test_other_sites_are_left_out_whatever_they_look_like() -> None:
    """A box full of another site's articles, or of addresses in private networks, adds nothing."""
    own = "".join(_item(n) for n in range(10))
    theirs = "".join(
        f"<h3><a href='{host}/bai-viet-so-{n}.html'>Máy giặt giá rẻ nhất tháng số {n}</a></h3>"
        for n in range(40)
        for host in ("https://shop.example", "http://10.0.0.1", "http://localhost:8080")
    )
    links = article_links(_listing(own, theirs), HERE)
    assert len(links) == 10


@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_a_flood_of_links_is_bounded() -> None:
    """Of 50,000 links a bounded number is looked at and returned, in seconds."""
    html = _listing(*(_item(n) for n in range(50_000)))
    assert len(candidates(html, HERE)) == MOST_LINKS
    links = article_links(html, HERE)
    assert len(links) == MOST_ENTRIES


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/x'>" * 20_000 + "chữ",
        "<div>" * 50_000 + "<a href='/a'>Một tiêu đề dài đúng như của bài báo thật</a>",
        "<p>" + "<a href='/b" + "9" * 100_000 + "'>Một tiêu đề dài đúng như của bài báo</a>",
        "<a href='/c'>" + "12/05/2031 " * 50_000 + "</a>",
        "<li><a href='/d'>" + "1" * 200_000 + "</a></li>",
        "<a href='/e'>" + "đọc " * 50_000 + "</a>",
        "<div><div><div>"
        + "<p><a href='/f'>Một tiêu đề dài đúng như của bài báo thật</a>" * 90_000,
        "<a href='/g'>x</a>" * 5 + "<i>12/05/2031</i>" * 90_000,
    ],
)
@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_hostile_pages_cost_little(html: str) -> None:
    """Deep, repeated and endless things neither break it nor take long."""
    with suppress(SourceUnreadable):
        article_links(html, HERE)
