"""Calendar arithmetic of what people say: parts of a span, the latest such day, Tết.

Parts are those of Vietnamese usage: a month in three tens (thượng, trung, hạ tuần), a year in three
times four months. Days of Tết: the Vietnamese calendar of Hồ Ngọc Đức.
"""

from __future__ import annotations

import calendar
import datetime as dt

_DAY = dt.timedelta(days=1)
_MONTH = 30.4
"""Days of a month on the average."""
_TET = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19),
    2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
    2028: (1, 26), 2029: (2, 13),
}  # fmt: skip


def tet(year: int) -> dt.date | None:
    """The first day of the lunar year that begins in `year`; None: the table ends."""
    return dt.date(year, *_TET[year]) if year in _TET else None


def same_in_year(first: dt.date, last: dt.date, year: int) -> tuple[dt.date, dt.date] | None:
    """The days of what comes every year, so that they begin in `year`; None: 29/2."""
    try:
        return first.replace(year=year), last.replace(year=year + last.year - first.year)
    except ValueError:
        return None


def cut(
    first: dt.date, last: dt.date, part: str, *, halves: bool = False
) -> tuple[dt.date, dt.date]:
    """The beginning, middle or end of a month, quarter or year."""
    days = (last - first).days + 1
    months = round(days / _MONTH)
    if months <= 1:
        cuts = [first, first + (15 if halves else 10) * _DAY, first + 20 * _DAY]
    else:
        step = max(months // (2 if halves else 3), 1)
        cuts = [_months_on(first, it * step) for it in range(3)]
    if halves:
        return (first, cuts[1] - _DAY) if part == "dau" else (cuts[1], last)
    at = ("dau", "giua", "cuoi").index(part)
    return cuts[at], cuts[at + 1] - _DAY if at < len(cuts) - 1 else last


def _months_on(day: dt.date, months: int) -> dt.date:
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def year_back(day: dt.date) -> dt.date:
    return real(day.year - 1, day.month, day.day) or day.replace(year=day.year - 1, day=28)


def latest(number: int, month: int, today: dt.date) -> dt.date | None:
    """The latest such day that is not to come; None: no year has it."""
    for back in range(9):
        day = real(today.year - back, month, number)
        if day is not None and day <= today:
            return day
    return None


def real(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None
