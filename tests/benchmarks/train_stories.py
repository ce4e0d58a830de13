"""Learn what resemblances are worth: `python -m tests.benchmarks.train_stories [--write]`.

Trains on the pairs of both sets of clusters with 1,000 unrelated articles each, which are not those
that judge. Pairs of unrelated articles are left out, for many of them do tell of one event, but for
those that were read (`pairs_read`): what is much alike and still not one event is learnt from them.
`--write` puts bias, weights and thresholds into `bot/digest/resemblance.toml`; shifts and window
are kept as they stand there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from bot.digest.linkage import linked
from bot.digest.pairing import Numbers, candidates
from bot.digest.profile import Profile, profile
from bot.digest.resemblance import (
    FEATURES,
    UNLIKELY,
    Resemblance,
    features,
    resemblance,
    shift,
)
from tests.benchmarks.story_pools import (
    Pool,
    Scores,
    apart,
    clusters,
    judged,
    pairs_read,
)

TABLE = Path(__file__).parents[2] / "bot" / "digest" / "resemblance.toml"
RIDGE = 1.0
STEPS = 30
READ_WEIGHT = 10.0
"""What a pair that was read counts: 187 stand for some 1,900."""

THRESHOLDS = tuple((at / 100, more / 10) for at in range(20, 65, 5) for more in range(9))
"""`threshold` and `alone` of `linked`."""

Floats = npt.NDArray[np.float64]


class Prepared(NamedTuple):
    """A pool with what is slow to work out."""

    pool: Pool
    profiles: list[Profile]
    pairs: Numbers
    values: Floats
    """`FEATURES` of the pairs."""
    shifts: Floats
    """What was set by hand for them."""


@cache
def _profiles() -> dict[str, Profile]:
    """By the id of the article: pools have most of their articles in common."""
    return {}


def prepare(pool: Pool) -> Prepared:
    """The pool with profiles and candidate pairs."""
    known = _profiles()
    known.update((it.id, profile(it)) for it in pool.articles if it.id not in known)
    profiles = [known[it.id] for it in pool.articles]
    pairs = candidates(profiles)
    table = resemblance()
    shifts = [shift(profiles[one], profiles[two], table) for one, two in pairs.tolist()]
    return Prepared(pool, profiles, pairs, features(profiles, pairs), np.array(shifts))


def to_learn(pool: Pool) -> Prepared:
    """These clusters among unrelated articles."""
    return prepare(pool + apart(1000))


@cache
def read_pairs() -> tuple[Floats, Floats]:
    """Features of the pairs to learn from that were read, and 1.0 where they are one event."""
    each = prepare(apart(2500))
    place = {it.id: at for at, it in enumerate(each.pool.articles)}
    known = {
        (min(place[one], place[two]), max(place[one], place[two])): same
        for (one, two), same in pairs_read("unrelated_pairs_to_learn").items()
    }
    rows = [at for at, (one, two) in enumerate(each.pairs.tolist()) if (one, two) in known]
    same = [float(known[one, two]) for one, two in each.pairs[rows].tolist()]
    return each.values[rows], np.array(same)


def train(sets: Sequence[Prepared]) -> Resemblance:
    """Weights from these sets, and the threshold that is best on them."""
    rows, same, weights = [], [], []
    for each in sets:
        names = np.array(each.pool.stories)
        alone = np.char.startswith(names, "alone-")
        one, two = each.pairs.T
        kept = ~(alone[one] & alone[two])
        rows.append(each.values[kept])
        same.append((names[one] == names[two])[kept].astype(float))
        weights.append(np.ones(len(same[-1])))
    values, labels_read = read_pairs()
    found = _logistic(
        np.vstack([*rows, values]),
        np.concatenate([*same, labels_read]),
        np.concatenate([*weights, np.full(len(labels_read), READ_WEIGHT)]),
    )
    learnt = {name: round(float(it), 3) for name, it in zip(FEATURES, found, strict=False)}
    table = msgspec.structs.replace(resemblance(), bias=round(float(found[-1]), 3), weights=learnt)
    threshold, alone_more = best_thresholds(sets, table)
    return msgspec.structs.replace(table, threshold=threshold, alone=alone_more)


def best_thresholds(sets: Sequence[Prepared], table: Resemblance) -> tuple[float, float]:
    """Those with the highest B-cubed F1 and ARI, added up over the sets.

    Of all articles, and of the labelled ones among them: some that count as unrelated are not.
    """
    alike = [alikeness(each, table) for each in sets]

    def worth(thresholds: tuple[float, float]) -> float:
        found = [it for both in zip(sets, alike, strict=True) for it in scores(*both, thresholds)]
        return sum(it.f1 + it.ari for it in found)

    return max(THRESHOLDS, key=worth)


def alikeness(each: Prepared, table: Resemblance) -> dict[tuple[int, int], float]:
    """As `likely`, with what is known of the pairs."""
    odds = each.values @ np.array([table.weights[name] for name in FEATURES]) + table.bias
    chances = 1 / (1 + np.exp(-np.clip(odds + each.shifts, -50, 50)))
    return {
        (one, two): float(chance)
        for (one, two), chance in zip(each.pairs.tolist(), chances, strict=True)
        if chance >= UNLIKELY
    }


def scores(
    each: Prepared, alike: dict[tuple[int, int], float], thresholds: tuple[float, float]
) -> tuple[Scores, Scores]:
    """How well average linkage by `alike` finds the stories: as `both`."""
    return both(each.pool, linked(len(each.profiles), alike, *thresholds))


def both(pool: Pool, groups: Sequence[Sequence[int]]) -> tuple[Scores, Scores]:
    """The scores of all articles, and of the labelled ones."""
    found = labels(groups)
    labelled = [at for at, name in enumerate(pool.stories) if not name.startswith("alone-")]
    return judged(pool.stories, found), judged(
        [pool.stories[at] for at in labelled], [found[at] for at in labelled]
    )


def labels(groups: Sequence[Sequence[int]]) -> list[int]:
    """For each number the index of its group."""
    found = {number: at for at, group in enumerate(groups) for number in group}
    return [found[number] for number in range(len(found))]


def _logistic(rows: Floats, same: Floats, counts: Floats) -> Floats:
    """Weights and, last, the bias, by Newton's method with a ridge."""
    table = np.hstack([rows, np.ones((len(rows), 1))])
    ridge = RIDGE * np.diag([1.0] * rows.shape[1] + [0.0])
    values = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ values))
        slope = table.T @ (counts * (chance - same)) + ridge @ values
        curve = (table * (counts * chance * (1 - chance))[:, None]).T @ table + ridge
        values -= np.linalg.solve(curve, slope)
    return values


def write(table: Resemblance) -> None:
    """Puts bias, weights and thresholds into the table, leaving its comments and the rest."""
    text = TABLE.read_text("utf-8")
    weights = ", ".join(f"{name} = {value}" for name, value in table.weights.items())
    for pattern, line in (
        (r"^bias = .*$", f"bias = {table.bias}"),
        (r"^threshold = .*$", f"threshold = {table.threshold}"),
        (r"^alone = .*$", f"alone = {table.alone}"),
        (r"^weights = .*$", f"weights = {{ {weights} }}"),
    ):
        text, found = re.subn(pattern, line, text, flags=re.MULTILINE)
        assert found == 1, pattern
    TABLE.write_text(text, encoding="utf-8")


def main() -> None:
    """See the module."""
    table = train([to_learn(clusters(name)) for name in ("vims", "vmds")])
    print(table)
    if "--write" in sys.argv:
        write(table)


if __name__ == "__main__":
    main()
