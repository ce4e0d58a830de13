"""ISO weeks as names: `2023-W39`. Files are laid by the UTC week, digests carry a local one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

WEEK_NAME = re.compile(r"\d{4}-W\d{2}")

LATEST_WEEKS = 8
"""Newest weeks with digests that `DigestStore.latest_digests` looks through."""


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
