"""Names of laws, codes and ordinances: how they are written, and the one slug of each.

`Luật phòng, chống tham nhũng`, `Luật PCTN`; `Luật Hôn nhân gia đình` is the law "Hôn nhân và gia
đình"; `BLHS`, `Bộ Luật Hình sự` and `luật Hình sự` are one code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from storage.text import exact_key, fold

_MOST_WORDS = 16
_WORD = re.compile(r"[\s,]{1,3}(?:&\s{1,3}|-\s{1,3})?([^\W_]{1,12}(?:[-/&][A-ZĐa-zđ]{1,9}){0,2})")
_SPLIT = re.compile(r"\w+")


class LawNamed(NamedTuple):
    """Where a name ends, and its slug: `"phong-chong-tham-nhung"`."""

    end: int
    slug: str


@dataclass(frozen=True, slots=True)
class _Laws:
    slugs: dict[tuple[str, ...], str]
    """Words of each name as `_plain` has them → slug."""
    single: dict[str, str]
    """Names of one word, which must have their marks: `Giá`, but not `Luật gia`."""
    short: dict[str, tuple[str, ...]]
    """Folded abbreviation within a name → its words."""
    codes: frozenset[str]
    """Slugs of what is a code, though it be called a law."""
    marks: dict[str, str]
    """`BLHS` → slug of the code."""


@cache
def _laws() -> _Laws:
    raw = tomllib.loads(files(__package__).joinpath("laws.toml").read_text(encoding="utf-8"))
    names = [it.strip() for it in re.split(r"[;\n]", raw["laws"]) if it.strip()]
    slugs: dict[tuple[str, ...], str] = {}
    loose: dict[tuple[str, ...], str] = {}
    for name in sorted(names, key=len, reverse=True):
        words = _words(name)
        slug = loose.setdefault(_without_and(words), "-".join(_SPLIT.findall(fold(name))))
        slugs[words] = slugs[_without_and(words)] = slug
    return _Laws(
        slugs=slugs,
        single={exact_key(name): fold(name) for name in names if " " not in name},
        short={fold(mark): _words(words) for mark, words in raw["short"].items()},
        codes=frozenset(raw["codes"].values()),
        marks=raw["codes"],
    )


def law_named(text: str, at: int, limit: int) -> LawNamed | None:
    """The longest name of a known law that begins behind `at`; None: there is none."""
    laws = _laws()
    words: list[str] = []
    best = None
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, at, limit)):
        written = word[1]
        if not written.islower():
            words += laws.short.get(fold(written)) or _words(written)
        else:
            words += _words(written)
        at = word.end()
        slug = laws.slugs.get(tuple(words))
        if slug is not None and (len(words) > 1 or exact_key(written) in laws.single):
            best = LawNamed(at, slug)
    return best


def is_code(slug: str) -> bool:
    """Whether the law of this slug is a code: `Luật Lao động` is the Bộ luật Lao động."""
    return slug in _laws().codes


def code_marks() -> dict[str, str]:
    """Abbreviations that name a code by themselves, `BLHS`, each with its slug."""
    return _laws().marks


def _words(name: str) -> tuple[str, ...]:
    """Folded, with "y" as "i": `quản lý`, `quản lí`."""
    return tuple(it.replace("y", "i") for it in _SPLIT.findall(fold(name)))


def _without_and(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in words if it != "va")
