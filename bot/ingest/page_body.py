"""The article's own text on a page: paragraphs, lead and captions, told from everything else."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple

import lxml.etree
import lxml.html

from bot.ingest.captions import is_doubled
from bot.ingest.clean import cut_related, ends_article, is_furniture, is_list_heading, squeeze
from bot.ingest.page_pictures import picture_captions
from bot.ingest.page_rules import Role, has_role
from bot.ingest.page_tree import Page
from storage.text import fold

_LEAST_WORDS = 15
"""An extraction with fewer words is a failed one."""
_HEADER_LINES = 10
"""Extracted lines among which the title may be (old sites put the whole page into one table)."""
_MOST_BESIDE = 0.3
"""Share of the extracted words that a box beside the text may hold; a larger one is the text."""
_MERGED = 3
"""Lines around a block into which the extractor may have merged it."""
_WRAPPERS = frozenset({"html", "body", "main", "article", "p", "h1"})
_BLOCK = frozenset({"p", "head", "item", "quote", "row", "code", "fw", "ab"})


class PageText(NamedTuple):
    """The text lines of the article and where they stand among the page's blocks."""

    lines: list[str]
    captions: list[str]
    top: int
    """Index of the block that prints the title; `first` where none does."""
    first: int
    """Index of the first and last block of the text."""
    last: int


def read_text(page: Page, title: str, site: str, *, is_header: Callable[[str], bool]) -> PageText:
    """Lines of the article in order; captions marked as such in the HTML are kept apart.

    What stands above the title and lines for which `is_header` holds (dates, counters) are no
    text, though the extractor may take them for it.
    """
    marked = {
        element: squeeze(element.text_content())
        for element in page.starts
        if _is_caption_element(element, site)
    }
    extracted = _extract(page)
    beside = _printed_only_in(page, [*marked, *_asides(page, site, extracted)])
    pictured = picture_captions(page)
    shown = set(pictured.values())
    lines = [line for line in extracted if line not in beside] or _by_shape(page, title)
    lines = cut_related(_below(lines, title))
    lines = [line for line in lines if not is_header(line) and line not in shown]
    first, last = _span(page, lines)
    top = _title_index(page, title, first)
    lines = _with_skipped(
        page,
        lines,
        range(first, _end(page, last, pictured)),
        lambda line: line in beside | shown or is_header(line),
    )
    for element, text in marked.items():
        if text:
            pictured.setdefault(page.starts[element], text)
    captions = [text for index, text in sorted(pictured.items()) if top < index <= last + 1]
    return PageText(lines, _each_once(captions), top, first, last)


def _with_skipped(
    page: Page, lines: Sequence[str], span: range, is_beside: Callable[[str], bool]
) -> list[str]:
    """The lines with what the extractor left out between them: short sentences, subheadings.

    Only what is printed by the very element that prints a line of the text (old pages part
    paragraphs with `<br>`) is taken back: boxes and bars have elements of their own.
    """
    known = set(lines)
    order = {line: index for index, line in enumerate(lines)}
    printing = {block.element for block in page.blocks if block.text in known}
    kept: dict[str, list[str]] = {line: [line] for line in lines}
    above = ""
    for block in page.blocks[span.start : span.stop]:
        if block.text in known:
            above = block.text
        elif above and not is_beside(block.text):
            if any(block.text in line for line in lines[order[above] : order[above] + _MERGED]):
                continue
            at_home = block.element in printing and not is_list_heading(block.text)
            if at_home and not is_furniture(block.text):
                kept[above].append(block.text)
    return [text for line in lines for text in kept.pop(line, [line])]


def _end(page: Page, last: int, pictured: Container[int]) -> int:
    """Index after the blocks that the element of the last line of text prints below it."""
    end = last + 1
    while end < len(page.blocks):
        block = page.blocks[end]
        at_home = end in pictured or block.element is page.blocks[last].element
        if not at_home or ends_article(block.text):
            break
        end += 1
    return end


