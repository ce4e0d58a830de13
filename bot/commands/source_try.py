"""/nguon bat, /sources on: a source is tried, shown, and turned on only when a curator says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.source_add import article_lines
from bot.errors import SourceError, SourceRefused, UserError
from bot.ingest.health import trouble_of
from bot.ingest.known import known_source as following
from bot.ingest.source_switch import SWITCHED, switch_source
from bot.messages.naming import full_source_name
from bot.messages.rich import Block, Reply, Span
from bot.sources.known import known_source
from storage.models import Source

if TYPE_CHECKING:
    from bot.ingest.pipeline import Ingestor
    from bot.ingest.trial import Trial
    from bot.sources.http import Fetcher

YES = "dongy"
ERROR_LENGTH = 200
URL_LENGTH = 200


def turn_on(context: Context, argument: str) -> Reply:
    """`<id>` tries the source and asks, `<id> dongy` turns it on.

    Raises:
        UserError: no such source, it is on already, its address is followed under another id, or
            the bot does not run here.
    """
    source_id, _, answer = argument.partition(" ")
    source = _off_source(context, source_id)
    if answer == YES:
        return _turned_on(context, source)
    if source.url is None:  # a folder: nothing to ask for
        return _turned_on(context, source)
    name = _name(context, source)
    later = context.button("button.not_now", f"nguon xem {source.id}")
    try:
        trial = _tried(context, source)
    except SourceError as error:
        again = context.button("button.try_again", f"nguon bat {source.id}")
        anyway = context.button("button.turn_on_anyway", f"nguon bat {source.id} {YES}")
        why = context.text(f"health.trouble.{trouble_of(error)}")
        refused = isinstance(error, SourceRefused)
        return Reply(
            context.blocks(
                "known.failed", name=name, why=why, error=shorten(str(error), ERROR_LENGTH)
            ),
            buttons=((again,) if refused else (again, anyway),),
        )
    yes = context.button("button.turn_on", f"nguon bat {source.id} {YES}")
    return Reply(
        tuple(_shown(context, source, trial)),
        buttons=((yes, later) if source.id in context.sources else (yes,),),
    )


def _off_source(context: Context, source_id: str) -> Source:
    """The source to turn on: one that the bot has, else a known one. Raises `UserError`."""
    source = context.sources.get(source_id) or known_source(source_id)
    if source is None or source.kind not in SWITCHED:
        raise UserError("sources.not_found", word=source_id[:NAME_LENGTH])
    on = [it for it in context.sources.values() if it.enabled]
    other = source if source in on else following(source.url, on) if source.url else None
    if other is not None:
        raise UserError("known.on_already", name=_name(context, other), id=other.id)
    return source


def _tried(context: Context, source: Source) -> Trial:
    async def try_it(_ingestor: Ingestor, fetcher: Fetcher) -> Trial:
        # imported here: reading pages takes a second to load, answering questions does not need it
        from bot.ingest.source_trial import try_source

        return await try_source(source, fetcher, zone=context.settings.zone, now=context.now)

    return context.errands.run(try_it)


def _turned_on(context: Context, source: Source) -> Reply:
    user = context.request.user_id
    switch_source(
        context.store,
        source,
        on=True,
        actor=f"user:{user}" if user else "cli",
        now=context.now,
    )
    return Reply(
        context.blocks("known.turned_on", name=_name(context, source)),
        buttons=(
            (
                context.button("button.source_page", f"nguon xem {source.id}"),
                context.button("button.known_back", "nguon kho"),
            ),
        ),
        replace=context.request.pressed,
    )


def _shown(context: Context, source: Source, trial: Trial) -> Iterator[Block]:
    kind = context.text(f"sources.kind.{source.kind}")
    url = shorten(source.url or "", URL_LENGTH)
    yield Block(
        (
            (Span(_name(context, source), bold=True),),
            context.line("known.tried", kind=kind, url=url),
            context.line("add.entries", count=trial.entries),
        )
    )
    for number, each in enumerate(trial.samples, 1):
        yield Block(tuple(article_lines(context, number, each)))
    notes = [context.line(f"add.missing.{each}") for each in trial.missing]
    if trial.failures:
        error = shorten(trial.failures[0], ERROR_LENGTH)
        notes.append(context.line("known.unread", error=error))
    if notes:
        yield Block(tuple(notes))
    yield from context.blocks("known.ask")


def _name(context: Context, source: Source) -> str:
    return full_source_name(context.catalog, context.language, source)
