"""What people say of a time, as days: the readers behind `bot.language.spoken_times`.

Each takes a match of its pattern and the day of the question; None: it names no days. The end of a
week begins on Friday.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from bot.language.parts_of_time import cut, end_of_month, latest, real, tet, year_back
from bot.language.time_expressions import find_time_expressions

Reach = Literal["published", "either", "reported"]
_DAY = dt.timedelta(days=1)
_FEW = {"ngay": 7, "hom": 5, "bua": 5, "tuan": 28}
"""Days that `mấy hôm nay`, `những ngày qua`, `vài tuần gần đây` go back."""
_AROUND_A_HOLIDAY = (5 * _DAY, 4 * _DAY)
_AROUND_TET = (10 * _DAY, 10 * _DAY)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
MONTHS = {
    "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
"""Months by words; "thang nam" and "thang sau" may be this and the next month's words."""


class Spoken(NamedTuple):
    """Characters, the inclusive days, and how they are meant."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    reach: Reach
    recurs: bool = False
    """Whether it was named without its year and comes in every year."""


Y = r"(?:19|20)\d\d"
D = r"(?:0?[1-9]|[12]\d|3[01])"
_REVOLUTION = re.compile(r"(?<!\w)cach\s{1,3}mang\s{1,3}$", re.IGNORECASE)


def few(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`mấy hôm nay`, `những ngày qua`."""
    unit = match["unit"].lower()
    return _published(match, today - _FEW[unit] * _DAY, today)


