"""Which syllables of the index are one slip away from one that it has not: by its dictionary."""

from __future__ import annotations

from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.spelling import slips


def spellings(view: IndexView, builder: QueryBuilder, syllable: str, *, limit: int) -> list[str]:
    """What `ArticleStore.spellings` is about.

    The dictionary still counts articles that were replaced a moment ago, so it only says whom to
    count, the most frequent first, until none can come before those that are known.
    """
    bounds = [(view.articles_with("folded", slip), slip) for slip in slips(syllable)]
    counted: list[tuple[int, str]] = []
    for bound, slip in sorted((-bound, slip) for bound, slip in bounds if bound):
        if len(counted) >= limit and (bound, slip) > sorted(counted)[limit - 1]:
            break
        count = view.find(builder.term("folded", slip), limit=1).count
        if count:
            counted.append((-count, slip))
    return [slip for _, slip in sorted(counted)[:limit]]
