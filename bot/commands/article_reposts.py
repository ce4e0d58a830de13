"""Who else has an article: its reposts, and the original of a repost, with links."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, page_number, published, shorten, turn_buttons
from bot.messages.naming import article_link
from bot.messages.rich import Block, Button, Line, Reply, Span
from storage.article_rules import newest_first
from storage.models import Article

WORD = "noi"
"""`xem <id> noi <page>` lists everywhere the article stands: the word between id and number."""

SHOWN = 5
"""Places on a page, and below the article itself."""


def reposts_of(context: Context, article: Article) -> list[Article]:
    """Articles that repeat this one, the first to be published first."""
    found = context.store.reposts_of([article.id])
    return sorted(found, key=newest_first, reverse=True)


def original_line(context: Context, article: Article) -> Line | None:
    """`Đăng lại từ Báo Tỉnh · 26/09/2023`, linked; None for what repeats nothing known."""
    original = context.store.get_article(article.original) if article.original else None
    if original is None:
        return None
    return context.line("article.repost_of", place=_place(context, original))


def reposts_block(context: Context, reposts: Sequence[Article]) -> Block:
    """The first places where the article stands too, below it."""
    head = context.line("article.reposts", count=len(reposts))
    return Block((head, *_lines(context, reposts[:SHOWN], first=1)))


def reposts_button(context: Context, article: Article, count: int) -> tuple[Button, ...]:
    """The button behind which all of them stand."""
    return (context.button("button.reposts", f"xem {article.id} {WORD}", count=count),)


def view_reposts(context: Context, article: Article, argument: str) -> Reply:
    """`[page]`: the article's original place and every other one, each to be opened here too."""
    known = context.store.get_article(article.original) if article.original else None
    original = known or article
    places = [original, *reposts_of(context, original)]
    pages = -(-len(places) // SHOWN)
    page = min(page_number(argument), pages)
    start = (page - 1) * SHOWN
    shown = places[start : start + SHOWN]
    head = [
        (Span(shorten(original.title, NAME_LENGTH * 2), bold=True, href=original.url),),
        context.line("article.places", count=len(places)),
    ]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    read = tuple(
        Button(label=str(number), action=f"xem {it.id}")
        for number, it in enumerate(shown, start + 1)
    )
    turn = turn_buttons(page, pages, lambda at: f"xem {original.id} {WORD} {at}")
    return Reply(
        (Block(tuple(head)), Block(tuple(_lines(context, shown, first=start + 1)))),
        buttons=tuple(row for row in (read, turn) if row),
        replace=context.request.pressed and argument != "",
    )


def _lines(context: Context, places: Sequence[Article], *, first: int) -> list[Line]:
    return [
        (Span(f"{number}. "), *_place(context, article))
        for number, article in enumerate(places, first)
    ]


def _place(context: Context, article: Article) -> Line:
    """The source's name, linked to the article there, and its date."""
    date = published(context, article)
    link = article_link(article.url, article.id, context.bot_username)
    name = shorten(context.source_name(article.source), NAME_LENGTH)
    return (Span(name, href=link), Span(f" · {date}"))
