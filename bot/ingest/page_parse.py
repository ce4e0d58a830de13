"""HTML text → a tree, within limits: what a page may not be is found before it is parsed.

The tree is what `lxml.html` gives, but every element is a plain `HtmlElement`: lxml asks a Python
function for the class of each element that is touched, which costs as much as the touching, and
the classes that it would choose (forms and their fields) have nothing that a reader needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable

LARGEST = 3_000_000
"""Characters of the largest page that is parsed: some steps hold the interpreter for as long as
the page is large. The largest of 231 real pages has 1.7 million."""
_MOST_TAGS = 60_000
"""Opening brackets; 231 real pages have at most 7,000."""
_LONG_TAG = 8_000
"""Characters of a tag from which on its attributes are counted."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SEPARATORS = " \t\n\r\f/="
_MOST_WORK = 4_000_000
_MOST_HIDDEN = 100_000_000
"""Squares of how many attributes the long tags may have, summed up: libxml2 compares each
attribute with all before it, which takes a tag of 20,000 three seconds. Of 231 real pages none
has more than 5,000 by the first count, 78 million by the second (scripts look like tags to it)."""

_HEAD = 4_096
"""Characters in which a doctype and the root element stand."""
_OPENING = 50
"""Characters in which a page says that it is one (`<!doctype html`, `<html`)."""
_DOCTYPE = re.compile(r"\s{0,40}<\s?!\s?doctype[^<>]{0,1000}>", re.IGNORECASE)
_CLOSED_ROOT = re.compile(r"(<html\b[^<>]{0,1000})/>", re.IGNORECASE)
"""`<html lang="vi"/>`: to libxml2 the page ends there."""
_NO_XML = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
"""Control characters, which no XML tree may hold (XML 1.0, §2.2)."""
_NO_CHARACTER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF in UTF-8, neither."""


def parse_html(html: str) -> lxml.html.HtmlElement:
    """The tree, without comments; no network, no entities from outside.

    Raises:
        SourceUnreadable: too large, too many elements or attributes, or no HTML at all.
    """
    if len(html) > LARGEST:
        raise SourceUnreadable(f"the page is larger than {LARGEST:,} characters")
    if html.count("<") > _MOST_TAGS or _has_too_many_attributes(html):
        raise SourceUnreadable("the page has too many elements or attributes")
    if not html or html.isspace():
        raise SourceUnreadable("the page is empty")
    try:
        tree: lxml.html.HtmlElement = lxml.html.fromstring(_mended(html), parser=_parser())
    except (lxml.etree.LxmlError, ValueError, TypeError, AssertionError, RecursionError) as error:
        raise SourceUnreadable("the page could not be parsed") from error
    if len(tree) < 2 and "html" not in html[:_OPENING].lower():
        raise SourceUnreadable("the text is no HTML page")
    return tree


@cache
def _parser() -> lxml.html.HTMLParser:
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    parser.set_element_class_lookup(
        lxml.etree.ElementDefaultClassLookup(
            element=lxml.html.HtmlElement,
            comment=lxml.html.HtmlComment,
            pi=lxml.html.HtmlProcessingInstruction,
            entity=lxml.html.HtmlEntity,
        )
    )
    return parser


def _mended(html: str) -> bytes:
    """UTF-8 without what libxml2 stumbles over: control characters, odd doctypes and roots."""
    head = html[:_HEAD]
    doctype = _DOCTYPE.match(head)
    start = doctype.end() if doctype and "/" in doctype[0] else 0  # one that names a DTD
    mended = _CLOSED_ROOT.sub(r"\1>", head[start:], count=1)
    if mended != head:
        html = mended + html[_HEAD:]
    data = html.encode("utf-8", "replace").translate(None, _NO_XML)
    if b"\xef" in data:  # rare, and found much faster than three bytes are
        for character in _NO_CHARACTER:
            data = data.replace(character, b"")
    return data


def _has_too_many_attributes(html: str) -> bool:
    """Whether the long tags hold more than is real, quoted values left out, or far more with them.

    The second bound is for stray quotation marks, which hide attributes from the first.
    """
    work = hidden = 0
    for piece in _long_pieces(html):
        start = piece.find("<")
        if start >= 0 and piece[start + 1 : start + 2].isalpha():
            tag = piece[start:]
            hidden += max(map(tag.count, _SEPARATORS)) ** 2
            work += max(map(_QUOTED.sub("", tag).count, _SEPARATORS)) ** 2
    return work > _MOST_WORK or hidden > _MOST_HIDDEN


def _long_pieces(html: str) -> Iterator[str]:
    """What stands between two `>` where that is long, found in strides of `_LONG_TAG`."""
    at = 0
    while at < len(html) - _LONG_TAG:
        near = html.rfind(">", at, at + _LONG_TAG + 1)
        if near >= 0:
            at = near + 1
            continue
        end = html.find(">", at)
        if end < 0:
            end = len(html)
        yield html[at:end]
        at = end + 1
