"""What the words of an article say of its topic, learnt from labelled and unlabelled articles.

`topic_words.txt` holds a weight per topic for syllables and pairs of neighbouring syllables: a
multinomial logistic regression over latent dimensions of the words (latent semantic analysis,
Deerwester et al., 1990), multiplied out to the words, so that words of few labelled articles borrow
from those they stand beside. `python -m tests.benchmarks.train_topics --write` makes it; what it
is worth beside the table: docs/measurements.md. It is not for editing: `topics.toml` is.

A word counts by where it stands (title, lead, body as 4 : 2 : 1, then as 1 + ln) times its rarity;
the sum is divided by the length of the vector, so that a long text says no more than a short one.
The weights of all topics lie in one integer, a field of `FIELD` bits each: one multiplication adds
a word to every topic, which makes an article five times as fast as a loop over ten numbers.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

from storage.text import Syllable, fold

READ = (60, 120, 250)
"""Syllables of title, lead and body that are looked at."""
PLACES = (4, 2, 1)
SCALE = 8
"""A word's count is rounded to the nearest eighth."""
FIELD = 32
MIDDLE = 128
"""Weights are stored as bytes around this."""
RARITY = 16.0
"""The last byte of a row is the word's rarity in sixteenths."""

_HIGHEST = 1_000
_COUNTED = tuple(
    round(SCALE * (0.5 if times < 2 else 1.0 + math.log(times / 2)))
    for times in range(_HIGHEST + 1)
)


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First line of the file: how words and table are weighed against each other.

    A topic's score is `words` times what its words say, `table` times the root of its points, and
    its `bias`; other countries and a place of ours add to "other".
    """

    topics: tuple[str, ...]
    """In the order of the weights."""
    unit: float
    """What one step of a stored weight is worth."""
    base: tuple[float, ...]
    words: float
    table: float
    bias: tuple[float, ...]
    abroad: float
    home: float


class Entry(NamedTuple):
    """What is known of a syllable or pair."""

    packed: int
    """The weights of all topics, first topic in the lowest field."""
    square: float
    """Of its rarity."""


class Words(NamedTuple):
    """The learned half of the judgement."""

    head: Head
    written: Mapping[str, Entry]


def counted(places: Sequence[Sequence[str]]) -> dict[str, int]:
    """Syllables and pairs of title, lead and body with what they count, in units of 1 / `SCALE`."""
    found: dict[str, int] = {}
    for weight, most, words in zip(PLACES, READ, places, strict=True):
        last = None
        for word in words[:most]:
            found[word] = found.get(word, 0) + weight
            if last is not None:
                pair = f"{last} {word}"
                found[pair] = found.get(pair, 0) + weight
            last = word
    return {word: _COUNTED[min(times, _HIGHEST)] for word, times in found.items()}


def word_scores(places: Sequence[Sequence[Syllable]]) -> list[float]:
    """What the words of title, lead and body say for each topic of `words().head`, in logits.

    A text without any diacritics is read by its folded words.
    """
    bare = all(word.exact == word.folded for place in places for word in place)
    if bare:
        known: Mapping[str, Entry] = _bare()
        counts = counted([[word.folded for word in place] for place in places])
    else:
        known = words().written
        counts = counted([[word.exact for word in place] for place in places])
    total = weight = 0
    square = 0.0
    for word, times in counts.items():
        entry = known.get(word)
        if entry is not None:
            total += entry.packed * times
            weight += times
            square += entry.square * times * times
    head = words().head
    if not weight:
        return list(head.base)
    mask = (1 << FIELD) - 1
    length = math.sqrt(square)
    return [
        base + head.unit * ((total >> (FIELD * at) & mask) - MIDDLE * weight) / length
        for at, base in enumerate(head.base)
    ]


@lru_cache(maxsize=1)
def words() -> Words:
    """The weights; read once, at the first article.

    Raises:
        ValueError: the file is not what `train_topics` writes.
    """
    text = resources.files("bot.facts").joinpath("topic_words.txt").read_text("utf-8")
    first, *lines = text.splitlines()
    head = msgspec.convert(json.loads(first), Head)
    return Words(head, dict(map(_entry, lines)))


def pack(weights: Sequence[int]) -> int:
    """Bytes of `weights` as fields of one integer."""
    return sum(weight << (FIELD * at) for at, weight in enumerate(weights))


def line(word: str, weights: Sequence[int], rarity: float) -> str:
    """One row of the file; `weights` are bytes around `MIDDLE`."""
    row = bytes((*weights, max(1, min(255, round(rarity * RARITY)))))
    return f"{word}\t{base64.b85encode(row).decode('ascii')}"


def _entry(row: str) -> tuple[str, Entry]:
    word, _, code = row.rpartition("\t")
    *weights, rarity = base64.b85decode(code)
    return word, Entry(pack(weights), (rarity / RARITY) ** 2)


@lru_cache(maxsize=1)
def _bare() -> dict[str, Entry]:
    """By folded word: the mean of those that fold alike, each as often as it occurs."""
    mask = (1 << FIELD) - 1
    alike: dict[str, list[tuple[float, Entry]]] = {}
    for word, entry in words().written.items():
        often = math.exp(-math.sqrt(entry.square))
        alike.setdefault(fold(word), []).append((often, entry))
    found = {}
    for word, entries in alike.items():
        whole = sum(often for often, _ in entries)
        weights = [
            round(sum(often * (it.packed >> (FIELD * at) & mask) for often, it in entries) / whole)
            for at in range(len(words().head.topics))
        ]
        found[word] = Entry(pack(weights), math.log(whole) ** 2)
    return found
