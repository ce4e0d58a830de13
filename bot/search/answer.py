"""Run a query, and a weaker one where the strict one finds nothing."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from storage.base import ArticleStore
from storage.models import SearchQuery, SearchResult
from storage.text import folded_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    `relaxed` tells that no article holds all words and these hold some of them; `query` is the
    one that `result` answers.
    """

    query: SearchQuery
    result: SearchResult
    relaxed: bool = False


def find(store: ArticleStore, query: SearchQuery) -> Answer:
    """Articles with all words; if there are none and there are several words, with some of them."""
    result = store.search(query)
    if result.total or len(folded_words(" ".join(query.words))) < 2:
        return Answer(query, result)
    weaker = msgspec.structs.replace(query, any_word=True)
    result = store.search(weaker)
    return Answer(weaker, result, relaxed=bool(result.total))
