"""Words of a question or sentence, as they are compared: syllables and whole numbers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from storage.text import MAX_SYLLABLE, exact_key, fold

_WORD = re.compile(
    r"\d+(?:[.,:/×x–-]\d+)*%?"  # 1.345.596, 20-18, 2/3, 4:51, 60%
    r"|[^\W_]+(?:[\u0300-\u036f]|[^\W_])*(?:['’.&/-](?=[^\W_])[^\W_]+)*"
)


class Word(NamedTuple):
    """A syllable, number or foreign word with its place in the text it came from."""

    exact: str
    folded: str
    start: int
    end: int
    capital: bool
    digit: bool


def read_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`; offsets are into `text`."""
    return [
        Word(*_keys(found[0][:MAX_SYLLABLE]), found.start(), found.end(), *_look(found[0]))
        for found in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def _look(word: str) -> tuple[bool, bool]:
    return word[0].isupper(), word[0].isdigit()


_SYLLABLE = re.compile(
    r"(?:[bcdghklmnpqrstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:c|ch|m|ng?|nh|p|t)?"
)


def is_syllable(word: Word) -> bool:
    """Whether it may be a Vietnamese syllable; names such as "Haxaco" or "Illinois" are none."""
    return _SYLLABLE.fullmatch(word.folded) is not None


@cache
def table(name: str) -> dict[str, Any]:
    """A table of this package, read once."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


_cached: dict[str, tuple[str, str]] = {}


def _keys(word: str) -> tuple[str, str]:
    found = _cached.get(word)
    if found is None:
        if len(_cached) > 50_000:  # hostile text must not fill the memory
            _cached.clear()
        found = _cached[word] = (exact_key(word), fold(word))
    return found


@cache
def function_words() -> dict[str, str]:
    """Exact key of a one-syllable function word → its class; the first class that lists it."""
    found: dict[str, str] = {}
    for name, words in table("function_words.toml").items():
        for word in words if isinstance(words, list) else ():
            if " " not in word:
                found.setdefault(exact_key(word), name)
    return found


@cache
def loose_function_words() -> frozenset[str]:
    """Folds of all one-syllable function words, those that may be other words among them."""
    return frozenset(map(fold, function_words()))


@cache
def folded_function_words() -> dict[str, str]:
    """The same by folded key, without those that may be other words."""
    bare = set(table("function_words.toml")["bare"]["content"])
    found: dict[str, str] = {}
    for word, name in function_words().items():
        if fold(word) not in bare:
            found.setdefault(fold(word), name)
    return found
