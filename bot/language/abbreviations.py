"""Abbreviations of Vietnamese public life, read both ways."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from storage.text import fold


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviation as written → the words that it stands for."""
    raw = tomllib.loads(files(__package__).joinpath("abbreviations.toml").read_text("utf-8"))
    return dict(raw["words"])


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(abbreviations(), key=len, reverse=True)
    return re.compile(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, longest))})(?![\w&])")


def expand(text: str) -> str:
    """The text with every known abbreviation written out: `UBND tỉnh` → `Ủy ban nhân dân tỉnh`."""
    return _pattern().sub(lambda found: abbreviations()[found[0]], text)


@cache
def _shortened() -> dict[str, tuple[str, ...]]:
    """Folded words → abbreviations for them."""
    found: dict[str, list[str]] = {}
    for short, words in abbreviations().items():
        found.setdefault(fold(words), []).append(short)
    return {words: tuple(shorts) for words, shorts in found.items()}


def abbreviations_of(words: str) -> tuple[str, ...]:
    """How the words are abbreviated; empty where they are not. Case and marks do not matter."""
    return _shortened().get(fold(" ".join(words.split())), ())
