"""Which sources had something to say in a period, which were silent, which could not be read. Pure.

A source counts if the bot asked it within the period, or if it delivered. Folders and handed-in
files are no outlets: they count when they deliver only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.models import SourceState

FAILURES = 2
"""Attempts that failed one after the other: a single one says nothing of a period."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Ids of sources, sorted; each in one of the three."""

    fresh: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Read, and had nothing new."""
    failed: tuple[str, ...] = ()
    """Delivered nothing, and the last attempts to read them failed."""


def freshness(
    states: Iterable[SourceState],
    delivered: Collection[str],
    *,
    since: datetime,
    until: datetime,
    chosen: Collection[str] = (),
    off: Collection[str] = (),
) -> Freshness:
    """The sources of (since, until].

    Args:
        states: what polling knows, as of `until` or later.
        delivered: ids of the sources of the articles first seen (or published) in the period.
        since, until: the period.
        chosen: the sources that the reader wants; empty: all.
        off: sources that were turned off: silent ones of these do not count.
    """
    silent, failed = set[str](), set[str]()
    for state in states:
        if state.source in delivered or state.source in off or state.url is None:
            continue
        asked = state.last_attempt_at
        if asked is None or asked <= since or (state.first_success_at or asked) > until:
            continue
        failing = state.health.failing_since
        troubled = failing is not None and failing <= until and state.error_streak >= FAILURES
        (failed if state.gone or troubled else silent).add(state.source)

    def wanted(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(it for it in ids if not chosen or it in chosen))

    return Freshness(wanted(delivered), wanted(silent), wanted(failed))
