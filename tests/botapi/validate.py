"""Parameters as they came over HTTP → typed values, or the reason why not.

Stricter than Telegram, which ignores what it does not know: here an unknown parameter, an unknown
field of a nested object or a value of another type is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.botapi.api_table import ApiTable, Field, Fields, load_table
from tests.botapi.errors import bad_request, misuse


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came as a part of a multipart request."""

    name: str
    content_type: str
    content: bytes


Raw = Mapping[str, "str | Upload | Any"]

_SCALARS = {"String", "Integer", "Float", "Boolean"}
_EMPTY = {  # how the real server words the absence of its most frequent parameters
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
}


class Wrong(ValueError):
    """A value does not fit its type."""


def parse_params(method: str, raw: Raw) -> dict[str, Any]:
    """Typed values of a method's parameters; parameters that were not sent are absent.

    Raises:
        ApiError: 400 with a violation that names each wrong parameter.
    """
    table = load_table()
    fields = table.methods[method]
    problems: list[str] = []
    values: dict[str, Any] = {}
    attached = {name for name, value in raw.items() if isinstance(value, Upload)}
    used = {name for name in attached if name in fields}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            continue
        try:
            values[name] = _from_http(table, field, value)
        except Wrong as error:
            problems.append(f"{name}: {error}")
        used.update(_attachments(values.get(name)))
    problems += [
        f"unknown parameter {name!r}" for name in raw if name not in fields and name not in used
    ]
    problems += [f"attach://{name} names no part" for name in sorted(used - attached)]
    if problems:
        raise misuse(problems[0], "; ".join(problems))
    for name, field in fields.items():
        if field.required and name not in values:
            reason = _EMPTY.get(name, f"parameter {name} is required")
            raise bad_request(reason, violation=f"required parameter {name!r} is missing")
    return values


def _attachments(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("attach://"):
        yield value.removeprefix("attach://")
    elif isinstance(value, dict):
        for item in value.values():
            yield from _attachments(item)
    elif isinstance(value, list):
        for item in value:
            yield from _attachments(item)


def _from_http(table: ApiTable, field: Field, value: Any) -> Any:
    """A form field is text: numbers, booleans and objects are JSON in it, strings are bare."""
    if isinstance(value, Upload):
        if "InputFile" not in field.types:
            raise Wrong("a file where none belongs")
        return value
    if not isinstance(value, str):  # from a JSON body
        return check(table, field.types, value)
    if "Integer" in field.types and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if "String" in field.types or "InputFile" in field.types:
        return value
    try:
        decoded = json.loads(value)
    except ValueError as error:
        raise Wrong(f"{value[:40]!r} is not {' or '.join(field.types)}") from error
    return check(table, field.types, decoded)


def check(table: ApiTable, types: tuple[str, ...], value: Any, path: str = "") -> Any:
    """`value` if it fits one of `types`.

    Raises:
        Wrong: with the path to what does not fit.
    """
    failures: list[str] = []
    for name in types:
        try:
            return _check_one(table, name, value, path)
        except Wrong as error:
            failures.append(str(error))
    # The alternative that got deepest into the value says best what is wrong with it.
    raise Wrong(max(failures, key=lambda text: text.count(".") + text.count("[")))


def _check_one(table: ApiTable, name: str, value: Any, path: str) -> Any:
    where = f"{path}: " if path else ""
    if name.startswith("Array of "):
        if not isinstance(value, list):
            raise Wrong(f"{where}an array is expected, not {value!r:.40}")
        for index, item in enumerate(value):
            check(table, (name.removeprefix("Array of "),), item, f"{path}[{index}]")
        return value
    if name in _SCALARS:
        if not _is_scalar(name, value):
            raise Wrong(f"{where}{name} is expected, not {value!r:.40}")
        return value
    if name == "InputFile":
        if not isinstance(value, str):
            raise Wrong(f"{where}a file is expected, not {value!r:.40}")
        return value
    if name == "RichText" and isinstance(value, (str, list)):
        return value
    if not isinstance(value, dict):
        raise Wrong(f"{where}an object {name} is expected, not {value!r:.40}")
    if name in table.unions:
        return check(table, _members(table, name, value, path), value, path)
    _check_fields(table, table.types[name], name, value, path)
    return value


def _is_scalar(name: str, value: Any) -> bool:
    if name == "String":
        return isinstance(value, str)
    if name == "Boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (name == "Float" and isinstance(value, float))


def _members(table: ApiTable, union: str, value: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The members of a union that `value` may be, by its `type`, `status` or `source`."""
    members = table.unions[union]
    for key in ("type", "status", "source"):
        if all(key in table.types[member] for member in members):
            break
    else:
        return members
    chosen = tuple(
        member for member in members if _tag(union, member) == str(value.get(key)).replace("_", "")
    )
    if not chosen:
        raise Wrong(f"{path + '.' if path else ''}{key}: no {union} is {value.get(key)!r}")
    return chosen


_TAGS = {  # tags that differ from the name of their type
    "ChatMemberOwner": "creator",
    "ChatMemberBanned": "kicked",
    "InlineQueryResultMpeg4Gif": "mpeg4gif",
}


def _tag(union: str, member: str) -> str:
    bare = member.removeprefix(union).removeprefix("Cached").lower()
    return _TAGS.get(member, bare)


def _check_fields(
    table: ApiTable, fields: Fields, type_name: str, value: Mapping[str, Any], path: str
) -> None:
    for key, item in value.items():
        field = fields.get(key)
        where = f"{path}.{key}" if path else key
        if field is None:
            raise Wrong(f"{where}: {type_name} has no such field")
        check(table, field.types, item, where)
    missing = [name for name, field in fields.items() if field.required and name not in value]
    if missing:
        raise Wrong(f"{path + ': ' if path else ''}{type_name} lacks {', '.join(missing)}")
