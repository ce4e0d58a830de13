"""How much a syllable pair of a story is worth telling: a linear model of the pair and one of the
sentences that it stands in, trained together.

The features are what summaries are known to follow: how many of the articles say it, how early,
and whether a title says it. People who summarise a cluster keep what its articles share and what
stands first; a pair also takes after the sentences that it stands in (the mean of their worth:
`sentence_features`). How much of each was learned (ridge regression on the share of human summaries
that have the pair, after Li, Liu and Zhao, "Using Supervised Bigram-based ILP for Extractive
Summarization", ACL 2013). Weights: `salience.toml`, made by `tests/benchmarks/train_summary.py`.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from operator import mul

import msgspec

from bot.digest.cluster_text import ClusterText, Pair, Sentence
from bot.digest.sentence_features import SENTENCE_FEATURES, sentence_features

PAIR_FEATURES = (
    "share",
    "alone",
    "several",
    "many",
    "log_sentences",
    "earliest",
    "mean_early",
    "opens",
    "in_lead",
    "opens_any",
    "in_lead_any",
    "first_position",
    "titles",
    "in_title",
    "rare",
    "common",
    "number",
    "log_documents",
    "shared_early",
    "longest",
    "earliest_relative",
    "main_article",
    "compression",
    "per_article",
)
LEAD = 3
"""Sentences of an article that are its beginning."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A linear model: the sum of weights times features, each less its mean over its spread."""

    bias: float
    weights: dict[str, float]
    means: dict[str, float]
    spreads: dict[str, float]

    def scorer(self, names: Sequence[str]) -> Callable[[Sequence[float]], float]:
        """What gives the value for one row of features, in the order of `names`."""
        factors = [self.weights[name] / self.spreads[name] for name in names]
        means = [self.means[name] for name in names]
        start = self.bias - sum(map(mul, factors, means))
        return lambda values: start + sum(map(mul, factors, values))


class Salience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table: the models, and how common syllables are."""

    pair: Model
    sentence: Model
    common_syllables: dict[str, float]
    """Share of news articles that have a syllable; for those in at least 2 %."""


@cache
def salience() -> Salience:
    """The table beside this module, read once."""
    text = files("bot.digest").joinpath("salience.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Salience)


def standing(cluster: ClusterText) -> dict[Pair, list[Sentence]]:
    """The sentences of each pair, in the order of the text; the order of the pairs says nothing."""
    where: dict[Pair, list[Sentence]] = {}
    for sentence in cluster.sentences:
        for pair in sentence.pairs:
            where.setdefault(pair, []).append(sentence)
    return where


def worth(cluster: ClusterText, table: Salience, syllables: float) -> dict[Pair, float]:
    """Of each pair how likely a summary of so many syllables has it; 0 or more."""
    if not cluster.documents:
        return {}
    where = standing(cluster)
    rows = sentence_features(cluster, where, table.common_syllables)
    of_sentence = table.sentence.scorer(SENTENCE_FEATURES)
    of = {
        id(sentence): of_sentence(row)
        for sentence, row in zip(cluster.sentences, rows, strict=True)
    }
    score = table.pair.scorer(PAIR_FEATURES)
    return {
        pair: max(
            0.0,
            score(row) + sum(of[id(it)] for it in where[pair]) / len(where[pair]),
        )
        for pair, row in pair_features(cluster, table.common_syllables, syllables).items()
    }


def pair_features(
    cluster: ClusterText, common: Mapping[str, float], syllables: float
) -> dict[Pair, tuple[float, ...]]:
    """For each pair of the cluster its `PAIR_FEATURES`, for a summary of so many syllables."""
    if not cluster.documents:
        return {}
    where = standing(cluster)
    count = len(cluster.documents)
    titles = Counter(pair for title in cluster.titles for pair in set(itertools.pairwise(title)))
    more = (compression(cluster, syllables), syllables / count / 100)
    return {
        pair: (*_pair(pair, found, count, titles[pair], common), *more)
        for pair, found in where.items()
    }


def _pair(
    pair: Pair, found: Sequence[Sentence], count: int, titles: int, common: Mapping[str, float]
) -> tuple[float, ...]:
    first: dict[int, int] = {}
    for sentence in found:
        at = first.get(sentence.document)
        if at is None or sentence.position < at:
            first[sentence.document] = sentence.position
    early = [1 / (1 + at) for at in first.values()]
    opens = sum(at == 0 for at in first.values())
    in_lead = sum(at < LEAD for at in first.values())
    documents = len(first)
    known = [common.get(word, 0.0) for word in pair]
    return (
        documents / count,
        float(documents == 1),
        float(documents >= 2),
        float(documents >= 3),
        math.log(len(found)),
        max(early),
        sum(early) / count,
        opens / count,
        in_lead / count,
        float(opens > 0),
        float(in_lead > 0),
        float(min(min(first.values()), 20)),
        titles / count,
        float(titles > 0),
        math.log(0.01 + min(known)),
        math.log(0.01 + max(known)),
        float(any(char.isdigit() for word in pair for char in word)),
        math.log(count),
        documents / count * max(early),
        math.log(max(len(sentence.words) for sentence in found)),
        min(sentence.position / sentence.of for sentence in found),
        1 / (1 + min(first)),
    )


def compression(cluster: ClusterText, syllables: float) -> float:
    """How much is left out: the logarithm of the story's length over the summary's."""
    return math.log(sum(len(it.words) for it in cluster.sentences) / max(1.0, syllables))
