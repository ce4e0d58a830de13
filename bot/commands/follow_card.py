"""One follow, and all of them, as a chat sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace as changed

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.listing import TITLE_LENGTH, shorten
from bot.commands.search_action import action
from bot.commands.settings_view import clock
from bot.messages.format import format_ago
from bot.messages.naming import article_link
from bot.messages.rich import Block, Blocks, Button, Line, Reply, Span, line
from bot.search.asked import Asked
from storage.models import Follow, SearchQuery

RECENT = timedelta(days=30)
"""What is counted to show how much there will be to tell."""
MANY = 100
"""Articles in that time from which on a follow is called wide: three a day and more."""
EXAMPLES = 3
_SHOWN = 80


def one_query(query: SearchQuery) -> SearchQuery:
    """What a query asks of an article itself: without dates, order and page."""
    return changed(
        query,
        published_from=None,
        published_to=None,
        order="relevance",
        prefix=False,
        fold_reposts=False,
        limit=10,
        offset=0,
        alternatives=tuple(dict.fromkeys(map(one_query, query.alternatives))),
    )


def card(
    context: Context,
    follow: Follow,
    asked: Asked | None = None,
    *,
    new: bool = False,
    replace: bool = True,
) -> Reply:
    """What is followed and how it is told; with `asked`, also how it was understood.

    `replace`: the message whose button was pressed gives way to it.
    """
    head: list[Line] = [
        context.line("follow.begun" if new else "follow.known", query=shorten(follow.text, _SHOWN))
    ]
    if asked is not None:
        head += _understood(context, asked, follow.query)
    head.append(_told_when(context, follow))
    blocks = (Block(tuple(head)), *_recent(context, follow))
    if follow.mode == "digest" and not context.active:
        blocks += context.blocks("follow.no_digest")
    return Reply(
        blocks,
        buttons=_buttons(context, follow),
        replace=replace and context.request.pressed,
    )


def listed(
    context: Context, follows: Sequence[Follow], *, to_end: bool = False, replace: bool = False
) -> Reply:
    """The follows with a button each: to look at one, or to end it; `replace` as for `card`."""
    if not follows:
        return Reply(context.blocks("follow.none"), replace=replace)
    head = context.line("follow.list", count=len(follows))
    lines = [
        line(f"{number}. {'🔔' if it.mode == 'now' else '🗞'} ", *_row(context, it))
        for number, it in enumerate(follows, 1)
    ]
    verb = "botheodoi @bo" if to_end else "theodoi @xem"
    buttons = [
        Button(label=f"✖ {number}" if to_end else str(number), action=f"{verb} {it.id}")
        for number, it in enumerate(follows, 1)
    ]
    hint = context.block("follow.list_end" if to_end else "follow.list_hint")
    return Reply(
        (Block((head,)), Block(tuple(lines)), hint),
        buttons=rows(buttons, 5),
        replace=replace,
    )


def _told_when(context: Context, follow: Follow) -> Line:
    """At once or in the digest; at once, by the quiet hours that hold here."""
    chosen = context.subscriber.preferences if context.subscriber is not None else None
    if follow.mode == "digest" or chosen is None:
        return context.line(f"follow.mode.{follow.mode}")
    if chosen.quiet_from is None or chosen.quiet_to is None:
        return context.line("follow.mode.now")
    if chosen.quiet_from == chosen.quiet_to:
        return context.line("follow.mode.now_always")
    begin, end = clock(chosen.quiet_from), clock(chosen.quiet_to)
    return context.line("follow.mode.now_quiet", begin=begin, end=end)


def _row(context: Context, follow: Follow) -> Iterator[Span]:
    yield Span(shorten(follow.text, _SHOWN), bold=True)
    if follow.stopped:
        yield Span(f" · {context.text('follow.stopped')}", italic=True)
    elif follow.last_told_at is not None:
        ago = format_ago(context.catalog, context.language, follow.last_told_at, context.now)
        yield Span(f" · {context.text('follow.last', ago=ago)}", italic=True)
    elif follow.mode == "now" and context.now - follow.created_at > RECENT:
        yield Span(f" · {context.text('follow.never')}", italic=True)


def _understood(context: Context, asked: Asked, query: SearchQuery) -> Iterator[Line]:
    """Values that stand for more than their letters, and what was left out."""
    unknown = [it for it in asked.fields if not it.known]
    for it in unknown:
        name = context.text(f"search.field.{it.name.value}")
        yield context.line("search.unknown_field", value=f"{name} “{shorten(it.value, _SHOWN)}”")
    known = [
        f"{context.text(f'search.field.{it.name.value}')} {shorten(it.value, _SHOWN)}"
        for it in asked.fields
        if it.known
    ]
    if query.source is not None:
        known.append(f"{context.text('follow.source')} {context.source_name(query.source)}")
    if known:
        yield context.line("search.understood", fields=" · ".join(known))
    if any(it.published_from or it.published_to for it in (asked.query, *asked.query.alternatives)):
        yield context.line("follow.no_dates")


def _recent(context: Context, follow: Follow) -> Blocks:
    """How many articles of the last month it would have told, with the latest of them."""
    since = context.now - RECENT

    def lately(query: SearchQuery) -> SearchQuery:
        return changed(query, published_from=since, alternatives=())

    asked = changed(
        lately(follow.query),
        alternatives=tuple(map(lately, follow.query.alternatives)),
        order="newest",
        fold_reposts=True,
        limit=EXAMPLES,
    )
    result = context.store.search(asked)
    lines: list[Line] = [context.line("follow.recent", count=result.total)]
    if not result.total:
        lines = [context.line("follow.recent_none")]
    username = context.bot_username
    for hit in result.hits:
        link = article_link(hit.url, hit.article_id, username)
        lines.append((Span("• "), Span(shorten(hit.title, TITLE_LENGTH), href=link)))
    if result.total > MANY:
        lines.append(context.line("follow.wide"))
    return (Block(tuple(lines)),)


def _buttons(context: Context, follow: Follow) -> tuple[tuple[Button, ...], ...]:
    ticks = {mode: "✓ " if follow.mode == mode else "" for mode in ("now", "digest")}
    found = action(context, "tim 1", follow.text)
    search = () if found is None else ((context.button("button.follow_search", found),),)
    return (
        (
            context.button("button.follow_now", f"theodoi @ngay {follow.id}", tick=ticks["now"]),
            context.button(
                "button.follow_digest", f"theodoi @bantin {follow.id}", tick=ticks["digest"]
            ),
        ),
        (
            context.button("button.unfollow", f"botheodoi @bo {follow.id}"),
            context.button("button.follows", "theodoi @ds"),
        ),
        *search,
    )
