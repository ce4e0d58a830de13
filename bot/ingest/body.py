"""The lines below the header → lead, paragraphs, captions and byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.ingest.byline import closing_credit, credit_of, is_name, opening_credit, parse_byline
from bot.ingest.caption_place import find_captions
from bot.ingest.captions import is_caption, is_credited, is_doubled, is_one_sentence, is_scene
from bot.ingest.clean import is_footer, is_furniture
from bot.ingest.dates import opens_with_event
from bot.ingest.same_text import SameText
from bot.ingest.telling import is_vietnamese, tells

_GLUED = re.compile(r"(?<=\./\.)\s?\(?([^().]{2,40})\)?\.?$")
"""A byline on the line of the last paragraph, after the closing mark of official texts."""
_MOST_BYLINES = 3
_TEMPLATE = 20
"""Lines of a template below the byline."""
_HEADLINE = 30
"""Words of the longest headline in it."""


class Body(NamedTuple):
    """The parts of an article's text."""

    lead: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    authors: tuple[str, ...]
    credit: str | None = None
    """Whom the text names as its origin, as written."""


def read_body(lines: Sequence[str], title: str, *, by_shape: bool = True) -> Body:
    """Tell apart what the lines between the header and the lists of other articles are.

    The byline is looked for at the end only, captions between the paragraphs; the first line is
    the lead unless it is plainly a caption. Lines that repeat the title (alt texts) are dropped.
    `by_shape=False` where the captions are known already: then only a credit makes a caption.
    """
    headline = SameText(title)
    rest = [line for line in lines if not is_furniture(line) and not headline.is_said_by(line)]
    _cut_below_byline(rest)
    opening = _take_opening_credit(rest)
    authors, closing, credit = _take_bylines(rest)
    credit = credit or opening or closing_credit(rest[-1] if rest else "")
    captions: list[str] = []
    while by_shape and len(rest) > 1 and _caption_above_lead(rest):
        captions.append(rest.pop(0))
    lead = rest.pop(0) if rest else None
    paragraphs, between = _sort(rest, lead, by_shape=by_shape)
    return Body(
        lead,
        tuple(paragraphs),
        tuple(dict.fromkeys((*captions, *between, *closing))),
        authors,
        credit or opening_credit(lead or ""),
    )


def _cut_below_byline(rest: list[str]) -> None:
    """Remove what a template prints below the byline: labels of forms, headlines, tags.

    Only where nothing below it is a sentence, so that a name inside the text never cuts it.
    """
    for index in range(len(rest) - 1, max(0, len(rest) - _TEMPLATE), -1):
        line = rest[index]
        names = parse_byline(line)
        if names and _signed(line, names) and " " in line.strip():
            if not rest[index - 1].endswith(":"):
                rest[index + 1 :] = [line for line in rest[index + 1 :] if is_caption(line)]
            return
        sentence = line.endswith(".") and not is_footer(line)
        if (sentence or len(line.split()) > _HEADLINE) and not is_caption(line):
            return


def _take_opening_credit(rest: list[str]) -> str | None:
    """Remove a credit that is the first line, above the lead."""
    credit = credit_of(rest[0]) if len(rest) > 1 else None
    if credit is not None:
        rest.pop(0)
    return credit


def _take_bylines(rest: list[str]) -> tuple[tuple[str, ...], list[str], str | None]:
    """Remove the byline, footers and captions below it from the end of `rest`.

    Returns the people, the captions and the line that credits another outlet.
    """
    credit: str | None = None
    authors: list[str] = []
    captions: list[str] = []
    found = 0
    while len(rest) > 1:
        last = rest[-1]
        names = parse_byline(last) if found < _MOST_BYLINES else None
        if names is not None and (_signed(last, names) or not is_caption(last)):
            authors[:0] = names
            found += 1
            credit = credit_of(last) or credit
        elif is_caption(last) and parse_byline(rest[-2]) is not None:
            captions.insert(0, last)
        elif not is_footer(last):
            break
        rest.pop()
    if rest and not found:
        glued = _GLUED.search(rest[-1])
        names = parse_byline(glued[1]) if glued else None
        if glued and names:
            authors.extend(names)
            credit = credit_of(glued[0])
            rest[-1] = rest[-1][: glued.start()].rstrip()
    return tuple(dict.fromkeys(authors)), captions, credit


def _signed(line: str, names: Sequence[str]) -> bool:
    """A label or nothing but people: such a line is a byline whatever else it looks like."""
    return ":" in line or all(is_name(name) for name in names)


def _caption_above_lead(rest: Sequence[str]) -> bool:
    first, second = rest[0], rest[1]
    if is_doubled(first, second):
        return True
    if opens_with_event(first) or not opens_with_event(second):
        return False
    return is_caption(first) or (
        is_vietnamese([first, second]) and is_one_sentence(first) and not tells(first)
    )


def _sort(rest: Sequence[str], lead: str | None, *, by_shape: bool) -> tuple[list[str], list[str]]:
    """Paragraphs and captions; where a site prints captions twice, a single line is hardly one."""
    if rest and rest[0] == lead:
        rest = rest[1:]
    if not by_shape:
        shown = [is_credited(line) for line in rest]
    elif any(is_doubled(line, following) for line, following in pairwise(rest)):
        shown = [is_credited(line) or (is_scene(line) and line[-1] != ".") for line in rest]
    else:
        shown = find_captions(rest, lead)
    paragraphs: list[str] = []
    captions: list[str] = []
    index = 0
    while index < len(rest):
        line = rest[index]
        following = rest[index + 1] if index + 1 < len(rest) else ""
        if is_doubled(line, following):
            captions.append(max(line, following, key=len))
            index += 2
            continue
        (captions if shown[index] else paragraphs).append(line)
        index += 1
    return paragraphs, captions
