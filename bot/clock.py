"""The only place that asks the operating system what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present instant, timezone-aware, in UTC."""


def system_clock() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)
