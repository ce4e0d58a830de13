"""/tim, /search, and any plain text: articles that hold the words, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.article import view
from bot.commands.asked import query_reader
from bot.commands.command import Context
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
from bot.commands.own_province import chosen_provinces, of_provinces, which_province
from bot.commands.pasted import address_in, article_at
from bot.commands.search_action import action, recalled
from bot.commands.search_buttons import command_meant, further, other_ways
from bot.commands.search_counts import MONTHS, SOURCES, counts
from bot.commands.search_head import SHOWN, head, understood
from bot.commands.search_hints import no_such_source, searchable
from bot.errors import UserError
from bot.language.bare import without_marks
from bot.messages.rich import Block, Line, Reply
from bot.search.answer import Answer, Page, find_asked
from bot.search.asked import Asked
from bot.search.pieces import words_of
from bot.search.query import QueryReader, is_empty
from storage.models import SearchQuery

_SAID = re.compile(r"(?:xin |hay )?tim(?: kiem)?(?: tin| bai)?(?: ve)? (?=\S)", re.IGNORECASE)
"""What people say before what they look for; it is left out where no article says it so."""


def search(context: Context, argument: str) -> Reply:
    """Search `argument`; behind a button it begins with a page number, `@thang` or `@nguon`.

    Raises:
        UserError: as `search_as`.
    """
    return search_as(context, argument, None)


def search_as(context: Context, argument: str, shown: str | None) -> Reply:
    """As `search`; `shown` is what is told to be looked for, None: the query itself.

    Raises:
        UserError: nothing to search for, or a button whose query was forgotten.
    """
    page, kind, text = _typed(context, argument)
    pasted = address_in(text)
    if pasted is not None and (article := article_at(context, pasted)) is not None:
        return view(context, article.id)
    reader = query_reader(context)
    text, left_out = searchable(context, text, reader.today)
    asked = reader.read(text)
    if asked.here and (own := chosen_provinces(context)):
        asked = of_provinces(asked, own)
    elif asked.here:
        return which_province(context, asked)
    if (other := _other_than_search(context, asked)) is not None:
        return other
    asked, answer = _best(context, reader, asked, page)
    if not answer.result.total and not context.store.count_articles():
        return nothing_yet(context)
    if not answer.result.total:
        return _nothing(context, asked, answer, left_out)
    if kind:
        return counts(context, kind, asked, answer.query)
    if not answer.result.hits:  # there were more pages when the button was made
        page = last_page(answer.result.total)
        answer = _find(context, reader, asked, page)
    return _page(context, asked, answer, page, left_out, shown)


def _typed(context: Context, argument: str) -> tuple[int, str, str]:
    """The page, `MONTHS`, `SOURCES` or nothing, and the query."""
    if context.request.pressed:
        first, _, rest = argument.partition(" ")
        if first.isdigit():
            return page_number(first), "", recalled(context, rest)
        if first in (MONTHS, SOURCES):
            return 1, first, recalled(context, rest)
    return 1, "", argument


def _other_than_search(context: Context, asked: Asked) -> Reply | None:
    """The answer to what is no search; None: it is one. Raises `UserError` where it is nothing."""
    if is_empty(asked.query):
        if asked.news:
            return latest(context, "")
        raise UserError("search.empty")
    if asked.query.source is not None and asked.query.source not in context.source_names:
        return no_such_source(context, asked.query.source, asked.text)
    return None


def _find(context: Context, reader: QueryReader, asked: Asked, page: int) -> Answer:
    wanted = Page(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return find_asked(context.store, asked, reader.read, wanted)


def _best(context: Context, reader: QueryReader, asked: Asked, page: int) -> tuple[Asked, Answer]:
    """The query and its answer; where "tìm" before it is a word too many, those without it."""
    answer = _find(context, reader, asked, page)
    said = _SAID.match(without_marks(asked.text))
    if said is None or (answer.step != "spelling" and _is_told(context, asked.text, said.end())):
        return asked, answer
    without = reader.read(asked.text[said.end() :])
    shorter = _find(context, reader, without, page)
    if shorter.whole and shorter.step == "as_asked":
        return without, shorter
    return asked, answer


def _is_told(context: Context, text: str, end: int) -> bool:
    """Whether an article with the words has "tìm" in front of the one at `end`: `tìm thấy`."""
    first, _, rest = text[end:].partition(" ")
    query = SearchQuery(words=words_of(rest), phrases=(text[:end] + first,), limit=1)
    return context.store.search(query).total > 0


def _nothing(context: Context, asked: Asked, answer: Answer, left_out: Sequence[Line]) -> Reply:
    read = (*left_out, *understood(context, asked, answer))
    return Reply(
        (
            *((Block(read),) if read else ()),
            *context.blocks("search.none", query=shorten(asked.text, SHOWN)),
        ),
        buttons=(
            *command_meant(context, asked.text),
            *other_ways(context, asked),
            (
                context.button("button.latest", "moinhat"),
                context.button("button.help", "trogiup"),
            ),
        ),
    )


def _page(
    context: Context,
    asked: Asked,
    answer: Answer,
    page: int,
    left_out: Sequence[Line],
    shown: str | None,
) -> Reply:
    total, hits = answer.result.total, answer.result.hits
    pages = last_page(total)
    lines = [*left_out, *head(context, asked, answer, shown)]
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
            *further(context, carried, answer),
            *command_meant(context, asked.text),
        ),
        replace=context.request.pressed,
    )
