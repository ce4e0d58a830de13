"""What pages say to machines and in the place of an article: one rule a test."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import SourceUnreadable
from bot.ingest.page import parse_page
from bot.ingest.parsed import ParsedArticle

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://lamgiang.example/tin/bai-1.html"
TITLE = "Huyện ủy Lam Giang bàn về công tác dân vận quý 3"
PARAGRAPHS = tuple(
    f"Tại phần {n}, hội nghị đã nghe báo cáo và thảo luận về kết quả công tác dân vận của các chi"
    f" bộ trực thuộc, đồng thời thống nhất phương hướng cho thời gian tới ở mục {n}."
    for n in range(1, 7)
)


def page(
    *, head: str = "", body: str | None = None, after: str = "", url: str = URL
) -> ParsedArticle:
    """The article of a plain page with these pieces."""
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS) if body is None else body
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>"
        f"<div class='content'>{text}</div>{after}</body></html>"
    )
    return parse_page(html, url=url, zone=ZONE, now=NOW)


def ld(text: str) -> str:
    """A JSON-LD block."""
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2024-05-06T07:08:09+07:00",}',
        (
            '/* x */ {"@type":"NewsArticle", // note\n"headline":"%s",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}'
        ),
        (
            '{"@type":"NewsArticle","headline":"%s","description":"hai\ndòng",'
            '"datePublished":"2024-05-06T07:08:09+07:00"};'
        ),
        '[{"@type":["NewsArticle"],"headline":"%s","datePublished":"2024-05-06T07:08:09+07:00"}]',
        (
            '{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"%s",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}]}'
        ),
        (
            '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"%s",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}}'
        ),
        (
            '{"@type":"WebSite","name":"x"}\n{"@type":"NewsArticle","headline":"%s",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}'
        ),
        (
            '{"@type":"NewsArticle","headline":"%s","name":"Báo d\\\'x",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}'
        ),
        (
            '<![CDATA[{"@type":"NewsArticle","headline":"%s",'
            '"datePublished":"2024-05-06T07:08:09+07:00"}]]>'
        ),
    ],
    ids=[
        "comma",
        "comments",
        "raw line",
        "list",
        "graph",
        "entity",
        "side by side",
        "escape",
        "cdata",
    ],
)
def test_json_ld_is_read_though_broken(block: str) -> None:
    """Comments, trailing commas, raw line ends, lists, graphs and odd escapes are put up with."""
    found = page(head=ld(block % TITLE))
    assert found.published == datetime(2024, 5, 6, 7, 8, 9, tzinfo=ZONE)


def test_the_object_of_this_page_counts_among_several() -> None:
    """Objects of other articles on the page give neither date nor author."""
    other = (
        '{"@type":"NewsArticle","headline":"Nậm Pha trồng cây","url":"https://lamgiang.example/k",'
        '"datePublished":"2020-01-01T00:00:00+07:00","author":{"@type":"Person","name":"Tạ An"}}'
    )
    own = (
        f'{{"@type":"NewsArticle","headline":"{TITLE}","mainEntityOfPage":"{URL}",'
        '"datePublished":"2024-05-06T07:08:09+07:00","author":{"@type":"Person","name":"Lý Vân"}}'
    )
    found = page(head=ld(other) + ld(own))
    assert found.published == datetime(2024, 5, 6, 7, 8, 9, tzinfo=ZONE)
    assert found.authors == ("Lý Vân",)


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        ("2024-05-06T07:08:09+07:00", "2024-05-06T09:00:00+07:00", "2024-05-06T09:00:00+07:00"),
        ("2024-05-06T07:08:00+07:00", "2024-05-06T07:08:30+07:00", None),
        ("2024-05-06T07:08:00+07:00", "2024-05-05T00:00:00+07:00", None),
        ("2024-05-06T07:08:00+07:00", "2099-01-01T00:00:00+07:00", None),
    ],
    ids=["later", "same minute", "earlier", "future"],
)
def test_a_change_is_later_than_the_publication(
    published: str, modified: str, expected: str | None
) -> None:
    """The update instant is kept where it says something of its own."""
    found = page(
        head=f"<meta property='article:published_time' content='{published}'>"
        f"<meta property='article:modified_time' content='{modified}'>"
    )
    assert (found.modified.isoformat() if found.modified else None) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta property='og:image' content='/a/b.jpg'>", "https://lamgiang.example/a/b.jpg"),
        ("<meta property='og:image' content='//cdn.lamgiang.example/b.jpg'>",
         "https://cdn.lamgiang.example/b.jpg"),
        ("<meta property='og:image' content='/logo.png'>", None),
        ("<meta property='og:image' content='javascript:alert(1)'>", None),
        ("<meta property='og:image' content='http://127.0.0.1/a.jpg'>", None),
        ("<meta property='og:image' content='https://u:p@lamgiang.example/a.jpg'>", None),
        ("<meta property='og:image' content='https://x.example/%s'>" % ("a" * 3000), None),
        (ld('{"@type":"NewsArticle","image":[{"@type":"ImageObject","url":"/c.jpg"}]}'),
         "https://lamgiang.example/c.jpg"),
    ],
    ids=["relative", "no scheme", "logo", "script", "private", "password", "long", "json-ld"],
)  # fmt: skip
def test_the_picture_is_a_public_address(head: str, expected: str | None) -> None:
    """The page's own picture is absolute http(s) on a public host, or none."""
    assert page(head=head).image == expected


