"""Placeholders that keep the samples young: every date is counted back from the day of loading.

Grammar of a placeholder, which stands for itself anywhere in a text::

    "{{" WHEN ":" FORMAT "}}"
    WHEN   = BASE [ ("-" | "+") DAYS ]
    BASE   = "d"            the moment of loading, in local time
           | "published"    when the article says that it came out
           | "event"        the day that it reports on
    FORMAT = NAME | PATTERN

A PATTERN is text with `%d %m %Y %H %M %S` as in `strftime`, and `%-d %-m %-H` without the leading
zero, which `strftime` has on some systems only. The NAMEs:

    weekday        `Thứ Ba`, `Chủ Nhật`
    weekday_digit  `Thứ 3`, `Chủ Nhật`
    quarter        `III`
    quarter_year   `quý III năm 2026`
    next_quarter   `quý IV năm 2026`, the quarter after the one of the date
    half_year      `6 tháng cuối năm 2026`
    school_year    `2026-2027`, which begins in September
    term           `2025-2030`, the five years of an elected committee

So `{{event:%-d/%-m}}` may read `5/7`. Reports on a quarter use `event-30`: a meeting of the first
weeks of a quarter looks back on the quarter before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\{\{(d|published|event)(?:([+-])(\d+))?:([^{}]+)\}\}")
_CODE = re.compile(r"%-?[A-Za-z]")
_INSTANT = re.compile(r"d-(\d+) (\d\d):(\d\d)(?::(\d\d))?")
_DAY = re.compile(r"d-(\d+)")

_WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_QUARTERS = ("I", "II", "III", "IV")


class Dates(NamedTuple):
    """What the placeholders of one article stand for; None where it states no such date."""

    now: datetime
    published: datetime | None
    event: date | None


def resolve(now: datetime, zone: tzinfo, *, published: str | None, event: str | None) -> Dates:
    """The dates stated as `d-3 17:40:09` or `d-3 17:40` (publication) and `d-3` (event).

    `now` is aware. A publication hour of the present day that is still to come becomes `now`, cut
    to the precision stated, so that no sample ever comes from the future. Raises ValueError for
    any other form.
    """
    local = now.astimezone(zone)
    return Dates(
        now=local,
        published=None if published is None else _instant(published, local),
        event=None if event is None else _day(event, local.date()),
    )


def _instant(text: str, now: datetime) -> datetime:
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not of the form d-3 17:40 or d-3 17:40:09")
    days, hour, minute, second = match.groups()
    clock = time(int(hour), int(minute), int(second or 0))
    day = now.date() - timedelta(days=int(days))
    stated = datetime.combine(day, clock, tzinfo=now.tzinfo)
    latest = now.replace(second=now.second if second else 0, microsecond=0)
    return min(stated, latest)


def _day(text: str, today: date) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not of the form d-3")
    return today - timedelta(days=int(match[1]))


def fill(text: str, dates: Dates) -> str:
    """`text` with every placeholder replaced.

    Raises ValueError for an unknown format, or a base that the article does not have.
    """

    def replace(match: re.Match[str]) -> str:
        base, sign, days, form = match.groups()
        moment = _base(base, dates)
        if days:
            shift = timedelta(days=int(days))
            moment = moment - shift if sign == "-" else moment + shift
        return _format(moment, form)

    filled = _PLACEHOLDER.sub(replace, text)
    if "{{" in filled or "}}" in filled:
        raise ValueError(f"malformed placeholder in {text[:60]!r}…")
    return filled


def _base(name: str, dates: Dates) -> datetime:
    """The named date as a moment; a bare day has no meaningful clock."""
    if name == "d":
        return dates.now
    if name == "published" and dates.published is not None:
        return dates.published
    if name == "event" and dates.event is not None:
        return datetime.combine(dates.event, time(), tzinfo=dates.now.tzinfo)
    raise ValueError(f"the article states no {name!r}")


def _format(moment: datetime, form: str) -> str:
    if "%" not in form:
        names = _names(moment.date())
        if form not in names:
            raise ValueError(f"unknown format {form!r}")
        return names[form]
    codes = {
        "%d": f"{moment.day:02}",
        "%m": f"{moment.month:02}",
        "%Y": f"{moment.year:04}",
        "%H": f"{moment.hour:02}",
        "%M": f"{moment.minute:02}",
        "%S": f"{moment.second:02}",
        "%-d": f"{moment.day}",
        "%-m": f"{moment.month}",
        "%-H": f"{moment.hour}",
    }
    unknown = [code for code in _CODE.findall(form) if code not in codes]
    if unknown:
        raise ValueError(f"unknown code {unknown[0]!r} in {form!r}")
    return _CODE.sub(lambda match: codes[match[0]], form)


def _names(day: date) -> Mapping[str, str]:
    quarter, sunday = (day.month - 1) // 3, day.weekday() == 6
    following = (quarter + 1) % 4
    school = day.year if day.month >= 9 else day.year - 1
    term = day.year - day.year % 5
    return {
        "weekday": "Chủ Nhật" if sunday else f"Thứ {_WEEKDAYS[day.weekday()]}",
        "weekday_digit": "Chủ Nhật" if sunday else f"Thứ {day.weekday() + 2}",
        "quarter": _QUARTERS[quarter],
        "quarter_year": f"quý {_QUARTERS[quarter]} năm {day.year}",
        "next_quarter": f"quý {_QUARTERS[following]} năm {day.year + (following == 0)}",
        "half_year": f"6 tháng {'đầu' if quarter < 2 else 'cuối'} năm {day.year}",
        "school_year": f"{school}-{school + 1}",
        "term": f"{term}-{term + 5}",
    }
