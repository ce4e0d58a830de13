"""Folding reposts under their originals in what the index finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from tantivy import Query

from storage.index_documents import original_key
from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.models import SearchHit

FOLDED = 1_000
"""Reposts among the articles found that are looked at to fold them."""

_HIT = msgspec.json.Decoder(SearchHit)


def folded(view: IndexView, builder: QueryBuilder, query: Query, *, newest: bool) -> Query:
    """The query without what repeats something else that it finds.

    Of more than `FOLDED` reposts that fit, only the best are looked at: the others are left
    out, to be reached through their originals. `newest`: the latest are the best.
    """
    reposts = builder.both(query, builder.reposts())
    found = view.find(reposts, limit=FOLDED, order_by_field="instant" if newest else None)
    if not found.count:
        return query
    rows = view.ranked(found.hits)
    rows.sort(key=lambda row: (0.0 if newest else -round(row.value, 4), *row.newest_first))
    addresses = [row.address for row in rows]
    originals = view.rank_keys(addresses, "original")
    best: dict[str, str] = {}
    for original, own in zip(originals, view.rank_keys(addresses, "rank"), strict=True):
        best.setdefault(original, own)
    fitting = builder.both(query, builder.any_key([*best]))
    there = set(view.rank_keys(view.all(fitting), "rank"))
    alone = [own for original, own in best.items() if original not in there]
    return builder.without(query, builder.without(builder.reposts(), builder.any_key(alone)))


def with_repost_counts(
    view: IndexView, builder: QueryBuilder, hits: Sequence[SearchHit]
) -> list[SearchHit]:
    """Each with how many articles repeat it."""
    query = builder.any_key([original_key(hit.article_id) for hit in hits])
    counts = Counter(_HIT.decode(view.stored(address)).original for address in view.all(query))
    return [msgspec.structs.replace(hit, reposts=counts[hit.article_id]) for hit in hits]
