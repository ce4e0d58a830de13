"""`diemtin sources`: what the bot reads, what it could read, and turning sources on and off."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli import source_add, source_backfill, source_lists
from bot.cli.context import Context, context_of, print_json
from bot.clock import system_clock

if TYPE_CHECKING:
    from bot.ingest.trial import Trial
    from bot.rooms import Rooms
    from storage.models import Source

sources_app = typer.Typer(
    name="sources",
    help="The sources: list those in use and some 500 known ones, turn them on and off, OPML.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


def register(app: typer.Typer) -> None:
    """Add the command group of this module."""
    app.add_typer(sources_app)


for module in (source_add, source_backfill, source_lists):
    module.register(sources_app)


@sources_app.command("list")
def list_sources(
    context: typer.Context,
    show_all: Annotated[
        bool, typer.Option("--all", "-a", help="Also the known sources that are not in use.")
    ] = False,
    province: Annotated[
        str | None,
        typer.Option("--province", "-p", help="Any name of it, from before the merger too."),
    ] = None,
    level: Annotated[
        Literal["party", "government", "press"] | None,
        typer.Option("--level", help="Who speaks."),
    ] = None,
    kind: Annotated[
        Literal["feed", "listing", "page", "folder"] | None,
        typer.Option("--kind", help="What is read."),
    ] = None,
    words: Annotated[
        str, typer.Option("--words", "-w", help="In name, section, id or address.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """Show the sources, one a line; tab-separated where it is not a terminal that reads."""
    from bot.language.provinces import province_name
    from bot.sources.known import Wish, find_known, known_sources

    if province is not None and province_name(province) is None:
        raise typer.BadParameter(f"{province!r} is no province", param_hint="--province")
    options = context_of(context)
    own = _own(options)
    offered = [it for it in known_sources() if it.id not in own] if show_all else []
    wish = Wish(province=province, level=level, kind=kind, words=words)
    found = find_known(wish, (*own.values(), *offered))
    if as_json:
        print_json(found)
    elif sys.stdout.isatty():
        _print_table(found)
    else:
        for source in found:
            typer.echo("\t".join(_columns(source)))
    if not show_all and not as_json:
        more = len(find_known(wish, (it for it in known_sources() if it.id not in own)))
        if more:
            typer.echo(f"{more} more could be turned on: see them with --all", err=True)


@sources_app.command("on")
def turn_on(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Ids, as `diemtin sources list --all` shows.")],
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Turn on what could be read without asking.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What came back as JSON; needs --yes.")
    ] = False,
) -> None:
    """Try each source, show what came back, and turn it on.

    Exit code 1 when one could not be read, or was not agreed to; it stays off.
    """
    from bot.ingest.source_switch import SWITCHED, all_sources, switch_source
    from bot.rooms import build_rooms
    from bot.sources.known import known_source

    if as_json and not yes:
        raise typer.BadParameter("cannot ask while printing JSON: add --yes", param_hint="--json")
    options = context_of(context)
    told = []
    with options.owning() as store:
        rooms = build_rooms(options.settings, store)
        have = all_sources(rooms.sources, store)
        wanted = [(it, have.get(it) or known_source(it)) for it in dict.fromkeys(ids)]
        chosen = []
        for source_id, source in wanted:
            if source is None or source.kind not in SWITCHED:
                raise typer.BadParameter(f"{source_id!r} is no source that can be turned on")
            chosen.append(source)
        for source, trial in asyncio.run(_trials(rooms, chosen)):
            if not as_json:
                _print_trial(source, trial, rooms)
            on = not isinstance(trial, str) and (yes or typer.confirm("Turn it on?"))
            if on:
                switch_source(store, source, on=True, actor="cli", now=system_clock())
            told.append({"id": source.id, "on": on, **_trial_json(trial)})
    if as_json:
        print_json(told)
    if not all(each["on"] for each in told):
        raise typer.Exit(1)


@sources_app.command("off")
def turn_off(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Ids, as `diemtin sources list` shows.")],
) -> None:
    """Turn sources off: they are asked no more, their articles stay."""
    from bot.ingest.source_switch import SWITCHED, all_sources, switch_source
    from bot.rooms import build_rooms

    options = context_of(context)
    with options.owning() as store:
        have = all_sources(build_rooms(options.settings, store).sources, store)
        for source_id in ids:
            if source_id not in have or have[source_id].kind not in SWITCHED:
                raise typer.BadParameter(f"{source_id!r} is no source that can be turned off")
        for source_id in ids:
            switch_source(store, have[source_id], on=False, actor="cli", now=system_clock())
            typer.echo(f"{source_id}: off")


def _own(options: Context) -> dict[str, Source]:
    """What the bot has: the operator's file and what curators chose."""
    from bot.ingest.source_switch import all_sources
    from bot.rooms import build_rooms

    with options.reading() as store:
        return all_sources(build_rooms(options.settings, store).sources, store)


async def _trials(
    rooms: Rooms, sources: Sequence[Source]
) -> list[tuple[Source, Trial | str | None]]:
    """What came back of each; a text is why it could not be read, None: there is nothing to ask."""
    from rich.console import Console
    from rich.progress import track

    from bot.errors import SourceError
    from bot.ingest.source_trial import try_source
    from bot.rooms import build_fetcher

    done: list[tuple[Source, Trial | str | None]] = []
    console = Console(stderr=True)
    async with build_fetcher(rooms) as fetcher:
        for source in track(
            sources,
            "Trying",
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            if source.url is None:
                done.append((source, None))
                continue
            try:
                zone, now = rooms.settings.zone, rooms.clock()
                done.append((source, await try_source(source, fetcher, zone=zone, now=now)))
            except SourceError as error:
                done.append((source, str(error)))
    return done


def _trial_json(trial: Trial | str | None) -> dict[str, object]:
    if trial is None:
        return {}
    if isinstance(trial, str):
        return {"error": trial}
    articles = [
        {
            "title": each.title,
            "url": each.url,
            "published": each.published.isoformat() if each.published else None,
            "authors": each.authors,
            "words": each.words,
        }
        for each in trial.samples
    ]
    return {"entries": trial.entries, "articles": articles, "failures": trial.failures}


def _print_trial(source: Source, trial: Trial | str | None, rooms: Rooms) -> None:
    typer.secho(f"{source.id}: {_title(source)}", bold=True)
    if isinstance(trial, str):
        typer.echo(f"  cannot be read: {trial}", err=True)
    elif trial is not None:
        typer.echo(f"  {source.kind} at {source.url}: {trial.entries} entries")
        for each in trial.samples:
            date = each.published.astimezone(rooms.settings.zone) if each.published else None
            stated = f"{date:%Y-%m-%d %H:%M}" if date else "no date"
            typer.echo(f"  {stated}  {each.title}")
        for failure in trial.failures:
            typer.echo(f"  {failure}", err=True)


def _title(source: Source) -> str:
    return f"{source.name} – {source.section}" if source.section else source.name


def _columns(source: Source) -> tuple[str, ...]:
    return (
        source.id,
        "on" if source.enabled else "off",
        source.kind,
        source.level or "",
        source.province or "",
        _title(source),
        source.url or source.path or "",
    )


def _print_table(found: Sequence[Source]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("id", "", "kind", "level", "province", "name", "address"):
        table.add_column(name, overflow="fold")
    for source in found:
        table.add_row(*_columns(source), style=None if source.enabled else "dim")
    # names come from outside: `[b]` in one is no markup
    Console(markup=False, highlight=False).print(table)
