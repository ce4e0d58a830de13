"""When a weekly digest is due, and which ISO week an instant belongs to, in a local zone.

Local times are resolved as PEP 495 describes for `fold=0`: a time that the clocks skip is read
with the offset before the change, so it moves forward by the gap; a time that occurs twice means
the first. A weekly time therefore has exactly one instant in every week, whatever the zone does
(an APScheduler cron trigger fires 02:30 twice in the autumn).
"""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.models import Subscriber

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


def next_due(subscriber: Subscriber, after: datetime) -> datetime:
    """The first instant strictly after `after` at the subscriber's local weekday and time, in UTC.

    However long `after` lies behind the last digest, the answer is one future date: missed weeks
    are not made up one by one.
    """
    zone = zone_of(subscriber.timezone)
    moment = time(subscriber.hour, subscriber.minute)
    local = after.astimezone(zone).date()
    # One week back: a time moved forward by a gap may belong to a day that is already over.
    day = local + timedelta(days=(subscriber.weekday - local.weekday()) % 7) - WEEK
    while (due := at_local(day, moment, zone)) <= after:
        day += WEEK
    return due


def next_due_outside(subscriber: Subscriber, after: datetime, taken: Container[str]) -> datetime:
    """As `next_due`, but in none of the local ISO weeks `taken`, which have had their digest.

    A week has one digest: a date in such a week would pass by in silence.
    """
    zone = zone_of(subscriber.timezone)
    due = next_due(subscriber, after)
    while week_of(due, zone) in taken:
        due = next_due(subscriber, due)
    return due


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
