"""A story told in its articles' own sentences: the best ones that fit, each with its article.

Greedy choice: the sentence whose syllable pairs, as far as nothing chosen has them yet, are most
worth telling for its length (`salience`), as long as it brings the summary closer to its length.
A sentence that needs the one before it ("Cũng tại hội nghị, …", "Ông cho biết …") is chosen with
that one, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.digest.cluster_text import ClusterText, Sentence, cluster_text
from bot.digest.salience import (
    PAIR_FEATURES,
    Salience,
    pair_features,
    salience,
)

LENGTH_POWER = 0.8
"""Worth is divided by syllables to this power: 1 prefers short sentences, 0 long ones."""

LEAST_NEW = 0.4
"""Share of a sentence's pairs that must be new: below it repeats what is told."""


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
    worth = {
        pair: max(0.0, table.pair.score(PAIR_FEATURES, row))
        for pair, row in pair_features(cluster, table.common_syllables, syllables).items()
    }
    sentences = cluster.sentences
    chosen: list[Sentence] = []
    told: set[tuple[str, str]] = set()
    length = 0
    while True:
        best, most = None, 0.0
        for sentence in sentences:
            size = len(sentence.words)
            closer = abs(length + size - syllables) < abs(length - syllables)
            if sentence in chosen or not (closer or not chosen):
                continue
            new = sentence.pairs - told
            share = len(new) / max(1, len(sentence.pairs))
            if share < LEAST_NEW or not _can_stand(sentence, chosen):
                continue
            value = sum(worth[pair] for pair in new) / size**LENGTH_POWER
            if value > most:
                best, most = sentence, value
        if best is None:
            break
        chosen.append(best)
        told |= best.pairs
        length += len(best.words)
    return tuple(Told(cluster.given[it.document], it.text, it.position) for it in _in_order(chosen))


_NEEDS_ANOTHER = re.compile(
    r"(?:cũng (?:tại|trong|theo|vào|nhân)|ngoài ra|bên cạnh đó|đồng thời|tuy nhiên|do đó|vì vậy"
    r"|theo đó|trong khi đó|trước đó|sau đó|cùng với đó|mặt khác|đặc biệt|qua đó|từ đó|nhờ đó"
    r"|ở đó|tại đây|tiếp đó|nhưng|song|và|còn|(?:ông|bà|anh|chị|cô|họ|nó|đồng chí) (?!\w*[A-ZĐÀ-Ỹ])"
    r"|(?:điều|việc|con số|vụ việc|sự việc|hội nghị|buổi lễ|nơi|người) (?:này|đó|ấy|trên))(?!\w)",
    re.IGNORECASE,
)


def stands_alone(sentence: str) -> bool:
    """Whether it does not begin by pointing at what was said before it."""
    return _NEEDS_ANOTHER.match(sentence.lstrip('"“”‘’')) is None


def _can_stand(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Whether it needs no other, or stands behind the one it needs."""
    if stands_alone(sentence.text):
        return True
    return any(
        it.document == sentence.document and it.position == sentence.position - 1 for it in chosen
    )


def _in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """Article by article, the one whose sentence was chosen first first; each in its own order."""
    order = list(dict.fromkeys(it.document for it in chosen))
    return sorted(chosen, key=lambda it: (order.index(it.document), it.position))
