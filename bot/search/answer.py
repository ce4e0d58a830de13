"""Run a query, and weaker ones where the strict one finds nothing; which one is always told.

As it was understood; in the same days of a year before, where it names no year; word for word, its
time nothing but words; without its time; with one typing slip forgiven; with nearly all of its
words; with some of them. The first that finds something answers. Where few articles have all words,
those that have nearly all stand among them, each with what it lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import msgspec

from bot.search.asked import Asked, TimeRead
from bot.search.spelling import Respelled, respell
from storage.base import ArticleStore
from storage.models import SearchQuery, SearchResult
from storage.text import folded_words

Step = Literal["as_asked", "other_year", "words", "timeless", "spelling", "any_word"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        query: the one that `result` answers.
        step: how far the question was weakened until something was found; `as_asked` as well
            where nothing was.
        respelled: the slip that was forgiven; None: none was.
        marks: what is marked in the articles.
        time: the days of another year that `result` is of; None: of the days that were asked for.
    """

    query: SearchQuery
    result: SearchResult
    step: Step = "as_asked"
    respelled: Respelled | None = None
    marks: SearchQuery = field(default_factory=SearchQuery)
    time: TimeRead | None = None

    @property
    def whole(self) -> int:
        """How many articles fit, those aside that lack some words."""
        return 0 if self.relaxed else self.result.total - self.result.near

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
        """The query for this page; what fits nearly is welcome."""
        return msgspec.structs.replace(
            query,
            limit=self.limit,
            offset=self.offset,
            fold_reposts=self.fold_reposts,
            nearly=True,
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
    steps: list[tuple[SearchQuery, Step, TimeRead | None]] = [(asked.query, "as_asked", None)]
    steps += [(it.query, "other_year", it.time) for it in asked.other_years]
    if asked.words is not None:
        steps.append((asked.words, "words", None))
    if asked.timeless is not None:
        steps.append((asked.timeless, "timeless", None))
    nearly: list[Answer] = []
    for each, step, time in steps:
        query = page.of(each)
        marks = asked.marks if step == "as_asked" else query
        answer = Answer(query, store.search(query), step, marks=marks, time=time)
        if answer.whole:
            return answer
        nearly.append(answer)
    # what lacks a word is nearer to the question than what has another word instead
    known_too = not any(answer.result.total for answer in nearly)
    respelled = respell(store, asked, read, known_too=known_too)
    if respelled is not None:
        right = page.of(respelled.asked.query)
        return Answer(right, store.search(right), "spelling", respelled, respelled.asked.marks)
    for answer in nearly:
        if answer.result.total:
            return replace(answer, step="any_word")
    for answer in nearly:
        if weaker := _any_word(store, answer.query):
            return weaker
    return nearly[0]


def _any_word(store: ArticleStore, query: SearchQuery) -> Answer | None:
    if len(folded_words(" ".join(query.words))) < 2:
        return None
    weaker = msgspec.structs.replace(query, any_word=True, nearly=False, alternatives=())
    result = store.search(weaker)
    return Answer(weaker, result, "any_word", marks=weaker) if result.total else None
