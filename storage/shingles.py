"""How copies of a text are known: by shingles, and a sketch of them for the index. Pure.

A shingle is a run of three folded syllables of the running text (lead and paragraphs; breaks may
fall anywhere). Of two texts one repeats the other where most of the shingles of the smaller stand
in the larger: that survives a dropped lead, an added byline, cut sentences and a cut end, and
diacritics that were typed otherwise (Broder, "On the resemblance and containment of documents",
1997; among 10,028 real articles `CONTAINMENT` parts copies from all else). Where the titles are
equal less is enough: see `SAME_TITLE` and `FEWEST`.

The index keeps a sample of a text's shingles: those whose hash is a multiple of a power of two,
which is chosen by length so that 32 to 64 of them remain. Samples are nested, so what two texts
share of their sketches tells what they share in all, at the rate of the longer one.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from storage.text import folded_words

CONTAINMENT = 0.8
"""Share of the smaller text's shingles that the larger must have."""

SAME_TITLE = 0.65
"""The same where the titles are equal: an outlet rewrites a paragraph after others have copied it,
or they do. Two outlets' own reports of one event under equal titles share .46 to .54 (five such
pairs among 10,028 real articles, and none between that and `CONTAINMENT`)."""

FEWEST = 38
"""Shingles below which a text (forty syllables) is too short to be told by them; under equal titles
the title's syllables count: a feed that gives no more than title and lead repeats the article."""

TITLE = 6
"""Syllables of a title below which an equal one says nothing, as of a column."""

SKETCH = 64
"""Shingles of a text that the index keeps, on average at most."""

_LEAST_SHARED = 0.3
"""Of the sketch shingles that equal texts would share: for copies .8 is expected, give or take .15;
of articles about one thing 1 to 3 % are shared."""


class TextShingles(NamedTuple):
    """What two texts are compared by."""

    found: frozenset[int]
    """The running text's shingles, each by its CRC-32, however few."""
    title: tuple[str, ...]
    """The title's folded syllables."""

    def repeats(self, other: TextShingles) -> bool:
        """Whether one of the texts holds the other, as far as their length lets that be told."""
        share = containment(self.found, other.found)
        fewest = min(len(self.found), len(other.found))
        if share >= CONTAINMENT and fewest >= FEWEST:
            return True
        if self.title != other.title or len(self.title) < TITLE:
            return False
        if fewest < FEWEST:
            return share >= CONTAINMENT and fewest + len(self.title) >= FEWEST
        return share >= SAME_TITLE


def shingles(title: str, lead: str | None, paragraphs: Sequence[str]) -> TextShingles:
    """An article's shingles."""
    running = folded_words("\n".join((lead or "", *paragraphs)))
    return TextShingles(shingles_of(running), tuple(folded_words(title)))


def shingles_of(folded: Sequence[str]) -> frozenset[int]:
    """The shingles of a running text, given its folded syllables."""
    runs = zip(folded, folded[1:], folded[2:], strict=False)
    return frozenset([zlib.crc32(f"{one} {two} {three}".encode()) for one, two, three in runs])


class Sketch(NamedTuple):
    """What the index keeps of a text: a sample of its shingles, and how many there are in all."""

    sample: frozenset[int]
    size: int

    @classmethod
    def of(cls, found: frozenset[int]) -> Sketch:
        """The sketch of these shingles."""
        step = 1 << _level(len(found))
        return cls(frozenset(each for each in found if each % step == 0), len(found))

    def near(self, other: Sketch) -> bool:
        """Whether one of the texts may hold the other."""
        return may_contain(len(self.sample & other.sample), self.size, other.size)


def may_contain(shared: int, size: int, other: int) -> bool:
    """Whether texts of `size` and `other` shingles, of whose samples `shared` are the same, may
    hold one another.
    """
    expected = min(size, other) / (1 << max(_level(size), _level(other)))
    return shared >= max(1.0, _LEAST_SHARED * expected)


def containment(found: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that the larger has; 0 where one is empty."""
    smaller = min(len(found), len(other))
    return len(found & other) / smaller if smaller else 0.0


def _level(size: int) -> int:
    """The power of two that leaves at most `SKETCH` of so many shingles."""
    return max(0, (size - 1) // SKETCH).bit_length()
