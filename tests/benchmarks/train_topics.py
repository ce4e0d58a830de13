"""Learn what words say of topics: `python -m tests.benchmarks.train_topics [--write]`.

Words first: latent semantic analysis of all development articles (the items of `judge` and the odd
half of VNTC, which judge, and what nearly repeats an item of `judge` left out), then a multinomial
logistic regression over its dimensions on the labelled items, with the even half of VNTC and the
feeds' own categories at `WEAK` of a label's weight. Then the balance of words and table: few
numbers, fitted on parts that the table's words were not chosen by, where the words' scores come
from models that did not see the item. Prints how well that does in `FOLDS` folds, and with each
outlet held out; `--write` puts all into `bot/facts/topic_words.txt`. Some minutes.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from bot.facts import topic_words
from bot.facts.topic_words import MIDDLE, SCALE, Head, counted, line
from bot.facts.topics import standing, topic_keys
from storage.models import Article
from storage.text import folded_words
from tests.benchmarks.bench_topics import (
    MAPPED,
    article,
    labelled,
    odd,
    rows,
    scores,
    text_id,
)

FILE = Path(topic_words.__file__).with_name("topic_words.txt")
FEATURES = 24_000
"""The most frequent; more change nothing that can be seen."""
BASE = 4_000
"""The most frequent of them, by which the dimensions are found."""
TOO_FREQUENT = 0.3
DIMENSIONS = 200
SPREAD = 3.0
"""Length of an average article in the regression."""
RIDGE = 2e-3
"""Chosen among .0005, .001 and .002 by the folds."""
WEAK = 0.1
FIRST = 0.7
"""Share of the first of two labels that both fit."""
FOLDS = 5
BALANCED = ("last", "fresh", "more")
"""Parts that the table's words were not chosen by, drawn at random."""
ALIKE = 0.5
CATEGORIES = {
    "Thế giới": "other",
    "Thể thao": "society",
    "Kinh doanh": "economy",
    "Công nghệ": "other",
}
KEYS = topic_keys()
OUTLETS = ("tuoitre.vn", "thanhnien.vn", "vnexpress.net", "news_corpus", "vntc")
Array = Any
"""Of numpy, whose types say nothing here."""


class Item(NamedTuple):
    """An article to learn from."""

    id: str
    article: Article
    right: tuple[str, ...]
    """Topics that fit, the best first; empty: unlabelled."""
    part: str
    outlet: str


class Sparse(NamedTuple):
    """Articles by the words they have, row by row, each of length 1."""

    row: Array
    word: Array
    value: Array
    many: int

    def times(self, matrix: Array) -> Array:
        """One row of `matrix`'s width for each article."""
        out = np.zeros((self.many, matrix.shape[1]), np.float32)
        begin = 0
        while begin < len(self.row):  # by blocks of whole articles, which fit the memory
            end = int(np.searchsorted(self.row, self.row[min(begin + 200_000, len(self.row) - 1)]))
            end = len(self.row) if end <= begin or begin + 200_000 >= len(self.row) else end
            part = matrix[self.word[begin:end]] * self.value[begin:end, None]
            starts = np.flatnonzero(np.diff(self.row[begin:end], prepend=-1))
            out[self.row[begin:end][starts]] = np.add.reduceat(part, starts, axis=0)
            begin = end
        return out

    def turned(self, matrix: Array, words: int) -> Array:
        """The sum of the articles' rows of `matrix` for each word."""
        return np.stack(
            [
                np.bincount(self.word, self.value * matrix[self.row, at], words)
                for at in range(matrix.shape[1])
            ],
            axis=1,
        ).astype(np.float32)


def items() -> tuple[list[Item], list[Item]]:
    """What may be learnt from: labelled, weakly labelled first among the others."""
    known = {it.id: it for it in labelled()}
    judged = [
        frozenset(folded_words(it.article.title)) for it in known.values() if it.part == "judge"
    ]
    told: dict[str, Item] = {}
    for each in _articles():
        title = frozenset(folded_words(each.article.title))
        if any(len(title & it) >= ALIKE * len(title | it) for it in judged):
            continue
        told.setdefault(each.id, each)
    found = [
        Item(it.id, it.article, (it.topic, *filter(None, [it.also])), it.part, told[it.id].outlet)
        for it in known.values()
        if it.part != "judge" and it.id in told
    ]
    rest = [it for it in told.values() if it.id not in known]
    return found, rest


def _articles() -> Iterator[Item]:
    for name in ("rss_party", "rss_weeks"):
        for row in rows(name):
            topic = CATEGORIES.get(row["category"])
            outlet = next((it for it in OUTLETS if it in row["link"]), "")
            text = article(row["title"], row["summary"])
            yield Item(row["link"], text, (topic,) if topic else (), "weak", outlet)
    for row in rows("news_corpus"):
        text = article(row["title"], row["sapo"], row["body"])
        yield Item(str(row["id"]), text, (), "weak", "news_corpus")
    for row in rows("vntc"):
        if odd(row["text"]):
            continue
        title, _, body = row["text"].strip().partition("\n")
        topic = MAPPED.get(row["topic"]) or ("other" if row["topic"] == "Vi tinh" else None)
        text = article(title.strip(), None, body)
        yield Item(text_id(row["text"]), text, (topic,) if topic else (), "weak", "vntc")


