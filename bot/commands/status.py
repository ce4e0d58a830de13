"""/trangthai, /status: how the bot is doing, for curators."""

from __future__ import annotations

from collections import Counter

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.sources import health
from bot.messages.format import format_instant
from bot.messages.rich import Block, Line, Reply, Span, line

MAX_LISTED = 10
"""Problems and broken sources that are named; the others are counted."""


def status(context: Context, _argument: str) -> Reply:
    """Counts, what is due next, what went wrong."""
    store = context.store
    subscribers = store.list_subscribers()
    states = Counter(it.status for it in subscribers)
    due = min((it.next_due_at for it in subscribers if it.next_due_at), default=None)
    facts = [
        context.line("status.articles", count=store.count_articles()),
        context.line(
            "status.subscribers",
            active=states["active"],
            paused=states["paused"],
            blocked=states["blocked"],
        ),
        context.line(
            "status.next",
            time=format_instant(due, context.zone) if due else context.text("status.nothing_due"),
        ),
    ]
    deliveries = [
        line(f"{context.text(f'status.delivery.{each.value}')}: {count}")
        for each, count in store.count_deliveries().items()
        if count
    ]
    blocks = [context.block("status.head"), Block(tuple(facts), tight=True)]
    if deliveries:
        blocks.append(Block((context.line("status.deliveries"), *deliveries)))
    blocks += _listed(context, "status.sources", _broken(context))
    problems: list[Line] = [
        (Span(shorten(f"{it.file}: {it.what}", 200), code=True),) for it in store.problems()
    ]
    blocks += _listed(context, "status.problems", problems)
    return Reply(tuple(blocks))


def _broken(context: Context) -> list[Line]:
    found = []
    for state in context.store.list_source_states():
        source = context.sources.get(state.source)
        if source is not None and health(source, state) in "🟡🔴":
            name = shorten(source.name, NAME_LENGTH)
            error = shorten(state.last_error or "", NAME_LENGTH * 2)
            found.append(line(f"{health(source, state)} {name}: {error}"))
    return found


def _listed(context: Context, key: str, lines: list[Line]) -> list[Block]:
    if not lines:
        return []
    more = [line(f"… +{len(lines) - MAX_LISTED}")] if len(lines) > MAX_LISTED else []
    return [Block((context.line(key, count=len(lines)), *lines[:MAX_LISTED], *more))]
