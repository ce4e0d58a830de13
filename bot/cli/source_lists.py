"""`diemtin sources export` and `import`: subscription lists (OPML) out and in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import context_of, print_json
from bot.clock import system_clock

if TYPE_CHECKING:
    from bot.ingest.list_import import ImportPlan

STANDARD_STREAM = Path("-")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("export")(export_list)
    app.command("import")(import_list)


def export_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="OPML file to write; - is standard output.")],
    show_all: Annotated[
        bool, typer.Option("--all", "-a", help="Also the known sources that are not in use.")
    ] = False,
) -> None:
    """Write the feeds, listings and pages as OPML 2.0, which other readers open too."""
    from bot.ingest.source_switch import all_sources
    from bot.rooms import build_rooms
    from bot.sources.known import known_sources
    from bot.sources.opml import KINDS, write_opml

    options = context_of(context)
    with options.reading() as store:
        have = all_sources(build_rooms(options.settings, store).sources, store)
    offered = [it for it in known_sources() if it.id not in have] if show_all else []
    sources = [it for it in (*have.values(), *offered) if it.kind in KINDS]
    written = write_opml(sources, title="Điểm Tin")
    if file == STANDARD_STREAM:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    try:
        file.write_bytes(written)
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error
    typer.echo(f"{file}: {len(sources)} sources")


def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="OPML file to read; - is standard input.")],
    off: Annotated[
        bool, typer.Option("--off", help="Add them turned off, whatever the list says.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added; change nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Add the sources of an OPML file of this bot or of another reader.

    They are turned on unless the file says otherwise, and polled for the first time within an
    hour. What they have by then can be searched but is not told as news. Exit code 1 when some
    were refused; the others are added all the same.
    """
    from bot.ingest.list_add import add_sources
    from bot.ingest.list_import import plan_import
    from bot.ingest.source_switch import all_sources
    from bot.rooms import build_rooms
    from bot.sources.opml import read_opml

    options = context_of(context)
    outlines = read_opml(_read(file))
    with options.reading() if dry_run else options.owning() as store:
        have = all_sources(build_rooms(options.settings, store).sources, store)
        plan = plan_import(
            outlines,
            list(have.values()),
            enabled=False if off else None,
            private_networks=options.settings.private_networks,
        )
        if not dry_run:
            add_sources(store, plan.added, actor="cli", now=system_clock())
    _print_report(plan, as_json=as_json, dry_run=dry_run)
    if plan.refused:
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    if file == STANDARD_STREAM:
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error


def _print_report(plan: ImportPlan, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json(
            {
                "added": [it.id for it in plan.added],
                "known": [{"name": name, "id": source} for name, source in plan.known],
                "refused": [it._asdict() for it in plan.refused],
            }
        )
        return
    verb = "would be added" if dry_run else "added"
    typer.echo(f"{len(plan.added)} {verb}, {len(plan.known)} already known", nl=False)
    typer.echo(f", {len(plan.refused)} refused")
    for source in plan.added:
        typer.echo(f"  {source.id}\t{'on' if source.enabled else 'off'}\t{source.url}")
    for failure in plan.refused:
        typer.echo(f"{failure.name}: {failure.reason}", err=True)
