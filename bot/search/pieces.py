"""A query cut into pieces: plain words, quoted phrases, exclusions, fields with their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.search.fields import NamedField, named_fields

_QUOTED = re.compile(
    r"(?P<minus>(?<![\w-])-)?"
    r'(?:"(?P<straight>[^"]+)"|[“„”](?P<curly>[^“„”]+)[”“]|«(?P<angular>[^«»]+)»)'
)
_EXCLUDED = re.compile(r"(?<!\S)-(?P<word>\w\S*)")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class Piece(NamedTuple):
    """A stretch of the query.

    `text` is what it says, without quotation marks and minus; of a field it is the value, as far as
    it may go: to the next field, quotation or exclusion.
    """

    kind: Literal["plain", "phrase", "excluded", "field"]
    text: str
    start: int
    """Where `text` stands in the query."""
    field: NamedField | None = None
    quoted: bool = False
    """Of a field: the value stood in quotation marks, and is all of it."""


class _Quoted(NamedTuple):
    start: int
    end: int
    inner: tuple[int, int]
    minus: bool


def pieces(text: str) -> list[Piece]:
    """In order; what holds no letter or digit is left out."""
    quotes = [_quoted(match) for match in _QUOTED.finditer(text)]
    fields = [
        it
        for it in named_fields(text)
        if not any(quote.start < it.end and it.start < quote.end for quote in quotes)
    ]
    stops = sorted(
        [(it.start, it) for it in fields] + [(it.start, it) for it in quotes],
        key=lambda stop: stop[0],
    )
    found: list[Piece] = []
    at = 0
    for number, (start, stop) in enumerate(stops):
        if start < at:
            continue  # a quotation that was the value of a field
        found += _plain(text, at, start)
        if isinstance(stop, _Quoted):
            kind: Literal["excluded", "phrase"] = "excluded" if stop.minus else "phrase"
            found.append(Piece(kind, text[slice(*stop.inner)], stop.inner[0]))
            at = stop.end
            continue
        behind = stops[number + 1][1] if number + 1 < len(stops) else None
        if isinstance(behind, _Quoted) and behind.start == stop.end and not behind.minus:
            value = text[slice(*behind.inner)]
            found.append(Piece("field", value, behind.inner[0], stop, quoted=True))
            at = behind.end
        else:
            end = behind.start if behind is not None else len(text)
            excluded = _EXCLUDED.search(text, stop.end, end)
            at = excluded.start() if excluded else end
            found.append(Piece("field", text[stop.end : at].rstrip(" ,;"), stop.end, stop))
    found += _plain(text, at, len(text))
    return [it for it in found if it.kind == "field" or says_something(it.text)]


def says_something(text: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(char.isalnum() for char in text)


def words_of(text: str) -> tuple[str, ...]:
    """The words of plain text, marks of punctuation around them stripped."""
    stripped = (_EDGES.sub("", word) for word in text.split())
    return tuple(word for word in stripped if says_something(word))


def _plain(text: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for match in _EXCLUDED.finditer(text, start, end):
        yield Piece("plain", text[at : match.start()], at)
        yield Piece("excluded", _EDGES.sub("", match["word"]), match.start("word"))
        at = match.end()
    yield Piece("plain", text[at:end], at)


def _quoted(match: re.Match[str]) -> _Quoted:
    name = next(it for it in ("straight", "curly", "angular") if match[it] is not None)
    return _Quoted(match.start(), match.end(), match.span(name), bool(match["minus"]))