def _below(lines: Sequence[str], title: str) -> Sequence[str]:
    folded = fold(title)
    for index, line in enumerate(lines[:_HEADER_LINES]):
        if fold(line) == folded:
            return lines[index + 1 :]
    return lines


def _title_index(page: Page, title: str, default: int) -> int:
    """Index of the block that prints the title: an `h1` first."""
    folded = fold(title)
    hits = [index for index, block in enumerate(page.blocks) if fold(block.text) == folded]
    headings = [index for index in hits if page.blocks[index].element.tag == "h1"]
    before = [index for index in headings or hits if index <= default]
    return before[-1] if before else default


def _is_caption_element(element: lxml.html.HtmlElement, site: str) -> bool:
    if element.tag == "figcaption":
        return True
    if element.tag in ("body", "html", "figure", "table", "img", "article", "main"):
        return False
    return has_role(element, Role.CAPTION, site) and len(element.text_content()) < 600


def _asides(page: Page, site: str, extracted: Sequence[str]) -> list[lxml.html.HtmlElement]:
    """Boxes beside the text: related articles, tags, buttons; never one that holds the text."""
    words = {line: len(line.split()) for line in extracted}
    most = sum(words.values()) * _MOST_BESIDE
    boxes: list[lxml.html.HtmlElement] = []
    for element, start in page.starts.items():
        if element.tag not in _WRAPPERS and has_role(element, Role.ASIDE, site):
            printed = page.blocks[start : page.ends.get(element, start)]
            if sum(words.get(block.text, 0) for block in printed) <= most:
                boxes.append(element)
    return boxes


def _printed_only_in(page: Page, elements: Iterable[lxml.html.HtmlElement]) -> set[str]:
    """Texts of blocks inside these elements that no other block prints."""
    inside = {
        index
        for element in elements
        for index in range(page.starts[element], page.ends.get(element, page.starts[element] + 1))
    }
    outside = {block.text for index, block in enumerate(page.blocks) if index not in inside}
    return {page.blocks[index].text for index in inside if index < len(page.blocks)} - outside


def _extract(page: Page) -> list[str]:
    """trafilatura's choice of text, from the whole page: it goes astray on a pruned one."""
    import trafilatura  # only where a page is really read: the import costs 0.4 s

    found = trafilatura.bare_extraction(page.tree, fast=True, include_comments=False)
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


def _by_shape(page: Page, title: str) -> list[str]:
    """Where extraction fails (short notices): what is printed below the title."""
    start = _title_index(page, title, len(page.blocks)) + 1
    lines: list[str] = []
    for block in page.blocks[start:]:
        if is_list_heading(block.text):
            break
        if len(block.text.split()) >= 8 and not is_furniture(block.text):
            lines.append(block.text)
    return lines


def _span(page: Page, lines: Sequence[str]) -> tuple[int, int]:
    wanted = {line for line in lines if len(line.split()) >= 6} or set(lines)
    found = [index for index, block in enumerate(page.blocks) if block.text in wanted]
    return (found[0], found[-1]) if found else (0, len(page.blocks) - 1)


def find_lead(
    page: Page, text: PageText, title: str, descriptions: Sequence[str], site: str
) -> str | None:
    """The sapo as the page prints it between title and text; None where the text has it itself.

    An element named for it comes first; else the block that prints what the page's description
    says, since templates name the element anything.
    """
    for element, start in page.starts.items():
        if text.top <= start <= text.first and has_role(element, Role.LEAD, site):
            lead = squeeze(element.text_content())
            if 5 <= len(lead.split()) <= 150 and fold(lead) != fold(title):
                return lead
    for description in descriptions:
        core = fold(description).rstrip(". …")
        if len(core.split()) < 6 or core == fold(title):
            continue
        for block in page.blocks[text.top : text.first + 1]:
            folded = fold(block.text)
            if core in folded and len(folded) <= len(core) + 60:
                return block.text
    return None


def _each_once(captions: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for caption in captions:
        if kept and is_doubled(kept[-1], caption):
            kept[-1] = max(kept[-1], caption, key=len)
        elif caption not in kept and not any(caption in longer for longer in kept):
            kept.append(caption)
    return kept
