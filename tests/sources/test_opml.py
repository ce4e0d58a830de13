"""Subscription lists in and out."""

from __future__ import annotations

import time
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Literal

import listparser
import lxml.etree
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.ingest.list_import import plan_import
from bot.sources.known import known_sources
from bot.sources.opml import MAX_DEPTH, MAX_OUTLINES, Outline, read_opml, write_opml
from storage.models import Source
from storage.text import nfc

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "ingest" / "hostile"


def _list(body: str, version: str = "2.0") -> bytes:
    return f'<opml version="{version}"><head/><body>{body}</body></opml>'.encode()


_WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff"),
    min_size=1,
    max_size=40,
).map(lambda text: nfc(" ".join(text.split())))
_NAMES = _WORDS.filter(lambda text: bool(text.strip()))
_IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


@st.composite
def _sources(draw: st.DrawFn) -> list[Source]:
    ids = draw(st.lists(_IDS, unique=True, max_size=6))
    kinds: list[Literal["feed", "listing", "page"]] = ["feed", "listing", "page"]
    return [
        Source(
            id=each,
            name=draw(_NAMES),
            kind=(kind := draw(st.sampled_from(kinds))),
            url=f"https://{each}.example/" + draw(st.sampled_from(["", "rss", "a?x=1&y=%C3%A1"])),
            links=draw(st.sampled_from([None, "//h3/a[@class='x']"]))
            if kind == "listing"
            else None,
            province=draw(st.none() | _NAMES | st.just("Quảng Trị")),
            level=draw(st.sampled_from([None, "party", "government", "press"])),
            section=draw(st.none() | _NAMES),
            enabled=draw(st.booleans()),
            poll_minutes=draw(st.none() | st.integers(1, 1440)),
            full_text=draw(st.booleans()),
        )
        for each in ids
    ]


@settings(max_examples=150)
@given(_sources())
@example([Source(id="a", name="A, B/C <&> \"'", kind="feed", url="https://a.example/?a=1&b=2")])
def test_a_round_trip_loses_nothing(sources: list[Source]) -> None:
    """What the bot wrote comes back equal, whatever its names hold."""
    plan = plan_import(read_opml(write_opml(sources, title="Điểm Tin")), [])
    assert plan.refused == []
    assert {each.id: each for each in plan.added} == {each.id: each for each in sources}


def test_the_whole_catalogue_makes_the_round_trip() -> None:
    """All real sources go out and come back, switched off as they were."""
    known = known_sources()
    plan = plan_import(read_opml(write_opml(known, title="Điểm Tin")), [])
    assert {each.id: each for each in plan.added} == {each.id: each for each in known}
    assert (plan.known, plan.refused) == ([], [])


def test_what_is_written_is_opml_for_others() -> None:
    """Strict XML with folders, titles, xmlUrl and htmlUrl; a plain reader finds the feed."""
    feed = Source(
        id="a",
        name="Báo Sông Lam",
        kind="feed",
        url="https://a.example/rss?a=1&b=2",
        province="Nghệ An",
        level="press",
        section="Thời sự",
        ca_bundle="/etc/own.pem",
    )
    listing = Source(id="b", name="Trang B", kind="listing", url="https://b.example/tin/")
    folder = Source(id="c", name="Thư mục", kind="folder", path="/srv/tin")
    written = write_opml([feed, listing, folder], title="Điểm Tin")
    assert b"/etc" not in written
    assert b"/srv" not in written
    root = ET.fromstring(written)  # noqa: S314 - written by ourselves a line above
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Điểm Tin"
    folders = root.findall("body/outline")
    assert [each.get("text") for each in folders] == ["Nghệ An", "Cả nước"]
    (outline,) = folders[0]
    assert outline.get("type") == "rss"
    assert outline.get("text") == "Báo Sông Lam – Thời sự"
    assert outline.get("xmlUrl") == "https://a.example/rss?a=1&b=2"
    assert outline.get("htmlUrl") == "https://a.example/"
    assert outline.get("category") == "/press"
    (link,) = folders[1]
    assert (link.get("type"), link.get("url")) == ("link", "https://b.example/tin/")
    (seen,) = listparser.parse(written).feeds
    assert seen.url == "https://a.example/rss?a=1&b=2"
    assert seen.title == "Báo Sông Lam – Thời sự"


