"""A subscriber's filters as a reader sees them: lines of names, and marks for buttons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.language.provinces import province_name
from bot.messages.rich import Line
from storage.models import Preferences

KINDS = ("topics", "provinces", "sources", "words", "excluded_words")
"""Fields of `Preferences` that filter, in the order of telling."""
SHOWN = 60


def filter_lines(context: Context, wishes: Preferences) -> list[Line]:
    """A line for each kind of filter that is set."""
    return [
        context.line(f"filters.{kind}", names=", ".join(names))
        for kind in KINDS
        if (names := [shown_name(context, kind, each) for each in getattr(wishes, kind)])
    ]


def shown_name(context: Context, kind: str, value: str) -> str:
    """What a value is called: a topic's or source's name, a province with its diacritics."""
    if kind == "topics":
        return context.text(f"digest.topic.{value}")
    if kind == "provinces":
        return province_name(value) or value
    if kind == "sources":
        return shorten(context.source_name(value), SHOWN)
    return f"“{shorten(value, SHOWN)}”"


def filters_of(wishes: Preferences) -> Iterator[tuple[str, str]]:
    """Each filter as kind and value."""
    for kind in KINDS:
        for value in getattr(wishes, kind):
            yield kind, value


def mark(kind: str, value: str) -> str:
    """A short name for a filter: a word may be too long for a button."""
    return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()[:10]
