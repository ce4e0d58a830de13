"""RSS and Atom to entries."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.sources.entry import Entry, is_feed_text, owing_page, page_attempts, same_signature
from bot.sources.feed import MAX_DEPTH, MAX_ENTRIES, NotAFeed, depth_of, parse_feed
from bot.sources.fragment import paragraphs, plain_line
from tests.sources.test_decode import cp1258

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Báo Nguyệt Hà</title><ttl>30</ttl>
<item>
  <title>Xã Bình Lâm &amp;amp; xã Tân Hòa: &amp;#272;ường m&amp;#7899;i</title>
  <link>/tin/duong-moi.html?utm_source=rss</link>
  <guid isPermaLink="false">tin-17</guid>
  <pubDate>Thứ Tư, 14/05/2031 09:30</pubDate>
  <category>Giao thông</category><category>Nông thôn mới</category>
  <dc:creator>Lê Thị Mận</dc:creator>
  <description><![CDATA[<a href="/x"><img src="a.jpg"/></a><p>Đoạn một &lt; hai.</p>Đoạn ba]]>
  </description>
  <content:encoded><![CDATA[<p>Thân bài.</p><script>alert(1)</script><p>Hết.</p>]]>
  </content:encoded>
</item>
<item><title>Không có liên kết</title></item>
<item></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>Cổng</title>
<entry><title type="html">Giá &lt;b&gt;lúa&lt;/b&gt; &lt; 7.000 đồng</title>
<id>urn:1</id><link rel="alternate" href="https://nguyetha.example/a"/>
<updated>2031-05-14T09:00:00+07:00</updated><author><name>Trần Văn Mơ</name></author>
<summary>Tóm tắt.</summary></entry></feed>"""


def test_rss_is_read_whole() -> None:
    """Every field of an item arrives: links absolute, dates raw, entities undone, markup gone."""
    feed = parse_feed(RSS.encode(), url="https://nguyetha.example/rss/tin.rss")
    assert (feed.title, feed.ttl_minutes, len(feed.entries)) == ("Báo Nguyệt Hà", 30, 2)
    assert feed.entries[0] == Entry(
        title="Xã Bình Lâm & xã Tân Hòa: Đường mới",
        link="https://nguyetha.example/tin/duong-moi.html?utm_source=rss",
        guid="tin-17",
        published="Thứ Tư, 14/05/2031 09:30",
        summary=("Đoạn một < hai.", "Đoạn ba"),
        content=("Thân bài.", "Hết."),
        authors=("Lê Thị Mận",),
        categories=("Giao thông", "Nông thôn mới"),
        image="https://nguyetha.example/rss/a.jpg",
    )
    assert feed.entries[1] == Entry(title="Không có liên kết")


def test_atom_is_read() -> None:
    """An Atom entry gives the same fields; a lone `<` of a title stays."""
    (entry,) = parse_feed(ATOM.encode()).entries
    assert entry.title == "Giá lúa < 7.000 đồng"
    assert entry.link == "https://nguyetha.example/a"
    assert entry.published == entry.updated == "2031-05-14T09:00:00+07:00"
    assert (entry.authors, entry.summary) == (("Trần Văn Mơ",), ("Tóm tắt.",))


def test_a_mislabelled_feed_is_vietnamese() -> None:
    """A windows-1258 feed that calls itself UTF-8 keeps its letters."""
    data = cp1258(RSS)
    assert parse_feed(data, charset="utf-8").title == "Báo Nguyệt Hà"
    assert parse_feed(data).entries[0].content == ("Thân bài.", "Hết.")


def test_a_page_is_not_a_feed() -> None:
    """A web page is refused with the feed that it names."""
    page = (
        "<!DOCTYPE html><html><head><link type='application/rss+xml' title=x rel=alternate "
        "href='/rss/tin.rss?a=1&amp;b=2'></head><body>rss</body></html>"
    )
    with pytest.raises(NotAFeed, match="is a web page, not a feed") as caught:
        parse_feed(page.encode(), url="https://nguyetha.example/")
    assert caught.value.alternate == "https://nguyetha.example/rss/tin.rss?a=1&b=2"
    with pytest.raises(NotAFeed) as caught:
        parse_feed(b"<html><body>x</body></html>")
    assert caught.value.alternate is None


