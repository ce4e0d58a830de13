"""What one poll teaches of the health of its source. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.ingest.habit import counted, seeded
from bot.ingest.health import trouble_of
from bot.ingest.quality import with_readings, worse
from storage.models import Reading, SourceHealth, SourceState

ADOPTED_AFTER = timedelta(days=30)
"""Readings that stayed different for so long are the new habit: there is nothing to come back."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What counts of an article that a poll brought.

    Attributes:
        published: None: no date was found.
        reading: how well it could be read; None: its page is still to be read.
        added: the store did not have it; False where only its page was read, or read anew.
    """

    published: datetime | None
    reading: Reading | None = None
    added: bool = True


@dataclass(frozen=True, slots=True)
class Observation:
    """What came of one poll: the articles that it brought, or the error that ended it.

    `first`: the source was never read before; what it has already is no news.
    """

    articles: Sequence[NewArticle] = ()
    error: Exception | None = None
    first: bool = False


def observe(state: SourceState, observation: Observation, now: datetime) -> SourceState:
    """The state with what the poll taught of the source's health; its other fields stay."""
    health = state.health
    if observation.error is not None:
        health = msgspec.structs.replace(
            health,
            # one failure in a row is the first, also where a curator wiped the earlier ones
            failing_since=(state.error_streak > 1 and health.failing_since) or now,
            trouble=trouble_of(observation.error),
        )
        return msgspec.structs.replace(state, health=health)
    if health.failing_since is not None or health.trouble is not None:
        health = msgspec.structs.replace(health, failing_since=None, trouble=None)
    added = [each for each in observation.articles if each.added]
    if observation.first:
        dates = [each.published for each in added if each.published is not None]
        health = seeded(health, dates, now)
    else:
        health = counted(health, len(added), now)
    readings = [each.reading for each in observation.articles if each.reading is not None]
    if readings:
        health = _judged(with_readings(health, readings), now)
    return msgspec.structs.replace(state, health=health)


def _judged(health: SourceHealth, now: datetime) -> SourceHealth:
    """With the judgement on the latest readings; what stayed different is the habit at last."""
    if not worse(health):
        return msgspec.structs.replace(health, degraded_since=None)
    since = health.degraded_since or now
    if now - since < ADOPTED_AFTER:
        return msgspec.structs.replace(health, degraded_since=since)
    return msgspec.structs.replace(
        health, habit=health.recent, recent=(), degraded_since=None, adopted_at=now
    )
