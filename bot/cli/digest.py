"""`diemtin digest`: what the bot would tell of a week, shown, sent or written to a file."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import Context, context_of, print_json
from bot.cli.printing import print_blocks
from bot.clock import system_clock

if TYPE_CHECKING:
    from storage.models import Part

CHAT = re.compile(r"(-?\d+)(?::(\d+))?")
"""A chat id, with the topic's id behind a colon."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(digest)


def digest(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Option("--week", help="ISO week such as 2023-W39; default: this week.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Send it to this chat id (id:topic for a topic).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The composed digest as JSON.")] = False,
    form: Annotated[
        str | None, typer.Option("--as", help="As a file to pass on: docx, html or md.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where that file goes; default: this folder.")
    ] = None,
) -> None:
    """Tell what was published in a week, undated articles by first sight."""
    from bot.digest.calendar import week_of
    from bot.digest.compose import UNITS
    from bot.digest.composed import to_json
    from bot.digest.layout import digest_buttons, to_blocks
    from bot.digest.preview import iso_week, preview, published_in
    from bot.messages.naming import USERNAME_KEY
    from bot.messages.split import split
    from bot.press_review import formats
    from bot.press_review.period_chart import period_chart
    from bot.rooms import build_rooms

    options = context_of(context)
    settings = options.settings
    target = _chat(to)
    wanted = next((it for it in formats.FORMATS if it == form), None)
    if form is not None and wanted is None:
        raise typer.BadParameter(f"{form!r} is none of {', '.join(formats.FORMATS)}")
    if out is not None and wanted is None:
        raise typer.BadParameter("--out needs --as")
    with options.reading() as store:
        rooms = build_rooms(settings, store)
        try:
            period = iso_week(week or week_of(system_clock(), settings.zone))
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        selection = published_in(store, period, settings.zone)
        composed = preview(
            store,
            period,
            catalog=rooms.catalog,
            language=settings.language,
            zone=settings.zone,
            source_names=rooms.source_names,
            username=store.get_value(USERNAME_KEY) if target is not None else None,
            units=UNITS if wanted is None else formats.UNITS,
            selection=selection,
        )
    if wanted is not None:
        chart = period_chart(
            selection.articles,
            period.first,
            period.last,
            catalog=rooms.catalog,
            language=settings.language,
            zone=settings.zone,
        )
        file = formats.review_file(composed, wanted, rooms.catalog, chart=chart)
        path = out or Path(file.name)
        path.write_bytes(file.content)
        typer.echo(path)
        return
    blocks = to_blocks(composed, rooms.catalog)
    if as_json:
        print_json(to_json(composed))
    elif target is None:
        print_blocks(blocks)
    if target is not None:
        parts = split(blocks, digest_buttons(composed, rooms.catalog))
        asyncio.run(_send(options, parts, *target))
        typer.echo(f"{len(parts)} message(s) sent to {to}", err=True)


def _chat(text: str | None) -> tuple[int, int | None] | None:
    if text is None:
        return None
    match = CHAT.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is not a chat id such as 1001, -1001234 or -1001234:7")
    return int(match[1]), int(match[2]) if match[2] else None


async def _send(
    options: Context, parts: tuple[Part, ...], chat_id: int, thread_id: int | None
) -> None:
    from bot.app import send_parts

    await send_parts(options.settings, parts, chat_id, thread_id)
