"""Making incoming articles durable: looked up, decided, written in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from bot.facts.look_up import keep_terms
from bot.ingest.decide import Add, Decision, Revise, Unchanged, decide, resembles
from bot.ingest.identity import article_id
from bot.ingest.incoming import Incoming
from bot.ingest.pending import Pending
from bot.ingest.regroup import Regrouping
from bot.ingest.report import Outcome
from bot.sources.entry import is_feed_text
from storage.base import ArticleStore
from storage.models import Article

BATCH = 50

OnAdded = Callable[[Sequence[Article]], None]
"""Is told of articles that were just added, and once more of those that came with their feed's
words alone and whose page has now been read; as they are stored, in a worker thread."""


def keep(
    store: ArticleStore,
    arrivals: Sequence[Incoming],
    *,
    now: datetime,
    seeded: bool,
    batch: int = BATCH,
    on_added: OnAdded | None = None,
    ahead: Sequence[Article | None] = (),
) -> list[Outcome]:
    """Store what is new or changed, `batch` arrivals in a write; one outcome per arrival, in order.

    All of it is durable on return. One caller at a time: two at once could both find an article
    missing and add it twice. `on_added` is told as `OnAdded` says, once they are durable. `ahead`
    is what `work_out_terms` found for these arrivals, if it was asked.

    Raises:
        StorageError: some batches before may have been kept; calling again is always right.
    """
    outcomes: list[Outcome] = []
    expected = list(zip(arrivals, ahead or [None] * len(arrivals), strict=True))
    for start in range(0, len(arrivals), batch):
        step = expected[start : start + batch]
        outcomes += _keep_batch(store, step, now=now, seeded=seeded, on_added=on_added)
    return outcomes


def _keep_batch(
    store: ArticleStore,
    expected: Sequence[tuple[Incoming, Article | None]],
    *,
    now: datetime,
    seeded: bool,
    on_added: OnAdded | None,
) -> list[Outcome]:
    batch = [item for item, _ in expected]
    stored = store.match_articles([item.identity for item in batch])
    names = _Names(store, [it for it, match in zip(batch, stored, strict=True) if match is None])
    written = Pending()
    read_anew: dict[str, Article | None] = {}
    outcomes = []
    to_tell: set[str] = set()
    for (item, ahead), match in zip(expected, stored, strict=True):
        found = written.latest(match, item.identity)
        existing = _recognised(found, item, store, written)
        decision = decide(existing, item, now=now, seeded=seeded)
        outcomes.append(_outcome(decision))
        if isinstance(decision, Unchanged):
            continue
        article = decision.article
        if isinstance(decision, Add):
            article = msgspec.structs.replace(article, id=names.free(item, written))
            to_tell.add(article.id)
        elif existing is not None and is_feed_text(existing.entry_signature) and not item.partial:
            to_tell.add(article.id)
        before = None if isinstance(decision, Add) else existing
        written.add(keep_terms(article, before, ahead))
        if isinstance(decision, Add):
            read_anew[article.id] = existing  # where it is of equal content, elsewhere
        elif existing is not None and article.fingerprint != existing.fingerprint:
            read_anew.setdefault(article.id, None)
        if item.guid_is_name and found is not None and found.id != article.id:
            written.release(found, article.guid)
    Regrouping(store, written.articles).place(read_anew)
    if written:
        store.put_articles(list(written))
    if to_tell and on_added is not None:
        on_added([article for article in written if article.id in to_tell])
    return outcomes


def _recognised(
    found: Article | None, item: Incoming, store: ArticleStore, written: Pending
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


class _Names:
    """Which ids are taken: one look-up for those that the batch's new articles would have."""

    def __init__(self, store: ArticleStore, new: Iterable[Incoming]) -> None:
        self._store = store
        self._asked = {article_id(item.first_identity, lambda _: False) for item in new}
        self._taken = store.get_articles(self._asked).keys()

    def free(self, item: Incoming, written: Pending) -> str:
        """An id for the article, in the store as in the batch."""

        def is_taken(name: str) -> bool:
            if name in written or name in self._taken:
                return True
            return name not in self._asked and self._store.get_article(name) is not None

        return article_id(item.first_identity, is_taken)


def _outcome(decision: Decision) -> Outcome:
    if isinstance(decision, Add):
        return Outcome.ADDED
    return Outcome.REVISED if isinstance(decision, Revise) else Outcome.UNCHANGED
