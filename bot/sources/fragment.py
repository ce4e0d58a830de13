"""The HTML that feeds carry in summaries, as plain paragraphs."""

from __future__ import annotations

import html
import re

import lxml.html
from lxml import etree

from storage.text import nfc

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl"}
    | {"dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td"}
    | {"th", "thead", "tr", "ul"}
)
_SILENT = frozenset(
    {"embed", "head", "iframe", "noscript", "object", "script", "style", "template", "title"}
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_NAMES = (
    "a|abbr|acronym|applet|area|article|aside|audio|b|base|big|blink|blockquote|body|br|button"
    "|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|embed|fieldset"
    "|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img"
    "|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|meta|nav|nobr|noscript|o:p|object|ol"
    "|option|p|param|picture|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike"
    "|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul"
    "|var|video|wbr"
)
_TAG = re.compile(
    rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>|<!--.{{0,10000}}?(?:-->|$)|<!doctype\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""Tags of HTML alone: `<Nguyễn>` and `<A1>` are words of a headline."""
_BREAK = re.compile(r"<(?:br|p|div|li|tr|td|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.{0,10000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<=[A-Za-z\u00c0-\u024f\u1ea0-\u1eff])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u024f\u1ea0-\u1eff])"
)
"""Controls, soft hyphens, zero-width spaces and marks that turn the direction of writing. The two
joiners go between Latin letters alone: other scripts and emoji need them."""
_MAX_DEPTH = 200
_MOST = 1_000_000
"""Characters of one text that are read: a pattern holds the interpreter, and with it the whole bot,
for 28 ms while it goes through as many (0.4 s for a title of 14 MB)."""


def one_line(text: str) -> str:
    """NFC without what cannot be seen, runs of whitespace as one space, none at the ends."""
    return _SPACE.sub(" ", nfc(_UNSEEN.sub("", text[:_MOST]))).strip()


def unescape_fully(text: str) -> str:
    """Entities undone, also where a site escaped them twice or three times (`&amp;amp;`)."""
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def plain_line(text: str) -> str:
    """A title: entities undone and tags dropped, on one line. A lone `<` stays."""
    text = text[:_MOST]
    if "<" not in text and "&" not in text:
        return one_line(text)
    return one_line(_TAG.sub("", _BREAK.sub(" ", _SCRIPT.sub("", unescape_fully(text)))))


def paragraphs(fragment: str) -> tuple[str, ...]:
    """The paragraphs of an HTML fragment (or of plain text), each on one line, none empty."""
    fragment = fragment[:_MOST]
    if not fragment.strip():
        return ()
    if "<" not in fragment:
        blocks = unescape_fully(fragment).split("\n\n")
        return tuple(line for line in map(one_line, blocks) if line)
    try:
        root = lxml.html.fragment_fromstring(_without_nul(fragment), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return tuple(filter(None, (plain_line(fragment),)))
    lines = [""]
    _collect(root, lines, 0)
    return tuple(line for line in (one_line(unescape_fully(text)) for text in lines) if line)


def _without_nul(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _collect(element: etree._Element, lines: list[str], depth: int) -> None:
    """Append the text under `element`; a block begins and ends a line."""
    tag = element.tag if isinstance(element.tag, str) else None
    block = tag in _BLOCKS
    if block:
        lines.append("")
    if tag is not None and tag not in _SILENT and depth < _MAX_DEPTH:
        lines[-1] += element.text or ""
        for child in element:
            _collect(child, lines, depth + 1)
            lines[-1] += child.tail or ""
    if block:
        lines.append("")
