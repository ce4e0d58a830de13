"""Notes in the follows what they find among new articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.delivery.follow_ledger import FollowLedger
from bot.delivery.follow_news import OVERLAP, found, news, with_pending
from storage.base import ArticleStore, FollowStore
from storage.models import Article, Follow

log = structlog.get_logger()


class LookStore(ArticleStore, FollowStore, Protocol):
    """What a look reads and writes."""


def look(
    store: LookStore, ledger: FollowLedger, now: datetime, arrived: Sequence[Article] | None
) -> tuple[FollowLedger, bool]:
    """The ledger after looking at what came in, and whether it has to be kept before going on.

    `arrived` is all that was stored since the last look; None: nobody knows, the store is asked.
    What was found is durable in the follows by then. Looking again finds the same again, which
    changes nothing there.

    Raises:
        StorageError: it is not durable.
    """
    follows = [it for it in store.list_follows() if it.mode == "now" and not it.stopped]
    if not follows:
        return ledger, False
    since = min(follow.created_at for follow in follows)
    until = ledger.looked_until
    known = ledger.seen
    if arrived is None or until is None or until < since:
        start = min(since if until is None else max(since, until), now)
        # also what a clock stamped that ran ahead: nobody will look at this again
        arrived = store.articles_first_seen(start - OVERLAP, now + OVERLAP)
        if until is None or until < start:  # what was there before anybody followed is no news
            known = {it.id: it.first_seen for it in arrived if it.first_seen <= start}
    fresh = [article for article in arrived if article.id not in known]
    if not fresh and until is not None:
        return ledger, False
    if fresh:
        _note(store, fresh, follows)
    seen = {**known, **{article.id: article.first_seen for article in fresh}}
    young = {key: at for key, at in seen.items() if at > now - OVERLAP}
    return replace(ledger, looked_until=now, seen=young), True


def _note(store: LookStore, fresh: Sequence[Article], follows: Sequence[Follow]) -> None:
    reposts = store.reposts_of([article.id for article in fresh])
    hits = found(news(fresh, reposts), follows)

    def change(follow_id: str, current: Follow | None) -> Follow | None:
        return current and with_pending(current, hits[follow_id])

    if hits:
        store.update_follows(list(hits), change)
        log.info("follows_found", follows=len(hits), articles=len(fresh))
