"""What the summariser is compared with, each choosing sentences up to the same length.

Lead round-robin takes the articles' first sentences in turn, then their second ones. LexRank (Erkan
and Radev, JAIR 2004) and TextRank (Mihalcea and Tarau, EMNLP 2004) rank sentences by a random walk
over their likeness; MMR (Carbonell and Goldstein, SIGIR 1998) trades likeness to the whole story
against likeness to what is chosen; centroid + position (Radev et al., 2004) adds how early a
sentence stands. All but Lead leave out what repeats a chosen sentence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from bot.digest.cluster_text import ClusterText, Sentence
from bot.digest.leaning import stands_alone

Baseline = Callable[[ClusterText, float], list[Sentence]]

DAMPING = 0.85
ROUNDS = 50
LEXRANK_THRESHOLD = 0.1
MMR_WEIGHT = 0.7
POSITION_WEIGHT = 1.0
REPEATS = 0.5
"""Cosine from which on a sentence repeats another."""

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


def lead(cluster: ClusterText, syllables: float) -> list[Sentence]:
    """First sentences in turn."""
    order = sorted(cluster.sentences, key=lambda it: (it.position, it.document))
    return _fill([(it, None) for it in order], syllables)


def lexrank(cluster: ClusterText, syllables: float) -> list[Sentence]:
    """A walk over the graph of sentences whose cosine is above the threshold."""
    rows = _vectors(cluster)
    return _ranked(
        cluster, rows, _walk((rows @ rows.T > LEXRANK_THRESHOLD).astype(float)), syllables
    )


def textrank(cluster: ClusterText, syllables: float) -> list[Sentence]:
    """A walk weighed by words in common over the logarithms of the lengths."""
    sets = [set(it.words) for it in cluster.sentences]
    edges = np.array(
        [
            [
                0.0 if one is other else len(one & other) / math.log(1 + len(one) * len(other))
                for other in sets
            ]
            for one in sets
        ]
    )
    return _ranked(cluster, _vectors(cluster), _walk(edges), syllables)


def mmr(cluster: ClusterText, syllables: float) -> list[Sentence]:
    """Likeness to the story less likeness to what is chosen."""
    rows = _vectors(cluster)
    story = rows.sum(axis=0)
    relevance = rows @ (story / (np.linalg.norm(story) or 1.0))
    like = rows @ rows.T
    sentences = cluster.sentences
    repeated = np.zeros(len(sentences))
    left = set(range(len(sentences)))
    chosen: list[Sentence] = []
    length = 0
    while left:
        best = max(
            left, key=lambda at: MMR_WEIGHT * relevance[at] - (1 - MMR_WEIGHT) * repeated[at]
        )
        left.remove(best)
        size = len(sentences[best].words)
        if not chosen or abs(length + size - syllables) < abs(length - syllables):
            chosen.append(sentences[best])
            length += size
            repeated = np.maximum(repeated, like[best])
    return chosen


def centroid_position(cluster: ClusterText, syllables: float) -> list[Sentence]:
    """Likeness to the story and earliness, each between 0 and 1."""
    rows = _vectors(cluster)
    likeness = rows @ rows.sum(axis=0)
    early = np.array([1 - it.position / it.of for it in cluster.sentences])
    score = likeness / (likeness.max() or 1.0) + POSITION_WEIGHT * early
    return _ranked(cluster, rows, score, syllables)


BASELINES: dict[str, Baseline] = {
    "Lead, round-robin": lead,
    "LexRank": lexrank,
    "TextRank": textrank,
    "MMR": mmr,
    "centroid + position": centroid_position,
}


def _vectors(cluster: ClusterText) -> Matrix:
    """Rows of unit length: TF-IDF of syllables over the story's sentences."""
    sentences = cluster.sentences
    within = Counter(word for it in sentences for word in set(it.words))
    column = {word: at for at, word in enumerate(within)}
    rows = np.zeros((len(sentences), len(within)))
    for at, it in enumerate(sentences):
        for word, number in Counter(it.words).items():
            rows[at, column[word]] = number * math.log(1 + len(sentences) / within[word])
    norms: Matrix = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(norms, 1e-12)


def _walk(edges: Matrix) -> Vector:
    count = len(edges)
    steps = edges / np.maximum(edges.sum(axis=1, keepdims=True), 1e-12)
    score = np.full(count, 1 / count)
    for _ in range(ROUNDS):
        score = (1 - DAMPING) / count + DAMPING * (steps.T @ score)
    return score


def _ranked(cluster: ClusterText, rows: Matrix, score: Vector, syllables: float) -> list[Sentence]:
    sentences = cluster.sentences
    order = sorted(range(len(sentences)), key=lambda at: (-score[at], at))
    return _fill([(sentences[at], rows[at]) for at in order], syllables)


def _fill(order: Sequence[tuple[Sentence, Vector | None]], syllables: float) -> list[Sentence]:
    """In turn whatever brings the length closer; nothing that repeats what is chosen."""
    chosen: list[Sentence] = []
    rows: list[Vector] = []
    length = 0
    for sentence, row in order:
        size = len(sentence.words)
        if chosen and abs(length + size - syllables) >= abs(length - syllables):
            continue
        if row is not None:
            if any(float(row @ other) > REPEATS for other in rows):
                continue
            rows.append(row)
        chosen.append(sentence)
        length += size
    return chosen


def leaning(chosen: Sequence[tuple[int, int, str]]) -> int:
    """How many of (article, position, text) lean on a sentence that was not chosen before them."""
    have = {(document, position) for document, position, _ in chosen}
    return sum(
        not stands_alone(text) and (document, position - 1) not in have
        for document, position, text in chosen
    )
