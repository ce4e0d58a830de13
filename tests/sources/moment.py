"""The moment at which these tests take place."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NOW = datetime(2031, 5, 14, 3, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Vietnam."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def fixed_clock() -> datetime:
    """Always `NOW`."""
    return NOW
