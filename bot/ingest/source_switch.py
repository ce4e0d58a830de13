"""Turning sources on and off: the choice stands in the store and in the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from storage.base import Store
from storage.models import AuditEntry, Source

SWITCHED = ("feed", "listing", "page", "folder")
"""Kinds that are polled; the inbox and the samples belong to the operator."""


def switch_source(store: Store, source: Source, *, on: bool, actor: str, now: datetime) -> Source:
    """Store `source` turned on or off; polled soon when on, even if it was gone or failing before.

    `actor` is `user:<id>` or `cli`, as `AuditEntry` has it. What polling has learnt of the source
    stays. Returns the source as stored.

    Raises:
        StorageError: nothing was changed, or it is not durable.
    """
    switched = msgspec.structs.replace(source, enabled=on)
    # The log first: where it cannot be written nothing is changed either.
    store.append_audit(
        AuditEntry(
            at=now, actor=actor, action="source.on" if on else "source.off", detail=source.id
        )
    )
    store.put_source(switched)
    state = store.get_source_state(source.id) if on else None
    if state is not None:
        fresh = msgspec.structs.replace(
            state, gone=False, error_streak=0, last_error=None, next_poll_at=None
        )
        store.put_source_states([fresh])
    return switched


def all_sources(catalog: Iterable[Source], store: Store) -> dict[str, Source]:
    """Id → source: the operator's file and, winning over it, what curators chose."""
    merged = {source.id: source for source in catalog}
    return merged | {source.id: source for source in store.list_sources()}
