"""A subscriber's next digest as it would go out now; nothing is kept, nothing counts as told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.delivery.digest_run import DigestRun, DigestSource
from bot.messages.catalog import Catalog
from storage.models import Part, Subscriber


def next_digest(
    store: DigestSource,
    catalog: Catalog,
    source_names: Mapping[str, str],
    subscriber: Subscriber,
    *,
    language: str,
    now: datetime,
    username: str | None,
) -> tuple[Part, ...]:
    """Its messages; empty where nothing would be sent because there is no news.

    `language` is that of a subscriber without one; for `source_names` and `username` see
    `DigestRun`. Somebody without subscription gets what a new subscriber would.
    """
    run = DigestRun(store, catalog, source_names, language, now, username)
    # as of now: a pause that would be over by the due date is not looked at
    asked = replace(subscriber, next_due_at=now)
    latest = run.latest_of([asked]).get(asked.id, ())
    _, edition, _ = run.digest_for(asked, latest)
    return edition.parts
