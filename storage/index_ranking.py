"""The order of what the index finds: best first in two steps, or newest first.

The first step scores everything that fits by syllables, spelling and neighbours; what costs more is
asked of the best `REFINED` alone. Recency only breaks ties.

MRR@10 of known items among 11,027 articles whose titles are not indexed, with and without
diacritics (`python -m tests.benchmarks.bench_search`):

                            title        four syllables   label
    one step                .864  .852   .511  .475       .959  .951
    two steps               .872  .866   .520  .494       .963  .961
    bm25s, folded + pairs   .838  .838   .458  .458       .947  .947
    SQLite FTS5             .760  .415   .323  .133       .901  .502
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import tantivy
from tantivy import Query

from storage.index_documents import ARTICLE, Rank
from storage.index_fitting import Fitting
from storage.index_folding import LOOKED_AT, Folding
from storage.index_near import Near, candidates, near
from storage.index_query import LONG, MANY, QueryBuilder
from storage.index_view import EVERYTHING, IndexView, Row, place_of
from storage.models import SearchQuery
from storage.nearly import ALL_WORDS, ENOUGH, allows_nearly, rarest, weights
from storage.terms import query_terms

REFINED = 40
"""Hits that the second step puts in order; further ones stay in the order of the first. Of 50 the
order of known items is the same, of 30 the recall of labels falls from .917 to .914."""

REFINED_OF_MANY = 20
"""The same for a query of more than `MANY` words: the order of titles stays what it is, and so it
does with 12."""

TIES = 50
"""Hits beyond the page that are looked at, to put equal scores in order."""


class Scored(NamedTuple):
    """An article of the page, and which words of the query it lacks, as they were typed."""

    score: float
    address: tantivy.DocAddress
    missing: tuple[str, ...] = ()


class Ranked(NamedTuple):
    """A page; how many there are in all, and how many of these fit nearly."""

    page: list[Scored]
    total: int
    near: int


def best(view: IndexView, builder: QueryBuilder, query: SearchQuery, fitting: Fitting) -> Ranked:
    """The page of `query` by score, equal ones newest first, ties by id.

    What fits nearly takes its place among the first that are refined; further ones follow.
    """
    end = query.offset + query.limit
    maybe = candidates(view, builder, query) if allows_nearly(query) else None
    rows, total, late = _found(view, builder, query, fitting, end=end)
    also = []
    if maybe is not None and total < ENOUGH:
        also = near(view, builder, query, fitting, maybe.result())
    elif maybe is not None:
        maybe.drop()
    bonus = ALL_WORDS if also else 0.0
    refined = REFINED_OF_MANY if len(query_terms(query).words) > MANY else REFINED
    pool = [Near(row.better(bonus), ()) for row in rows[:refined]] + also
    further = [Near(row, ()) for row in rows[refined:]]
    page = [*_refined(view, builder, query, pool, late), *further][query.offset : end]
    return Ranked(
        [Scored(it.row.value, it.row.address, it.missing) for it in page],
        total + len(also),
        len(also),
    )


class _Found(NamedTuple):
    """The best by the first step, in order: `REFINED`, and what the page needs."""

    rows: list[Row]
    total: int
    late: tuple[str, ...] = ()
    """Words that did not count yet."""


def _found(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, fitting: Fitting, *, end: int
) -> _Found:
    opened = None
    if len(fitting.holders) > LONG:
        opened = _opened(view, builder, query, fitting, end=end)
    if opened is not None:
        return opened
    return _Found(*_by_all_words(view, builder, query, fitting, least=max(end, REFINED)))


def _opened(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, fitting: Fitting, *, end: int
) -> _Found | None:
    """Of many words of which any is enough, the rarest find; None where they find too few.

    An article that has none of those would hardly be among the first `REFINED`. What follows these
    is in the order of all words.
    """
    weighed = weights(fitting.holders, view.articles_with("kind", ARTICLE))
    rare = rarest(weighed)
    limit = LOOKED_AT if query.fold_reposts else REFINED + TIES
    counting = view.start(fitting.count)
    folding = Folding(view, builder, fitting) if query.fold_reposts else None
    found = view.find(builder.opened(query, rare), limit=limit, count=False)
    if len(found.hits) < limit:
        counting.drop()
        if folding is not None:
            folding.drop()
        return None
    rows = sorted(view.ranked(found.hits), key=Row.by_score)
    total, full = counting.result(), builder.search(query)
    if folding is not None:
        rows, total, full = folding.told_once(full, rows=rows, count=total)
        if len(rows) < REFINED:
            return None
    first = rows[:REFINED]
    if end > REFINED:
        more = view.find(full, limit=end + TIES, count=False)
        there = {row.rank for row in first}
        ranked = sorted(view.ranked(more.hits), key=Row.by_score)
        first += [row for row in ranked if row.rank not in there]
    return _Found(first, total, tuple(fitting.holders.keys() - rare))


def _by_all_words(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, fitting: Fitting, *, least: int
) -> tuple[list[Row], int]:
    """At least so many of the best that fit, in order, and how many fit."""
    built = builder.search(query)
    if not query.fold_reposts:
        found = view.find(built, limit=least + TIES)
        return sorted(view.ranked(found.hits), key=Row.by_score), found.count
    folding = Folding(view, builder, fitting)
    found = view.find(built, limit=max(least + TIES, LOOKED_AT))
    rows = sorted(view.ranked(found.hits), key=Row.by_score)
    kept, total, folded = folding.told_once(built, rows=rows, count=found.count)
    if len(kept) < min(least + TIES, total):  # too many of them were reposts
        again = view.find(folded, limit=least + TIES, count=False)
        kept = sorted(view.ranked(again.hits), key=Row.by_score)
    return kept, total


def newest(
    view: IndexView, builder: QueryBuilder, query: Query, *, limit: int, offset: int
) -> tuple[list[tantivy.DocAddress], int]:
    """By instant; where the page's end falls among equal ones, all of those are fetched."""
    found = view.find(query, limit=offset + limit, order_by_field="instant")
    hits = found.hits
    if 0 < len(hits) < found.count:
        last = int(hits[-1][0])
        ties = builder.both(query, builder.at(last))
        same = view.find(ties, limit=EVERYTHING, order_by_field="instant")
        hits = [hit for hit in hits if hit[0] != last] + same.hits
    rows = sorted(view.ranked(hits), key=lambda row: row.newest_first)
    return [row.address for row in rows[offset : offset + limit]], found.count


def _refined(
    view: IndexView,
    builder: QueryBuilder,
    query: SearchQuery,
    pool: Sequence[Near],
    late: Sequence[str],
) -> list[Near]:
    """The articles with what the second step adds to their scores, in order."""
    if len(pool) < 2:
        return list(pool)

    def adding(ranks: Sequence[Rank]) -> dict[tuple[int, int], float]:
        more = builder.refinement(query, ranks, late)
        found = view.find(more, limit=len(ranks), count=False).hits if more is not None else []
        return {place_of(address): score for score, address in found}

    added = view.by_halves(adding, [it.row.rank for it in pool])
    refined = [it.better(added.get(place_of(it.row.address), 0.0)) for it in pool]
    return sorted(refined, key=lambda it: it.row.by_score())
