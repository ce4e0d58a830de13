"""Which of some articles each of many queries would find: the search itself, turned round. Pure.

For a few new articles and hundreds of standing queries. The rule is the one that every backend's
`search` obeys (`storage.terms`), and a test holds both together; here each article is read once,
and a query looks only at the articles that have all of its syllables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.models import Article, SearchQuery
from storage.terms import (
    QueryTerms,
    accented,
    passes_filters,
    query_terms,
    readings,
    searchable_parts,
)
from storage.text import Syllable, syllables

_BETWEEN = " \N{PILCROW SIGN} "
"""Between passages, so that no phrase runs from one into the next; no syllable holds it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as it is looked at."""

    article: Article
    folded: frozenset[str]
    exact: frozenset[str]
    running: str
    """Its folded syllables in order, each between blanks."""


def matching(
    articles: Iterable[Article], queries: Sequence[SearchQuery]
) -> list[tuple[Article, ...]]:
    """For each query those of `articles` that `ArticleStore.search` would find, in their order.

    Order, page and folding of a query mean nothing here.
    """
    texts = [_read(article) for article in articles]
    having: dict[str, set[int]] = {}
    for at, text in enumerate(texts):
        for syllable in text.folded:
            having.setdefault(syllable, set()).add(at)
    known: dict[SearchQuery, tuple[Article, ...]] = {}
    for query in queries:
        if query not in known:
            fitting: set[int] = set()
            for reading in readings(query):
                fitting |= _fitting(reading, texts, having)
            known[query] = tuple(texts[at].article for at in sorted(fitting))
    return [known[query] for query in queries]


def _read(article: Article) -> _Text:
    passages = [syllables(passage) for part in searchable_parts(article) for passage in part]
    running = _BETWEEN.join(" ".join([term.folded for term in passage]) for passage in passages)
    return _Text(
        article,
        frozenset(term.folded for passage in passages for term in passage),
        frozenset(term.exact for passage in passages for term in passage),
        f" {running} ",
    )


def _fitting(query: SearchQuery, texts: Sequence[_Text], having: dict[str, set[int]]) -> set[int]:
    """Places in `texts` of what one reading finds."""
    asked = query_terms(query)
    if asked.hopeless:
        return set()
    needed = [term.folded for phrase in asked.phrases for term in phrase]
    if not query.any_word:
        needed += [term.folded for term in asked.words]
    found = [having.get(each, set()) for each in needed]
    near = set.intersection(*found) if found else set(range(len(texts)))
    return {at for at in near if _fits(asked, query, texts[at])}


def _fits(asked: QueryTerms, query: SearchQuery, text: _Text) -> bool:
    """As `storage.terms.fits` and `passes_filters`, of an article that has what is needed."""
    if query.any_word and not _has_any(asked, text):
        return False
    if not query.any_word and asked.beginning is not None and not _begins(asked, text):
        return False
    return (
        all(len(it) == 1 or _runs(it, text) for it in asked.phrases)
        and passes_filters(query, text.article)
        and not any(_excludes(it, text) for it in asked.excluded)
    )


def _has_any(asked: QueryTerms, text: _Text) -> bool:
    if not asked.words and asked.beginning is None:
        return True
    return any(term.folded in text.folded for term in asked.words) or _begins(asked, text)


def _begins(asked: QueryTerms, text: _Text) -> bool:
    return asked.beginning is not None and f" {asked.beginning.folded}" in text.running


def _runs(phrase: Sequence[Syllable], text: _Text) -> bool:
    return f" {' '.join([term.folded for term in phrase])} " in text.running


def _excludes(phrase: Sequence[Syllable], text: _Text) -> bool:
    if len(phrase) == 1 and accented(phrase[0]):
        return phrase[0].exact in text.exact
    return _runs(phrase, text)
