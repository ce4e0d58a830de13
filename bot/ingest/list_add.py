"""Taking the sources of a list in: their first polls spread over an hour, one line of the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ingest.list_import import first_polls
from storage.base import Store
from storage.models import AuditEntry, Source


def add_sources(store: Store, added: Sequence[Source], *, actor: str, now: datetime) -> None:
    """Store new sources; nothing happens where there are none.

    `actor` is `user:<id>` or `cli`, as `AuditEntry` has it.

    Raises:
        StorageError: not all of it is stored, or durable; doing it again is safe.
    """
    if not added:
        return
    detail = f"{len(added)} sources, the first {added[0].id}"
    store.append_audit(AuditEntry(at=now, actor=actor, action="source.imported", detail=detail))
    # Their first polls are set before they are there: else a running clock would ask all at once.
    store.put_source_states(first_polls(added, now))
    store.put_sources(list(added))