def test_another_prefix_for_our_namespace_is_understood() -> None:
    """A program that wrote the file anew may have renamed the prefix."""
    source = Source(id="z-9", name="Z", kind="feed", url="https://z.example/")
    written = write_opml([source], title="")
    renamed = written.replace(b"xmlns:diemtin=", b"xmlns:ns0=").replace(b" diemtin:", b" ns0:")
    assert renamed != written
    (outline,) = read_opml(renamed)
    assert outline.own == {"id": "z-9", "name": "Z", "kind": "feed"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<outline text="A" xmlUrl="http://a.example/"/>', [("A", "http://a.example/", ())]),
        ('<outline title="A" xmlUrl="http://a.example/"/>', [("A", "http://a.example/", ())]),
        ('<OUTLINE TEXT="A" XMLURL="http://a.example/"/>', [("A", "http://a.example/", ())]),
        (
            '<outline text="A" xmlUrl="http://a.example/?a=1&b=2">',
            [("A", "http://a.example/?a=1&b=2", ())],
        ),
        (
            """<outline text="Tin"><outline text="Quảng Trị"><outline text="A" category="/x/y,z"
            xmlUrl="http://a.example/"/></outline></outline>
            <outline text="B" xmlUrl="http://b.example/"/>""",
            [
                ("A", "http://a.example/", ("x", "y", "z", "Tin", "Quảng Trị")),
                ("B", "http://b.example/", ()),
            ],
        ),
        (
            """<outline text="I" type="include" url="http://i.example/list.opml"/>
            <outline text="L" type="link" url="http://l.example/"/>
            <outline text="A" xmlUrl="http://a.example/"/>
            <outline text="again" xmlUrl="http://a.example/"/>""",
            [("A", "http://a.example/", ())],
        ),
        ("", []),
        ('<outline text="A" xmlUrl=""/><outline/>', []),
    ],
)
@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", ""])
def test_lists_as_others_write_them(
    body: str, version: str, found: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """Every version, any case, bare ampersands, folders and categories; inclusions are left."""
    outlines = read_opml(_list(body, version))
    assert [(each.title, each.url, each.folders) for each in outlines] == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258", "utf-8-sig"])
def test_lists_in_other_encodings(encoding: str) -> None:
    """Old Vietnamese programs save in windows-1258, with combining tone marks."""
    declared = encoding.removesuffix("-sig")
    title = "Báo Đất Việt: tin tức của tỉnh nhà"
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><opml version="1.1"><body>'
        f'<outline text="{title}" xmlUrl="http://a.example/"/></body></opml>'
    )
    if encoding == "windows-1258":
        data = "".join(_cp1258(char) for char in text).encode("cp1258")
    else:
        data = text.encode(encoding)
    assert [each.title for each in read_opml(data)] == [title]


def _cp1258(char: str) -> str:
    """Base letter and combining tone, where the code page has no composed letter."""
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        tones = "\u0300\u0301\u0303\u0309\u0323"
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(each for each in parts if each in tones)
        return nfc("".join(each for each in parts if each not in tones)) + tone
    return char


def test_provinces_come_from_folders() -> None:
    """A folder that bears a province's name, old or new, says what its feeds are about."""
    feed = '<outline text="A" xmlUrl="http://a.example/"/>'
    (outline,) = read_opml(_list(f'<outline text="tỉnh Quảng Bình">{feed}</outline>'))
    assert outline.province == "Quảng Bình"
    assert Outline(url="http://a.example/", folders=("Tin tức",)).province is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html><body><a href='x'>x</a></body></html>",
        b'<rss version="2.0"><channel><title>x</title></channel></rss>',
        b"</outline></outline>",
        b"%PDF-1.7 ...",
        b"\x00\x01\x02\x03 not text",
    ],
)
def test_what_is_no_list_is_said(data: bytes) -> None:
    """Anything else is one clear error."""
    with pytest.raises(SourceUnreadable):
        read_opml(data)


