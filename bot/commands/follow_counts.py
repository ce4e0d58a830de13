"""What is followed, in numbers: for whoever runs the bot. What each place follows stays its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.commands.command import Context
from bot.messages.rich import Line
from storage.models import Follow

KINDS = {
    "who": "person",
    "doc": "document",
    "cited": "document",
    "org": "body",
    "in": "province",
    "now": "province",
    "topic": "topic",
    "period": "period",
    "event": "event",
}
"""What stands before the colon of a look-up term → the field of a query that asks for it."""

WORDS = "words"


def follow_lines(context: Context) -> list[Line]:
    """How many places follow how much, which kinds, and what waits; empty where nobody does."""
    follows = context.store.list_follows()
    if not follows:
        return []
    places = len({it.subscriber for it in follows})
    lines = [
        context.line("status.follows", count=len(follows), places=places),
        context.line("status.follow_kinds", kinds=_kinds(context, follows)),
    ]
    waiting = [it for it in follows if it.pending or it.more]
    if waiting:
        notices = sum(len(it.pending) + it.more for it in waiting)
        lines.append(context.line("status.follow_waiting", count=notices, follows=len(waiting)))
    stopped = sum(it.stopped is not None for it in follows)
    if stopped:
        lines.append(context.line("status.follow_stopped", count=stopped))
    return lines


def kind_of(follow: Follow) -> str:
    """What it is about: its first field, or `WORDS`."""
    terms = (term for group in follow.query.terms for term in group)
    found = (KINDS.get(term.partition(":")[0]) for term in terms)
    return next((kind for kind in found if kind is not None), WORDS)


def _kinds(context: Context, follows: Sequence[Follow]) -> str:
    """`người 3 · văn bản 2`, the most frequent first."""
    counts = Counter(map(kind_of, follows))
    named = {
        kind: context.text("status.follow_words" if kind == WORDS else f"search.field.{kind}")
        for kind in counts
    }
    ordered = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return " · ".join(f"{named[kind]} {counts[kind]}" for kind in ordered)
