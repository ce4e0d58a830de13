"""/tim, /search, and any plain text: articles that hold the words, page by page."""

from __future__ import annotations

import re

from bot.commands.asked import query_reader
from bot.commands.command import Context, Scope
from bot.commands.latest import latest, nothing_yet
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
from bot.commands.search_action import MAX_ACTION, action, recalled
from bot.commands.search_counts import MONTHS, SOURCES, counts
from bot.commands.search_head import SHOWN, head
from bot.errors import UserError
from bot.language.bare import without_marks
from bot.messages.rich import Block, Button, ButtonRows, Reply
from bot.search.answer import Answer, Page, find_asked
from bot.search.asked import Asked
from bot.search.query import MAX_CHARACTERS, QueryReader, is_empty
from storage.text import fold

FOLLOW = "theodoi"
"""The command that follows a query; the button is there where the command is."""

_SAID = re.compile(r"(?:xin |hay )?tim(?: kiem)?(?: tin| bai)?(?: ve)? (?=\S)", re.IGNORECASE)
"""What people say before what they look for; it is left out where no article has it as well."""

_NEWEST = "sắp:mới"
_BEST = "sắp:liên quan"
_ORDERED = re.compile(rf"\s*(?:{_NEWEST}|{_BEST})")


def search(context: Context, argument: str) -> Reply:
    """Search `argument`; behind a button it begins with a page number, `@thang` or `@nguon`.

    Raises:
        UserError: nothing to search for, too long, or a button whose query was forgotten.
    """
    page, kind, text = 1, "", argument
    if context.request.pressed:
        first, _, rest = argument.partition(" ")
        if first.isdigit():
            page, text = page_number(first), recalled(context, rest)
        elif first in (MONTHS, SOURCES):
            kind, text = first, recalled(context, rest)
    if len(text) > MAX_CHARACTERS:
        raise UserError("search.too_long", limit=str(MAX_CHARACTERS))
    reader = query_reader(context)
    asked = reader.read(text)
    if is_empty(asked.query) and asked.news:
        return latest(context, "")
    if is_empty(asked.query):
        raise UserError("search.empty")
    if asked.query.source is not None and asked.query.source not in context.source_names:
        raise UserError("search.no_such_source", name=asked.query.source)
    asked, answer = _best(context, reader, asked, page)
    if not answer.result.total and not context.store.count_articles():
        return nothing_yet(context)
    if not answer.result.total:
        return _nothing(context, asked)
    if kind:
        return counts(context, kind, asked, answer.query)
    if not answer.result.hits:  # there were more pages when the button was made
        page = last_page(answer.result.total)
        answer = _find(context, reader, asked, page)
    return _page(context, asked, answer, page)


def _find(context: Context, reader: QueryReader, asked: Asked, page: int) -> Answer:
    wanted = Page(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return find_asked(context.store, asked, reader.read, wanted)


def _best(context: Context, reader: QueryReader, asked: Asked, page: int) -> tuple[Asked, Answer]:
    """The query and its answer; where "tìm" before it is a word too many, those without it."""
    answer = _find(context, reader, asked, page)
    said = _SAID.match(without_marks(asked.text))
    if said is None or (answer.whole and answer.step != "spelling"):
        return asked, answer
    without = reader.read(asked.text[said.end() :])
    shorter = _find(context, reader, without, page)
    if shorter.whole and shorter.step == "as_asked":
        return without, shorter
    return asked, answer


def _nothing(context: Context, asked: Asked) -> Reply:
    return Reply(
        context.blocks("search.none", query=shorten(asked.text, SHOWN)),
        buttons=(
            *_command_meant(context, asked.text),
            (
                context.button("button.latest", "moinhat"),
                context.button("button.help", "trogiup"),
            ),
        ),
    )


def _page(context: Context, asked: Asked, answer: Answer, page: int) -> Reply:
    total, hits = answer.result.total, answer.result.hits
    pages = last_page(total)
    lines = head(context, asked, answer)
    if pages > 1:
        lines.append(context.line("list.page", page=page, pages=pages))
    carried = answer.respelled.asked if answer.respelled else asked
    keeps = action(context, f"tim {MAX_PAGE}", carried.text) if pages > 1 else ""
    tail = (keeps or "").removeprefix(f"tim {MAX_PAGE} ")
    turn = page_buttons(hits, page, page if keeps is None else pages, lambda at: f"tim {at} {tail}")
    return Reply(
        (Block(tuple(lines)), *list_articles(context, hits, answer.marks)),
        buttons=(
            *turn,
            *repost_buttons(context, hits),
            *_further(context, carried, answer),
            *_command_meant(context, asked.text),
        ),
        replace=context.request.pressed,
    )


def _further(context: Context, asked: Asked, answer: Answer) -> ButtonRows:
    """Other ways to look at what was found; nothing for a single article."""
    text = asked.text
    several = answer.whole > 1 or answer.query.any_word
    rows: list[list[tuple[str, str, str]]] = [[], [], []]
    if several and (asked.query.words or asked.query.phrases):
        plain = _ORDERED.sub("", text)
        newest = asked.query.order == "newest"
        key = "button.best_first" if newest else "button.newest_first"
        rows[0].append((key, "tim 1", f"{plain} {_BEST if newest else _NEWEST}"))
    if several:
        rows[0].append(("button.by_month", f"tim {MONTHS}", text))
        rows[0].append(("button.by_source", f"tim {SOURCES}", text))
    if asked.time is not None and answer.step not in ("words", "timeless"):
        rows[1].append(("button.very_words", "tim 1", asked.literal))
    if any(command.name == FOLLOW for command in context.commands):
        rows[2].append(("button.follow", FOLLOW, _ORDERED.sub("", text)))
    return tuple(
        tuple(made)
        for row in rows
        if (made := [button for it in row if (button := _button(context, *it)) is not None])
    )


def _button(context: Context, key: str, command: str, text: str) -> Button | None:
    carried = action(context, command, text)
    return None if carried is None else context.button(key, carried)


def _command_meant(context: Context, text: str) -> ButtonRows:
    """A button for the command whose name was typed without its slash: "đăng ký"."""
    name = fold("".join(text[:MAX_ACTION].split()))
    return tuple(
        (Button(label=f"/{name}", action=command.name),)
        for command in context.commands
        if name in (command.name, *command.aliases) and command.scope is not Scope.CURATORS
    )
