"""Articles of a batch that are about to be written, found by what they are recognised by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from storage.models import Article, Identity

_FIELDS = ("canonical_url", "guid", "fingerprint")


class Pending:
    """A batch may hold an article twice: the later reading finds the earlier one here."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        """By id."""
        self._having: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles.values())

    def __bool__(self) -> bool:
        return bool(self.articles)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.articles

    def add(self, article: Article) -> None:
        """Take it in, in the place of the one with its id."""
        self.articles[article.id] = article
        for field in _FIELDS:
            if value := getattr(article, field):
                self._having[field, value][article.id] = None

    def release(self, former: Article, guid: str | None) -> None:
        """Take a guid that is another article's now away: one file stands for one article."""
        if guid is not None and former.guid == guid:
            self.add(msgspec.structs.replace(former, guid=None))

    def latest(self, stored: Article | None, identity: Identity) -> Article | None:
        """The match as it stands in this batch: the one by address goes before all others."""
        by_address = self._by("canonical_url", identity.canonical_url)
        if by_address is not None:
            return by_address
        if stored is not None and stored.canonical_url != identity.canonical_url:
            by_guid = self._by("guid", identity.guid, source=identity.source)
            if by_guid is not None:
                return by_guid
        if stored is not None:
            return self.articles.get(stored.id, stored)
        return self._by("guid", identity.guid, source=identity.source) or self._by(
            "fingerprint", identity.fingerprint
        )

    def _by(self, field: str, value: str | None, *, source: str | None = None) -> Article | None:
        for article_id in self._having.get((field, value), ()) if value is not None else ():
            article = self.articles[article_id]  # it may have another value by now
            if getattr(article, field) == value and source in (None, article.source):
                return article
        return None
