"""`diemtin ask` and `diemtin digest`: what the bot would answer and tell, from the command line."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from bot.cli.context import Context, context_of, print_json
from bot.clock import system_clock

if TYPE_CHECKING:
    from bot.messages.rich import Blocks
    from bot.rooms import Rooms
    from bot.search.answer import Answer
    from storage.models import Part

CHAT = re.compile(r"(-?\d+)(?::(\d+))?")
"""A chat id, with the topic's id behind a colon."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ask)
    app.command()(digest)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Words to find; diacritics are optional.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="Hits shown.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="A list of hits, best first.")] = False,
) -> None:
    """Search the articles, as /tim does; works beside a running bot."""
    from bot.rooms import build_rooms
    from bot.search.answer import find
    from bot.search.query import parse_query

    options = context_of(context)
    with options.reading() as store:
        rooms = build_rooms(options.settings, store)
        query = parse_query(question, source_names=rooms.source_names, zone=options.settings.zone)
        # programs get every hit; a person each story once
        asked = msgspec.structs.replace(query, limit=limit, fold_reposts=not as_json)
        answer = find(store, asked)
        if as_json:
            print_json(hits_json(answer, options))
        else:
            _print_blocks(_hit_blocks(answer, rooms))


def hits_json(answer: Answer, options: Context) -> list[dict[str, Any]]:
    """The hits as `ask --json` lists them."""
    from bot.search.snippet import snippet

    zone = options.settings.zone
    return [
        {
            "title": hit.title,
            "url": hit.url,
            "published": hit.published.astimezone(zone).isoformat() if hit.published else None,
            "source": hit.source,
            "snippet": snippet(hit, answer.query).text,
            "score": hit.score,
        }
        for hit in answer.result.hits
    ]


def _hit_blocks(answer: Answer, rooms: Rooms) -> Blocks:
    from bot.messages.format import format_published
    from bot.messages.naming import shown_source_name
    from bot.messages.rich import Block, Span, line
    from bot.search.snippet import snippet

    settings, language = rooms.settings, rooms.settings.language
    if not answer.result.hits:
        return (Block((rooms.catalog.line(language, "search.none_short"),)),)
    blocks = []
    for number, hit in enumerate(answer.result.hits, 1):
        date = format_published(
            rooms.catalog, language, hit.published, hit.published_precision, settings.zone
        )
        name = rooms.source_names.get(hit.source, hit.source)
        name = shown_source_name(rooms.catalog, language, hit.source, name)
        found = tuple(Span(text, bold=marked) for text, marked in snippet(hit, answer.query).pieces)
        lines = (
            line(f"{number}. ", Span(hit.title, bold=True, href=hit.url)),
            line(Span(f"{name} · {date}", italic=True)),
            rooms.catalog.line(language, "list.reposts", count=hit.reposts) if hit.reposts else (),
            found,
        )
        blocks.append(Block(tuple(item for item in lines if item)))
    return tuple(blocks)


def digest(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Option("--week", help="ISO week such as 2023-W39; default: this week.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Send it to this chat id (id:topic for a topic).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The composed digest as JSON.")] = False,
) -> None:
    """Tell what was published in a week, undated articles by first sight."""
    from bot.digest.calendar import week_of
    from bot.digest.composed import to_json
    from bot.digest.layout import digest_buttons, to_blocks
    from bot.digest.preview import preview_week
    from bot.messages.naming import USERNAME_KEY
    from bot.messages.split import split
    from bot.rooms import build_rooms

    options = context_of(context)
    settings = options.settings
    target = _chat(to)
    with options.reading() as store:
        rooms = build_rooms(settings, store)
        try:
            composed = preview_week(
                store,
                week or week_of(system_clock(), settings.zone),
                catalog=rooms.catalog,
                language=settings.language,
                zone=settings.zone,
                source_names=rooms.source_names,
                username=store.get_value(USERNAME_KEY) if target is not None else None,
            )
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    blocks = to_blocks(composed, rooms.catalog)
    if as_json:
        print_json(to_json(composed))
    elif target is None:
        _print_blocks(blocks)
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


def _print_blocks(blocks: Blocks) -> None:
    from bot.messages.render import render_ansi, render_plain

    # https://no-color.org; a pipe gets plain text.
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        width = min(shutil.get_terminal_size().columns, 100)
        color = "NO_COLOR" not in os.environ
        typer.echo(render_ansi(blocks, width=width, hyperlinks=color, color=color))
    else:
        typer.echo(render_plain(blocks))
