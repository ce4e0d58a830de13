"""The order of what the index finds: best first in two steps, or newest first.

The first step scores everything that fits by syllables, spelling and neighbours; what costs more is
asked of the best `REFINED` alone. Recency only breaks ties.

MRR@10 of known items among 11,027 articles whose titles are not indexed, with and without
diacritics (`python -m tests.benchmarks.bench_search`):

                            title        four syllables   label
    one step                .864  .852   .511  .475       .959  .951
    two steps               .873  .867   .520  .494       .963  .961
    bm25s, folded + pairs   .838  .838   .458  .458       .947  .947
    SQLite FTS5             .760  .415   .323  .133       .901  .502
"""

from __future__ import annotations

import tantivy
from tantivy import Query

from storage.index_query import QueryBuilder
from storage.index_view import EVERYTHING, IndexView, Row
from storage.models import SearchQuery

REFINED = 50
"""Hits that the second step puts in order; further ones stay in the order of the first."""

TIES = 50
"""Hits beyond the page that are looked at, to put equal scores in order."""


def best(
    view: IndexView, builder: QueryBuilder, query: SearchQuery, built: Query
) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
    """The page of `query` by score, equal ones newest first, ties by id; and how many fit.

    `built`: what is searched for, with scores.
    """
    end = query.offset + query.limit
    found = view.find(built, limit=max(end, REFINED) + TIES)
    rows = sorted(view.ranked(found.hits), key=_by_score)
    refined = _refined(view, builder, query, rows[:REFINED])
    page = [*refined, *rows[REFINED:]][query.offset : end]
    return [(row.value, row.address) for row in page], found.count


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
    view: IndexView, builder: QueryBuilder, query: SearchQuery, rows: list[Row]
) -> list[Row]:
    """The rows with what the second step adds to their scores, in order."""
    more = builder.refinement(query, view.rank_keys([row.address for row in rows], "rank"))
    if more is None or len(rows) < 2:
        return rows
    found = view.find(more, limit=len(rows), count=False).hits
    added = {(address.segment_ord, address.doc): score for score, address in found}
    refined = [
        row._replace(value=row.value + added.get((row.address.segment_ord, row.address.doc), 0.0))
        for row in rows
    ]
    return sorted(refined, key=_by_score)


def _by_score(row: Row) -> tuple[float, ...]:
    return (-round(row.value, 4), *row.newest_first)
