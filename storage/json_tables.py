"""TinyDB's tables as encoded bytes: a document is parsed when somebody looks into it."""

from __future__ import annotations

import functools
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


def read_lazily(tables: RawTables) -> Tables:
    """What TinyDB gets to read."""
    return {name: StoredTable(raw) for name, raw in tables.items()}


def encode_table(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, bytes]:
    """What TinyDB gives to write; a table that it did not touch stays the same object."""
    if isinstance(table, StoredTable):
        return table.encoded()
    return {
        doc_id: document.encoded()
        if isinstance(document, StoredDocument)
        else _ENCODER.encode(document)
        for doc_id, document in table.items()
    }


@functools.cache
def _field_decoder(field: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(msgspec.defstruct("_Field", [(field, str)]))


class DocumentIds:
    """The documents of a table by the value of a text field; what did not change is not parsed."""

    def __init__(
        self, documents: Mapping[str, bytes], field: str, earlier: DocumentIds | None
    ) -> None:
        decoder = msgspec.json.Decoder(msgspec.defstruct("_Key", [(field, str)]))
        self.documents = documents
        self.by_value: dict[str, int] = {}
        self._values: dict[str, str] = {}
        for doc_id, raw in documents.items():
            if earlier is not None and earlier.documents.get(doc_id) is raw:
                value = earlier._values.get(doc_id)
            else:
                value = _field_of(raw, field, decoder)
            if value is not None:
                self._values[doc_id] = value
                self.by_value[value] = int(doc_id)


def _field_of(raw: bytes, field: str, decoder: msgspec.json.Decoder[Any]) -> str | None:
    try:
        return str(getattr(decoder.decode(raw), field))
    except ValueError:  # whoever reads the document reports it
        return None


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
