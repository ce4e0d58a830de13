"""HTML → a tree within limits, and its printed blocks in reading order."""

from __future__ import annotations

import re
from typing import NamedTuple

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable
from bot.ingest.clean import squeeze
from bot.ingest.page_rules import NO_ROLES, Role, roles_of
from bot.ingest.phrases import phrase_set

LARGEST = 3_000_000
"""Characters of the largest page that is parsed: some steps hold the interpreter for as long as
the page is large. The largest of 231 real pages has 1.7 million."""
_DEEPEST = 200
"""Levels; real pages stay below 60, and libxml2 cuts a page off at 256 without a word."""
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

_TOO_MUCH = "the page is nested too deeply or has too many elements"
_UNREAD = ("script", "style", "svg", "template", "iframe", "select", "noscript")
"""Elements that print nothing of the article: removed once the JSON-LD has been read."""
_SILENT = phrase_set(
    "script | style | noscript | template | svg | iframe | select | option | button | head",
    "textarea",
)
_INLINE = phrase_set(
    "a | abbr | b | bdi | big | cite | code | data | del | em | font | i | ins | kbd | label",
    "mark | q | s | samp | small | span | strike | strong | sub | sup | time | tt | u | var | img",
    "wbr | o:p",
)


_TAGGED = ("h1", "h2", "h3", "h4", "i", "em")
_DATED = frozenset({"time", "abbr", "span", "div", "meta", "p", "li", "dd", "td"})
_CAPTIONED = frozenset({Role.CAPTION})


class Block(NamedTuple):
    """A run of text that a browser shows as lines of its own."""

    text: str
    element: lxml.html.HtmlElement
    """The block element that prints it."""


class Page(NamedTuple):
    """A parsed page and where its elements begin among its blocks."""

    tree: lxml.html.HtmlElement
    blocks: list[Block]
    starts: dict[lxml.html.HtmlElement, int]
    """Index of the first block at or after the start of a block element or one with a role."""
    ends: dict[lxml.html.HtmlElement, int]
    """Index of the first block after the block element's end."""
    below_image: set[int]
    """Indices of the blocks between which and an image above them nothing is printed."""
    roles: dict[Role, list[lxml.html.HtmlElement]]
    """The elements that have a role, in reading order."""
    dated: list[lxml.html.HtmlElement]
    """`<time>` elements, and those with an RDFa or microdata date, in reading order."""
    tagged: dict[str, list[lxml.html.HtmlElement]]
    """The elements `h1`–`h4`, `i` and `em`, in reading order."""

    def headings(self) -> list[lxml.html.HtmlElement]:
        """`h1` to `h4` in reading order."""
        found = [element for tag in ("h1", "h2", "h3", "h4") for element in self.tagged[tag]]
        return sorted(found, key=lambda element: self.starts[element])

    def end(self, element: lxml.html.HtmlElement) -> int:
        """Index after the last block that the element prints; an inline one prints in one."""
        return self.ends.get(element, self.starts[element] + 1)


def parse_html(html: str) -> lxml.html.HtmlElement:
    """The tree; no network, no entities from outside.

    Raises:
        SourceUnreadable: too large, too deep, too many elements, or no HTML at all.
    """
    if len(html) > LARGEST:
        raise SourceUnreadable(f"the page is larger than {LARGEST:,} characters")
    if html.count("<") > _MOST_TAGS or _has_too_many_attributes(html):
        raise SourceUnreadable("the page has too many elements or attributes")
    if not html.strip():
        raise SourceUnreadable("the page is empty")
    # Imported here: it costs 0.4 s, and most processes (commands, texts, tests) read no page.
    import trafilatura

    try:
        tree = trafilatura.load_html(html.replace("\0", "") if "\0" in html else html)
    except (lxml.etree.LxmlError, ValueError, TypeError, AssertionError, RecursionError) as error:
        raise SourceUnreadable("the page could not be parsed") from error
    if tree is None:
        raise SourceUnreadable("the text is no HTML page")
    return tree


def _has_too_many_attributes(html: str) -> bool:
    """Whether the long tags hold more than is real, quoted values left out, or far more with them.

    The second bound is for stray quotation marks, which hide attributes from the first.
    """
    work = hidden = 0
    for piece in html.split(">"):
        if len(piece) > _LONG_TAG:
            start = piece.find("<")
            if start >= 0 and piece[start + 1 : start + 2].isalpha():
                tag = piece[start:]
                hidden += max(map(tag.count, _SEPARATORS)) ** 2
                work += max(map(_QUOTED.sub("", tag).count, _SEPARATORS)) ** 2
    return work > _MOST_WORK or hidden > _MOST_HIDDEN


def _is_dated(element: lxml.html.HtmlElement) -> bool:
    """RDFa and microdata as Drupal and Joomla write them, hAtom's `abbr` as Blogger does."""
    if element.tag == "abbr":
        return "published" in element.get("class", "").split() and element.get("title") is not None
    name = element.get("property") or element.get("itemprop")
    return name is not None and "date" in name.casefold() and element.get("content") is not None


def strip_unread(tree: lxml.html.HtmlElement) -> None:
    """Remove scripts and their like, which all that follows would walk over."""
    lxml.etree.strip_elements(tree, *_UNREAD, with_tail=False)


def read_blocks(tree: lxml.html.HtmlElement, site: str) -> Page:  # noqa: C901 - see below
    """The printed blocks of the tree; `site` is the host whose own class names count, or "".

    One loop over thousands of elements, the second dearest step after the extraction: calls would
    cost as much as the work.

    Raises:
        SourceUnreadable: too deep.
    """
    blocks: list[Block] = []
    page = Page(
        tree, blocks, {}, {}, set(), {role: [] for role in Role}, [], {tag: [] for tag in _TAGGED}
    )
    starts, ends, tagged = page.starts, page.ends, page.tagged
    buffer: list[str] = []
    stack: list[lxml.html.HtmlElement] = [tree]
    depth = 0

    def flush(element: lxml.html.HtmlElement) -> None:
        text = squeeze("".join(buffer) if len(buffer) > 1 else buffer[0])
        buffer.clear()
        if text:
            blocks.append(Block(text, element))

    walk = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            depth += 1
            if depth > _DEEPEST:
                raise SourceUnreadable(_TOO_MUCH)
            if tag not in _INLINE:
                if buffer:
                    flush(stack[-1])
                stack.append(element)
                starts[element] = len(blocks)
            elif tag == "img":
                page.below_image.add(len(blocks) + any(not piece.isspace() for piece in buffer))
            attributes = element.items()
            if tag in _DATED and (tag == "time" or (attributes and _is_dated(element))):
                page.dated.append(element)
                starts[element] = len(blocks)
            given = roles_of(attributes, site) if attributes else NO_ROLES
            if tag == "figcaption":
                given |= _CAPTIONED
            for role in given:
                page.roles[role].append(element)
                starts[element] = len(blocks)
            if tag in tagged:
                tagged[tag].append(element)
            if tag in _SILENT:
                walk.skip_subtree()
            elif (text := element.text) and (buffer or not text.isspace()):
                buffer.append(text)
        else:
            depth -= 1
            if tag not in _INLINE:
                if buffer:
                    flush(stack[-1])
                stack.pop()
                ends[element] = len(blocks)
            if (text := element.tail) and (buffer or not text.isspace()):
                buffer.append(text)
    if buffer:
        flush(tree)
    return page
