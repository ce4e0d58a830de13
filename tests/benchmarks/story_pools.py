"""Articles with known stories for `bench_stories`, and the measures by which groups are judged.

Needs the development data (`../shared/data/nlp`). The clusters of ViMs (Tran and others, 2020) and
VietnameseMDS are stories; an article of the news corpus mixed in counts as a story of its own.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.facts.look_up import with_terms
from storage.models import Article

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "nlp"
LABELS = ROOT / "tests" / "data" / "stories"
PARTY = LABELS / "party_week.jsonl"
"""Two weeks of October 2025, labelled by reading; thresholds and shifts were looked at on them."""
PARTY_SECOND = LABELS / "party_weeks_second.jsonl"
"""Two weeks of August 2025, labelled before anything was run on them; the shifts of congresses and
communes were then looked at on them."""
PARTY_THIRD = LABELS / "party_weeks_third.jsonl"
"""Two weeks of September 2025, labelled before anything was run on them; they only judge."""
PARTY_WEEKS = {"first": PARTY, "second": PARTY_SECOND, "third": PARTY_THIRD}
DRAWS = 7
"""Thousands of articles of the news corpus that clusters are judged among, none in two."""
SEEN = datetime(2026, 1, 5, tzinfo=UTC)


class Pool(NamedTuple):
    """Articles and, for each, the name of its story."""

    articles: list[Article]
    stories: list[str]

    def __add__(self, other: object) -> Pool:
        """Both, one behind the other."""
        assert isinstance(other, Pool)
        return Pool(self.articles + other.articles, self.stories + other.stories)


class Scores(NamedTuple):
    """Of one grouping against the known stories, 0 to 1."""

    precision: float
    recall: float
    f1: float
    ari: float


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, gzip or not."""
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
        yield json.loads(line)


@cache
def _corpus() -> list[dict[str, Any]]:
    """The news corpus, in its order."""
    return list(rows(DATA / "news_corpus.jsonl.gz"))


def article(number: str, title: str, lead: str, body: str, seen: datetime = SEEN) -> Article:
    """An article of the development data; no day is stated for most."""
    return Article(
        id=number,
        source="development",
        title=title,
        fingerprint=number,
        first_seen=seen,
        updated_at=seen,
        lead=lead or None,
        paragraphs=tuple(body.splitlines()),
    )


def clusters(name: str) -> Pool:
    """The clusters of `vims` or `vmds`."""
    found = Pool([], [])
    for row in rows(DATA / "mds.jsonl.gz"):
        if row["set"] == name:
            for at, it in enumerate(row["docs"]):
                number = f"{row['cid']}-{at}"
                found.articles.append(article(number, it["title"], it["sapo"], it["body"]))
                found.stories.append(row["cid"])
    return found


def unrelated(count: int, seed: int) -> Pool:
    """So many articles of the news corpus, each as a story of its own."""
    chosen = random.Random(seed).sample(_corpus(), count)
    return _alone(chosen)


def apart(count: int) -> Pool:
    """So many articles of the news corpus that `unrelated(1000, 1)` has not, to learn from."""
    taken = {it.id for it in unrelated(1000, 1).articles}
    rest = [it for it in _corpus() if it["id"] not in taken]
    return _alone(random.Random(7).sample(rest, 2500)[:count])


def drawn(number: int) -> Pool:
    """One of the `DRAWS` thousands; the first is `unrelated(1000, 1)`, none has any of `apart`."""
    if number == 0:
        return unrelated(1000, 1)
    taken = {it.id for it in (*unrelated(1000, 1).articles, *apart(2500).articles)}
    rest = {it["id"]: it for it in _corpus() if it["id"] not in taken}
    order = sorted(rest)
    random.Random(11).shuffle(order)
    return _alone([rest[it] for it in order[1000 * (number - 1) : 1000 * number]])


def _alone(chosen: Sequence[dict[str, Any]]) -> Pool:
    return Pool(
        [article(it["id"], it["title"], it["sapo"], it["body"]) for it in chosen],
        [f"alone-{it['id']}" for it in chosen],
    )


def pairs_read(name: str) -> dict[tuple[str, str], bool]:
    """Pairs of articles of the news corpus, and whether they tell of one event, by reading.

    `unrelated_pairs`: the 188 surest of `unrelated(1000, 1)` by a model that had seen no label;
    `unrelated_pairs_drawn`: of `drawn(1)` to `drawn(3)`, those that stood together in groups that
    two models with low thresholds made;
    `unrelated_pairs_to_learn`: of `apart(2500)`, drawn from likely and less likely ones alike.
    """
    return {(row["one"], row["two"]): row["same"] for row in rows(LABELS / f"{name}.jsonl")}


def merged(pool: Pool) -> list[str]:
    """The pool's stories, those joined that the pairs that were read say are one."""
    name: dict[str, str] = {}

    def story(it: str) -> str:
        while it in name:
            it = name[it]
        return it

    pairs = {**pairs_read("unrelated_pairs"), **pairs_read("unrelated_pairs_drawn")}
    for (one, two), same in pairs.items():
        first, second = story(f"alone-{one}"), story(f"alone-{two}")
        if same and first != second:
            name[first] = second
    return [story(it) for it in pool.stories]


def halves(pool: Pool) -> tuple[Pool, Pool]:
    """The stories of a pool in two halves, by chance."""
    names = sorted(set(pool.stories))
    random.Random(5).shuffle(names)
    first = set(names[: len(names) // 2])
    parts = []
    for wanted in (True, False):
        kept = [it for it in zip(*pool, strict=True) if (it[1] in first) is wanted]
        parts.append(Pool([article for article, _ in kept], [story for _, story in kept]))
    return parts[0], parts[1]


def party_weeks(labels: Path = PARTY) -> Pool:
    """Two weeks of Party news (title and summary), with the stories that a reader told apart.

    With look-up terms, as every stored article has them.
    """
    items = {it["link"]: it for it in rows(DATA / "rss_party.jsonl.gz")}
    found = Pool([], [])
    for row in rows(labels):
        it = items[row["link"]]
        seen = datetime.fromisoformat(it["published"]).astimezone(UTC)
        told = article(row["link"], it["title"], it["summary"], "", seen)
        found.articles.append(with_terms(told))
        found.stories.append(row["story"])
    return found


def judged(known: Sequence[Hashable], found: Sequence[Hashable]) -> Scores:
    """B-cubed precision, recall, F1 (Bagga and Baldwin, 1998) and the adjusted Rand index
    (Hubert and Arabie, 1985).
    """
    both, by_known, by_found = (
        Counter(zip(known, found, strict=True)),
        Counter(known),
        Counter(found),
    )
    count = len(known)
    precision = sum(number**2 / by_found[pair[1]] for pair, number in both.items()) / count
    recall = sum(number**2 / by_known[pair[0]] for pair, number in both.items()) / count
    same, in_known, in_found = (_pairs(it) for it in (both, by_known, by_found))
    chance = in_known * in_found / (count * (count - 1) / 2)
    ari = (same - chance) / ((in_known + in_found) / 2 - chance)
    return Scores(precision, recall, 2 * precision * recall / (precision + recall), ari)


def _pairs(count: Counter[Any]) -> float:
    return sum(number * (number - 1) / 2 for number in count.values())
