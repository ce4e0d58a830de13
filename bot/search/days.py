"""Days as `từ:` and `đến:` take them: a day, a month, a year, or words such as `tuần trước`."""

from __future__ import annotations

import datetime as dt
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.language.asked_times import find_asked_times

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_TERM = re.compile(r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d(?!\d)")


class Days(NamedTuple):
    """Local days, both inclusive, and how much of the text says so."""

    first: date
    last: date
    end: int


def days_of(value: str, today: date | None) -> Days | None:
    """The days that the beginning of `value` names; None: it names none."""
    word = value.split(maxsplit=1)[0] if value.strip() else ""
    bare = word.rstrip(",;.")
    found = _written(bare)
    if found is not None:
        return Days(*found, len(bare))
    return spoken_days(value, today)


def spoken_days(value: str, today: date | None) -> Days | None:
    """As `days_of`, said in words; without `today` nothing is."""
    for it in find_asked_times(value, today) if today is not None else ():
        if it.start == 0:
            return Days(it.first, it.last, it.end)
    return None


def period_of(value: str, today: date | None) -> Days | None:
    """As `days_of` for a reporting period: `quý III/2023`, `9/2023`, `2023`, `2020-2025` too."""
    spoken = spoken_days(value, today)
    if spoken is not None:
        return spoken
    term = _TERM.match(value)
    if term is not None:
        first, last = int(term[0][:4]), int(term[0][-4:])
        return Days(date(first, 1, 1), date(last, 12, 31), term.end()) if first < last else None
    return days_of(value, today)


def instant(day: date, zone: ZoneInfo) -> datetime | None:
    """Local midnight; None at the edge of the calendar."""
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None


def day_after(day: date) -> date | None:
    """The next day; None: the calendar ends."""
    return day + timedelta(days=1) if day < dt.date.max else None


def _written(value: str) -> tuple[date, date] | None:
    try:
        if found := _DAY.fullmatch(value):
            day = date(int(found[3]), int(found[2]), int(found[1]))
            return day, day
        if found := _MONTH.fullmatch(value):
            first = date(int(found[2]), int(found[1]), 1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if _YEAR.fullmatch(value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
        day = date.fromisoformat(value)
    except (ValueError, OverflowError):
        return None
    return day, day
