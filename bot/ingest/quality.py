"""Whether new articles of a source are read as well as they used to be. Pure.

A redesign of a site does not fail: it answers 200, and from then on articles come without date,
without author, cut short or with the menu in their text. Each is a share that falls, or a length
that moves, against the source's own habit; a source that never names authors is well without.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import msgspec

from storage.models import Reading, SourceHealth

KEPT_HABIT = 30
KEPT_RECENT = 12
LEAST_HABIT = 15
"""Readings from which a habit can be compared with."""
WINDOWS = (6, KEPT_RECENT)
"""How many of the latest readings are looked at: six tell of what broke outright within a day or
two, twelve of what broke in part."""
CHANCE = 1e-6
"""A change must be less likely than this by chance: a source of ten articles a day is looked at
3,650 times a year, in five respects and two windows."""
DROP = 0.4
"""A share must fall by this much: less is no redesign, whatever the statistics say."""
SHORTER, LONGER = 0.5, 3.0
"""The middle length must move by these factors."""


class Mark(StrEnum):
    """What can be worse than usual."""

    DATE = "d"
    AUTHOR = "a"
    WHOLE = "w"
    SHORT = "short"
    LONG = "long"


SHARES = (Mark.DATE, Mark.AUTHOR, Mark.WHOLE)


@dataclass(frozen=True, slots=True)
class Quality:
    """What readings look like on the whole: shares from 0 to 1, the middle count of words."""

    readings: int
    dated: float
    authored: float
    whole: float
    words: int


def quality_of(readings: Sequence[Reading]) -> Quality | None:
    """Of these readings; None where there are none."""
    if not readings:
        return None
    return Quality(
        len(readings),
        _share(readings, Mark.DATE),
        _share(readings, Mark.AUTHOR),
        _share(readings, Mark.WHOLE),
        round(median(each.words for each in readings)),
    )


def with_readings(health: SourceHealth, readings: Sequence[Reading]) -> SourceHealth:
    """With new readings, the latest last.

    Old recent ones become habit, except while recent ones are worse: what broke must not become
    what is usual.
    """
    for reading in readings:
        recent = (*health.recent, reading)
        habit = health.habit
        if len(recent) > KEPT_RECENT:
            if health.degraded_since is None or len(habit) < LEAST_HABIT:
                habit = (*habit, recent[0])[-KEPT_HABIT:]
            recent = recent[1:]
        health = msgspec.structs.replace(health, habit=habit, recent=recent)
    return health


def worse(health: SourceHealth) -> tuple[Mark, ...]:
    """In what the recent readings differ from the habit beyond chance; empty: in nothing."""
    if len(health.habit) < LEAST_HABIT:
        return ()
    found = set()
    for window in WINDOWS:
        recent = health.recent[-window:]
        if len(recent) == window:
            found |= {mark for mark in SHARES if _fell(health.habit, recent, mark)}
            found |= _moved(health.habit, recent)
    return tuple(mark for mark in Mark if mark in found)


def _share(readings: Sequence[Reading], mark: Mark) -> float:
    return sum(mark in each.marks for each in readings) / len(readings)


def _fell(habit: Sequence[Reading], recent: Sequence[Reading], mark: Mark) -> bool:
    with_it = sum(mark in each.marks for each in habit)
    now = sum(mark in each.marks for each in recent)
    if with_it / len(habit) - now / len(recent) < DROP:
        return False
    # Jeffreys' prior: what never failed in the habit still may.
    chance = _at_most(now, len(recent), with_it + 0.5, len(habit) - with_it + 0.5)
    return chance < CHANCE


def _moved(habit: Sequence[Reading], recent: Sequence[Reading]) -> set[Mark]:
    lengths = sorted(each.words for each in habit)
    usual, now = median(lengths), median(each.words for each in recent)
    rank = max(len(lengths) // 10, 1) + 1
    low, high = lengths[rank - 1], lengths[-rank]
    # The share of all lengths beyond the bound at `rank` has this Beta distribution, whatever
    # distribution they come from (order statistics).
    inside, beyond = len(lengths) - rank + 1, rank
    moved = set()
    within = sum(each.words >= low for each in recent)
    if now < usual * SHORTER and _at_most(within, len(recent), inside, beyond) < CHANCE:
        moved.add(Mark.SHORT)
    within = sum(each.words <= high for each in recent)
    if now > usual * LONGER and _at_most(within, len(recent), inside, beyond) < CHANCE:
        moved.add(Mark.LONG)
    return moved


def _at_most(count: int, trials: int, successes: float, failures: float) -> float:
    """The chance of `count` successes or fewer, where the habit had so many of each.

    Beta-binomial: unlike the binomial, it counts how roughly a habit of a few readings is known.
    """
    return sum(
        math.comb(trials, n)
        * math.exp(_log_beta(successes + n, failures + trials - n) - _log_beta(successes, failures))
        for n in range(count + 1)
    )


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