def test_hostile_lists_are_refused_in_no_time() -> None:
    """Deep nesting, 100,000 outlines and large files are refused; the work for them is bounded."""
    started = time.process_time()
    deep = '<outline text="a">' * 100_000
    with pytest.raises(SourceUnreadable, match="deep"):
        read_opml(_list(deep))
    many = '<outline text="a" xmlUrl="http://a.example/"/>' * 100_000
    with pytest.raises(SourceUnreadable, match="outlines"):
        read_opml(_list(many))
    with pytest.raises(SourceUnreadable, match="5 MB"):
        read_opml(_list(" " * 6_000_000))
    with pytest.raises(SourceUnreadable):
        read_opml(_list('<outline text="a"/></outline>' * 100_000))
    usual = time.process_time() - started
    assert usual < 20  # a runaway would take minutes


def test_the_bounds_themselves_are_let_in() -> None:
    """A list exactly at the caps is read whole."""
    full = "".join(
        f'<outline text="t{number}" xmlUrl="http://a{number}.example/"/>'
        for number in range(MAX_OUTLINES)
    )
    assert len(read_opml(_list(full))) == MAX_OUTLINES
    deep = '<outline text="a">' * (MAX_DEPTH - 1) + '<outline text="x" xmlUrl="http://x.example/"/>'
    assert len(read_opml(_list(deep))) == 1


def test_entities_are_not_expanded() -> None:
    """Neither an entity bomb nor a file from the disk gets into a title."""
    bomb = b'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    data = bomb + b']><opml version="2.0"><body><outline text="&j;" xmlUrl="http://a.example/"/>'
    (outline,) = read_opml(data + b"</body></opml>")
    assert len(outline.title) < 10
    external = (
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml version="2.0"><body>'
        b'<outline text="&x;" xmlUrl="http://a.example/"/></body></opml>'
    )
    assert [each.title for each in read_opml(external)] == ["&x;"]


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<opml>{text}".encode()))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Whatever comes is a list or one clear error."""
    try:
        outlines = read_opml(data)
    except SourceUnreadable:
        return
    assert all(each.url for each in outlines)


_PIECES = st.sampled_from(
    [
        *("<opml>", "</opml>", "<body>", "<outline>", "</outline>", "</x:y>", "x", "<!--", "-->"),
        *("<dateCreated>", "</dateCreated>", '<outline text="a">'),
        '<outline xmlUrl="http://a.example/">',
        '<outline type="link" url="u">',
        '<x:outline xmlns:x="urn:diemtin:opml" x:id="a"/>',
    ]
)


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_no_order_of_tags_crashes_the_reader(text: str) -> None:
    """Tags in any order, opened and closed at will."""
    try:
        read_opml(f"<opml version='2.0'>{text}".encode())
    except SourceUnreadable:
        return


def test_the_developers_hostile_files() -> None:
    """The hostile documents of the development data are refused or read as nothing."""
    if not DATA.exists():
        pytest.skip("the development data is not here")
    for file in sorted(DATA.iterdir()):
        with pytest.raises(SourceUnreadable):
            read_opml(file.read_bytes())


def test_schema_of_what_is_written() -> None:
    """Every outline of the full catalogue has the attributes that OPML 2.0 requires of its type."""
    root = lxml.etree.fromstring(write_opml(known_sources(), title="x"))
    leaves = [each for each in root.iter("outline") if len(each) == 0]
    assert len(leaves) == len(known_sources())
    for each in leaves:
        assert each.get("text")
        assert each.get("xmlUrl" if each.get("type") == "rss" else "url", "").startswith("http")
