"""Which period /baocao is asked for: in words, by its key, or a digest that was sent."""

from __future__ import annotations

from datetime import date

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.commands.week import FIRST_YEAR, asked_week
from bot.digest.calendar import week_of
from bot.digest.calendar_period import CalendarPeriod, containing, period_of_days
from bot.digest.composed import Frequency
from bot.digest.layout import format_days
from bot.digest.preview import iso_week
from bot.errors import UserError
from bot.search.days import period_of
from storage.text import fold

ROMAN = ("I", "II", "III", "IV")

_KINDS: dict[str, Frequency] = {
    "ngay": "daily",
    "day": "daily",
    "daily": "daily",
    "tuan": "weekly",
    "week": "weekly",
    "thang": "monthly",
    "month": "monthly",
    "quy": "quarterly",
    "quarter": "quarterly",
}


def asked_period(context: Context, words: str) -> CalendarPeriod:
    """The period that `words` name; without words, or with the name of a kind alone, the last full
    one: of the kind that the reader's digests are of.

    Raises:
        UserError: no period, one that has not begun, or one that is neither day, week, month nor
            quarter.
    """
    today = context.now.astimezone(context.zone).date()
    own = context.subscriber.preferences.frequency if context.subscriber else "weekly"
    kind = own if not words else _KINDS.get("".join(fold(words).split()))
    if kind is not None:
        return containing(kind, today).before()
    period = _week(context, words) or _said(words, today)
    if period.first > today:
        raise UserError("report.future", period=period_name(context, period))
    if period.first.year < FIRST_YEAR:
        raise UserError("report.unknown", word=shorten(words, 40))
    return period


def period_name(context: Context, period: CalendarPeriod) -> str:
    """`Tuần 39`, `Tháng 9/2023`, `Quý III/2023`, `Ngày 26/9/2023`."""
    name = {
        "daily": format_days(period.first, period.first),
        "weekly": str(int(period.week[-2:])),
        "monthly": f"{period.first.month}/{period.first.year}",
        "quarterly": f"{ROMAN[(period.first.month - 1) // 3]}/{period.first.year}",
    }[period.frequency]
    return context.text(f"report.period.{period.frequency}", name=name)


def asking_for(period: CalendarPeriod) -> str:
    """Words that `asked_period` reads as this period, short enough for a button."""
    match period.frequency:
        case "daily":
            return f"{period.first.day}/{period.first.month}/{period.first.year}"
        case "weekly":
            return period.week
        case "monthly":
            return f"thang {period.first.month}/{period.first.year}"
        case "quarterly":
            return f"quy {(period.first.month + 2) // 3}/{period.first.year}"


def _week(context: Context, words: str) -> CalendarPeriod | None:
    """As /tuan reads it; None: it is no week."""
    try:
        return iso_week(asked_week(words, week_of(context.now, context.zone)))
    except UserError as error:
        if error.key == "week.unknown":
            return None
        raise


def _said(words: str, today: date) -> CalendarPeriod:
    days = period_of(words, today)
    if days is None or days.end < len(words.rstrip(" .,;")):
        raise UserError("report.unknown", word=shorten(words, 40))
    period = period_of_days(days.first, days.last)
    if period is None:
        raise UserError("report.too_long")
    return period
