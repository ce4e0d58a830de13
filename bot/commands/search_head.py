"""What stands above the articles found: how many, and how the question was understood."""

from __future__ import annotations

from datetime import date

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.language.provinces import province
from bot.messages.catalog import Catalog
from bot.messages.format import format_day
from bot.messages.rich import Line
from bot.search.answer import Answer
from bot.search.asked import Asked, FieldRead, TimeRead
from bot.search.fields import Field
from storage.text import fold

SHOWN = 60
"""Characters of a query that are repeated to the reader."""


def head(context: Context, asked: Asked, answer: Answer, shown: str | None = None) -> list[Line]:
    """The lines above the articles found; `shown`: what they are said to be looked for with."""
    above, below = _notes(context, asked, answer)
    right = answer.respelled.asked if answer.respelled else asked
    key = "search.some" if answer.relaxed else "search.found"
    count = answer.result.total if answer.relaxed else answer.whole
    query = shown if shown and not answer.respelled else right.subject or right.text
    total = context.line(key, count=count, query=shorten(query, SHOWN))
    return [*above, total, *near_lines(context.catalog, context.language, answer), *below]


def understood(context: Context, asked: Asked, answer: Answer) -> list[Line]:
    """How a query that finds nothing was read: where that was misread, it is why."""
    above, below = _notes(context, asked, answer)
    return [*above, *below]


def _notes(context: Context, asked: Asked, answer: Answer) -> tuple[list[Line], list[Line]]:
    source = answer.query.source
    name = "" if source is None else context.source_name(source)
    return notes(context.catalog, context.language, asked, answer, source=name)


def near_lines(catalog: Catalog, language: str, answer: Answer) -> list[Line]:
    """That articles stand among those found which lack some words, and how many; else nothing."""
    if answer.relaxed or not answer.result.near:
        return []
    return [catalog.line(language, "search.near", count=answer.result.near)]


def notes(
    catalog: Catalog, language: str, asked: Asked, answer: Answer, *, source: str = ""
) -> tuple[list[Line], list[Line]]:
    """How the question was weakened, and how it was understood.

    `source`: the name of the one that is searched; "": all are.
    """
    weakened: list[Line] = []
    if answer.respelled is not None:
        slip, asked = answer.respelled, answer.respelled.asked
        weakened.append(
            catalog.line(
                language,
                "search.respelled_known" if slip.known else "search.respelled",
                wrong=slip.wrong,
                right=slip.right,
            )
        )
    weakened += [
        catalog.line(
            language,
            "search.unknown_field",
            value=f"{_name(catalog, language, it)} “{shorten(it.value, SHOWN)}”",
        )
        for it in asked.fields
        if not it.known
    ]
    time = asked.time
    if answer.step == "words" and time is not None:
        weakened.append(catalog.line(language, "search.no_such_time", days=days(time)))
    if answer.time is not None and time is not None:
        weakened.append(
            catalog.line(language, "search.other_year", days=days(time), found=days(answer.time))
        )
    if answer.step == "timeless" and time is not None:
        weakened.append(catalog.line(language, "search.other_times", days=days(time)))
    understood: list[Line] = []
    named = fields_told(catalog, language, asked, source)
    if named:
        understood.append(catalog.line(language, "search.understood", fields=" · ".join(named)))
    if time is not None and answer.step in ("as_asked", "spelling"):
        understood.append(catalog.line(language, f"search.time.{time.reach}", days=days(time)))
    return weakened, understood


def fields_told(catalog: Catalog, language: str, asked: Asked, source: str) -> list[str]:
    """The fields that were understood as something else than stands in the query: a province by
    another name or with a slip, a part of a source's name."""
    told = [(it, _told(catalog, language, it)) for it in asked.fields if it.known]
    named = [
        f"{_name(catalog, language, it)} {value}" for it, value in told if value not in asked.text
    ]
    if source and fold(source) not in fold(asked.text):
        named.append(f"{catalog.text(language, 'search.field.source')} {shorten(source, SHOWN)}")
    return named


def days(time: TimeRead) -> str:
    """`20/11/2023`, `20/11–26/11/2023`, or `≤ 26/11/2023` for all before."""
    if time.first == time.last:
        return format_day(time.last)
    if time.first == date.min:  # "trước năm 2020"
        return f"≤ {format_day(time.last)}"
    return f"{_without_year(time.first, time.last)}–{format_day(time.last)}"


def _without_year(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first.year == last.year else format_day(first)


def _told(catalog: Catalog, language: str, field: FieldRead) -> str:
    """The value; of a former province also what it is part of now, whose news come with it."""
    value = shorten(field.value, SHOWN)
    today = province(field.value) if field.name is Field.PROVINCE else None
    if today is None or field.value == today.name:
        return value
    return catalog.text(language, "search.now_part_of", name=value, today=today.name)


def _name(catalog: Catalog, language: str, field: FieldRead) -> str:
    return catalog.text(language, f"search.field.{field.name.value}")
