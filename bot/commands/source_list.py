"""Sources as a list: each with its diagnosis, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.commands.command import Context
from bot.commands.listing import page_number, turn_buttons
from bot.commands.source_page import short_time
from bot.ingest.habit import weekly
from bot.ingest.health import UNWELL, Health, Kind, diagnose
from bot.ingest.health_words import in_words
from bot.messages.format import format_ago
from bot.messages.naming import full_source_name
from bot.messages.render import safe_url
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply, Span, line
from storage.models import Source, SourceState

PAGE_SIZE = 10

_ACTION_BYTES = 64
"""What a button holds: a longer name has no further pages."""

_BY_HAND = ("inbox", "samples")
_ORDER = (*UNWELL, Kind.SHAKY, Kind.OK, Kind.NEW, Kind.OFF)
"""For curators: what needs somebody stands first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One source of a list. `count` is of sources fed by hand only: None for those polled."""

    source: Source
    state: SourceState | None
    health: Health
    count: int | None

    @property
    def in_use(self) -> bool:
        """See `in_use`."""
        return in_use(self.source, self.count or 0)

    @property
    def unwell(self) -> bool:
        """Curators were, or will be, told of it."""
        return self.health.kind in UNWELL

    @property
    def off(self) -> bool:
        """Nothing will ever come of it as it stands."""
        return not (self.source.enabled or self.in_use)


def in_use(source: Source, count: int) -> bool:
    """Turned on and polled; what is fed by hand counts once it has brought an article."""
    return count > 0 if source.kind in _BY_HAND else source.enabled


def rows_of(context: Context) -> list[Row]:
    """Every source with its diagnosis; for curators all of them, else those in use."""
    states = {state.source: state for state in context.store.list_source_states()}
    rows = []
    for source in context.sources.values():
        state = states.get(source.id)
        by_hand = source.kind in _BY_HAND
        count = context.store.count_articles(source.id) if by_hand else None
        rows.append(Row(source, state, diagnose(source, state, context.now), count))
    if context.request.curator:
        rows.sort(key=lambda row: (row.off, _ORDER.index(row.health.kind)))
        return rows
    return [row for row in rows if row.in_use]


def paged(
    context: Context,
    head: Sequence[Line],
    rows: Sequence[Row],
    page_word: str,
    command: str,
    *other: Button,
) -> Reply:
    """One page of a list; `other` are buttons for curators."""
    pages = max(-(-len(rows) // PAGE_SIZE), 1)
    page = min(page_number(page_word), pages)
    first = (page - 1) * PAGE_SIZE
    lines = list(head)
    if pages > 1:
        lines.append(context.line("list.page", page=page, pages=pages))
    shown = rows[first : first + PAGE_SIZE]
    blocks = [Block(tuple(lines))]
    blocks += [_entry(context, row, first + number) for number, row in enumerate(shown, 1)]
    buttons: list[tuple[Button, ...]] = []
    if context.request.curator:
        buttons += _page_buttons(shown, first)
    turn = turn_buttons(page, pages, lambda at: f"{command} {at}")
    if all(len((each.action or "").encode()) <= _ACTION_BYTES for each in turn):
        buttons.append(turn)
    if context.request.curator:
        buttons.append(other)
    return Reply(
        tuple(blocks),
        buttons=tuple(row for row in buttons if row),
        replace=context.request.pressed and page_word != "",
    )


def _page_buttons(shown: Sequence[Row], first: int) -> ButtonRows:
    """A button per source, five in a row."""
    row = [
        Button(label=str(first + number), action=f"nguon xem {each.source.id}")
        for number, each in enumerate(shown, 1)
    ]
    return tuple(tuple(row[at : at + 5]) for at in range(0, len(row), 5))


def _entry(context: Context, row: Row, number: int) -> Block:
    name = full_source_name(context.catalog, context.language, row.source)
    curator = context.request.curator
    start = f"{number}. {row.health.light} " if curator else ""
    if row.off:
        return Block((line(f"{start}{name}"),), tight=True)
    lines = [line(start, Span(name, bold=True, href=_front_page(row.source.url)))]
    facts = _facts(context, row)
    if facts:
        lines.append(line(" · ".join(facts)))
    if curator and row.count is None and row.health.kind not in (Kind.OK, Kind.OFF):
        words = in_words(context.catalog, context.language, row.health, context.now)
        lines.append((Span(words, italic=True),))
    return Block(tuple(lines))


def _facts(context: Context, row: Row) -> list[str]:
    if row.count is not None:
        return [context.text("sources.count", count=row.count)]
    state = row.state
    if state is None:
        return []
    facts = []
    often = weekly(state.health, context.now)
    if often is not None:
        facts.append(context.text("sources.weekly", count=often))
    if context.request.curator:
        if state.last_success_at is not None:
            ago = format_ago(context.catalog, context.language, state.last_success_at, context.now)
            facts.append(context.text("sources.read", ago=ago))
        if state.next_poll_at is not None and not state.gone:
            facts.append(context.text("sources.next", time=short_time(context, state.next_poll_at)))
    return facts


def _front_page(url: str | None) -> str | None:
    """Where a reader goes; the feed itself is for machines."""
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    return f"{parts.scheme}://{parts.netloc}/"
