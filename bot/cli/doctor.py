"""`diemtin doctor`: one line per thing that must work; each is ok, or says what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.context import Context, context_of, print_json
from bot.clock import system_clock
from bot.errors import BotError
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.cli.source_health import SourceLine
    from bot.config import Settings
    from storage.models import SourceState

LOW_DISK = 500 * 1024 * 1024
"""Bytes: below this a week's files and their index may not fit any more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing."""

    subject: str
    state: Literal["ok", "note", "fail"]
    text: str
    line: SourceLine | None = None
    """For sources: the same in columns; not part of the JSON."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(doctor)


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="A source that is not well fails as well.")
    ] = False,
    try_all: Annotated[
        bool, typer.Option("--try", help="Read every source now; nothing is kept of it.")
    ] = False,
) -> None:
    """Check token, store, clock, sources and disk. Exit code 1 when something fails."""
    options = context_of(context)
    findings = list(examine(options, strict=strict, try_all=try_all))
    if as_json:
        keys = ("subject", "state", "text")
        print_json([{key: getattr(each, key) for key in keys} for each in findings])
    else:
        signs = {"ok": ("ok  ", "green"), "note": ("note", "yellow"), "fail": ("FAIL", "red")}
        for finding in findings:
            if finding.line is not None:
                continue
            sign, color = signs[finding.state]
            typer.echo(f"{typer.style(sign, fg=color)}  {finding.subject}: {finding.text}")
        lines = [finding.line for finding in findings if finding.line is not None]
        if lines:
            from bot.cli.source_health import print_table

            typer.echo()
            print_table(lines, options)
    if any(finding.state == "fail" for finding in findings):
        raise typer.Exit(1)


def examine(options: Context, *, strict: bool = False, try_all: bool = False) -> Iterator[Finding]:
    """All findings; `strict` and `try_all` are the options.

    Raises:
        ConfigError: without settings there is nothing to examine.
    """
    settings = options.settings
    yield Finding("settings", "ok", f"zone {settings.timezone}, language {settings.language}")
    yield _token(settings)
    if settings.paid_broadcast_rate is not None:
        yield Finding(
            "broadcast",
            "note",
            f"PAID_BROADCAST_RATE={settings.paid_broadcast_rate}: each message beyond 30 a second "
            "costs 0.1 Telegram Stars",
        )
    yield from _store(options)
    yield from _damaged(settings.data_dir)
    yield from _sources(options, strict=strict, try_all=try_all)
    yield _clock()
    yield _disk(settings.data_dir)
    yield _inbox(settings.inbox)


def _token(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return Finding("token", "note", "BOT_TOKEN is not set: `run` opens the terminal chat")
    from bot.telegram_edge.probe import ask_name

    try:
        name = asyncio.run(ask_name(settings))
    except BotError as error:
        return Finding("token", "fail", str(error))
    return Finding("token", "ok", f"@{name} at {settings.bot_api_url}")


def _store(options: Context) -> Iterator[Finding]:
    if options.settings.data_dir.is_file():
        yield Finding("store", "fail", f"DATA_DIR: {options.settings.data_dir} is a file")
        return
    if not options.settings.data_dir.exists():
        yield Finding("store", "note", f"{options.settings.data_dir} is made at the first run")
        return
    try:
        with options.reading() as store:
            articles = store.count_articles()
            yield Finding(
                "store", "ok", f"{articles} articles, {len(store.list_subscribers())} subscribers"
            )
            from bot.ingest.renewal import articles_left

            if left := articles_left(store):
                yield Finding(
                    "facts",
                    "note",
                    f"{left} articles are still to be read by new rules; `run` does it",
                )
            for problem in store.problems():
                yield Finding("store", "fail", f"{problem.file}: {problem.what}")
            held = [count for status, count in store.count_deliveries().items() if status == "held"]
            if sum(held):
                yield Finding(
                    "deliveries", "note", f"{sum(held)} parts are held: their outcome is unknown"
                )
    except StorageError as error:
        yield Finding("store", "fail", str(error))


def _sources(options: Context, *, strict: bool, try_all: bool) -> Iterator[Finding]:
    from bot.sources.catalog import load_catalog

    try:
        catalog = load_catalog(options.settings.sources_file)
    except BotError as error:
        yield Finding("sources", "fail", str(error))
        return
    states: dict[str, SourceState] = {}
    known = {source.id: source for source in catalog}
    if options.settings.data_dir.is_dir():
        with options.reading() as store:
            states = {state.source: state for state in store.list_source_states()}
            known |= {source.id: source for source in store.list_sources()}
    enabled = sum(source.enabled for source in known.values())
    yield Finding("sources", "ok", f"{enabled} of {len(known)} are turned on")
    from bot.cli.source_health import source_lines, tried

    lines = source_lines(list(known.values()), states, system_clock())
    for each in tried(lines, options) if try_all else lines:
        bad: Literal["note", "fail"] = "fail" if strict else "note"
        yield Finding("source", "ok" if each.well else bad, each.text, each)


def _damaged(folder: Path) -> Iterator[Finding]:
    for file in sorted(folder.rglob("*.corrupt-*")) if folder.is_dir() else ():
        yield Finding(
            "store",
            "fail",
            f"{file.relative_to(folder)} was damaged and set aside: restore a backup, or delete it",
        )


def _clock() -> Finding:
    now = system_clock()
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < built - timedelta(days=1):
        return Finding(
            "clock", "fail", f"it says {now:%Y-%m-%d}, before this program was installed: set it"
        )
    return Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC")


def _disk(folder: Path) -> Finding:
    place = folder
    while not place.exists():
        place = place.absolute().parent
    free = shutil.disk_usage(place).free
    text = f"{free // 1024**2:,} MiB free"
    if not os.access(place, os.W_OK):
        return Finding("disk", "fail", f"{place} cannot be written to: change its owner or mode")
    if free < LOW_DISK:
        return Finding("disk", "fail", f"{text}: make room, at least {LOW_DISK // 1024**2} MiB")
    return Finding("disk", "ok", text)


def _inbox(folder: Path) -> Finding:
    if not folder.exists():
        return Finding("inbox", "ok", f"{folder} is made at the first run")
    failed = folder / "failed"
    count = len(list(failed.glob("*.why.txt"))) if failed.exists() else 0
    if count:
        return Finding("inbox", "note", f"{count} files could not be read: see {failed}")
    return Finding("inbox", "ok", str(folder))
