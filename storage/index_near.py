"""What the index finds that fits a query nearly: see `storage.nearly` for the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.index_documents import ARTICLE
from storage.index_folding import NO_ORIGINAL
from storage.index_query import QueryBuilder
from storage.index_view import IndexView, Row, place_of
from storage.models import SearchQuery
from storage.nearly import MOST, fits_nearly, lacking, rarest, wanted, weights

LOOKED_AT = 50
"""Articles with one of the rarest words, the best of them, of which it is asked what they lack."""


class Near(NamedTuple):
    """An article that fits, or fits nearly."""

    row: Row
    missing: tuple[str, ...]
    """What it lacks, as it was typed; empty: it fits."""

    def adding(self, score: float) -> Near:
        """The same, so much better."""
        return self._replace(row=self.row._replace(value=self.row.value + score))


def near(view: IndexView, builder: QueryBuilder, query: SearchQuery) -> list[Near]:
    """The best that fit nearly, at most `MOST`, the best first, scored on the scale of all hits."""
    typed = wanted(query)
    holders = {word: view.articles_with("folded", word) for word in typed}
    weighed = weights(holders, view.articles_with("kind", ARTICLE))
    rare = rarest(weighed)
    found = view.find(builder.near(query, rare), limit=2 * LOOKED_AT, count=False)
    rows = sorted(view.ranked(found.hits), key=Row.by_score)[:LOOKED_AT]
    if not rows:
        return []
    keys = view.rank_keys([row.address for row in rows], "rank")
    held = _held(view, builder, list(typed), keys)
    whole = _whole(view, builder, query, keys) if query.alternatives else frozenset()
    kept = [
        (Near(row, lacking(typed, words)).adding(_others(weighed, words - set(rare))), key)
        for row, key in zip(rows, keys, strict=True)
        if fits_nearly(words := held[place_of(row.address)], weighed)
        and place_of(row.address) not in whole
    ]
    if query.fold_reposts:
        kept = _told_once(view, builder, query, kept)
    return [each for each, _ in kept[:MOST]]


def _others(weighed: Mapping[str, float], words: Iterable[str]) -> float:
    """What frequent words add to a score, as if each stood there once."""
    return sum(weighed[word] for word in words)


def _held(
    view: IndexView, builder: QueryBuilder, words: Sequence[str], keys: Sequence[str]
) -> dict[tuple[int, int], frozenset[str]]:
    """Which of the words each of the articles has."""
    found = view.find(builder.marks(words, keys), limit=len(keys), count=False).hits
    return {
        place_of(address): frozenset(word for at, word in enumerate(words) if int(score) >> at & 1)
        for score, address in found
    }


def _whole(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, keys: Sequence[str]
) -> frozenset[tuple[int, int]]:
    """Those of the articles that fit the query as it is, by another of its readings perhaps."""
    fitting = builder.both(builder.these(keys), builder.matching(query))
    return frozenset(place_of(address) for address in view.all(fitting))


def _told_once(
    view: IndexView,
    builder: QueryBuilder,
    query: SearchQuery,
    kept: Sequence[tuple[Near, str]],
) -> list[tuple[Near, str]]:
    """Without what repeats an article that fits, or fits nearly, or what was told before."""
    originals = view.rank_keys([it.row.address for it, _ in kept], "original")
    asked = sorted({it for it in originals if it != NO_ORIGINAL})
    there = {key for _, key in kept}
    if asked:
        fitting = builder.both(builder.these(asked), builder.matching(query))
        there.update(view.rank_keys(view.all(fitting), "rank"))
    found = []
    for each, original in zip(kept, originals, strict=True):
        if original == NO_ORIGINAL:
            found.append(each)
        elif original not in there:
            there.add(original)
            found.append(each)
    return found
