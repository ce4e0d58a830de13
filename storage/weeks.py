"""ISO weeks as names: `2023-W39`. Files are laid by the UTC week, digests carry a local one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

WEEK_NAME = re.compile(r"\d{4}-W\d{2}")


def utc_week(instant: datetime) -> str:
    """The ISO 8601 week of an instant in UTC, e.g. `"2023-W39"`; sorts like time itself."""
    year, week, _ = instant.astimezone(UTC).isocalendar()
    return f"{year:04d}-W{week:02d}"
