"""The store as small protocols, one per kind of record; `Store` is their sum.

All methods are synchronous, thread-safe and may touch the disk: callers on an event loop go
through `asyncio.to_thread`. A method that writes returns only when the change is durable, and
raises `NotDurable` with the previous state intact when it could not be made so. A store opened
read-only raises `StoreReadOnly` from every writing method.
"""

from __future__ import annotations

from typing import Protocol

from storage.article_store import ArticleStore, SourceStore
from storage.digest_store import DigestStore, ReviewStore
from storage.models import AuditEntry, StoreProblem
from storage.subscriber_store import FollowStore, SubscriberStore

__all__ = [
    "ArticleStore",
    "DigestStore",
    "FollowStore",
    "ReviewStore",
    "SourceStore",
    "Store",
    "SubscriberStore",
    "ValueStore",
]


class ValueStore(Protocol):
    """Small things: named values and the audit log."""

    def get_value(self, key: str) -> str | None:
        """The text kept under `key`, or None."""

    def put_value(self, key: str, value: str | None) -> None:
        """Keep it; None deletes."""

    def prune_values(self, prefix: str, *, keep: int) -> int:
        """Of the values whose key begins with `prefix`, delete all but the newest `keep`.

        The newest are those whose key came last; a new text under a known key makes none newer.
        Returns how many went.
        """

    def append_audit(self, entry: AuditEntry) -> None:
        """Add to the log; the latest 5,000 entries are kept."""

    def list_audit(self, *, limit: int) -> list[AuditEntry]:
        """Newest first."""


class Store(
    ArticleStore,
    SourceStore,
    SubscriberStore,
    FollowStore,
    DigestStore,
    ReviewStore,
    ValueStore,
    Protocol,
):
    """Everything; what `open_store` returns."""

    def problems(self) -> list[StoreProblem]:
        """What the store had to work around since it was opened."""

    def close(self) -> None:
        """Release the data directory. Idempotent; nothing is lost without it."""
