"""Sources, subscribers, follows, reviews, values and audit log in one TinyDB file, `state.json`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from storage.chat_rules import (
    due,
    moved_follows,
    moved_reviews,
    moved_subscriber,
    oldest_first,
    same_id,
    settled_in,
)
from storage.folder import Folder
from storage.json_file import Database
from storage.models import AuditEntry, Follow, Record, Review, Source, SourceState, Subscriber
from storage.records import RecordTable
from storage.week_files import WeekFiles

R = TypeVar("R", bound=Record)

AUDIT_KEPT = 5_000
"""Entries of the audit log that are kept; the oldest go first."""

AUDIT_SLACK = 100
"""Entries that may be over before the oldest are cut away, all at once."""


class Value(Record, frozen=True, kw_only=True):
    """A named value as the file holds it."""

    key: str
    text: str


class StateTables(NamedTuple):
    """The tables of `state.json`."""

    database: Database
    sources: RecordTable[Source]
    polls: RecordTable[SourceState]
    subscribers: RecordTable[Subscriber]
    follows: RecordTable[Follow]
    reviews: RecordTable[Review]
    values: RecordTable[Value]
    audit: RecordTable[AuditEntry]


class TinyDbState:
    """Implements `SourceStore`, `ValueStore`, and within this file the chats' protocols."""

    def __init__(self, folder: Folder, path: Path) -> None:
        self._folder = folder
        self._state_lock = threading.RLock()
        self._state_files = WeekFiles(folder, path, "state", only="state")
        self._state_files.bring_up_to_date()
        self._state_tables = self._open_state()

    def _state(self) -> StateTables:
        """The tables; those of a store opened for reading follow what the owner writes."""
        if self._folder.read_only and self._state_files.open("state") is not (
            self._state_tables.database
        ):
            self._state_tables = self._open_state()
        return self._state_tables

    def _open_state(self) -> StateTables:
        files = self._state_files
        return StateTables(
            files.open("state"),
            files.records("state", "sources", Source, "id"),
            files.records("state", "source_states", SourceState, "source"),
            files.records("state", "subscribers", Subscriber, "id"),
            files.records("state", "follows", Follow, "id"),
            files.records("state", "reviews", Review, "id"),
            files.records("state", "values", Value, "key"),
            files.records("state", "audit", AuditEntry, "at"),
        )

    @contextmanager
    def _changing_state(self) -> Iterator[StateTables]:
        """The tables, for one durable write by one thread at a time."""
        self._folder.require_writable()
        with self._state_lock, self._state_tables.database.transaction():
            yield self._state_tables

    # Sources

    def list_sources(self) -> list[Source]:
        return _by_key(self._state().sources.remembered())

    def put_source(self, source: Source) -> None:
        with self._changing_state() as state:
            state.sources.put([source])

    def put_sources(self, sources: Sequence[Source]) -> None:
        self._folder.require_writable()
        if sources:
            with self._changing_state() as state:
                state.sources.put(sources)

    def delete_source(self, source_id: str) -> bool:
        with self._changing_state() as state:
            return state.sources.remove([source_id]) > 0

    def get_source_state(self, source_id: str) -> SourceState | None:
        return self._state().polls.get(source_id)

    def list_source_states(self) -> list[SourceState]:
        return _by_key(self._state().polls.remembered())

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        self._folder.require_writable()
        if states:
            with self._changing_state() as state:
                state.polls.put(states)

    # Subscribers

    def get_subscriber(self, subscriber_id: str) -> Subscriber | None:
        return self._state().subscribers.get(subscriber_id)

    def list_subscribers(self) -> list[Subscriber]:
        return _by_key(self._state().subscribers.remembered())

    def update_subscriber(
        self, subscriber_id: str, change: Callable[[Subscriber | None], Subscriber | None]
    ) -> Subscriber | None:
        return self.update_subscribers([subscriber_id], lambda _, current: change(current))[0]

    def update_subscribers(
        self,
        subscriber_ids: Sequence[str],
        change: Callable[[str, Subscriber | None], Subscriber | None],
    ) -> list[Subscriber | None]:
        def same(key: str, current: Subscriber | None) -> Subscriber | None:
            record = change(key, current)
            return None if record is None else same_id(key, record)

        with self._changing_state() as state:
            changed = state.subscribers.change(subscriber_ids, same)
        return [changed[key] for key in subscriber_ids]

    def due_subscribers(self, now: datetime, *, limit: int) -> list[Subscriber]:
        return due(self._state().subscribers.remembered().values(), now)[:limit]

    def move_subscribers(self, old_chat_id: int, new_chat_id: int) -> None:
        """The share of `migrate_chat` that lies in this file."""
        with self._changing_state() as state:
            known = state.subscribers.remembered()
            old = [each for each in known.values() if each.chat_id == old_chat_id]
            if old:
                state.subscribers.remove([each.id for each in old])
                moved = [moved_subscriber(each, new_chat_id) for each in old]
                state.subscribers.put(settled_in(each, known.get(each.id)) for each in moved)
            following = state.follows.remembered().values()
            taken, doubled = moved_follows(following, old_chat_id, new_chat_id)
            state.follows.put(taken)
            state.follows.remove(doubled)
            held = state.reviews.remembered().values()
            state.reviews.put(moved_reviews(held, old_chat_id, new_chat_id))

    def forget_subscribers(self, chat_id: int) -> int:
        """The share of `forget_chat` that lies in this file."""
        with self._changing_state() as state:
            known = state.subscribers.remembered().values()
            follows = state.follows.remembered().values()
            reviews = state.reviews.remembered().values()
            return (
                state.subscribers.remove([it.id for it in known if it.chat_id == chat_id])
                + state.follows.remove([it.id for it in follows if it.chat_id == chat_id])
                + state.reviews.remove(
                    [it.id for it in reviews if it.subscriber.chat_id == chat_id]
                )
            )

    # Follows

    def list_follows(self, subscriber_id: str | None = None) -> list[Follow]:
        known = self._state().follows.remembered().values()
        return oldest_first(it for it in known if subscriber_id in (None, it.subscriber))

    def get_follow(self, follow_id: str) -> Follow | None:
        return self._state().follows.get(follow_id)

    def update_follows(
        self, follow_ids: Sequence[str], change: Callable[[str, Follow | None], Follow | None]
    ) -> list[Follow | None]:
        self._folder.require_writable()
        if not follow_ids:
            return []

        def same(key: str, current: Follow | None) -> Follow | None:
            record = change(key, current)
            return None if record is None else same_id(key, record)

        with self._changing_state() as state:
            changed = state.follows.change(follow_ids, same)
        return [changed[key] for key in follow_ids]

    # Reviews

    def list_reviews(self) -> list[Review]:
        return _by_key(self._state().reviews.remembered())

    def get_review(self, review_id: str) -> Review | None:
        return self._state().reviews.get(review_id)

    def update_review(
        self, review_id: str, change: Callable[[Review | None], Review | None]
    ) -> Review | None:
        def same(key: str, current: Review | None) -> Review | None:
            record = change(current)
            return None if record is None else same_id(key, record)

        with self._changing_state() as state:
            return state.reviews.change([review_id], same)[review_id]

    # Values and audit

    def get_value(self, key: str) -> str | None:
        found = self._state().values.get(key)
        return None if found is None else found.text

    def put_value(self, key: str, value: str | None) -> None:
        with self._changing_state() as state:
            if value is None:
                state.values.remove([key])
            else:
                state.values.put([Value(key=key, text=value)])

    def prune_values(self, prefix: str, *, keep: int) -> int:
        self._folder.require_writable()
        with self._state_lock:
            known = [key for key in self._state().values.remembered() if key.startswith(prefix)]
            surplus = known[: max(len(known) - keep, 0)]
            if not surplus:  # nothing to write
                return 0
            with self._changing_state() as state:
                return state.values.remove(surplus)

    def append_audit(self, entry: AuditEntry) -> None:
        with self._changing_state() as state:
            state.audit.append(entry)
            if len(state.audit) >= AUDIT_KEPT + AUDIT_SLACK:
                state.audit.keep_last(AUDIT_KEPT)

    def list_audit(self, *, limit: int) -> list[AuditEntry]:
        return self._state().audit.all()[: -AUDIT_KEPT - 1 : -1][:limit]


def _by_key(records: Mapping[str, R]) -> list[R]:
    return [records[key] for key in sorted(records)]
