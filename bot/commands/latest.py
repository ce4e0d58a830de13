"""/moinhat, /latest: the newest articles, page by page."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.listing import (
    PAGE_SIZE,
    last_page,
    list_articles,
    page_buttons,
    page_number,
    repost_buttons,
)
from bot.commands.source_list import in_use
from bot.messages.rich import Block, Reply
from storage.models import SearchQuery, SearchResult


def latest(context: Context, argument: str) -> Reply:
    """Page `argument` (the first one by default)."""
    if not context.store.count_articles():
        return nothing_yet(context)
    page = page_number(argument)
    found = _newest(context, page)
    pages = last_page(found.total)
    if page > pages:
        page, found = pages, _newest(context, pages)
    hits = found.hits
    head = [context.line("latest.head", count=found.total)]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    return Reply(
        (Block(tuple(head)), *list_articles(context, hits, SearchQuery())),
        buttons=(
            *page_buttons(hits, page, pages, lambda at: f"moinhat {at}"),
            *repost_buttons(context, hits),
        ),
        replace=context.request.pressed and argument != "",
    )


def _newest(context: Context, page: int) -> SearchResult:
    """A page of the newest articles, what repeats another folded under it."""
    offset = (page - 1) * PAGE_SIZE
    query = SearchQuery(order="newest", limit=PAGE_SIZE, offset=offset, fold_reposts=True)
    return context.store.search(query)


def nothing_yet(context: Context) -> Reply:
    """No article at all: whether it is worth coming back soon."""
    polled = any(in_use(source, 0) for source in context.sources.values())
    return Reply(
        context.blocks("latest.none" if polled else "latest.no_sources"),
        buttons=((context.button("button.sources", "nguon"),),) if context.request.curator else (),
    )
