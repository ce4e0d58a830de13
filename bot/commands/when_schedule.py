"""Reading how often digests come, as typed: `hằng ngày 7h`, `t2 t5 18h`, `ngày 1 hằng tháng`.

What says how often is taken out; the rest is a time and a zone (`bot.commands.when`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.commands.when import DAY_WORDS, parse_when
from storage.text import fold

Frequency = Literal["daily", "weekly", "monthly", "quarterly"]

_UNITS: Mapping[str, Frequency] = {
    "ngay": "daily",
    "day": "daily",
    "tuan": "weekly",
    "week": "weekly",
    "thang": "monthly",
    "month": "monthly",
    "quy": "quarterly",
    "quarter": "quarterly",
}
_EVERY = ("hang", "moi", "every")
_ALONE: Mapping[str, Frequency] = {
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    **{every + unit: frequency for every in _EVERY for unit, frequency in _UNITS.items()},
}
_WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "t2 thu2 thuhai monday mon",
            "t3 thu3 thuba tuesday tue",
            "t4 thu4 thutu wednesday wed",
            "t5 thu5 thunam thursday thu",
            "t6 thu6 thusau friday fri",
            "t7 thu7 thubay saturday sat",
            "cn chunhat sunday sun",
        )
    )
    for name in names.split()
}
"""A bare number is no day here: it may be an hour, or the day of a month."""
_RANGE = re.compile(r"(t[2-7])-(t[2-7]|cn)")
_LAST = frozenset({"cuoi", "last"})
_FILLERS = frozenset({"va", "and", "the", "of", "on", "vao", ""})
_MONTH_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was understood; None and empty where nothing was said, `unread` what made no sense."""

    frequency: Frequency | None = None
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    hour: int | None = None
    minute: int = 0
    timezone: str | None = None
    unread: str | None = None


def parse_schedule(text: str) -> Schedule:
    """How often, on which days and when, in any order; see the module."""
    words = re.split(r"[\s,;+&]+", fold(text)[:200])
    frequency: Frequency | None = None
    weekdays: set[int] = set()
    month_day: int | None = None
    rest: list[str] = []
    at = 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        taken = 1
        if word in _EVERY and following in _UNITS:
            frequency, taken = _UNITS[following], 2
        elif word in _ALONE:
            frequency = _ALONE[word]
        elif (number := _month_day(word, following)) is not None:
            month_day, taken = number, 2
            if words[at + 2 : at + 3] in (["thang"], ["month"], ["quy"], ["quarter"]):
                taken = 3  # "ngày cuối tháng"
        elif word + following in _WEEKDAYS and word in ("thu", "chu"):
            weekdays.add(_WEEKDAYS[word + following])
            taken = 2
        elif found := _RANGE.fullmatch(word):
            first, last = (DAY_WORDS.index(each) for each in found.groups())
            weekdays |= set(range(first, last + 1))
        elif word in _WEEKDAYS:
            weekdays.add(_WEEKDAYS[word])
        elif word not in _FILLERS:
            rest.append(word)
        at += taken
    when = parse_when(f"cn {' '.join(rest)}")  # the day is taken: a bare number is an hour
    return Schedule(
        frequency=_frequency(frequency, weekdays, ends=not _LAST.isdisjoint(words)),
        weekdays=tuple(sorted(weekdays)),
        month_day=month_day,
        hour=when.hour,
        minute=when.minute,
        timezone=when.timezone,
        unread=when.unread,
    )


def _month_day(word: str, following: str) -> int | None:
    """`ngày 15`, `day 15`, `cuối tháng`, `ngày cuối`: a day of the month."""
    if word in _LAST and following in ("thang", "month", "day", "ngay", "quy", "quarter"):
        return LAST_DAY
    if word not in ("ngay", "day", "mung"):
        return None
    if following in _LAST:
        return LAST_DAY
    found = _MONTH_DAY.fullmatch(following) if following.isascii() else None
    return int(found[1]) if found and 1 <= int(found[1]) <= LAST_DAY else None


def _frequency(stated: Frequency | None, weekdays: set[int], *, ends: bool) -> Frequency | None:
    """Days of the week say `weekly`; its end alone says `monthly`, a bare number says nothing."""
    if weekdays:
        return "weekly"
    return stated or ("monthly" if ends else None)
