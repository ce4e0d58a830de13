"""Articles in TinyDB: one file per UTC ISO week of first sight, look-ups through the index."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.alike import Batch
from storage.article_index import ArticleIndex
from storage.article_rules import KnownIdentities, instant, keeping_corrections, newest_first
from storage.folder import Folder
from storage.index_documents import Place, identity_keys, original_key
from storage.models import Article, HitCounts, Identity, SearchQuery, SearchResult
from storage.records import RecordTable
from storage.week_files import WeekFiles
from storage.weeks import utc_week


class TinyDbArticles:
    """Implements `storage.base.ArticleStore`.

    Args:
        folder: what all files share.
        path: the data directory; articles lie in `articles/2023-W39.json`.
        index_path: where the derived index lies.
    """

    def __init__(self, folder: Folder, path: Path, index_path: Path) -> None:
        self._folder = folder
        self._article_lock = threading.Lock()
        self._article_files = WeekFiles(folder, path / "articles", "articles")
        self._article_files.bring_up_to_date()
        self._index = ArticleIndex(index_path, self._article_files, self._week_articles, folder)

    def put_articles(self, articles: Sequence[Article]) -> None:
        self._folder.require_writable()
        latest = {article.id: article for article in articles}
        if not latest:
            return
        with self._article_lock:
            lying = {place.article_id: place.week for place in self._places(latest)}
            by_week: defaultdict[str, list[Article]] = defaultdict(list)
            for article in latest.values():
                by_week[lying.get(article.id, utc_week(article.first_seen))].append(article)
            kept: list[tuple[Article, str]] = []
            try:
                for week, group in by_week.items():
                    table = self._week_table(week)
                    group = [keeping_corrections(it, table.get(it.id)) for it in group]
                    with table.transaction():
                        table.put(group)
                    kept += [(article, week) for article in group]
            finally:
                if kept:
                    self._index.put(kept)

    def correct_article(
        self, article_id: str, change: Callable[[Article], Article]
    ) -> Article | None:
        self._folder.require_writable()
        with self._article_lock:
            for place in self._places([article_id]):
                table = self._week_table(place.week)
                stored = table.get(article_id)
                if stored is not None:
                    article = change(stored)
                    with table.transaction():
                        table.put([article])
                    self._index.put([(article, place.week)])
                    return article
        return None

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        keys = identity_keys(identities)
        places = self._index.read(lambda index: index.places_of_keys(keys))
        known = KnownIdentities(self._fetch(places))
        return [known.match(identity) for identity in identities]

    def get_article(self, article_id: str) -> Article | None:
        found = self._fetch(self._places([article_id]))
        return found[0] if found else None

    def get_articles(self, article_ids: Collection[str]) -> dict[str, Article]:
        places = self._places(article_ids) if article_ids else []
        return {article.id: article for article in self._fetch(places)}

    def similar_articles(self, article: Article, *, within: timedelta) -> list[Article]:
        return self.similar_articles_of([article], within=within)[0]

    def similar_articles_of(
        self, articles: Sequence[Article], *, within: timedelta
    ) -> list[list[Article]]:
        batch = Batch(articles)
        lying = self._index.read(lambda index: index.similar(batch, within=within))
        given = {article.id for article in articles}
        places = {place for found in lying for place in found if place.article_id not in given}
        stored = {article.id: article for article in self._fetch(places)}
        return [
            sorted(
                [
                    *(articles[other] for other in others),
                    *(stored[it.article_id] for it in found if it.article_id in stored),
                ],
                key=lambda each: each.id,
            )
            for others, found in zip(batch.alike(within), lying, strict=True)
        ]

    def reposts_of(self, article_ids: Collection[str]) -> list[Article]:
        keys = [original_key(article_id) for article_id in article_ids]
        places = self._index.read(lambda index: index.places_of_keys(keys)) if keys else []
        return sorted(self._fetch(places), key=lambda each: each.id)

    def latest_articles(
        self, *, limit: int, offset: int = 0, source: str | None = None
    ) -> list[Article]:
        places = self._index.read(
            lambda index: index.newest(limit=limit, offset=offset, source=source)
        )
        return sorted(self._fetch(places), key=newest_first)

    def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
        first, last = utc_week(since), utc_week(until)
        found = [
            article
            for week in self._article_files.names()
            if first <= week <= last
            for article in self._week_articles(week)
            if since < article.first_seen <= until
        ]
        return sorted(found, key=lambda each: (each.first_seen, each.id))

    def articles_published(self, start: datetime, end: datetime) -> list[Article]:
        places = self._index.read(lambda index: index.places_between(start, end))
        return sorted(self._fetch(places), key=lambda each: (instant(each), each.id))

    def search(self, query: SearchQuery) -> SearchResult:
        return self._index.read(lambda index: index.search(query))

    def count_hits(self, query: SearchQuery, *, zone: ZoneInfo) -> HitCounts:
        return self._index.read(lambda index: index.count_hits(query, zone))

    def spellings(self, syllable: str, *, limit: int = 5) -> list[str]:
        return self._index.read(lambda index: index.spellings(syllable, limit=limit))

    def count_articles(self, source: str | None = None) -> int:
        return self._index.read(lambda index: index.count(source))

    def iter_articles(self) -> Iterator[Article]:
        for week in self._article_files.names():
            articles = self._week_articles(week)
            yield from sorted(articles, key=lambda each: (each.first_seen, each.id))

    def close_articles(self) -> None:
        """Ends the index's background work."""
        self._index.close()

    def _places(self, article_ids: Iterable[str]) -> list[Place]:
        return self._index.read(lambda index: index.places(article_ids))

    def _fetch(self, places: Iterable[Place]) -> list[Article]:
        """The articles at these places, in no order; those that are gone fall out."""
        by_week: defaultdict[str, list[str]] = defaultdict(list)
        for place in places:
            by_week[place.week].append(place.article_id)
        found: list[Article] = []
        for week, article_ids in by_week.items():
            table = self._week_table(week)
            found += [it for key in article_ids if (it := table.get(key)) is not None]
        return found

    def _week_articles(self, week: str) -> list[Article]:
        return self._week_table(week).all()

    def _week_table(self, week: str) -> RecordTable[Article]:
        return self._article_files.records(week, "articles", Article, "id")
