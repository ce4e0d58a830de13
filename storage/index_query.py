"""From a `SearchQuery` to a tantivy query, built from parts: raw input is never parsed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tantivy import Occur, Query

from storage.index_documents import STARTS, Rank, exact_term, microseconds, pair_terms
from storage.index_parts import QueryParts
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

MANY = 10
"""Words beyond which fewer of the best articles are looked at again: each look is paid for once a
word, and so many words tell articles apart at once."""

COMPLETION = 5.0
"""What the last syllable's completion counts where it follows the one before it, as typed."""

_FAR = 1 << 62

Clause = tuple[Occur, Query]


class QueryBuilder(QueryParts):
    """Reads `SearchQuery`s; a question is built from the parts."""

    def search(self, query: SearchQuery) -> Query:
        """The whole question, scored; see `SearchQuery` for what its parts mean."""
        return self._best_reading([self._reading(each, scored=True) for each in readings(query)])

    def matching(self, query: SearchQuery) -> Query:
        """What `search` finds, without what only makes the order: for counting and for dates."""
        return self._best_reading([self._reading(each, scored=False) for each in readings(query)])

    def any_words(self, query: SearchQuery) -> list[str]:
        """The folded words of which an article must have any; empty: it must have all, or more than
        words count."""
        asked = query_terms(query)
        plain = query.any_word and not query.alternatives and asked.beginning is None
        return _folded(asked.words) if plain else []

    def beside_words(self, query: SearchQuery) -> Query | None:
        """What `query` asks beside words, its alternatives left out; None: nothing."""
        around = self._around(query, query_terms(query))
        if not around:
            return None
        # a query of exclusions alone finds nothing
        return Query.boolean_query([(Occur.Must, self.unscored(self.articles())), *around])

    def refinement(
        self, query: SearchQuery, ranks: Sequence[Rank], late: Sequence[str] = ()
    ) -> Query | None:
        """What is worth asking of some articles beside `search`; None: nothing.

        `late`: folded words that did not count yet.
        """
        these = self.these(ranks)
        words = [self.scored("folded", word) for word in late]
        found = [words + more for each in readings(query) if (more := self._refining(each, these))]
        return self._best_reading([self.adding(these, more) for more in found]) if found else None

    def near(self, query: SearchQuery, words: Sequence[str]) -> Query:
        """Articles with one of these folded words, and all else of `query` but its other words.

        Scored by these words and by neighbours, as they are without diacritics. Of the other words
        numbers are asked for as well.
        """
        return self._opened(query, words, unsparable(wanted(query)))

    def opened(self, query: SearchQuery, words: Sequence[str]) -> Query:
        """Articles with one of these folded words or with neighbours, and all else of `query` but
        its other words; scored by these words and by neighbours."""
        return self._opened(query, words, ())

    def _opened(self, query: SearchQuery, words: Sequence[str], needed: Sequence[str]) -> Query:
        asked = query_terms(query)
        scored = [self.scored("folded", word) for word in words]
        scored += [self.scored("pairs", pair, PAIR_BOOST) for pair in _pairs(asked.words)]
        found = self.any_of(scored)
        needs = [(Occur.Must, self.unscored(self.term("folded", word))) for word in needed]
        around = [*needs, *self._around(query, asked)]
        # inside of another query the best ones are not found without reading all
        return Query.boolean_query([(Occur.Must, found), *around]) if around else found

    def marks(self, words: Sequence[str], ranks: Sequence[Rank]) -> Query:
        """These articles, each scored by the sum of 2**n over the folded words that it holds.

        Scores have room for `storage.nearly.MARKED` words.
        """
        held = [
            Query.const_score_query(self.scored("folded", word), float(1 << at))
            for at, word in enumerate(words)
        ]
        return self.adding(self.these(ranks), held)

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
            clauses.append((Occur.Must, self.unscored(self.articles())))
        return Query.boolean_query(clauses + self._around(query, asked))

    def _around(self, query: SearchQuery, asked: QueryTerms) -> list[Clause]:
        """What is asked for beside words: phrases, filters and exclusions."""
        clauses: list[Clause] = [(Occur.Must, self._phrase(phrase)) for phrase in asked.phrases]
        clauses += self._filters(query)
        clauses += [(Occur.MustNot, self._excluded(phrase)) for phrase in asked.excluded]
        if query.excluded_terms:
            clauses.append((Occur.MustNot, self.any_term(query.excluded_terms)))
        return clauses

    def _words(self, query: SearchQuery, asked: QueryTerms, *, scored: bool) -> list[Clause]:
        if not asked.words and asked.beginning is None:
            return []
        words = _folded(asked.words)
        occur = Occur.Should if query.any_word else Occur.Must
        clauses = [(occur, self.scored("folded", word)) for word in words]
        if asked.beginning is not None:
            clauses.append((occur, self._beginning(asked.beginning.folded)))
        if scored:
            clauses += [] if _spells_later(query, asked) else self._spelling(asked.words)
            clauses += self._completions(asked)
            for pair in _pairs(asked.words):
                clauses.append((Occur.Should, self.scored("pairs", pair, PAIR_BOOST)))
        # what an article has of spelling and neighbours it has of syllables: in one union, these
        # find nothing more
        return [(Occur.Must, Query.boolean_query(clauses))] if query.any_word else clauses

    def _refining(self, query: SearchQuery, these: Query) -> list[Query]:
        """What makes one of these better than another, and is dear to ask of all articles."""
        asked = query_terms(query)
        found = [self.scored("head", word, HEAD_BOOST) for word in _folded(asked.words)]
        if _spells_later(query, asked):
            found += [each for _, each in self._spelling(asked.words)]
        # two words in a run are a pair, and the pairs of many words are a run
        if 2 < len(asked.words) <= LONG and not query.any_word:
            # left alone, a phrase looks for its next hit far beyond these
            run = self.both(these, self._phrase(asked.words))
            found.append(Query.boost_query(run, RUN_BOOST))
        return found

    def _spelling(self, words: Sequence[Syllable]) -> list[Clause]:
        """Prefers equal spelling, if the question is written with diacritics at all."""
        if not any(accented(term) for term in words):
            return []
        exact = dict.fromkeys(term.exact for term in words)
        return [(Occur.Should, self.scored("exact", word, EXACT_BOOST)) for word in exact]

    def _beginning(self, letters: str) -> Query:
        """Articles with a syllable that begins so; all score alike."""
        if len(letters) <= STARTS:
            return self.unscored(self.term("starts", letters))
        return self.unscored(self.beginning("folded", letters))

    def _completions(self, asked: QueryTerms) -> list[Clause]:
        """Prefers the beginning as a whole syllable, and where it follows the one before it."""
        if asked.beginning is None:
            return []
        folded = asked.beginning.folded
        clauses = [(Occur.Should, self.scored("folded", folded))]
        if accented(asked.beginning):
            clauses.append((Occur.Should, self.scored("exact", asked.beginning.exact)))
        if asked.words:
            begun = self.beginning("pairs", f"{asked.words[-1].folded}_{folded}")
            clauses.append((Occur.Should, Query.const_score_query(begun, COMPLETION)))
        return clauses

    def _phrase(self, phrase: Sequence[Syllable]) -> Query:
        folded = [term.folded for term in phrase]
        if len(folded) == 1:
            return self.scored("folded", folded[0])
        pairs = pair_terms(folded)
        if len(pairs) == 1:
            return self.scored("pairs", pairs[0])
        words: list[str | tuple[int, str]] = [*pairs]
        return Query.phrase_query(self._schema, "pairs", words)

    def _excluded(self, phrase: Sequence[Syllable]) -> Query:
        if len(phrase) == 1 and accented(phrase[0]):
            return self.scored("exact", phrase[0].exact)
        return self._phrase(phrase)

    def _filters(self, query: SearchQuery) -> list[Clause]:
        found: list[Query] = []
        if query.source is not None:
            found.append(self.term("source", exact_term(query.source)))
        if query.province is not None:
            found.append(self.term("province", exact_term(query.province)))
        found += [self.any_term(group) for group in query.terms]
        if query.begun_term is not None:
            found.append(self.beginning("terms", query.begun_term))
        if query.published_from is not None or query.published_to is not None:
            start = _bound(query.published_from, -_FAR)
            found.append(self.instants(start, _bound(query.published_to, _FAR)))
        return [(Occur.Must, self.unscored(each)) for each in found]


def _spells_later(query: SearchQuery, asked: QueryTerms) -> bool:
    """Whether spelling counts in the second step alone: what fits nearly is found without it."""
    return query.nearly or len(asked.words) > LONG


def _folded(words: Sequence[Syllable]) -> list[str]:
    return list(dict.fromkeys(term.folded for term in words))


def _pairs(words: Sequence[Syllable]) -> list[str]:
    return list(dict.fromkeys(pair_terms([term.folded for term in words])))


def _bound(when: datetime | None, otherwise: int) -> int:
    return otherwise if when is None else microseconds(when)
