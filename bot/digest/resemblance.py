"""How much two articles resemble each other: weighed syllable pairs through an index. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bot.digest.rarity import rarity
from storage.models import Article
from storage.text import folded_words

TITLE = 3
"""How often a pair of the title counts."""

READ = 600
"""Syllables of an article that are looked at: news says first what it is about."""

COMMONEST = 2.0
"""Rarity below which a pair tells nothing: an eighth of all articles have it."""

Vector = dict[str, float]
"""Pair of folded syllables → weight; of length 1."""


def vector(article: Article) -> Vector:
    """What an article is compared by; empty where it says nothing."""
    count: Counter[str] = Counter()
    for one, two in pairwise(folded_words(article.title)):
        count[f"{one} {two}"] += TITLE
    left = READ
    for line in (article.lead or "", *article.paragraphs):
        words = folded_words(line)[:left]
        left -= len(words)
        count.update(map(" ".join, pairwise(words)))
        if left <= 0:
            break
    weights = {
        pair: (1 + math.log(number)) * rare
        for pair, number in count.items()
        if (rare := rarity(pair)) > COMMONEST
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {pair: weight / length for pair, weight in weights.items()}


def resembling(vectors: Sequence[Vector], least: float) -> dict[tuple[int, int], float]:
    """Cosine of each two vectors (lower index first) that is at least `least`."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: dict[tuple[int, int], float] = {}
    for number, each in enumerate(vectors):
        sums: dict[int, float] = defaultdict(float)
        for pair, weight in each.items():
            entries = index[pair]
            for other, its in entries:
                sums[other] += its * weight
            entries.append((number, weight))
        for other, cosine in sums.items():
            if cosine >= least:
                found[other, number] = cosine
    return found