def test_the_outlet_is_a_name_before_a_host() -> None:
    """`og:site_name` that is a host name yields to the publisher's name."""
    head = "<meta property='og:site_name' content='lamgiang.example'>"
    named = ld(
        '{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"Báo Lam Giang"}}'
    )
    assert page(head=head).outlet == "lamgiang.example"
    assert page(head=head + named).outlet == "Báo Lam Giang"


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("<p>Theo TTXVN</p>", "Theo TTXVN"),
        ("<p>(Theo TTXVN)</p>", "Theo TTXVN"),
        ("<p><i>Nguồn: Báo Trường Vân</i></p>", "Nguồn: Báo Trường Vân"),
        ("<p>(TTXVN)</p>", "TTXVN"),
        ("<p>Lý Vân</p>", None),
    ],
)
def test_a_credit_line_is_kept_apart(line: str, credit: str | None) -> None:
    """A line that credits another outlet is the credit, and no text."""
    found = page(body="".join(f"<p>{one}</p>" for one in PARAGRAPHS) + line)
    assert found.credit == credit
    assert (found.lead, *found.paragraphs) == PARAGRAPHS


def test_a_credit_inside_a_paragraph_stays_there() -> None:
    """`… (Theo TTXVN)` at the end of the last paragraph is read and left where it is."""
    last = f"{PARAGRAPHS[-1]} (Theo TTXVN)"
    found = page(body="".join(f"<p>{one}</p>" for one in (*PARAGRAPHS[:-1], last)))
    assert found.credit == "Theo TTXVN"
    assert found.paragraphs[-1] == last


def test_an_agency_dateline_is_a_credit() -> None:
    """A lead signed `(TTXVN) -` names whose text it is; a paper's own dateline does not."""
    for opening, credit in (("(TTXVN) - ", "TTXVN"), ("(Lam Giang) - ", None)):
        body = f"<p>{opening}{PARAGRAPHS[0]}</p>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[1:])
        assert page(body=body).credit == credit


_OFFER = "<div class='box'>Đăng nhập hoặc đăng ký thuê bao để đọc tiếp bài viết này</div>"
_LOCK = ld('{"@type":"NewsArticle","isAccessibleForFree":"False"}')


@pytest.mark.parametrize(
    ("head", "paragraphs", "after", "incomplete"),
    [
        (_LOCK, PARAGRAPHS[:2], _OFFER, "paywall"),
        ("", PARAGRAPHS[:2], _OFFER, "paywall"),
        (_LOCK, PARAGRAPHS[:2], "", "paywall"),
        (_LOCK, PARAGRAPHS * 2, "", None),
        ("", PARAGRAPHS[:2], "", None),
        ("", PARAGRAPHS * 2, "<p>Đăng ký nhận bản tin</p>", None),
    ],
    ids=["both", "offer", "stated", "sent whole", "short", "newsletter"],
)
def test_a_paywall_stub_is_told_and_its_offer_is_no_text(
    head: str, paragraphs: tuple[str, ...], after: str, incomplete: str | None
) -> None:
    """What is only the beginning says so; a paper that sends everything is whole."""
    body = "".join(f"<p>{one} Lần {n}.</p>" for n, one in enumerate(paragraphs))
    found = page(head=head, body=body, after=after)
    assert found.incomplete == incomplete
    assert not any("thuê bao" in line for line in (found.lead or "", *found.paragraphs))


