"""/sapdien, /coming: dates and deadlines ahead, as a list and as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta

from bot.commands.calendar_file import calendar_file
from bot.commands.command import Context
from bot.commands.dossier import find_readings, quotation, read_buttons, span_of_days
from bot.commands.listing import page_number, shorten, turn_buttons
from bot.commands.search_action import action, recalled
from bot.dossiers.coming import ComingDate, coming_asked, coming_dates
from bot.errors import UserError
from bot.messages.rich import Block, Button, Line, Reply, Span
from storage.text import nfc

AHEAD = 12
"""Months that are looked at."""

PAGE = 6
CALENDAR = "ics"
"""`sapdien ics` asks for the calendar file."""

_LENGTH = 60


def coming(context: Context, argument: str) -> Reply:
    """`[words]`: a time, a place, a subject; `ics` in front asks for an iCalendar file.

    Behind a button `[page] [words]`.

    Raises:
        UserError: no article names such a day that is still to come.
    """
    today = context.now.astimezone(context.zone).date()
    word, words = _typed(context, argument)
    terms = [f"coming:{month}" for month in _months(today)]
    found = coming_dates(find_readings(context, terms, limit=200).readings, today=today)
    if not found:
        raise UserError("dossier.nothing_coming")
    asked = coming_asked(nfc(words), today)
    dates = [it for it in found if asked.fits(it)]
    if not dates:
        return _none_of(context, words)
    if word == CALENDAR:
        return Reply(file=calendar_file(context, dates))
    pages = -(-len(dates) // PAGE)
    page = min(page_number(word), pages)
    start = (page - 1) * PAGE
    shown = dates[start : start + PAGE]
    head: list[Line] = [context.line("dossier.coming", count=len(dates))]
    if words:
        head.append((Span(shorten(words, _LENGTH), italic=True),))
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    rows = (
        read_buttons([it.said for it in shown], start + 1),
        turn_buttons(page, pages, lambda at: _again(context, str(at), words) or "sapdien"),
        _below(context, words, of_all=len(found) > len(dates)),
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


def _typed(context: Context, argument: str) -> tuple[str, str]:
    """A page or `CALENDAR`, else "", and the words."""
    first, _, rest = argument.strip().partition(" ")
    word = first.casefold()
    if context.request.pressed and (word.isdigit() or word == CALENDAR):
        return word, " ".join(recalled(context, rest).split())
    if word == CALENDAR or (word.isdigit() and not rest):
        return word, " ".join(rest.split())
    return "", " ".join(argument.split())


def _again(context: Context, word: str, words: str) -> str | None:
    """The command line of another page, or of the file, of the same dates."""
    return action(context, f"sapdien {word}", words) if words else f"sapdien {word}"


def _below(context: Context, words: str, *, of_all: bool) -> tuple[Button, ...]:
    carried = _again(context, CALENDAR, words)
    found = [context.button("button.calendar", carried)] if carried is not None else []
    if of_all:
        found.append(context.button("button.all_coming", "sapdien"))
    return tuple(found)


def _none_of(context: Context, words: str) -> Reply:
    return Reply(
        context.blocks("dossier.nothing_coming_of", words=shorten(words, _LENGTH)),
        buttons=((context.button("button.all_coming", "sapdien"),),),
    )


def _when(context: Context, it: ComingDate) -> Span:
    # what is due within April is due by its end
    days = span_of_days(it.last if it.kind == "deadline" else it.first, it.last)
    return Span(context.text(f"dossier.{it.kind}_on", days=days), bold=True)


def _months(today: date) -> list[str]:
    months = []
    day = today.replace(day=1)
    for _ in range(AHEAD):
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return months
