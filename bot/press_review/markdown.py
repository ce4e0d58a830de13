"""A press review as Markdown (CommonMark 0.31): plain enough to be read as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.press_review.review import Cited, Item, Quotation, Review, numbered, with_note

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|$]")
"""What is markup anywhere in a line; a backslash makes it text (CommonMark 2.4)."""

_AT_START = re.compile(r"(?:[-+=:!]|(?P<number>\d{1,9})(?=[.)]))")
"""What begins a list or underlines a heading at the beginning of a line."""


def markdown(review: Review) -> str:
    """The document; nothing in a text of `review` is read as markup."""
    return "\n".join(_lines(review))


def escaped(text: str) -> str:
    """`text` as words of a line that begins with it."""
    marked = _MARKUP.sub(r"\\\g<0>", text.strip())
    start = _AT_START.match(marked)
    if start is None:
        return marked
    at = start.end() if start["number"] else 0
    return f"{marked[:at]}\\{marked[at:]}"


def linked(text: str, link: str | None) -> str:
    """The text, as a link where it has an address."""
    words = escaped(text)
    if link is None:
        return words
    return f"[{words}](<{link.replace('<', '%3C').replace('>', '%3E')}>)"


def _lines(review: Review) -> Iterator[str]:
    yield f"# {escaped(review.title)}"
    yield ""
    yield "\\\n".join(map(escaped, review.facts))
    yield ""
    if review.parts:
        yield f"**{escaped(review.contents_heading)}**"
        yield ""
        for part in review.parts:
            yield f"- {escaped(with_note(part))}"
        yield ""
    if review.picture is not None:  # a file of plain text holds no picture
        yield escaped(review.picture.words)
        yield ""
    for part in review.parts:
        yield f"## {escaped(part.heading)}"
        yield ""
        for item in part.items:
            yield from _item(item)
    if review.sources:
        yield f"## {escaped(review.sources_heading)}"
        yield ""
        for source in review.sources:
            yield f"### {escaped(source.name)}"
            yield ""
            for cited in source.articles:
                yield _cited(cited)
            yield ""
    for note in review.notes:
        yield escaped(note)
        yield ""


def _item(item: Item) -> Iterator[str]:
    yield f"### {escaped(numbered(item))}"
    yield ""
    yield linked(item.origin, item.link)
    yield ""
    for quotation in item.quotations:
        yield from _quotation(quotation)


def _cited(cited: Cited) -> str:
    """The number alone would begin a list inside the list."""
    return f"- \\[{cited.number}\\] {linked(cited.title, cited.link)}"


def _quotation(quotation: Quotation) -> Iterator[str]:
    if quotation.label is not None:
        yield f"**{escaped(quotation.label)}**"
        yield ""
    yield f"> {escaped(quotation.text)}"
    if quotation.origin is not None:
        yield ">"
        yield f"> — {linked(quotation.origin, quotation.link)}"
    yield ""
