"""From the parts of an expression of time to the days it means. Pure arithmetic of calendars."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from storage.text import fold

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_NAMES = ("I", "II", "III", "IV")
NUMBERS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
}
_HALF = 6
_DAY = dt.timedelta(days=1)


class Meaning(NamedTuple):
    """A label in one spelling and the inclusive days, None where they stay open."""

    label: str
    first: dt.date | None = None
    last: dt.date | None = None


def day(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """A single day; one without a year is the one nearest to the reference."""
    groups = match.groupdict()
    if groups.get("rel"):
        return _relative_day(match["rel"], reference)
    number, month = int(groups["d"]), int(groups["m"])
    if groups.get("year"):
        when = _date(int(groups["year"]), month, number)
        return Meaning(_written(when), when, when) if when else None
    if _date(2024, month, number) is None:  # no such day in any year
        return None
    when = _nearest(number, month, reference)
    if groups.get("next") and reference is not None:
        when = _date(reference.year + 1, month, number)
    return Meaning(_written(when), when, when) if when else Meaning(f"{number}/{month}")


def days(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """From one day to another; months and year of the last also hold for the first."""
    groups = match.groupdict()
    year = groups["year"] or groups.get("y3")
    d1, d2, m2 = int(match["d1"]), int(match["d2"]), int(groups["m2"] or groups["m3"] or 0)
    m1 = int(match["m1"] or m2)
    if match["m1"] is None and d1 >= d2:
        return None  # 12-7/7 is no span
    if match["m1"] and re.search(r"\sv[àa]\s", match[0]):
        return None  # two days, each a date of its own
    last = _date(int(year), m2, d2) if year else _nearest(d2, m2, reference)
    if last is None:
        return Meaning(f"{d1}/{m1}-{d2}/{m2}") if reference is None else None
    since = int(groups.get("y1") or last.year - (m1 > m2))
    first = _date(since, m1, d1)
    if first is None or first >= last:
        return None
    return Meaning(f"{_written(first)}-{_written(last)}", first, last)


def week(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """Monday to Sunday of a week near the reference."""
    shift = _shift(match["rel"])
    label = " ".join(match[0].split()).lower()
    if reference is None:
        return Meaning(label)
    monday = reference - _DAY * reference.weekday() + dt.timedelta(weeks=shift)
    return Meaning(label, monday, monday + 6 * _DAY)


def month(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """A whole month."""
    groups = match.groupdict()
    if groups.get("rel"):
        if reference is None:
            return Meaning(" ".join(match[0].split()).lower())
        number = reference.year * 12 + reference.month - 1 + _shift(groups["rel"] or "")
        return _months(number // 12, number % 12 + 1, number % 12 + 1, "tháng {m}/{y}")
    first = int(groups["m"] or 0)
    if groups.get("year"):
        return _months(int(groups["year"] or 0), first, first, "tháng {m}/{y}")
    if reference is None:
        return Meaning(f"tháng {first}")
    if its := groups.get("its"):
        return _months(reference.year + _shift(its), first, first, "tháng {m}/{y}")
    # reports look back: "tháng 12" said in January is last year's, said in September this year's
    ahead = first - reference.month
    year = reference.year + (ahead < -8) - (ahead > 3)
    return _months(year, first, first, "tháng {m}/{y}")


def quarter(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """A quarter of a year; without a year the one nearest to the reference."""
    groups = match.groupdict()
    if groups.get("rel"):
        if reference is None:
            return Meaning(" ".join(match[0].split()).lower())
        number = reference.year * 4 + (reference.month - 1) // 3 + _shift(groups["rel"] or "")
        return _quarter(number // 4, number % 4 + 1)
    name = (groups["q"] or "").upper()
    at_end = {"DAU": 1, "CUOI": 4}.get(fold(name).upper())
    if at_end and not (groups.get("year") or groups.get("its")):
        return None  # "quý đầu" of something else than a year
    which = at_end or _ROMAN.get(name) or int(name)
    if groups.get("year"):
        return _quarter(int(groups["year"] or 0), which)
    if reference is None:
        return Meaning(f"quý {_NAMES[which - 1]}")
    if its := groups.get("its"):
        return _quarter(reference.year + _shift(its), which)
    now = reference.year * 4 + (reference.month - 1) // 3
    year = min(
        (reference.year - 1, reference.year, reference.year + 1),
        # of two equally near the one that is over: reports look back
        key=lambda year: (abs(year * 4 + which - 1 - now), year),
    )
    return _quarter(year, which)


def months(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """`6 tháng đầu năm`, `3 tháng cuối năm 2021`, `9 tháng 2023`."""
    groups = match.groupdict()
    counted = " ".join(fold(groups["n"] or "").split())
    half = groups.get("half")
    number = _HALF if half else NUMBERS.get(counted) or int(counted or 0)
    at_end = fold(half or groups.get("part") or "dau") == "cuoi"
    label = f"{number} tháng {'cuối' if at_end else 'đầu'} năm"
    if not 1 <= number <= 11:
        return None
    year = int(groups["year"]) if groups.get("year") else None
    if year is None:
        if reference is None:
            return Meaning(label)
        # in January and February one still reports on the year that is over
        year = reference.year - (reference.month <= 2)
        if its := groups.get("its"):
            year = reference.year + _shift(its)
    begin = 13 - number if at_end else 1
    return _months(year, begin, begin + number - 1, label + " {y}")


def year(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """A calendar year."""
    groups = match.groupdict()
    if groups.get("year"):
        number = int(groups["year"] or 0)
    elif reference is None:
        return Meaning(" ".join(match[0].split()).lower())
    else:
        number = reference.year + _shift(groups["rel"] or "")
    return Meaning(f"năm {number}", dt.date(number, 1, 1), dt.date(number, 12, 31))


def years(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """`nhiệm kỳ 2020-2025`; a school year is from August to May."""
    first, last = int(match["y1"]), int(match["y2"])
    if not first < last <= first + 60:
        return None
    what = " ".join((match["what"] or match["five"]).split()).lower()
    label = f"{what} {first}-{last}"
    if fold(what) in {"nam hoc", "nien khoa"}:
        return Meaning(label, dt.date(first, 8, 1), dt.date(last, 5, 31))
    return Meaning(label, dt.date(first, 1, 1), dt.date(last, 12, 31))


def term(match: re.Match[str], reference: dt.date | None) -> Meaning | None:
    """A part of a term of office; of which one is for the rest of the text to tell."""
    return Meaning(" ".join(match["term"].split()).lower())


def _relative_day(words: str, reference: dt.date | None) -> Meaning:
    folded = " ".join(fold(words).split())
    if reference is None:
        return Meaning(" ".join(words.split()).lower())
    shift = 0
    if folded.endswith("qua"):
        shift = -1
    elif folded.endswith("kia"):
        shift = -2
    elif folded.endswith("mai"):
        shift = 1
    when = reference + shift * _DAY
    return Meaning(_written(when), when, when)


def _shift(words: str) -> int:
    folded = fold(words).split()
    if folded[-1] in {"truoc", "qua", "ngoai"}:
        return -1
    return 1 if folded[-1] in {"toi", "sau"} else 0


def _nearest(number: int, month: int, reference: dt.date | None) -> dt.date | None:
    if reference is None:
        return None
    near = [_date(reference.year + shift, month, number) for shift in (-1, 0, 1)]
    real = [when for when in near if when is not None]
    return min(real, key=lambda when: abs(when - reference)) if real else None


def _quarter(year: int, which: int) -> Meaning | None:
    return _months(year, which * 3 - 2, which * 3, f"quý {_NAMES[which - 1]}" + "/{y}")


def _months(year: int, first: int, last: int, label: str) -> Meaning | None:
    begin = _date(year, first, 1)
    if begin is None:
        return None
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Meaning(label.format(m=first, y=year), begin, end)


def _date(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _written(when: dt.date) -> str:
    return f"{when.day}/{when.month}/{when.year}"
