"""TinyDB's tables as encoded bytes: a document is parsed when somebody looks into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import msgspec

from storage.errors import StorageError
from storage.schema import META, Tables

CHUNK_BYTES = 1 << 20
"""How much is put together and written at once."""

_RAW_TABLES = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_ENCODER = msgspec.json.Encoder()

RawTables = dict[str, Mapping[str, bytes]]
"""Table → document id → the document's JSON."""


class DamagedFile(StorageError):
    """The file is not a TinyDB database; whoever opened it sets it aside."""


class StoredDocument(MutableMapping[str, Any]):
    """A document that is parsed when somebody looks into it.

    Bytes that do not hold an object read as an empty document and are kept as they are.
    """

    __slots__ = ("_fields", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._fields: dict[str, Any] | None = None

    def encoded(self) -> bytes:
        """The bytes to keep: the old ones unless somebody looked into the document."""
        return self.raw if self._fields is None else _ENCODER.encode(self._fields)

    def _loaded(self) -> dict[str, Any]:
        if self._fields is None:
            try:
                fields = msgspec.json.decode(self.raw)
            except ValueError:
                return {}
            if not isinstance(fields, dict):
                return {}
            self._fields = fields
        return self._fields

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - JSON values
        return self._loaded()[key]

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401 - JSON values
        self._fields = {**self._loaded(), key: value}

    def __delitem__(self, key: str) -> None:
        del self._loaded()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())

    def clear(self) -> None:
        self._fields = {}

    def update(self, *others: Any, **fields: Any) -> None:  # noqa: ANN401 - JSON values
        self._fields = self._loaded() | dict(*others, **fields)


class StoredTable(Mapping[str, StoredDocument]):
    """A table at the moment of a read: its documents are made when they are asked for."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, bytes]) -> None:
        self._raw = raw

    def __getitem__(self, doc_id: str) -> StoredDocument:
        return StoredDocument(self._raw[doc_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._raw

    def encoded(self) -> Mapping[str, bytes]:
        """The documents as they are kept."""
        return self._raw


class EditedTable(MutableMapping[str, Mapping[str, Any]]):
    """A table while it is changed: what nobody touches stays as it is, encoded.

    TinyDB alone makes a document of every record of the table, and its text anew, for each change.
    """

    def __init__(self, base: Mapping[str, Mapping[str, Any]]) -> None:
        again = base if isinstance(base, EditedTable) else None
        self._base: Mapping[str, Mapping[str, Any]] = base if again is None else again._base
        self._touched: dict[str, Mapping[str, Any]] = {} if again is None else {**again._touched}
        self._gone: set[str] = set() if again is None else {*again._gone}
        """Of the base; one that comes again stands at the end."""

    def __getitem__(self, doc_id: str) -> Mapping[str, Any]:
        if doc_id not in self._touched:
            if doc_id in self._gone:
                raise KeyError(doc_id)
            self._touched[doc_id] = self._base[doc_id]  # it may be changed in its place
        return self._touched[doc_id]

    def __setitem__(self, doc_id: str, document: Mapping[str, Any]) -> None:
        self._touched[doc_id] = document

    def __delitem__(self, doc_id: str) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched.pop(doc_id, None)
        if doc_id in self._base:
            self._gone.add(doc_id)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._touched or (doc_id in self._base and doc_id not in self._gone)

    def __iter__(self) -> Iterator[str]:
        yield from [doc_id for doc_id in self._base if doc_id not in self._gone]
        yield from self._added()

    def __len__(self) -> int:
        return len(self._base) - len(self._gone) + len(self._added())

    def clear(self) -> None:
        self._touched, self._gone = {}, set(self._base)

    def encoded(self) -> Mapping[str, bytes]:
        """The documents as they are to be kept."""
        raw = dict(encode_table(self._base))
        for doc_id in self._gone:
            del raw[doc_id]
        raw.update(_encode(self._touched))
        return raw

    def is_of(self, raw: Mapping[str, bytes]) -> bool:
        """Whether these documents are what was there before."""
        return isinstance(self._base, StoredTable) and self._base.encoded() is raw

    def edited(self) -> frozenset[str]:
        """The documents that may be other ones than in the base; all others are not."""
        return frozenset(self._touched.keys() | self._gone)

    def _added(self) -> list[str]:
        return [it for it in self._touched if it not in self._base or it in self._gone]


class TableById(MutableMapping[int, Mapping[str, Any]]):
    """The same table as TinyDB's updates see it: by numbers."""

    def __init__(self, table: EditedTable) -> None:
        self._table = table

    def __getitem__(self, doc_id: int) -> Mapping[str, Any]:
        return self._table[str(doc_id)]

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        self._table[str(doc_id)] = document

    def __delitem__(self, doc_id: int) -> None:
        del self._table[str(doc_id)]

    def __iter__(self) -> Iterator[int]:
        return map(int, self._table)

    def __len__(self) -> int:
        return len(self._table)

    def clear(self) -> None:
        self._table.clear()


def read_lazily(tables: RawTables) -> Tables:
    """What TinyDB gets to read."""
    return {name: StoredTable(raw) for name, raw in tables.items()}


def encode_table(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, bytes]:
    """What TinyDB gives to write; a table that it did not touch stays the same object."""
    if isinstance(table, StoredTable | EditedTable):
        return table.encoded()
    return _encode(table)


def _encode(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {
        doc_id: document.encoded()
        if isinstance(document, StoredDocument)
        else _ENCODER.encode(document)
        for doc_id, document in documents.items()
    }


def encode_tables(tables: RawTables) -> Iterator[bytes]:
    """The file's bytes: a line for `meta`, then a line per document; for humans and `grep`."""
    pending: list[bytes] = []
    size = 0
    opening = b"{"
    for name in sorted(tables, key=lambda each: (each != META, each)):
        pending.append(opening + _ENCODER.encode(name) + b":{")
        opening = b",\n"
        separator = b"" if name == META else b"\n"
        for doc_id, raw in tables[name].items():
            pending += (separator, b'"', doc_id.encode(), b'":', raw)
            separator = b",\n"
            size += len(raw)
            if size >= CHUNK_BYTES:
                yield b"".join(pending)
                pending, size = [], 0
        pending.append(b"}")
    pending.append(b"}\n" if tables else b"{}\n")
    yield b"".join(pending)


def parse_tables(name: str, content: bytes) -> RawTables:
    """The documents of a file with these bytes; `name` is for the message of DamagedFile."""
    if not content.strip():  # what stock TinyDB makes of a new file
        return {}
    try:
        found = _RAW_TABLES.decode(content)
        tables: RawTables = {
            table: {doc_id: bytes(raw) for doc_id, raw in documents.items()}
            for table, documents in found.items()
        }
    except ValueError:
        tables = _parse_leniently(name, content)
    if not all(doc_id.isdecimal() for table in tables.values() for doc_id in table):
        message = f"{name} has document ids that are not numbers"
        raise DamagedFile(message)
    return tables


def _parse_leniently(name: str, content: bytes) -> RawTables:
    """Reads what Python's json reads (NaN, Infinity): one odd value must not hide the rest."""
    try:
        found = json.loads(content)
        return {
            table: {doc_id: json.dumps(doc).encode() for doc_id, doc in documents.items()}
            for table, documents in found.items()
        }
    except (ValueError, AttributeError, RecursionError) as error:
        message = f"{name} is not a TinyDB file: {error}"
        raise DamagedFile(message) from error
