"""What the index finds that fits a query nearly: see `storage.nearly` for the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.index_documents import ARTICLE, Rank
from storage.index_fitting import Fitting
from storage.index_query import LONG, MANY, QueryBuilder
from storage.index_view import NO_ORIGINAL, IndexView, Row, place_of
from storage.models import SearchQuery
from storage.nearly import ENOUGH, MOST, Bar, lacking, rarest, wanted, weights
from storage.spare_threads import Part

LOOKED_AT = 50
"""Articles with one of the rarest words, the best of them, of which it is asked what they lack."""

LOOKED_AT_OF_MANY = 30
"""The same for a query of more than `MANY` words."""


class Near(NamedTuple):
    """An article that fits, or fits nearly."""

    row: Row
    missing: tuple[str, ...]
    """What it lacks, as it was typed; empty: it fits."""

    def better(self, score: float) -> Near:
        """The same with a higher score."""
        return Near(self.row.better(score), self.missing)


class Candidates(NamedTuple):
    """The best articles with one of the rarest words of a query, which may fit it nearly."""

    weighed: Mapping[str, float]
    rare: frozenset[str]
    """Those of the words that made the scores."""
    rows: list[Row]


def candidates(view: IndexView, builder: QueryBuilder, query: SearchQuery) -> Part[Candidates]:
    """What `near` chooses from; begun at once if few articles can have all of the words."""
    typed = wanted(query)
    holders = {word: view.articles_with("folded", word) for word in typed}
    weighed = weights(holders, view.articles_with("kind", ARTICLE))

    def find() -> Candidates:
        rare = rarest(weighed)
        looked_at = LOOKED_AT_OF_MANY if len(typed) > MANY else LOOKED_AT
        found = view.find(builder.near(query, rare), limit=2 * looked_at, count=False)
        rows = sorted(view.ranked(found.hits), key=Row.by_score)[:looked_at]
        return Candidates(weighed, frozenset(rare), rows)

    surely = len(typed) > LONG or min(holders.values()) < ENOUGH
    return view.start(find) if surely else Part(find)


def near(
    view: IndexView,
    builder: QueryBuilder,
    query: SearchQuery,
    fitting: Fitting,
    among: Candidates,
) -> list[Near]:
    """The best that fit nearly, at most `MOST`, the best first, scored on the scale of all hits."""
    if not among.rows:
        return []
    typed = wanted(query)
    ranks = [row.rank for row in among.rows]
    held = _held(view, builder, list(typed), ranks)
    whole = fitting.among(ranks) if query.alternatives else frozenset()
    bar = Bar.of(among.weighed)
    kept = [
        row
        for row in among.rows
        if bar.fits_nearly(held[place_of(row.address)]) and row.rank not in whole
    ]
    if query.fold_reposts:
        kept = _told_once(view, fitting, kept)
    return [
        Near(
            row.better(_others(among.weighed, words - among.rare)),
            lacking(typed, words),
        )
        for row, words in ((row, held[place_of(row.address)]) for row in kept[:MOST])
    ]


def _others(weighed: Mapping[str, float], words: Iterable[str]) -> float:
    """What frequent words add to a score, as if each stood there once."""
    return sum(weighed[word] for word in words)


def _held(
    view: IndexView, builder: QueryBuilder, words: Sequence[str], ranks: Sequence[Rank]
) -> dict[tuple[int, int], frozenset[str]]:
    """By place, which of the words each of the articles has."""

    def held(some: Sequence[Rank]) -> dict[tuple[int, int], frozenset[str]]:
        found = view.find(builder.marks(words, some), limit=len(some), count=False).hits
        return {place_of(address): _marked(words, int(score)) for score, address in found}

    return view.by_halves(held, ranks)


def _marked(words: Sequence[str], marks: int) -> frozenset[str]:
    return frozenset([word for at, word in enumerate(words) if marks >> at & 1])


def _told_once(view: IndexView, fitting: Fitting, kept: Sequence[Row]) -> list[Row]:
    """Without what repeats an article that fits, or fits nearly, or what was told before."""
    originals = view.originals([row.address for row in kept])
    asked = sorted({it for it in originals if it != NO_ORIGINAL})
    there = {row.rank for row in kept}
    if asked:
        there |= fitting.among(asked)
    found = []
    for row, original in zip(kept, originals, strict=True):
        if original == NO_ORIGINAL:
            found.append(row)
        elif original not in there:
            there.add(original)
            found.append(row)
    return found
