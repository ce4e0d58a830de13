"""Captions that an old page marks by looks only: centred, italic or boxed text under a picture."""

from __future__ import annotations

import re

import lxml.html

from bot.ingest.captions import is_caption, is_one_sentence
from bot.ingest.clean import squeeze
from bot.ingest.page_tree import Block, Page
from bot.ingest.telling import is_vietnamese

_MOST_WORDS = 60
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_QUOTES = "\"'“‘«"
_OTHERS = frozenset({"h1", "h2", "h3", "a"})
_LEVELS = 3
"""Ancestors that may carry the alignment."""


def picture_captions(page: Page) -> dict[int, str]:
    """Texts of the blocks that are captions by their looks, by index of the block.

    A caption follows an image with nothing between and is centred, italic or alone with it in a
    table; without an image above it is centred and italic and one sentence alone (verses come
    in several lines), or the lines of its kind beside it are captions by their words as well.
    """
    found: dict[int, str] = {}
    slanted: set[int] = set()
    italic = _with_italics(page)
    for index, block in enumerate(page.blocks):
        below, in_italics = index in page.below_image, block.element in italic
        if not (below or in_italics) or not _may_be_caption(block):
            continue
        slant = in_italics and _is_italic(page, block)
        if below and (slant or _is_boxed(page, block) or _is_centred(page, block)):
            found[index] = block.text
        elif slant and _is_centred(page, block):
            slanted.add(index)
    for index in slanted:
        text = page.blocks[index].text
        beside = [page.blocks[near].text for near in sorted(slanted & {index - 1, index + 1})]
        verses = beside and not all(is_caption(line) for line in (text, *beside))
        if not verses and is_one_sentence(text) and is_vietnamese([text]):
            found[index] = text
    return found


def _may_be_caption(block: Block) -> bool:
    text = block.text
    return (
        text[0] not in _QUOTES
        and block.element.tag not in _OTHERS
        and len(text.split()) <= _MOST_WORDS
    )


def _with_italics(page: Page) -> set[lxml.html.HtmlElement]:
    """The block elements in which something is italic."""
    found: set[lxml.html.HtmlElement] = set()
    for slanted in (*page.tagged["i"], *page.tagged["em"]):
        around = slanted.getparent()
        while around is not None and around not in page.ends:
            around = around.getparent()
        if around is not None:
            found.add(around)
    return found


def _is_alone(page: Page, element: lxml.html.HtmlElement) -> bool:
    """Whether the element prints one block and no more."""
    return page.ends.get(element, 0) - page.starts.get(element, 0) == 1


def _is_centred(page: Page, block: Block) -> bool:
    element: lxml.html.HtmlElement | None = block.element
    for _ in range(_LEVELS):
        if element is None or element.tag in ("body", "html"):
            return False
        align = "center" if element.tag == "center" else element.get("align", "").casefold()
        if align == "center" or _CENTRED.search(element.get("style", "")):
            return True
        if align or not _is_alone(page, element):
            return False
        element = element.getparent()
    return False


def _is_italic(page: Page, block: Block) -> bool:
    """Whether one `<i>` or `<em>` prints the whole block."""
    if not _is_alone(page, block.element):
        return False
    slanted = next(block.element.iter("i", "em"), None)
    return slanted is not None and squeeze(slanted.text_content()) == block.text


def _is_boxed(page: Page, block: Block) -> bool:
    """Whether the block stands in a table that holds nothing but a picture and it."""
    table = next(block.element.iterancestors("table"), None)
    return table is not None and _is_alone(page, table)
