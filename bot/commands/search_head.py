"""What stands above the articles found: how many, and how the question was understood."""

from __future__ import annotations

from datetime import date

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.messages.catalog import Catalog
from bot.messages.format import format_day
from bot.messages.rich import Line
from bot.search.answer import Answer
from bot.search.asked import Asked, FieldRead, TimeRead

SHOWN = 60
"""Characters of a query that are repeated to the reader."""


def head(context: Context, asked: Asked, answer: Answer) -> list[Line]:
    """The lines above the articles found."""
    above, below = notes(context.catalog, context.language, asked, answer)
    right = answer.respelled.asked if answer.respelled else asked
    key = "search.some" if answer.relaxed else "search.found"
    count = answer.result.total if answer.relaxed else answer.whole
    total = context.line(key, count=count, query=shorten(right.subject or right.text, SHOWN))
    return [*above, total, *near_lines(context.catalog, context.language, answer), *below]


def near_lines(catalog: Catalog, language: str, answer: Answer) -> list[Line]:
    """That articles stand among those found which lack some words, and how many; else nothing."""
    if answer.relaxed or not answer.result.near:
        return []
    return [catalog.line(language, "search.near", count=answer.result.near)]


def notes(
    catalog: Catalog, language: str, asked: Asked, answer: Answer
) -> tuple[list[Line], list[Line]]:
    """How the question was weakened, and how it was understood."""
    weakened: list[Line] = []
    if answer.respelled is not None:
        slip, asked = answer.respelled, answer.respelled.asked
        weakened.append(
            catalog.line(language, "search.respelled", wrong=slip.wrong, right=slip.right)
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
    if answer.step == "timeless" and time is not None:
        weakened.append(catalog.line(language, "search.other_times", days=days(time)))
    understood: list[Line] = []
    # a province by its name of today, a kind of event: values that are not what was typed
    fields = [it for it in asked.fields if it.known and it.value not in asked.text]
    if fields:
        named = [f"{_name(catalog, language, it)} {shorten(it.value, SHOWN)}" for it in fields]
        understood.append(catalog.line(language, "search.understood", fields=" · ".join(named)))
    if time is not None and answer.step in ("as_asked", "spelling"):
        understood.append(catalog.line(language, f"search.time.{time.reach}", days=days(time)))
    return weakened, understood


def days(time: TimeRead) -> str:
    """`20/11/2023`, or `20/11–26/11/2023`."""
    if time.first == time.last:
        return format_day(time.last)
    return f"{_without_year(time.first, time.last)}–{format_day(time.last)}"


def _without_year(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first.year == last.year else format_day(first)


def _name(catalog: Catalog, language: str, field: FieldRead) -> str:
    return catalog.text(language, f"search.field.{field.name.value}")
