"""A table of records in a TinyDB database: typed, found by key, one bad record aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

import msgspec

from storage.json_file import Database
from storage.json_tables import StoredDocument
from storage.models import Record

R = TypeVar("R", bound=Record)


class RecordTable(Generic[R]):
    """Records of one type in one table, each in a document of its own.

    Writes belong inside `Database.transaction` and under the lock of whoever owns the database.

    Args:
        database: where the table lies.
        name: of the table.
        record_type: what its documents are read as.
        key_field: the text field that identifies a record.
        report: told of a document that is no such record; it stays where it is.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        record_type: type[R],
        key_field: str,
        report: Callable[[str], None],
    ) -> None:
        self._database = database
        self._file = database.file
        self._table = database.table(name)
        self._name = name
        self._type = record_type
        self._decoder = msgspec.json.Decoder(record_type)
        self._key_field = key_field
        self._report = report
        self._remembered: dict[str, tuple[bytes, R | None]] = {}
        self._grouped: dict[str, tuple[Mapping[str, str], dict[str, list[str]]]] = {}

    def transaction(self) -> AbstractContextManager[None]:
        """Makes the writes inside, to all tables of the file, one durable write."""
        return self._database.transaction()

    def get(self, key: str) -> R | None:
        """The record, or None."""
        return self.get_by(self._key_field, key)

    def get_by(self, field: str, value: str) -> R | None:
        """The last record whose text field has that value, or None."""
        doc_id = self._file.ids(self._name, field).get(value)
        document = None if doc_id is None else self._documents().get(str(doc_id))
        record = None if document is None else self._record(document, str(doc_id))
        # another thread may have written between the two steps
        return record if record is not None and getattr(record, field) == value else None

    def all_by(self, field: str, value: str) -> list[R]:
        """Every readable record whose text field has that value, in the order of the file."""
        values = self._file.values(self._name, field)
        known = self._grouped.get(field)
        if known is None or known[0] is not values:
            groups: dict[str, list[str]] = {}
            for doc_id, each in values.items():
                groups.setdefault(each, []).append(doc_id)
            known = (values, groups)
            self._grouped[field] = known
        documents = self._documents()
        ids = [doc_id for doc_id in known[1].get(value, ()) if doc_id in documents]
        found = [self._record(documents[doc_id], doc_id) for doc_id in ids]
        return [it for it in found if it is not None and getattr(it, field) == value]

    def __contains__(self, key: str) -> bool:
        return self.has(self._key_field, key)

    def has(self, field: str, value: str) -> bool:
        """Whether a record's text field has that value."""
        return value in self._file.ids(self._name, field)

    def values_of(self, field: str) -> list[str]:
        """The values of a text field, each once."""
        return list(self._file.ids(self._name, field))

    def __len__(self) -> int:
        return len(self._table)

    def all(self) -> list[R]:
        """Every readable record, in the order of the file."""
        found = [self._record(document, key) for key, document in self._documents().items()]
        return [record for record in found if record is not None]

    def remembered(self) -> dict[str, R]:
        """Every record by its key, read again only where it changed: for small, busy tables."""
        known = self._remembered
        fresh: dict[str, tuple[bytes, R | None]] = {}
        for doc_id, raw in self._file.documents(self._name).items():
            entry = known.get(doc_id)
            if entry is None or entry[0] is not raw:
                entry = (raw, self._decode(raw, doc_id))
            fresh[doc_id] = entry
        self._remembered = fresh
        return {
            getattr(record, self._key_field): record
            for _, record in fresh.values()
            if record is not None
        }

    def put(self, records: Iterable[R]) -> None:
        """Inserts each record or replaces the one with its key; a later one of a batch wins."""
        documents: dict[str, dict[str, Any]] = {
            getattr(record, self._key_field): msgspec.to_builtins(record) for record in records
        }
        known = self._file.ids(self._name, self._key_field)
        replaced = [(known[key], fields) for key, fields in documents.items() if key in known]
        if replaced:
            contents = iter([fields for _, fields in replaced])

            def replace(document: MutableMapping[str, Any]) -> None:
                document.clear()
                document.update(next(contents))

            self._table.update(replace, doc_ids=[doc_id for doc_id, _ in replaced])
        if added := [fields for key, fields in documents.items() if key not in known]:
            self._table.insert_multiple(added)

    def append(self, record: R) -> None:
        """Adds a record without looking for its key."""
        self._table.insert(msgspec.to_builtins(record))

    def change(
        self, keys: Iterable[str], change: Callable[[str, R | None], R | None]
    ) -> dict[str, R | None]:
        """Replace each record by `change(key, record)`, once a key; None removes it.

        Returns what stands there now. What did not change is not written.
        """
        before = {key: self.get(key) for key in dict.fromkeys(keys)}
        after = {key: change(key, record) for key, record in before.items()}
        self.put(it for key, it in after.items() if it is not None and it != before[key])
        self.remove([key for key, it in after.items() if it is None])
        return after

    def remove(self, keys: Iterable[str]) -> int:
        """Deletes the records that are there; returns how many."""
        known = self._file.ids(self._name, self._key_field)
        doc_ids = [known[key] for key in keys if key in known]
        return len(self._table.remove(doc_ids=doc_ids)) if doc_ids else 0

    def keep_last(self, count: int) -> None:
        """Deletes all but the `count` documents that were added last."""
        surplus = len(self._table) - count
        if surplus > 0:
            doc_ids = sorted(document.doc_id for document in self._table)
            self._table.remove(doc_ids=doc_ids[:surplus])

    def _documents(self) -> Mapping[str, Mapping[str, Any]]:
        """The table as this thread sees it: with its own changes while it writes."""
        return (self._file.read() or {}).get(self._name, {})

    def _record(self, document: Mapping[str, Any], doc_id: str) -> R | None:
        """Straight from the bytes where it can be: several times as fast as by way of a dict."""
        if isinstance(document, StoredDocument):
            return self._decode(document.encoded(), doc_id)
        return self._read(document, int(doc_id))

    def _decode(self, raw: bytes, doc_id: str) -> R | None:
        try:
            return self._decoder.decode(raw)
        except ValueError:
            return self._read(StoredDocument(raw), int(doc_id))  # which reports it

    def _read(self, document: Mapping[str, Any], doc_id: int | None) -> R | None:
        try:
            return msgspec.convert(document, self._type)
        except (ValueError, OverflowError) as error:
            self._report(f"{self._name}/{doc_id} is not readable and was passed over: {error}")
            return None
