"""What the files of one data directory have in common: how to open one, and what went wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from storage.atomic_file import sync_folder
from storage.errors import StorageError, StoreReadOnly
from storage.json_file import Database
from storage.json_tables import DamagedFile
from storage.models import StoreProblem


class Folder:
    """What the files of one data directory have in common: how to open one, what went wrong.

    Args:
        read_only: never write, not even to set a damaged file aside.
        clock: names the moment at which a damaged file is set aside; without it the file is named
            by when it was last written.
    """

    def __init__(self, *, read_only: bool, clock: Callable[[], datetime] | None) -> None:
        self.read_only = read_only
        self._clock = clock
        self._problems: dict[tuple[str, str], StoreProblem] = {}
        self._lock = threading.Lock()

    def problems(self) -> list[StoreProblem]:
        """Everything reported so far, each once."""
        with self._lock:
            return list(self._problems.values())

    def report(self, file: str, what: str) -> None:
        """Notes something that a person should know."""
        with self._lock:
            self._problems.setdefault((file, what), StoreProblem(file=file, what=what))

    def reporter(self, file: str) -> Callable[[str], None]:
        """`report` for one file."""
        return lambda what: self.report(file, what)

    def require_writable(self) -> None:
        """Raises StoreReadOnly if the store was opened for reading."""
        if self.read_only:
            message = "the store was opened for reading"
            raise StoreReadOnly(message)

    def open(self, path: Path, kind: str) -> Database:
        """The database in `path`; a damaged file is set aside and an empty one takes its place.

        Raises SchemaTooNew, and StorageError when the file cannot be read at all.
        """
        try:
            return Database(path, kind, read_only=self.read_only)
        except DamagedFile as error:
            self._set_aside(path, error)
            if self.read_only:  # the damaged file stays where it is
                return Database(path.with_name(path.name + ".absent"), kind, read_only=True)
            return Database(path, kind)
        except OSError as error:
            message = f"{path.name} cannot be read: {error.strerror or error}"
            raise StorageError(message) from error

    def _set_aside(self, path: Path, error: DamagedFile) -> None:
        if self.read_only:
            self.report(path.name, f"damaged, passed over: {error}")
            return
        try:
            kept = self._name_aside(path)
            path.rename(kept)
            sync_folder(path.parent)
        except OSError as failure:
            message = f"{path.name} is damaged and could not be set aside: {failure}"
            raise StorageError(message) from failure
        self.report(path.name, f"damaged, set aside as {kept.name}: {error}")

    def _name_aside(self, path: Path) -> Path:
        if self._clock is not None:
            moment = self._clock().astimezone(UTC)
        else:
            moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        kept = path.with_name(f"{path.name}.corrupt-{moment:%Y%m%dT%H%M%SZ}")
        number = 1
        while kept.exists():
            number += 1
            kept = path.with_name(f"{path.name}.corrupt-{moment:%Y%m%dT%H%M%SZ}-{number}")
        return kept
