"""HTML → a tree within limits, and its printed blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable
from bot.ingest.clean import squeeze
from bot.ingest.phrases import phrase_set

LARGEST = 15_000_000
"""Characters of the largest page that is parsed (FIELD_NOTES §3)."""
_DEEPEST = 200
"""Levels; real pages stay below 60, and libxml2 cuts a page off at 256 without a word."""
_MOST_ELEMENTS = 150_000

_SILENT = phrase_set(
    "script | style | noscript | template | svg | iframe | select | option | button | head",
)
_INLINE = phrase_set(
    "a | abbr | b | bdi | big | cite | code | data | del | em | font | i | ins | kbd | label",
    "mark | q | s | samp | small | span | strike | strong | sub | sup | time | tt | u | var | img",
    "wbr | o:p",
)


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
    """Index of the first block at or after the element's start."""
    ends: dict[lxml.html.HtmlElement, int]
    """Index of the first block after the block element's end."""
    below_image: set[int]
    """Indices of the blocks between which and an image above them nothing is printed."""


def load_page(html: str) -> Page:
    """Parse the page; no network, no entities from outside.

    Raises:
        SourceUnreadable: too large, too deep, too many elements, or no HTML at all.
    """
    if len(html) > LARGEST:
        raise SourceUnreadable(f"the page is larger than {LARGEST:,} characters")
    if not html.strip():
        raise SourceUnreadable("the page is empty")
    tree = _parse(html)
    if tree is None:
        raise SourceUnreadable("the text is no HTML page")
    blocks: list[Block] = []
    page = Page(tree, blocks, {}, {}, set())
    for text, element in _walk(page):
        squeezed = squeeze(text)
        if squeezed:
            blocks.append(Block(squeezed, element))
    return page


def _parse(html: str) -> lxml.html.HtmlElement | None:
    if html.count("<") > 4 * _MOST_ELEMENTS:
        raise SourceUnreadable("the page has too many elements")
    # Imported here: it costs 0.4 s, and most processes (commands, texts, tests) read no page.
    import trafilatura

    try:
        return trafilatura.load_html(html.replace("\0", ""))
    except (lxml.etree.LxmlError, ValueError, TypeError, AssertionError, RecursionError) as error:
        raise SourceUnreadable("the page could not be parsed") from error


def _walk(page: Page) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Yield the text between block boundaries; counts depth and elements on the way."""
    buffer: list[str] = []
    stack: list[lxml.html.HtmlElement] = [page.tree]
    silent = depth = seen = 0
    for event, element in lxml.etree.iterwalk(page.tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not silent and element.tail:
                buffer.append(element.tail)
            continue
        inline, quiet = element.tag in _INLINE, element.tag in _SILENT
        if event == "start":
            depth, seen = depth + 1, seen + 1
            if depth > _DEEPEST or seen > _MOST_ELEMENTS:
                raise SourceUnreadable("the page is nested too deeply or has too many elements")
            if not inline:
                yield "".join(buffer), stack[-1]
                buffer.clear()
                stack.append(element)
            page.starts[element] = len(page.blocks)
            if element.tag == "img":
                page.below_image.add(len(page.blocks) + bool("".join(buffer).strip()))
            silent += quiet
            if not silent and element.text:
                buffer.append(element.text)
        else:
            depth -= 1
            silent -= quiet
            if not inline:
                yield "".join(buffer), stack.pop()
                buffer.clear()
                page.ends[element] = len(page.blocks)
            if not silent and element.tail:
                buffer.append(element.tail)
    yield "".join(buffer), page.tree
