"""Folding reposts under their originals in what the index finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from tantivy import Query

from storage.index_documents import id_rank, original_key, rank_key
from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.models import SearchHit

FOLDED = 200
"""Reposts among the articles found that are looked at to fold them."""


def folded(
    view: IndexView, builder: QueryBuilder, query: Query, matching: Query, *, newest: bool
) -> Query:
    """The query without what repeats something else that it finds.

    Of more than `FOLDED` reposts that fit, only the best are looked at: the others are left
    out, to be reached through their originals. `newest`: the latest are the best; `matching`: what
    `query` finds, without scores.
    """
    reposts = builder.both(query, builder.reposts())
    found = view.find(reposts, limit=FOLDED, order_by_field="instant" if newest else None)
    if not found.count:
        return query
    addresses = [address for _, address in found.hits]
    originals = view.rank_keys(addresses, "original")
    best: dict[str, str] = {}
    for original, own in zip(originals, view.rank_keys(addresses, "rank"), strict=True):
        best.setdefault(original, own)
    fitting = builder.both(matching, builder.any_key([*best]))
    there = set(view.rank_keys(view.all(fitting), "rank"))
    alone = [own for original, own in best.items() if original not in there]
    return builder.without(query, builder.without(builder.reposts(), builder.any_key(alone)))


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
