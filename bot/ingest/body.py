"""The lines below the header → lead, paragraphs, captions and byline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.ingest.byline import is_name, parse_byline
from bot.ingest.captions import is_caption, is_credited, is_doubled, is_scene
from bot.ingest.clean import is_footer, is_furniture
from bot.ingest.dates import opens_with_event
from storage.text import fold

_GLUED = re.compile(r"(?<=\./\.)\s?\(?([^().]{2,40})\)?\.?$")
"""A byline on the line of the last paragraph, after the closing mark of official texts."""
_MOST_BYLINES = 3


class Body(NamedTuple):
    """The parts of an article's text."""

    lead: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    authors: tuple[str, ...]


def read_body(lines: Sequence[str], title: str, *, by_shape: bool = True) -> Body:
    """Tell apart what the lines between the header and the lists of other articles are.

    The byline is looked for at the end only, captions between the paragraphs; the first line is
    the lead unless it is plainly a caption. Lines that repeat the title (alt texts) are dropped.
    `by_shape=False` where the captions are known already: then only a credit makes a caption.
    """
    folded_title = fold(title)
    rest = [line for line in lines if not is_furniture(line) and fold(line) != folded_title]
    authors, closing = _take_bylines(rest)
    shows = is_caption if by_shape else is_credited
    captions: list[str] = []
    while by_shape and len(rest) > 1 and _caption_above_lead(rest):
        captions.append(rest.pop(0))
    lead = rest.pop(0) if rest else None
    paragraphs, between = _sort(rest, lead, shows)
    return Body(
        lead, tuple(paragraphs), tuple(dict.fromkeys((*captions, *between, *closing))), authors
    )


def _take_bylines(rest: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Remove the byline, footers and captions below it from the end of `rest`."""
    authors: list[str] = []
    captions: list[str] = []
    found = 0
    while len(rest) > 1:
        last = rest[-1]
        names = parse_byline(last) if found < _MOST_BYLINES else None
        if names is not None and (_signed(last, names) or not is_caption(last)):
            authors[:0] = names
            found += 1
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
            rest[-1] = rest[-1][: glued.start()].rstrip()
    return tuple(dict.fromkeys(authors)), captions


def _signed(line: str, names: Sequence[str]) -> bool:
    """A label or nothing but people: such a line is a byline whatever else it looks like."""
    return ":" in line or all(is_name(name) for name in names)


def _caption_above_lead(rest: Sequence[str]) -> bool:
    first, second = rest[0], rest[1]
    if is_doubled(first, second):
        return True
    return is_caption(first) and not opens_with_event(first) and opens_with_event(second)


def _sort(
    rest: Sequence[str], lead: str | None, shows: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """Paragraphs and captions; where a site prints captions twice, a single line is hardly one."""
    if rest and rest[0] == lead:
        rest = rest[1:]
    if any(is_doubled(line, following) for line, following in pairwise(rest)):
        shows = is_scene
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
        (captions if shows(line) else paragraphs).append(line)
        index += 1
    return paragraphs, captions
