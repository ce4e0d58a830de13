"""How the articles found lie in time and among sources; a tap leads to those of one month, one
source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.search_action import action
from bot.commands.search_head import SHOWN
from bot.messages.rich import Block, Button, ButtonRows, Reply, line
from bot.search.asked import Asked
from storage.models import SearchQuery

MONTHS = "@thang"
SOURCES = "@nguon"
"""Where the number of a page stands otherwise."""

MOST_MONTHS = 24
MOST_SOURCES = 12
_PER_ROW = 3
_LABEL = 34
"""Characters of a source on a button: what a narrow phone shows."""
_DAYS = re.compile(r"\s*(?:từ|đến):\d{1,2}/\d{4}")
"""What an earlier tap on a month has put behind the query."""


def counts(context: Context, kind: str, asked: Asked, query: SearchQuery) -> Reply:
    """By month or by source; `query` is the one that answered `asked`."""
    found = context.store.count_hits(query, zone=context.zone)
    key = "search.by_month" if kind == MONTHS else "search.by_source"
    top = context.line(key, count=found.total, query=shorten(asked.text, SHOWN))
    if kind == MONTHS:
        rows = [
            (_month(name), count, _in_month(asked.with_fields, name))
            for name, count in found.by_month
        ]
        most, per_row = MOST_MONTHS, _PER_ROW
    else:
        rows = [
            (
                shorten(context.source_name(name), NAME_LENGTH),
                count,
                f'{asked.with_fields} nguồn:"{name}"',
            )
            for name, count in found.by_source
        ]
        most, per_row = MOST_SOURCES, 1
    lines = [line(f"{name}: {count}") for name, count, _ in rows[:most]]
    if len(rows) > most:
        lines.append(context.line("search.and_more", count=len(rows) - most))
    back = action(context, "tim 1", asked.text)
    return Reply(
        (Block((top,)), Block(tuple(lines))),
        buttons=(
            *_buttons(context, rows[:most], per_row),
            *(((Button(label=context.text("button.back_to_hits"), action=back),),) if back else ()),
        ),
        replace=context.request.pressed,
    )


def _buttons(context: Context, rows: Sequence[tuple[str, int, str]], per_row: int) -> ButtonRows:
    found = []
    for name, count, text in rows:
        carried = action(context, "tim 1", text)
        if carried is not None:
            label = f"{shorten(name, _LABEL)} · {count}"
            found.append(Button(label=label, action=carried))
    return tuple(tuple(found[at : at + per_row]) for at in range(0, len(found), per_row))


def _month(name: str) -> str:
    """`2023-09` → `9/2023`."""
    year, _, month = name.partition("-")
    return f"{int(month)}/{year}"


def _in_month(text: str, name: str) -> str:
    month = _month(name)
    return f"{_DAYS.sub('', text)} từ:{month} đến:{month}"
