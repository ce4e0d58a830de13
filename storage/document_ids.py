"""Where the documents of a table are, by the value of one of their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class DocumentIds:
    """The documents of a table by the value of a text field; what did not change is not parsed.

    `edited` names the documents that may differ from those of `earlier`; None: any.
    """

    def __init__(
        self,
        documents: Mapping[str, bytes],
        field: str,
        earlier: DocumentIds | None,
        edited: frozenset[str] | None = None,
    ) -> None:
        self.documents = documents
        self.by_value: dict[str, int] = {}
        self._values: dict[str, str] = {}
        self._decoder = msgspec.json.Decoder(msgspec.defstruct("_Key", [(field, str)]))
        if earlier is None or edited is None or not self._follow(earlier, field, edited):
            self._read_all(earlier, field)

    @property
    def values(self) -> Mapping[str, str]:
        """Document id → its value."""
        return self._values

    def _follow(self, earlier: DocumentIds, field: str, edited: frozenset[str]) -> bool:
        """Takes over what has not changed; False where some value may stand in two documents."""
        if len(earlier.by_value) != len(earlier._values):
            return False
        self.by_value, self._values = dict(earlier.by_value), dict(earlier._values)
        for doc_id in edited:
            former = self._values.pop(doc_id, None)
            if former is not None:
                del self.by_value[former]
        for doc_id in edited & self.documents.keys():
            value = _field_of(self.documents[doc_id], field, self._decoder)
            if value is not None:
                if value in self.by_value:
                    return False
                self._values[doc_id] = value
                self.by_value[value] = int(doc_id)
        return True

    def _read_all(self, earlier: DocumentIds | None, field: str) -> None:
        self.by_value, self._values = {}, {}
        for doc_id, raw in self.documents.items():
            if earlier is not None and earlier.documents.get(doc_id) is raw:
                value = earlier._values.get(doc_id)
            else:
                value = _field_of(raw, field, self._decoder)
            if value is not None:
                self._values[doc_id] = value
                self.by_value[value] = int(doc_id)


def _field_of(raw: bytes, field: str, decoder: msgspec.json.Decoder[Any]) -> str | None:
    try:
        return str(getattr(decoder.decode(raw), field))
    except ValueError:  # whoever reads the document reports it
        return None
