"""How dates are written in Vietnamese headers and in machine formats, as one table of patterns.

Numbers are read day first (FIELD_NOTES §4: `05/07/2023` is the fifth of July); month first only
where day first is impossible (`6/30/2023 3:45:00 PM`, the American default of old ASP.NET sites).
Every pattern is bounded, so that scanning is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from storage.models import Precision
from storage.text import fold

LONGEST = 300
"""Characters that are looked at: a stated date is a short string."""

_MONTH_WORDS = (
    "một|giêng|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười|chạp"
    "|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("mot", "gieng", "jan"),
            ("hai", "feb"),
            ("ba", "mar"),
            ("tu", "bon", "apr"),
            ("nam", "may"),
            ("sau", "jun"),
            ("bay", "jul"),
            ("tam", "aug"),
            ("chin", "sep"),
            ("muoi", "oct"),
            ("muoi mot", "nov"),
            ("muoi hai", "chap", "dec"),
        ),
        start=1,
    )
    for word in words
}
MONTH = rf"(?:\d{{1,2}}|{_MONTH_WORDS})"
_YEAR = r"(?:19|20)\d\d(?=\d\d:\d\d|(?!\d))"
"""The look-ahead admits a time glued to the year (`05/07/202318:04`)."""
_ENGLISH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_SEP = r"\s?(?P<s>[-/.])\s?"
_THEN = r"(?:\s?(?:,|năm|/|-)){0,2}\s?"
_TH = "st|nd|rd|th"
_DAY = r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s)?"

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>{_YEAR})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=T\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<y>{_YEAR}|\d\d(?![\d:]))",
        rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?:tháng|thg?\.?)\s?(?P<m>{MONTH}){_THEN}(?P<y>{_YEAR})",
        rf"(?:tháng|thg?\.?)\s?(?P<m>{MONTH})\s(?P<d>\d{{1,2}}),?\s(?P<y>{_YEAR})",
        rf"{_DAY}(?<!\d)(?P<d>\d{{1,2}})(?:{_TH})?[\s-]{{1,2}}(?P<m>{_ENGLISH}),?[\s-](?P<y>{_YEAR})",
        rf"{_DAY}\b(?P<m>{_ENGLISH})\s(?P<d>\d{{1,2}})(?:{_TH})?,?\s(?P<y>{_YEAR})",
    )
)
_MAY_STATE = re.compile(r"(?:19|20)\d\d|\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d\d")
"""What each of them holds, looked for first: most lines that are asked about hold no date."""
_TIME = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})\s?(?:(?::|h|g|giờ)\s?(?P<mi>[0-5]?\d)(?!\d)"
    r"(?:\s?(?::|phút|p|'|’)\s?(?P<se>[0-5]\d|60)(?!\d)(?:[.,]\d{1,9})?(?:\s?(?:giây|s)\b)?"
    r"|\s?(?:phút\b|p\b|['’]))?"
    r"|(?:h|giờ)(?!\w))"
    r"(?:\s?(?P<half>AM|PM|SA|CH|sáng|chiều|tối)\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>-?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)[Tt]"
    r"(?P<h>\d\d)(?P<c>:?)(?P<mi>\d\d)(?:(?P=c)(?P<se>\d\d)(?:[.,]\d{1,9})?)?"
    r"(?:(?P<utc>[Zz])|(?P<oh>[+-]\d\d):?(?P<om>\d\d)?)?(?![\d:])"
)
"""ISO 8601 in one word, in the basic and the extended format."""
_GMT = re.compile(
    r"[\[(]?\s?\b(?:GMT|UTC)\s?(?P<sign>[+-])\s?(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?(?!\d)\s?[\])]?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"\s?(?:(?P<sign>[+-])(?P<oh>\d\d):?(?P<om>\d\d)(?![\d/.-])"
    r"|(?P<name>Z|GMT|UTC|UT|ICT|E[SD]T|C[SD]T|M[SD]T|P[SD]T|CES?T|BST|JST|KST|SGT|HKT)\b)"
)
"""Read only directly after the time of day: elsewhere `-05` is a separator and a day."""
ZONES: Mapping[str, int] = {
    **dict.fromkeys(("Z", "GMT", "UTC", "UT", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("ICT", "WIB"), 7),
    **dict.fromkeys(("HKT", "MYT", "SGT"), 8),
    **dict.fromkeys(("JST", "KST"), 9),
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "EDT": -4,
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict.fromkeys(("PST", "AKDT"), -8),
    "AKST": -9,
    "HST": -10,
}
"""Hours east of Greenwich: the names of RFC 822 §5.1, and others that have one meaning in news."""
_WEEKDAY = re.compile(
    r"\b(?:thứ\s?(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s?nhật|(?-i:CN|T[2-7]))\b\.?",
    re.IGNORECASE,
)
"""English ones belong to English dates only: `Thu` is a given name."""


CUT = "\x1f"
"""Stands where a date was; a line of text never holds it (it is white space to `str.split`)."""


class Stated(NamedTuple):
    """A date found in a string."""

    instant: datetime
    """Aware, in the zone that was asked for."""
    precision: Precision
    rest: str
    """The string with dates, times, weekdays and offsets replaced by `CUT`."""


def month_number(word: str) -> int | None:
    """1–12 for `9`, `Chín`, `September`; None for anything else."""
    if word.isdecimal():
        return int(word)
    folded = fold(word.strip())
    return _MONTHS.get(folded, _MONTHS.get(folded[:3]))


def make_date(year: int, month: int | None, day: int) -> date | None:
    """The day, or None where there is no such day."""
    if month is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def scan(text: str, zone: tzinfo) -> Stated | None:
    """The first date stated in the first `LONGEST` characters, with the time nearest to it.

    `zone` holds where the text names none. None when no valid date is there.
    """
    text = text[:LONGEST]
    if _MAY_STATE.search(text) is None:
        return None
    text = _ISO.sub(_spaced, text)
    dates = sorted(_valid_dates(text), key=lambda found: found[0])
    if not dates:
        return None
    (start, end), day = dates[0]
    times = list(_TIME.finditer(_blank(text, [span for span, _ in dates])))
    spans = [span for span, _ in dates] + [match.span() for match in times]
    gmt = _GMT.search(text)
    offset = _offset(gmt) if gmt else None
    passed, precision = timedelta(), Precision.DAY
    for match in sorted(times, key=lambda found: _gap(found.span(), (start, end))):
        read = _time_of_day(match)
        if read is None:
            continue
        passed, precision = read
        named = _OFFSET.match(text, match.end())
        if named and offset is None:
            offset = _offset(named)
            spans.append(named.span())
        break
    try:
        instant = (datetime.combine(day, time(), offset or zone) + passed).astimezone(zone)
    except (
        OverflowError
    ):  # no zone shifts a four-digit year of this age, but tzinfo is foreign code
        return None
    return Stated(instant, precision, _without(text, spans))


def _spaced(match: re.Match[str]) -> str:
    """`2031-05-13T14:05:09+07` as `2031-05-13 14:05:09+07:00`: parts that the patterns take whole,
    so that no letter of it is left for a name.
    """
    seconds = f":{match['se']}" if match["se"] else ""
    offset = f"{match['oh']}:{match['om'] or '00'}" if match["oh"] else "Z" * bool(match["utc"])
    day = f"{match['y']}-{match['m']}-{match['d']}"
    return f"{day} {match['h']}:{match['mi']}{seconds}{offset}"


def _valid_dates(text: str) -> Iterator[tuple[tuple[int, int], date]]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            year, month, day = int(match["y"]), month_number(match["m"]), int(match["d"])
            if year < 100:
                year += 2000
            found = make_date(year, month, day)
            if found is None and month is not None and match["m"].isdecimal():
                found = make_date(year, day, month)
            if found and all(match.end() <= a or b <= match.start() for a, b in taken):
                taken.append(match.span())
                yield match.span(), found


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1])


def since_midnight(hour: int, minute: int, second: int, half: str | None) -> timedelta | None:
    """How far into its day a time of day is; 24:00 and a leap second begin the next unit.

    `half` is the half of the day in English or Vietnamese, in any case, None when unstated. None
    for no time of day.
    """
    part = (half or "").casefold()
    if part in {"pm", "ch", "chiều", "tối"} and hour < 12:
        hour += 12
    elif part in {"am", "sa"} and hour == 12:
        hour = 0
    if hour > 24 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _time_of_day(match: re.Match[str]) -> tuple[timedelta, Precision] | None:
    passed = since_midnight(
        int(match["h"]), int(match["mi"] or 0), int(match["se"] or 0), match["half"]
    )
    if passed is None:
        return None
    return passed, Precision.SECOND if match["se"] else Precision.MINUTE


def _offset(match: re.Match[str]) -> timezone | None:
    groups = match.groupdict()
    if groups.get("name"):
        return timezone(timedelta(hours=ZONES[groups["name"].upper()]))
    hours, minutes = int(groups["oh"]), int(groups["om"] or 0)
    if hours > 14 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if groups["sign"] == "-" else shift)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        pieces.append(text[end:start])
        end = max(end, stop)
    pieces.append(text[end:])
    return _WEEKDAY.sub(CUT, _GMT.sub(CUT, CUT.join(pieces)))
