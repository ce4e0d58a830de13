"""Learn what resemblances are worth: `python -m tests.benchmarks.train_stories [--write]`.

Trains on the pairs of both sets of clusters with 1,000 unrelated articles each; pairs of unrelated
articles are left out, for many of them do tell of one event. `--write` puts bias, weights and
thresholds into `bot/digest/resemblance.toml`; shifts and window are kept as they stand there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from bot.digest.linkage import linked
from bot.digest.profile import Profile, profile
from bot.digest.resemblance import (
    FEATURES,
    Resemblance,
    candidates,
    likelihood,
    resemblance,
    shared,
)
from tests.benchmarks.story_pools import Pool, Scores, clusters, judged, unrelated

TABLE = Path(__file__).parents[2] / "bot" / "digest" / "resemblance.toml"
RIDGE = 1.0
STEPS = 30
THRESHOLDS = tuple((at / 100, more / 10) for at in range(25, 65, 5) for more in range(6))
"""`threshold` and `alone` of `linked`."""


class Prepared(NamedTuple):
    """A pool with what is slow to work out."""

    pool: Pool
    profiles: list[Profile]
    pairs: list[tuple[int, int]]


def prepare(pool: Pool) -> Prepared:
    """The pool with profiles and candidate pairs."""
    profiles = [profile(it) for it in pool.articles]
    return Prepared(pool, profiles, candidates(profiles))


def train(sets: Sequence[Prepared]) -> Resemblance:
    """Weights from these sets, and the threshold that is best on them."""
    rows, same = [], []
    for each in sets:
        stories = each.pool.stories
        for one, two in each.pairs:
            if not (stories[one].startswith("alone-") and stories[two].startswith("alone-")):
                rows.append(shared(each.profiles[one], each.profiles[two]))
                same.append(stories[one] == stories[two])
    values = _logistic(np.array(rows), np.array(same, dtype=float))
    weights = {name: round(float(it), 3) for name, it in zip(FEATURES, values, strict=False)}
    table = msgspec.structs.replace(
        resemblance(), bias=round(float(values[-1]), 3), weights=weights
    )
    threshold, alone = best_thresholds(sets, table)
    return msgspec.structs.replace(table, threshold=threshold, alone=alone)


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
    """As `likely`, with the candidates that are known."""
    return {
        (one, two): likelihood(each.profiles[one], each.profiles[two], table)
        for one, two in each.pairs
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


def _logistic(rows: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Weights and, last, the bias, by Newton's method with a ridge."""
    table = np.hstack([rows, np.ones((len(rows), 1))])
    ridge = RIDGE * np.diag([1.0] * rows.shape[1] + [0.0])
    values = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ values))
        slope = table.T @ (chance - same) + ridge @ values
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
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
    table = train([prepare(clusters(name) + unrelated(1000, 1)) for name in ("vims", "vmds")])
    print(table)
    if "--write" in sys.argv:
        write(table)


if __name__ == "__main__":
    main()
