"""Dates, weekdays and spans of time as a person of that language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages.catalog import Catalog, format_number
from storage.models import Precision

HOME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Zone in which dates without a time are stored: midnight there (see `Article.published`)."""


def format_day(day: date) -> str:
    """`26/09/2023`: day first in both languages, as the sources write it."""
    return f"{day:%d/%m/%Y}"


def format_published(
    catalog: Catalog,
    language: str,
    published: datetime | None,
    precision: Precision | None,
    zone: ZoneInfo,
) -> str:
    """`26/09/2023 17:40` in `zone`; the day alone for `Precision.DAY`; "no date" for None.

    A stated day stays that day in every zone: nobody said at what hour it began.
    """
    if published is None:
        return catalog.text(language, "date.none")
    if precision is Precision.DAY:
        return format_day(published.astimezone(HOME_ZONE).date())
    return format_instant(published, zone)


def format_instant(instant: datetime, zone: ZoneInfo) -> str:
    """`26/09/2023 17:40` in `zone`."""
    local = instant.astimezone(zone)
    return f"{format_day(local.date())} {local:%H:%M}"


def format_moment(catalog: Catalog, language: str, instant: datetime, zone: ZoneInfo) -> str:
    """`thứ Hai 25/09/2023, 07:00` in `zone`: for what is going to happen."""
    local = instant.astimezone(zone)
    return catalog.text(
        language,
        "date.moment",
        weekday=weekday_name(catalog, language, local.weekday()),
        day=format_day(local.date()),
        time=f"{local:%H:%M}",
    )


def weekday_name(catalog: Catalog, language: str, weekday: int) -> str:
    """Name of the day, 0 for Monday: `thứ Hai`, `Monday`."""
    return catalog.text(language, f"weekday.{weekday}")


def weekday_short(catalog: Catalog, language: str, weekday: int) -> str:
    """Short name for a button, 0 for Monday: `T2`, `Mon`."""
    return catalog.text(language, f"weekday_short.{weekday}")


def format_ago(catalog: Catalog, language: str, instant: datetime, now: datetime) -> str:
    """How long ago, in whole units: `5 phút trước`. What lies ahead counts as just now."""
    passed = now - instant
    if passed < timedelta(minutes=1):
        return catalog.text(language, "ago.now")
    if passed < timedelta(hours=1):
        return catalog.text(language, "ago.minutes", count=int(passed.total_seconds() // 60))
    if passed < timedelta(days=1):
        return catalog.text(language, "ago.hours", count=int(passed.total_seconds() // 3600))
    return catalog.text(language, "ago.days", count=passed.days)


__all__ = [
    "HOME_ZONE",
    "format_ago",
    "format_day",
    "format_instant",
    "format_moment",
    "format_number",
    "format_published",
    "weekday_name",
    "weekday_short",
]