class Space(NamedTuple):
    """The words and what they are in each dimension."""

    words: dict[str, int]
    rarity: Array
    directions: Array


def space(every: Sequence[dict[str, int]]) -> tuple[Space, Sparse]:
    """Latent semantic analysis; the articles in its words, too."""
    often: Counter[str] = Counter()
    for counts in every:
        often.update(counts.keys())
    kept = [it for it, times in often.most_common() if times < TOO_FREQUENT * len(every)][:FEATURES]
    words = {word: at for at, word in enumerate(kept)}
    rarity = np.array([math.log(len(every) / often[it]) for it in kept], np.float32)
    sparse = sparsely(every, words, rarity)
    gram = np.zeros((BASE, BASE), np.float32)
    for begin in range(0, sparse.many, 1_000):
        at = slice(*np.searchsorted(sparse.row, [begin, begin + 1_000]))
        row, word, value = sparse.row[at], sparse.word[at], sparse.value[at]
        dense = np.zeros((1_000, BASE), np.float32)
        base = word < BASE
        dense[row[base] - begin, word[base]] = value[base]
        gram += dense.T @ dense
    strength, vectors = np.linalg.eigh(gram)
    order = np.argsort(-strength)[:DIMENSIONS]
    root = np.sqrt(strength[order])
    whole = np.zeros((len(words), DIMENSIONS), np.float32)
    whole[:BASE] = vectors[:, order]
    directions = sparse.turned(sparse.times(whole) / root, len(words)) / root
    length = np.sqrt((sparse.times(directions) ** 2).sum(1).mean())
    return Space(words, rarity, directions * SPREAD / length), sparse


def sparsely(every: Sequence[dict[str, int]], words: dict[str, int], rarity: Array) -> Sparse:
    """The articles by the words that are known."""
    row, word, value = [], [], []
    for number, counts in enumerate(every):
        for name, times in counts.items():
            at = words.get(name)
            if at is not None:
                row.append(number)
                word.append(at)
                value.append(times / SCALE)
    rows_, words_ = np.array(row), np.array(word)
    weighed = np.array(value, np.float32) * rarity[words_]
    length = np.sqrt(np.bincount(rows_, weighed**2, len(every)))
    return Sparse(rows_, words_, (weighed / length[rows_]).astype(np.float32), len(every))


def regression(x: Array, y: Array, weight: Array, ridge: Array) -> Array:
    """Multinomial logistic regression by Nesterov's method (1983); the last column is the bias."""
    share = weight / weight.sum()
    step = 1 / (0.5 * np.linalg.norm(x * np.sqrt(share)[:, None], 2) ** 2 + ridge.max())
    best = ahead = np.zeros((x.shape[1], y.shape[1]))
    speed = 1.0
    for _ in range(200):
        slope = x.T @ (share[:, None] * (_softmax(x @ ahead) - y)) + ridge[:, None] * ahead
        better = ahead - step * slope
        faster = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        ahead = better + (speed - 1) / faster * (better - best)
        best, speed = better, faster
    return best


def balance(words: Array, table: Array, signs: Array, y: Array) -> Array:
    """What words, table, each topic, other countries and a place of ours weigh, by Adam (2015)."""
    other = KEYS.index("other")
    many = 4 + len(KEYS)
    weights = np.zeros(many)
    weights[:2] = 1.0, 0.5
    mean, spread = np.zeros(many), np.zeros(many)
    for step in range(1, 401):
        wrong = (_softmax(balanced(weights, words, table, signs)) - y) / len(y)
        slope = np.concatenate(
            [
                [(wrong * words).sum(), (wrong * table).sum()],
                wrong[:, other] @ signs,
                wrong.sum(0),
            ]
        )
        slope[2:] += 0.02 * weights[2:]
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def balanced(weights: Array, words: Array, table: Array, signs: Array) -> Array:
    """Scores by topic, as `bot.facts.topics` works them out."""
    found = weights[0] * words + weights[1] * table + weights[4:]
    found[:, KEYS.index("other")] += signs @ weights[2:4]
    return found


def _softmax(x: Array) -> Array:
    high = np.exp(x - x.max(1, keepdims=True))
    return high / high.sum(1, keepdims=True)


def shares(right: tuple[str, ...]) -> Array:
    """What is to be told, as shares of the topics."""
    found = np.zeros(len(KEYS))
    for key, part in zip(right, (1.0,) if len(right) == 1 else (FIRST, 1 - FIRST), strict=True):
        found[KEYS.index(key)] += part
    return found


def _fold(it: Item) -> int:
    return sum(it.id.encode()) % FOLDS


