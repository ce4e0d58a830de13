"""Plain text of an article page → its parts, by the five layouts that provincial sites print.

The layouts share one order: (clock of the visit) (section) title, header lines, lead, body with
captions between, byline, lists of other articles. Each line is asked what it can be at the place
where it stands; dates are taken from header lines only, never from the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from bot.errors import SourceUnreadable
from bot.ingest.body import read_body
from bot.ingest.byline import parse_byline
from bot.ingest.clean import cut_related, is_furniture, split_lines
from bot.ingest.dates import find_event_date, opens_with_event
from bot.ingest.header import (
    HeaderLine,
    believe_clock,
    is_clock,
    is_empty_label,
    read_breadcrumb,
    read_header_line,
)
from bot.ingest.parsed import ParsedArticle
from bot.ingest.phrases import phrase_set
from storage.models import Precision
from storage.text import fold

_LONGEST_TITLE = 300
_SECTIONS = tuple(
    phrase_set(
        "tin tuc | thoi su | hoat dong | xay dung dang | chinh tri | kinh te | van hoa | xa hoi",
        "tin trong | tin dia | su kien | trong tinh | trong nuoc | giao duc | y te | phap luat",
        "tin noi bat | chi tiet | tin hoat dong | tin chi | chuyen muc | an ninh | quoc phong",
        "doan the | nong thon moi | tuyen giao | dan van",
    )
)
"""Folded openings of section names, for a capitalised line above the title."""
_SIGNED_MOST = 6
"""Words of a bare byline under the title."""


class _Head(NamedTuple):
    title: str
    section: str | None
    facts: tuple[HeaderLine, ...]
    clock: str | None
    """A date line above the title."""
    size: int
    """How many lines belong to it."""


def parse_text(text: str, *, zone: tzinfo, now: datetime) -> ParsedArticle:
    """The article that a text file holds.

    `zone` is the zone of stated times without an offset, `now` bounds publication dates.

    Raises:
        SourceUnreadable: no line of it says anything.
    """
    lines = cut_related([line.text for line in split_lines(text)])
    head = _read_head(lines, zone, now)
    rest = lines[head.size :]
    facts = [*head.facts, *_take_closing_facts(rest, zone, now)]
    body = read_body(rest, head.title)
    published, precision = _publication(facts)
    if published is None and head.clock is not None:
        published, precision = believe_clock(head.clock, body.lead or "", zone=zone, now=now)
    named = [name for fact in facts for name in fact.authors]
    return ParsedArticle(
        title=head.title,
        published=published,
        published_precision=precision,
        authors=tuple({fold(name): name for name in (*body.authors, *named)}.values()),
        lead=body.lead,
        paragraphs=body.paragraphs,
        captions=body.captions,
        section=head.section or next((fact.section for fact in facts if fact.section), None),
        views=next((fact.views for fact in facts if fact.views is not None), None),
        event_date=event_of(body.lead, body.paragraphs, published, zone),
        credit=body.credit,
    )


def event_of(
    lead: str | None, paragraphs: Sequence[str], published: datetime | None, zone: tzinfo
) -> date | None:
    """The event's day from the lead; else from a body that opens with it."""
    found = find_event_date(lead, published, zone) if lead else None
    if found is None and paragraphs and opens_with_event(paragraphs[0]):
        return find_event_date(paragraphs[0], published, zone)
    return found


def _read_head(lines: Sequence[str], zone: tzinfo, now: datetime) -> _Head:
    size, section, clock = 0, None, None
    while size < len(lines):
        line = lines[size]
        crumb = read_breadcrumb(line)
        if is_clock(line, zone=zone):
            clock = clock or line
        elif crumb:
            section = section or crumb
        elif not _says_nothing(line):
            break
        size += 1
    if size == len(lines):
        raise SourceUnreadable("the text holds no words of an article")
    if section is None and _is_section(lines, size, zone, now):
        section = lines[size]
        size += 1
    title = lines[size]
    if len(title) > _LONGEST_TITLE:
        return _Head(_first_sentence(title), section, (), clock, size)
    size += 1
    if _title_goes_on(lines, size, zone, now):
        title = f"{title} {lines[size]}"
        size += 1
    return _read_facts(lines, size, _Head(title, section, (), clock, size), zone, now)


