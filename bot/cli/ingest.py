"""`diemtin ingest`: files, folders, feeds and pages in, with a progress bar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import Context, context_of, print_json
from bot.cli.progress import counting
from bot.clock import system_clock
from storage.errors import StoreInUse

if TYPE_CHECKING:
    from bot.ingest.parsed import ParsedArticle
    from bot.ingest.report import IngestReport
    from storage.base import Store

OnProgress = Callable[[int, int, str], None]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(ingest)


def ingest(
    context: typer.Context,
    items: Annotated[
        list[str], typer.Argument(help="Files, folders (read recursively) and http(s) URLs.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read from files; keep nothing.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="With --dry-run one JSON object per article, else a report."),
    ] = False,
) -> None:
    """Take in articles: .txt and .html files, folders of them, feeds and article pages.

    Beside a running bot the input is handed over through its inbox. Exit code 1 when something
    could not be read; everything else is kept all the same.
    """
    options = context_of(context)
    take = _dry_run if dry_run else _ingest
    failed = take(options, items, as_json)
    if failed:
        raise typer.Exit(1)


def _is_url(item: str) -> bool:
    return item.lower().startswith(("http://", "https://"))


def _dry_run(options: Context, items: list[str], as_json: bool) -> int:
    from bot.errors import SourceError
    from bot.ingest.reading import read_path

    failed = 0
    for item in items:
        if _is_url(item):
            raise typer.BadParameter(f"{item}: --dry-run reads files and folders only")
        for path, read in read_path(Path(item), zone=options.settings.zone, now=system_clock()):
            if isinstance(read, SourceError):
                failed += 1
                typer.echo(f"{path.name}: {read}", err=True)
            elif as_json:
                print_json(article_json(read, options))
            else:
                _print_article(path, read, options)
    return failed


def article_json(article: ParsedArticle, options: Context) -> dict[str, Any]:
    """One article as `--json` shows it: every key always present, null for what is not stated."""
    published = article.published
    return {
        "title": article.title,
        "published": published.astimezone(options.settings.zone).isoformat() if published else None,
        "published_precision": article.published_precision,
        "authors": article.authors,
        "lead": article.lead,
        "paragraphs": article.paragraphs,
        "captions": article.captions,
        "section": article.section,
        "views": article.views,
        "event_date": article.event_date,
        "source": "local",
        "url": article.url,
    }


def _print_article(path: Path, article: ParsedArticle, options: Context) -> None:
    for key, value in article_json(article, options).items():
        if key == "title":
            typer.secho(f"{path.name}: {value}", bold=True)
        elif key == "paragraphs":
            typer.echo(f"  {key}: {len(article.paragraphs)}")
        elif value not in (None, ()):
            shown = "; ".join(value) if isinstance(value, tuple) else value
            typer.echo(f"  {key}: {shown}")


def _ingest(options: Context, items: list[str], as_json: bool) -> int:
    try:
        with options.owning() as store:
            report = asyncio.run(_take_in(options, store, items))
    except StoreInUse as error:
        return _hand_over(options, items, as_json, error)
    _print_report(report, as_json)
    return len(report.failures)


async def _take_in(options: Context, store: Store, items: list[str]) -> IngestReport:
    from bot.ingest.report import IngestReport
    from bot.rooms import build_fetcher, build_ingestor, build_rooms

    rooms = build_rooms(options.settings, store)
    report = IngestReport()
    async with build_fetcher(rooms) as fetcher:
        ingestor = build_ingestor(rooms, fetcher)
        with _progress() as on_progress:
            for item in items:
                if _is_url(item):
                    report += await ingestor.ingest_url(item, on_progress)
                else:
                    report += await ingestor.ingest_path(Path(item), on_progress)
    return report


def _hand_over(options: Context, items: list[str], as_json: bool, error: StoreInUse) -> int:
    from bot.ingest.inbox import hand_over

    wanted = [item if _is_url(item) else Path(item) for item in items]
    missing = [str(item) for item in wanted if isinstance(item, Path) and not item.exists()]
    present = [item for item in wanted if isinstance(item, str) or item.exists()]
    handed = hand_over(options.settings.inbox, present)
    if as_json:
        print_json({"handed_over": len(handed), "to_pid": error.pid, "missing": missing})
    else:
        typer.echo(
            f"The bot is running (PID {error.pid}): {len(handed)} file(s) handed over through "
            f"its inbox {options.settings.inbox}; it takes them in within a minute."
        )
        for name in missing:
            typer.echo(f"{name}: no such file or folder", err=True)
    return len(missing)


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """See `counting`: told how many of how many are done, and the name of the last."""
    with counting(None) as update:

        def on_progress(done: int, total: int, name: str) -> None:
            update(completed=done, total=total, description=name[:40])

        yield on_progress


def _print_report(report: IngestReport, as_json: bool) -> None:
    if as_json:
        failures = [failure._asdict() for failure in report.failures]
        facts = {**asdict(report), "failures": failures}
        del facts["new"]  # for the health of sources, counted in "added"
        print_json(facts)
        return
    typer.echo(
        f"{report.added} new, {report.revised} revised, {report.unchanged} already known, "
        f"{len(report.failures)} failed"
    )
    for failure in report.failures:
        typer.echo(f"{failure.name}: {failure.reason}", err=True)
