"""Articles in memory: looked through from the first to the last for every question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.alike import Batch
from storage.article_rules import KnownIdentities, instant, keeping_corrections, newest_first
from storage.memory_search import hit_counts, search, spellings
from storage.models import Article, HitCounts, Identity, SearchQuery, SearchResult
from storage.shingles import Sketch, TextShingles, shingles


class MemoryArticles:
    """Implements `storage.base.ArticleStore`; every method is one step under `lock`."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._articles: dict[str, Article] = {}
        self._sketches: dict[str, Sketch] = {}

    def put_articles(self, articles: Sequence[Article]) -> None:
        with self._lock:
            for given in articles:
                article = keeping_corrections(given, self._articles.get(given.id))
                self._articles[article.id] = article
                self._sketches[article.id] = Sketch.of(_shingles(article).found)

    def correct_article(
        self, article_id: str, change: Callable[[Article], Article]
    ) -> Article | None:
        with self._lock:
            stored = self._articles.get(article_id)
            if stored is None:
                return None
            self._articles[article_id] = change(stored)
            return self._articles[article_id]

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        with self._lock:
            known = KnownIdentities(self._articles.values())
        return [known.match(identity) for identity in identities]

    def get_article(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def get_articles(self, article_ids: Collection[str]) -> dict[str, Article]:
        with self._lock:
            return {key: self._articles[key] for key in article_ids if key in self._articles}

    def similar_articles(self, article: Article, *, within: timedelta) -> list[Article]:
        return self.similar_articles_of([article], within=within)[0]

    def similar_articles_of(
        self, articles: Sequence[Article], *, within: timedelta
    ) -> list[list[Article]]:
        given = {article.id for article in articles}
        with self._lock:
            stored = [it for key, it in self._articles.items() if key not in given]
            sketches = {article.id: self._sketches[article.id] for article in stored}
        batch = Batch(articles)
        found = []
        for at, others in enumerate(batch.alike(within)):
            alike = [articles[other] for other in others]
            alike += [
                it
                for it in stored
                if batch.sketches[at].near(sketches[it.id])
                and it.language == articles[at].language
                and abs(instant(it) - instant(articles[at])) <= within
                and batch.shingles(at).repeats(_shingles(it))
            ]
            found.append(sorted(alike, key=lambda each: each.id))
        return found

    def reposts_of(self, article_ids: Collection[str]) -> list[Article]:
        wanted = frozenset(article_ids)
        with self._lock:
            return [it for _, it in sorted(self._articles.items()) if it.original in wanted]

    def latest_articles(
        self, *, limit: int, offset: int = 0, source: str | None = None
    ) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if source in (None, each.source)]
        return sorted(found, key=newest_first)[offset : offset + limit]

    def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if since < each.first_seen <= until]
        return sorted(found, key=lambda each: (each.first_seen, each.id))

    def articles_published(self, start: datetime, end: datetime) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if start <= instant(each) < end]
        return sorted(found, key=lambda each: (instant(each), each.id))

    def search(self, query: SearchQuery) -> SearchResult:
        return search(self.iter_articles(), query)

    def count_hits(self, query: SearchQuery, *, zone: ZoneInfo) -> HitCounts:
        return hit_counts(self.iter_articles(), query, zone)

    def spellings(self, syllable: str, *, limit: int = 5) -> list[str]:
        return spellings(self.iter_articles(), syllable, limit=limit)

    def count_articles(self, source: str | None = None) -> int:
        with self._lock:
            return sum(1 for each in self._articles.values() if source in (None, each.source))

    def iter_articles(self) -> Iterator[Article]:
        with self._lock:
            snapshot = list(self._articles.values())
        yield from sorted(snapshot, key=lambda each: (each.first_seen, each.id))


def _shingles(article: Article) -> TextShingles:
    return shingles(article.title, article.lead, article.paragraphs)
