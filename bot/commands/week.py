"""/tuan, /week: one week in one message, as its digest would tell it; nothing is sent or kept."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.commands.command import Context
from bot.commands.filter_names import filters_of
from bot.commands.settings_view import wishes_of
from bot.digest.calendar import week_of
from bot.digest.composed import ComposedDigest
from bot.digest.layout import read_buttons, to_blocks
from bot.digest.preview import iso_week, preview
from bot.errors import UserError
from bot.messages.rich import Blocks, ButtonRows, Reply
from storage.text import fold

UNITS = 3_000
"""Characters that the entries may take at first; fewer when headings need the room."""

FIRST_YEAR = 2000
"""No outlet has put its articles on line before."""

_THIS = frozenset({"", "nay", "this", "now"})
_LAST = frozenset({"truoc", "last", "previous"})
_WEEK = re.compile(r"(?:(?P<year>\d{4})-?)?(?:w|tuan)?(?P<week>\d{1,2})(?:/(?P<after>\d{4}))?")


def week(context: Context, argument: str) -> Reply:
    """This week, or the one that `argument` names: `truoc`, `2026-W40`, `40`, `40/2026`.

    Raises:
        UserError: no week, or one that has not begun.
    """
    current = week_of(context.now, context.zone)
    chosen = asked_week(argument, current)
    composed = _preview(context, chosen)
    return Reply(
        to_blocks(composed, context.catalog)
        if composed.article_count or chosen != current
        else (*context.blocks("week.none"), *_filtered(context)),
        buttons=_buttons(context, composed, chosen, current),
        replace=context.request.pressed and argument != "",
    )


def _filtered(context: Context) -> Blocks:
    """Where the place has filters: there may be news that they leave out."""
    return context.blocks("report.filtered") if any(filters_of(wishes_of(context))) else ()


def _preview(context: Context, week: str) -> ComposedDigest:
    """The week as a digest for whoever asks, by the filters of the place."""
    return preview(
        context.store,
        iso_week(week),
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
        source_names=context.source_names,
        username=context.bot_username,
        units=UNITS,
        messages=1,
        preferences=wishes_of(context),
    )


def _buttons(context: Context, composed: ComposedDigest, chosen: str, current: str) -> ButtonRows:
    turn = [context.button("button.week_before", f"tuan {moved_week(chosen, -1)}")]
    if chosen < current:
        turn.append(context.button("button.week_after", f"tuan {moved_week(chosen, 1)}"))
    own = (
        context.button("button.settings", "caidat")
        if context.active
        else context.button("button.subscribe", "dangky")
    )
    return (
        *read_buttons(composed, context.catalog),
        tuple(turn),
        (own, context.button("button.latest", "moinhat")),
    )


def asked_week(argument: str, current: str) -> str:
    """The ISO week that was asked for, `current` without any words.

    Raises:
        UserError: no week, or one that has not begun.
    """
    word = "".join(fold(argument).split())
    if word.removeprefix("tuan") in _THIS:
        return current
    if word.removeprefix("tuan") in _LAST:
        return moved_week(current, -1)
    found = _WEEK.fullmatch(word) if word.isascii() else None
    if found is None:
        raise UserError("week.unknown", word=argument[:40])
    stated = found["year"] or found["after"]
    year, number = int(stated or current[:4]), int(found["week"])
    if stated is None and number > int(current[-2:]):
        year -= 1  # in January "week 50" is that of the year before
    try:
        date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise UserError("week.unknown", word=argument[:40]) from error
    chosen = f"{year:04d}-W{number:02d}"
    if chosen > current:
        raise UserError("week.future", week=str(number))
    if year < FIRST_YEAR:
        raise UserError("week.unknown", word=argument[:40])
    return chosen


def moved_week(week: str, weeks: int) -> str:
    """The ISO week so many weeks later."""
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1) + timedelta(weeks=weeks)
    year, number, _ = monday.isocalendar()
    return f"{year:04d}-W{number:02d}"