def _read_facts(lines: Sequence[str], size: int, head: _Head, zone: tzinfo, now: datetime) -> _Head:
    """The head with the header lines that begin at index `size`."""
    facts: list[HeaderLine] = []
    title, section = head.title, head.section
    while size < len(lines):
        line = lines[size]
        fact = read_header_line(line, zone=zone, now=now) or _bare_byline(lines, size)
        crumb = read_breadcrumb(line, title)
        if fact:
            facts.append(fact)
        elif crumb:
            section = section or crumb
        elif not (is_furniture(line) or is_empty_label(line) or fold(line) == fold(title)):
            break
        size += 1
    return _Head(title, section, tuple(facts), head.clock, size)


def _says_nothing(line: str) -> bool:
    return is_furniture(line) or not any(char.isalnum() for char in line)


def _bare_byline(lines: Sequence[str], index: int) -> HeaderLine | None:
    """A name alone on a line between title and text."""
    if index + 1 >= len(lines) or len(lines[index].split()) > _SIGNED_MOST:
        return None
    names = parse_byline(lines[index])
    return HeaderLine(authors=names) if names is not None else None


def _is_section(lines: Sequence[str], index: int, zone: tzinfo, now: datetime) -> bool:
    """Whether the line is the section's name and the title comes next."""
    if index + 1 >= len(lines):
        return False
    line, following = lines[index], lines[index + 1]
    words = len(line.split())
    if words > 8 or line.endswith((".", "?", "!", "…", ":")) or _is_prose(following):
        return False
    if read_header_line(following, zone=zone, now=now) or is_furniture(following):
        return False
    if fold(following) == fold(line) or parse_byline(following) is not None:
        return False
    if line[0].islower():
        return True
    dated = index + 2 < len(lines) and read_header_line(lines[index + 2], zone=zone, now=now)
    longer = len(following.split()) > words
    known = fold(line).startswith(_SECTIONS)
    return longer and words <= 6 and bool(dated or known or words <= 3)


def _title_goes_on(lines: Sequence[str], index: int, zone: tzinfo, now: datetime) -> bool:
    """Whether the title has a second line: announced by a colon, or just above the date."""
    if index + 1 >= len(lines):
        return False
    title, line, after = lines[index - 1], lines[index], lines[index + 1]
    if _is_prose(line) or _says_nothing(line) or parse_byline(line) is not None:
        return False
    if line.endswith((".", ":")) or read_header_line(line, zone=zone, now=now):
        return False
    if read_breadcrumb(line, title) or fold(line) == fold(title):
        return False
    if title.endswith(":"):
        return True
    dated = read_header_line(after, zone=zone, now=now)
    section = len(line.split()) <= 4 or fold(line).startswith(_SECTIONS)
    return dated is not None and dated.instant is not None and not section


def _is_prose(line: str) -> bool:
    words = len(line.split())
    return words > 40 or opens_with_event(line) or (words >= 12 and line.endswith((".", "./.")))


def _first_sentence(line: str) -> str:
    """The head of a text without a title, cut at a sentence or word."""
    head = line[:_LONGEST_TITLE]
    stop = head.find(". ", 20)
    return head[: stop + 1] if stop > 0 else (head.rpartition(" ")[0] or head)


def _take_closing_facts(rest: list[str], zone: tzinfo, now: datetime) -> list[HeaderLine]:
    """Counters and dates below the text: removed from `rest`."""
    facts: list[HeaderLine] = []
    while len(rest) > 1:
        fact = read_header_line(rest[-1], zone=zone, now=now)
        counted = fact is not None and (fact.views is not None or fact.instant is not None)
        if fact and counted:
            facts.append(fact)
        elif not is_furniture(rest[-1]):
            break
        rest.pop()
    return facts


def _publication(facts: Sequence[HeaderLine]) -> tuple[datetime | None, Precision | None]:
    dated = sorted((fact for fact in facts if fact.instant), key=lambda fact: fact.updated)
    return (dated[0].instant, dated[0].precision) if dated else (None, None)
