"""The Bot API's methods and types as a table of facts: names, types, what is required."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE_FILE = Path(__file__).with_name("api_table.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type.

    Attributes:
        types: the alternatives, as the documentation names them (`"Array of MessageEntity"`).
    """

    name: str
    types: tuple[str, ...]
    required: bool


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class ApiTable:
    """The whole table.

    Attributes:
        returns: method → type of its result (`"Array of Update"`, `"Message|Boolean"`).
        unions: type → the types that it may be (`BotCommandScope`, `InlineQueryResult`).
    """

    version: str
    methods: Mapping[str, Fields]
    returns: Mapping[str, str]
    types: Mapping[str, Fields]
    unions: Mapping[str, tuple[str, ...]]


def compact(source: Mapping[str, Any]) -> dict[str, Any]:
    """The compact form of a full description of the API, as it lies in `api_table.json`.

    `source` has `version`, `methods` (`fields`, `returns`) and `types` (`fields`, `subtypes`);
    a required field is marked with `!` after its name.
    """

    def fields(entry: Mapping[str, Any]) -> dict[str, str]:
        return {
            field["name"] + ("!" if field["required"] else ""): "|".join(field["types"])
            for field in entry["fields"]
        }

    return {
        "version": source["version"],
        "methods": {name: fields(entry) for name, entry in source["methods"].items()},
        "returns": {name: "|".join(entry["returns"]) for name, entry in source["methods"].items()},
        "types": {name: fields(entry) for name, entry in source["types"].items()},
        "unions": {
            name: entry["subtypes"] for name, entry in source["types"].items() if entry["subtypes"]
        },
    }


def write(table: Mapping[str, Any], path: Path = TABLE_FILE) -> None:
    """Write a compact table, one method or type a line so that a new version is a readable diff."""
    sections = []
    for key, value in table.items():
        if isinstance(value, str):
            sections.append(f"{json.dumps(key)}:{json.dumps(value)}")
            continue
        lines = ",\n".join(
            f"{json.dumps(name)}:{json.dumps(entry, separators=(',', ':'))}"
            for name, entry in value.items()
        )
        sections.append(f"{json.dumps(key)}:{{\n{lines}\n}}")
    path.write_text("{" + ",\n".join(sections) + "}\n", encoding="utf-8")


def _fields(entry: Mapping[str, str]) -> Fields:
    return {
        name.rstrip("!"): Field(name.rstrip("!"), tuple(types.split("|")), name.endswith("!"))
        for name, types in entry.items()
    }


@cache
def load_table() -> ApiTable:
    """The table in `api_table.json`, read once."""
    raw = json.loads(TABLE_FILE.read_text(encoding="utf-8"))
    return ApiTable(
        version=raw["version"],
        methods={name: _fields(entry) for name, entry in raw["methods"].items()},
        returns=raw["returns"],
        types={name: _fields(entry) for name, entry in raw["types"].items()},
        unions={name: tuple(members) for name, members in raw["unions"].items()},
    )
