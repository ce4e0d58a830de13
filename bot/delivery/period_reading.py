"""What a run reads of the store for a period, once for all whose digests begin alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.digest.freshness import Freshness, freshness
from storage.base import ArticleStore, DigestStore, SourceStore
from storage.models import Article, Digest

if TYPE_CHECKING:
    from bot.digest.continued import Told

OVERLAP = timedelta(days=1)
"""How long before a digest an article may be stamped and still become readable after it."""


class PeriodSource(ArticleStore, DigestStore, SourceStore, Protocol):
    """What is read."""


class PeriodReading:
    """Everything up to one `now`."""

    def __init__(self, store: PeriodSource, now: datetime) -> None:
        """Nothing is read until it is asked for."""
        from bot.digest.likeness import Likeness  # its arrays take 0.2 s to import

        self.likeness = Likeness()
        """What articles have in common, worked out once."""
        self._store = store
        self._now = now
        self._articles: dict[datetime, list[Article]] = {}
        self._kinship: dict[datetime, Mapping[str, Sequence[str]]] = {}
        self._before: dict[tuple[object, ...], tuple[Told, ...]] = {}
        self._seen: dict[tuple[object, ...], Freshness] = {}
        self._documents: dict[tuple[str, str], tuple[str, ...]] = {}

    def articles(self, start: datetime) -> list[Article]:
        """Those first seen since `start`, read once."""
        if start not in self._articles:
            self._articles[start] = self._store.articles_first_seen(start, self._now)
        return self._articles[start]

    def kin(self, start: datetime) -> Mapping[str, Sequence[str]]:
        """For what others repeat, by its id, those articles and itself, whenever first seen.

        An earlier digest may have told of the repost before the original was known.
        """
        if start not in self._kinship:
            originals = {article.original or article.id for article in self.articles(start)}
            found: dict[str, list[str]] = {}
            for article in self._store.reposts_of(originals):
                if article.original is not None:
                    found.setdefault(article.original, [article.original]).append(article.id)
            self._kinship[start] = found
        return self._kinship[start]

    def late_ids(self, start: datetime) -> frozenset[str]:
        """Ids of articles of the last hours, which the next digest looks at again."""
        late = self._now - OVERLAP
        return frozenset(it.id for it in self.articles(start) if it.first_seen > late)

    def known_documents(self, latest: Sequence[Digest]) -> frozenset[str]:
        """What these digests cited; those of one edition are read once."""
        known: set[str] = set()
        for digest in latest:
            key = digest.week, digest.edition
            if key not in self._documents:
                edition = self._store.get_edition(*key)
                self._documents[key] = edition.documents if edition is not None else ()
            known.update(self._documents[key])
        return frozenset(known)

    def freshness(self, start: datetime, since: datetime, chosen: tuple[str, ...]) -> Freshness:
        """What became of the sources, of those `chosen` or all; once for all who chose alike."""
        key = (since, chosen)
        if key not in self._seen:
            self._seen[key] = freshness(
                self._store.list_source_states(),
                {article.source for article in self.articles(start) if article.first_seen > since},
                since=since,
                until=self._now,
                chosen=chosen,
                off={it.id for it in self._store.list_sources() if not it.enabled},
            )
        return self._seen[key]

    def told_before(self, start: datetime, since: datetime, zone: ZoneInfo) -> tuple[Told, ...]:
        """What the weeks before told, found once for all readers of a period."""
        from bot.digest.before import told_before  # its arrays take 0.2 s to import

        key = (start, since, zone.key)
        if key not in self._before:
            self._before[key] = told_before(
                self._store.articles_first_seen,
                self.articles(start),
                since=since,
                until=self._now,
                zone=zone,
                likeness=self.likeness,
            )
        return self._before[key]
