"""`diemtin sources add`: try an address, show what came back, and only then add it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.context import context_of, print_json
from bot.clock import system_clock
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.ingest.report import PollReport
    from bot.ingest.trial import Trial
    from bot.rooms import Rooms
    from storage.models import Source


def register(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command("add")(add)


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A feed, or a home or section page.")],
    name: Annotated[str | None, typer.Option("--name", "-n", help="Default: its own.")] = None,
    province: Annotated[
        str | None, typer.Option("--province", "-p", help="Any name of it, old or new.")
    ] = None,
    level: Annotated[
        Literal["party", "government", "press"] | None,
        typer.Option("--level", help="Who speaks."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add without asking.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What came back as JSON; adds only with --yes.")
    ] = False,
) -> None:
    """Find the feed, news sitemap or list of articles at an address, show three articles, add it.

    Exit code 1 when nothing could be read there, or it was not agreed to; nothing is added then.
    """
    from bot.ingest.known import known_source
    from bot.ingest.source_switch import all_sources
    from bot.ingest.trial import as_source
    from bot.language.provinces import province_name
    from bot.rooms import build_rooms

    if province is not None and province_name(province) is None:
        raise typer.BadParameter(f"{province!r} is no province", param_hint="--province")
    options = context_of(context)
    address = url if "://" in url else f"https://{url}"
    with options.owning() as store:
        rooms = build_rooms(options.settings, store)
        have = all_sources(rooms.sources, store)
        _refuse(known_source(address, have.values()))
        trial = asyncio.run(_tried(rooms, address))
        _refuse(known_source(trial.url, have.values()))
        source = as_source(
            trial,
            have,
            name=name,
            province=province_name(province) if province else None,
            level=level,
        )
        if not as_json:
            _print(trial, source, rooms)
        added = bool(trial.samples) and (yes or (not as_json and typer.confirm("Add it?")))
        report = None
        if added:
            from storage.models import AuditEntry

            store.append_audit(
                AuditEntry(at=system_clock(), actor="cli", action="source.added", detail=source.id)
            )
            store.put_source(source)
            report = asyncio.run(_first_poll(rooms, source))
    if as_json:
        print_json(_json(trial, source, added=added))
    elif report is not None:
        outcome = report.error or f"{report.added} articles read"
        typer.echo(f"{source.id}: added; {outcome}")
    if not added:
        raise typer.Exit(1)


def _refuse(known: Source | None) -> None:
    if known is not None:
        raise BotError(f"that address is already followed as {known.id} ({known.name})")


async def _tried(rooms: Rooms, url: str) -> Trial:
    from bot.ingest.trial import try_url
    from bot.rooms import build_fetcher

    async with build_fetcher(rooms) as fetcher:
        return await try_url(url, fetcher=fetcher, zone=rooms.settings.zone, now=rooms.clock())


async def _first_poll(rooms: Rooms, source: Source) -> PollReport:
    from bot.rooms import build_fetcher, build_ingestor

    async with build_fetcher(rooms) as fetcher:
        return await build_ingestor(rooms, fetcher).poll_source(source)


_MISSING = {
    "articles": "no article could be read",
    "dates": "no article states its date",
    "texts": "no text could be read",
    "authors": "no article names an author",
}


def _print(trial: Trial, source: Source, rooms: Rooms) -> None:
    typer.secho(f"{source.id}: {source.name}", bold=True)
    kind = "news sitemap" if trial.sitemap else trial.kind
    more = f", the best of {trial.feeds} feeds" if trial.feeds > 1 else ""
    typer.echo(f"  {kind} at {trial.url}{more}: {trial.entries} articles")
    for each in trial.samples:
        date = each.published.astimezone(rooms.settings.zone) if each.published else None
        stated = f"{date:%Y-%m-%d %H:%M}" if date else "no date"
        typer.echo(f"\n  {stated}  {each.title}")
        if each.first_words:
            typer.echo(f"    {each.first_words}")
    typer.echo()
    for missing in trial.missing:
        typer.echo(f"  {_MISSING[missing]}", err=True)
    for failure in trial.failures:
        typer.echo(f"  {failure}", err=True)


def _json(trial: Trial, source: Source, *, added: bool) -> dict[str, object]:
    articles = [
        {
            "title": each.title,
            "url": each.url,
            "published": each.published.isoformat() if each.published else None,
            "authors": each.authors,
            "words": each.words,
            "first_words": each.first_words,
        }
        for each in trial.samples
    ]
    return {
        "id": source.id,
        "added": added,
        "kind": trial.kind,
        "url": trial.url,
        "name": source.name,
        "entries": trial.entries,
        "feeds": trial.feeds,
        "sitemap": trial.sitemap,
        "articles": articles,
        "missing": trial.missing,
        "failures": trial.failures,
    }
