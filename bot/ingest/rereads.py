"""Which sources have young articles whose pages are to be read once more."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

from bot.ingest.plan import REREAD_FOR, may_reread
from storage.base import ArticleStore
from storage.models import Source

FRESH_FOR = timedelta(minutes=10)
"""How long one look at the articles of three days serves all polls: with 500 sources each poll
would otherwise read some ten thousand articles."""


class Rereads:
    """Looks through the recent articles now and then, for all sources at once."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._looking = asyncio.Lock()
        self._at: datetime | None = None
        self._due: dict[str, list[str]] = {}

    async def due(self, source: Source, now: datetime) -> list[str]:
        """Ids of articles of `source` whose pages are to be read again, whatever its feed says.

        Some may have been read minutes ago: whoever reads them looks again (`may_reread`).
        """
        if not source.full_text:
            return []
        async with self._looking:
            if self._at is None or not timedelta(0) <= now - self._at < FRESH_FOR:
                self._due = await asyncio.to_thread(self._look, now)
                self._at = now
        return self._due.get(source.id, [])

    def _look(self, now: datetime) -> dict[str, list[str]]:
        due: dict[str, list[str]] = defaultdict(list)
        for article in self._store.articles_first_seen(now - REREAD_FOR, now):
            if may_reread(article, Source(id=article.source, name="", kind="feed"), now):
                due[article.source].append(article.id)
        return dict(due)