def hours(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`24 giờ qua`."""
    number = int(match["n"])
    return _published(match, today - -(-number // 24) * _DAY, today) if number else None


def half(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`nửa tháng nay`."""
    days = 15 if match["unit"].lower() == "thang" else 183
    return _published(match, today - days * _DAY, today)


def part(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`đầu năm nay`, `cuối tháng trước`, `giữa tháng 10`, `cuối quý III/2023`."""
    (span,) = find_time_expressions(match["span"], today, bare=True)[:1] or (None,)
    if span is None or span.first is None or span.last is None or span.end < len(match["span"]):
        return None
    halves = match["half"] is not None
    first, last = cut(span.first, span.last, match["part"].lower(), halves=halves)
    said = re.search(r"\s(?:nay|truoc|qua|roi|ngoai)$", match["span"], re.IGNORECASE)
    dated = said or re.search(Y, match["span"])
    if dated is None and first > today:
        first, last = year_back(first), year_back(last)
    reach: Reach = "published" if said else "either"
    return Spoken(match.start(), match.end(), first, min(last, today), reach, not dated)


def part_alone(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`đầu năm`, `cuối tháng`, with nothing that says of which: the latest one."""
    which, unit = match["part"].lower(), match["unit"].lower()
    if unit == "nam":
        first, last = cut(dt.date(today.year, 1, 1), dt.date(today.year, 12, 31), which)
        if first > today:
            first, last = year_back(first), year_back(last)
        return Spoken(match.start(), match.end(), first, min(last, today), "either", True)
    first, last = cut(today.replace(day=1), end_of_month(today), which)
    if first > today:
        before = today.replace(day=1) - _DAY
        first, last = cut(before.replace(day=1), before, which)
    return _published(match, first, min(last, today))


def since(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`từ tháng 6 đến nay`, `từ 1/9 đến nay`, `từ đầu năm`: until today."""
    words = match["span"]
    if words.lower().startswith("dau"):
        first = (
            today.replace(month=1, day=1) if words.lower().endswith("nam") else today.replace(day=1)
        )
        return _published(match, first, today)
    when = re.fullmatch(rf"(?:ngay\s{{1,3}})?({D})[/.-](0?[1-9]|1[0-2])", words, re.IGNORECASE)
    if when is not None:
        return _until_today(match, latest(int(when[1]), int(when[2]), today), today)
    year = re.fullmatch(Y, words)
    found = find_time_expressions(f"nam {words}" if year else words, today, bare=True)
    first_day = found[0].first if found else None
    if first_day is not None and first_day > today and not re.search(Y, words):
        first_day = year_back(first_day)
    return _until_today(match, first_day, today)


def _until_today(match: re.Match[str], first: dt.date | None, today: dt.date) -> Spoken | None:
    return None if first is None else _published(match, first, today)


def years(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`từ năm 2020 đến 2022`."""
    first, last = int(match["y1"]), int(match["y2"])
    if not first < last <= first + 60:
        return None
    return Spoken(match.start(), match.end(), dt.date(first, 1, 1), dt.date(last, 12, 31), "either")


def beside(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`trước tháng 6/2023`, `sau năm 2020`: all that lies before or behind."""
    found = find_time_expressions(match["span"], today, bare=True)
    if not found or found[0].first is None or found[0].last is None:
        return None
    if match["side"].lower() == "truoc":
        return _published(match, dt.date.min, found[0].first - _DAY)
    return _published(match, found[0].last + _DAY, today) if found[0].last < today else None


def short_month(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`9/2023`, `t9/2023`."""
    month, year = int(match["m"]), int(match["y"])
    first = dt.date(year, month, 1)
    return Spoken(match.start(), match.end(), first, end_of_month(first), "either")


def named_month(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`tháng chín`, `tháng 9 vừa rồi`."""
    words = " ".join(match["m"].lower().split())
    before, behind = match.string[: match.start()], match.string[match.end() :].lstrip()
    if _REVOLUTION.search(before[-16:]) or (not words.isdigit() and behind[:1].isdigit()):
        return None  # "Cách mạng tháng Tám"; "lương tháng từ 1/7"
    month = int(words) if words.isdigit() else MONTHS[words]
    year = int(match["y"]) if match["y"] else today.year - (month > today.month)
    first = dt.date(year, month, 1)
    recurs = not match["y"] and not match["over"]
    return Spoken(match.start(), match.end(), first, end_of_month(first), "either", recurs)


def day_of_year(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`hôm 5/11`, `ngày 20 tháng 11`: the latest one."""
    day = latest(int(match["d"]), int(match["m"]), today)
    return None if day is None else Spoken(match.start(), match.end(), day, day, "either", True)


def holiday(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`dịp 2/9`, `nghỉ lễ 30/4 - 1/5`: some days around the latest one."""
    day = latest(int(match["d"]), int(match["m"]), today)
    if match["y"]:
        day = real(int(match["y"]), int(match["m"]), int(match["d"]))
    if day is None:
        return None
    before, after = _AROUND_A_HOLIDAY
    return Spoken(
        match.start(), match.end(), day - before, min(day + after, today), "either", not match["y"]
    )


def around_tet(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`dịp Tết`, `Tết năm ngoái`: some days before and after."""
    before, after = _AROUND_TET
    year = today.year
    if match["y"]:
        year = int(match["y"])
    elif match["which"]:
        year -= match["which"].lower() != "nay"
    elif (this := tet(year)) is not None and this - before > today:
        year -= 1
    day = tet(year)
    return None if day is None else _published(match, day - before, min(day + after, today))


def weekday(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`hôm thứ sáu`, `thứ bảy tuần trước`."""
    words = match["day"].lower().split()[-1]
    number = (
        6
        if words in {"nhat", "cn"}
        else _WEEKDAYS.get(words, int(words) - 2 if words.isdigit() else 0)
    )
    monday = today - today.weekday() * _DAY
    if week := match["week"]:
        last = week.lower().split()[-1] != "nay"
        day = monday + (number - 7 * last) * _DAY
    else:
        day = monday + number * _DAY
        if day >= today:
            day -= 7 * _DAY
    return _published(match, day, day)


def weekend(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`cuối tuần qua`: the last Friday to Sunday that are over; `đầu tuần này`."""
    which, part = match["which"].lower().split()[-1], match["part"].lower()
    monday = today - today.weekday() * _DAY - (which != "nay") * 7 * _DAY
    first, last = {"dau": (0, 2), "giua": (2, 3), "cuoi": (4, 6)}[part]
    return _published(match, monday + first * _DAY, min(monday + last * _DAY, today))


def night(match: re.Match[str], today: dt.date) -> Spoken | None:
    """`đêm qua`."""
    return _published(match, today - _DAY, today - _DAY)


def _published(match: re.Match[str], first: dt.date, last: dt.date) -> Spoken:
    return Spoken(match.start(), match.end(), first, last, "published")
