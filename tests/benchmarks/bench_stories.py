"""Judge the grouping of articles into stories: `python -m tests.benchmarks.bench_stories`.

Needs the development data (`../shared/data/nlp`). Weights and thresholds are learnt on one set of
clusters and judged on the other, for this method and for plain TF-IDF of syllable pairs with
average linkage; and on half of the clusters of both sets, judged on the other half. The unrelated
articles that they are learnt among are not those that judge, of which there are seven thousands
(`story_pools.drawn`): means and standard deviations over these, TF-IDF on the first alone.

Three pairs of F1 and ARI stand in a line:

- strict: every unrelated article counts as a story of its own, though some do tell of one event;
- labelled: the articles of the clusters alone, grouped among the same unrelated ones;
- merged: unrelated articles that by reading tell of one event count as one story; over the first
  four thousands, in which pairs were read (`unrelated_pairs.jsonl`, `unrelated_pairs_drawn.jsonl`;
  those that no model found alike were not).

`all that is one` is what a perfect grouping would get: what it misses strictly is in the labels.
Party weeks are judged with the table as it is shipped: thresholds and shifts were looked at on the
first and the second, the third was labelled before and only judges.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from msgspec.structs import replace

from bot.digest.continued import chained, continued
from bot.digest.likeness import Likeness
from bot.digest.linkage import linked
from bot.digest.resemblance import Resemblance
from bot.digest.stories import group_stories
from bot.facts.topics import topic_of
from storage.models import Article
from storage.text import folded_words
from tests.benchmarks.story_pools import (
    DRAWS,
    PARTY_WEEKS,
    Pool,
    Scores,
    clusters,
    drawn,
    halves,
    judged,
    merged,
    party_weeks,
    unrelated,
)
from tests.benchmarks.train_stories import alikeness, both, labels, prepare, to_learn, train

NOISE = 1000
READ = 4
"""Of the thousands, those in which pairs were read."""
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


Figures = tuple[Scores, Scores, Scores]
"""Strict, labelled, merged."""


def figures(pool: Pool, groups: Sequence[Sequence[int]]) -> Figures:
    """Of one grouping."""
    return *both(pool, groups), judged(merged(pool), labels(groups))


def show(what: str, found: Sequence[Figures], more: str = "") -> None:
    """One line: means over groupings, of the merged ones over `READ`; behind ± the deviation."""
    every = np.array([strict for strict, _, _ in found])
    labelled = np.array([it for _, it, _ in found]).mean(axis=0)
    joined = np.array([it for _, _, it in found[:READ]])
    spread = [f" ±{it:.3f}" if len(found) > 1 else " " * 7 for it in every.std(axis=0)]
    spread_joined = f" ±{joined[:, 3].std():.3f}" if len(found) > 1 else " " * 7
    precision, recall, f1, ari = every.mean(axis=0)
    print(
        f"{what:<34}{precision:7.3f}{recall:7.3f}{f1:7.3f}{ari:7.3f}{spread[3]}"
        f"{labelled[2]:9.3f}{labelled[3]:7.3f}"
        f"{joined[:, 2].mean():9.3f}{joined[:, 3].mean():7.3f}{spread_joined}  {more}",
        flush=True,
    )


def best(choices: tuple[float, ...], scores: Callable[[float], Scores]) -> float:
    """The threshold with the highest F1 and ARI."""
    return max(choices, key=lambda at: scores(at).f1 + scores(at).ari)


def compare(clean: dict[str, Pool]) -> None:
    """Each set judged by what was learnt on the other."""
    for name, pool in clean.items():
        learnt = to_learn(next(it for other, it in clean.items() if other != name))
        cosines = plain(learnt.pool)
        threshold = best(
            PLAIN_THRESHOLDS,
            lambda at, learnt=learnt, cosines=cosines: judged(  # type: ignore[misc]  # defaults bind the loop's
                learnt.pool.stories, labels(linked(len(learnt.profiles), cosines, at))
            ),
        )
        table = train([learnt])
        mixed = [pool + drawn(number) for number in range(DRAWS)]
        for label, pools in (("clean", [pool]), (f"+ {NOISE}", mixed)):
            first = linked(len(pools[0].stories), plain(pools[0]), threshold)
            show(f"{name} {label}, TF-IDF, first", [figures(pools[0], first)])
            shown = f"threshold {table.threshold} + {table.alone}"
            show(f"{name} {label}, this method", [by(table, it) for it in pools], shown)
        show(f"{name} + {NOISE}, all that is one", [perfect(it) for it in mixed[:READ]])


def by(table: Resemblance, pool: Pool) -> Figures:
    """What this table makes of a pool."""
    alike = alikeness(prepare(pool), table)
    return figures(pool, linked(len(pool.stories), alike, table.threshold, table.alone))


def perfect(pool: Pool) -> Figures:
    """What a grouping gets that joins what by reading is one."""
    groups: dict[str, list[int]] = {}
    for at, story in enumerate(merged(pool)):
        groups.setdefault(story, []).append(at)
    return figures(pool, list(groups.values()))


def compare_halves(every: Pool) -> None:
    """Clusters of both sets: each half of them judged by what was learnt on the other."""
    first, second = halves(every)
    for name, learnt, pool in (("first", second, first), ("second", first, second)):
        table = train([to_learn(learnt)])
        found = [by(table, pool + drawn(number)) for number in range(DRAWS)]
        shown = f"threshold {table.threshold} + {table.alone}"
        show(f"pooled, {name} half + {NOISE}", found, shown)


def grouped(pool: Pool) -> tuple[list[list[int]], float]:
    """What `group_stories` makes of a pool, and seconds of the processor."""
    began = time.process_time()
    stories = group_stories(pool.articles, zone=ZONE)
    seconds = time.process_time() - began
    place = {it.id: at for at, it in enumerate(pool.articles)}
    return [[place[it.id] for it in story.articles] for story in stories], seconds


def continuing(name: str, pool: Pool) -> None:
    """Every other article as of the week before: stories said to go on, and whether they do.

    These articles have no look-up terms: people and documents of stored ones would find more.
    """
    stories = merged(pool)
    story_of = {it.id: story for it, story in zip(pool.articles, stories, strict=True)}
    likeness = Likeness()
    before, now = (
        group_stories(pool.articles[at::2], zone=ZONE, likeness=likeness) for at in (0, 1)
    )
    found = [
        it for it in continued(now, chained([(1, before)], likeness), likeness) if it.continues
    ]
    told = [({story_of[it.id] for it in story.articles}, story.earlier) for story in found]
    right = [now & {story_of[it.id] for it in earlier} for now, earlier in told]
    there = set(stories[::2]) & set(stories[1::2])
    print(
        f"{name}: {len(found)} said to go on, {sum(map(bool, right))} rightly; "
        f"{len(there & set().union(*right))} of {len(there)} found"
    )


def continuing_weeks(name: str, weeks: Pool) -> None:
    """Party news by weeks from Monday on: what is labelled one story in two weeks goes on."""
    story_of = dict(zip([it.id for it in weeks.articles], weeks.stories, strict=True))
    by_week: dict[tuple[int, int], list[Article]] = defaultdict(list)
    for it in weeks.articles:
        day = (it.published or it.first_seen).astimezone(ZONE).date()
        by_week[day.isocalendar()[:2]].append(it)
    said, right = 0, 0
    there = set()
    for (_, earlier), (_, later) in pairwise(sorted(by_week.items())):
        likeness = Likeness()
        now = group_stories(later, zone=ZONE, likeness=likeness)
        before = group_stories(earlier, zone=ZONE, likeness=likeness.apart())
        told = continued(now, chained([(1, before)], likeness), likeness)
        for story in (it for it in told if it.continues):
            said += 1
            names = {story_of[it.id] for it in story.articles}
            right += bool(names & {story_of[it.id] for it in story.earlier})
        there |= {story_of[it.id] for it in earlier} & {story_of[it.id] for it in later}
    print(f"Party {name}: {said} said to go on, {right} by the labels, of {len(there)} labelled so")


def main() -> None:
    """Measure and print."""
    clean = {name: clusters(name) for name in ("vims", "vmds")}
    print(f"{'':<34}{'strict':>7}{'':28}{'labelled':>16}{'merged':>16}")
    print(
        f"{'':<34}{'B3 P':>7}{'B3 R':>7}{'B3 F1':>7}{'ARI':>7}{'':7}"
        f"{'B3 F1':>9}{'ARI':>7}{'B3 F1':>9}{'ARI':>7}"
    )
    compare(clean)
    every = clean["vims"] + clean["vmds"]
    compare_halves(every)
    pooled = every + drawn(0)
    groups, seconds = grouped(pooled)
    show("all clusters + 1000, shipped table", [figures(pooled, groups)], f"{seconds:.1f} s")
    for name, path in PARTY_WEEKS.items():
        weeks = party_weeks(path)
        cosines = plain(weeks)
        oracle = best(
            PLAIN_THRESHOLDS,
            lambda at, weeks=weeks, cosines=cosines: judged(  # type: ignore[misc]  # defaults bind the loop's
                weeks.stories, labels(linked(len(weeks.stories), cosines, at))
            ),
        )
        groups = linked(len(weeks.stories), cosines, oracle)
        show(f"Party {name}, TF-IDF, best threshold", [figures(weeks, groups)], f"{oracle}")
        found = figures(weeks, grouped(weeks)[0])
        show(f"Party {name}, shipped table", [found], f"{len(weeks.stories)} items")
        continuing_weeks(name, weeks)
    for name, pool in clean.items():
        continuing(f"{name} + {NOISE}", pool + drawn(0))
    grouped(unrelated(20, 3))
    for count in (20, 200, 2000):
        pool = unrelated(count, 2)
        # As stored articles are, whose topic was worked out when they came in.
        told = [replace(it, terms=(f"topic:{topic_of(it)}",)) for it in pool.articles]
        seconds = min(grouped(Pool(told, pool.stories))[1] for _ in range(3))
        print(f"{count} articles: {seconds:.3f} s of the processor, the least of three")


if __name__ == "__main__":
    main()
