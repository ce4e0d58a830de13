"""JSON-LD of a page (https://schema.org, https://json-ld.org): its objects, mended where broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import lxml.html

_LARGEST_BLOCK = 1_000_000
"""Characters of a JSON-LD block that is read."""
_MOST_ITEMS = 1_000
_ARTICLE = ("Article", "BlogPosting", "Posting", "Report")
_BROKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'  # a string: kept as it is
    r"|//[^\n]*|/\*.*?\*/|<!--|-->|//<!\[CDATA\[|<!\[CDATA\[|\]\]>"  # comments and wrappers
    r"|,(?=\s*[}\]])",  # a comma after the last member
    re.DOTALL,
)
_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
"""A backslash that JSON does not know (`\\'`)."""


def read_json_ld(scripts: Iterable[lxml.html.HtmlElement]) -> list[dict[str, object]]:
    """Every object of the JSON-LD among the scripts; lists, `@graph`, `mainEntity` opened.

    A block that stays broken after mending counts as absent.
    """
    found: list[dict[str, object]] = []
    for script in scripts:
        if "ld+json" in script.get("type", "").casefold():
            text = script.text or ""
            if len(text) <= _LARGEST_BLOCK:
                found.extend(_objects(_load(text)))
    return found


def _load(text: str) -> object:
    """The value, with comments, trailing commas, raw line ends and odd escapes put up with."""
    text = text.strip().rstrip(";")
    for mend in (_as_it_is, _mended):
        try:
            value: object = json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _as_it_is(text: str) -> str:
    return text


def _mended(text: str) -> str:
    text = _BROKEN.sub(lambda match: match[0] if match[0][0] == '"' else "", text)
    text = _ESCAPE.sub("", text).strip().rstrip(";")
    if text.startswith("{") and re.search(r"\}\s*\{", text):  # objects side by side, no list
        parts = re.sub(r"\}\s*\{", "},{", text)
        try:
            json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return f"[{parts}]"
    return text


def _objects(value: object) -> Iterator[dict[str, object]]:
    pending = [value]
    for _ in range(_MOST_ITEMS):
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, list):
            pending.extend(item[:_MOST_ITEMS])
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity"):
                inner = item.get(key)
                if isinstance(inner, list | dict):
                    pending.append(inner)


def is_article(item: dict[str, object]) -> bool:
    """Whether the object is of a type whose name ends as the names of articles do."""
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLE)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )
