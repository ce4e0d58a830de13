"""What queries to the index are built from: terms, keys and instants, and how they join. Pure.

Raw input is never parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from storage.index_documents import ARTICLE, REPOST, STAMP, Rank, exact_term, rank_key

FEW_KEYS = 200
"""Look-up keys that are faster asked one by one (of 100,000 articles, 50 keys: 0.13 ms, as a set
0.34 ms; 500 keys: 2.5 ms, as a set 1.2 ms)."""


class QueryParts:
    """Builds parts of queries against one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def articles(self, source: str | None = None) -> Query:
        """Every article, or those of one source."""
        if source is None:
            return self.term("kind", ARTICLE)
        return self.term("source", exact_term(source))

    def stamps(self) -> Query:
        """Every document that is no article."""
        return self.term("kind", STAMP)

    def reposts(self) -> Query:
        """Every article that repeats another."""
        return self.term("repost", REPOST)

    def instants(self, start: int, end: int) -> Query:
        """Articles whose instant lies in [start, end), in microseconds since 1970."""
        return Query.range_query(
            self._schema, "instant", FieldType.Integer, start, end, include_upper=False
        )

    def at(self, instant: int) -> Query:
        """Articles of exactly that instant."""
        return self.instants(instant, instant + 1)

    def term(self, field: str, text: str) -> Query:
        """Documents with the term in the field."""
        return Query.term_query(self._schema, field, text, index_option="basic")

    def scored(self, field: str, text: str, boost: float = 1.0) -> Query:
        """Documents with the term in the field, scored by how often and how rare."""
        found = Query.term_query(self._schema, field, text, index_option="freq")
        return found if boost == 1.0 else Query.boost_query(found, boost)

    def unscored(self, query: Query) -> Query:
        """The same documents; all score 0."""
        return Query.const_score_query(query, 0.0)

    def any_term(self, terms: Sequence[str]) -> Query:
        """Articles with one of these look-up terms."""
        if not terms:
            return Query.empty_query()
        return Query.term_set_query(self._schema, "terms", [exact_term(term) for term in terms])

    def beginning(self, field: str, letters: str) -> Query:
        """Documents with a term of the field that begins so."""
        return Query.regex_query(self._schema, field, f"{re.escape(letters)}.*")

    def any_key(self, keys: Sequence[str]) -> Query:
        """Documents with any of these look-up keys."""
        if len(keys) <= FEW_KEYS:
            return self.any_of([self.term("keys", key) for key in keys])
        return Query.term_set_query(self._schema, "keys", keys)

    def these(self, ranks: Sequence[Rank]) -> Query:
        """Some articles by what they are known by; all score 0."""
        return self.unscored(self.any_key([rank_key(rank) for rank in ranks]))

    def sketched(self, terms: Sequence[str]) -> Query:
        """Articles with any of these sketch terms; the score is how many they have."""
        return self.any_of([Query.const_score_query(self.term("sketch", it), 1.0) for it in terms])

    def any_of(self, queries: Sequence[Query]) -> Query:
        """What fits any of them, scored by all that it fits."""
        return Query.boolean_query([(Occur.Should, each) for each in queries])

    def both(self, first: Query, second: Query) -> Query:
        """What fits the one and the other."""
        return Query.boolean_query([(Occur.Must, first), (Occur.Must, second)])

    def all_of(self, queries: Sequence[Query]) -> Query:
        """What fits all of them, unscored."""
        return Query.boolean_query([(Occur.Must, self.unscored(each)) for each in queries])

    def with_none(self, queries: Sequence[Query], words: Sequence[str]) -> Query:
        """What fits all of the queries and has none of the folded words, unscored."""
        fitting = [(Occur.Must, self.unscored(each)) for each in queries]
        return Query.boolean_query(
            fitting + [(Occur.MustNot, self.term("folded", word)) for word in words]
        )

    def without(self, query: Query, excluded: Query) -> Query:
        """What fits the one and not the other, scored by the one."""
        return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, excluded)])

    def adding(self, these: Query, more: Sequence[Query]) -> Query:
        """A few articles, with what each of the others says of them added to their scores.

        One inside another: side by side they were a union, which is read from end to end. The
        articles stand outside, for every level is copied into the next.
        """
        found = self.unscored(self.articles())
        for each in more:
            found = Query.boolean_query([(Occur.Must, found), (Occur.Should, each)])
        return self.both(these, found)
