"""Run a query, and weaker ones where the strict one finds nothing; which one is always told.

As it was understood; without its time, word for word; with one typing slip forgiven; with some of
its words instead of all. The first that finds something answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from bot.search.asked import Asked
from bot.search.spelling import Respelled, respell
from storage.base import ArticleStore
from storage.models import SearchQuery, SearchResult
from storage.text import folded_words

Step = Literal["as_asked", "words", "spelling", "any_word"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        query: the one that `result` answers.
        step: how far the question was weakened until something was found; `as_asked` as well
            where nothing was.
        respelled: the slip that was forgiven; None: none was.
        marks: what is marked in the articles.
    """

    query: SearchQuery
    result: SearchResult
    step: Step = "as_asked"
    respelled: Respelled | None = None
    marks: SearchQuery = field(default_factory=SearchQuery)

    @property
    def relaxed(self) -> bool:
        """Whether no article holds all words, and these hold some of them."""
        return self.step == "any_word"


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the articles found are wanted."""

    limit: int
    offset: int = 0
    fold_reposts: bool = True

    def of(self, query: SearchQuery) -> SearchQuery:
        """The query for this page."""
        return msgspec.structs.replace(
            query, limit=self.limit, offset=self.offset, fold_reposts=self.fold_reposts
        )


def find(store: ArticleStore, query: SearchQuery) -> Answer:
    """Articles with all words; if there are none and there are several words, with some of them."""
    result = store.search(query)
    if not result.total and (weaker := _any_word(store, query)):
        return weaker
    return Answer(query, result, marks=query)


def find_asked(
    store: ArticleStore, asked: Asked, read: Callable[[str], Asked], page: Page
) -> Answer:
    """A page of what `asked` finds; `read` reads a query that is spelled otherwise."""
    query = page.of(asked.query)
    result = store.search(query)
    if result.total:
        return Answer(query, result, marks=asked.marks)
    if asked.words is not None:
        words = page.of(asked.words)
        found = store.search(words)
        if found.total:
            return Answer(words, found, "words", marks=words)
    respelled = respell(store, asked, read)
    if respelled is not None:
        right = page.of(respelled.asked.query)
        return Answer(right, store.search(right), "spelling", respelled, respelled.asked.marks)
    for each in (asked.query, asked.words):
        if each is not None and (weaker := _any_word(store, page.of(each))):
            return weaker
    return Answer(query, result, marks=asked.marks)


def _any_word(store: ArticleStore, query: SearchQuery) -> Answer | None:
    if len(folded_words(" ".join(query.words))) < 2:
        return None
    weaker = msgspec.structs.replace(query, any_word=True, alternatives=())
    result = store.search(weaker)
    return Answer(weaker, result, "any_word", marks=weaker) if result.total else None
