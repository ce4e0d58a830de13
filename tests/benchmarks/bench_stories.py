"""Judge the grouping of articles into stories: `python -m tests.benchmarks.bench_stories`.

Needs the development data (`../shared/data/nlp`). Weights and thresholds are learnt on one set of
clusters and judged on the other, for this method and for plain TF-IDF of syllable pairs with
average linkage. Unrelated articles count as stories of their own, though some of them do tell of
one event; in brackets the measures of the labelled articles alone, among the same noise. Party
weeks are judged with the table as it is shipped, which has not seen them.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.digest.linkage import linked
from bot.digest.stories import group_stories
from storage.text import folded_words
from tests.benchmarks.story_pools import (
    Pool,
    Scores,
    clusters,
    judged,
    party_weeks,
    unrelated,
)
from tests.benchmarks.train_stories import (
    Prepared,
    alikeness,
    both,
    labels,
    prepare,
    train,
)

NOISE = 1000
TITLE = 3
PLAIN_THRESHOLDS = tuple(at / 100 for at in range(8, 36, 2))
LEAST = 0.02
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

Alike = dict[tuple[int, int], float]


def plain(pool: Pool) -> Alike:
    """Cosines of TF-IDF vectors of syllable pairs, the idf from the pool itself."""
    counts = []
    for it in pool.articles:
        count: Counter[tuple[str, str]] = Counter(list(pairwise(folded_words(it.title))) * TITLE)
        for line in (it.lead or "", *it.paragraphs):
            count.update(pairwise(folded_words(line)))
        counts.append(count)
    having = Counter(pair for count in counts for pair in count)
    index: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    found: Alike = {}
    for number, count in enumerate(counts):
        weights = {
            pair: (1 + math.log(times)) * (math.log((1 + len(counts)) / (1 + having[pair])) + 1)
            for pair, times in count.items()
        }
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        sums: dict[int, float] = defaultdict(float)
        for pair, weight in weights.items():
            if having[pair] > 1:
                for other, its in index[pair]:
                    sums[other] += its * weight / length
                index[pair].append((number, weight / length))
        found |= {(other, number): it for other, it in sums.items() if it >= LEAST}
    return found


def show(what: str, scores: tuple[Scores, Scores], more: str = "") -> None:
    """One line."""
    every, labelled = scores
    print(
        f"{what:<34}{every.precision:7.3f}{every.recall:7.3f}{every.f1:7.3f}{every.ari:7.3f}"
        f"   ({labelled.f1:.3f} {labelled.ari:.3f}) {more}",
        flush=True,
    )


def best(choices: tuple[float, ...], scores: Callable[[float], Scores]) -> float:
    """The threshold with the highest F1 and ARI."""
    return max(choices, key=lambda at: scores(at).f1 + scores(at).ari)


def compare(clean: dict[str, Pool], mixed: dict[str, Pool]) -> None:
    """Each set judged by what was learnt on the other."""
    prepared: dict[str, Prepared] = {name: prepare(pool) for name, pool in mixed.items()}
    alone: dict[str, Prepared] = {name: prepare(pool) for name, pool in clean.items()}
    cosines = {name: plain(pool) for name, pool in mixed.items()}
    alone_cosines = {name: plain(pool) for name, pool in clean.items()}
    for name in mixed:
        other = next(it for it in mixed if it != name)
        count = len(mixed[other].stories)
        threshold = best(
            PLAIN_THRESHOLDS,
            lambda at, of=other, count=count: judged(  # type: ignore[misc]  # defaults bind the loop's
                mixed[of].stories, labels(linked(count, cosines[of], at))
            ),
        )
        table = train([prepared[other]])
        for label, pools, ready, plainly in (
            ("clean", clean, alone, alone_cosines),
            (f"+ {NOISE}", mixed, prepared, cosines),
        ):
            pool = pools[name]
            size = len(pool.stories)
            show(f"{name} {label}, TF-IDF", both(pool, linked(size, plainly[name], threshold)))
            groups = linked(size, alikeness(ready[name], table), table.threshold, table.alone)
            show(
                f"{name} {label}, this method",
                both(pool, groups),
                f"threshold {table.threshold} + {table.alone}",
            )


def grouped(pool: Pool) -> tuple[list[list[int]], float]:
    """What `group_stories` makes of a pool, and seconds."""
    began = time.perf_counter()
    stories = group_stories(pool.articles, zone=ZONE)
    seconds = time.perf_counter() - began
    place = {it.id: at for at, it in enumerate(pool.articles)}
    return [[place[it.id] for it in story.articles] for story in stories], seconds


def main() -> None:
    """Measure and print."""
    clean = {name: clusters(name) for name in ("vims", "vmds")}
    mixed = {name: pool + unrelated(NOISE, 1) for name, pool in clean.items()}
    print(f"{'':<34}{'B3 P':>7}{'B3 R':>7}{'B3 F1':>7}{'ARI':>7}   (labelled: F1 ARI)")
    compare(clean, mixed)
    pooled = clean["vims"] + mixed["vmds"]
    groups, seconds = grouped(pooled)
    show("all clusters + 1000, shipped table", both(pooled, groups), f"{seconds:.1f} s")
    weeks = party_weeks()
    cosines = plain(weeks)
    oracle = best(
        PLAIN_THRESHOLDS,
        lambda at: judged(weeks.stories, labels(linked(len(weeks.stories), cosines, at))),
    )
    shown = linked(len(weeks.stories), cosines, oracle)
    show("Party weeks, TF-IDF, best threshold", both(weeks, shown), f"threshold {oracle}")
    groups, seconds = grouped(weeks)
    show("Party weeks, shipped table", both(weeks, groups), f"{len(weeks.stories)} items")
    for count in (20, 200, 2000):
        print(f"{count} articles: {grouped(unrelated(count, 2))[1]:.3f} s")


if __name__ == "__main__":
    main()
