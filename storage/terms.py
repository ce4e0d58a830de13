"""What a `SearchQuery` asks of an article's syllables: one reading for every backend. Pure."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from storage.article_rules import instant
from storage.models import Article, SearchQuery
from storage.text import Syllable, syllables

ASKED_AT_ONCE = 32
"""Queries whose terms are remembered: every step of one search reads them anew."""


class QueryTerms(NamedTuple):
    """The syllables of a query. A word of several syllables asks for each of them."""

    words: tuple[Syllable, ...]
    beginning: Syllable | None
    """The last syllable, where it is the beginning of one; it is not among `words` then."""
    phrases: tuple[tuple[Syllable, ...], ...]
    excluded: tuple[tuple[Syllable, ...], ...]
    asks_nothing: bool
    """True where there are neither words nor phrases: everything fits."""
    hopeless: bool
    """True where words or phrases were given and none has a letter or digit: nothing fits."""


def accented(term: Syllable) -> bool:
    """Whether it was typed with diacritics: then equal spelling is worth more."""
    return term.folded != term.exact


def readings(query: SearchQuery) -> tuple[SearchQuery, ...]:
    """The query and its alternatives: an article that fits one of them is found."""
    return (query, *query.alternatives)


@functools.lru_cache(maxsize=ASKED_AT_ONCE)
def query_terms(query: SearchQuery) -> QueryTerms:
    """Reads the texts of `query`; pieces without a letter or digit fall away."""
    words = tuple(term for word in query.words for term in syllables(word))
    beginning = words[-1] if query.prefix and words else None
    phrases = tuple(tuple(found) for text in query.phrases if (found := syllables(text)))
    excluded = tuple(tuple(found) for text in query.excluded if (found := syllables(text)))
    given = bool(query.words or query.phrases)
    return QueryTerms(
        words=words if beginning is None else words[:-1],
        beginning=beginning,
        phrases=phrases,
        excluded=excluded,
        asks_nothing=not given,
        hopeless=given and not (words or phrases),
    )


def searchable_parts(article: Article) -> tuple[list[str], list[str], list[str]]:
    """Title, lead and body as lists of passages; a phrase never runs from one into the next."""
    lead = [article.lead] if article.lead else []
    return [article.title], lead, [*article.paragraphs, *article.captions, *article.authors]


def occurs(
    phrase: Sequence[Syllable], passage: Sequence[Syllable], *, unfinished: bool = False
) -> bool:
    """Whether the folded syllables stand in `passage` one after another.

    `unfinished`: the last one may go on.
    """
    wanted = [term.folded for term in phrase]
    found = [term.folded for term in passage]
    last = wanted.pop() if unfinished else ""
    return any(
        found[start : start + len(wanted)] == wanted
        and (not unfinished or found[start + len(wanted)].startswith(last))
        for start in range(len(found) - len(wanted) + (not unfinished))
    )


def fits(asked: QueryTerms, passages: Sequence[Sequence[Syllable]], *, any_word: bool) -> bool:
    """Whether an article with these passages answers the query (its filters aside).

    One excluded syllable with diacritics excludes that spelling alone: to exclude `bão` (storm)
    is not to exclude `báo` (newspaper).
    """
    if asked.hopeless:
        return False
    present = {term for passage in passages for term in passage}
    folded = {term.folded for term in present}
    wanted = {term.folded for term in asked.words}
    found = [word in folded for word in wanted]
    if asked.beginning is not None:
        start = asked.beginning.folded
        found.append(any(word.startswith(start) for word in folded))
    if found and not (any(found) if any_word else all(found)):
        return False
    if not all(any(occurs(phrase, it) for it in passages) for phrase in asked.phrases):
        return False
    return not any(
        phrase[0] in present
        if len(phrase) == 1 and accented(phrase[0])
        else any(occurs(phrase, it) for it in passages)
        for phrase in asked.excluded
    )


def passes_filters(query: SearchQuery, article: Article) -> bool:
    """Whether source, province, look-up terms and publication are as the query wishes."""
    when = instant(article)
    terms = frozenset(article.terms)
    return (
        query.source in (None, article.source)
        and query.province in (None, article.province)
        and all(not terms.isdisjoint(group) for group in query.terms)
        and terms.isdisjoint(query.excluded_terms)
        and (query.begun_term is None or any(it.startswith(query.begun_term) for it in terms))
        and (query.published_from is None or query.published_from <= when)
        and (query.published_to is None or when < query.published_to)
    )
