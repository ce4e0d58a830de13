"""How often a source publishes, and how surprising it is that it does not. Pure.

A silence is measured in *surprise*: the sum, over its whole days, of -log10 of the chance that
such a day brings nothing, by how often and by how much the same weekday brought before. A paper
of many articles a day surprises on the second day, an office that rests on Saturdays and Sundays
never on a Sunday.
Days of Tết count for nothing. Days are those of Vietnam.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import groupby, pairwise

import msgspec

from bot.ingest.tet import is_tet
from storage.models import SourceHealth

HOME = timezone(timedelta(hours=7))
"""Vietnam, which has had no summer time since 1975: its days are what publishers live by."""

KEPT_DAYS = 56
"""Eight of each weekday: enough to tell a rest day from a chance, short enough to follow a change
of habit within two months."""
LONGEST_GAP = 120.0
"""Days; a pinned announcement of years ago says nothing of the habit."""
MEMORY = 10
"""Gaps after which older ones fade from their mean."""
SIBLINGS = 1.0
"""Weight, in days, of all days together in the estimate of one weekday."""
CLUMPED = 3.0
"""Shape of the negative binomial distribution of a day's articles: by it eight Saturdays with two
articles each do not yet prove that there is no Saturday without (8 in 100 are)."""
SEEDED = timedelta(days=28)
"""Of what a source already had at first sight, the days that are taken for its habit; before
them a feed that holds its latest entries only is thinned out."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A time without new articles.

    Attributes:
        days: whole days since the last new article, until the last successful look.
        surprise: how unlikely it is: 3 is one in a thousand; 0 where there is no habit yet.
        largest: of the silences that ended within the habit's days.
        known: whether the habit is well enough known for `surprise` to mean anything.
    """

    days: int
    surprise: float
    largest: float
    known: bool


LEAST_DAYS = 14
LEAST_ACTIVE = 6
"""Known days, and those of them with new articles, from which a habit counts as known."""


def local_day(instant: datetime) -> date:
    """The day in Vietnam."""
    return instant.astimezone(HOME).date()


def counted(health: SourceHealth, added: int, now: datetime) -> SourceHealth:
    """With so many new articles today."""
    today = local_day(now)
    last = health.newest_at and local_day(health.newest_at)
    if added and last is not None and today > last:
        health = _with_gap(health, (today - last).days)
    if health.first_day is None or health.first_day > today:  # or a clock that ran ahead
        health = msgspec.structs.replace(health, first_day=today, daily=())
    health = _with_counts(health, [today] * added)
    return msgspec.structs.replace(health, newest_at=now) if added else health


def seeded(health: SourceHealth, published: Iterable[datetime], now: datetime) -> SourceHealth:
    """With what a source already had at first sight, by when it was published."""
    past = sorted(instant for instant in published if instant <= now)
    days = [local_day(instant) for instant in past]
    today = local_day(now)
    for gap in (after - before for before, after in pairwise(sorted(set(days)))):
        health = _with_gap(health, gap.days)
    young = [day for day in days if day > today - SEEDED]
    health = msgspec.structs.replace(health, first_day=min(young, default=today), daily=())
    health = _with_counts(health, young)
    return msgspec.structs.replace(health, newest_at=past[-1] if past else now)


def silence(health: SourceHealth, newest_at: datetime, looked_at: datetime) -> Silence:
    """What there was since `newest_at`, as seen at the last successful look."""
    newest, looked = local_day(newest_at), local_day(looked_at)
    quiet = [newest + timedelta(days=n) for n in range(1, max((looked - newest).days, 0))]
    before = [(day, count) for day, count in _days(health) if day <= newest and not is_tet(day)]
    active = sum(count > 0 for _, count in before)
    if len(before) < LEAST_DAYS or active < LEAST_ACTIVE:
        return Silence(len(quiet), 0.0, 0.0, known=False)
    weights = _surprises(before)
    past = (
        _sum((day for day, _ in run), weights)
        for empty, run in groupby(_days(health, newest), key=lambda each: each[1] == 0)
        if empty
    )
    largest = max(past, default=0.0)
    # A silence that is cut short by a look of today counts whole days only.
    return Silence(len(quiet), _sum(quiet, weights), largest, known=True)


def per_week(health: SourceHealth, now: datetime, *, weeks: int = 8) -> tuple[int, ...]:
    """New articles of each of the last weeks (seven days each, today's last), oldest first.

    Weeks before the source was known are left out.
    """
    if health.first_day is None:
        return ()
    today = local_day(now)
    counts: dict[int, int] = {}
    for day, count in _days(health):
        age = (today - day).days // 7
        counts[age] = counts.get(age, 0) + count
    oldest = min((today - health.first_day).days // 7, weeks - 1)
    return tuple(counts.get(age, 0) for age in range(oldest, -1, -1))


def weekly(health: SourceHealth, now: datetime) -> int | None:
    """Articles a week, by the last four weeks; None before three days are known."""
    if health.first_day is None:
        return None
    today = local_day(now)
    start = max(health.first_day, today - timedelta(days=27))
    known = (today - start).days + 1
    if known < 3:
        return None
    return round(sum(count for day, count in _days(health) if day >= start) * 7 / known)


def _days(health: SourceHealth, until: date | None = None) -> Iterator[tuple[date, int]]:
    first = health.first_day
    if first is None:
        return
    for number, count in enumerate(health.daily):
        day = first + timedelta(days=number)
        if until is not None and day > until:
            return
        yield day, count


def _surprises(days: Sequence[tuple[date, int]]) -> tuple[float, ...]:
    """For each weekday, 0 for Monday, how much a day of it without articles surprises."""
    overall = (sum(count > 0 for _, count in days) + 0.5) / (len(days) + 1)
    mean = sum(count for _, count in days) / len(days)
    surprises = []
    for weekday in range(7):
        same = [count for day, count in days if day.weekday() == weekday]
        weight = len(same) + SIBLINGS
        empty = 1 - (sum(count > 0 for count in same) + SIBLINGS * overall) / weight
        rate = (sum(same) + SIBLINGS * mean) / weight
        surprises.append(min(-math.log10(empty), CLUMPED * math.log10(1 + rate / CLUMPED)))
    return tuple(surprises)


def _sum(days: Iterable[date], weights: Sequence[float]) -> float:
    return sum(weights[day.weekday()] for day in days if not is_tet(day))


def _with_gap(health: SourceHealth, days: float) -> SourceHealth:
    gaps = min(health.gaps + 1, MEMORY)
    mean = health.usual_gap or 0.0
    mean += (min(days, LONGEST_GAP) - mean) / gaps
    return msgspec.structs.replace(health, usual_gap=round(mean, 2), gaps=gaps)


def _with_counts(health: SourceHealth, added: Sequence[date]) -> SourceHealth:
    """`added` holds one day per article, none before `first_day`.

    Days of a silence are written once it ends: while it lasts the habit must not fade.
    """
    first = health.first_day
    if first is None or not added:
        return health
    length = max((max(added) - first).days + 1, len(health.daily))
    daily = [*health.daily, *[0] * (length - len(health.daily))]
    for day in added:
        daily[(day - first).days] += 1
    surplus = max(length - KEPT_DAYS, 0)
    return msgspec.structs.replace(
        health, first_day=first + timedelta(days=surplus), daily=tuple(daily[surplus:])
    )
