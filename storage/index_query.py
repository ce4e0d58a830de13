"""From a `SearchQuery` to a tantivy query, built from parts: raw input is never parsed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import tantivy
from tantivy import FieldType, Occur, Query

from storage.index_documents import (
    ARTICLE,
    REPOST,
    STARTS,
    exact_term,
    microseconds,
    pair_terms,
)
from storage.models import SearchQuery
from storage.nearly import unsparable, wanted
from storage.terms import QueryTerms, accented, query_terms, readings
from storage.text import Syllable

EXACT_BOOST = 1.0
PAIR_BOOST = 1.0
"""Weights of equal spelling and of neighbours beside folded syllables (1.0)."""

RUN_BOOST = 1.0
"""Weight of all words standing in one run, as a name or a title does. Pairs alone are outweighed
by long articles that repeat them apart: of 400 names in 10,000 articles, typed without diacritics,
72 % had an article with that run first, and 98 % with this weight.
"""

HEAD_BOOST = 1.0
"""Weight of syllables in the first hundred, beside those of the whole text."""

LONG = 6
"""Words beyond which spelling only counts in the second step, and a run does not count: so many
find the right articles without, and each costs a look at many."""

COMPLETION = 5.0
"""What the last syllable's completion counts where it follows the one before it, as typed."""

FEW_KEYS = 200
"""Look-up keys that are faster asked one by one (of 100,000 articles, 50 keys: 0.13 ms, as a set
0.34 ms; 500 keys: 2.5 ms, as a set 1.2 ms)."""

_FAR = 1 << 62

Clause = tuple[Occur, Query]


