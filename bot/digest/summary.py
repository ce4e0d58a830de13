"""A story told in its articles' own sentences: the best ones that fit, each with its article.

The summary aimed at is the one of which most pairs of syllables would stand in a summary written
by hand, for its length (`salience` says how likely each is; the measure is the expected F1). A
greedy choice begins: the sentence whose pairs, as far as nothing chosen has them yet, are most
worth telling for its length. Exchanges follow as long as one helps: a sentence in, out, or for
another. A sentence that needs the one before it ("Cũng tại hội nghị, …", "Ông cho biết …") is
chosen with that one, or not at all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.digest.cluster_text import ClusterText, Pair, Sentence, cluster_text
from bot.digest.leaning import stands_alone
from bot.digest.salience import Salience, salience, worth

SHARPNESS = 1.4
"""Power of the worth of a pair: above 1, what is likely counts more than many small chances."""

LENGTH_POWER = 0.8
"""Worth is divided by syllables to this power: 1 prefers short sentences, 0 long ones."""

LENGTH_WEIGHT = 0.65
"""What a syllable of the summary costs in an exchange, beside one of the length aimed at."""

LEAST_NEW = 0.4
"""Share of a sentence's pairs that must be new: below it repeats what is told."""

MOST_LENGTH = 1.1
"""Of the length aimed at, after an exchange."""

EXCHANGES = 8
"""At most; few stories need four."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the summary."""

    document: int
    """Index of the article that says it, among those given."""
    text: str
    """As it stands in its article."""
    position: int
    """Its number among the sentences of that article."""


def summarise(
    documents: Sequence[tuple[str, Sequence[str]]], *, syllables: float
) -> tuple[Told, ...]:
    """Sentences of about `syllables` syllables in all, in the order to be read.

    Args:
        documents: of each article its title and its lines (lead, paragraphs).
        syllables: the length to come closest to; the first sentence is chosen however long it is.
    """
    return choose(cluster_text(documents), syllables=syllables, table=salience())


def choose(cluster: ClusterText, *, syllables: float, table: Salience) -> tuple[Told, ...]:
    """As `summarise`, for sentences and models that are at hand."""
    values = {pair: value**SHARPNESS for pair, value in worth(cluster, table, syllables).items()}
    chosen = _greedy(cluster.sentences, values, syllables)
    chosen = _exchanged(chosen, cluster.sentences, values, syllables)
    return tuple(Told(cluster.given[it.document], it.text, it.place) for it in _in_order(chosen))


def _greedy(
    sentences: Sequence[Sentence], values: Mapping[Pair, float], syllables: float
) -> list[Sentence]:
    chosen: list[Sentence] = []
    told: set[Pair] = set()
    length = 0
    while True:
        best, most = None, 0.0
        for sentence in sentences:
            size = len(sentence.words)
            closer = abs(length + size - syllables) < abs(length - syllables)
            if sentence in chosen or not (closer or not chosen):
                continue
            new = sentence.pairs - told
            if len(new) < LEAST_NEW * len(sentence.pairs) or not _can_stand(sentence, chosen):
                continue
            value = _sum(new, values) / size**LENGTH_POWER
            if value > most:
                best, most = sentence, value
        if best is None:
            return chosen
        chosen.append(best)
        told |= best.pairs
        length += len(best.words)


def _exchanged(
    chosen: list[Sentence],
    sentences: Sequence[Sentence],
    values: Mapping[Pair, float],
    syllables: float,
) -> list[Sentence]:
    """The choice after exchanges, the best one each time."""
    if not chosen:
        return chosen
    full = {it: _sum(it.pairs, values) for it in sentences}
    for _ in range(EXCHANGES):
        length = sum(len(it.words) for it in chosen)
        most = _sum({pair for it in chosen for pair in it.pairs}, values) / (
            LENGTH_WEIGHT * length + syllables
        )
        best: list[Sentence] | None = None
        for out in (None, *chosen):
            kept = [it for it in chosen if it is not out]
            counts = Counter(pair for it in kept for pair in it.pairs)
            told, base = counts.keys(), sum(len(it.words) for it in kept)
            value = _sum(told, values)
            for new in _candidates(kept, out, sentences, base, MOST_LENGTH * syllables):
                cost = LENGTH_WEIGHT * (base + len(new.words)) + syllables
                if (value + full[new]) / cost <= most:
                    continue  # not even if nothing of it were told
                fresh = new.pairs - told
                gained = (value + _sum(fresh, values)) / cost
                if (
                    gained > most * (1 + 1e-9)
                    and len(fresh) >= LEAST_NEW * len(new.pairs)
                    and _stands([*kept, new])
                ):
                    best, most = [*kept, new], gained
            if out is not None and kept and _stands(kept):
                shorter = value / (LENGTH_WEIGHT * base + syllables)
                if shorter > most * (1 + 1e-9):
                    best, most = kept, shorter
        if best is None:
            break
        chosen = best
    return chosen


def _candidates(
    kept: Sequence[Sentence],
    out: Sentence | None,
    sentences: Sequence[Sentence],
    length: int,
    most: float,
) -> Iterator[Sentence]:
    for it in sentences:
        if it is not out and it not in kept and length + len(it.words) <= most:
            yield it


def _sum(pairs: Iterable[Pair], values: Mapping[Pair, float]) -> float:
    return math.fsum(map(values.__getitem__, pairs))  # exact, whatever the order of hashes


def _can_stand(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Whether it needs no other, or stands behind the one it needs."""
    if stands_alone(sentence.text):
        return True
    return any(it.document == sentence.document and it.place == sentence.place - 1 for it in chosen)


def _stands(chosen: Sequence[Sentence]) -> bool:
    return all(_can_stand(it, chosen) for it in chosen)


def _in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """Article by article, the one whose sentence was chosen first first; each in its own order."""
    order = list(dict.fromkeys(it.document for it in chosen))
    return sorted(chosen, key=lambda it: (order.index(it.document), it.position))


__all__ = ["Told", "choose", "stands_alone", "summarise"]
