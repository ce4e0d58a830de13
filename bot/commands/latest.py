"""/moinhat, /latest: the newest articles, page by page."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.listing import PAGE_SIZE, last_page, list_articles, page_buttons, page_number
from bot.commands.sources import in_use
from bot.messages.rich import Block, Reply
from storage.article_rules import search_hit
from storage.models import SearchQuery


def latest(context: Context, argument: str) -> Reply:
    """Page `argument` (the first one by default)."""
    total = context.store.count_articles()
    if not total:
        return nothing_yet(context)
    pages = last_page(total)
    page = min(page_number(argument), pages)
    articles = context.store.latest_articles(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    hits = [search_hit(article, 0.0) for article in articles]
    head = [context.line("latest.head", count=total)]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    return Reply(
        (Block(tuple(head)), *list_articles(context, hits, SearchQuery())),
        buttons=page_buttons(hits, page, pages, lambda at: f"moinhat {at}"),
        replace=context.request.pressed and argument != "",
    )


def nothing_yet(context: Context) -> Reply:
    """No article at all: whether it is worth coming back soon."""
    polled = any(in_use(source, 0) for source in context.sources.values())
    return Reply(
        context.blocks("latest.none" if polled else "latest.no_sources"),
        buttons=((context.button("button.sources", "nguon"),),) if context.request.curator else (),
    )
