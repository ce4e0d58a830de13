"""A page of articles as text and buttons: search results and the latest news look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.commands.command import Context
from bot.messages.format import format_published
from bot.messages.naming import article_link
from bot.messages.rich import Block, Blocks, Button, ButtonRows, Line, Span
from bot.messages.split import cut_at
from bot.search.snippet import snippet
from storage.models import Article, SearchHit, SearchQuery

PAGE_SIZE = 5
MAX_PAGE = 2_000
"""Nobody presses further; larger numbers are typed by hand."""
TITLE_LENGTH = 300
NAME_LENGTH = 80


def shorten(text: str, limit: int) -> str:
    """`text`, or its beginning with `…` when it is longer than `limit` characters."""
    text = " ".join(text[: limit * 4].split())
    return text if len(text) <= limit else text[: cut_at(text, limit - 1)].rstrip() + "…"


def page_number(word: str) -> int:
    """The page that `word` names, 1 for anything that is no page."""
    if word.isascii() and word.isdigit() and len(word) <= 6:
        return min(max(int(word), 1), MAX_PAGE)
    return 1


def last_page(total: int) -> int:
    """How many pages `total` articles take, at least one."""
    return min(max(-(-total // PAGE_SIZE), 1), MAX_PAGE)


def list_articles(context: Context, hits: Sequence[SearchHit], query: SearchQuery) -> Blocks:
    """One block per article: numbered title with link, source and date, and its own words."""
    username = context.bot_username
    return tuple(
        Block(tuple(_entry(context, hit, query, number, username)))
        for number, hit in enumerate(hits, 1)
    )


def published(context: Context, article: Article | SearchHit) -> str:
    """When it was published, as the reader writes it; says so where that is not known."""
    return format_published(
        context.catalog,
        context.language,
        article.published,
        article.published_precision,
        context.zone,
    )


def origin(context: Context, hit: SearchHit) -> Line:
    """`Báo Tỉnh · 26/09/2023 17:40`."""
    source = shorten(context.source_name(hit.source), NAME_LENGTH)
    return (Span(f"{source} · {published(context, hit)}", italic=True),)


def page_buttons(
    hits: Sequence[SearchHit], page: int, pages: int, action: Callable[[int], str]
) -> ButtonRows:
    """A button per article, then ◀ ▶; `action` tells the command line of a page."""
    read = tuple(
        Button(label=str(number), action=f"xem {hit.article_id}")
        for number, hit in enumerate(hits, 1)
    )
    turn = turn_buttons(page, pages, action)
    return tuple(row for row in (read, turn) if row)


def turn_buttons(page: int, pages: int, action: Callable[[int], str]) -> tuple[Button, ...]:
    """◀ and ▶ as far as there are pages on that side."""
    row = []
    if page > 1:
        row.append(Button(label=f"◀ {page - 1}", action=action(page - 1)))
    if page < pages:
        row.append(Button(label=f"{page + 1} ▶", action=action(page + 1)))
    return tuple(row)


def repost_buttons(context: Context, hits: Sequence[SearchHit]) -> ButtonRows:
    """A button for each article that others repeat: where else it stands."""
    found = [
        context.button(
            "button.reposts_of", f"xem {hit.article_id} noi", number=str(number), count=hit.reposts
        )
        for number, hit in enumerate(hits, 1)
        if hit.reposts
    ]
    return tuple(tuple(found[at : at + 2]) for at in range(0, len(found), 2))


def _note(context: Context, hit: SearchHit) -> Line | None:
    """What it lacks; that it repeats another, is repeated, or is there no more."""
    pieces: list[str] = []
    if hit.missing:
        pieces.append(context.text("list.missing", words=" ".join(hit.missing)))
    original = context.store.get_article(hit.original) if hit.original is not None else None
    if original is not None:
        name = shorten(context.source_name(original.source), NAME_LENGTH)
        pieces.append(context.text("list.repost_of", source=name))
    if hit.reposts:
        pieces.append(context.text("list.reposts", count=hit.reposts))
    if hit.vanished_at is not None:
        pieces.append(context.text("list.vanished"))
    return (Span(" · ".join(pieces), italic=True),) if pieces else None


def _entry(
    context: Context, hit: SearchHit, query: SearchQuery, number: int, username: str | None
) -> Iterator[Line]:
    title = shorten(hit.title, TITLE_LENGTH)
    link = article_link(hit.url, hit.article_id, username)
    yield (Span(f"{number}. "), Span(title, bold=True, href=link))
    yield origin(context, hit)
    note = _note(context, hit)
    if note is not None:
        yield note
    words = tuple(Span(text, bold=marked) for text, marked in snippet(hit, query).pieces)
    if words:
        yield words
