"""`diemtin ask` and `diemtin digest`: what the bot would answer and tell, from the command line."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import Context, context_of, print_json
from bot.clock import system_clock

if TYPE_CHECKING:
    from bot.answers.answer import Answered
    from bot.messages.rich import Blocks, Line
    from bot.rooms import Rooms
    from bot.search.answer import Answer
    from bot.search.asked import Asked
    from storage.models import Part, SearchHit

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
    as_json: Annotated[
        bool, typer.Option("--json", help="answer, sentence, url (null: none), then the hits.")
    ] = False,
) -> None:
    """Answer a question, or search the articles, as the bot does; works beside a running one."""
    from bot.answers.answer import answer_question
    from bot.answers.asking import asks, english_topic
    from bot.facts.field_terms import field_terms
    from bot.rooms import build_rooms
    from bot.search.answer import Page, find_asked
    from bot.search.news_words import news_asked
    from bot.search.query import QueryReader
    from storage.text import nfc

    options = context_of(context)
    with options.reading() as store:
        rooms = build_rooms(options.settings, store)
        today = rooms.clock().astimezone(options.settings.zone).date()
        reader = QueryReader(
            zone=options.settings.zone,
            source_names=rooms.source_names,
            resolve=field_terms(store, rooms.catalog),
            today=today,
        )
        asking = asks(question) and news_asked(nfc(question), today) is None
        answered = answer_question(store, question, today=today) if asking else None
        english = english_topic(question)
        if english is not None:
            answered = None
        words = english or (answered.question.topic if answered else "") or question
        # programs get every hit; a person each story once
        page = Page(limit=limit, fold_reposts=not as_json)
        asked = reader.read(words)
        answer = find_asked(store, asked, reader.read, page)
        if as_json:
            print_json({**answer_json(answered, options), "hits": hits_json(answer, options)})
        else:
            _print_blocks(
                (
                    *_english_blocks(english, rooms),
                    *_answer_blocks(answered, rooms),
                    *_note_blocks(asked, answer, rooms),
                    *_hit_blocks(answer, rooms),
                )
            )


def answer_json(answered: Answered | None, options: Context) -> dict[str, Any]:
    """The best answer and, under `others`, what other articles say; all null where none fits."""
    found = answered.found if answered else ()
    rows = [
        {
            "answer": it.text,
            "sentence": it.sentence,
            "url": it.article.url,
            "title": it.article.title,
            "published": (
                it.article.published.astimezone(options.settings.zone).isoformat()
                if it.article.published
                else None
            ),
            "source": it.article.source,
            "confidence": round(it.confidence, 3),
        }
        for it in found
    ]
    nothing = dict.fromkeys(
        ("answer", "sentence", "url", "title", "published", "source", "confidence")
    )
    return {**(rows[0] if rows else nothing), "others": rows[1:]}


def _english_blocks(topic: str | None, rooms: Rooms) -> Blocks:
    if topic is None:
        return ()
    return rooms.catalog.blocks(rooms.settings.language, "ask.english")


def _answer_blocks(answered: Answered | None, rooms: Rooms) -> Blocks:
    from bot.commands.answer_blocks import answer_blocks
    from bot.messages.naming import shown_source_name
    from bot.messages.rich import Block

    if answered is None:
        return ()
    settings, language = rooms.settings, rooms.settings.language
    if not answered.found:
        return rooms.catalog.blocks(language, "ask.none")
    blocks = answer_blocks(
        answered.found,
        catalog=rooms.catalog,
        language=language,
        zone=settings.zone,
        source_name=lambda source: shown_source_name(
            rooms.catalog, language, source, rooms.source_names.get(source, source)
        ),
        link=lambda article: article.url,
    )
    articles = {it.article.id for it in answered.found}
    several = (Block((rooms.catalog.line(language, "ask.several"),)),) if len(articles) > 1 else ()
    return (*several, *blocks, Block((rooms.catalog.line(language, "ask.related"),)))


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
            "snippet": snippet(hit, answer.marks).text,
            "score": hit.score,
            "missing": list(hit.missing),
        }
        for hit in answer.result.hits
    ]


def _note_blocks(asked: Asked, answer: Answer, rooms: Rooms) -> Blocks:
    """How the question was weakened and understood."""
    from bot.commands.search_head import near_lines, notes
    from bot.messages.rich import Block

    if not answer.result.hits:
        return ()
    weakened, understood = notes(rooms.catalog, rooms.settings.language, asked, answer)
    near = near_lines(rooms.catalog, rooms.settings.language, answer)
    lines = (*weakened, *understood, *near)
    if answer.relaxed:
        some = rooms.catalog.line(
            rooms.settings.language, "search.some", count=answer.result.total, query=asked.text
        )
        lines = (*lines, some)
    return (Block(lines),) if lines else ()


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
        found = tuple(Span(text, bold=marked) for text, marked in snippet(hit, answer.marks).pieces)
        lines = (
            line(f"{number}. ", Span(hit.title, bold=True, href=hit.url)),
            line(Span(f"{name} · {date}", italic=True)),
            _missing(hit, rooms),
            rooms.catalog.line(language, "list.reposts", count=hit.reposts) if hit.reposts else (),
            found,
        )
        blocks.append(Block(tuple(item for item in lines if item)))
    return tuple(blocks)


def _missing(hit: SearchHit, rooms: Rooms) -> Line:
    """What it lacks of the words that were asked for."""
    from bot.messages.rich import Span, line

    words = " ".join(hit.missing)
    text = rooms.catalog.text(rooms.settings.language, "list.missing", words=words)
    return line(Span(text, italic=True)) if words else ()


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
