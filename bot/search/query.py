"""What a person typed, as a `SearchQuery`. Any text is a query; nothing here raises.

    query  := item*
    item   := ["-"] (quoted | word) | field ":" [space] (quoted | word)
    quoted := a text between straight, curly or angular quotation marks
    field  := nguồn | source | từ | from | đến | tới | to  (with or without diacritics)

A field whose value makes no sense is no field: its words are searched like all others. A whole
period may be written as people say it, without colons: `từ ngày 1/9/2023 đến 30/9/2023`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from storage.models import SearchQuery
from storage.text import fold, nfc

MAX_CHARACTERS = 200
"""Longer input is cut here; the edge of what a person means by a query."""
MAX_WORDS = 20
"""Words and phrases beyond these are left out."""

_SOURCE = frozenset({"nguon", "source"})
_FROM = frozenset({"tu", "from"})
_TO = frozenset({"den", "toi", "to"})

_ITEM = re.compile(
    r"""
    (?: (?P<field> [^\W\d_]+ ) : [ ]? (?! [:/] ) )?
    (?P<minus> -(?=[\w"“„”«]) )?
    (?: " (?P<straight> [^"]+ ) "
      | [“„”] (?P<curly> [^“„”]+ ) [”“]
      | « (?P<angular> [^«»]+ ) »
      | (?P<word> \S+ )
    )
    """,
    re.VERBOSE,
)
_SPOKEN = re.compile(
    r"(?<![\w:/-])(từ|tu|from)[ ]+(?:(?:ngày|ngay)[ ]+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[ ]+"
    r"(đến|den|tới|toi|to)[ ]+(?:(?:ngày|ngay)[ ]+)?(?=\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\w/-]))",
    re.IGNORECASE,
)
"""A period said without colons. A single date is none: `kể từ ngày 1/7/2025` is what laws say."""
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class _Period(NamedTuple):
    """Local days, the last one exclusive."""

    first: date
    end: date


class _Read(NamedTuple):
    """One item: what it is and what it says."""

    kind: Literal["word", "phrase", "excluded", "source", "from", "to"]
    text: str
    period: _Period | None = None


def parse_query(
    text: str, *, source_names: Mapping[str, str] | None = None, zone: ZoneInfo
) -> SearchQuery:
    """The query that `text` states.

    Args:
        text: anything; only the first `MAX_CHARACTERS` count.
        source_names: source id → name, to understand `nguồn:`. An id or part of a name chooses
            that source; an unknown one is kept as it stands, so that nothing is found.
        zone: in which `từ:` and `đến:` are days; both are inclusive.
    """
    items = _items(_tidy(text), source_names or {})
    query = SearchQuery(
        words=tuple(item.text for item in items if item.kind == "word")[:MAX_WORDS],
        phrases=tuple(item.text for item in items if item.kind == "phrase")[:MAX_WORDS],
        excluded=tuple(item.text for item in items if item.kind == "excluded")[:MAX_WORDS],
    )
    for item in items:
        if item.kind == "source":
            query = msgspec.structs.replace(query, source=item.text)
        elif item.kind == "from" and item.period:
            query = msgspec.structs.replace(query, published_from=_at(item.period.first, zone))
        elif item.kind == "to" and item.period:
            query = msgspec.structs.replace(query, published_to=_at(item.period.end, zone))
    return query


def is_empty(query: SearchQuery) -> bool:
    """Whether it asks for nothing at all: no words, phrases, source or dates."""
    return not (
        query.words
        or query.phrases
        or query.source
        or query.published_from is not None
        or query.published_to is not None
    )


def _tidy(text: str) -> str:
    readable = "".join(char if char.isprintable() else " " for char in text[:MAX_CHARACTERS])
    return _SPOKEN.sub(r"\1:\2 \3:", nfc(readable))


def _items(text: str, source_names: Mapping[str, str]) -> list[_Read]:
    items: list[_Read] = []
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            at += 1
            continue
        item = _field(match, source_names)
        if item is None and match["field"]:
            # Not a field after all: its name is a word, its value is read on its own.
            items.append(_Read("word", match["field"]))
            at = match.end("field") + 1
            continue
        items += [item] if item else _plain(match)
        at = match.end()
    return items


def _field(match: re.Match[str], source_names: Mapping[str, str]) -> _Read | None:
    if not match["field"] or match["minus"]:
        return None
    name, value = fold(match["field"]), _value(match).strip()
    if name in _SOURCE and any(char.isalnum() for char in value):
        return _Read("source", _source_id(value, source_names))
    if name in _FROM | _TO and (period := _period(value.rstrip(",;."))):
        return _Read("from" if name in _FROM else "to", value, period)
    return None


def _plain(match: re.Match[str]) -> list[_Read]:
    text = _value(match)
    if match["word"]:
        text = _EDGES.sub("", text)
    if not any(char.isalnum() for char in text):
        return []
    if match["minus"]:
        return [_Read("excluded", text)]
    return [_Read("word" if match["word"] else "phrase", text.strip())]


def _value(match: re.Match[str]) -> str:
    return match["straight"] or match["curly"] or match["angular"] or match["word"] or ""


def _source_id(value: str, source_names: Mapping[str, str]) -> str:
    wanted = " ".join(fold(value).replace("-", " ").replace("_", " ").split())
    for source_id in source_names:
        if fold(source_id).replace("-", " ").replace("_", " ") == wanted:
            return source_id
    for source_id, name in source_names.items():
        if wanted in fold(name):
            return source_id
    return value


def _period(value: str) -> _Period | None:
    try:
        if found := _DAY.fullmatch(value):
            first = date(int(found[3]), int(found[2]), int(found[1]))
            return _Period(first, first + timedelta(days=1))
        if found := _MONTH.fullmatch(value):
            first = date(int(found[2]), int(found[1]), 1)
            return _Period(first, (first + timedelta(days=31)).replace(day=1))
        if _YEAR.fullmatch(value):
            first = date(int(value), 1, 1)
            return _Period(first, first.replace(year=first.year + 1))
        first = date.fromisoformat(value)
        return _Period(first, first + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def _at(day: date, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None
