"""What fits a query nearly: articles that lack some of its words. One rule for every backend. Pure.

Articles of one story use different words, so that asking for all of them finds a part. Where fewer
than `ENOUGH` articles have all, the best of those are added that have words of at least `SHARE` of
the weight of all, a word weighing by its rarity; an index looks for them among its best alone, for
further ones would stand behind all that fits. Some numbers are never spared: "quý II" is not nearly
"quý III". All of it goes by folded syllables: diacritics never decide what is found.

These numbers and `ALL_WORDS` were chosen on every second question of the search benchmark; the
other half is printed beside it (`python -m tests.benchmarks.bench_search`).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Mapping, Set
from typing import NamedTuple

from storage.models import SearchQuery
from storage.terms import ASKED_AT_ONCE
from storage.text import nfc, tokens

FEWEST = 4
"""Different syllables that are needed: of fewer, none can be spared."""

SHORT = 6
"""Different syllables up to which a number says what a query is about."""

ENOUGH = 500
"""So many articles with all words are enough."""

SHARE = 0.4
"""Of the weight of all words, what an article must have."""

MOST = 20
"""Articles that are added."""

MARKED = 24
"""Words that are told apart: as many bits as the score of an index has room for."""

ALL_WORDS = 4.0
"""What having all of the words adds to a score: about one rare word."""


_ROMAN = re.compile(r"^(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})$")
_NUMBER = re.compile(rf"\d|{_ROMAN.pattern}")
_WORDS_TOO = frozenset({"vi", "xi"})


def allows_nearly(query: SearchQuery) -> bool:
    """Whether `query` wants articles that fit nearly, and has words enough for that."""
    return (
        query.nearly
        and query.order == "relevance"
        and not query.prefix
        and not query.any_word
        and len(wanted(query)) >= FEWEST
    )


def wanted(query: SearchQuery) -> dict[str, str]:
    """Folded syllable → how it was typed, of the first `MARKED` words."""
    return dict(_wanted(query.words))


@functools.lru_cache(maxsize=ASKED_AT_ONCE)
def _wanted(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for word in map(nfc, words):
        for token in tokens(word):
            if len(found) < MARKED:
                found.setdefault(token.folded, word[token.start : token.end])
    return tuple(found.items())


def unsparable(words: Collection[str]) -> list[str]:
    """The folded syllables without which an article does not fit nearly.

    Roman numbers (`vi` and `xi` are words more often), and in a query of at most `SHORT` all.
    """
    number = _NUMBER if len(words) <= SHORT else _ROMAN
    return [word for word in words if number.search(word) and word not in _WORDS_TOO]


def weights(holders: Mapping[str, int], articles: int) -> dict[str, float]:
    """Syllable → its weight, from how many of the `articles` hold it: as BM25 has it."""
    return {
        word: math.log(1 + (max(articles, count) - count + 0.5) / (count + 0.5))
        for word, count in holders.items()
    }


def rarest(weighed: Mapping[str, float]) -> list[str]:
    """The fewest syllables of which every article that fits nearly has one, the rarest first."""
    rest = total = sum(weighed.values())
    found = []
    for word in sorted(weighed, key=lambda each: (-weighed[each], each)):
        if rest < SHARE * total:
            break
        found.append(word)
        rest -= weighed[word]
    return found


class Bar(NamedTuple):
    """What an article must have to fit nearly."""

    words: frozenset[str]
    """The folded syllables that are wanted; who has all of them fits, and not nearly."""
    unsparable: frozenset[str]
    weighed: Mapping[str, float]
    least: float

    @classmethod
    def of(cls, weighed: Mapping[str, float]) -> Bar:
        """For syllables with their weights."""
        least = SHARE * sum(weighed.values())
        return cls(frozenset(weighed), frozenset(unsparable(weighed)), weighed, least)

    def fits_nearly(self, held: Set[str]) -> bool:
        """Whether an article that holds these of the syllables lacks some, and has enough."""
        return (
            not self.words <= held
            and self.unsparable <= held
            and sum([self.weighed[word] for word in held]) >= self.least
        )


def lacking(typed: Mapping[str, str], held: Collection[str]) -> tuple[str, ...]:
    """What an article lacks of `wanted`, as it was typed and in that order."""
    return tuple(shown for word, shown in typed.items() if word not in held)