@pytest.mark.parametrize("data", [b"", b"  \n", b"hello", b"<a>b</a>", b'{"items": []}', b"%PDF-1"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    """Empty, plain and foreign bytes are named as no feed."""
    with pytest.raises(SourceUnreadable):
        parse_feed(data)


def test_shared_guids_identify_nothing() -> None:
    """A guid that several links share is replaced by the link."""
    items = "".join(
        f"<item><guid>0</guid><title>{n}</title><link>https://x.example/{n}</link></item>"
        for n in range(3)
    )
    feed = parse_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert [entry.guid for entry in feed.entries] == [f"https://x.example/{n}" for n in range(3)]


def test_entity_bombs_are_refused() -> None:
    """Entities that unfold into entities are not unfolded, and nothing is read from the disk."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    bomb = f"<!DOCTYPE rss [{''.join(lines)}]><rss version='2.0'><channel><title>&a9;</title>"
    with pytest.raises(SourceUnreadable, match="entities"):
        parse_feed(bomb.encode())
    outside = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
        "<item><title>a &x; b</title></item></channel></rss>"
    )
    assert "root:" not in str(parse_feed(outside.encode()))


@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_depth_is_capped_in_time() -> None:
    """A feed nested 200,000 deep is refused at once."""
    deep = "<rss version='2.0'><channel><item>" + "<a>" * 200_000
    with pytest.raises(SourceUnreadable, match=f"more than {MAX_DEPTH} deep"):
        parse_feed(deep.encode())


@pytest.mark.parametrize(
    "hostile",
    ["<a ", '<a "', "<a 'b\"", "<!--", "<![CDATA[", "<!ENTITY ", '<!ENTITY a "b', " ", "\n"],
)
@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_no_feed_takes_more_than_its_share_of_time(hostile: str) -> None:
    """What opens without end is looked through once: a megabyte of it does not stop the bot."""
    text = hostile * (1_000_000 // len(hostile))
    with suppress(SourceUnreadable):
        parse_feed(f"<?xml version='1.0'?>{text}x".encode())
    depth_of(f"<rss>{text}")


def test_entities_are_recognised_in_either_quotes() -> None:
    """Neither the other kind of quotes nor a long declaration hides a reference."""
    for value in ("'\"&b;'", '"\'&b;"', '"' + "y" * 900 + '&b;"'):
        bomb = f"<!DOCTYPE rss [<!ENTITY b 'ha'><!ENTITY  % a  {value}>]><rss version='2.0'></rss>"
        with pytest.raises(SourceUnreadable, match="entities"):
            parse_feed(bomb.encode())


def test_depth_counts_elements_only() -> None:
    """Comments, CDATA, void and closed elements do not nest."""
    assert depth_of("<a><b/><!-- <c><d> --><![CDATA[<e><f>]]><br><br></a><g></g>") == 1
    assert depth_of("<a x='>'><b><c></c></b></a>") == 3


def test_the_number_of_entries_is_capped() -> None:
    """An endless feed gives no more than its first items."""
    items = "".join(f"<item><title>Tin {n}</title></item>" for n in range(MAX_ENTRIES + 50))
    feed = parse_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert [feed.entries[0].title, len(feed.entries)] == ["Tin 0", MAX_ENTRIES]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", ()),
        ("một dòng\nhai", ("một dòng hai",)),
        ("một\n\nhai", ("một", "hai")),
        ("A &amp;lt; B", ("A < B",)),
        ("<p>một<br>hai</p><ul><li>ba</li></ul>bốn", ("một", "hai", "ba", "bốn")),
        ("<b>đậm</b> và <i>nghiêng</i>", ("đậm và nghiêng",)),
        ("<!-- x --><style>y</style>z", ("z",)),
        ("<div" + "><div" * 2_000 + ">", ()),
        ("\x00<p>a</p>", ("a",)),
    ],
)
def test_fragments_become_paragraphs(fragment: str, expected: tuple[str, ...]) -> None:
    """Blocks break lines, inline markup does not, scripts are silent."""
    assert paragraphs(fragment) == expected


@given(st.text(st.sampled_from("<>/&;!-[]\"'=apbr div\n đ\x00"), max_size=200))
def test_fragments_never_break_it(fragment: str) -> None:
    """Any markup gives single clean lines."""
    for line in (*paragraphs(fragment), plain_line(fragment)):
        assert line == " ".join(line.split())


@given(st.text(st.sampled_from("<>/&;!?-[]\"'= \ncdrstilem:xđ"), max_size=300))
def test_feeds_never_break_it(text: str) -> None:
    """Any text inside a feed gives a feed or `SourceUnreadable`."""
    try:
        feed = parse_feed(f"<rss version='2.0'><channel><item>{text}".encode())
    except SourceUnreadable:
        return
    assert len(feed.entries) <= MAX_ENTRIES


def test_signatures_follow_words_not_addresses() -> None:
    """A changed word or date changes the signature; links and guids do not."""
    one = Entry(title="a", link="https://x.example/1", guid="1", published="x")
    assert one.signature == Entry(title="a", link="https://x.example/2", published="x").signature
    assert one.signature != Entry(title="b", published="x").signature
    assert one.signature != Entry(title="a", published="y").signature
    owed = owing_page(one.signature, 3, outdated=False)
    assert (page_attempts(owed), page_attempts(one.signature), page_attempts(None)) == (
        3,
        None,
        None,
    )
    assert is_feed_text(owed)
    assert not is_feed_text(owing_page(one.signature, 3, outdated=True))
    assert same_signature(owed, one.signature)
    assert not same_signature(None, one.signature)


@pytest.mark.skipif(not SHARED.exists(), reason="the development data is not here")
def test_a_real_vietnamese_feed() -> None:
    """A newspaper's feed gives every item a title, link, date and summary without markup."""
    (file,) = (SHARED / "feeds" / "vi_real").iterdir()
    feed = parse_feed(gzip.decompress(file.read_bytes()), url="https://x.example/rss")
    assert (len(feed.entries), feed.ttl_minutes) == (100, 5)
    assert all(entry.title and entry.link and entry.published for entry in feed.entries)
    assert sum(bool(entry.summary) for entry in feed.entries) >= 95
    assert not any("<" in line for entry in feed.entries for line in entry.summary)


@pytest.mark.skipif(not SHARED.exists(), reason="the development data is not here")
@pytest.mark.parametrize("name", ["billion_laughs.xml", "xxe.xml"])
@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_hostile_files(name: str) -> None:
    """Hostile files are refused or harmless, and quickly."""
    try:
        feed = parse_feed((SHARED / "hostile" / name).read_bytes())
    except SourceUnreadable:
        pass
    else:
        assert len(str(feed)) < 10_000
        assert "root:" not in str(feed)
