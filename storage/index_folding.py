"""Folding reposts under their originals in what the index finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import partial

import msgspec
import tantivy
from tantivy import Query

from storage.index_documents import Rank, id_rank, original_key
from storage.index_fitting import Fitting
from storage.index_query import QueryBuilder
from storage.index_view import NO_ORIGINAL, IndexView, Row
from storage.models import SearchHit

LOOKED_AT = 150
"""Best articles found whose reposts are looked at to fold them."""

FEW = 50
"""So many reposts are all looked at, wherever they stand."""

FOLDED = 200
"""Reposts among the articles found that are looked at to fold them."""


def folded(view: IndexView, builder: QueryBuilder, fitting: Fitting) -> Query:
    """What fits, without what repeats something else that fits, to be put in order of time.

    Of more than `FOLDED` reposts that fit, only the latest are looked at: the others are left
    out, to be reached through their originals.
    """
    reposts = builder.both(fitting.query, builder.reposts())
    found = view.find(reposts, limit=FOLDED, order_by_field="instant")
    if not found.count:
        return fitting.query
    repeats = _known(view, [address for _, address in found.hits])
    return builder.without(fitting.query, _folded_away(builder, fitting, repeats)[0])


def _folded_away(
    builder: QueryBuilder, fitting: Fitting, repeats: Sequence[tuple[Rank, Rank]]
) -> tuple[Query, set[Rank]]:
    """The reposts to leave out, and which of `repeats` (their originals and they, the best first)
    stay: the best of those that repeat what does not fit."""
    there = fitting.among(sorted({original for original, _ in repeats}))
    alone = {own for _, own in repeats} - _left_out(repeats, there)
    return builder.without(builder.reposts(), builder.these(sorted(alone))), alone


class Folding:
    """Folds what was found as `folded` does, when it is there to be put in order.

    Which of what fits repeats something is looked up from the start, beside what finds it.
    """

    def __init__(self, view: IndexView, builder: QueryBuilder, fitting: Fitting) -> None:
        self._view = view
        self._builder = builder
        self._fitting = fitting
        self._reposts = view.start(partial(fitting.reposts, FEW))

    def drop(self) -> None:
        """Says that there is nothing to fold."""
        self._reposts.drop()

    def told_once(
        self, query: Query, *, rows: Sequence[Row], count: int
    ) -> tuple[list[Row], int, Query]:
        """The rows that stay, how many articles in all, and the query for them; to be asked once.

        `rows` are the best of the `count` articles that fit, at least `LOOKED_AT` if there are as
        many. Of more reposts than `FEW` only those among the first `LOOKED_AT` rows are looked at.
        """
        view = self._view
        originals = view.originals([row.address for row in rows])
        known = [(original, row.rank) for original, row in zip(originals, rows, strict=True)]
        repeats = [pair for pair in known[:LOOKED_AT] if pair[0] != NO_ORIGINAL]
        if count <= LOOKED_AT:
            self.drop()
            left_out = _left_out(repeats, frozenset(own for _, own in known))
            kept = [row for row, (_, own) in zip(rows, known, strict=True) if own not in left_out]
            return kept, len(kept), query
        reposts, where = self._reposts.result()
        if not reposts:
            return list(rows), count, query
        if reposts <= FEW:
            order = {own: place for place, (_, own) in enumerate(known)}
            repeats = sorted(_known(view, where), key=lambda pair: order.get(pair[1], len(order)))
        without, alone = _folded_away(self._builder, self._fitting, repeats)
        kept = [
            row
            for row, (original, own) in zip(rows, known, strict=True)
            if original == NO_ORIGINAL or own in alone
        ]
        return kept, count - reposts + len(alone), self._builder.without(query, without)


def _known(view: IndexView, addresses: list[tantivy.DocAddress]) -> list[tuple[Rank, Rank]]:
    """Of each article what its original (`NO_ORIGINAL`: none) and it itself are known by."""
    return list(zip(view.originals(addresses), view.ranks(addresses), strict=True))


def _left_out(repeats: Iterable[tuple[Rank, Rank]], there: Set[Rank]) -> set[Rank]:
    """Of (original, own), the best first, those whose original or a better repeat is there."""
    known = set(there)
    found = set()
    for original, own in repeats:
        if original in known:
            found.add(own)
        known.add(original)
    return found


def with_repost_counts(
    view: IndexView, builder: QueryBuilder, hits: Sequence[SearchHit]
) -> list[SearchHit]:
    """Each with how many articles repeat it."""
    query = builder.any_key([original_key(hit.article_id) for hit in hits])
    counts = Counter(view.originals(view.all(query)))
    return [msgspec.structs.replace(hit, reposts=counts[id_rank(hit.article_id)]) for hit in hits]
