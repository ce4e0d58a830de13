"""Every feed format from fixtures of invented places."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.errors import SourceUnreadable
from bot.sources.entry import Entry
from bot.sources.feed import Feed, parse_feed
from bot.sources.feed_guard import (
    MAX_ATTRIBUTES,
    MAX_CHARS,
    MAX_ENTRIES,
    MAX_ITEM,
    MAX_LINE,
)
from bot.sources.fragment import one_line, plain_line

DATA = Path(__file__).resolve().parents[1] / "data" / "feeds"
URL = "https://nguyetha.example/rss/tin-moi.rss"


def feed(name: str, url: str = URL) -> Feed:
    """The fixture, read."""
    return parse_feed((DATA / name).read_bytes(), url=url)


def rss(items: str) -> bytes:
    """A channel of these items."""
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize("name", ["title", "author", "guid", "dc:creator", "TITLE"])
def test_a_line_without_end_is_refused(name: str) -> None:
    """A title or an author is a line; the text of an article may be much longer."""
    long = "tin tức " * (MAX_LINE // 8 + 2)
    with pytest.raises(SourceUnreadable, match="in one title"):
        parse_feed(rss(f"<b><item><{name}>{long}</{name}></item>"), url=URL)
    told = parse_feed(rss(f"<item><title>t</title><description>{long}</description></item>"))
    assert len(told.entries) == 1


def test_empty_lines_before_a_long_text_are_no_endless_line() -> None:
    """`<guid/>` ends where it begins."""
    text = "x" * (MAX_LINE + 500)
    told = parse_feed(rss(f"<item><guid/><title>t</title><description>{text}</description></item>"))
    assert len(told.entries) == 1


def test_rss_2_with_its_extensions() -> None:
    """Channel facts, content, authors, source and the largest picture arrive."""
    read = feed("rss20.xml")
    assert (read.title, read.language, read.ttl_minutes) == ("Báo Nguyệt Hà", "vi", 20)
    assert (read.site_url, read.self_url) == ("https://nguyetha.example/", URL)
    assert (read.next_url, read.hub_url) == (f"{URL}?page=2", "https://hub.example/")
    assert (read.update_minutes, read.version) == (30, "rss20")
    assert read.updated == "Wed, 14 May 2031 10:00:00 +0700"
    assert read.author is not None
    assert "Tòa soạn" in read.author
    bridge, rice, meeting = read.entries
    assert bridge == Entry(
        title="Xã Bình Lâm khánh thành cầu Ba Đước",
        link="https://nguyetha.example/tin/cau-ba-duoc.html",
        guid="17",
        published="Thứ Tư, 14/05/2031 09:30",
        summary=("Cầu dài 40 mét.",),
        content=("Cầu dài 40 mét.", "Cầu cũ đã dỡ."),
        authors=("Lê Thị Mận", "Trần Văn Mơ"),
        categories=("Giao thông",),
        language="vi",
        image="https://nguyetha.example/anh/to.jpg",
        outlet="Báo Vân Khê",
    )
    assert rice.guid == rice.link == "https://nguyetha.example/tin/lua.html"
    assert rice.image == "https://nguyetha.example/anh/lua.jpg"
    assert meeting.link == meeting.guid == "https://nguyetha.example/tin/hop-dan.html"
    assert meeting.image == "https://nguyetha.example/anh/hop.jpg?a=1&b=2"


def test_rss_091() -> None:
    """The oldest form is read; its hours count to 24, its days become numbers."""
    read = feed("rss091.xml")
    assert (read.version, read.language) == ("rss091n", "vi-vn")
    assert (sorted(read.skip_hours), sorted(read.skip_days)) == ([0, 3], [5, 6])
    assert [entry.title for entry in read.entries] == ["Xã Bình Lâm khánh thành cầu Ba Đước"]


def test_rdf() -> None:
    """An RDF item is known by `rdf:about`, which is its link where none is stated."""
    (entry,) = feed("rss10.rdf").entries
    assert entry.guid == entry.link == "https://vankhe.example/tin/1"
    assert (entry.published, entry.authors) == ("2031-05-14T09:30:00+07:00", ("Phạm Thị Sen",))


def test_atom_with_bases() -> None:
    """Links are relative to the nearest `xml:base`; a title escaped twice is mended."""
    read = feed("atom10.xml", "https://other.example/x")
    assert read.title == "Xã Tân Hòa"
    assert (read.site_url, read.self_url) == (
        "https://tanhoa.example/",
        "https://tanhoa.example/tin/atom.xml",
    )
    (entry,) = read.entries
    assert (entry.title, entry.guid) == ("Mưa < 50 mm", "tag:tanhoa.example,2031:1")
    assert entry.link == "https://tanhoa.example/tin/2031/mua.html"
    assert entry.image is not None
    assert entry.image.endswith("mua.png")
    assert entry.content == ("Mưa rải rác.", "Đê an toàn.")
    assert (entry.published, entry.updated) == (
        "2031-05-14T09:00:00+07:00",
        "2031-05-14T09:30:00+07:00",
    )


def test_atom_03() -> None:
    """`issued` and `modified` are the dates of the draft that many sites still serve."""
    (entry,) = feed("atom03.xml").entries
    assert (entry.published, entry.updated) == (
        "2031-05-14T09:00:00+07:00",
        "2031-05-14T09:30:00+07:00",
    )
    assert entry.link == "https://nguyetha.example/lop"


def test_json_feed() -> None:
    """A JSON Feed gives the same records; values of wrong types count as absent."""
    read = feed("feed11.json", "https://vankhe.example/feed.json")
    assert (read.title, read.version, read.author) == ("Báo Vân Khê", "json11", "Tòa soạn")
    assert read.next_url == "https://vankhe.example/feed.json?page=2"
    assert (read.hub_url, read.expired) == ("https://hub.example/", False)
    first, second, third = read.entries[0], read.entries[1], read.empty_items
    assert first == Entry(
        title="Hội làng Đông & Đoài",
        link="https://vankhe.example/tin/17",
        guid="17",
        published="2031-05-14T09:30:00+07:00",
        updated="2031-05-14T10:00:00+07:00",
        summary=("Hội mở.",),
        content=("Hội mở ba ngày.",),
        authors=("Lê Thị Mận",),
        categories=("Văn hóa",),
        language="vi",
        image="https://vankhe.example/anh/17.jpg",
    )
    assert second.link == second.guid == "https://vankhe.example/tin/18"
    assert (second.content, second.authors) == (("Một < hai.", "Ba."), ("Trần Văn Mơ",))
    assert (len(read.entries), third) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "https://jsonfeed.org/version/1.1"}',
        '{"items": []}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": [',
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
        '{"a": 1}',
        "{}",
    ],
)
def test_other_json_is_refused(text: str) -> None:
    """JSON that is broken, endlessly deep or something else is no feed, and says so."""
    with pytest.raises(SourceUnreadable, match="not a feed"):
        parse_feed(text.encode())


def test_a_guid_that_is_no_address_is_no_link() -> None:
    """`isPermaLink` left out makes no address of a number, nor is it changed by the feed's own."""
    (entry,) = parse_feed(rss("<item><title>a</title><guid>17</guid></item>"), url=URL).entries
    assert (entry.guid, entry.link) == ("17", None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("&amp;lt;b&amp;gt;Giá lúa&amp;lt;/b&amp;gt;", "Giá lúa"),
        ("<![CDATA[<b>Giá</b><br>lúa]]>", "Giá lúa"),
        ("Giá\u200b lúa\u00ad\x07 &#8203;tăng", "Giá lúa tăng"),
        ("Gia\u0301 lu\u0301a", "Giá lúa"),
        ("Giá&nbsp;lúa &amp;amp; ngô", "Giá lúa & ngô"),
        ("<![CDATA[A < B và C > D]]>", "A < B và C > D"),
    ],
)
def test_titles_are_clean(title: str, expected: str) -> None:
    """Markup, double escapes, unseen characters and separate accents go; signs stay."""
    (entry,) = parse_feed(rss(f"<item><title>{title}</title></item>")).entries
    assert entry.title == expected


