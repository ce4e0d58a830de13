"""Notes in the follows what they find among new articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.delivery.follow_ledger import FollowLedger, Owed
from bot.delivery.follow_news import OVERLAP, found, news, waits_for_page, with_pending
from storage.base import ArticleStore, FollowStore
from storage.models import Article, Follow

log = structlog.get_logger()

OWED_FOR = timedelta(days=1)
"""How long an article's page may be late and still be looked at for followers."""
MOST_OWED = 500
"""Articles whose pages are waited for, the newest: each is part of every write of the ledger."""


class LookStore(ArticleStore, FollowStore, Protocol):
    """What a look reads and writes."""


def look(
    store: LookStore, ledger: FollowLedger, now: datetime, arrived: Sequence[Article] | None
) -> tuple[FollowLedger, bool]:
    """The ledger after looking at what came in, and whether it has to be kept before going on.

    `arrived` is all that was stored since the last look, and what was read in full since then;
    None: nobody knows, the store is asked. What was found is durable in the follows by then.
    Looking again finds the same again, which changes nothing there.

    An article that came with its feed's words alone is looked at again once its page was read, for
    those follows that did not find it before.

    Raises:
        StorageError: it is not durable.
    """
    follows = [it for it in store.list_follows() if it.mode == "now" and not it.stopped]
    if not follows:
        return ledger, False
    since = min(follow.created_at for follow in follows)
    until = ledger.looked_until
    known = ledger.seen
    if arrived is None:  # a life of the bot begins: pages may have been read before the last ended
        read = [*store.get_articles(ledger.owed).values()] if ledger.owed else []
    else:
        arrived = list({article.id: article for article in arrived}.values())  # the latest reading
        read = [article for article in arrived if article.id in ledger.owed]
    if arrived is None or until is None or until < since:
        start = min(since if until is None else max(since, until), now)
        # also what a clock stamped that ran ahead: nobody will look at this again
        arrived = store.articles_first_seen(start - OVERLAP, now + OVERLAP)
        if until is None or until < start:  # what was there before anybody followed is no news
            known = {it.id: it.first_seen for it in arrived if it.first_seen <= start}
    read = [article for article in read if not waits_for_page(article)]
    # A page that was waited for too long is no new article: what is in `known` reaches back so far.
    oldest = None if until is None else min(until, now) - OVERLAP
    fresh = [
        it
        for it in arrived
        if it.id not in known
        and it.id not in ledger.owed
        and (oldest is None or it.first_seen > oldest)
    ]
    if not fresh and not read and until is not None:
        return ledger, False
    hits = _note(store, [*fresh, *read], follows, ledger.owed) if fresh or read else {}
    seen = {**known, **{article.id: article.first_seen for article in fresh}}
    lately = {key: at for key, at in seen.items() if at > now - OVERLAP}
    done = {article.id for article in read}
    waiting = {key: it for key, it in ledger.owed.items() if key not in done}
    owed = _still_owed(waiting | _owed(fresh, hits), now)
    return replace(ledger, looked_until=now, seen=lately, owed=owed), True


def _note(
    store: LookStore,
    articles: Sequence[Article],
    follows: Sequence[Follow],
    owed: Mapping[str, Owed],
) -> dict[str, tuple[str, ...]]:
    """Follow id → articles that it finds now and did not find before; durable in the follows."""
    reposts = store.reposts_of([article.id for article in articles])
    found_before = {key: frozenset(it.found_by) for key, it in owed.items()}
    hits = {
        follow_id: new
        for follow_id, ids in found(news(articles, reposts), follows).items()
        if (new := tuple(it for it in ids if follow_id not in found_before.get(it, ())))
    }

    def change(follow_id: str, current: Follow | None) -> Follow | None:
        return current and with_pending(current, hits[follow_id])

    if hits:
        store.update_follows(list(hits), change)
        log.info("follows_found", follows=len(hits), articles=len(articles))
    return hits


def _owed(fresh: Sequence[Article], hits: Mapping[str, tuple[str, ...]]) -> dict[str, Owed]:
    """Those of the new articles whose pages are to be waited for."""
    return {
        article.id: Owed(
            first_seen=article.first_seen,
            found_by=tuple(key for key, found_ids in hits.items() if article.id in found_ids),
        )
        for article in fresh
        if waits_for_page(article) and not article.seeded
    }


def _still_owed(owed: Mapping[str, Owed], now: datetime) -> dict[str, Owed]:
    young = [(key, it) for key, it in owed.items() if it.first_seen > now - OWED_FOR]
    young.sort(key=lambda each: each[1].first_seen)
    return dict(young[-MOST_OWED:])
