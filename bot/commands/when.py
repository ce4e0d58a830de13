"""Reading a weekday, a time and a time zone as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from storage.text import fold

_NAMES = (
    "hai 2 monday mon",
    "ba 3 tuesday tue",
    "tu 4 wednesday wed",
    "nam 5 thursday thu",
    "sau 6 friday fri",
    "bay 7 saturday sat",
    "chunhat cn sunday sun",
)
"""Folded names of the days, Monday first; all but the last also follow `thứ` or `t`."""
_DAYS = {
    prefix + name: number
    for number, names in enumerate(_NAMES)
    for name in names.split()
    for prefix in (("", "thu", "t") if number < 6 else ("",))
}

DAY_WORDS = ("t2", "t3", "t4", "t5", "t6", "t7", "cn")
"""How buttons name the days, Monday first."""

_TIME = re.compile(r"(\d{1,2})(?:[:hg](\d{2})|[hg]|:)?(am|pm)?")
_ZONE_ALIASES = dict.fromkeys(("vietnam", "hanoi", "saigon", "tphcm"), "Asia/Ho_Chi_Minh")
_FILLERS = frozenset({"", "luc", "vao", "at", "on", "gio", "ngay"})


@dataclass(frozen=True, slots=True)
class When:
    """What was understood; None where nothing was said. `unread` is what made no sense."""

    weekday: int | None = None
    hour: int | None = None
    minute: int = 0
    timezone: str | None = None
    unread: str | None = None


def parse_when(text: str) -> When:
    """`thứ hai 7:00`, `t2 7h`, `mon 07:30 Asia/Tokyo`, `5 giờ chiều chủ nhật`, in any order.

    A bare number is a day where no day was said yet (2 is Monday, as in Vietnamese), else an hour.
    """
    weekday: int | None = None
    hour: int | None = None
    minute = 0
    zone: str | None = None
    words = [fold(word).strip(",;") for word in text.split()]
    at = 0
    while at < len(words):
        word, pair = words[at], "".join(words[at : at + 2])
        taken = 1
        if weekday is None and word in ("thu", "chu") and pair in _DAYS:
            weekday, taken = _DAYS[pair], 2
        elif weekday is None and word in _DAYS:
            weekday = _DAYS[word]
        elif hour is None and (time := parse_time(word)):
            hour, minute = time
        elif hour is not None and word in ("sang", "chieu", "toi"):
            hour += 12 if word != "sang" and 1 <= hour < 12 else 0
        elif zone is None and (found := _zone_at(words, at)):
            zone, taken = found
        elif word not in _FILLERS:
            return When(weekday, hour, minute, zone, unread=word)
        at += taken
    return When(weekday, hour, minute, zone)


def parse_time(word: str) -> tuple[int, int] | None:
    """Hour and minute of `7`, `7h`, `7:00`, `19h30`, `7g30`, `7pm`; None for anything else."""
    match = _TIME.fullmatch(word)
    if match is None or not word.isascii():
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def find_zone(text: str) -> str | None:
    """The IANA name that `text` means: whole (`asia/tokyo`) or its city alone (`new york`)."""
    key = fold(text).replace(" ", "").replace("_", "")
    return _ZONE_ALIASES.get(key) or _zones().get(key)


def _zone_at(words: list[str], at: int) -> tuple[str, int] | None:
    """The zone named by up to three words from `at` on, and how many they are."""
    for count in (3, 2, 1):
        if at + count <= len(words) and (zone := find_zone("".join(words[at : at + count]))):
            return zone, count
    return None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    found = {name.lower().replace("_", ""): name for name in names}
    for name in names:
        city = name.rsplit("/", 1)[-1].lower().replace("_", "")
        if len(city) > 3 and not name.startswith("Etc/"):
            found.setdefault(city, name)
    return found
