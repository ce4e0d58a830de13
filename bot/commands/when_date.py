"""Reading a coming day as typed: `5/1`, `5/1/2027`, `2027-01-05`, `5 tháng 1`, `2 tuần`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from storage.text import fold

_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2}) ?thang ?(\d{1,2})(?: ?(?:nam )?(\d{4}))?")
_SPAN = re.compile(r"(\d{1,3}) ?(ngay|tuan|thang|days?|weeks?|months?)(?: nua)?")
_LENGTHS = {"ngay": 1, "day": 1, "tuan": 7, "week": 7, "thang": 30, "month": 30}
_LEAD = re.compile(r"(?:den|toi|until|till|to|for|trong)? ?(?:het )?(?:ngay )?(?=\d|mai|tomorrow)")
FARTHEST = timedelta(days=366)


def coming_day(text: str, today: date) -> date | None:
    """The day that `text` means, after `today` and within a year; None: it names none.

    A day and month without a year mean the next such day; `2 tuần` means a fortnight from today.
    """
    words = " ".join(fold(text)[:60].split())
    if lead := _LEAD.match(words):
        words = words[lead.end() :]
    found = _read(words, today)
    return found if found is not None and today < found <= today + FARTHEST else None


def _read(words: str, today: date) -> date | None:
    if not words.isascii():
        return None
    if words in ("mai", "tomorrow"):
        return today + timedelta(days=1)
    if span := _SPAN.fullmatch(words):
        return today + int(span[1]) * timedelta(days=_LENGTHS[span[2].removesuffix("s")])
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    stated = _NUMERIC.fullmatch(words) or _WORDS.fullmatch(words)
    if stated is None:
        return None
    day, month = int(stated[1]), int(stated[2])
    if stated[3]:
        return _day(int(stated[3]), month, day)
    this_year = _day(today.year, month, day)
    return this_year if this_year and this_year > today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # there is no such day
        return None
