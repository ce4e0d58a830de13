"""What is measured of each sentence of a story before its summary is chosen. Pure.

How much of it other articles say, how central it is (degree centrality after Erkan and Radev,
"LexRank", JAIR 2004), where it stands, what its article is among the others, and its form. Nothing
of it knows a word: the same holds for a story about anything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

from bot.digest.cluster_text import ClusterText, Pair, Sentence
from bot.digest.leaning import stands_alone

SENTENCE_FEATURES = (
    "share",
    "most_shared",
    "several",
    "many",
    "log_repeated",
    "title_words",
    "early",
    "opens",
    "relative",
    "log_length",
    "long",
    "number",
    "opens_quote",
    "quotes",
    "alone",
    "capitals",
    "article_share",
    "article_length",
    "centrality",
    "centrality_elsewhere",
)

COMMON = 0.35
"""Share of news articles from which on a syllable says nothing of the subject."""

LONG = 50
"""Syllables of a long sentence."""

_OPENING = ('"', "“", "‘", "–", "-")


def sentence_features(
    cluster: ClusterText, where: Mapping[Pair, Sequence[Sentence]], common: Mapping[str, float]
) -> list[tuple[float, ...]]:
    """For each of `cluster.sentences` its `SENTENCE_FEATURES`; `where` a pair stands."""
    sentences = cluster.sentences
    count = len(cluster.documents)
    within = {pair: len({it.document for it in found}) for pair, found in where.items()}
    central = _Centrality(where)
    titles = {it for title in cluster.titles for it in title if common.get(it, 0.0) < COMMON}
    shares = _document_shares(cluster, within)
    mean, spread = fmean(shares), pstdev(shares)
    lengths = [sum(len(it.words) for it in document) for document in cluster.documents]
    found: list[tuple[float, ...]] = []
    for it in sentences:
        numbers = [within[pair] for pair in it.pairs]
        content = {word for word in it.words if common.get(word, 0.0) <= COMMON}
        words = it.text.split()
        everywhere, here = central.of(it)
        found.append(
            (
                fmean(numbers) / count,
                max(numbers) / count,
                fmean(number >= 2 for number in numbers),
                fmean(number >= 3 for number in numbers),
                fmean(math.log(len(where[pair])) for pair in it.pairs),
                len(content & titles) / max(1, len(content)),
                1 / (1 + it.position),
                float(it.position == 0),
                it.position / it.of,
                math.log(len(it.words)),
                float(len(it.words) > LONG),
                float(any(char.isdigit() for char in it.text)),
                float(it.text.startswith(_OPENING)),
                float('"' in it.text or "“" in it.text),
                float(stands_alone(it.text)),
                sum(word[0].isupper() for word in words[1:]) / max(1, len(words)),
                (shares[it.document] - mean) / (spread + 1e-6),
                lengths[it.document] * count / sum(lengths),
                everywhere / len(sentences),
                (everywhere - here) / len(sentences),
            )
        )
    return found


def _document_shares(cluster: ClusterText, within: Mapping[Pair, int]) -> list[float]:
    """Of each article how many of the articles say its pairs, on average."""
    return [
        fmean(
            within[pair] / len(cluster.documents)
            for pair in frozenset[Pair]().union(*(it.pairs for it in document))
        )
        for document in cluster.documents
    ]


class _Centrality:
    """Sums of the cosines between sentences, in time that grows with the text, not its square."""

    def __init__(self, where: Mapping[Pair, Sequence[Sentence]]) -> None:
        self._all: dict[Pair, float] = {}
        self._by_document: dict[tuple[int, Pair], float] = defaultdict(float)
        for pair, found in where.items():
            self._all[pair] = sum(len(it.pairs) ** -0.5 for it in found)
            for it in found:
                self._by_document[it.document, pair] += len(it.pairs) ** -0.5

    def of(self, sentence: Sentence) -> tuple[float, float]:
        """With the other sentences of the story, and with those of its own article alone."""
        norm = len(sentence.pairs) ** -0.5
        everywhere = math.fsum(self._all[pair] for pair in sentence.pairs) * norm
        here = math.fsum(self._by_document[sentence.document, it] for it in sentence.pairs) * norm
        return everywhere - 1, here - 1
