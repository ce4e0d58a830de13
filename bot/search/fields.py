"""Fields of a query: what they are called, and who knows what their values mean."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, Protocol

from bot.language.bare import without_marks
from storage.text import folded_words

_IDLE_WORDS = 4
"""Words of the longest of them."""

Order = Literal["relevance", "newest"]


class Field(StrEnum):
    """What a field asks for; the value is its key in `fields.toml`."""

    SOURCE = "source"
    FROM = "from"
    TO = "to"
    PROVINCE = "province"
    PERSON = "person"
    DOCUMENT = "document"
    BODY = "body"
    TOPIC = "topic"
    PERIOD = "period"
    EVENT = "event"
    ORDER = "order"


class Meaning(NamedTuple):
    """What the beginning of a field's value means."""

    end: int
    """Characters of the value that were understood; words behind them are words of the query."""
    terms: tuple[str, ...]
    """An article has one of these look-up terms; empty: it is found by `phrase` alone."""
    excluded: tuple[str, ...] = ()
    """What an article has none of where the field is excluded."""
    phrase: str | None = None
    """Where an article holds these words it fits as well, whatever its terms."""
    shown: str | None = None
    """How it is told to the reader; None: as it was typed."""
    certain: bool = True
    """False: nothing of the name is known; it may be no field at all."""


class Mention(NamedTuple):
    """A document named in plain words."""

    start: int
    end: int
    terms: tuple[str, ...]


class FieldResolver(Protocol):
    """Knows what fields other than sources and days mean: the rooms above hand it in."""

    def meaning(self, field: Field, value: str) -> Meaning | None:
        """What `value`, or its beginning, means in `field`; None: nothing."""

    def period_terms(self, first: dt.date, last: dt.date) -> tuple[str, ...]:
        """Terms of articles that report on these days (inclusive); empty: there are none such."""

    def documents(self, text: str) -> tuple[Mention, ...]:
        """Documents that plain words name by their number, in order."""


class NamedField(NamedTuple):
    """A field's name with its colon, as it stands in a query."""

    field: Field
    minus: bool
    start: int
    """Of the name, or of the minus in front of it."""
    name_end: int
    colon: int
    """Behind the colon."""
    end: int
    """Behind the blanks after it: where the value begins."""


@dataclass(frozen=True, slots=True)
class _Tables:
    pattern: re.Pattern[str]
    fields: dict[str, Field]
    orders: dict[str, Order]
    idle: frozenset[str]
    joints: frozenset[str]


def named_fields(text: str) -> list[NamedField]:
    """Every field that `text` (NFC) names, in order."""
    tables = _tables()
    return [
        NamedField(
            tables.fields[_key(match["name"])],
            bool(match["minus"]),
            match.start(),
            match.end("name"),
            match.end("colon"),
            match.end(),
        )
        for match in tables.pattern.finditer(without_marks(text))
    ]


def order_of(value: str) -> tuple[Order, int] | None:
    """The order that the beginning of `value` names, and where that ends; None: no order."""
    words = list(re.finditer(r"\S+", value))
    for count in range(min(len(words), 3), 0, -1):
        end = words[count - 1].end()
        found = _tables().orders.get(_key(value[:end]))
        if found is not None:
            return found, end
    return None


def is_idle(text: str) -> bool:
    """Whether these words ask for no more than news as such."""
    return _key(text) in _tables().idle


def idle_head(text: str) -> int:
    """Characters at the beginning of `text` that say no more than that: `tin tức về | lũ lụt`."""
    words = list(re.finditer(r"\S+", text))
    for count in range(min(len(words), _IDLE_WORDS), 0, -1):
        if is_idle(text[: words[count - 1].end()]):
            joined = words[count : count + 1]
            if joined and _key(joined[0][0]) in _tables().joints:
                count += 1
            return words[count - 1].end()
    return 0


@cache
def _tables() -> _Tables:
    raw = tomllib.loads(files(__package__).joinpath("fields.toml").read_text("utf-8"))
    fields = {_key(name): Field(field) for field, names in raw["names"].items() for name in names}
    orders: dict[str, Order] = {
        _key(name): order for order, names in raw["orders"].items() for name in names
    }
    longest = sorted(fields, key=len, reverse=True)
    names = "|".join(name.replace(" ", r"\s{1,3}") for name in longest)
    return _Tables(
        # an address has a colon too (`http://`), a ratio and a time of day as well
        pattern=re.compile(
            rf"(?<![\w/.-])(?P<minus>-)?(?P<name>{names})(?P<colon>\s?:)\s{{0,3}}(?![\s:/])",
            re.IGNORECASE,
        ),
        fields=fields,
        orders=orders,
        idle=frozenset(_key(words) for words in raw["idle"]["words"]),
        joints=frozenset(_key(word) for word in raw["idle"]["joints"]),
    )


def _key(text: str) -> str:
    return " ".join(folded_words(text))
