"""Searching without an index: every article is read for every question. Pure."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from zoneinfo import ZoneInfo

import msgspec

from storage.article_rules import instant, month_of, newest_first, search_hit
from storage.models import Article, HitCounts, SearchQuery, SearchResult
from storage.nearly import ENOUGH, MOST, Bar, allows_nearly, lacking, wanted, weights
from storage.spelling import slips
from storage.terms import (
    QueryTerms,
    accented,
    fits,
    occurs,
    passes_filters,
    query_terms,
    readings,
    searchable_parts,
)
from storage.text import Syllable, syllables

FIELD_WEIGHTS = (3.0, 1.5, 1.0)
"""What a syllable counts in the title, the lead and the body."""


def search(articles: Iterable[Article], query: SearchQuery) -> SearchResult:
    """What `ArticleStore.search` finds among all of a store's articles."""
    known = list(articles)
    scored = list(_fitting(known, query))
    near = _near(known, query, {article.id for _, article in scored})
    if query.order == "newest":
        scored.sort(key=lambda pair: newest_first(pair[1]))
    else:
        scored.sort(key=lambda pair: (-pair[0], *newest_first(pair[1])))
    missing = {article.id: words for _, article, words in near}
    scored += [(score, article) for score, article, _ in near]
    if query.fold_reposts:
        scored = _folded(scored)
    page = scored[query.offset : query.offset + query.limit]
    hits = [
        msgspec.structs.replace(search_hit(article, score), missing=missing.get(article.id, ()))
        for score, article in page
    ]
    if query.fold_reposts:
        counts = Counter(article.original for article in known)
        hits = [msgspec.structs.replace(it, reposts=counts[it.article_id]) for it in hits]
    return SearchResult(
        hits=tuple(hits),
        total=len(scored),
        near=sum(article.id in missing for _, article in scored),
    )


def hit_counts(articles: Iterable[Article], query: SearchQuery, zone: ZoneInfo) -> HitCounts:
    """What `ArticleStore.count_hits` tells of all of a store's articles."""
    found = [article for _, article in _fitting(articles, query)]
    months = Counter(month_of(instant(each), zone) for each in found)
    sources = Counter(article.source for article in found)
    return HitCounts(
        total=len(found),
        by_month=tuple(sorted(months.items(), reverse=True)),
        by_source=tuple(sorted(sources.items(), key=lambda each: (-each[1], each[0]))),
    )


def spellings(articles: Iterable[Article], syllable: str, *, limit: int) -> list[str]:
    """What `ArticleStore.spellings` finds in all of a store's articles."""
    near = slips(syllable)
    counts: Counter[str] = Counter()
    for article in articles:
        passages = [passage for field in _fields(article) for passage in field]
        counts.update({term.folded for passage in passages for term in passage} & near)
    return sorted(counts, key=lambda each: (-counts[each], each))[:limit]


def _fitting(articles: Iterable[Article], query: SearchQuery) -> Iterator[tuple[float, Article]]:
    """What fits one reading of the query, with its score by the best of them."""
    asked = [(reading, query_terms(reading)) for reading in readings(query)]
    for article in articles:
        fields = _fields(article)
        passages = [passage for field in fields for passage in field]
        scores = [
            _score(terms, fields)
            for reading, terms in asked
            if passes_filters(reading, article) and fits(terms, passages, any_word=reading.any_word)
        ]
        if scores:
            yield max(scores), article


def _near(
    articles: Sequence[Article], query: SearchQuery, fitting: Set[str]
) -> list[tuple[float, Article, tuple[str, ...]]]:
    """What fits nearly, the best first, with the words that it lacks; `fitting`: ids of the rest.

    Its scores are below those of all that fit.
    """
    if not allows_nearly(query) or len(fitting) >= ENOUGH:
        return []
    asked = query_terms(query)
    typed = wanted(query)
    read = [(article, _fields(article)) for article in articles]
    held = [_folded_syllables(fields) & typed.keys() for _, fields in read]
    holders = {word: sum(word in each for each in held) for word in typed}
    bar = Bar.of(weights(holders, len(articles)))
    bare = asked._replace(words=(), hopeless=False)
    plain = asked._replace(words=tuple(Syllable(word, word) for word in typed))
    found = [
        (_score(plain, fields), article, lacking(typed, words))
        for (article, fields), words in zip(read, held, strict=True)
        if article.id not in fitting
        and bar.fits_nearly(words)
        and passes_filters(query, article)
        and fits(bare, [passage for field in fields for passage in field], any_word=False)
    ]
    return sorted(found, key=lambda it: (-it[0], *newest_first(it[1])))[:MOST]


def _folded_syllables(fields: Iterable[Iterable[Iterable[Syllable]]]) -> set[str]:
    return {term.folded for field in fields for passage in field for term in passage}


def _fields(article: Article) -> list[list[list[Syllable]]]:
    """Title, lead and body, passage by passage."""
    return [[syllables(passage) for passage in field] for field in searchable_parts(article)]


def _folded(ranked: Sequence[tuple[float, Article]]) -> list[tuple[float, Article]]:
    """What repeats nothing that is there; of several that repeat what is not there, the first."""
    there = {article.id for _, article in ranked}
    kept: list[tuple[float, Article]] = []
    for score, article in ranked:
        if article.original is None:
            kept.append((score, article))
        elif article.original not in there:
            there.add(article.original)
            kept.append((score, article))
    return kept


def _score(asked: QueryTerms, fields: Sequence[Sequence[list[Syllable]]]) -> float:
    """A simple measure: syllables found, more for equal spelling, neighbours and the title."""
    folded_all = _folded_syllables(fields)
    # with `any_word` more of the words go before anything else; otherwise all have them all
    score = 1_000.0 * len({term.folded for term in asked.words} & folded_all)
    words = asked.words if asked.beginning is None else (*asked.words, asked.beginning)
    begun = words[-2:] if asked.words and asked.beginning is not None else ()
    pairs = list(itertools.pairwise(asked.words)) + [
        pair for phrase in asked.phrases for pair in itertools.pairwise(phrase)
    ]
    wanted = {*words, *(term for phrase in asked.phrases for term in phrase)}
    for weight, passages in zip(FIELD_WEIGHTS, fields, strict=True):
        present = {term for passage in passages for term in passage}
        folded = {term.folded for term in present}
        score += weight * sum(term.folded in folded for term in wanted)
        score += weight * sum(accented(term) and term in present for term in wanted)
        score += weight * sum(any(occurs(pair, it) for it in passages) for pair in pairs)
        score += weight * (
            bool(begun) and any(occurs(begun, it, unfinished=True) for it in passages)
        )
    return score
