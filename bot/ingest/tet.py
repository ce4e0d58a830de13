"""The lunar new year, in which whole editorial offices rest. Pure."""

from __future__ import annotations

from datetime import date, timedelta

BEFORE = timedelta(days=3)
AFTER = timedelta(days=8)
"""Offices close on the last days of the old year and open again by the ninth day of the new one
(public holidays of 7 to 9 days in 2023–2026)."""

# First days of the Vietnamese lunar year (UTC+7; it differs from the Chinese one in 2030), as the
# `holidays` package has them (https://pypi.org/project/holidays/, VN). Past the table no day is
# Tết, and a source that rests then may be called silent for that week.
_FIRST_DAYS = """
2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-02
2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14
2049-02-02 2050-01-23
"""
_DAYS = frozenset(
    date.fromisoformat(first) + timedelta(days=offset)
    for first in _FIRST_DAYS.split()
    for offset in range(-BEFORE.days, AFTER.days)
)


def is_tet(day: date) -> bool:
    """Whether offices may be closed for the lunar new year on that day."""
    return day in _DAYS
