"""What the index finds that fits a query nearly: see `storage.nearly` for the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.index_documents import ARTICLE, Rank
from storage.index_fitting import Fitting
from storage.index_query import QueryBuilder
from storage.index_view import NO_ORIGINAL, IndexView, Row, place_of
from storage.models import SearchQuery
from storage.nearly import MOST, Bar, lacking, rarest, wanted, weights

LOOKED_AT = 50
"""Articles with one of the rarest words, the best of them, of which it is asked what they lack."""


class Near(NamedTuple):
    """An article that fits, or fits nearly."""

    row: Row
    missing: tuple[str, ...]
    """What it lacks, as it was typed; empty: it fits."""

    def better(self, score: float) -> Near:
        """The same with a higher score."""
        return Near(self.row.better(score), self.missing)


def near(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, fitting: Fitting
) -> list[Near]:
    """The best that fit nearly, at most `MOST`, the best first, scored on the scale of all hits."""
    typed = wanted(query)
    holders = {word: view.articles_with("folded", word) for word in typed}
    weighed = weights(holders, view.articles_with("kind", ARTICLE))
    rare = rarest(weighed)
    found = view.find(builder.near(query, rare), limit=2 * LOOKED_AT, count=False)
    rows = sorted(view.ranked(found.hits), key=Row.by_score)[:LOOKED_AT]
    if not rows:
        return []
    ranks = [row.rank for row in rows]
    held = _held(view, builder, list(typed), ranks)
    whole = fitting.among(ranks) if query.alternatives else frozenset()
    bar = Bar.of(weighed)
    kept = [
        Near(row.better(_others(weighed, words.difference(rare))), lacking(typed, words))
        for row in rows
        if bar.fits_nearly(words := held[place_of(row.address)]) and row.rank not in whole
    ]
    if query.fold_reposts:
        kept = _told_once(view, fitting, kept)
    return kept[:MOST]


def _others(weighed: Mapping[str, float], words: Iterable[str]) -> float:
    """What frequent words add to a score, as if each stood there once."""
    return sum(weighed[word] for word in words)


def _held(
    view: IndexView, builder: QueryBuilder, words: Sequence[str], ranks: Sequence[Rank]
) -> dict[tuple[int, int], frozenset[str]]:
    """By place, which of the words each of the articles has."""
    found = view.find(builder.marks(words, ranks), limit=len(ranks), count=False).hits
    marked = [(1 << at, word) for at, word in enumerate(words)]
    return {
        place_of(address): frozenset([word for mark, word in marked if marks & mark])
        for marks, address in ((int(score), address) for score, address in found)
    }


def _told_once(view: IndexView, fitting: Fitting, kept: Sequence[Near]) -> list[Near]:
    """Without what repeats an article that fits, or fits nearly, or what was told before."""
    originals = view.originals([it.row.address for it in kept])
    asked = sorted({it for it in originals if it != NO_ORIGINAL})
    there = {it.row.rank for it in kept}
    if asked:
        there |= fitting.among(asked)
    found = []
    for each, original in zip(kept, originals, strict=True):
        if original == NO_ORIGINAL:
            found.append(each)
        elif original not in there:
            there.add(original)
            found.append(each)
    return found
