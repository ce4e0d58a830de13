"""A TinyDB database in one JSON file that is always whole, durable, and safe to share by threads.

What stock TinyDB lacks (measured: kill -9 leaves its JSONStorage unreadable, four threads do so
within 800 inserts, every insert parses and writes everything):

- every write replaces the file atomically and is on disk when it returns;
- the documents rest as their encoded bytes: one that was not touched is neither parsed nor
  encoded again, and what a caller gets is always a copy;
- a transaction makes several table operations one write, under one lock.

The files stay plain: `TinyDB(path)` opens each of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from storage.atomic_file import Written, replace_file
from storage.document_ids import DocumentIds
from storage.errors import StoreReadOnly
from storage.json_tables import (
    EditedTable,
    RawTables,
    StoredDocument,
    TableById,
    encode_table,
    encode_tables,
    parse_tables,
    read_lazily,
)
from storage.schema import META, META_ID, SCHEMA, Tables, check_version, migrate, version_of


class JsonFile(Storage):
    """The storage behind one `Database`; see the module.

    Args:
        path: the file; it need not exist.
        kind: what it holds, told to the migrations.
        read_only: refuse writes with StoreReadOnly.

    Raises:
        DamagedFile: the content is not a TinyDB database.
        SchemaTooNew: a later program wrote it.
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, kind: str, *, read_only: bool = False) -> None:
        self.path = path
        self._kind = kind
        self._read_only = read_only
        self._lock = threading.RLock()
        self._working: Tables | None = None
        self._dirty = False
        self._owner = 0
        self._ids: dict[tuple[str, str], DocumentIds] = {}
        self._edited: dict[str, tuple[Mapping[str, bytes], frozenset[str]]] = {}
        """What each table was before the last commit that edited it, and what that touched."""
        self.migrated = False
        """Whether the file on disk is of an older version than what `read` gives."""
        self._tables = self._load()
        self.size = sum(len(raw) for table in self._tables.values() for raw in table.values())
        self.written: Written | None = None
        """What the last write of this object left on disk."""

    def documents(self, table: str) -> Mapping[str, bytes]:
        """The committed documents of a table, encoded, by id."""
        return self._tables.get(table, {})

    def ids(self, table: str, field: str) -> Mapping[str, int]:
        """Value of a text field → id of the last committed document that has it."""
        return self._known(table, field).by_value

    def values(self, table: str, field: str) -> Mapping[str, str]:
        """Id of each committed document → value of a text field; replaced whole when it changes."""
        return self._known(table, field).values

    def _known(self, table: str, field: str) -> DocumentIds:
        present = self.documents(table)
        known = self._ids.get((table, field))
        if known is None or known.documents is not present:
            before, edited = self._edited.get(table, ({}, None))
            follows = known is not None and known.documents is before
            known = DocumentIds(present, field, known, edited if follows else None)
            self._ids[table, field] = known
        return known

    def meta(self) -> dict[str, Any]:
        """The file's meta document; empty before the first write."""
        return dict(StoredDocument(self._tables.get(META, {}).get(META_ID, b"{}")))

    # What TinyDB calls

    def read(self) -> dict[str, dict[str, Any]] | None:
        if self._owner == threading.get_ident() and self._working is not None:
            tables = self._working
        else:
            tables = read_lazily(self._tables)
        # TinyDB reads its tables as mappings and says dict
        return cast("dict[str, dict[str, Any]]", tables) if tables else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        with self.transaction():
            self._working = cast("Tables", data)
            self._dirty = True

    def close(self) -> None:
        """Nothing stays open between calls."""

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes the writes inside one durable write at the end; an exception undoes them all.

        Raises NotDurable, with the state before it in place, when the disk refuses.
        """
        with self._lock:
            if self._working is not None:  # an outer transaction commits
                yield
                return
            self._working = read_lazily(self._tables)
            self._dirty = False
            self._owner = threading.get_ident()
            try:
                yield
                if self._dirty:
                    self._commit(self._working)
            finally:
                self._working = None
                self._owner = 0

    def _commit(self, tables: Tables) -> None:
        if self._read_only:
            message = f"{self.path.name} was opened for reading"
            raise StoreReadOnly(message)
        raw: RawTables = {name: encode_table(table) for name, table in tables.items()}
        meta = dict(tables.get(META, {}).get(META_ID, {}))
        generation = meta.get("generation")
        meta["schema"] = SCHEMA
        meta["generation"] = generation + 1 if isinstance(generation, int) else 1
        raw[META] = {META_ID: msgspec.json.encode(meta)}
        self.written = replace_file(self.path, encode_tables(raw))
        for name, table in tables.items():
            before = self._tables.get(name, {})
            if isinstance(table, EditedTable) and table.is_of(before):
                self._edited[name] = (before, table.edited())
        self._tables = raw
        self.migrated = False
        self.size = self.written.size

    # Reading the file

    def _load(self) -> RawTables:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        tables = parse_tables(self.path.name, content)
        version = version_of(dict(StoredDocument(tables.get(META, {}).get(META_ID, b"{}"))))
        check_version(self.path.name, version)
        if version < SCHEMA and tables:
            upgraded = migrate(self._kind, version, read_lazily(tables))
            tables = {name: encode_table(table) for name, table in upgraded.items()}
            self.migrated = True
        return tables


class LockedTable(Table):
    """A TinyDB table whose every change is one transaction.

    Stock TinyDB allocates the id of an insert outside of any lock and reads and writes apart.
    """

    _storage: JsonFile

    def __init__(self, storage: JsonFile, name: str, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(storage, name, **{"cache_size": 0, **options})  # cached results alias

    def insert(self, document: Mapping[str, Any]) -> int:
        with self._storage.transaction():
            self._next_id = None
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self._storage.transaction():
            self._next_id = None
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self._storage.transaction():
            return super().upsert(document, cond)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._storage.transaction():
            tables = cast("Tables", self._storage.read() or {})
            table = EditedTable(tables.get(self.name, {}))
            # TinyDB changes its tables as mappings and says dict
            updater(cast("dict[int, Mapping[str, Any]]", TableById(table)))
            self._storage.write(cast("dict[str, dict[str, Any]]", {**tables, self.name: table}))
            self.clear_cache()


class Database(TinyDB):
    """TinyDB on a `JsonFile`."""

    table_class: type[Table] = LockedTable

    def __init__(self, path: Path, kind: str, *, read_only: bool = False) -> None:
        self.file = JsonFile(path, kind, read_only=read_only)
        super().__init__(storage=lambda: self.file)

    def transaction(self) -> AbstractContextManager[None]:
        """Several table operations as one durable write; see `JsonFile.transaction`."""
        return self.file.transaction()
