"""Whole days, ISO weeks, months and quarters of the calendar: what a review of the past covers."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.calendar import at_local
from bot.digest.composed import Frequency

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A day, week, month or quarter, from its first to its last day, both inclusive."""

    frequency: Frequency
    first: date
    last: date

    @property
    def key(self) -> str:
        """`2023-09-26`, `2023-W39`, `2023-09` or `2023-Q3`, as digests are called."""
        match self.frequency:
            case "daily":
                return self.first.isoformat()
            case "weekly":
                return self.week
            case "monthly":
                return f"{self.first.year:04d}-{self.first.month:02d}"
            case "quarterly":
                return f"{self.first.year:04d}-Q{(self.first.month + 2) // 3}"

    @property
    def week(self) -> str:
        """The ISO week that its middle lies in."""
        year, week, _ = (self.first + (self.last - self.first) / 2).isocalendar()
        return f"{year:04d}-W{week:02d}"

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start (inclusive) and end (exclusive) in the zone, as UTC instants."""
        return at_local(self.first, time(), zone), at_local(self.last + _DAY, time(), zone)

    def before(self) -> CalendarPeriod:
        """The one that ends when this one begins."""
        return containing(self.frequency, self.first - _DAY)

    def after(self) -> CalendarPeriod:
        """The one that begins when this one ends."""
        return containing(self.frequency, self.last + _DAY)


def containing(frequency: Frequency, day: date) -> CalendarPeriod:
    """The period of that kind that a day lies in."""
    match frequency:
        case "daily":
            return CalendarPeriod(frequency, day, day)
        case "weekly":
            monday = day - timedelta(days=day.weekday())
            return CalendarPeriod(frequency, monday, monday + 6 * _DAY)
        case "monthly":
            return CalendarPeriod(frequency, day.replace(day=1), _month_end(day.year, day.month))
        case "quarterly":
            month = (day.month - 1) // 3 * 3 + 1
            return CalendarPeriod(
                frequency, date(day.year, month, 1), _month_end(day.year, month + 2)
            )


def period_of_days(first: date, last: date) -> CalendarPeriod | None:
    """The period that these days are, both inclusive; None: they are none of the four kinds."""
    kinds: tuple[Frequency, ...] = ("daily", "weekly", "monthly", "quarterly")
    for frequency in kinds:
        period = containing(frequency, first)
        if (period.first, period.last) == (first, last):
            return period
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
