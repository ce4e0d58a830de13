"""A folder of TinyDB files named by week, a few of them kept parsed."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakValueDictionary

from storage.atomic_file import file_crc, remove_file, remove_leftovers
from storage.folder import Folder
from storage.json_file import Database
from storage.models import Record
from storage.records import RecordTable
from storage.schema import META, META_ID, SCHEMA, check_version, version_of

R = TypeVar("R", bound=Record)

CACHE_BYTES = 48 * 1024 * 1024
"""Encoded bytes of parsed files that stay in memory; about four weeks of 2,000 articles."""

HEAD_BYTES = 4096
"""The meta table stands in a file's first line, well within this."""


class _OpenFile(NamedTuple):
    database: Database
    seen: tuple[int, int] | None
    tables: dict[str, RecordTable[Any]]


class Stamp(NamedTuple):
    """A state of a file: two files with equal stamps hold the same records."""

    generation: int
    size: int
    mtime_ns: int
    crc: int

    def looks_like(self, size: int, mtime_ns: int, generation: int) -> bool:
        """Whether a file that shows these is taken for the same without reading it."""
        return (self.size, self.mtime_ns, self.generation) == (size, mtime_ns, generation)

    def same_content(self, other: Stamp | None) -> bool:
        """Whether it is a copy of the other, whenever it was made."""
        return other is not None and self[:2] == other[:2] and self.crc == other.crc


class WeekFiles:
    """The files `<name>.json` of one folder; names begin with an ISO week and sort by it.

    Thread-safe. Two writers of one file must share a lock of their own: a database that nobody
    has asked for lately is dropped here and read again later. `only` names the one file that
    counts in a folder with others.
    """

    def __init__(
        self,
        folder: Folder,
        path: Path,
        kind: str,
        *,
        only: str | None = None,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self._folder = folder
        self.path = path
        self._kind = kind
        self._only = only
        self._lock = threading.Lock()
        self._cache_bytes = cache_bytes
        self._open: OrderedDict[str, _OpenFile] = OrderedDict()
        # a dropped database that somebody is still writing to must not be read again beside it:
        # of two databases of one file the later write undoes the earlier one
        self._in_use: WeakValueDictionary[str, Database] = WeakValueDictionary()
        if not folder.read_only:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            remove_leftovers(path)

    def names(self) -> list[str]:
        """The names of the files that exist, oldest week first."""
        try:
            names = sorted(file.stem for file in self.path.iterdir() if file.suffix == ".json")
        except FileNotFoundError:
            return []
        return [name for name in names if self._only in (None, name)]

    def file(self, name: str) -> Path:
        """Where the file of that name lies."""
        return self.path / f"{name}.json"

    def open(self, name: str) -> Database:
        """The database of that name, empty where there is no file yet."""
        with self._lock:
            return self._opened(name).database

    def records(self, name: str, table: str, record_type: type[R], key: str) -> RecordTable[R]:
        """A table of that file, read as records with their key in the field `key`."""
        with self._lock:
            opened = self._opened(name)
            if table not in opened.tables:
                report = self._folder.reporter(self.file(name).name)
                opened.tables[table] = RecordTable(opened.database, table, record_type, key, report)
            return cast("RecordTable[R]", opened.tables[table])

    def _opened(self, name: str) -> _OpenFile:
        path = self.file(name)
        opened = self._open.get(name)
        seen = _size_and_time(path) if opened is None or self._folder.read_only else None
        if opened is None or (seen is not None and seen != opened.seen):
            database = None if self._folder.read_only else self._in_use.get(name)
            if database is None:
                database = self._folder.open(path, self._kind)
                self._in_use[name] = database
            opened = _OpenFile(database, seen, {})
            self._open[name] = opened
        self._open.move_to_end(name)
        self._drop_old()
        return opened

    def remove(self, name: str) -> None:
        """Deletes that file, if it is there, durably; nobody may be writing to it.

        Raises NotDurable.
        """
        with self._lock:
            remove_file(self.file(name))
            self._open.pop(name, None)
            self._in_use.pop(name, None)

    def bring_up_to_date(self) -> None:
        """Checks every file's version and rewrites older ones. Raises SchemaTooNew, NotDurable."""
        for name in self.names():
            meta = self.head(name)
            if meta is not None:
                check_version(self.file(name).name, version_of(meta))
            if meta is None or version_of(meta) < SCHEMA:
                database = self.open(name)
                if database.file.migrated and not self._folder.read_only:
                    with database.transaction():
                        database.storage.write(database.storage.read() or {})

    def head(self, name: str) -> dict[str, Any] | None:
        """The file's meta document from its first line alone, None if it is laid otherwise."""
        try:
            with self.file(name).open("rb") as file:
                line = file.readline(HEAD_BYTES)
        except OSError:
            return None
        for text in (line.rstrip(b",\r\n") + b"}", line):
            with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                return dict(json.loads(text)[META][META_ID])
        return None

    def stamp(self, name: str, known: Stamp | None = None) -> Stamp | None:
        """The state of the file now; None if it is gone.

        It is read for its checksum unless it looks like `known` or like what was last written.
        """
        path = self.file(name)
        with self._lock:
            opened = self._open.get(name)
        written = None if opened is None else opened.database.file.written
        meta = self.head(name) or {}
        stated = meta.get("generation")
        generation = stated if isinstance(stated, int) else 0
        try:
            size, mtime_ns = _size_and_time(path)
            if size < 0:
                return None
            if known is not None and known.looks_like(size, mtime_ns, generation):
                return known
            if written is not None and (written.size, written.mtime_ns) == (size, mtime_ns):
                return Stamp(generation, *written)
            return Stamp(generation, size, mtime_ns, file_crc(path))
        except OSError:
            return None

    def _drop_old(self) -> None:
        total = sum(opened.database.file.size for opened in self._open.values())
        while total > self._cache_bytes and len(self._open) > 1:
            _, dropped = self._open.popitem(last=False)
            total -= dropped.database.file.size


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return -1, -1
    return stat.st_size, stat.st_mtime_ns
