"""What curators are told of their sources' health, and when: once when one breaks, once when it
is back. Pure.

A source is told of when it has been otherwise than last told for as long as its record asks for:
at once the first time (a diagnosis is no whim), after hours and then days when it keeps changing.
What becomes ripe waits a little for company, so that sources that break together make one
message, and two messages keep their distance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.ingest.health import BROKEN, Health, Kind
from storage.models import Instant, Record

COLLECT = timedelta(minutes=20)
"""How long news waits for more: sources on one failing server are polled within an hour."""
APART = timedelta(hours=1)
"""Between two messages."""
BACK_FOR = timedelta(hours=1)
"""A source that came back must stay so long before it is told: one good answer is no recovery."""
FLAPPING = timedelta(hours=6)
LONGEST_HOLD = timedelta(days=3)
"""A source that broke before waits so long, twice as long with each break, at most three days."""
REMEMBERED = timedelta(days=30)

WELL, DEGRADED, BROKE = 0, 1, 2


class Told(Record, frozen=True, kw_only=True):
    """What curators know of one source."""

    rank: int = WELL
    """0 well, 1 degraded, 2 broken."""
    told_at: Instant | None = None
    changed_at: Instant | None = None
    """Since when the source is otherwise than told; None: it is as told."""
    seen_rank: int = WELL
    """What it is since then."""
    breaks: tuple[Instant, ...] = ()
    """When a break was told, of the last 30 days."""


class News(Record, frozen=True, kw_only=True):
    """What one message tells: source ids."""

    trouble: tuple[str, ...] = ()
    back: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it tells anything."""
        return bool(self.trouble or self.back)


def rank_of(health: Health, told: Told) -> int:
    """How bad it is; what says nothing new (one failed attempt, never read) is as told."""
    if health.kind in BROKEN:
        return BROKE
    if health.kind is Kind.DEGRADED:
        return DEGRADED
    return WELL if health.kind is Kind.OK else told.rank


def watched(
    known: Mapping[str, Told], healths: Mapping[str, Health], now: datetime
) -> dict[str, Told]:
    """The records brought up to date; sources that are off or gone from the list are dropped."""
    kept = {}
    for source_id, health in healths.items():
        if health.kind is Kind.OFF:
            continue
        told = _watched(known.get(source_id, Told()), health, now)
        if told != Told():
            kept[source_id] = told
    return kept


def due_news(
    known: Mapping[str, Told],
    healths: Mapping[str, Health],
    *,
    last_at: datetime | None,
    now: datetime,
) -> tuple[News | None, dict[str, Told]]:
    """What is to be told now, and the records as they stand once it is; None: nothing.

    `known` comes from `watched`; `last_at` is when something was last told.
    """
    ripe = {
        source_id: at
        for source_id, told in known.items()
        if (at := _ripe_at(told)) is not None and at <= now
    }
    waiting = last_at is not None and last_at <= now < last_at + APART
    if not ripe or waiting or now < min(ripe.values()) + COLLECT:
        return None, dict(known)
    after = dict(known)
    trouble, back = [], []
    for source_id in ripe:
        told = known[source_id]
        if told.seen_rank == WELL:
            # What stayed different long enough to become the habit did not come back.
            if not healths[source_id].adopted_since(told.told_at):
                back.append(source_id)
        else:
            trouble.append(source_id)
        after[source_id] = _told(told, now)
    if not trouble and not back:
        return None, after
    return News(trouble=tuple(trouble), back=tuple(back)), after


def bundled(held: News, news: News) -> News:
    """One message of two: what broke and came back in between is not worth one."""
    over = {*held.trouble} & {*news.back} | {*held.back} & {*news.trouble}
    return News(
        trouble=_together(held.trouble, news.trouble, over),
        back=_together(held.back, news.back, over),
    )


def _together(
    held: tuple[str, ...], news: tuple[str, ...], over: Collection[str]
) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys((*held, *news)) if each not in over)


def _watched(told: Told, health: Health, now: datetime) -> Told:
    told = replace(told, breaks=tuple(at for at in told.breaks if now - at < REMEMBERED))
    rank = rank_of(health, told)
    if rank == told.rank:
        return replace(told, changed_at=None, seen_rank=rank)
    if told.changed_at is None or rank != told.seen_rank or told.changed_at > now:
        return replace(told, changed_at=now, seen_rank=rank)
    return told


def _ripe_at(told: Told) -> datetime | None:
    if told.changed_at is None:
        return None
    earlier = len(told.breaks) - (told.rank > WELL)  # the break that is told now is no earlier one
    hold = BACK_FOR if told.seen_rank == WELL else timedelta(0)
    if earlier > 0:
        hold = max(hold, min(FLAPPING * 2 ** (earlier - 1), LONGEST_HOLD))
    return told.changed_at + hold


def _told(told: Told, now: datetime) -> Told:
    fresh = told.rank == WELL and told.seen_rank > WELL
    return replace(
        told,
        rank=told.seen_rank,
        told_at=now,
        changed_at=None,
        breaks=(*told.breaks, now) if fresh else told.breaks,
    )
