"""How likely two articles tell of one event. Pure.

A logistic regression on how much two profiles share (heads, words, names, numbers, how much of each
title and head the other article says, names that are in no table, and the days that the texts
state), after Miranda and others, "Multilingual Clustering of Streaming News" (EMNLP 2018), who
learn what their similarities are worth in the same way. Weights: `resemblance.toml`, made by
`tests/benchmarks/train_stories.py`. What the clusters cannot teach is added to the log-odds by the
shifts of that table: days between, other places, other congresses, other reporting periods, a place
below a province, a congress or a document in common.

Only articles that share something rare in their heads or names are compared at all (`pairing`), so
that the cost follows the number of such pairs, not of all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np

from bot.digest.pairing import Numbers, candidates, cosines, rare_names
from bot.digest.profile import SPACES, Profile
from bot.digest.stated import days_apart
from bot.digest.word_keys import Weights

FEATURES = (*SPACES, "title", "head_said", "rare_names", "same_day", "days_apart")
"""Square roots of cosines; `title`, `head_said`: of the mean share of a title and of a head that
the other article says; `rare_names`: as `pairing.rare_names`;
`same_day`: 1 where both texts state a day in common; `days_apart`: from 0 to 1 (`FAR_DAYS` and
more) between the nearest days that they state; both 0 where one states none."""

FAR_DAYS = 14

SAME_DAYS = 3
"""Days between two articles up to which one commune or one congress speaks for one event."""

UNLIKELY = 0.01
"""What is less likely counts as impossible."""


class Resemblance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table; see its comments."""

    threshold: float
    alone: float
    """With `threshold`: as in `linked`."""
    bias: float
    """Log-odds of two articles that share nothing."""
    weights: dict[str, float]
    shifts: dict[str, float]
    window: int
    """Days."""


@cache
def resemblance() -> Resemblance:
    """The table beside this module, read once."""
    text = files("bot.digest").joinpath("resemblance.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Resemblance)


def likely(
    profiles: Sequence[Profile], table: Resemblance, *, old: int = 0
) -> dict[tuple[int, int], float]:
    """How likely each two tell of one event, lower index first; `UNLIKELY` ones left out.

    The first `old` have been compared with each other already.
    """
    pairs = candidates(profiles, old)
    odds = log_odds(profiles, pairs, table)
    chances = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    kept = chances >= UNLIKELY
    return {
        (one, two): chance
        for (one, two), chance in zip(pairs[kept].tolist(), chances[kept].tolist(), strict=True)
    }


def log_odds(profiles: Sequence[Profile], pairs: Numbers, table: Resemblance) -> Weights:
    """That the two of each pair tell of one event; minus infinity outside the window."""
    odds: Weights = np.array(
        [table.bias + shift(profiles[one], profiles[two], table) for one, two in pairs.tolist()]
    )
    for name, values in zip(FEATURES, features(profiles, pairs).T, strict=True):
        odds += table.weights[name] * values  # one by one: a product may round by what is beside
    return odds


def features(profiles: Sequence[Profile], pairs: Numbers) -> Weights:
    """`FEATURES` of each pair; the order of the two makes no difference."""
    compared, places = np.unique(pairs, return_inverse=True)
    numbers: list[int] = compared.tolist()
    profiles = [profiles[at] for at in numbers]  # most articles share nothing with any
    pairs = places.reshape(len(pairs), 2)
    days = [it.days for it in profiles]
    apart = [days_apart(days[one], days[two]) for one, two in zip(*pairs.T.tolist(), strict=True)]
    stated = np.array([(it == 0, min(it or 0, FAR_DAYS) / FAR_DAYS) for it in apart], dtype=float)
    shared = np.column_stack([cosines(profiles, pairs), rare_names(profiles, pairs)])
    return np.hstack([np.sqrt(shared), stated.reshape(len(pairs), 2)])


def shift(one: Profile, two: Profile, table: Resemblance) -> float:
    """What is added to the log-odds of the two for what was set by hand."""
    days = abs((one.day - two.day).days)
    if days > table.window:
        return -np.inf
    shifts = table.shifts
    total = shifts["day"] * max(0, days - 1)
    total += shifts["other_province"] * _other(one.provinces, two.provinces)
    total += shifts["other_unit"] * _other(one.units, two.units)
    total += shifts["other_congress"] * _other(one.congresses, two.congresses)
    if days <= SAME_DAYS:
        total += shifts["same_unit"] * (not one.units.isdisjoint(two.units))
        total += shifts["same_congress"] * (not one.congresses.isdisjoint(two.congresses))
    total += shifts["round_up"] * (one.round_up or two.round_up)
    total += shifts["other_report"] * _other_report(one, two, days)
    total += shifts["other_period"] * _other(one.periods, two.periods)
    return total + shifts["same_document"] * (not one.documents.isdisjoint(two.documents))


def _other(one: frozenset[Any], two: frozenset[Any]) -> bool:
    return bool(one) and bool(two) and one.isdisjoint(two)


def _other_report(one: Profile, two: Profile, days: int) -> bool:
    """Whether they are the same kind of daily report, published or stated to be of other days."""
    if one.daily.isdisjoint(two.daily):
        return False
    return days > 0 or _other(one.days, two.days)
