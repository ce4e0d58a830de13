"""A page's tree → its printed blocks in reading order, and where its elements stand among them."""

from __future__ import annotations

from typing import NamedTuple

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable
from bot.ingest.clean import squeeze
from bot.ingest.page_rules import NAMES, NO_ROLES, RELATIONS, Role, roles_of_names
from bot.ingest.phrases import phrase_set

_DEEPEST = 200
"""Levels; real pages stay below 60, and libxml2 cuts a page off at 256 without a word."""
_TOO_MUCH = "the page is nested too deeply or has too many elements"
_UNREAD = ("head", "script", "style", "svg", "template", "iframe", "select", "noscript")
"""Elements that print nothing of the article: removed once what they tell has been read."""
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
_STATING = frozenset({"time", "abbr"})
"""Those of them that may state a date without saying so in an attribute."""
_SPECIAL = _SILENT | _STATING | {*_TAGGED, "img", "figcaption"}
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


def _is_dated(element: lxml.html.HtmlElement) -> bool:
    """RDFa and microdata as Drupal and Joomla write them, hAtom's `abbr` as Blogger does."""
    if element.tag == "abbr":
        return "published" in element.get("class", "").split() and element.get("title") is not None
    name = element.get("property") or element.get("itemprop")
    return name is not None and "date" in name.casefold() and element.get("content") is not None


def strip_unread(tree: lxml.html.HtmlElement) -> None:
    """Remove head, scripts and their like, which all that follows would walk over."""
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
    names = roles_of_names(site)
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
            given = NO_ROLES
            may_state = is_silent = False
            if tag in _SPECIAL:  # one question to most elements instead of five
                if tag == "img":
                    above = any(not piece.isspace() for piece in buffer)
                    page.below_image.add(len(blocks) + above)
                elif tag in tagged:
                    tagged[tag].append(element)
                elif tag == "figcaption":
                    given = _CAPTIONED
                may_state = tag in _STATING
                is_silent = tag in _SILENT
            for key, value in element.items():
                if key in NAMES:
                    if value and (named := names[value]):
                        given = given | named
                    may_state = may_state or key == "itemprop"
                elif key == "property":
                    may_state = True
                elif key == "rel":
                    given = given | RELATIONS.get(value.casefold(), NO_ROLES)
            if may_state and tag in _DATED and (tag == "time" or _is_dated(element)):
                page.dated.append(element)
                starts[element] = len(blocks)
            for role in given:
                page.roles[role].append(element)
                starts[element] = len(blocks)
            if is_silent:
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
