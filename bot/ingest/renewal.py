"""Look-up terms of stored articles, worked out anew after their rules changed.

What is still to be done is asked of the index: every article that lacks the term of today's rules.
So nothing needs to be remembered, a restart goes on where it was, and the number that is left is
exact. Newest first, for these are asked about most.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.facts.look_up import current_term, with_terms
from storage.base import ArticleStore
from storage.models import Article, SearchQuery
from storage.weeks import utc_week

BATCH = 200
"""Articles of one turn: about a second of work, and the files of the weeks they lie in."""


def articles_left(store: ArticleStore) -> int:
    """How many stored articles have terms of older rules, or none at all."""
    return store.search(_outdated(0)).total


def work_out_renewed(store: ArticleStore, *, batch: int = BATCH) -> list[tuple[Article, Article]]:
    """Up to `batch` articles that were done by older rules: as they are stored, and done anew.

    Writes nothing: others may meanwhile.
    """
    hits = store.search(_outdated(batch)).hits
    stored = store.get_articles([hit.article_id for hit in hits])
    ordered = [stored[hit.article_id] for hit in hits if hit.article_id in stored]
    return [(article, with_terms(article)) for article in ordered]


def put_renewed(store: ArticleStore, renewed: Sequence[tuple[Article, Article]]) -> int:
    """Store what was worked out, a week at a time, the newest first; how many are done.

    Nothing else of an article changes, so that this is no revision and stands in no digest. What
    is no longer stored as it was is left out, and found again. One writer at a time.

    Raises:
        StorageError: the weeks before may have been kept; calling again is always right.
    """
    stored = store.get_articles([before.id for before, _ in renewed])
    kept = [after for before, after in renewed if stored.get(before.id) == before]
    by_week = sorted(kept, key=lambda it: utc_week(it.first_seen), reverse=True)
    for _, articles in groupby(by_week, key=lambda it: utc_week(it.first_seen)):
        store.put_articles(list(articles))
    return len(kept)


def renew_terms(store: ArticleStore, *, batch: int = BATCH) -> int:
    """Both for one batch, where nobody else writes; how many are done.

    Raises:
        StorageError: the weeks before may have been kept; calling again is always right.
    """
    return put_renewed(store, work_out_renewed(store, batch=batch))


def _outdated(limit: int) -> SearchQuery:
    return SearchQuery(excluded_terms=(current_term(),), order="newest", limit=limit)
