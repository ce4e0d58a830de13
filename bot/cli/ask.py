"""`diemtin ask`: what the bot would answer, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import Context, context_of, print_json
from bot.cli.printing import print_blocks

if TYPE_CHECKING:
    from bot.answers.answer import Answered
    from bot.search.answer import Answer


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(ask)


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
    from bot.cli.ask_blocks import ask_blocks
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
            print_blocks(ask_blocks(english, answered, asked, answer, rooms))


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
