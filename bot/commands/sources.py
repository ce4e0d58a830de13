"""/nguon, /sources: where articles come from and whether each source is well."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, page_number, shorten, turn_buttons
from bot.messages.format import format_ago
from bot.messages.render import safe_url
from bot.messages.rich import Block, Line, Reply, Span, line
from storage.models import Source, SourceState

PAGE_SIZE = 10
ERROR_LENGTH = 200
FAILING = 3
"""Failed attempts in a row from which a source counts as broken, not as unlucky."""

_POLLED = ("feed", "page", "folder")


def sources(context: Context, argument: str) -> Reply:
    """Page `argument` of the sources in use: name, health, articles, last success."""
    states = {state.source: state for state in context.store.list_source_states()}
    counted = [(it, context.store.count_articles(it.id)) for it in context.sources.values()]
    shown = [(it, count) for it, count in counted if count or (it.enabled and it.kind in _POLLED)]
    if not shown:
        return Reply(context.blocks("sources.none"))
    pages = -(-len(shown) // PAGE_SIZE)
    page = min(page_number(argument), pages)
    head = [context.line("sources.head", count=len(shown))]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    blocks = [Block(tuple(head))]
    blocks += [
        _entry(context, it, count, states.get(it.id))
        for it, count in shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    ]
    turn = turn_buttons(page, pages, lambda at: f"nguon {at}")
    return Reply(
        tuple(blocks),
        buttons=(turn,) if turn else (),
        replace=context.request.pressed and argument != "",
    )


def health(source: Source, state: SourceState | None) -> str:
    """🟢 well, 🟡 failed lately, 🔴 broken, ⚪ switched off or not polled."""
    if source.kind not in _POLLED or not source.enabled or state is None:
        return "⚪"
    if state.gone or state.error_streak >= FAILING:
        return "🔴"
    if state.error_streak:
        return "🟡"
    return "🟢" if state.last_success_at else "⚪"


def _entry(context: Context, source: Source, count: int, state: SourceState | None) -> Block:
    name = Span(shorten(source.name, NAME_LENGTH), bold=True, href=_front_page(source.url))
    lines: list[Line] = [line(f"{health(source, state)} ", name)]
    fact = context.line("sources.count", count=count)
    if state and state.last_success_at:
        ago = format_ago(context.catalog, context.language, state.last_success_at, context.now)
        fact += line(" · ") + context.line("sources.read", ago=ago)
    lines.append(fact)
    if context.request.curator and state and state.last_error and state.error_streak:
        error = shorten(state.last_error, ERROR_LENGTH)
        lines.append(context.line("sources.error", count=state.error_streak, error=error))
    return Block(tuple(lines))


def _front_page(url: str | None) -> str | None:
    """Where a reader goes; the feed itself is for machines."""
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    return f"{parts.scheme}://{parts.netloc}/"
