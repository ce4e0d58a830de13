"""/tim, /search, and any plain text: articles that hold the words, page by page."""

from __future__ import annotations

import hashlib
import re

from msgspec.structs import replace

from bot.commands.command import Context, Scope
from bot.commands.latest import nothing_yet
from bot.commands.listing import (
    MAX_PAGE,
    PAGE_SIZE,
    last_page,
    list_articles,
    page_buttons,
    page_number,
    repost_buttons,
    shorten,
)
from bot.errors import UserError
from bot.messages.rich import Block, Button, ButtonRows, Reply
from bot.search.answer import Answer, find
from bot.search.query import MAX_CHARACTERS, is_empty, parse_query
from storage.errors import StorageError
from storage.models import SearchQuery
from storage.text import fold

MAX_ACTION = 64
"""Bytes of a button's command line (Bot API, `callback_data`)."""

_KEPT = re.compile(r"#([0-9a-f]{8})")


def search(context: Context, argument: str) -> Reply:
    """Search `argument`; behind a button it begins with the page number.

    Raises:
        UserError: nothing to search for, too long, or a button whose query was forgotten.
    """
    page, text = 1, argument
    if context.request.pressed:
        number, _, rest = argument.partition(" ")
        if number.isdigit():
            page, text = page_number(number), _recalled(context, rest)
    if len(text) > MAX_CHARACTERS:
        raise UserError("search.too_long", limit=str(MAX_CHARACTERS))
    names = context.source_names
    query = parse_query(text, source_names=names, zone=context.zone)
    if is_empty(query):
        raise UserError("search.empty")
    if query.source is not None and query.source not in names:
        raise UserError("search.no_such_source", name=query.source)
    answer = _find(context, query, page)
    if not answer.result.total and not context.store.count_articles():
        return nothing_yet(context)
    if not answer.result.total:
        return Reply(
            context.blocks("search.none", query=shorten(text, 60)),
            buttons=(
                *_command_meant(context, text),
                (
                    context.button("button.latest", "moinhat"),
                    context.button("button.help", "trogiup"),
                ),
            ),
        )
    if not answer.result.hits:  # there were more pages when the button was made
        page = last_page(answer.result.total)
        answer = _find(context, query, page)
    return _page(context, text, answer, page)


def _find(context: Context, query: SearchQuery, page: int) -> Answer:
    asked = replace(query, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, fold_reposts=True)
    return find(context.store, asked)


def _page(context: Context, text: str, answer: Answer, page: int) -> Reply:
    total, hits = answer.result.total, answer.result.hits
    pages = last_page(total)
    key = "search.some" if answer.relaxed else "search.found"
    head = [context.line(key, count=total, query=shorten(text, 60))]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    name = _carried(context, text) if pages > 1 else text
    turn = page_buttons(hits, page, page if name is None else pages, lambda at: f"tim {at} {name}")
    return Reply(
        (Block(tuple(head)), *list_articles(context, hits, answer.query)),
        buttons=(*turn, *repost_buttons(context, hits), *_command_meant(context, text)),
        replace=context.request.pressed,
    )


def _command_meant(context: Context, text: str) -> ButtonRows:
    """A button for the command whose name was typed without its slash: "đăng ký"."""
    name = fold("".join(text[:MAX_ACTION].split()))
    return tuple(
        (Button(label=f"/{name}", action=command.name),)
        for command in context.commands
        if name in (command.name, *command.aliases) and command.scope is not Scope.CURATORS
    )


def _carried(context: Context, text: str) -> str | None:
    """How a button carries the query: as it is, or where it is too long by the name it is kept
    under, so that the button works after a restart. None when it cannot be kept now.
    """
    text = " ".join(text.split())
    if len(f"tim {MAX_PAGE} {text}".encode()) <= MAX_ACTION and not text.startswith("#"):
        return text
    name = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
    try:
        if context.store.get_value(f"query:{name}") != text:
            context.store.put_value(f"query:{name}", text)
    except StorageError:
        return None
    return f"#{name}"


def _recalled(context: Context, text: str) -> str:
    kept = _KEPT.fullmatch(text)
    if kept is None:
        return text
    recalled = context.store.get_value(f"query:{kept[1]}")
    if recalled is None:
        raise UserError("search.forgotten")
    return recalled
