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

_TIME = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})[p\']?|[hg]|:)?(am|pm)?")
ZONE_ALIASES = {
    name: zone
    for zone, names in {
        "Asia/Ho_Chi_Minh": "vietnam hanoi saigon tphcm hcm danang",
        "America/New_York": "my hoaky usa",
        "Asia/Bangkok": "thailan thailand",
        "Asia/Phnom_Penh": "campuchia cambodia",
        "Asia/Seoul": "hanquoc korea",
        "Asia/Shanghai": "trungquoc china bacbinh beijing backinh",
        "Asia/Taipei": "dailoan taiwan",
        "Asia/Tokyo": "nhatban japan",
        "Asia/Vientiane": "lao laos",
        "Australia/Sydney": "australia",
        "Europe/Berlin": "duc germany",
        "Europe/London": "anh england",
        "Europe/Moscow": "nga russia matxcova",
        "Europe/Paris": "phap france",
        "Europe/Prague": "sec",
        "Europe/Warsaw": "balan poland",
    }.items()
    for name in names.split()
}
"""Places as people name them, folded and without spaces; a country with several zones by the
one where most of its Vietnamese live."""
_OFFSET = re.compile(r"(?:gmt|utc)([+-])(\d{1,2})(?::?00)?")
_OFFSET_PLACES = {7: "Asia/Ho_Chi_Minh", 8: "Asia/Singapore", 9: "Asia/Tokyo"}
"""Zones without summer time, which an offset alone names rightly all year."""
_FILLERS = frozenset({"", "luc", "vao", "at", "on", "gio", "ngay", "moi", "hang", "tuan", "every"})
_HALF_DAYS = frozenset({"sang", "trua", "chieu", "toi", "dem", "am", "pm"})


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

    A bare number is a day where no day was said yet (2 is Monday, as in Vietnamese) and nothing
    behind it says that it is an hour.
    """
    weekday: int | None = None
    hour: int | None = None
    minute = 0
    zone: str | None = None
    half_day: str | None = None
    words = [fold(word).strip(",;") for word in text.split()]
    at = 0
    while at < len(words):
        word, pair = words[at], "".join(words[at : at + 2])
        taken = 1
        if weekday is None and word in ("thu", "chu") and pair in _DAYS:
            weekday, taken = _DAYS[pair], 2
        elif weekday is None and word in _DAYS and not _is_hour(words[at : at + 2]):
            weekday = _DAYS[word]
        elif hour is None and (time := parse_time(word)):
            hour, minute = time
            hour = _in_half_day(hour, half_day)
        elif hour is not None and word == "ruoi" and not minute:
            minute = 30
        elif word in _HALF_DAYS:
            half_day = word
            hour = hour if hour is None else _in_half_day(hour, word)
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
    """The IANA name that `text` means.

    Whole (`asia/tokyo`), its city (`new york`), a country (`Hàn Quốc`) or an offset (`GMT+9`).
    """
    key = fold(text).replace(" ", "").replace("_", "")
    if found := _OFFSET.fullmatch(key):
        return _zone_of_offset(int(found[1] + found[2]))
    return ZONE_ALIASES.get(key) or _zones().get(key)


def _zone_of_offset(hours: int) -> str | None:
    if not -12 <= hours <= 14:
        return None
    # the database counts the other way: Etc/GMT-9 lies nine hours ahead of Greenwich
    return _OFFSET_PLACES.get(hours) or (f"Etc/GMT{-hours:+d}" if hours else "UTC")


def _is_hour(pair: list[str]) -> bool:
    """Whether a bare number is an hour by what follows it: `7 giờ`, `7 rưỡi`, `7 tối`."""
    return pair[0].isdigit() and pair[1:] != [] and pair[1] in _HALF_DAYS | {"gio", "ruoi"}


def _in_half_day(hour: int, word: str | None) -> int:
    """`7 giờ tối` is 19, `12 giờ đêm` is 0, `1 giờ trưa` is 13; None changes nothing."""
    if word in ("sang", "am", "dem") and hour == 12:
        return 0
    second_half = {"chieu": 1, "toi": 1, "pm": 1, "trua": 1, "dem": 6}.get(word or "", 12)
    last = 9 if word == "trua" else 11
    return hour + 12 if second_half <= hour <= last else hour


def _zone_at(words: list[str], at: int) -> tuple[str, int] | None:
    """The zone named by up to three words from `at` on, and how many they are."""
    for count in (3, 2, 1):
        name = "".join(words[at : at + count])
        # Short names of countries are everyday words too: only `/caidat muigio` takes them.
        if len(name) > 3 or name == "utc":
            zone = find_zone(name)
            if zone is not None and at + count <= len(words):
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
