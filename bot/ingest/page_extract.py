"""trafilatura's choice of an article's text, as lines, and what is known to be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import lxml.etree
import lxml.html

from bot.ingest.clean import squeeze
from bot.ingest.page_tree import Page

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_LEAST_WORDS = 15
"""An extraction with fewer words is a failed one."""
_WHOLE_PAGE = 150
"""Words of a single line that may be the print of the whole page."""
_FEW = 4
_MANY = 12
"""Blocks in it that make it one."""
_HEADLINE = 30
_MORE = 20
"""Characters beside a link that only introduce it: `READ MORE:`, `>>`."""
_MOST_LINKED = 0.2
_BLOCK = frozenset({"p", "head", "item", "quote", "row", "code", "fw", "ab"})


def mend_lines(page: Page, lines: list[str], stated: str | None) -> list[str]:
    """The extracted lines, unless they are plainly not the text: then what the page tells machines.

    `stated` is JSON-LD `articleBody`, where the page has it.

    The extractor's last resort is one line of everything that is printed; and where a text stands
    in several boxes it takes one of them, which `articleBody` gives away.
    """
    if len(lines) == 1 and len(lines[0].split()) > _WHOLE_PAGE:
        printed = [block.text for block in page.blocks if len(block.text.split()) >= _FEW]
        if sum(text in lines[0] for text in printed) >= _MANY:
            lines = []
    if not stated or len(stated.split()) < max(_FEW, 1.3 * sum(len(x.split()) for x in lines)):
        return lines
    text = squeeze(stated)
    told = [block.text for block in page.blocks if len(block.text) > 1 and block.text in text]
    if 2 * sum(map(len, told)) < len(text):
        return lines
    whole = list(dict.fromkeys(told))
    return whole if sum(line in text for line in lines) * 2 >= len(lines) else lines


def linked_lines(page: Page, lines: Sequence[str]) -> set[str]:
    """Lines that are nothing but a link to another article, where they are few.

    A list of links may be the article itself (a round-up): then they stay.
    """
    known = set(lines)
    linked: set[str] = set()
    for block in page.blocks:
        text = block.text
        if text in known and not text.endswith(".") and len(text.split()) <= _HEADLINE:
            covered = sum(len(squeeze(link.text_content())) for link in block.element.iter("a"))
            if covered and len(text) - covered <= _MORE:
                linked.add(text)
    whole = sum(map(len, lines))
    return linked if sum(map(len, linked)) <= _MOST_LINKED * whole else set()


def load_extractor() -> None:
    """Import trafilatura, which takes 0.4 s: in a thread, before the first page comes."""
    import trafilatura  # noqa: F401 - what is wanted of it is that it is there


@cache
def _options() -> Extractor:
    """Its settings, which it would else read anew for each page."""
    from trafilatura.settings import Extractor

    # Its tree is all that is wanted: for the format "python" it writes the text out as well.
    return Extractor(fast=True, comments=False, output_format="txt")


def extract_lines(tree: lxml.html.HtmlElement) -> list[str]:
    """trafilatura's choice of text, from the whole page: it goes astray on a pruned one."""
    import trafilatura  # only where a page is really read (`load_extractor`)

    found = trafilatura.bare_extraction(tree, options=_options())
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    lines = list(_lines(found.body))
    return lines if sum(len(line.split()) for line in lines) >= _LEAST_WORDS else []


def _lines(body: lxml.html.HtmlElement) -> Iterator[str]:
    """One line for each block of trafilatura's tree; `lb` is a line break."""
    pieces: list[str] = []

    def flush() -> str:
        line = squeeze("".join(pieces))
        pieces.clear()
        return line

    for event, element in lxml.etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCK or element.tag == "lb":
            line = flush()
            if line:
                yield line
        if event == "start":
            pieces.append(element.text or "")
        elif element is not body:
            pieces.append(" " if element.tag == "cell" else element.tail or "")
    line = flush()
    if line:
        yield line
