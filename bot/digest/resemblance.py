"""How likely two articles tell of one event. Pure.

A logistic regression on how much two profiles share (heads, words, names, numbers, and how much of
each title the other article says), after Miranda and others, "Multilingual Clustering of Streaming
News" (EMNLP 2018), who learn what their similarities are worth in the same way. Weights:
`resemblance.toml`, made by `tests/benchmarks/train_stories.py`. What the texts do not show is added
to the log-odds by the shifts of that table: days between, other provinces, other reporting
periods, a document in common.

Only articles that share something rare in their heads, titles or names are compared at all: they
are found through an index, so that the cost follows the number of such pairs, not of all.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from bot.digest.profile import Profile, Vector

FEATURES = ("head", "words", "names", "numbers", "title")
"""Square roots of cosines; `title`: mean share of a title that the other article says."""

LEAST = 0.05
"""What two heads, and names by `NAMES`, must share (as cosines) to be compared."""

NAMES = 0.4
"""What names are worth beside heads, for that alone."""


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


def shared(one: Profile, two: Profile) -> tuple[float, ...]:
    """`FEATURES` of two articles, each 0 to 1; the order of the two makes no difference."""
    title = (_said(one.title, two) + _said(two.title, one)) / 2
    return (
        math.sqrt(_cosine(one.head, two.head)),
        math.sqrt(_cosine(one.words, two.words)),
        math.sqrt(_cosine(one.names, two.names)),
        math.sqrt(_cosine(one.numbers, two.numbers)),
        math.sqrt(title),
    )


def likelihood(one: Profile, two: Profile, table: Resemblance) -> float:
    """That the two tell of one event, 0 to 1; 0 where too many days lie between."""
    days = abs((one.day - two.day).days)
    if days > table.window:
        return 0.0
    odds = table.bias + table.shifts["day"] * max(0, days - 1)
    for name, value in zip(FEATURES, shared(one, two), strict=True):
        odds += table.weights[name] * value
    odds += table.shifts["other_province"] * _other(one.provinces, two.provinces)
    odds += table.shifts["other_period"] * _other(one.periods, two.periods)
    odds += table.shifts["same_document"] * (not one.documents.isdisjoint(two.documents))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def likely(profiles: Sequence[Profile], table: Resemblance) -> dict[tuple[int, int], float]:
    """`likelihood` of each two that share enough to be compared; lower index first."""
    return {
        (one, two): likelihood(profiles[one], profiles[two], table)
        for one, two in candidates(profiles)
    }


def candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Which two are to be compared: lower index first, in order."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, each in enumerate(profiles):
        sums: dict[int, float] = defaultdict(float)
        for said, weight in each.head.items():
            entries = index[said]
            for other, its in entries:
                sums[other] += its * weight
            entries.append((number, weight))
        for said, weight in each.names.items():
            entries = index[f"name: {said}"]
            for other, its in entries:
                sums[other] += NAMES * its * weight
            entries.append((number, weight))
        found += [(other, number) for other, total in sums.items() if total >= LEAST]
    return sorted(found)


def _cosine(one: Vector, two: Vector) -> float:
    both = one.keys() & two.keys()
    return min(1.0, math.fsum([one[said] * two[said] for said in both])) if both else 0.0


def _said(title: Mapping[str, float], other: Profile) -> float:
    return math.fsum([title[said] for said in title.keys() & other.said])


def _other(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one) and bool(two) and one.isdisjoint(two)
