"""Local days, times and ISO weeks as instants, in a zone.

Local times are resolved as PEP 495 describes for `fold=0`: a time that the clocks skip is read
with the offset before the change, so it moves forward by the gap; a time that occurs twice means
the first. A time of a day therefore has exactly one instant, whatever the zone does
(an APScheduler cron trigger fires 02:30 twice in the autumn).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Used for a zone name that the time zone database does not know (any more)."""

WEEK = timedelta(days=7)


def zone_of(name: str) -> ZoneInfo:
    """The zone called `name`, or `DEFAULT_ZONE`: a renamed zone must not stop a digest."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a directory of the database
        return DEFAULT_ZONE


def at_local(day: date, moment: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local day and time, `fold=0`."""
    return datetime.combine(day, moment.replace(fold=0), tzinfo=zone).astimezone(UTC)


def week_of(instant: datetime, zone: ZoneInfo) -> str:
    """The ISO 8601 week of the local date, e.g. `"2023-W39"`; the year is the ISO year."""
    year, week, _ = instant.astimezone(zone).isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_bounds(week: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start (inclusive) and end (exclusive) of `"2023-W39"` in the zone, as UTC instants.

    Raises:
        ValueError: `week` is not an ISO week, or the year has no such week.
    """
    year, mark, number = week.partition("-W")
    digits = year + number
    if not (mark and len(year) == 4 and len(number) == 2 and digits.isascii() and digits.isdigit()):
        raise ValueError(f"{week!r} is not an ISO week such as 2023-W39")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return at_local(monday, time(), zone), at_local(monday + WEEK, time(), zone)


def week_covered(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """The week that a digest of (since, until] is named after: the one its middle lies in.

    A digest of Monday 07:00 tells the week that has just ended, not the one that begins.
    """
    return week_of(since + (until - since) / 2, zone)


def days_covered(since: datetime, until: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """First and last local day of the period, for its heading; midnight ends the day before."""
    last = max(until - timedelta(microseconds=1), since)
    return since.astimezone(zone).date(), last.astimezone(zone).date()