class QueryBuilder:
    """Builds queries against one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def search(self, query: SearchQuery) -> Query:
        """The whole question, scored; see `SearchQuery` for what its parts mean."""
        return self._best_reading([self._reading(each, scored=True) for each in readings(query)])

    def matching(self, query: SearchQuery) -> Query:
        """What `search` finds, without what only makes the order: for counting and for dates."""
        return self._best_reading([self._reading(each, scored=False) for each in readings(query)])

    def refinement(self, query: SearchQuery, keys: Sequence[str]) -> Query | None:
        """What is worth asking of some articles, by their keys, beside `search`; None: nothing."""
        these = self.these(keys)
        found = [more for each in readings(query) if (more := self._refining(each, these))]
        return self._best_reading([self.adding(these, more) for more in found]) if found else None

    def near(self, query: SearchQuery, words: Sequence[str]) -> Query:
        """Articles with one of these folded words, and all else of `query` but its other words.

        Scored by these words and by neighbours, as they are without diacritics. Of the other words
        numbers are asked for as well.
        """
        asked = query_terms(query)
        scored = [self._scored("folded", word) for word in words]
        scored += [self._boosted("pairs", pair, PAIR_BOOST) for pair in _pairs(asked.words)]
        found = Query.boolean_query([(Occur.Should, each) for each in scored])
        numbers = [
            (Occur.Must, self._unscored(self.term("folded", word)))
            for word in unsparable(wanted(query))
        ]
        return Query.boolean_query([(Occur.Must, found), *numbers, *self._around(query, asked)])

    def marks(self, words: Sequence[str], keys: Sequence[str]) -> Query:
        """These articles, each scored by the sum of 2**n over the folded words that it holds.

        Scores have room for `storage.nearly.MARKED` words.
        """
        held = [
            Query.const_score_query(self._scored("folded", word), float(1 << at))
            for at, word in enumerate(words)
        ]
        return self.adding(self.these(keys), held)

    def these(self, keys: Sequence[str]) -> Query:
        """Some articles by their keys; all score 0."""
        return self._unscored(self.any_key(keys))

    def adding(self, these: Query, more: Sequence[Query]) -> Query:
        """A few articles, with what each of the others says of them added to their scores.

        One inside another: side by side they were a union, which is read from end to end.
        """
        for each in more:
            these = Query.boolean_query([(Occur.Must, these), (Occur.Should, each)])
        return these

    def articles(self, source: str | None = None) -> Query:
        """Every article, or those of one source."""
        if source is None:
            return self.term("kind", ARTICLE)
        return self.term("source", exact_term(source))

    def instants(self, start: int, end: int) -> Query:
        """Articles whose instant lies in [start, end), in microseconds since 1970."""
        return Query.range_query(
            self._schema, "instant", FieldType.Integer, start, end, include_upper=False
        )

    def at(self, instant: int) -> Query:
        """Articles of exactly that instant."""
        return self.instants(instant, instant + 1)

    def both(self, first: Query, second: Query) -> Query:
        """What fits the one and the other."""
        return Query.boolean_query([(Occur.Must, first), (Occur.Must, second)])

    def term(self, field: str, text: str) -> Query:
        """Documents with the term in the field."""
        return Query.term_query(self._schema, field, text, index_option="basic")

    def any_key(self, keys: Sequence[str]) -> Query:
        """Documents with any of these look-up keys."""
        if len(keys) <= FEW_KEYS:
            return Query.boolean_query([(Occur.Should, self.term("keys", key)) for key in keys])
        return Query.term_set_query(self._schema, "keys", keys)

    def sketched(self, terms: Sequence[str]) -> Query:
        """Articles with any of these sketch terms; the score is how many they have."""
        return Query.boolean_query(
            [
                (Occur.Should, Query.const_score_query(self.term("sketch", term), 1.0))
                for term in terms
            ]
        )

    def reposts(self) -> Query:
        """Every article that repeats another."""
        return self.term("repost", REPOST)

    def without(self, query: Query, excluded: Query) -> Query:
        """What fits the one and not the other, scored by the one."""
        return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, excluded)])

    def _best_reading(self, found: list[Query]) -> Query:
        return found[0] if len(found) == 1 else Query.disjunction_max_query(found)

    def _reading(self, query: SearchQuery, *, scored: bool) -> Query:
        """One way to read the question."""
        asked = query_terms(query)
        if asked.hopeless:
            return Query.empty_query()
        clauses = self._words(query, asked, scored=scored)
        for phrase in asked.phrases if scored else ():
            clauses += self._spelling(phrase)
        if asked.asks_nothing:
            clauses.append((Occur.Must, self._unscored(self.term("kind", ARTICLE))))
        return Query.boolean_query(clauses + self._around(query, asked))

    def _around(self, query: SearchQuery, asked: QueryTerms) -> list[Clause]:
        """What is asked for beside words: phrases, filters and exclusions."""
        clauses: list[Clause] = [(Occur.Must, self._phrase(phrase)) for phrase in asked.phrases]
        clauses += self._filters(query)
        clauses += [(Occur.MustNot, self._excluded(phrase)) for phrase in asked.excluded]
        if query.excluded_terms:
            clauses.append((Occur.MustNot, self._any_term(query.excluded_terms)))
        return clauses

    def _words(self, query: SearchQuery, asked: QueryTerms, *, scored: bool) -> list[Clause]:
        if not asked.words and asked.beginning is None:
            return []
        words = _folded(asked.words)
        occur = Occur.Should if query.any_word else Occur.Must
        clauses = [(occur, self._scored("folded", word)) for word in words]
        if asked.beginning is not None:
            clauses.append((occur, self._beginning(asked.beginning.folded)))
        if scored:
            clauses += [] if _spells_later(query, asked) else self._spelling(asked.words)
            clauses += self._completions(asked)
            for pair in _pairs(asked.words):
                clauses.append((Occur.Should, self._boosted("pairs", pair, PAIR_BOOST)))
        # what an article has of spelling and neighbours it has of syllables: in one union, these
        # find nothing more
        return [(Occur.Must, Query.boolean_query(clauses))] if query.any_word else clauses

    def _refining(self, query: SearchQuery, these: Query) -> list[Query]:
        """What makes one of these better than another, and is dear to ask of all articles."""
        asked = query_terms(query)
        found = [self._boosted("head", word, HEAD_BOOST) for word in _folded(asked.words)]
        # two words in a run are a pair, and the pairs of many words are a run
        if 2 < len(asked.words) <= LONG and not query.any_word:
            # left alone, a phrase looks for its next hit far beyond these
            run = self.both(these, self._phrase(asked.words))
            found.append(Query.boost_query(run, RUN_BOOST))
        if _spells_later(query, asked):
            found += [each for _, each in self._spelling(asked.words)]
        return found

    def _spelling(self, words: Sequence[Syllable]) -> list[Clause]:
        """Prefers equal spelling, if the question is written with diacritics at all."""
        if not any(accented(term) for term in words):
            return []
        exact = dict.fromkeys(term.exact for term in words)
        return [(Occur.Should, self._boosted("exact", word, EXACT_BOOST)) for word in exact]

    def _beginning(self, letters: str) -> Query:
        """Articles with a syllable that begins so; all score alike."""
        if len(letters) <= STARTS:
            return self._unscored(self.term("starts", letters))
        return Query.const_score_query(self._regex("folded", letters), 0.0)

    def _completions(self, asked: QueryTerms) -> list[Clause]:
        """Prefers the beginning as a whole syllable, and where it follows the one before it."""
        if asked.beginning is None:
            return []
        folded = asked.beginning.folded
        clauses = [(Occur.Should, self._scored("folded", folded))]
        if accented(asked.beginning):
            clauses.append((Occur.Should, self._scored("exact", asked.beginning.exact)))
        if asked.words:
            begun = self._regex("pairs", f"{asked.words[-1].folded}_{folded}")
            clauses.append((Occur.Should, Query.const_score_query(begun, COMPLETION)))
        return clauses

    def _phrase(self, phrase: Sequence[Syllable]) -> Query:
        folded = [term.folded for term in phrase]
        if len(folded) == 1:
            return self._scored("folded", folded[0])
        pairs = pair_terms(folded)
        if len(pairs) == 1:
            return self._scored("pairs", pairs[0])
        words: list[str | tuple[int, str]] = [*pairs]
        return Query.phrase_query(self._schema, "pairs", words)

    def _excluded(self, phrase: Sequence[Syllable]) -> Query:
        if len(phrase) == 1 and accented(phrase[0]):
            return self._scored("exact", phrase[0].exact)
        return self._phrase(phrase)

    def _filters(self, query: SearchQuery) -> list[Clause]:
        found: list[Query] = []
        if query.source is not None:
            found.append(self.term("source", exact_term(query.source)))
        if query.province is not None:
            found.append(self.term("province", exact_term(query.province)))
        found += [self._any_term(group) for group in query.terms]
        if query.begun_term is not None:
            found.append(self._regex("terms", query.begun_term))
        if query.published_from is not None or query.published_to is not None:
            start = _bound(query.published_from, -_FAR)
            found.append(self.instants(start, _bound(query.published_to, _FAR)))
        return [(Occur.Must, self._unscored(each)) for each in found]

    def _any_term(self, terms: Sequence[str]) -> Query:
        """Articles with one of these look-up terms."""
        if not terms:
            return Query.empty_query()
        return Query.term_set_query(self._schema, "terms", [exact_term(term) for term in terms])

    def _regex(self, field: str, beginning: str) -> Query:
        return Query.regex_query(self._schema, field, f"{re.escape(beginning)}.*")

    def _scored(self, field: str, text: str) -> Query:
        return Query.term_query(self._schema, field, text, index_option="freq")

    def _boosted(self, field: str, text: str, boost: float) -> Query:
        return Query.boost_query(self._scored(field, text), boost)

    def _unscored(self, query: Query) -> Query:
        return Query.const_score_query(query, 0.0)


def _spells_later(query: SearchQuery, asked: QueryTerms) -> bool:
    """Whether spelling counts in the second step alone: what fits nearly is found without it."""
    return query.nearly or len(asked.words) > LONG


def _folded(words: Sequence[Syllable]) -> list[str]:
    return list(dict.fromkeys(term.folded for term in words))


def _pairs(words: Sequence[Syllable]) -> list[str]:
    return list(dict.fromkeys(pair_terms([term.folded for term in words])))


def _bound(when: datetime | None, otherwise: int) -> int:
    return otherwise if when is None else microseconds(when)
