"""The table of topics (`topics.toml`), read once, with its phrases ready to be looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

from bot.language.provinces import all_provinces
from storage.text import Syllable, folded_words, syllables

SECTION_POINTS = 10.0
WIDE_SECTION_POINTS = 3.0

DECISIVE, STRONG, WORD, HINT = 4.0, 1.5, 1.0, 0.5
"""Factors of the lists of a topic."""

ABROAD, HOME = "(abroad)", "(home)"
"""What a phrase means that names another country, and one that names a place of Việt Nam."""

ABROAD_FACTOR = 2.0

_NO_PROVINCE = "Hòa Bình"
"""A former province that is also the word for peace."""


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    sections: tuple[str, ...]
    wide_sections: tuple[str, ...]
    decisive: tuple[str, ...]
    strong: tuple[str, ...]
    keywords: tuple[str, ...]
    hints: tuple[str, ...]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topic: tuple[_Row, ...]
    abroad: _Words
    home: _Words
    hiding: _Words


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the table, as it is written there."""

    key: str
    sections: tuple[str, ...]
    keywords: tuple[tuple[str, float], ...]
    """Phrase and its factor."""


class Meaning(NamedTuple):
    """What a phrase of the table stands for."""

    phrase: str
    """As it is written in the table."""
    factors: dict[str, float]
    """By topic, `ABROAD` or `HOME`; empty for what only hides others."""


class Phrases:
    """Phrases by their first syllable, the longest first."""

    def __init__(self) -> None:
        self._meaning: dict[tuple[str, ...], Meaning] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, words: tuple[str, ...], written: str, topic: str | None, factor: float) -> None:
        """`topic` None: the phrase hides others and means nothing itself."""
        factors = self._meaning.setdefault(words, Meaning(written, {})).factors
        if topic is not None:
            factors[topic] = max(factor, factors.get(topic, 0.0))
        known = {*self._lengths.get(words[0], ()), len(words)}
        self._lengths[words[0]] = tuple(sorted(known, reverse=True))

    def find(self, words: Sequence[str]) -> Iterator[Meaning]:
        """What stands in `words`, from left to right, each place taken once."""
        at = 0
        while at < len(words):
            step = 1
            for length in self._lengths.get(words[at], ()):
                meaning = self._meaning.get(tuple(words[at : at + length]))
                if meaning is not None:
                    yield meaning
                    step = length
                    break
            at += step


class Table(NamedTuple):
    """The rows, and all phrases by how a text is written."""

    topics: tuple[Topic, ...]
    written: Phrases
    """By exact syllables."""
    bare: Phrases
    """By folded ones, for text without diacritics; none of one syllable."""
    sections: Phrases
    """Names of sections, folded; the factors are points."""


@lru_cache(maxsize=1)
def table() -> Table:
    """The table; read once.

    Raises:
        msgspec.ValidationError: the file lacks a field or has one too many.
    """
    text = resources.files("bot.facts").joinpath("topics.toml").read_text("utf-8")
    file = msgspec.convert(tomllib.loads(text), _File)
    made = Table(tuple(map(_topic, file.topic)), Phrases(), Phrases(), Phrases())
    for row in file.topic:
        for factor, words in _lists(row):
            for word in words:
                _add(made, word, row.key, factor)
        for points, names in (
            (SECTION_POINTS, row.sections),
            (WIDE_SECTION_POINTS, row.wide_sections),
        ):
            for name in names:
                made.sections.add(tuple(folded_words(name)), name, row.key, points)
    for word in file.abroad.phrases:
        _add(made, word, ABROAD, ABROAD_FACTOR)
    for word in (*file.home.phrases, *_province_names()):
        _add(made, word, HOME, 0.0)
    for word in file.hiding.phrases:
        _add(made, word, None, 0.0)
    return made


def _province_names() -> Iterator[str]:
    for it in all_provinces():
        yield from (name for name in (it.name, *it.former) if name != _NO_PROVINCE)


def _add(made: Table, written: str, topic: str | None, factor: float) -> None:
    words: list[Syllable] = syllables(written)
    made.written.add(tuple(word.exact for word in words), written, topic, factor)
    if len(words) > 1:
        made.bare.add(tuple(word.folded for word in words), written, topic, factor)


def _lists(row: _Row) -> tuple[tuple[float, tuple[str, ...]], ...]:
    return (
        (DECISIVE, row.decisive),
        (STRONG, row.strong),
        (WORD, row.keywords),
        (HINT, row.hints),
    )


def _topic(row: _Row) -> Topic:
    return Topic(
        row.key,
        (*row.sections, *row.wide_sections),
        tuple((it, factor) for factor, words in _lists(row) for it in words),
    )
