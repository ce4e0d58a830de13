"""Look-up terms of stored articles, worked out anew after their rules changed.

What is still to be done is asked of the index: every article that lacks the term of today's rules.
So nothing needs to be remembered, a restart goes on where it was, and the number that is left is
exact. Newest first, for these are asked about most.
"""

from __future__ import annotations

from itertools import groupby

from bot.facts.look_up import CURRENT, with_terms
from storage.base import ArticleStore
from storage.models import SearchQuery
from storage.weeks import utc_week

BATCH = 200
"""Articles of one turn: about a second of work, and the files of the weeks they lie in."""


def articles_left(store: ArticleStore) -> int:
    """How many stored articles have terms of older rules, or none at all."""
    return store.search(_outdated(0)).total


def renew_terms(store: ArticleStore, *, batch: int = BATCH) -> int:
    """Work out the terms of up to `batch` articles, a week at a time; how many are done.

    Nothing else of an article changes, so that this is no revision and stands in no digest. One
    writer at a time: an article that is revised meanwhile would lose its revision.

    Raises:
        StorageError: the weeks before may have been kept; calling again is always right.
    """
    found = store.search(_outdated(batch)).hits
    by_week = sorted(found, key=lambda hit: utc_week(hit.first_seen), reverse=True)
    done = 0
    for _, hits in groupby(by_week, key=lambda hit: utc_week(hit.first_seen)):
        stored = [store.get_article(hit.article_id) for hit in hits]
        renewed = [with_terms(article) for article in stored if article is not None]
        store.put_articles(renewed)
        done += len(renewed)
    return done


def _outdated(limit: int) -> SearchQuery:
    return SearchQuery(excluded_terms=(CURRENT,), order="newest", limit=limit)
