"""What the views of documents, people, bodies, periods and dates share: finding and quoting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, published, shorten, turn_buttons
from bot.commands.search_action import action as carried
from bot.commands.view_links import linked
from bot.dossiers.names import Named
from bot.dossiers.reading import Evidence, Reading, article_of, read
from bot.errors import UserError
from bot.messages.format import format_day
from bot.messages.naming import article_link
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply, Span
from storage.models import Article, SearchQuery

MOST = 60
"""Articles that a view reads, the newest of those that fit: some 5 ms each on first sight."""

PAGE = 5
"""Quotations on a page."""

QUOTED = 320
"""Characters of a quotation: a sentence that lists twenty names is cut, which `…` shows."""


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that a view is made of, newest first."""

    readings: list[Reading]
    total: int
    """How many fit in all: more than `MOST` are not all read."""


def find_readings(
    context: Context, *terms: Sequence[str], words: Sequence[str] = (), limit: int = MOST
) -> Found:
    """The newest articles that have of each group of look-up terms at least one, and all words."""
    query = SearchQuery(
        words=tuple(words),
        terms=tuple(tuple(group) for group in terms),
        order="newest",
        limit=limit,
        fold_reposts=True,
    )
    result = context.store.search(query)
    return Found(read(article_of(hit) for hit in result.hits), result.total)


def find_phrase(context: Context, words: str, limit: int = MOST) -> Found:
    """The newest articles that hold the words one after another."""
    query = SearchQuery(phrases=(words,), order="newest", limit=limit, fold_reposts=True)
    result = context.store.search(query)
    return Found(read(article_of(hit) for hit in result.hits), result.total)


def origin(context: Context, article: Article) -> Line:
    """`26/09/2023 · Báo Tỉnh`, linked to the article."""
    date = published(context, article)
    name = shorten(context.source_name(article.source), NAME_LENGTH)
    link = article_link(article.url, article.id, context.bot_username)
    return (Span(f"{date} · "), Span(name, href=link))


def quotation(
    context: Context,
    said: Evidence,
    *before: Span,
    number: int | None = None,
    but: Named | None = None,
) -> Block:
    """Whose sentence it is, linked, and the sentence as it stands there, its names linked.

    `but`: what the view is about.
    """
    head = [*([Span(f"{number}. ")] if number is not None else []), *origin(context, said.article)]
    lines: list[Line] = [tuple(head)]
    if before:
        lines.append(before)
    lines.append(said_line(context, said, but=but))
    return Block(tuple(lines))


def said_line(
    context: Context, said: Evidence, limit: int = QUOTED, *, but: Named | None = None
) -> Line:
    """The sentence in quotation marks, what has a view of its own linked to that."""
    text = f"“{quoted(said, limit)}”"
    return linked(context, text, said.names, article_id=said.article.id, but=but)


def quoted(said: Evidence, limit: int = QUOTED) -> str:
    """The sentence; of one longer than `limit` characters the part around what is meant."""
    at = said.sentence.find(said.words)
    if len(said.sentence) <= limit or at + len(said.words) <= limit - 1:
        return shorten(said.sentence, limit)
    begin = max(at - limit // 2, 0)
    space = said.sentence.find(" ", begin, at)
    begin = at if space < 0 else space + 1
    return "…" + shorten(said.sentence[begin:], limit - 1)


def read_buttons(said: Sequence[Evidence], first: int) -> tuple[Button, ...]:
    """A button for the article of each quotation, numbered as they are."""
    return tuple(
        Button(label=str(number), action=f"xem {it.article.id}")
        for number, it in enumerate(said, first)
    )


def paged(
    quotations: Sequence[Evidence], page: int, action: Callable[[int], str]
) -> tuple[int, Sequence[Evidence], ButtonRows]:
    """The page's number within what there is, its quotations, and the buttons below them."""
    pages = max(1, -(-len(quotations) // PAGE))
    page = min(max(page, 1), pages)
    shown = quotations[(page - 1) * PAGE : page * PAGE]
    rows = (read_buttons(shown, (page - 1) * PAGE + 1), turn_buttons(page, pages, action))
    return page, shown, tuple(row for row in rows if row)


def follow_buttons(context: Context, query: str) -> ButtonRows:
    """The button to hear of more of the same; none where the query cannot be carried now."""
    found = carried(context, "theodoi", query)
    return () if found is None else ((context.button("button.follow", found),),)


def not_found(context: Context, key: str, typed: str, /, *, follow: str = "", **said: str) -> Reply:
    """That no article has it, and what can still be done: search what was `typed`, be told of
    `follow`.

    Raises:
        UserError: behind a button, which answers with a notice and leaves the message as it is.
    """
    if context.request.pressed:
        raise UserError(key, **said)
    searched = carried(context, "tim 1", typed)
    rows: list[tuple[Button, ...]] = []
    if searched is not None:
        rows.append((context.button("button.search_words", searched),))
    rows += follow_buttons(context, follow) if follow else ()
    return Reply(context.blocks(key, **said), buttons=tuple(rows))


def head_lines(
    context: Context, title: str, found: Found, *more: Line, told: int | None = None
) -> Block:
    """The view's title, how many articles it is made of, and what else it begins with.

    `told` is how many of those that were read the view is about; None: all.
    """
    lines: list[Line] = [(Span(title, bold=True),)]
    whole = found.total <= len(found.readings)
    count = found.total if told is None or not whole else told
    lines.append(context.line("dossier.articles", count=count))
    if not whole:
        lines.append(context.line("dossier.newest", count=len(found.readings)))
    return Block((*lines, *more))


def span_of_days(first: date, last: date) -> str:
    """`26/09/2023`, or `01/03/2023 – 26/09/2023`."""
    return " – ".join(format_day(day) for day in dict.fromkeys((first, last)))
