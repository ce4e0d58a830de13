"""The article's own text on a page: paragraphs, lead and captions, told from everything else."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

import lxml.etree
import lxml.html

from bot.ingest.captions import is_doubled
from bot.ingest.clean import cut_related, ends_article, is_furniture, is_list_heading, squeeze
from bot.ingest.page_extract import linked_lines, mend_lines
from bot.ingest.page_pictures import picture_captions
from bot.ingest.page_rules import Role
from bot.ingest.page_tree import Block, Page
from bot.ingest.same_text import SameText
from storage.text import fold

_HEADER_LINES = 10
"""Extracted lines among which the title may be (old sites put the whole page into one table)."""
_MOST_BESIDE = 0.3
"""Share of the extracted words that a box beside the text may hold; a larger one is the text."""
_LONGEST_CAPTION = 600
"""Characters of what an element named for captions may hold; a larger one is a wrapper."""
_HOLDERS = frozenset({"body", "html", "figure", "table", "img", "article", "main"})
_LEAST_SENTENCE = 8
"""Words of a sentence that is taken back; labels and buttons are shorter."""
_SENTENCE_ENDS = (".", "!", "?", "…", ".”", '."', "”", '"')
_MERGED = 3
"""Lines around a block into which the extractor may have merged it."""
_WRAPPERS = frozenset({"html", "body", "main", "article", "p", "h1"})


class PageText(NamedTuple):
    """The text lines of the article and where they stand among the page's blocks."""

    lines: list[str]
    captions: list[str]
    top: int
    """Index of the block that prints the title; `first` where none does."""
    first: int
    """Index of the first and last block of the text."""
    last: int


def read_text(
    page: Page,
    title: str,
    extracted: list[str],
    *,
    stated: str | None = None,
    is_header: Callable[[str], bool],
) -> PageText:
    """Lines of the article in order; captions marked as such in the HTML are kept apart.

    What stands above the title and lines for which `is_header` holds (dates, counters) are no
    text, though the extractor may take them for it. `extracted` is what
    trafilatura takes for the text, `stated` the text that the page tells
    machines: it serves where the page prints none.
    """
    marked = {
        element: squeeze(element.text_content())
        for element in page.roles[Role.CAPTION]
        if _is_caption_element(element) and not _is_part(page, element)
    }
    extracted = mend_lines(page, extracted, stated)
    beside = _printed_only_in(page, [*marked, *_asides(page, extracted)])
    pictured = picture_captions(page)
    shown = set(pictured.values())
    lines = [line for line in extracted if line not in beside] or _by_shape(page, title)
    if not lines and stated:
        lines = [line for raw in stated.splitlines() if (line := squeeze(raw))]
    lines = cut_related(_below(lines, title))
    links = linked_lines(page, lines)
    lines = [line for line in lines if not (is_header(line) or line in shown or line in links)]
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

    Taken back is what is printed by the very element that prints a line of the text (old pages
    part paragraphs with `<br>`), and whole sentences in paragraphs and quotations beside its
    paragraphs: boxes and bars have elements of their own.
    """
    known = set(lines)
    order = {line: index for index, line in enumerate(lines)}
    printing = {block.element for block in page.blocks if block.text in known}
    homes = {element.getparent() for element in printing if element.tag == "p"}
    kept: dict[str, list[str]] = {line: [line] for line in lines}
    above = ""
    for block in page.blocks[span.start : span.stop]:
        if block.text in known:
            above = block.text
        elif above and not is_beside(block.text):
            if any(block.text in line for line in lines[order[above] : order[above] + _MERGED]):
                continue
            at_home = block.element in printing or _is_neighbour(block, homes)
            if at_home and not is_list_heading(block.text) and not is_furniture(block.text):
                kept[above].append(block.text)
    return [text for line in lines for text in kept.pop(line, [line])]


def _is_neighbour(block: Block, homes: Container[lxml.html.HtmlElement]) -> bool:
    """Whether a sentence, not a link, stands as a paragraph or quotation among paragraphs."""
    element = block.element
    if element.tag not in ("p", "blockquote") or not block.text.endswith(_SENTENCE_ENDS):
        return False
    if len(block.text.split()) < _LEAST_SENTENCE:
        return False
    around = element.getparent()
    if around is not None and around.tag == "blockquote":
        around = around.getparent()
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return around in homes and 2 * linked < len(block.text)


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
    headline = SameText(title)
    for index, line in enumerate(lines[:_HEADER_LINES]):
        if headline.is_said_by(line):
            return lines[index + 1 :]
    return lines


def _title_index(page: Page, title: str, default: int) -> int:
    """Index of the block that prints the title: an `h1` first."""
    headline = SameText(title)
    hits = [index for index, block in enumerate(page.blocks) if headline.is_said_by(block.text)]
    headings = [index for index in hits if page.blocks[index].element.tag == "h1"]
    before = [index for index in headings or hits if index <= default]
    return before[-1] if before else default


def _is_caption_element(element: lxml.html.HtmlElement) -> bool:
    if element.tag == "figcaption":
        return True
    if element.tag in _HOLDERS:
        return False
    return len(element.text_content()) < _LONGEST_CAPTION


def _asides(page: Page, extracted: Sequence[str]) -> list[lxml.html.HtmlElement]:
    """Boxes beside the text: related articles, tags, buttons; never one that holds the text."""
    words = {line: len(line.split()) for line in extracted}
    most = sum(words.values()) * _MOST_BESIDE
    boxes: list[lxml.html.HtmlElement] = []
    for element in page.roles[Role.ASIDE]:
        if element.tag not in _WRAPPERS and not _is_part(page, element):
            printed = page.blocks[page.starts[element] : page.end(element)]
            if sum(words.get(block.text, 0) for block in printed) <= most:
                boxes.append(element)
    return boxes


def _printed_only_in(page: Page, elements: Iterable[lxml.html.HtmlElement]) -> set[str]:
    """Texts of blocks inside these elements that no other block prints."""
    inside = {
        index for element in elements for index in range(page.starts[element], page.end(element))
    }
    outside = {block.text for index, block in enumerate(page.blocks) if index not in inside}
    return {page.blocks[index].text for index in inside if index < len(page.blocks)} - outside


def _is_part(page: Page, element: lxml.html.HtmlElement) -> bool:
    """Whether the element is some words of a block that has others."""
    start = page.starts[element]
    if element in page.ends or start >= len(page.blocks):
        return False
    return squeeze(element.text_content()) != page.blocks[start].text


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


def find_lead(page: Page, text: PageText, title: str, descriptions: Sequence[str]) -> str | None:
    """The sapo as the page prints it between title and text; None where the text has it itself.

    An element named for it comes first; else the block that prints what the page's description
    says, since templates name the element anything.
    """
    for element in page.roles[Role.LEAD]:
        if text.top <= page.starts[element] <= text.first:
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
