"""Coming dates and deadlines that articles name. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dossiers.reading import Evidence, Reading, evidence
from bot.language.bare import without_marks
from bot.language.time_expressions import find_time_expressions
from storage.text import folded_words

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_JOINTS = frozenset({"trong", "o", "tai", "vao", "cua", "den", "cho"})
"""What joins a time or a place to what is asked; no article need have it."""


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A day, or a span of days, that lies ahead."""

    first: date
    last: date
    """Inclusive."""
    kind: Literal["coming", "deadline"]
    said: Evidence


def coming_dates(readings: Sequence[Reading], *, today: date) -> list[ComingDate]:
    """What ends today or later, soonest first; each sentence once, however many repeat it."""
    found: dict[tuple[date, str], ComingDate] = {}
    for reading in readings:
        for time in reading.facts.times:
            if time.role not in ("coming", "deadline") or time.last is None or time.last < today:
                continue
            said = evidence(reading, time)
            if said is None:
                continue
            coming = ComingDate(
                first=time.first or time.last,
                last=time.last,
                kind="deadline" if time.role == "deadline" else "coming",
                said=said,
            )
            found.setdefault((time.last, said.sentence), coming)
    return sorted(found.values(), key=lambda it: (_when(it, today), it.last, it.said.sentence))


def _when(coming: ComingDate, today: date) -> date:
    """The day that matters: the end of a term, the begin of what is still to begin."""
    return coming.last if coming.kind == "deadline" else max(coming.first, today)


@dataclass(frozen=True, slots=True)
class ComingAsked:
    """Which of the coming dates are wanted.

    Attributes:
        first, last: days of which a date must have one, both inclusive; None: any.
        words: what its sentence or its article's title must have, folded; empty: anything.
    """

    first: date | None = None
    last: date | None = None
    words: tuple[str, ...] = ()

    def fits(self, coming: ComingDate) -> bool:
        """Whether the date is one of them."""
        if self.first is not None and coming.last < self.first:
            return False
        if self.last is not None and coming.first > self.last:
            return False
        said = set(folded_words(f"{coming.said.article.title} {coming.said.sentence}"))
        return said.issuperset(self.words)


def coming_asked(text: str, today: date) -> ComingAsked:
    """What `text` (NFC) narrows coming dates down to: `tháng 5`, `tuần tới`, `Hà Nội tháng sau`.

    A month or quarter without a year is the next one that is not over.
    """
    plain = without_marks(text)
    times = [it for it in find_time_expressions(plain, today, bare=True) if it.first and it.last]
    if not times:
        return ComingAsked(words=tuple(folded_words(text)))
    said = times[0]
    first, last = said.first, said.last
    if last is not None and last < today and not _YEAR.search(plain, said.start, said.end):
        first, last = _year_later(first), _year_later(last)
    rest = f"{text[: said.start]} {text[said.end :]}"
    return ComingAsked(first, last, tuple(it for it in folded_words(rest) if it not in _JOINTS))


def _year_later(day: date | None) -> date | None:
    if day is None:
        return None
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=last if ends else min(day.day, last))
