"""What a reader's answers to "useful?" make of the preferences. Pure.

An answer multiplies (useful) or divides (not useful) the factors of what the story is about by the
steps of `ranking.toml`. It is kept with what it really changed, so that it can be taken back at any
time and in any order; one answer for one thing, the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bot.digest.rank import ranking
from storage.models import Preferences, Vote

MOST_VOTES = 40
"""Latest answers that can be taken back; what older ones changed stays."""

MOST_FACTORS = 60
"""Factors that are kept; beyond, the ones nearest to 1 are forgotten."""

_NOTHING = 0.001
"""A factor that is nearer to 1 is none."""


def vote_on(preferences: Preferences, on: str) -> Vote | None:
    """The answer about this thing; None: there is none (any more)."""
    return next((it for it in preferences.votes if it.on == on), None)


def voted(preferences: Preferences, on: str, about: Iterable[str], *, useful: bool) -> Preferences:
    """The preferences after an answer about `on`; the same answer again changes nothing.

    Args:
        preferences: those before.
        on: as `Vote.on`.
        about: keys of `Preferences.feedback`, each once; which kinds there are says
            `ranking.toml`, others are passed over.
        useful: the answer.
    """
    known = vote_on(preferences, on)
    if known is not None and known.useful == useful:
        return preferences
    before = undone(preferences, on)
    steps = ranking().feedback
    by_kind = {"topic": steps.topic, "source": steps.source, "org": steps.org}
    factors = dict(before.feedback)
    changes: list[tuple[str, float]] = []
    for key in dict.fromkeys(about):
        step = by_kind.get(key.partition(":")[0])
        if step is None:
            continue
        was = factors.get(key, 1.0)
        now = min(steps.most, max(steps.least, was * (step if useful else 1 / step)))
        if now != was:
            factors[key] = now
            changes.append((key, now / was))
    vote = Vote(on=on, useful=useful, changes=tuple(changes))
    votes = (*before.votes, vote)[-MOST_VOTES:]
    return replace(before, feedback=_sorted(factors.items()), votes=votes)


def undone(preferences: Preferences, on: str) -> Preferences:
    """The preferences without the answer about `on`, and without what it changed."""
    vote = vote_on(preferences, on)
    if vote is None:
        return preferences
    bounds = ranking().feedback
    factors = dict(preferences.feedback)
    for key, by in vote.changes:
        factors[key] = min(bounds.most, max(bounds.least, factors.get(key, 1.0) / by))
    votes = tuple(it for it in preferences.votes if it.on != on)
    return replace(preferences, feedback=_sorted(factors.items()), votes=votes)


def forgotten(preferences: Preferences, key: str | None = None) -> Preferences:
    """The preferences with this factor back at 1; None: with all of them, and no answers left."""
    if key is None:
        return replace(preferences, feedback=(), votes=())
    votes = (
        replace(it, changes=tuple(each for each in it.changes if each[0] != key))
        for it in preferences.votes
    )
    left = tuple(it for it in preferences.feedback if it[0] != key)
    return replace(preferences, feedback=left, votes=tuple(votes))


def _sorted(factors: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Those that are not 1, by key, the strongest of too many."""
    kept: Sequence[tuple[str, float]] = [
        (key, round(value, 6)) for key, value in factors if abs(value - 1) >= _NOTHING
    ]
    if len(kept) > MOST_FACTORS:
        kept = sorted(kept, key=lambda it: (-max(it[1], 1 / it[1]), it[0]))[:MOST_FACTORS]
    return tuple(sorted(kept))
