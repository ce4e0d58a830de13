"""`diemtin facts`: what was understood of an article in a file, as a record to read or as JSON."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import Context, context_of, print_json
from bot.clock import system_clock

if TYPE_CHECKING:
    from bot.facts.record import DocumentCited, Fact, Facts, FigureNamed, PlaceNamed
    from bot.ingest.parsed import ParsedArticle
    from storage.models import Article

_LABEL = 15
"""Width of the column of labels."""
_NARROW = 50
"""Columns below which values stand under their label."""
_WIDEST = 110


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(facts)


def facts(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=".txt and .html files, or folders.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object per article, each on a line.")
    ] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Below each fact the sentence that says it.")
    ] = False,
) -> None:
    """Show the facts of an article: documents, people, bodies, places, times, figures, requests.

    Files are read as `ingest` reads them; nothing is kept. Exit code 1 when one cannot be read.
    """
    from bot.errors import SourceError
    from bot.facts.extract import extract_afresh
    from bot.facts.facts_json import facts_json
    from bot.ingest.reading import read_path

    options = context_of(context)
    failed = shown = 0
    for file in files:
        for path, read in read_path(file, zone=options.settings.zone, now=system_clock()):
            if isinstance(read, SourceError):
                failed += 1
                typer.echo(f"{path}: {read}", err=True)
                continue
            article = _article_of(read)
            found = extract_afresh(article)
            if as_json:
                print_json(facts_json(article, found))
            else:
                typer.echo("\n" * bool(shown) + _heading(path, article, options))
                for row in record_lines(article, found, sentences=sentences):
                    typer.echo(row)
            shown += 1
    if failed:
        raise typer.Exit(1)


def _article_of(read: ParsedArticle) -> Article:
    """The article that the store would keep, as far as facts depend on it."""
    from storage.models import Article

    now = system_clock()
    return Article(
        id="file",
        source="local",
        title=read.title,
        fingerprint="",
        first_seen=now,
        updated_at=now,
        published=read.published,
        published_precision=read.published_precision,
        event_date=read.event_date,
        lead=read.lead,
        paragraphs=read.paragraphs,
        captions=read.captions,
    )


def _heading(path: Path, article: Article, options: Context) -> str:
    day = article.published.astimezone(options.settings.zone) if article.published else None
    dated = f" · {day:%d/%m/%Y}" if day else ""
    return "\n".join(textwrap.wrap(article.title, _width())) + f"\n{path.name}{dated}"


def _width() -> int:
    return max(20, min(_WIDEST, shutil.get_terminal_size().columns))


def record_lines(
    article: Article, found: Facts, *, sentences: bool = False, width: int | None = None
) -> Iterator[str]:
    """The record, line by line; kinds of which the article says nothing are left out.

    `width` is in columns; None: that of the terminal.
    """
    from bot.facts.article_text import article_text
    from bot.facts.facts_json import sentence_of

    text = article_text(article)
    columns = width or _width()
    for label, rows in _groups(found, text.text):
        first = True
        for value, fact in rows:
            yield from _row(label if first else "", value, columns)
            first = False
            said = sentence_of(fact, text) if sentences and fact is not None else None
            if said:
                yield from _row("", f"“{said}”", columns, indent=2)


def _row(label: str, value: str, columns: int, indent: int = 0) -> Iterator[str]:
    """A label and its value in two columns; one below the other where it is narrow."""
    if columns < _NARROW:
        if label:
            yield label
        margin = " " * (2 + indent)
        yield from textwrap.wrap(
            value, columns, initial_indent=margin, subsequent_indent=margin + "  "
        )
        return
    margin = " " * (_LABEL + indent)
    yield from textwrap.wrap(
        value,
        columns,
        initial_indent=label.ljust(_LABEL) + " " * indent,
        subsequent_indent=margin + "  ",
    )


def _groups(found: Facts, text: str) -> Iterator[tuple[str, list[tuple[str, Fact | None]]]]:
    """Labels with their values and the fact of each."""
    from bot.facts.facts_json import first_of_each

    if found.event is not None:
        yield "Event", [(value, found.event) for value in _event_values(found)]
    for label, role in (
        ("Periods", "period"),
        ("Deadlines", "deadline"),
        ("Coming", "coming"),
    ):
        yield label, [(it.label, it) for it in first_of_each(found.times, role)]
    yield "Documents", [(_document(it, text), it) for it in found.documents]
    yield "People", [(_with(it.name, (*it.posts, *_roles(it.roles))), it) for it in found.people]
    yield "Organisations", [(it.name, it) for it in found.organisations]
    yield "Places", [(_place(it), it) for it in found.places]
    yield "Figures", [(_figure(it), it) for it in found.figures]
    requests: list[tuple[str, Fact | None]] = []
    for request in found.requests:
        requests.append((f"{request.asker or '…'} → {request.asked or '…'}", request))
        requests += [(f"• {text[start:end]}", None) for start, end in request.tasks]
    yield "Requests", requests


def _event_values(found: Facts) -> Iterator[str]:
    event = found.event
    assert event is not None  # noqa: S101 - the caller has looked
    days = " – ".join(f"{day:%d/%m/%Y}" for day in (event.date, event.last_date) if day)
    yield _with(event.type, [days] if days else [])
    for label, value in (
        ("host", event.host),
        ("place", event.place),
        ("chair", "; ".join(event.chairs)),
        ("with", "; ".join(event.participants)),
    ):
        if value:
            yield f"{label}: {value}"


def _with(name: str, more: Iterable[str]) -> str:
    told = "; ".join(more)
    return f"{name} – {told}" if told else name


def _roles(roles: Iterable[str]) -> list[str]:
    told = ", ".join(role.replace("_", " ") for role in roles)
    return [f"({told})"] if told else []


def _document(it: DocumentCited, text: str) -> str:
    words = " ".join(text[it.start : it.end].split())
    told = [f"khóa {it.term}"] if it.term and it.term not in words else []
    if it.subject and it.subject not in words:
        told.append(it.subject)
    return _with(words, told)


def _place(it: PlaceNamed) -> str:
    told = [it.province] if it.province and it.province != it.name else []
    return _with(it.name, [*told, *(["inferred"] if it.inferred else [])])


def _figure(it: FigureNamed) -> str:
    value = f"{it.value:,.15g}" if it.numerator is None else f"{it.numerator:g}/{it.denominator:g}"
    value = value.translate(str.maketrans(",.", ".,"))
    if it.upto is not None:
        value += "–" + f"{it.upto:,.15g}".translate(str.maketrans(",.", ".,"))
    unit = "" if it.unit is None else it.unit if it.unit == "%" else f" {it.unit}"
    counted = [it.counted] if it.counted else []
    qualifier = f"{it.qualifier.lower()} " if it.qualifier else ""
    return ("  " if it.of is not None else "") + _with(f"{qualifier}{value}{unit}", counted)
