"""Fields that a query names and leaves empty, and days that are none: `tỉnh:`, `từ:32/13/2025`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.search.days import days_of
from bot.search.fields import Field, NamedField, named_fields
from storage.text import nfc

_DATED = re.compile(r"\d\S*")
"""The first word of a value that was meant as a day."""


_QUOTES = tuple('"“„«')


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A part of a query that asks for nothing.

    Attributes:
        field: which.
        name: as it stands in the query, with its colon.
        value: what reads like no day; "": nothing stands behind the colon.
        rest: the query without that part.
    """

    field: Field
    name: str
    value: str
    rest: str


def unfinished(text: str, today: date | None) -> Unfinished | None:
    """The last field of `text` where it is empty, else the first whose day reads like none.

    None: every field has a value. A name with a colon that stands before other words is none of
    these: `Cải cách ở tỉnh: kết quả`.
    """
    text = nfc(text)
    fields = named_fields(text)
    if not fields:
        return None
    last = fields[-1]
    if text[max(0, last.start - 1) : last.start] in _QUOTES:
        return None
    if not any(char.isalnum() for char in text[last.end :]):
        return _without(text, last, "", len(text))
    for it in fields:
        said = _DATED.match(text, it.end) if it.end == it.colon else None
        if it.field not in (Field.FROM, Field.TO) or said is None:
            continue
        if days_of(text[it.end :], today) is None:
            return _without(text, it, said[0].rstrip(",;."), said.end())
    return None


def _without(text: str, named: NamedField, value: str, end: int) -> Unfinished:
    name = " ".join(text[named.start + named.minus : named.colon].split())
    rest = " ".join(f"{text[: named.start]} {text[end:]}".split())
    return Unfinished(named.field, name, value, rest)
