"""JSON Feed (https://www.jsonfeed.org/version/1.1/) to entries, tolerant of what is written.

Version 1 (a single `author`) and 1.1 (`authors`) are read alike. A value of a wrong type counts as
absent; ids may be numbers, which the specification tells readers to take as strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.errors import SourceUnreadable
from bot.sources.absolute_url import absolute
from bot.sources.entry import Entry
from bot.sources.feed_entry import LONGEST_TEXT, LONGEST_TITLE
from bot.sources.feed_guard import MAX_ENTRIES
from bot.sources.feed_record import Feed
from bot.sources.fragment import one_line, paragraphs, plain_line, unescape_fully

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d)(?:\.(\d))?/?")
_START = re.compile(r"[\s\ufeff]{0,1000}\{\s{0,1000}[\"}]")
_IMG = re.compile(r"<img\b[^<>]{0,3000}?\bsrc\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)

_MAX_COMMAS = 600_000
"""More than 15 MB of prose have."""

Object = Mapping[str, Any]
"""A JSON object: keys are strings, values anything that JSON has."""


def looks_like_json(text: str) -> bool:
    """Whether the document begins as a JSON object does."""
    return _START.match(text) is not None


def parse_json_feed(text: str, url: str | None = None) -> Feed:
    """Read a JSON Feed; relative links are resolved against its own address or `url`.

    Raises:
        SourceUnreadable: no JSON, too deeply nested, or no JSON Feed.
    """
    document, items = _decode(text)
    version = _VERSION.fullmatch(_text(document, "version") or "")
    if items is None or (version is None and not _text(document, "feed_url")):
        raise SourceUnreadable("not a feed: JSON, but no JSON Feed")
    language = _text(document, "language")
    base = url or _text(document, "feed_url") or _text(document, "home_page_url")
    return Feed(
        entries=tuple(_entry(item, base, language) for item in items if isinstance(item, dict)),
        title=plain_line(_text(document, "title") or "") or None,
        language=language,
        author=next(iter(_authors(document)), None),
        site_url=_url(document, "home_page_url", base),
        self_url=_url(document, "feed_url", base),
        next_url=_url(document, "next_url", base),
        hub_url=next(
            filter(None, (_url(hub, "url", base) for hub in _list(document, "hubs"))), None
        ),
        expired=document.get("expired") is True,
        version="json" + "".join(part or "" for part in version.groups()) if version else "json",
    )


def _decode(text: str) -> tuple[dict[str, Any], list[Any] | None]:
    """The feed's own values, and its first items; None for no list of items.

    Item by item, since the interpreter stands still while one document becomes objects: 1.2 s for
    15 MB of small items.

    Raises:
        SourceUnreadable: broken, too many values, or nested too deep.
    """
    if text.count(",") > _MAX_COMMAS:
        raise SourceUnreadable(f"the feed has more than {_MAX_COMMAS} values")
    try:
        raw = msgspec.json.decode(text.strip(), type=dict[str, msgspec.Raw])
        values = {
            key: msgspec.json.decode(value)
            for key, value in raw.items()
            if key != "items" and len(memoryview(value)) <= LONGEST_TEXT
        }
        listed = bytes(raw.get("items", b"null"))
        if not listed.startswith(b"["):
            return values, None
        several = msgspec.json.decode(listed, type=list[msgspec.Raw])
        return values, [msgspec.json.decode(item) for item in several[:MAX_ENTRIES]]
    except msgspec.DecodeError as error:
        raise SourceUnreadable(f"not a feed: broken JSON, {error}") from error
    except RecursionError as error:
        raise SourceUnreadable("not a feed: JSON nested too deep") from error


def _entry(item: Object, base: str | None, language: str | None) -> Entry:
    marked = (_text(item, "content_html") or "")[:LONGEST_TEXT]
    content = paragraphs(marked) or _plain(_text(item, "content_text"))
    link = _url(item, "url", base) or _url(item, "external_url", base)
    stated = item.get("id")
    number = isinstance(stated, int | float) and not isinstance(stated, bool)
    guid = one_line(str(stated)) if number or isinstance(stated, str) else ""
    link = link or (absolute(guid, None) if "://" in guid else None)
    return Entry(
        title=plain_line((_text(item, "title") or "")[:LONGEST_TITLE]) or None,
        link=link,
        guid=guid or link,
        published=_text(item, "date_published") or _text(item, "date_modified"),
        updated=_text(item, "date_modified"),
        summary=_plain(_text(item, "summary")),
        content=content,
        authors=_authors(item),
        categories=tuple(
            dict.fromkeys(tag for tag in (plain_line(str(each)) for each in _tags(item)) if tag)
        ),
        language=_text(item, "language") or language,
        image=next(_images(item, marked, base), None),
    )


def _images(item: Object, marked: str, base: str | None) -> Iterator[str]:
    pictures = [
        _text(attachment, "url")
        for attachment in _list(item, "attachments")
        if (_text(attachment, "mime_type") or "").startswith("image/")
    ]
    inside = _IMG.search(marked, 0, 20_000)
    for address in (
        _text(item, "image"),
        _text(item, "banner_image"),
        *pictures,
        inside[1] if inside else None,
    ):
        found = absolute(unescape_fully(address), base) if address else None
        if found:
            yield found


def _authors(record: Object) -> tuple[str, ...]:
    single = record.get("author")
    listed = _list(record, "authors") or ([single] if isinstance(single, dict) else [])
    names = (plain_line(_text(author, "name") or "") for author in listed)
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(item: Object) -> list[str]:
    tags = item.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _plain(text: str | None) -> tuple[str, ...]:
    """Paragraphs of plain text: every line is one, and markup means nothing."""
    return tuple(line for line in map(one_line, (text or "")[:LONGEST_TEXT].splitlines()) if line)


def _text(record: Object, key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _url(record: Object, key: str, base: str | None) -> str | None:
    return absolute(_text(record, key) or "", base)


def _list(record: Object, key: str) -> list[dict[str, Any]]:
    value = record.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
