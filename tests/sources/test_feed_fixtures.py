"""Published feed fixtures against what their authors expect of them."""

from __future__ import annotations

import ast
import gzip
import json
import re
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest

from bot.errors import SourceUnreadable
from bot.ingest.dates import parse_instant
from bot.sources.decode import decode_text
from bot.sources.feed import Feed, read_document
from bot.sources.fragment import plain_line

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest"
BASE = "http://127.0.0.1:8097/base/"
"""Where feedparser's own tests serve its fixtures."""
LATER = datetime(2100, 1, 1, tzinfo=UTC)
_CHARSET = re.compile(r"Header:\s*Content-type:[^\n]*?charset=[\"']?([\w-]+)", re.IGNORECASE)
_EXPECT = re.compile(r"Expect:\s*(.+)")
_STRING = r"(u?'(?:[^'\\]|\\.)*')"
_OF_ENTRY = re.compile(rf"entries\[(\d)\]\['(title|link|id|guid)'\] == {_STRING}")
_OF_FEED = re.compile(rf"feed\['(title|language|link)'\] == {_STRING}")
_PARSED = re.compile(
    r"entries\[(\d)\]\['(?:published|updated|created)_parsed'\] == \((\d+(?:, \d+){5})"
)

NO_FEEDS = {
    "feedparser_wellformed/cdf__channel_abstract_map_description.xml.gz": "Microsoft CDF of 1997",
    "feedparser_wellformed/cdf__channel_href_map_link.xml.gz": "Microsoft CDF of 1997",
    "feedparser_wellformed/cdf__channel_lastmod.xml.gz": "Microsoft CDF of 1997",
    "feedparser_wellformed/cdf__channel_lastmod_parsed.xml.gz": "Microsoft CDF of 1997",
    "feedrs/xml_sample_1.xml.gz": "XML of another kind",
    "feedrs/xml_sample_2.xml.gz": "XML of another kind",
    "miniflux/xml__testdata__iso88591_utf8_mismatch.xml.gz": "XML of another kind",
}
"""Refused on purpose: feedparser answers these with a feed of nothing."""
OTHERWISE = {
    "feedparser_wellformed/base__http_entry_id_base_content_location.xml.gz": (
        "an id is a name, not an address: it stays as written"
    ),
    "feedparser_wellformed/base__http_entry_id_base_docuri.xml.gz": (
        "an id is a name, not an address: it stays as written"
    ),
    "feedparser_wellformed/lang__http_content_language.xml.gz": "the header is not asked",
    "feedparser_wellformed/sanitize__entry_title_crazy.xml.gz": "`--` ends no title",
    "feedparser_wellformed/sanitize__feed_title_crazy.xml.gz": "`--` ends no title",
}
"""Read differently from feedparser on purpose."""
NO_DATES = {
    "Mon, 01 Jan 0001 00:00:00 +0000": "the zero of .NET and Go, not a date",
    "not a date": "what it says",
    "Sat, Dec 16 2023 02:02:33 PM": "feedparser leaves out the PM",
}


class Fixture(NamedTuple):
    """A file with what the manifest knows of it."""

    name: str
    data: bytes
    entries: int | None
    dated: int | None


def _say(what: str) -> None:
    print(what)  # noqa: T201 - how much was checked is half of the result; shown by `pytest -s`


@cache
def fixtures() -> tuple[Fixture, ...]:
    """Every feed of the development data."""
    files = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))["files"]
    return tuple(
        Fixture(
            each["path"].removeprefix("feeds/"),
            gzip.decompress((DATA / each["path"]).read_bytes()),
            each["ref_entries"],
            each["ref_dated"],
        )
        for each in files
        if each["path"].startswith("feeds/")
    )


@cache
def read_all() -> dict[str, tuple[str, Feed | SourceUnreadable]]:
    """Each fixture's text with its feed or the refusal, and no fixture slower than its share."""
    read: dict[str, tuple[str, Feed | SourceUnreadable]] = {}
    seconds: dict[str, float] = {}
    for fixture in fixtures():
        ascii_head = fixture.data[:2_000].replace(b"\0", b"").decode("latin-1")
        header = _CHARSET.search(ascii_head)
        started = time.process_time()
        text = decode_text(fixture.data, header[1] if header else None)
        try:
            read[fixture.name] = text, read_document(text, BASE)
        except SourceUnreadable as error:
            read[fixture.name] = text, error
        seconds[fixture.name] = time.process_time() - started
    slowest = sorted(seconds, key=lambda name: -seconds[name])[:3]
    _say(f"{len(read)} fixtures in {sum(seconds.values()):.1f} s of CPU")
    _say("slowest: " + ", ".join(f"{name} {seconds[name] * 1000:.0f} ms" for name in slowest))
    return read


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the development data is not here"),
]


