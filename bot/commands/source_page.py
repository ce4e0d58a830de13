"""One source for curators: all that is known of it, read it now, turn it on or off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.errors import UserError
from bot.ingest.habit import per_week
from bot.ingest.health import POLLED, Health, Kind, diagnose
from bot.ingest.health_words import in_words
from bot.ingest.quality import Quality, quality_of
from bot.ingest.source_switch import SWITCHED, switch_source
from bot.messages.format import format_instant
from bot.messages.naming import full_source_name
from bot.messages.render import safe_url
from bot.messages.rich import Block, Button, Line, Reply, Span, line
from storage.models import AuditEntry, Source, SourceState

if TYPE_CHECKING:
    from bot.ingest.pipeline import Ingestor
    from bot.ingest.report import PollReport
    from bot.sources.http import Fetcher

YES = "dongy"
ERROR_LENGTH = 200
URL_LENGTH = 200
BARS = "▁▂▃▄▅▆▇█"


def show(context: Context, source_id: str) -> Reply:
    """Everything about one source.

    Raises:
        UserError: there is no such source.
    """
    return _page(context, known_source(context, source_id))


def poll(context: Context, source_id: str) -> Reply:
    """Read it now and show what came of it.

    Raises:
        UserError: no such source, or the bot does not run here, or it takes too long.
    """
    source = known_source(context, source_id)

    async def read_it(ingestor: Ingestor, _fetcher: Fetcher) -> PollReport:
        return await ingestor.poll_source(source)

    report = context.errands.run(read_it)
    context.store.append_audit(
        AuditEntry(at=context.now, actor=_actor(context), action="source.polled", detail=source.id)
    )
    if report.error is not None:
        error = shorten(report.error, ERROR_LENGTH)
        outcome = context.line("sources.not_polled", error=error)
    elif report.added or report.revised:
        outcome = context.line("sources.polled", added=report.added, revised=report.revised)
    else:
        outcome = context.line("sources.polled_same")
    return _page(context, source, outcome)


def turn_off(context: Context, argument: str) -> Reply:
    """`<id>` asks, `<id> dongy` turns it off.

    Raises:
        UserError: no such source, or one that belongs to the operator.
    """
    source_id, _, answer = argument.partition(" ")
    source = known_source(context, source_id)
    if source.kind not in SWITCHED:
        raise UserError("sources.not_switched")
    if answer == YES:
        off = switch_source(context.store, source, on=False, actor=_actor(context), now=context.now)
        return _page(context, off)
    name = full_source_name(context.catalog, context.language, source)
    yes = context.button("button.yes_turn_off", f"nguon tat {source.id} {YES}")
    no = context.button("button.not_now", f"nguon xem {source.id}")
    return Reply(
        context.blocks("sources.ask_turn_off", name=name),
        buttons=((yes, no),),
        replace=context.request.pressed,
    )


def known_source(context: Context, source_id: str) -> Source:
    """The source with that id. Raises `UserError` where there is none."""
    source = context.sources.get(source_id)
    if source is None:
        raise UserError("sources.not_found", word=source_id[:NAME_LENGTH])
    return source


def short_time(context: Context, instant: datetime) -> str:
    """`10:40` today, else `26/09 10:40`."""
    local, today = instant.astimezone(context.zone), context.now.astimezone(context.zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d/%m %H:%M}"


def bars(counts: tuple[int, ...]) -> str:
    """`(0, 5, 10)` as `▁▄█`, on one scale from 0 to the largest."""
    most = max(counts, default=0)
    return "".join(BARS[count * (len(BARS) - 1) // most if most else 0] for count in counts)


def _page(context: Context, source: Source, outcome: Line | None = None) -> Reply:
    state = context.store.get_source_state(source.id)
    health = diagnose(source, state, context.now)
    blocks = [Block((outcome,))] if outcome is not None else []
    blocks.append(Block(tuple(_heading(context, source, health))))
    blocks.append(Block(tuple(_facts(context, source))))
    if state is not None:
        blocks.append(Block(tuple(_times(context, source, state))))
        blocks += [Block(rows) for rows in (tuple(_quality(context, state)),) if rows]
    back = (context.button("button.back_to_sources", "nguon 1"),)
    return Reply(
        tuple(blocks),
        buttons=tuple(row for row in (_deeds(context, source), back) if row),
        replace=context.request.pressed,
    )


def _deeds(context: Context, source: Source) -> tuple[Button, ...]:
    """What can be done about it here and now."""
    row = []
    if source.kind in POLLED and context.errands.available:
        row.append(context.button("button.poll_now", f"nguon doc {source.id}"))
    if source.kind in SWITCHED:
        key, word = ("turn_off", "tat") if source.enabled else ("turn_on", "bat")
        row.append(context.button(f"button.{key}", f"nguon {word} {source.id}"))
    return tuple(row)


def _heading(context: Context, source: Source, health: Health) -> Iterator[Line]:
    name = full_source_name(context.catalog, context.language, source)
    yield line(f"{health.light} ", Span(name, bold=True, href=safe_url(source.url)))
    yield line(in_words(context.catalog, context.language, health, context.now))
    if health.failures and health.error and health.kind is not Kind.OFF:
        error = shorten(health.error, ERROR_LENGTH)
        yield context.line("sources.fact.error", count=health.failures, error=error)


def _facts(context: Context, source: Source) -> Iterator[Line]:
    yield line(Span(source.id, code=True))
    yield context.line("sources.fact.kind", kind=context.text(f"sources.kind.{source.kind}"))
    if source.url:
        yield context.line("sources.fact.address", url=shorten(source.url, URL_LENGTH))
    if source.province:
        name = shorten(source.province, NAME_LENGTH)
        yield context.line("sources.fact.province", name=name)
    if source.level in ("party", "government", "press"):
        level = context.text(f"sources.level.{source.level}")
        yield context.line("sources.fact.level", name=level)


def _times(context: Context, source: Source, state: SourceState) -> Iterator[Line]:
    instants = (
        ("first", state.first_success_at),
        ("last", state.last_success_at),
        ("last_new", state.health.newest_at or state.last_new_at),
        ("next", state.next_poll_at if source.enabled and not state.gone else None),
    )
    for name, instant in instants:
        if instant is not None:
            time = format_instant(instant, context.zone)
            yield context.line(f"sources.fact.{name}", time=time)
    count = context.store.count_articles(source.id)
    yield context.line("sources.fact.articles", count=count)
    weeks = per_week(state.health, context.now)
    if len(weeks) > 1:
        counts = " ".join(str(week) for week in weeks)
        yield context.line("sources.fact.weeks", bars=bars(weeks), counts=counts)
    moved = state.learned_url or state.moved_to
    if moved:
        yield context.line("sources.fact.moved", url=shorten(moved, URL_LENGTH))
    if source.kind in POLLED and state.last_success_at is not None:
        has = state.etag or state.last_modified
        key = "sources.fact.validators" if has else "sources.fact.no_validators"
        yield context.line(key)


def _quality(context: Context, state: SourceState) -> Iterator[Line]:
    recent, usual = quality_of(state.health.recent), quality_of(state.health.habit)
    if recent is not None:
        shares = _shares(context, recent)
        yield context.line("sources.fact.quality", readings=recent.readings, shares=shares)
    if usual is not None:
        yield context.line("sources.fact.usual", shares=_shares(context, usual))


def _shares(context: Context, quality: Quality) -> Line:
    return context.line(
        "sources.fact.shares",
        dated=round(quality.dated * 100),
        authored=round(quality.authored * 100),
        whole=round(quality.whole * 100),
        words=quality.words,
    )


def _actor(context: Context) -> str:
    user_id = context.request.user_id
    return f"user:{user_id}" if user_id else "cli"
