"""`diemtin sources backfill`: bring past weeks of a source in, without telling them as news."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import context_of, print_json

if TYPE_CHECKING:
    from bot.ingest.backfill import BackfillReport, OnProgress
    from bot.rooms import Rooms
    from storage.models import Source

_ENDED = {
    "range": "done",
    "archive": "done: the archive goes back no further",
    "cap": "stopped at the cap of pages; run it again to go on",
    "refused": "the host gives no more for now; run it again later to go on",
}


def register(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command("backfill")(backfill)


def backfill(
    context: typer.Context,
    source_id: Annotated[
        str, typer.Argument(metavar="ID", help="As `diemtin sources list` shows it.")
    ],
    weeks: Annotated[int, typer.Option("--weeks", "-w", min=1, max=520, help="How far back.")],
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin at the newest page, not where it stopped.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A report as JSON.")] = False,
) -> None:
    """Bring in what a source published in the past weeks, at the pace that its host allows.

    What comes in can be searched; digests tell of it only if it is younger than a week. Ctrl-C
    stops it safely: the same command goes on where it stopped. Exit code 1 when it did not reach
    its end.
    """
    from bot.ingest.source_switch import all_sources
    from bot.rooms import build_rooms

    options = context_of(context)
    with options.owning() as store:
        rooms = build_rooms(options.settings, store)
        source = all_sources(rooms.sources, store).get(source_id)
        if source is None or source.kind not in ("feed", "listing"):
            raise typer.BadParameter(f"{source_id!r} is no feed or listing", param_hint="ID")
        try:
            with _progress(weeks) as on_progress:
                report = asyncio.run(_walk(rooms, source, weeks, on_progress, restart=restart))
        except KeyboardInterrupt:
            typer.echo("stopped; the same command goes on from here", err=True)
            raise typer.Exit(130) from None
    ended = report.ended.value if report.ended is not None else ""
    if as_json:
        print_json(
            {
                "pages": report.pages,
                "added": report.added,
                "known": report.known,
                "failed": len(report.failures),
                "oldest": report.oldest.isoformat() if report.oldest else None,
                "ended": ended,
            }
        )
    else:
        since = f" back to {report.oldest:%Y-%m-%d}" if report.oldest else ""
        typer.echo(
            f"{report.added} new, {report.known} already known, {len(report.failures)} failed, "
            f"from {report.pages} pages{since}; {_ENDED.get(ended, ended)}"
        )
    if ended not in ("range", "archive"):
        raise typer.Exit(1)


async def _walk(
    rooms: Rooms, source: Source, weeks: int, on_progress: OnProgress, *, restart: bool
) -> BackfillReport:
    from bot.ingest.backfill import Backfill
    from bot.ingest.intake import Intake
    from bot.rooms import build_fetcher

    zone = rooms.settings.zone
    async with build_fetcher(rooms) as fetcher:
        return await Backfill(
            source,
            intake=Intake(rooms.store, fetcher, zone=zone, clock=rooms.clock),
            fetcher=fetcher,
            store=rooms.store,
            zone=zone,
            clock=rooms.clock,
            weeks=weeks,
            restart=restart,
        ).run(on_progress)


@contextmanager
def _progress(weeks: int) -> Iterator[OnProgress]:
    """A bar of days gone back, on standard error while it is a terminal; silent otherwise."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.clock import system_clock

    console = Console(stderr=True)
    days = weeks * 7
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f} days"),
        TimeElapsedColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        task = progress.add_task("0 articles", total=days)

        def on_progress(report: BackfillReport) -> None:
            gone = (system_clock() - report.oldest).days if report.oldest else 0
            progress.update(
                task,
                completed=days if report.ended is not None else min(gone, days),
                description=f"{report.added} articles, page {report.pages}",
            )

        yield on_progress