def test_every_fixture_is_read_or_refused_by_name() -> None:
    """Nothing crashes; what is refused is no RSS, Atom, RDF or JSON Feed, and says so in a line."""
    refused = {
        name: str(result)
        for name, (_, result) in read_all().items()
        if isinstance(result, SourceUnreadable)
    }
    assert refused == dict.fromkeys(NO_FEEDS, "not a feed")


def test_entry_counts_are_those_of_the_gold() -> None:
    """As many items come out as the reference counted."""
    checked = 0
    for fixture in fixtures():
        result = read_all()[fixture.name][1]
        if fixture.entries is not None and isinstance(result, Feed):
            assert len(result.entries) == fixture.entries, fixture.name
            checked += 1
    _say(f"{checked} entry counts equal the gold")
    assert checked > 1_400


def test_as_many_entries_are_dated_as_in_the_gold() -> None:
    """Every date of the reference is read, but for the placeholders."""
    checked = 0
    for fixture in fixtures():
        result = read_all()[fixture.name][1]
        if fixture.dated is None or not isinstance(result, Feed):
            continue
        stated = [entry.published for entry in result.entries if entry.published]
        unread = [each for each in stated if parse_instant(each, zone=UTC, now=LATER) is None]
        assert set(unread) <= set(NO_DATES), fixture.name
        assert len(stated) == fixture.dated, fixture.name
        checked += len(stated)
    _say(f"{checked} dated entries, as many as the gold has")
    assert checked > 3_000


def test_dates_mean_what_the_gold_says() -> None:
    """Every instant is that of the comment in the fixture, or that of feedparser."""
    checked = 0
    for fixture in fixtures():
        text, result = read_all()[fixture.name]
        if not isinstance(result, Feed):
            continue
        for number, wanted in _expected_instants(fixture, text):
            stated = result.entries[number].published
            if stated is None or stated in NO_DATES:
                continue
            found = parse_instant(stated, zone=UTC, now=LATER)
            assert found is not None, (fixture.name, stated)
            assert abs(found[0] - wanted) <= timedelta(seconds=1), (fixture.name, stated)
            checked += 1
    _say(f"{checked} instants equal the gold")
    assert checked > 3_000


def _expected_instants(fixture: Fixture, text: str) -> list[tuple[int, datetime]]:
    comment = _EXPECT.search(text)
    stated = _PARSED.findall(comment[1]) if comment else []
    if stated:
        return [(int(number), _utc([int(n) for n in when.split(", ")])) for number, when in stated]
    parsed: Any = feedparser.parse(BytesIO(fixture.data), sanitize_html=False)
    return [
        (number, _utc(list(entry[key][:6])))
        for number, entry in enumerate(parsed["entries"])
        for key in [
            next(
                (
                    key
                    for key in ("published_parsed", "updated_parsed", "created_parsed")
                    if key in entry and entry[key] and entry[key][0] > 1
                ),
                None,
            )
        ]
        if key is not None
    ]


def _utc(parts: list[int]) -> datetime:
    year, month, day, hour, minute, second = parts
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)


def test_titles_links_and_ids_are_those_of_the_comments() -> None:
    """What a fixture's comment says of an entry or the feed is what is read, without markup."""
    checked = 0
    for name, (text, result) in read_all().items():
        comment = _EXPECT.search(text)
        if comment is None or not isinstance(result, Feed) or name in OTHERWISE:
            continue
        for number, key, literal in _OF_ENTRY.findall(comment[1]):
            entry = result.entries[int(number)]
            values = {"title": entry.title, "link": entry.link, "id": entry.guid}
            checked += _same(name, key, literal, values.get(key, entry.guid))
        for key, literal in _OF_FEED.findall(comment[1]):
            of_feed = {"title": result.title, "link": result.site_url, "language": result.language}
            checked += _same(name, key, literal, of_feed[key])
    _say(f"{checked} titles, links, ids and languages equal the comments")
    assert checked > 200


def _same(name: str, key: str, literal: str, found: str | None) -> int:
    wanted = ast.literal_eval(literal)
    assert (found or "") == (plain_line(wanted) if key == "title" else wanted), name
    return 1
