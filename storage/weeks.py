"""ISO weeks as names: `2023-W39`. Files are laid by the UTC week, digests carry a local one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import lru_cache

WEEK_NAME = re.compile(r"\d{4}-W\d{2}")

LATEST_WEEKS = 8
"""Newest weeks with digests that `DigestStore.latest_digests` looks through, unless told."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


def checked_week(week: str) -> str:
    """The week, unless it is not of the form `2023-W39` (ValueError)."""
    if not WEEK_NAME.fullmatch(week):
        message = f"not an ISO week: {week!r}"
        raise ValueError(message)
    return week


def utc_week(instant: datetime) -> str:
    """The ISO 8601 week of an instant in UTC, e.g. `"2023-W39"`; sorts like time itself."""
    year, week, _ = instant.astimezone(UTC).isocalendar()
    return f"{year:04d}-W{week:02d}"


@lru_cache(maxsize=4096)
def week_of_period(period: str) -> str | None:
    """The ISO week in whose file the digest of a period lies; None: it is no period.

    Of `2023-W39` that week, of `2023-09-26` the day's, of `2023-09` and `2023-Q3` that of the last
    day of the month in which it is due. So an id alone tells the file, and whoever reads files from
    the newest on meets no digest later than an older one.
    """
    if WEEK_NAME.fullmatch(period):
        return period
    try:
        if _DAY.fullmatch(period):
            day = date.fromisoformat(period)
        elif found := _MONTH.fullmatch(period):
            day = _last_day(int(found[1]), int(found[2]))
        elif found := _QUARTER.fullmatch(period):
            day = _last_day(int(found[1]), int(found[2]) * 3 - 2)
        else:
            return None
    except ValueError:  # a day or month that does not exist
        return None
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
