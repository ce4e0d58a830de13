"""Short queries written otherwise as well: `BTV tỉnh ủy` is also asked for as `Ban Thường vụ` tỉnh
ủy, `ủy ban kiểm tra` as `UBKT`, `kỉ luật` as `kỷ luật` and `tỷ đồng` as `tỉ đồng`.

Schools write i where most papers write y at the end of a syllable (Decision 240/QĐ of the Ministry
of Education, 1984); only what is the rarer spelling is read both ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from bot.language.abbreviations import abbreviations
from storage.models import SearchQuery
from storage.text import folded_words

MOST_WORDS = 6
"""Longer queries are titles and sentences, which are found as they stand."""
_LEAST_LETTERS = 3
"""Shorter ones are words too."""


_WITH_I = re.compile(
    r"(?P<onset>[hklmst]|qu)(?P<vowel>i)(?P<tone>[\u0300\u0301\u0303\u0309\u0323]?)", re.I
)
"""A decomposed syllable that is mostly written with y."""
_BILLION = {"tỷ": "tỉ", "tỉ": "tỷ"}


def otherwise_written(query: SearchQuery) -> tuple[SearchQuery, ...]:
    """The query with one abbreviation written out, or one name abbreviated, and the query in the
    commoner spelling; empty: it has none of these.

    Only for a query of a few plain words that has no other readings.
    """
    words = query.words
    if query.alternatives or not 0 < len(words) <= MOST_WORDS:
        return ()
    folded = [" ".join(folded_words(word)) for word in words]
    spelled = tuple(with_y(word) for word in words)
    respelled = (replace(query, words=spelled),) if spelled != words else ()
    return (*tuple(_readings(query, folded))[:1], *respelled)


def with_y(word: str) -> str:
    """`kỉ` → `kỷ`, `quí` → `quý`; `tỷ`, of which both are common, → `tỉ`. Others as they are."""
    if word.lower() in _BILLION:
        return _BILLION[word.lower()]
    found = _WITH_I.fullmatch(unicodedata.normalize("NFD", word))
    if found is None or (not found["tone"] and not found["onset"].lower().startswith("qu")):
        return word  # without a tone mark it may be anything: `mi`, `hi`
    return unicodedata.normalize("NFC", f"{found['onset']}y{found['tone']}")


def _readings(query: SearchQuery, folded: list[str]) -> Iterator[SearchQuery]:
    words = query.words
    for at, word in enumerate(folded):
        if word in _written_out():
            rest = (*words[:at], *words[at + 1 :])
            yield replace(query, words=rest, phrases=(*query.phrases, _written_out()[word]))
    for length in range(len(words), 1, -1):
        for at in range(len(words) - length + 1):
            short = _shortened().get(" ".join(folded[at : at + length]))
            if short is not None:
                yield replace(query, words=(*words[:at], short, *words[at + length :]))


@cache
def _written_out() -> dict[str, str]:
    """Folded abbreviation → the words; of those that mean one thing."""
    found: dict[str, set[str]] = {}
    for short, words in abbreviations().items():
        if len(short) >= _LEAST_LETTERS and short.isalpha():
            found.setdefault(" ".join(folded_words(short)), set()).add(words)
    return {short: words.pop() for short, words in found.items() if len(words) == 1}


@cache
def _shortened() -> dict[str, str]:
    """Folded words → their abbreviation; the shortest of several."""
    found: dict[str, str] = {}
    for short, words in _written_out().items():
        key = " ".join(folded_words(words))
        if " " in key and len(short) <= len(found.get(key, short)):
            found[key] = short
    return found
