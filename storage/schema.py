"""The version of the data's layout, and how older files become newer ones. Pure.

Every file carries its version in the table `meta`, document 1. A file without it, for instance
one made by hand with stock TinyDB, counts as version 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from storage.errors import SchemaTooNew

SCHEMA = 1
"""The version that this program writes."""

Tables = dict[str, Mapping[str, Mapping[str, Any]]]
"""What a TinyDB file holds: table name → document id → document."""

META = "meta"
META_ID = "1"


def _add_meta(kind: str, tables: Tables) -> Tables:
    """0 → 1: the records stay as they are; the file gets its meta table when it is written."""
    return tables


MIGRATIONS: Mapping[int, Callable[[str, Tables], Tables]] = {0: _add_meta}
"""For each old version the step to the next; `kind` is the file's folder (`articles`, …)."""


def version_of(meta: Mapping[str, Any]) -> int:
    """The schema version that a meta document states; 0 where it states none."""
    version = meta.get("schema")
    return version if isinstance(version, int) and version >= 0 else 0


def check_version(name: str, version: int) -> None:
    """Raises SchemaTooNew for data of a later program."""
    if version > SCHEMA:
        message = (
            f"{name} was written with data version {version}, this program knows up to {SCHEMA}: "
            "install the newer version; nothing was changed"
        )
        raise SchemaTooNew(message)


def migrate(kind: str, version: int, tables: Tables) -> Tables:
    """The tables as the present version lays them."""
    for old in range(version, SCHEMA):
        tables = MIGRATIONS[old](kind, tables)
    return tables
