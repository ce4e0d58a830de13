"""Judge the grouping of articles into stories: `python -m tests.benchmarks.bench_stories`.

Needs the development data (`../shared/data/nlp`). Weights and thresholds are learnt on one set of
clusters and judged on the other, for this method and for plain TF-IDF of syllable pairs with
average linkage; the unrelated articles that they are learnt among are not those that judge.

Three pairs of F1 and ARI stand in a line:

- strict: every unrelated article counts as a story of its own, though some do tell of one event;
- labelled: the articles of the clusters alone, grouped among the same unrelated ones;
- merged: unrelated articles that by reading tell of one event count as one story
  (`unrelated_pairs.jsonl`; the pairs that no model found alike were not read).

`all that is one` is what a perfect grouping would get: what it misses strictly is in the labels.
Party weeks are judged with the table as it is shipped: `seen` are those that thresholds and
features were looked at on, `unseen` were labelled before and only judge.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.digest.continued import chained, continued
from bot.digest.likeness import Likeness
from bot.digest.linkage import linked
from bot.digest.stories import group_stories
from bot.facts.topics import topic_of
from storage.text import folded_words
from tests.benchmarks.story_pools import (
    PARTY,
    PARTY_UNSEEN,
    Pool,
    Scores,
    clusters,
    judged,
    merged,
    party_weeks,
    unrelated,
)
from tests.benchmarks.train_stories import alikeness, both, labels, prepare, to_learn, train

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


def show(what: str, pool: Pool, groups: Sequence[Sequence[int]], more: str = "") -> None:
    """One line."""
    every, labelled = both(pool, groups)
    joined = judged(merged(pool), labels(groups))
    print(
        f"{what:<34}{every.precision:7.3f}{every.recall:7.3f}{every.f1:7.3f}{every.ari:7.3f}"
        f"{labelled.f1:9.3f}{labelled.ari:7.3f}{joined.f1:9.3f}{joined.ari:7.3f}  {more}",
        flush=True,
    )


def best(choices: tuple[float, ...], scores: Callable[[float], Scores]) -> float:
    """The threshold with the highest F1 and ARI."""
    return max(choices, key=lambda at: scores(at).f1 + scores(at).ari)


def compare(clean: dict[str, Pool], mixed: dict[str, Pool]) -> None:
    """Each set judged by what was learnt on the other."""
    for name in mixed:
        other = next(it for it in mixed if it != name)
        learnt = to_learn(other)
        cosines = plain(learnt.pool)
        threshold = best(
            PLAIN_THRESHOLDS,
            lambda at, learnt=learnt, cosines=cosines: judged(  # type: ignore[misc]  # defaults bind the loop's
                learnt.pool.stories, labels(linked(len(learnt.profiles), cosines, at))
            ),
        )
        table = train([learnt])
        for label, pool in (("clean", clean[name]), (f"+ {NOISE}", mixed[name])):
            size = len(pool.stories)
            show(f"{name} {label}, TF-IDF", pool, linked(size, plain(pool), threshold))
            groups = linked(size, alikeness(prepare(pool), table), table.threshold, table.alone)
            shown = f"threshold {table.threshold} + {table.alone}"
            show(f"{name} {label}, this method", pool, groups, shown)
        perfect: dict[str, list[int]] = {}
        for at, story in enumerate(merged(mixed[name])):
            perfect.setdefault(story, []).append(at)
        show(f"{name} + {NOISE}, all that is one", mixed[name], list(perfect.values()))


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


def main() -> None:
    """Measure and print."""
    clean = {name: clusters(name) for name in ("vims", "vmds")}
    mixed = {name: pool + unrelated(NOISE, 1) for name, pool in clean.items()}
    print(f"{'':<34}{'strict':>7}{'':21}{'labelled':>16}{'merged':>16}")
    print(
        f"{'':<34}{'B3 P':>7}{'B3 R':>7}{'B3 F1':>7}{'ARI':>7}"
        f"{'B3 F1':>9}{'ARI':>7}{'B3 F1':>9}{'ARI':>7}"
    )
    compare(clean, mixed)
    pooled = clean["vims"] + mixed["vmds"]
    groups, seconds = grouped(pooled)
    show("all clusters + 1000, shipped table", pooled, groups, f"{seconds:.1f} s")
    for name, path in (("seen", PARTY), ("unseen", PARTY_UNSEEN)):
        weeks = party_weeks(path)
        cosines = plain(weeks)
        oracle = best(
            PLAIN_THRESHOLDS,
            lambda at, weeks=weeks, cosines=cosines: judged(  # type: ignore[misc]  # defaults bind the loop's
                weeks.stories, labels(linked(len(weeks.stories), cosines, at))
            ),
        )
        groups = linked(len(weeks.stories), cosines, oracle)
        show(f"Party {name}, TF-IDF, best threshold", weeks, groups, f"threshold {oracle}")
        show(
            f"Party {name}, shipped table", weeks, grouped(weeks)[0], f"{len(weeks.stories)} items"
        )
    for name, pool in mixed.items():
        continuing(f"{name} + {NOISE}", pool)
    grouped(unrelated(20, 3))
    for count in (20, 200, 2000):
        pool = unrelated(count, 2)
        # As stored articles are, whose topic was worked out when they came in.
        told = [replace(it, terms=(f"topic:{topic_of(it)}",)) for it in pool.articles]
        seconds = min(grouped(Pool(told, pool.stories))[1] for _ in range(3))
        print(f"{count} articles: {seconds:.3f} s of the processor, the least of three")


if __name__ == "__main__":
    main()
