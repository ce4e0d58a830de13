"""The one way to a store: a URL in, a `Store` out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.base import Store
from storage.memory_store import MemoryStore
from storage.tinydb_store import TinyDbStore


def open_store(
    url_or_path: str,
    *,
    read_only: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> Store:
    """Opens the store that a URL names, and makes it where it does not exist.

    Args:
        url_or_path: `memory:`, or the path of a data directory, with or without `tinydb:`.
        read_only: look without writing anything there; several may, beside one owner.
        clock: the present instant, for the names of damaged files that are set aside; without it
            they are named by when they were last written.

    Raises:
        StoreInUse: another process owns the directory.
        SchemaTooNew: the data is of a later program; nothing was touched.
        StorageError: the directory cannot be used.
    """
    if url_or_path == "memory:":
        return MemoryStore()
    path = Path(url_or_path.removeprefix("tinydb:"))
    return TinyDbStore(path, read_only=read_only, clock=clock)
