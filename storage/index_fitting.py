"""What fits a question, without scores: how many articles, and which of a few.

Of 100,000 articles 99 % have one of the words of a title. What has any of some words is therefore
known by what has none of them: that is decided at the first, most frequent word for nearly every
article, where a union reads all words to their ends (a title: 1.0 ms instead of 1.9; which of fifty
articles have one: 0.2 instead of 1.6).
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Query

from storage.index_documents import Rank
from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.models import SearchQuery


class Fitting:
    """What fits `query` in one state of the index."""

    def __init__(self, view: IndexView, builder: QueryBuilder, query: SearchQuery) -> None:
        self.query = builder.matching(query)
        """The same as a query to the index."""
        self._view = view
        self._builder = builder
        words = builder.any_words(query)
        self._beside = builder.beside_words(query) if words else None
        holders = {word: view.articles_with("folded", word) for word in words}
        self.holders = dict(sorted(holders.items(), key=lambda each: (-each[1], each[0])))
        """Of the words of which any is enough: how many articles have each, the most first."""
        self._words = list(self.holders)

    def count(self) -> int:
        """How many articles fit."""
        if not self._words:
            return self._count(self.query)
        if self._beside is None:
            others = self._count(self._builder.stamps())
            return self._view.documents() - others - self._count(self._none())
        return self._count(self._beside) - self._count(self._none(self._beside))

    def reposts(self, limit: int) -> tuple[int, list[tantivy.DocAddress]]:
        """How many of them repeat others; and where those lie, unless there are more than that."""
        reposts = self._builder.reposts()
        if self._words:
            among = [reposts] if self._beside is None else [reposts, self._beside]
            count = self._count(self._builder.all_of(among)) - self._count(self._none(*among))
            if not 0 < count <= limit:
                return count, []
        found = self._view.find(self._builder.both(self.query, reposts), limit=limit)
        return found.count, [address for _, address in found.hits]

    def among(self, ranks: Sequence[Rank]) -> frozenset[Rank]:
        """Those of these articles that fit."""
        these = self._builder.these(ranks)
        if not self._words:
            return self._ranks(self._builder.both(these, self.query))
        among = [these] if self._beside is None else [these, self._beside]
        return self._ranks(self._builder.all_of(among)) - self._ranks(self._none(*among))

    def _none(self, *among: Query) -> Query:
        """What has none of the words, of these or of all articles."""
        return self._builder.with_none(among or [self._builder.articles()], self._words)

    def _count(self, query: Query) -> int:
        return self._view.find(query, limit=1).count

    def _ranks(self, query: Query) -> frozenset[Rank]:
        return frozenset(self._view.ranks(self._view.all(query)))
