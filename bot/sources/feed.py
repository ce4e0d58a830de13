"""RSS, Atom, RDF and JSON Feed to entries: decoded first, bounded, dates as they were written."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from io import BytesIO

import feedparser

from bot.errors import SourceUnreadable
from bot.sources.decode import decode_text
from bot.sources.entry import Entry
from bot.sources.feed_entry import Record, read_entry, says_something
from bot.sources.feed_guard import (
    MAX_DEPTH,
    MAX_ENTRIES,
    NotAFeed,
    depth_of,
    first_entries,
    refuse_bomb,
    refuse_page,
)
from bot.sources.feed_head import read_head
from bot.sources.feed_record import Feed
from bot.sources.json_feed import looks_like_json, parse_json_feed

__all__ = [
    "MAX_DEPTH",
    "MAX_ENTRIES",
    "Feed",
    "NotAFeed",
    "depth_of",
    "parse_feed",
    "read_document",
]

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_MEDIA_TEXT = re.compile(r"<(/?)media:description(?=[\s>])[^<>]{0,300}>")


def parse_feed(data: bytes, *, url: str | None = None, charset: str | None = None) -> Feed:
    """Read RSS 0.9-2.0, RDF, Atom or JSON Feed, told apart by what is there.

    `url` is where the bytes were found: relative links are resolved against `xml:base` and it.
    An item without title, link and text is left out; of more than `MAX_ENTRIES` items the first
    are kept. An item without an id of its own is known by its link.

    Raises:
        NotAFeed: the bytes are a web page.
        SourceUnreadable: too large, binary, too deeply nested, an entity bomb, or no feed.
    """
    feed = read_document(decode_text(data, charset), url)
    kept = tuple(filter(says_something, feed.entries))
    return replace(
        feed,
        entries=_without_shared_guids(kept),
        empty_items=len(feed.entries) - len(kept),
    )


def read_document(text: str, url: str | None = None) -> Feed:
    """The same from decoded text, with every item that there is, also those that say nothing.

    Raises:
        NotAFeed, SourceUnreadable: as `parse_feed`.
    """
    if looks_like_json(text):
        return parse_json_feed(text, url)
    parsed = _parse(_checked(text, url))
    if not parsed.get("version") and not parsed["entries"]:
        raise SourceUnreadable("not a feed")
    feed = read_head(parsed, text, url)
    base = url or feed.self_url or feed.site_url
    items = parsed["entries"][:MAX_ENTRIES]
    return replace(feed, entries=tuple(read_entry(item, base, feed.language) for item in items))


def _checked(text: str, url: str | None) -> str:
    """The document as feedparser is to have it.

    Raises:
        SourceUnreadable: it is not to have it.
    """
    declaration = _DECLARATION.match(text)  # searching for it would try every run of spaces anew
    body = text[declaration.end() if declaration else 0 :].lstrip()
    if not body:
        raise SourceUnreadable("empty, not a feed")
    refuse_page(body, url)
    body = first_entries(body)
    refuse_bomb(body)
    if "media:description" in body:
        # feedparser takes the caption of a picture for the text of the article
        body = _MEDIA_TEXT.sub(r"<\1media:caption>", body)
    return body


def _parse(body: str) -> Record:
    try:
        parsed: Record = feedparser.parse(
            BytesIO(body.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # three times faster; `fragment` keeps no markup anyway
            resolve_relative_uris=False,  # links inside texts are dropped; entry links, see above
        )
    except Exception as error:  # feedparser names no errors of its own
        raise SourceUnreadable(f"the feed cannot be parsed: {type(error).__name__}") from error
    return parsed


def _without_shared_guids(kept: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Drop guids that a sloppy feed gives to several different links: they identify nothing."""
    links: dict[str, set[str | None]] = defaultdict(set)
    for entry in kept:
        if entry.guid is not None:
            links[entry.guid].add(entry.link)
    return tuple(
        replace(entry, guid=entry.link)
        if entry.guid is not None and len(links[entry.guid]) > 1
        else entry
        for entry in kept
    )
