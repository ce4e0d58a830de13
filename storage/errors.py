"""What can go wrong in the store, named for what the caller does about it.

    StorageError
    ├── StoreInUse       another process owns the data directory: stop, name its PID
    ├── SchemaTooNew     the data was written by a newer version: upgrade, nothing was touched
    ├── NotDurable       the write did not reach the disk (full, read-only, I/O error):
    │                    nothing was acknowledged, the previous state stands; try again later
    ├── StoreReadOnly    a write through a store opened for reading
    └── BackupInvalid    an archive that is not a backup of this product

No exception of TinyDB, tantivy or the operating system crosses this edge; causes are chained.
"""

from __future__ import annotations


class StorageError(Exception):
    """Any failure of the store."""


class StoreInUse(StorageError):
    """Another process owns the data directory.

    Attributes:
        pid: process id of the owner, None when its lock file does not tell.
    """

    def __init__(self, message: str, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class SchemaTooNew(StorageError):
    """The data carries a schema version that this program does not know yet."""


class NotDurable(StorageError):
    """A write did not reach the disk; the state before it stands."""


class StoreReadOnly(StorageError):
    """A write was tried through a store that was opened for reading."""


class BackupInvalid(StorageError):
    """The file is not a backup of this product, or it is damaged."""
