"""Folding reposts under their originals in what the index finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

import msgspec
import tantivy
from tantivy import Query

from storage.index_documents import id_rank, original_key, rank_key
from storage.index_query import QueryBuilder
from storage.index_view import IndexView, Row
from storage.models import SearchHit

LOOKED_AT = 150
"""Best articles found whose reposts are looked at to fold them."""

FEW = 50
"""So many reposts are all looked at, wherever they stand."""

NO_ORIGINAL = rank_key((0, 0))
"""The original of what repeats nothing."""

FOLDED = 200
"""Reposts among the articles found that are looked at to fold them."""


def folded(view: IndexView, builder: QueryBuilder, matching: Query) -> Query:
    """What fits, without what repeats something else that fits, to be put in order of time.

    Of more than `FOLDED` reposts that fit, only the latest are looked at: the others are left
    out, to be reached through their originals.
    """
    reposts = builder.both(matching, builder.reposts())
    found = view.find(reposts, limit=FOLDED, order_by_field="instant")
    if not found.count:
        return matching
    repeats = _keys(view, [address for _, address in found.hits])
    return builder.without(matching, _folded_away(view, builder, matching, repeats)[0])


def _folded_away(
    view: IndexView,
    builder: QueryBuilder,
    matching: Query,
    repeats: Sequence[tuple[str, str]],
) -> tuple[Query, set[str]]:
    """The reposts to leave out, and which of `repeats` (original and own keys, the best first)
    stay: the best of those that repeat what does not fit."""
    asked = builder.any_key(sorted({original for original, _ in repeats}))
    there = frozenset(view.rank_keys(view.all(builder.both(matching, asked)), "rank"))
    alone = {key for _, key in repeats} - _left_out(repeats, there)
    return builder.without(builder.reposts(), builder.any_key(sorted(alone))), alone


def told_once(
    view: IndexView,
    builder: QueryBuilder,
    query: Query,
    matching: Query,
    *,
    rows: Sequence[Row],
    count: int,
) -> tuple[list[Row], int, Query]:
    """As `folded`, for what was found already: rows that stay, how many in all, and the query.

    `rows` are the best of the `count` articles that fit, at least `LOOKED_AT` if there are as many.
    Of more reposts than `FEW` only those among the first `LOOKED_AT` rows are looked at.
    """
    known = _keys(view, [row.address for row in rows])
    repeats = [pair for pair in known[:LOOKED_AT] if pair[0] != NO_ORIGINAL]
    if count <= LOOKED_AT:
        left_out = _left_out(repeats, frozenset(own for _, own in known))
        kept = [row for row, (_, own) in zip(rows, known, strict=True) if own not in left_out]
        return kept, len(kept), query
    reposts = view.find(builder.both(matching, builder.reposts()), limit=FEW)
    if not reposts.count:
        return list(rows), count, query
    if reposts.count <= FEW:
        order = {own: place for place, (_, own) in enumerate(known)}
        found = _keys(view, [address for _, address in reposts.hits])
        repeats = sorted(found, key=lambda pair: order.get(pair[1], len(order)))
    without, alone = _folded_away(view, builder, matching, repeats)
    kept = [
        row
        for row, (original, own) in zip(rows, known, strict=True)
        if original == NO_ORIGINAL or own in alone
    ]
    return kept, count - reposts.count + len(alone), builder.without(query, without)


def _keys(view: IndexView, addresses: list[tantivy.DocAddress]) -> list[tuple[str, str]]:
    """Of each article the rank keys of its original (`NO_ORIGINAL`: none) and its own."""
    keys = (view.rank_keys(addresses, field) for field in ("original", "rank"))
    return list(zip(*keys, strict=True))


def _left_out(repeats: Iterable[tuple[str, str]], there: Set[str]) -> set[str]:
    """Of (original, own) keys, the best first, those whose original or a better repeat is there."""
    known = set(there)
    found = set()
    for original, key in repeats:
        if original in known:
            found.add(key)
        known.add(original)
    return found


def with_repost_counts(
    view: IndexView, builder: QueryBuilder, hits: Sequence[SearchHit]
) -> list[SearchHit]:
    """Each with how many articles repeat it."""
    query = builder.any_key([original_key(hit.article_id) for hit in hits])
    counts = Counter(view.rank_keys(view.all(query), "original"))
    return [
        msgspec.structs.replace(hit, reposts=counts[rank_key(id_rank(hit.article_id))])
        for hit in hits
    ]
