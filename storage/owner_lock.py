"""One process owns a data directory: an flock that the kernel gives back when the owner dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from storage.errors import StorageError, StoreInUse

LOCK_NAME = "owner.lock"


class OwnerLock:
    """Held from construction to `release`.

    Args:
        folder: the data directory; it is made where it is missing.

    Raises:
        StoreInUse: another process (or another store of this one) holds it.
        StorageError: the lock file cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = f"the data directory {folder} cannot be used: {error.strerror or error}"
            raise StorageError(message) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = _pid_in(self._handle)
            os.close(self._handle)
            owner = "another process" if pid is None else f"process {pid}"
            message = f"the data directory {folder} is in use by {owner}"
            raise StoreInUse(message, pid) from error
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Gives the directory free. Idempotent."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _pid_in(handle: int) -> int | None:
    try:
        return int(os.pread(handle, 32, 0))
    except ValueError:
        return None
