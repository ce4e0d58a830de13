"""The articles of one story as sentences and syllable pairs, to choose a summary from. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.sentences import split_sentences
from storage.text import syllables

_CREDIT = re.compile(r"(?:nguồn )?(?:ảnh|nguồn|hình|video|clip|đồ họa) ?:", re.IGNORECASE)
_CREDIT_BEFORE = re.compile(
    r"\((?:nguồn )?(?:ảnh|nguồn|hình|video|clip|đồ họa) ?:[^)]{0,80}\)[.\s]{0,9}", re.IGNORECASE
)
"""How a credit begins; in a text without line breaks the sentence behind it hangs on it."""

Pair = tuple[str, str]
"""Two neighbouring syllables; see `spelled`."""

LEAST = 4
"""Syllables below which a sentence says nothing by itself."""

MOST_SENTENCES = 60
"""Of one article that are looked at: news says first what matters."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of one article."""

    text: str
    """As it stands there, without outer blanks."""
    document: int
    """Index of its article in `ClusterText.documents`."""
    line: int
    """Index of its line within the article."""
    position: int
    """0 for the first of its article, of those that are kept here."""
    place: int
    """Its number among all sentences of its article: neighbours differ by 1."""
    of: int
    """How many sentences its article has."""
    words: tuple[str, ...]
    pairs: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class ClusterText:
    """All sentences of a story, article by article, and the titles' syllables."""

    documents: tuple[tuple[Sentence, ...], ...]
    titles: tuple[tuple[str, ...], ...]
    given: tuple[int, ...]
    """For each article its index among those that were given: empty ones are left out."""

    @property
    def sentences(self) -> list[Sentence]:
        """In the order of the articles and of their texts."""
        return [sentence for document in self.documents for sentence in document]


def cluster_text(documents: Sequence[tuple[str, Sequence[str]]]) -> ClusterText:
    """Of each article its title and its lines (lead, paragraphs; no captions, no byline).

    An article without a sentence of `LEAST` syllables is left out, its title too.
    """
    read: list[tuple[Sentence, ...]] = []
    given: list[int] = []
    titles: list[tuple[str, ...]] = []
    for index, (title, lines) in enumerate(documents):
        found = _sentences(len(read), lines)
        if found:
            read.append(found)
            given.append(index)
            titles.append(spelled(title))
    return ClusterText(tuple(read), tuple(titles), tuple(given))


def _sentences(document: int, lines: Sequence[str]) -> tuple[Sentence, ...]:
    pieces: list[tuple[int, int, str, tuple[str, ...]]] = []
    place = 0
    for number, line in enumerate(lines):
        for start, end in split_sentences(line):
            text = line[start:end].strip()
            text = text[_credit(text) :]
            words = spelled(text)
            if len(words) >= LEAST and _CREDIT.match(text.lstrip("(")) is None:
                pieces.append((number, place, text, words))
            place += 1
        if len(pieces) >= MOST_SENTENCES:
            break
    return tuple(
        Sentence(text, document, line, at, place, len(pieces), words, frozenset(pairwise(words)))
        for at, (line, place, text, words) in enumerate(pieces[:MOST_SENTENCES])
    )


def _credit(text: str) -> int:
    """Characters of a credit in brackets that stands before the sentence."""
    match = _CREDIT_BEFORE.match(text)
    return match.end() if match else 0


def spelled(text: str) -> tuple[str, ...]:
    """The syllables of a text in lower case, the same wherever tone marks are placed."""
    return tuple(term.exact for term in syllables(text))
