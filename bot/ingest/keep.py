"""Making incoming articles durable: looked up, decided, written in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from bot.ingest.decide import Add, Decision, Revise, Unchanged, decide, resembles
from bot.ingest.identity import article_id
from bot.ingest.incoming import Incoming
from bot.ingest.regroup import Regrouping
from bot.ingest.report import Outcome
from storage.base import ArticleStore
from storage.models import Article, Identity

BATCH = 50


def keep(
    store: ArticleStore,
    arrivals: Sequence[Incoming],
    *,
    now: datetime,
    seeded: bool,
    batch: int = BATCH,
) -> list[Outcome]:
    """Store what is new or changed, `batch` arrivals in a write; one outcome per arrival, in order.

    All of it is durable on return. One caller at a time: two at once could both find an article
    missing and add it twice.

    Raises:
        StorageError: some batches before may have been kept; calling again is always right.
    """
    outcomes: list[Outcome] = []
    for start in range(0, len(arrivals), batch):
        outcomes += _keep_batch(store, arrivals[start : start + batch], now=now, seeded=seeded)
    return outcomes


def _keep_batch(
    store: ArticleStore, batch: Sequence[Incoming], *, now: datetime, seeded: bool
) -> list[Outcome]:
    stored = store.match_articles([item.identity for item in batch])
    written = _Written()
    read_anew: dict[str, Article | None] = {}
    outcomes = []
    for item, match in zip(batch, stored, strict=True):
        found = written.latest(match, item.identity)
        existing = _recognised(found, item, store, written)
        decision = decide(existing, item, now=now, seeded=seeded)
        outcomes.append(_outcome(decision))
        if isinstance(decision, Unchanged):
            continue
        article = decision.article
        if isinstance(decision, Add):
            article = _named(article, item, store, written)
        written.add(article)
        if isinstance(decision, Add):
            read_anew[article.id] = existing  # where it is of equal content, elsewhere
        elif existing is not None and article.fingerprint != existing.fingerprint:
            read_anew.setdefault(article.id, None)
        if item.guid_is_name and found is not None and found.id != article.id:
            written.release(found, article.guid)
    regrouping = Regrouping(store, written.articles)
    for key, twin in read_anew.items():
        regrouping.place(key, twin=twin)
    if written:
        store.put_articles(list(written))
    return outcomes


def _recognised(
    found: Article | None, item: Incoming, store: ArticleStore, written: _Written
) -> Article | None:
    """The stored article that `item` is a reading of, when `found` is what its identity names.

    A file's guid once stood for another text: an article of the same content goes before it, and
    it counts only where the texts resemble each other.
    """
    if found is None or not item.guid_is_name or _is_same(found, item):
        return found
    nameless = replace(item, guid=None).identity
    same = written.latest(store.match_articles([nameless])[0], nameless)
    if same is not None and _is_same(same, item):
        return same
    return found if found.guid == item.guid and resembles(found, item) else None


def _is_same(article: Article, item: Incoming) -> bool:
    """Whether content or address, and not a file's guid alone, say that it is this article."""
    return article.fingerprint == item.fingerprint or (
        item.canonical_url is not None and article.canonical_url == item.canonical_url
    )


def _named(article: Article, item: Incoming, store: ArticleStore, written: _Written) -> Article:
    def is_taken(name: str) -> bool:
        return name in written or store.get_article(name) is not None

    return msgspec.structs.replace(article, id=article_id(item.first_identity, is_taken))


def _outcome(decision: Decision) -> Outcome:
    if isinstance(decision, Add):
        return Outcome.ADDED
    return Outcome.REVISED if isinstance(decision, Revise) else Outcome.UNCHANGED


class _Written:
    """Articles of the batch that are about to be written: a batch may hold one twice."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        """By id."""

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles.values())

    def __bool__(self) -> bool:
        return bool(self.articles)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.articles

    def add(self, article: Article) -> None:
        self.articles[article.id] = article

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
        for article in self if value is not None else ():
            if getattr(article, field) == value and source in (None, article.source):
                return article
        return None
