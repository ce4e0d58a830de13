"""Words of a text as numbers: what articles are compared by, in arrays. Pure.

A syllable's key is a hash of its folded letters, the same in every process; the key of a pair or a
phrase follows from those of its syllables. Two of a million different keys are the same with a
chance of about one in ten million, so that keys stand for what they were made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.digest.rarity import RAREST, rarities
from storage.text import MAX_SYLLABLE, fold

Keys = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float64]

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|[_\n]")
_CAPITAL, _DIGIT, _FLAGS = 1, 2, 3
_LINE = 4
"""Of the line break; no syllable has it, nor 0, which is that of signs."""

_TIMES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
"""Odd numbers that spread keys over 64 bits: that of the golden ratio, and a prime of xxHash."""


class Words(NamedTuple):
    """The words of a text, one number each in all arrays."""

    keys: Keys
    line: npt.NDArray[np.int64]
    """Index of the line."""
    joined: npt.NDArray[np.bool_]
    """Nothing but blanks stands between the word and the next one of the same line."""
    capital: npt.NDArray[np.bool_]
    digit: npt.NDArray[np.bool_]
    """Begins with one."""


@lru_cache(maxsize=1 << 15)
def _key(word: str) -> int:
    if word == "\n":
        return _LINE
    if not word[0].isalnum():
        return 0
    folded = fold(word[:MAX_SYLLABLE])
    number = int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), "little")
    flags = _CAPITAL * word[0].isupper() + _DIGIT * folded[:1].isdigit()
    return (number | 8) & ~_FLAGS | flags


def words_of(text: str, most: int) -> Words:
    """The first `most` words of a text in NFC; a line break ends a line."""
    found = _TOKEN.findall(text)
    keys = np.fromiter(map(_key, found), dtype=np.uint64, count=len(found))
    at = (keys > np.uint64(_LINE)).nonzero()[0][:most]
    line = np.cumsum(keys == np.uint64(_LINE))[at]
    taken = keys[at]
    joined = np.zeros(len(at), dtype=np.bool_)
    joined[:-1] = at[1:] - at[:-1] == 1
    return Words(
        keys=taken & np.uint64(~_FLAGS & 0xFFFFFFFFFFFFFFFF),
        line=line.astype(np.int64),
        joined=joined,
        capital=(taken & np.uint64(_CAPITAL)) > 0,
        digit=(taken & np.uint64(_DIGIT)) > 0,
    )


def pair_keys(first: Keys, second: Keys) -> Keys:
    """Of two syllables one behind the other."""
    turned = np.right_shift(second, np.uint64(29)) ^ second
    mixed = np.add(first * _TIMES[0], turned * _TIMES[1], dtype=np.uint64)
    spread: Keys = np.right_shift(mixed, np.uint64(31)) ^ mixed
    return spread


def keys_of(words: Iterable[str]) -> Keys:
    """Of syllables that are at hand one by one."""
    return np.array([_key(word) & ~_FLAGS for word in words], dtype=np.uint64)


@cache
def _table() -> tuple[Keys, Weights]:
    """Keys in order, and how rare each is."""
    known = rarities()
    firsts = keys_of(said.partition(" ")[0] for said in known)
    lasts = keys_of(said.rpartition(" ")[2] for said in known)
    paired = np.array([" " in said for said in known])
    keys = np.where(paired, pair_keys(firsts, lasts), firsts)
    order = np.argsort(keys)
    return keys[order], np.fromiter(known.values(), dtype=np.float64)[order]


def rarity_of(keys: Keys) -> Weights:
    """As `rarities`; `RAREST` for what is not in the table."""
    known, weights = _table()
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, weights[at], RAREST)
