"""A press review as a Word document (.docx): outline, table of contents, links, page numbers.

The table of contents is a field that the program works out when it opens the document; until then
it shows the same headings, as links and without page numbers, so that nobody sees an empty page.
"""

from __future__ import annotations

import io
from datetime import UTC

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from bot.press_review.review import Cited, Item, Quotation, Review, numbered, with_note
from bot.press_review.word_parts import (
    bookmarked,
    field,
    field_begin,
    field_end,
    link_in,
    link_out,
    paragraph,
    picture,
    run,
    tab,
)
from bot.press_review.word_styles import LANGUAGE, set_up

MOST_LISTED = 60
"""Stories up to which the table of contents lists each; beyond, the chapters alone."""

MAKER = "Điểm Tin"


def word(review: Review) -> bytes:
    """The bytes of the document."""
    document = docx.Document()
    set_up(document)
    _properties(document, review)
    _footer(document)
    _Body(document, review).write()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _properties(document: Document, review: Review) -> None:
    about = document.core_properties
    about.title = review.title[:255]
    about.author = about.last_modified_by = MAKER
    about.language = LANGUAGE
    about.comments = about.keywords = ""
    about.created = about.modified = review.until.astimezone(UTC).replace(tzinfo=None)


def _footer(document: Document) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    first = footer.paragraphs[0]
    first.style = document.styles["footer"]
    for each in (*field("PAGE", "1"), run(" / "), *field("NUMPAGES", "1")):
        first._p.append(each)  # python-docx has no call for a field


class _Body:
    """Writes the text; one document, one pass."""

    def __init__(self, document: Document, review: Review) -> None:
        self._document = document
        self._review = review
        self._last = document.element.body[-1]
        self._bookmarks = 0

    def write(self) -> None:
        review = self._review
        self._add("Title", run(review.title))
        for fact in review.facts:
            self._add("Subtitle", run(fact))
        if review.picture is not None:
            self._add("Picture", picture(self._document.part, review.picture))
        if review.parts:
            self._contents()
        for at, part in enumerate(review.parts, 1):
            self._heading("Heading1", with_note(part), f"_Toc_phan_{at}")
            for item in part.items:
                self._item(item)
        if review.sources:
            self._heading("Heading1", review.sources_heading, "_Toc_nguon")
        for source in review.sources:
            self._add("Heading3", run(source.name))
            for cited in source.articles:
                self._cited(cited)
        for note in review.notes:
            self._add("Note", run(note))

    def _add(self, style: str, *runs: BaseOxmlElement) -> None:
        """A paragraph at the end; the last element holds the page's size."""
        self._last.addprevious(paragraph(style, *runs))

    def _heading(self, style: str, text: str, bookmark: str) -> None:
        self._bookmarks += 1
        self._add(style, *bookmarked(self._bookmarks, bookmark, run(text)))

    def _link(self, text: str, link: str | None) -> BaseOxmlElement:
        if link is None:
            return run(text)
        return link_out(self._document.part, link, run(text, "link"))

    def _contents(self) -> None:
        listed = len(self._review.items) <= MOST_LISTED
        rows: list[tuple[str, str, str]] = []
        for at, part in enumerate(self._review.parts, 1):
            rows.append(("TOC1", with_note(part), f"_Toc_phan_{at}"))
            stories = [it for it in part.items if listed and it.number is not None]
            rows += [("TOC2", numbered(it), f"_Toc_tin_{it.number}") for it in stories]
        rows.append(("TOC1", self._review.sources_heading, "_Toc_nguon"))
        self._add("ContentsHeading", run(self._review.contents_heading))
        begin = field_begin(f'TOC \\o "1-{2 if listed else 1}" \\h \\z \\u')
        for at, (style, text, bookmark) in enumerate(rows):
            entry = link_in(bookmark, (run(text),))
            self._add(style, *(begin if at == 0 else ()), entry)
        self._add("Normal", field_end())

    def _item(self, item: Item) -> None:
        if item.number is None:
            self._add("Heading3", run(item.title))
        else:
            self._heading("Heading2", numbered(item), f"_Toc_tin_{item.number}")
        # what is quoted stays with it; a list without quotations may break anywhere
        style = "Origin" if item.quotations else "OriginOnly"
        self._add(style, self._link(item.origin, item.link))
        for quotation in item.quotations:
            self._quotation(quotation)

    def _quotation(self, quotation: Quotation) -> None:
        if quotation.label is not None:
            self._add("Quote", run(quotation.label, "bold"))
        self._add("Quote", run(quotation.text))
        if quotation.origin is not None:
            origin = self._link(quotation.origin, quotation.link)
            self._add("Quote", run("— ", "italic"), origin)

    def _cited(self, cited: Cited) -> None:
        """The address stands there in full: paper cannot be tapped."""
        number = link_in(f"_Toc_tin_{cited.number}", (run(f"{cited.number}."),))
        runs = [number, tab(), run(cited.title)]
        if cited.link is not None:
            runs += [run(" — "), self._link(cited.link, cited.link)]
        self._add("Cited", *runs)
