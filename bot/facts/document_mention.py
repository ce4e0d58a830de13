"""One mention of a document as it stands, with what the words behind its name add to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from bot.facts.document_grammar import (
    DATE_BEHIND,
    SUBJECT_ABOUT,
    SUBJECT_ENDS,
    SUBJECT_IN_QUOTES,
    TERM_BEHIND,
    roman,
    tables,
)
from bot.facts.document_issuer import issuer_at, level_of
from bot.facts.law_names import is_code

YEAR_BEHIND = re.compile(r"(?:,?\s+năm)?\s+\(?(?P<year>(?:19|20)\d\d)\)?(?!\d|[/.-]\d)")


class Cited(NamedTuple):
    """One mention as it stands."""

    start: int
    end: int
    type: str
    number: str | None = None
    digits: str | None = None
    """Without leading zeros, `"4"` for a plenum."""
    level: str | None = None
    issuer: str | None = None
    year: int | None = None
    term: str | None = None
    date: dt.date | None = None
    subject: str | None = None
    name: str | None = None
    """Slug of what stands in place of a number: a law's name, a congress, a plenum."""

    @property
    def slug(self) -> str:
        """The kind's slug; of a code that is called a law, that of a code."""
        slug = tables().types[self.type]
        return "bo-luat" if slug == "luat" and self.name and is_code(self.name) else slug


def with_tail(cited: Cited, text: str, limit: int) -> Cited:
    """Date, issuer, term in any order, then the subject."""
    for _ in range(4):
        at = cited.end
        if cited.date is None and (when := DATE_BEHIND.match(text, at, limit)):
            date = _date(when)
            if date is not None:
                cited = cited._replace(date=date, end=when.end(), year=cited.year or date.year)
        elif cited.term is None and (term := TERM_BEHIND.match(text, at, limit)):
            cited = cited._replace(term=roman(term["term"]), end=term.end())
        elif issuer := issuer_at(text, at, limit):
            named, end = issuer
            level = cited.level or level_of(named)
            cited = cited._replace(issuer=cited.issuer or named, level=level, end=end)
        elif cited.year is None and (year := YEAR_BEHIND.match(text, at, limit)):
            cited = cited._replace(year=int(year["year"]), end=year.end())
        if cited.end == at:
            break
    return _with_subject(cited, text, limit)


def _with_subject(cited: Cited, text: str, limit: int) -> Cited:
    if quoted := SUBJECT_IN_QUOTES.match(text, cited.end, limit):
        return cited._replace(subject=quoted["subject"].strip(), end=quoted.end())
    if about := SUBJECT_ABOUT.match(text, cited.end, limit):
        ends = SUBJECT_ENDS.search(about["subject"])
        subject = (about["subject"][: ends.start()] if ends else about["subject"]).strip(" ,")
        if len(subject.split()) > 1:
            return cited._replace(subject=subject, end=about.start("subject") + len(subject))
    return cited


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
