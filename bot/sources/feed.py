"""RSS and Atom to entries: decoded first, bounded, dates left as they were written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from bot.errors import SourceUnreadable
from bot.sources.decode import decode_text
from bot.sources.entry import Entry
from bot.sources.fragment import one_line, paragraphs, plain_line, unescape_fully

MAX_DEPTH = 200
MAX_ENTRIES = 1_000

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_ALTERNATE = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
# No pattern below looks beyond the next quote or `<` and none backtracks: a page of 80 KB of
# `<a <a <a` held the interpreter, and with it the whole bot, for a minute and a half.
_REFERENCE = r"&(?!#|amp;|lt;|gt;|quot;|apos;)\w"
_ENTITY = re.compile(
    rf"<!ENTITY\s[^<>\"']*+(?:\"[^\"]{{0,10000}}?{_REFERENCE}|'[^']{{0,10000}}?{_REFERENCE})"
)
_MARKUP = re.compile(
    r"<!--|<!\[CDATA\[|"
    r"<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>]{0,200}+)"
    r"(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>)?+"
)
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "wbr"}
)
"""Tags that broken feeds leave open by the hundred; they hold nothing, or nothing deep."""


class NotAFeed(SourceUnreadable):
    """The address gives a web page.

    Attributes:
        alternate: the feed that the page names, None when it names none.
    """

    def __init__(self, message: str, alternate: str | None) -> None:
        super().__init__(message)
        self.alternate = alternate


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds, in the order of the feed."""

    entries: tuple[Entry, ...]
    title: str | None = None
    ttl_minutes: int | None = None
    """How long the publisher wants it cached (RSS `ttl`)."""


def parse_feed(data: bytes, *, url: str | None = None, charset: str | None = None) -> Feed:
    """Read RSS 0.9–2.0, RDF or Atom.

    `url` is where the bytes were found: relative links are resolved against it. An item without
    title, link and text is left out; of more than 1,000 items the first 1,000 are kept.

    Raises:
        NotAFeed: the bytes are a web page.
        SourceUnreadable: too large, binary, too deeply nested, an entity bomb, or no feed.
    """
    text = decode_text(data, charset)
    if not text.strip():
        raise SourceUnreadable("empty, not a feed")
    _refuse_page(text, url)
    if _ENTITY.search(text, 0, 65_536):
        raise SourceUnreadable("the feed nests entities in entities")
    if depth_of(text) > MAX_DEPTH:
        raise SourceUnreadable(f"the feed is nested more than {MAX_DEPTH} deep")
    parsed = _parse(text, url)
    if not parsed.get("version") and not parsed["entries"]:
        raise SourceUnreadable("not a feed")
    language = _text(parsed["feed"], "language")
    entries = [_entry(item, url, language) for item in parsed["entries"][:MAX_ENTRIES]]
    return Feed(
        entries=_without_shared_guids(entry for entry in entries if _says_something(entry)),
        title=plain_line(_text(parsed["feed"], "title") or "") or None,
        ttl_minutes=_minutes(_text(parsed["feed"], "ttl")),
    )


def _parse(text: str, url: str | None) -> Mapping[str, Any]:
    declaration = _DECLARATION.match(text)  # searching for it would try every run of spaces anew
    body = text[declaration.end() if declaration else 0 :].lstrip()
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            BytesIO(body.encode("utf-8", "replace")),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                **({"content-location": url} if url else {}),
            },
            sanitize_html=False,  # three times faster; `fragment` keeps no markup anyway
            resolve_relative_uris=False,  # links inside texts are dropped; entry links, see _entry
        )
    except Exception as error:  # feedparser names no errors of its own
        raise SourceUnreadable(f"the feed cannot be parsed: {type(error).__name__}") from error
    return parsed


def _refuse_page(text: str, url: str | None) -> None:
    head = text[:65_536]
    page = _HTML.search(head)
    root = _ROOT.search(head)
    if page is None or (root is not None and root.start() < page.start()):
        return
    alternate = _alternate(head, url)
    named = f"; it names the feed {alternate}" if alternate else ""
    raise NotAFeed(f"is a web page, not a feed{named}", alternate)


def _alternate(head: str, url: str | None) -> str | None:
    for link in _ALTERNATE.finditer(head):
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(link[0])
        }
        if "alternate" in attributes.get("rel", "").lower().split() and re.fullmatch(
            r"application/(?:rss|atom|rdf)\+xml", attributes.get("type", "").strip().lower()
        ):
            return _absolute(unescape_fully(attributes.get("href", "")), url)
    return None


def depth_of(text: str) -> int:
    """How deep its elements nest, counted without building a tree, in time that grows with it."""
    depth = deepest = at = 0
    ends = dict(_ENDS)
    while (match := _MARKUP.search(text, at)) is not None:
        at = match.end()
        name = match["name"]
        if name is None:
            end = text.find(ends[match[0]], at) if match[0] in ends else -1
            if end >= 0:
                at = end + len(ends[match[0]])
            else:
                ends.pop(match[0], None)  # there is none up to the end: not to be looked for again
        elif name.lower() not in _VOID and not match[0].endswith("/>"):
            depth = max(0, depth - 1) if match["closing"] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _entry(item: Mapping[str, Any], url: str | None, language: str | None) -> Entry:
    link = _absolute(_text(item, "link") or "", url)
    contents = [
        str(content.get("value") or "")
        for content in item.get("content", ())
        if not str(content.get("type", "")).startswith(("image/", "audio/", "video/"))
    ]
    return Entry(
        title=plain_line(_text(item, "title") or "") or None,
        link=link,
        guid=(_text(item, "id") or "").strip() or link,
        published=_date(item, "published") or _date(item, "updated") or _date(item, "created"),
        updated=_date(item, "updated"),
        summary=paragraphs(_text(item, "summary") or ""),
        content=max((paragraphs(value) for value in contents), key=_length, default=()),
        authors=_authors(item),
        categories=tuple(
            label
            for tag in item.get("tags", ())
            if (label := plain_line(str(tag.get("label") or tag.get("term") or "")))
        ),
        language=language,
    )


def _length(texts: tuple[str, ...]) -> int:
    return sum(map(len, texts))


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value if isinstance(value, str) else None


def _date(item: Mapping[str, Any], key: str) -> str | None:
    # `in` first: asking for a missing `updated` makes feedparser warn and answer `published`
    return one_line(str(item[key])) or None if key in item else None


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    names = [str(author.get("name") or "") for author in item.get("authors", ())]
    listed = names if any(names) else [_text(item, "author") or ""]
    return tuple(dict.fromkeys(name for name in map(plain_line, listed) if name))


def _absolute(link: str, base: str | None) -> str | None:
    if not link.strip():
        return None  # not the feed's own address, which is what "" is relative to it
    try:
        absolute = urljoin(base or "", one_line(link))
    except ValueError:
        return None
    return absolute if absolute.lower().startswith(("http://", "https://")) else None


def _minutes(value: str | None) -> int | None:
    return int(value) if value and value.strip().isascii() and value.strip().isdigit() else None


def _says_something(entry: Entry) -> bool:
    return bool(entry.title or entry.link or entry.summary or entry.content)


def _without_shared_guids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Drop guids that a sloppy feed gives to several different links: they identify nothing."""
    kept = tuple(entries)
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
