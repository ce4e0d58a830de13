"""Dates that programs write into feeds and `datetime` attributes, the whole string one date.

RFC 822 and RFC 2822 as they are abused (two-digit years, names of zones, `GMT+7`, 24:00, a leap
second), C's asctime, ISO 8601 with its compact, week and ordinal forms, seconds since 1970. What
is none of these is left to `date_scan`, which finds dates inside lines that people read.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from bot.ingest.date_scan import ZONES, make_date, month_number, since_midnight
from storage.models import Precision

_MONTH = r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?\s{0,3},?\s{0,3})?"
_TIME = (
    r"(?P<h>\d{1,2})[:.](?P<mi>[0-5]?\d)(?:[:.](?P<se>[0-5]?\d|60)(?:[.,]\d{1,9})?)?"
    r"(?:\s{0,3}(?P<half>[AP]M|SA|CH)\b)?"
)
_ZONE = (
    r"(?:\s{0,3}(?:(?:GMT|UTC|Z)?\s?(?P<sign>[+-])\s?(?P<oh>\d{1,2}?):?(?P<om>\d\d)?"
    r"|(?P<name>[A-Z]{1,5}))(?![\w:]))?"
)
_TAIL = r"(?:\s{0,3}(?:\([^()]{0,60}\)|\[[^\[\]]{0,60}\]))?"
"""A comment of RFC 822, or the name of the zone as Java writes it."""
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        (
            rf"{_WEEKDAY}(?P<d>\d{{1,2}})[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(?P<y>\d{{4}}|\d\d)"
            rf"(?:[\s,T]{{1,3}}{_TIME}{_ZONE})?{_TAIL}"
        ),
        rf"{_WEEKDAY}{_MONTH}\s{{1,3}}(?P<d>\d{{1,2}})\s{{1,3}}{_TIME}{_ZONE}\s{{1,3}}(?P<y>\d{{4}})",
        (
            r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
            r"(?:(?:T|\s{1,3})(?P<h>\d{1,2})(?::(?P<mi>[0-5]\d)(?::(?P<se>[0-5]\d|60)(?:[.,]\d{1,9})?)?)?"
            rf"{_ZONE})?{_TAIL}"
        ),
        (
            r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"
            rf"(?:T?(?P<h>\d\d)(?P<mi>[0-5]\d)(?P<se>[0-5]\d|60)?(?:[.,]\d{{1,9}})?{_ZONE})?"
        ),
        r"(?P<y>\d{4})-?W(?P<week>\d\d)-?(?P<weekday>[1-7])",
        r"(?P<y>\d{4})-(?P<ordinal>\d{3})",
    )
)
_EPOCH = re.compile(r"(?:/Date\()?(?P<seconds>\d{9,10})(?P<milli>\d{3})?(?:\.\d{1,9})?(?:\)/)?")
_FIRST_EPOCH, _LAST_EPOCH = 631_152_000, 4_102_444_800
"""1990 to 2100: other numbers are not seconds since 1970."""


def read_machine_date(text: str, zone: tzinfo) -> tuple[datetime, Precision] | None:
    """The instant, in `zone`, when the whole of `text` is one date; `zone` where it names none.

    A year of two digits is read as RFC 2822 §4.3 says: 49 is 2049, 50 is 1950. None for any other
    text, for days that there are not, and for years before 1900.
    """
    written = text.strip()
    if len(written) > 100:
        return None
    for form in _FORMS:
        match = form.fullmatch(written)
        if match is not None:
            return _instant(match, zone)
    return _epoch(written, zone)


def _instant(match: re.Match[str], zone: tzinfo) -> tuple[datetime, Precision] | None:
    groups = match.groupdict()
    day = _day(groups)
    if day is None or not 1900 <= day.year <= 2200:
        return None
    if not groups.get("h"):
        return datetime.combine(day, time(), zone), Precision.DAY
    passed = since_midnight(
        int(groups["h"]), int(groups["mi"] or 0), int(groups["se"] or 0), groups.get("half")
    )
    offset = _offset(groups)
    if passed is None:
        return datetime.combine(day, time(), zone), Precision.DAY
    moment = datetime.combine(day, time(), offset or zone) + passed
    return moment.astimezone(zone), Precision.SECOND if groups["se"] else Precision.MINUTE


def _day(groups: dict[str, str | None]) -> date | None:
    year = int(groups["y"] or 0)
    if len(groups["y"] or "") == 2:
        year += 2000 if year < 50 else 1900
    try:
        if groups.get("week"):
            return date.fromisocalendar(year, int(groups["week"] or 0), int(groups["weekday"] or 0))
        if groups.get("ordinal"):
            first = date(year, 1, 1)
            found = first + timedelta(days=int(groups["ordinal"] or 0) - 1)
            return found if found.year == year else None
    except (ValueError, OverflowError):
        return None
    return make_date(year, month_number(groups["m"] or ""), int(groups["d"] or 0))


def _offset(groups: dict[str, str | None]) -> tzinfo | None:
    """None where none is stated, or a word that is no zone: then the source's own holds."""
    if groups.get("oh"):
        hours, minutes = int(groups["oh"] or 0), int(groups["om"] or 0)
        if hours > 14 or minutes > 59:
            return None
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(-shift if groups["sign"] == "-" else shift)
    name = (groups.get("name") or "").upper()
    if len(name) == 1:
        return UTC  # RFC 2822 §4.3: the letters were printed wrong, and mean nothing but UTC
    hours_east = ZONES.get(name)
    return None if hours_east is None else timezone(timedelta(hours=hours_east))


def _epoch(written: str, zone: tzinfo) -> tuple[datetime, Precision] | None:
    match = _EPOCH.fullmatch(written)
    seconds = int(match["seconds"]) if match else 0
    if not _FIRST_EPOCH <= seconds < _LAST_EPOCH:
        return None
    return datetime.fromtimestamp(seconds, zone), Precision.SECOND