class Learner:
    """The articles of one run, ready to be learnt from."""

    def __init__(self) -> None:
        self.items, rest = items()
        print(f"{len(self.items)} labelled, {len(rest)} others")
        every = [
            counted([[it.exact for it in place] for place in standing(each.article)[0]])
            for each in (*self.items, *rest)
        ]
        self.space, self.sparse = space(every)
        place = self.sparse.times(self.space.directions)
        place = np.hstack([place, np.ones((len(place), 1))])
        many = len(self.items)
        weak = [at for at, it in enumerate(rest) if it.right]
        self.x, self.weak_x = place[:many], place[many:][weak]
        self.y = np.stack([shares(it.right) for it in self.items])
        self.weak_y = np.stack([shares(rest[at].right) for at in weak])
        self.weak_outlets = np.array([rest[at].outlet for at in weak])
        self.ridge = np.full(DIMENSIONS + 1, RIDGE)
        self.ridge[-1] = 1e-6
        table, signs = [], []
        for it in self.items:
            _, points, abroad, at_home = standing(it.article)
            table.append([math.sqrt(points[key]) for key in KEYS])
            signs.append([0.0 if at_home else math.sqrt(abroad), float(at_home)])
        self.table, self.signs = np.array(table), np.array(signs)
        self.clean = np.array([it.part in BALANCED for it in self.items])

    def words_model(self, kept: Array, weak: Array) -> Array:
        """The regression over what is `kept` of the labelled and `weak` of the others."""
        return regression(
            np.vstack([self.x[kept], self.weak_x[weak]]),
            np.vstack([self.y[kept], self.weak_y[weak]]),
            np.concatenate([np.ones(kept.sum()), np.full(weak.sum(), WEAK)]),
            self.ridge,
        )

    def said(self, groups: Array, weak_groups: Array) -> Array:
        """What models say that did not see the item's group."""
        found = np.zeros_like(self.y)
        for group in sorted(set(groups)):
            out = groups == group
            found[out] = self.x[out] @ self.words_model(~out, weak_groups != group)
        return found

    def measure(self, groups: Array, weak_groups: Array, name: str) -> Array:
        """Print how well words and table do together on the groups held out."""
        words = self.said(groups, weak_groups)
        told = np.zeros(len(self.items), int)
        for group in sorted(set(groups)):
            out = groups == group
            kept = ~out & self.clean
            args = words[kept], self.table[kept], self.signs[kept], self.y[kept]
            told[out] = balanced(
                balance(*args), words[out], self.table[out], self.signs[out]
            ).argmax(1)
        for part in (*BALANCED, "apart", "all that is clean"):
            chosen = [
                (it, KEYS[at])
                for it, at, clean in zip(self.items, told, self.clean, strict=True)
                if it.part == part or (clean and part.startswith("all"))
            ]
            accuracy, f1 = scores([(it.right[0], at) for it, at in chosen])
            also = 100 * sum(at in it.right for it, at in chosen) / len(chosen)
            print(
                f"  {name}, {part}: {len(chosen)} items, accuracy {accuracy:.1f},"
                f" macro-F1 {f1:.1f}, either label {also:.1f}"
            )
        return words

    def write(self, words: Array) -> None:
        """The model of all, with the balance fitted on `words`, which did not see their items."""
        chosen = self.clean
        weights = balance(words[chosen], self.table[chosen], self.signs[chosen], self.y[chosen])
        model = self.words_model(np.ones(len(self.items), bool), np.ones(len(self.weak_y), bool))
        by_word = (self.space.directions @ model[:-1]) * self.space.rarity[:, None]
        by_word -= by_word.mean(1, keepdims=True)
        unit = float(np.quantile(np.abs(by_word), 0.999)) / (MIDDLE - 1)
        steps = np.clip(np.round(by_word / unit), 1 - MIDDLE, MIDDLE - 1).astype(int) + MIDDLE
        head = Head(
            topics=KEYS,
            unit=float(f"{unit:.4g}"),
            base=tuple(round(float(it), 3) for it in model[-1]),
            words=round(float(weights[0]), 3),
            table=round(float(weights[1]), 3),
            abroad=round(float(weights[2]), 3),
            home=round(float(weights[3]), 3),
            bias=tuple(round(float(it), 3) for it in weights[4:]),
        )
        lines = [
            line(word, steps[at].tolist(), float(self.space.rarity[at]))
            for word, at in sorted(self.space.words.items())
        ]
        first = json.dumps(msgspec.to_builtins(head))
        FILE.write_text("\n".join([first, *lines]) + "\n", "utf-8")
        print(f"{FILE.name}: {len(lines)} words and pairs, {FILE.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Learn, measure and, if asked, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="the weights of all")
    options = parser.parse_args()
    learner = Learner()
    nowhere = np.full(len(learner.weak_y), -1)
    folds = np.array([_fold(it) for it in learner.items])
    words = learner.measure(folds, nowhere, f"{FOLDS} folds")
    outlets = np.array([OUTLETS.index(it.outlet) if it.outlet else -2 for it in learner.items])
    weak = np.array([OUTLETS.index(it) for it in learner.weak_outlets])
    learner.measure(outlets, weak, "each outlet held out")
    if options.write:
        learner.write(words)


if __name__ == "__main__":
    main()
