"""A ledger that is one stored value: read once, kept whole, known even where the disk is full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from storage.base import ValueStore
from storage.models import Record

L = TypeVar("L", bound=Record)


class KeptLedger(Generic[L]):
    """One per process and key.

    Args:
        key: under which the store keeps it.
        read: makes the ledger of the stored text, of None where there is none yet.
    """

    def __init__(self, store: ValueStore, key: str, read: Callable[[str | None], L]) -> None:
        self._store = store
        self._key = key
        self._read = read
        self._ledger: L | None = None
        self.durable = True
        """Whether the store has what is known here."""

    def load(self) -> L:
        """The ledger as it is known here; read from the store the first time."""
        if self._ledger is None:
            self._ledger = self._read(self._store.get_value(self._key))
        return self._ledger

    def keep(self, ledger: L) -> None:
        """Make it durable.

        Raises:
            StorageError: it is known here all the same: what was sent stays sent.
        """
        self._ledger, self.durable = ledger, False
        self._store.put_value(self._key, msgspec.json.encode(ledger).decode())
        self.durable = True

    def remember(self, ledger: L) -> None:
        """Known here at once, durable with the next `keep`: for what may be done again."""
        self._ledger = ledger