@pytest.mark.parametrize(
    "html",
    [
        (
            "<html><head><title>Just a moment...</title></head><body><p>Checking your browser"
            " before accessing the site.</p></body></html>"
        ),
        (
            "<html><head><title>Lam Giang</title></head><body>"
            "<noscript>Vui lòng bật JavaScript</noscript>"
            "<p>Trang web cần bật JavaScript và cookie để tiếp tục.</p></body></html>"
        ),
        "<html><body><script>document.cookie='D1N=a';location.reload(true)</script></body></html>",
        (
            "<html><head><title>Báo Lam Giang</title></head><body>"
            "<h1>Chúng tôi sử dụng cookie</h1><p>"
            "Chúng tôi sử dụng cookie để nâng cao trải nghiệm. Chấp nhận cookie để tiếp tục.</p>"
        ),
        "<html><head><title>Tin</title></head><frameset><frame src=a.htm></frameset></html>",
        "<html><head><title>T</title><meta http-equiv=refresh content='0; url=/b'></head></html>",
    ],
    ids=["challenge", "javascript", "cookie script", "consent", "frames", "refresh"],
)
def test_a_wall_is_never_an_article(html: str) -> None:
    """A challenge, a consent form, a frame set or a redirection is refused by name."""
    with pytest.raises(SourceUnreadable) as caught:
        parse_page(html, url=URL, zone=ZONE, now=NOW)
    assert any(word in str(caught.value) for word in ("wall", "challenge", "frames", "refresh"))


@pytest.mark.parametrize(
    ("here", "link", "expected"),
    [
        (URL, "?page=2", URL + "?page=2"),
        (URL + "?page=2", "?page=3", URL + "?page=3"),
        (URL + "?page=2", "?page=1", None),
        (URL, "https://khac.example/tin/bai-1.html?page=2", None),
        (URL, "/tin/bai-2.html", None),
        (URL, "?page=3", None),
        ("https://lamgiang.example/tin/bai", "/tin/bai/2/", "https://lamgiang.example/tin/bai/2/"),
        ("https://lamgiang.example/a.aspx?id=7", "?id=7&trang=2",
         "https://lamgiang.example/a.aspx?id=7&trang=2"),
        ("https://lamgiang.example/a.aspx?id=7", "?id=8&trang=2", None),
    ],
)  # fmt: skip
def test_the_next_page_is_this_article_s(here: str, link: str, expected: str | None) -> None:
    """A numbered link counts where all but the number is the article's own address."""
    bar = f"<div class='pagination'><a href='{link}'>Trang sau</a></div>"
    assert page(after=bar, url=here).next_page == expected
    assert page(head=f"<link rel=next href='{link}'>", url=here).next_page == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<p>xin chào các bạn</p>" * 29_000,
        "<html><body><p " + " ".join(f"a{n}=1" for n in range(9_000)) + ">x</p>",
        "<html><body><p " + " ".join(f"a{n}" for n in range(9_000)) + ">x</p>",
        "<html><body><p>" + "xin chào các bạn " * 170_000,
        "<html><body>" + "<div>" * 200_000 + "x",
        "<html><body>" + "<a<b" * 29_000,
    ],
    ids=["elements", "attributes", "bare attributes", "one paragraph", "deep", "brackets"],
)
async def test_the_loop_goes_on_while_a_hostile_page_is_read(html: str) -> None:
    """Reading in a thread gives way: the loop waits for a small part of the time it takes."""
    gaps: list[float] = []

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            gaps.append(time.perf_counter() - before)

    def read() -> None:
        try:
            parse_page(html, url=URL, zone=ZONE, now=NOW)
        except SourceUnreadable:
            return

    ticking = asyncio.create_task(tick())
    started = time.perf_counter()
    await asyncio.to_thread(read)
    took = time.perf_counter() - started
    ticking.cancel()
    assert max(gaps, default=0) <= max(0.25, took / 2)
