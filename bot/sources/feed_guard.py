"""What a feed may not be, found before it is parsed: a page, a bomb, endlessly deep or long.

No pattern here looks beyond the next quote or `<` and none backtracks: a page of 80 KB of
`<a <a <a` held the interpreter, and with it the whole bot, for a minute and a half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.errors import SourceUnreadable
from bot.sources.absolute_url import absolute
from bot.sources.fragment import unescape_fully

MAX_DEPTH = 200
MAX_ENTRIES = 2_000
MAX_CHARS = 6_000_000
"""What feedparser is given; the largest of 110 real feeds has 2.5 million."""
MAX_ITEM = 900_000
"""feedparser copies each text several times over without letting go of the interpreter, 0.08 s for
a text of as many; the longest item of 1,500 feeds has 820,000."""
MAX_TAGS = 400_000
MAX_REFERENCES = 600_000
"""Entities such as `&lt;`. feedparser takes 7 to 20 µs for each of both; real feeds have up to
77,000 tags and 290,000 references."""
LONGEST_TAG = 1 << 20
"""Characters of one tag: pictures in attributes reach 100 KB; a pattern that crosses 15 MB in one
go would hold the interpreter."""

MAX_ATTRIBUTES = 1_000
"""Of one tag, counted by `=`: feedparser compares each with all others, which takes a tag of 30,000
nine seconds. Tags of real feeds have up to 50."""
_LONG_TAG = 3 * MAX_ATTRIBUTES
"""Characters: a shorter tag has no room for them."""

MAX_LINE = 100_000
"""Characters of a title, an author, a category, an id or a link. In a feed that is no XML
feedparser holds the interpreter 0.14 s for a title of 900,000."""
_LINE = re.compile(
    r"<(?P<name>(?:[A-Za-z][\w.-]{0,20}:)?(?:title|author|creator|category|name|guid|id|link))"
    r"(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)

_HEAD = 65_536
_WINDOW = 16_384
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_ALTERNATE = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)")
_REFERENCE = r"&(?!#|amp;|lt;|gt;|quot;|apos;)\w"
_ENTITY = re.compile(
    rf"<!ENTITY\s[^<>\"']*+(?:\"[^\"]{{0,10000}}?{_REFERENCE}|'[^']{{0,10000}}?{_REFERENCE})"
)
_MARKUP = re.compile(
    r"<!--|<!\[CDATA\[|"
    r"<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>]{0,200}+)"
    r"(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>)?+"
)
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "wbr"}
)
"""Tags that broken feeds leave open by the hundred; they hold nothing, or nothing deep."""
_ITEM = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_LONGEST_ITEM_TAG = 60
_LAST_ITEM = re.compile(r"</(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)\s{0,20}>", re.IGNORECASE)


class NotAFeed(SourceUnreadable):
    """The address gives a web page.

    Attributes:
        alternate: the feed that the page names, None when it names none.
    """

    def __init__(self, message: str, alternate: str | None) -> None:
        super().__init__(message)
        self.alternate = alternate


def refuse_page(text: str, url: str | None) -> None:
    """Raises:
    NotAFeed: `text` is a web page.
    """
    head = text[:_HEAD]
    page = _HTML.search(head)
    root = _ROOT.search(head)
    if page is None or (root is not None and root.start() < page.start()):
        return
    alternate = _alternate(head, url)
    named = f"; it names the feed {alternate}" if alternate else ""
    raise NotAFeed(f"is a web page, not a feed{named}", alternate)


def refuse_bomb(text: str) -> None:
    """Raises:
    SourceUnreadable: nested entities, too long, too deep, too many tags, or one without end or
        with too many attributes.
    """
    if _longest_item(text) > MAX_ITEM:
        raise SourceUnreadable(f"the feed has more than {MAX_ITEM} characters in one item")
    if _ENTITY.search(text, 0, _HEAD):
        raise SourceUnreadable("the feed nests entities in entities")
    if _has_endless_tag(text):
        raise SourceUnreadable("the feed has a tag without end")
    if _has_crowded_tag(text):
        raise SourceUnreadable(f"the feed has a tag with more than {MAX_ATTRIBUTES} attributes")
    if text.count("<") > MAX_TAGS:
        raise SourceUnreadable(f"the feed has more than {MAX_TAGS} tags")
    if text.count("&") > MAX_REFERENCES:
        raise SourceUnreadable(f"the feed has more than {MAX_REFERENCES} entities")
    if _has_endless_line(text):
        raise SourceUnreadable(f"the feed has more than {MAX_LINE} characters in one title")
    if depth_of(text) > MAX_DEPTH:
        raise SourceUnreadable(f"the feed is nested more than {MAX_DEPTH} deep")


def first_entries(text: str) -> str:
    """The document without the items after `MAX_ENTRIES` or `MAX_CHARS`, still well-formed.

    Raises:
        SourceUnreadable: so many tags that looking for the items would take too long.
    """
    if text.count("<") > 5 * MAX_TAGS:
        raise SourceUnreadable(f"the feed has more than {MAX_TAGS} tags")
    if len(text) <= MAX_CHARS:
        starts = text.count("<item") + text.count("<entry") + text.count(":item")
        if starts <= MAX_ENTRIES:
            return text
    for number, surplus in enumerate(_starts_of_items(text)):
        if number == MAX_ENTRIES or (number > 0 and surplus > MAX_CHARS - _HEAD):
            return text[:surplus] + text[max(_end_of_last_item(text), surplus) :]
    return text


def _longest_item(text: str) -> int:
    """Characters from the start of one item to that of the next, of the largest one."""
    if len(text) <= MAX_ITEM:
        return len(text)
    starts = [0, *_starts_of_items(text), len(text)]
    return max(after - start for start, after in pairwise(starts))


def _starts_of_items(text: str) -> Iterator[int]:
    # window by window: one search through 15 MB would keep the other threads waiting
    for start in range(0, len(text), _WINDOW):
        for match in _ITEM.finditer(text, start, start + _WINDOW + _LONGEST_ITEM_TAG):
            if match.start() < start + _WINDOW:
                yield match.start()


def _has_endless_line(text: str) -> bool:
    """Whether what should be a line of text goes on for more than `MAX_LINE` characters."""
    if len(text) <= MAX_LINE:
        return False
    for start in range(0, len(text), _WINDOW):
        for match in _LINE.finditer(text, start, start + _WINDOW + 300):
            if match.start() >= start + _WINDOW or match[0].endswith("/>"):
                continue
            beyond = match.end() + MAX_LINE
            if beyond < len(text) and text.find("</", match.end(), beyond) < 0:
                return True
    return False


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
        elif name.lower() not in _VOID and text[at - 2 : at] != "/>":
            depth = max(0, depth - 1) if match["closing"] else depth + 1
            if depth > deepest:
                deepest = depth
                if deepest > 10 * MAX_DEPTH:
                    break  # deep enough for any caller
    return deepest


def _has_endless_tag(text: str) -> bool:
    """Whether a `<` is followed by more than `LONGEST_TAG` characters without any `<` or `>`."""
    at = text.find("<")
    while 0 <= at < len(text) - LONGEST_TAG:
        after = at + LONGEST_TAG + 1
        last = max(text.rfind("<", at + 1, after), text.rfind(">", at + 1, after))
        if last < 0:
            return True
        at = last if text[last] == "<" else text.find("<", last)
    return False


def _has_crowded_tag(text: str) -> bool:
    """Whether a tag has more than `MAX_ATTRIBUTES`; only those with room for them are looked at."""
    at = text.find("<")
    while 0 <= at < len(text) - _LONG_TAG:
        last = text.rfind("<", at + 1, at + _LONG_TAG)
        if last < 0:
            tag = _TAG.match(text, at, at + LONGEST_TAG)
            if tag is not None and tag[0].count("=") > MAX_ATTRIBUTES:
                return True
            last = text.find("<", at + 1)
        at = last
    return False


def _end_of_last_item(text: str) -> int:
    tail = len(text)
    while tail > 0:
        start = max(0, tail - _HEAD)
        found = list(_LAST_ITEM.finditer(text, start, min(len(text), tail + _LONGEST_ITEM_TAG)))
        if found:
            return found[-1].end()
        tail = start
    return len(text)


def _alternate(head: str, url: str | None) -> str | None:
    for link in _ALTERNATE.finditer(head):
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(link[0])
        }
        if "alternate" in attributes.get("rel", "").lower().split() and _FEED_TYPE.fullmatch(
            attributes.get("type", "").strip().lower()
        ):
            return absolute(unescape_fully(attributes.get("href", "")), url)
    return None
