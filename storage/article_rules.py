"""What holds of articles in every backend: their instant, order, identity and result line. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from storage.models import Article, Identity, SearchHit


def instant(article: Article) -> datetime:
    """When it was published; for an undated one, when it was first seen."""
    return article.published or article.first_seen


def month_of(when: datetime, zone: ZoneInfo) -> str:
    """Its month on the calendars of the zone: `"2023-09"`."""
    local = when.astimezone(zone)
    return f"{local.year:04d}-{local.month:02d}"


def newest_first(article: Article) -> tuple[float, str]:
    """Sort key: the latest `instant` first, ties by id."""
    return -instant(article).timestamp(), article.id


class KnownIdentities:
    """Articles by what they are recognised by; where several fit, the one seen first counts."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._by_url: dict[str, Article] = {}
        self._by_guid: dict[tuple[str, str], Article] = {}
        self._by_fingerprint: dict[str, Article] = {}
        for article in sorted(articles, key=lambda each: (each.first_seen, each.id)):
            if article.canonical_url:
                self._by_url.setdefault(article.canonical_url, article)
            if article.guid:
                self._by_guid.setdefault((article.source, article.guid), article)
            self._by_fingerprint.setdefault(article.fingerprint, article)

    def match(self, identity: Identity) -> Article | None:
        """By canonical URL, then by guid within the source, then by content fingerprint."""
        found = self._by_url.get(identity.canonical_url) if identity.canonical_url else None
        if found is None and identity.guid:
            found = self._by_guid.get((identity.source, identity.guid))
        return found or self._by_fingerprint.get(identity.fingerprint)


def keeping_corrections(article: Article, stored: Article | None) -> Article:
    """What `put_articles` keeps of `article` where `stored` lies: corrections as they stand.

    Whoever puts may have read the article before a curator corrected it. Terms that were reckoned
    without the correction are to be reckoned again.
    """
    if stored is None or stored.corrections == article.corrections:
        return article
    return msgspec.structs.replace(
        article, corrections=stored.corrections, terms=(), terms_version=0
    )


def search_hit(article: Article, score: float) -> SearchHit:
    """What a result line shows of an article."""
    return SearchHit(
        article_id=article.id,
        score=score,
        title=article.title,
        source=article.source,
        first_seen=article.first_seen,
        url=article.url,
        published=article.published,
        published_precision=article.published_precision,
        lead=article.lead,
        paragraphs=article.paragraphs,
        event_date=article.event_date,
        province=article.province,
        corrections=article.corrections,
        original=article.original,
        vanished_at=article.vanished_at,
    )