def test_joiners_stay_where_they_matter() -> None:
    """Emoji and Persian keep their joiners, Latin words lose them; no word is taken for a tag."""
    assert (
        one_line("👨\u200d👩 می\u200cخواهم Giá\u200c\u200dlúa") == "👨\u200d👩 می\u200cخواهم Giálúa"
    )
    assert plain_line("Tổ <A1> và <b>tổ</b> <Nguyễn>") == "Tổ <A1> và tổ <Nguyễn>"


def test_a_caption_is_not_the_text() -> None:
    """`media:description` stands in only where an item has no text of its own."""
    names = "xmlns:media='http://search.yahoo.com/mrss/'"
    items = (
        f"<item {names}><title>a</title><media:description>Ảnh</media:description>"
        "<description>Lời</description></item>"
        f"<item {names}><title>b</title><media:group><media:description>Phim"
        "</media:description></media:group></item>"
    )
    one, two = parse_feed(rss(items)).entries
    assert (one.summary, one.content) == (("Lời",), ())
    assert two.summary == ("Phim",)


def test_surplus_items_are_cut_off_before_they_cost_anything() -> None:
    """Of a long feed the first items are read, well-formed to the end."""
    item = "<item><title>Tin {}</title><description>{}</description></item>"
    many = "".join(item.format(n, "") for n in range(MAX_ENTRIES + 500))
    read = parse_feed(rss(many))
    assert [len(read.entries), read.entries[-1].title] == [MAX_ENTRIES, f"Tin {MAX_ENTRIES - 1}"]
    long = "".join(item.format(n, "a" * 100_000) for n in range(MAX_CHARS // 100_000 + 20))
    read = parse_feed(rss(long))
    assert 40 < len(read.entries) <= MAX_CHARS // 100_000
    assert read.entries[-1].title == f"Tin {len(read.entries) - 1}"


@pytest.mark.parametrize(
    "body",
    [
        "a" * (MAX_ITEM + 1),
        "<item><title>" + "&lt;" * 700_000,
        "<item>" + "<b/>" * 1_000_000,
        "<" + "a" * MAX_ITEM,
    ],
    ids=["text", "entities", "tags", "one tag"],
)
def test_what_would_take_too_long_is_refused(body: str) -> None:
    """One item of megabytes, entities or tags by the hundred thousand: named and not parsed."""
    with pytest.raises(SourceUnreadable, match="the feed has"):
        parse_feed(rss(body))


@pytest.mark.parametrize("attribute", ["a{0}='b'", 'xmlns:n{0}="http://x.example/{0}"', "a{0}=b"])
def test_a_tag_of_very_many_attributes_is_refused(attribute: str) -> None:
    """feedparser compares each with all others; as many as a tag of a real feed has, it reads."""
    body = "<item {}><title>Tin</title></item>"
    many = " ".join(attribute.format(number) for number in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(SourceUnreadable, match="attributes"):
        parse_feed(rss(body.format(many)))
    some = " ".join(attribute.format(number) for number in range(60))
    assert parse_feed(rss(body.format(some))).entries[0].title == "Tin"


def test_equals_signs_outside_tags_are_no_attributes() -> None:
    """Escaped markup and pictures in attributes may have as many as they like."""
    text = "&lt;a href='/1'&gt;" * (MAX_ATTRIBUTES + 1)
    picture = f'<enclosure url="data:,{"Qk0/" * 5_000}==" type="image/png"/>'
    body = f"<item><title>Tin</title><description>{text}</description>{picture}</item>"
    assert parse_feed(rss(body)).entries[0].title == "Tin"


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<" * 15_000_000,
        "<a>" * 5_000_000,
        "<item/>" * 2_000_000,
        "<item><title>" + "ệ" * 4_000_000,
        "<item><title>a" + "\u0301\u0323" * 3_500_000,
        "<item><title>Tin</title><description>&lt;p&gt;Lời&lt;/p&gt;</description></item>"
        * 180_000,
    ],
    ids=["openings", "depth", "empty items", "letters", "marks", "items"],
)
@pytest.mark.timeout(60)  # a hang, not a slow machine
async def test_fifteen_megabytes_leave_the_loop_its_turns(body: str) -> None:
    """The largest document is dealt with in a thread while the event loop goes on turning."""
    data = rss(body)
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    turning = asyncio.create_task(turn())
    started = time.monotonic()
    try:
        read = await asyncio.to_thread(parse_feed, data[: 15 * 2**20])
    except SourceUnreadable:
        pass
    else:
        assert len(read.entries) <= MAX_ENTRIES
    seconds = time.monotonic() - started
    turning.cancel()
    # a tenth of a second for each turn on the average, on a machine however busy
    assert turns >= int(seconds * 10) - 1


def test_json_of_endless_values_is_refused() -> None:
    """Values by the hundred thousand are counted before objects are made of them."""
    start = '{"version": "https://jsonfeed.org/version/1.1", "items": ['
    with pytest.raises(SourceUnreadable, match="more than 600000 values"):
        parse_feed((start + "1," * 700_000 + "1]}").encode())
    many = ",".join(f'{{"id": "{n}", "title": "Tin {n}"}}' for n in range(MAX_ENTRIES + 10))
    assert len(parse_feed(f"{start}{many}]}}".encode()).entries) == MAX_ENTRIES
