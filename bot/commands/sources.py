"""/nguon, /sources: where articles come from and whether each source is well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
_BY_HAND = ("inbox", "samples")
_RANK = {"🔴": 0, "🟡": 1, "🟢": 2, "⚪": 3}
"""For curators: what needs somebody stands first."""


def sources(context: Context, argument: str) -> Reply:
    """Page `argument` of the sources: those in use for readers, all of them for curators."""
    states = {state.source: state for state in context.store.list_source_states()}
    counted = [(it, context.store.count_articles(it.id)) for it in context.sources.values()]
    curator = context.request.curator
    shown = [(it, count) for it, count in counted if curator or in_use(it, count)]
    if not shown:
        return Reply(context.blocks("sources.none"))
    if curator:
        shown.sort(key=lambda pair: (_is_off(*pair), _rank(pair[0], states)))
    pages = -(-len(shown) // PAGE_SIZE)
    page = min(page_number(argument), pages)
    blocks = [Block(tuple(_head(context, shown, page, pages)))]
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


def in_use(source: Source, count: int) -> bool:
    """Turned on and polled; what is handed in by hand counts once it has brought something."""
    return (source.enabled and source.kind in _POLLED) or (source.kind in _BY_HAND and count > 0)


def _is_off(source: Source, count: int) -> bool:
    return not (source.enabled or in_use(source, count))


def _rank(source: Source, states: Mapping[str, SourceState]) -> int:
    return _RANK[health(source, states.get(source.id))]


def _head(
    context: Context, shown: Sequence[tuple[Source, int]], page: int, pages: int
) -> Iterator[Line]:
    off = sum(_is_off(*pair) for pair in shown)
    yield context.line("sources.head", count=len(shown) - off)
    if off:
        yield context.line("sources.off_too", count=off)
        if not any(in_use(*pair) for pair in shown):
            yield context.line("sources.turn_on")
    if pages > 1:
        yield context.line("list.page", page=page, pages=pages)


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
    light = health(source, state)
    if _is_off(source, count):
        return Block((line(f"{light} {_name(context, source)}"),), tight=True)
    name = Span(_name(context, source), bold=True, href=_front_page(source.url))
    fact = context.line("sources.count", count=count)
    if state and state.last_success_at and source.kind in _POLLED:
        ago = format_ago(context.catalog, context.language, state.last_success_at, context.now)
        fact += line(" · ") + context.line("sources.read", ago=ago)
    lines: list[Line] = [line(name) if light == "⚪" else line(f"{light} ", name), fact]
    if context.request.curator and state:
        if state.gone:
            lines.append(context.line("sources.gone"))
        elif state.last_error and state.error_streak:
            error = shorten(state.last_error, ERROR_LENGTH)
            lines.append(context.line("sources.error", count=state.error_streak, error=error))
    return Block(tuple(lines))


def _name(context: Context, source: Source) -> str:
    """Its name; the section tells the feeds of one outlet apart."""
    name = context.source_name(source.id)
    if source.section:
        name = f"{name} – {source.section}"
    return shorten(name, NAME_LENGTH)


def _front_page(url: str | None) -> str | None:
    """Where a reader goes; the feed itself is for machines."""
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    return f"{parts.scheme}://{parts.netloc}/"
