"""The shortest backend that passes the contract: a store in memory, and the template of a new one.

It keeps nothing after the process ends and reads everything for every question; it is what tests
and `memory:` use. A new backend: copy this file and the `memory_*.py` beside it, add a case to
`open_store` and a parameter to `tests/storage/test_contract.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from storage.chat_rules import (
    due,
    moved_follows,
    moved_reviews,
    moved_subscriber,
    oldest_first,
    same_id,
    settled_in,
)
from storage.memory_articles import MemoryArticles
from storage.memory_digests import MemoryDigests
from storage.models import (
    AuditEntry,
    Follow,
    Review,
    Source,
    SourceState,
    StoreProblem,
    Subscriber,
)

AUDIT_KEPT = 5_000
"""Entries of the audit log that are kept; the oldest go first."""


class MemoryStore(MemoryArticles, MemoryDigests):
    """Implements `storage.base.Store`; every method is one step under one lock."""

    def __init__(self) -> None:
        lock = threading.RLock()
        MemoryArticles.__init__(self, lock)
        MemoryDigests.__init__(self, lock)
        self._sources: dict[str, Source] = {}
        self._source_states: dict[str, SourceState] = {}
        self._subscribers: dict[str, Subscriber] = {}
        self._follows: dict[str, Follow] = {}
        self._reviews: dict[str, Review] = {}
        self._values: dict[str, str] = {}
        self._audit: list[AuditEntry] = []

    # Sources

    def list_sources(self) -> list[Source]:
        with self._lock:
            return [self._sources[key] for key in sorted(self._sources)]

    def put_source(self, source: Source) -> None:
        with self._lock:
            self._sources[source.id] = source

    def put_sources(self, sources: Sequence[Source]) -> None:
        with self._lock:
            self._sources.update({source.id: source for source in sources})

    def delete_source(self, source_id: str) -> bool:
        with self._lock:
            return self._sources.pop(source_id, None) is not None

    def get_source_state(self, source_id: str) -> SourceState | None:
        return self._source_states.get(source_id)

    def list_source_states(self) -> list[SourceState]:
        with self._lock:
            return [self._source_states[key] for key in sorted(self._source_states)]

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        with self._lock:
            self._source_states.update({state.source: state for state in states})

    # Subscribers

    def get_subscriber(self, subscriber_id: str) -> Subscriber | None:
        return self._subscribers.get(subscriber_id)

    def list_subscribers(self) -> list[Subscriber]:
        with self._lock:
            return [self._subscribers[key] for key in sorted(self._subscribers)]

    def update_subscriber(
        self, subscriber_id: str, change: Callable[[Subscriber | None], Subscriber | None]
    ) -> Subscriber | None:
        return self.update_subscribers([subscriber_id], lambda _, current: change(current))[0]

    def update_subscribers(
        self,
        subscriber_ids: Sequence[str],
        change: Callable[[str, Subscriber | None], Subscriber | None],
    ) -> list[Subscriber | None]:
        with self._lock:
            changed: dict[str, Subscriber | None] = {}
            for key in dict.fromkeys(subscriber_ids):
                record = change(key, self._subscribers.get(key))
                changed[key] = record if record is None else same_id(key, record)
            for key, record in changed.items():
                if record is None:
                    self._subscribers.pop(key, None)
                else:
                    self._subscribers[key] = record
            return [changed[key] for key in subscriber_ids]

    def due_subscribers(self, now: datetime, *, limit: int) -> list[Subscriber]:
        return due(self.list_subscribers(), now)[:limit]

    def migrate_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        with self._lock:
            for subscriber in self.list_subscribers():
                if subscriber.chat_id == old_chat_id:
                    del self._subscribers[subscriber.id]
                    moved = moved_subscriber(subscriber, new_chat_id)
                    self._subscribers[moved.id] = settled_in(moved, self._subscribers.get(moved.id))
            self._move_follows(old_chat_id, new_chat_id)
            moved_to = moved_reviews(self._reviews.values(), old_chat_id, new_chat_id)
            self._reviews.update({it.id: it for it in moved_to})
            self.move_digests(old_chat_id, new_chat_id)

    def _move_follows(self, old_chat_id: int, new_chat_id: int) -> None:
        if old_chat_id != new_chat_id:
            moved, doubled = moved_follows(self._follows.values(), old_chat_id, new_chat_id)
            self._follows.update({follow.id: follow for follow in moved})
            for follow_id in doubled:
                del self._follows[follow_id]

    def forget_chat(self, chat_id: int) -> int:
        with self._lock:
            subscribers = [key for key, it in self._subscribers.items() if it.chat_id == chat_id]
            for key in subscribers:
                del self._subscribers[key]
            follows = [key for key, it in self._follows.items() if it.chat_id == chat_id]
            for key in follows:
                del self._follows[key]
            reviews = [k for k, it in self._reviews.items() if it.subscriber.chat_id == chat_id]
            for key in reviews:
                del self._reviews[key]
            forgotten = len(subscribers) + len(follows) + len(reviews)
            return forgotten + self.forget_digests(chat_id)

    # Follows

    def list_follows(self, subscriber_id: str | None = None) -> list[Follow]:
        with self._lock:
            known = list(self._follows.values())
        return oldest_first(it for it in known if subscriber_id in (None, it.subscriber))

    def get_follow(self, follow_id: str) -> Follow | None:
        return self._follows.get(follow_id)

    def update_follows(
        self, follow_ids: Sequence[str], change: Callable[[str, Follow | None], Follow | None]
    ) -> list[Follow | None]:
        with self._lock:
            changed: dict[str, Follow | None] = {}
            for key in dict.fromkeys(follow_ids):
                record = change(key, self._follows.get(key))
                changed[key] = record if record is None else same_id(key, record)
            for key, record in changed.items():
                if record is None:
                    self._follows.pop(key, None)
                else:
                    self._follows[key] = record
            return [changed[key] for key in follow_ids]

    # Reviews

    def list_reviews(self) -> list[Review]:
        with self._lock:
            return [self._reviews[key] for key in sorted(self._reviews)]

    def get_review(self, review_id: str) -> Review | None:
        return self._reviews.get(review_id)

    def update_review(
        self, review_id: str, change: Callable[[Review | None], Review | None]
    ) -> Review | None:
        with self._lock:
            record = change(self._reviews.get(review_id))
            if record is None:
                self._reviews.pop(review_id, None)
            else:
                self._reviews[review_id] = same_id(review_id, record)
            return record

    # Values

    def get_value(self, key: str) -> str | None:
        return self._values.get(key)

    def put_value(self, key: str, value: str | None) -> None:
        with self._lock:
            if value is None:
                self._values.pop(key, None)
            else:
                self._values[key] = value

    def prune_values(self, prefix: str, *, keep: int) -> int:
        with self._lock:
            known = [key for key in self._values if key.startswith(prefix)]
            surplus = known[: max(len(known) - keep, 0)]
            for key in surplus:
                del self._values[key]
            return len(surplus)

    def append_audit(self, entry: AuditEntry) -> None:
        with self._lock:
            self._audit = [*self._audit, entry][-AUDIT_KEPT:]

    def list_audit(self, *, limit: int) -> list[AuditEntry]:
        with self._lock:
            return self._audit[::-1][:limit]

    # The store itself

    def problems(self) -> list[StoreProblem]:
        return []

    def close(self) -> None:
        """Nothing to release."""
