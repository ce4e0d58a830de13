"""/sapdien, /coming: dates and deadlines ahead, as a list and as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta

from bot.commands.calendar_file import calendar_file
from bot.commands.command import Context
from bot.commands.dossier import find_readings, quotation, read_buttons, span_of_days
from bot.commands.listing import page_number, turn_buttons
from bot.dossiers.coming import ComingDate, coming_dates
from bot.errors import UserError
from bot.messages.rich import Block, Line, Reply, Span

AHEAD = 12
"""Months that are looked at."""

PAGE = 6
CALENDAR = "ics"
"""`sapdien ics` asks for the calendar file."""


def coming(context: Context, argument: str) -> Reply:
    """`[page]`, or `ics` for everything as an iCalendar file.

    Raises:
        UserError: no article names a day that is still to come.
    """
    today = context.now.astimezone(context.zone).date()
    terms = [f"coming:{month}" for month in _months(today)]
    dates = coming_dates(find_readings(context, terms, limit=200).readings, today=today)
    if not dates:
        raise UserError("dossier.nothing_coming")
    word = argument.strip().casefold()
    if word == CALENDAR:
        return Reply(file=calendar_file(context, dates))
    pages = -(-len(dates) // PAGE)
    page = min(page_number(word), pages)
    start = (page - 1) * PAGE
    shown = dates[start : start + PAGE]
    head: list[Line] = [context.line("dossier.coming", count=len(dates))]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    rows = (
        read_buttons([it.said for it in shown], start + 1),
        turn_buttons(page, pages, lambda at: f"sapdien {at}"),
        (context.button("button.calendar", f"sapdien {CALENDAR}"),),
    )
    blocks = [
        quotation(context, it.said, _when(context, it), number=number)
        for number, it in enumerate(shown, start + 1)
    ]
    return Reply(
        (Block(tuple(head)), *blocks),
        buttons=tuple(row for row in rows if row),
        replace=context.request.pressed and word != "",
    )


def _when(context: Context, it: ComingDate) -> Span:
    days = span_of_days(it.first, it.last)
    return Span(context.text(f"dossier.{it.kind}_on", days=days), bold=True)


def _months(today: date) -> list[str]:
    months = []
    day = today.replace(day=1)
    for _ in range(AHEAD):
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return months
