"""Whether an article has the names of a question: of people, bodies in capitals, foreign words."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.answers.bare_names import bare_names
from bot.answers.near_misses import province_names
from bot.answers.passages import Read, is_passage
from bot.answers.question import Question
from bot.answers.words import is_syllable
from bot.language.person_names import capital_runs, find_names
from storage.text import exact_key, fold, folded_words, nfc

_SYLLABLE = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivx]{1,5} \w+|\w+ [ivx]{1,5}")
VOWELS = frozenset("aeiouy")
"""A word without one is an abbreviation: "tphcm"."""
_NAME = 5
"""Letters of a word that is no syllable and no abbreviation."""
_KNOWN_PAIRS = 0.5
"""Share of the neighbours within a name in capitals that the article must have: names of bodies
are written longer and shorter."""


def knows_foreign(question: Question, words: str) -> bool:
    """Whether a report has the words of the question that are no Vietnamese syllables: "Haxaco".

    Abbreviations may be written out.
    """
    return all(
        is_syllable(word)
        or not word.folded.isalpha()
        or len(word.folded) < _NAME
        or not VOWELS.intersection(word.folded)  # "tphcm" is written out
        or question.text[word.start - at : word.end - at].isupper()
        or f" {word.folded} " in words
        for at in [question.words[0].start if question.words else 0]
        for word in question.content
    )


def knows_names(question: Question, read: Read, words: str, *, explaining: bool) -> bool:
    """Full names only: a body's name may be written otherwise, a foreign one with other syllables
    beside it, so that in a text that explains single words of it are enough."""
    if not question.accented:
        return all(f" {name} " in words for name in bare_names(question))
    marked = f" {' '.join(word.exact for line in read.sentences for word in line)} "
    bare = all(word.exact == word.folded for line in read.sentences for word in line)
    names = find_names(question.text)
    for start, end in names:
        if f" {' '.join(folded_words(question.text[start:end]))} " not in words:
            return False
        if not bare and not _is_spelt_so(question.text[start:end], read):
            return False
    for run in capital_runs(question.text):
        start, end = run[0][0], run[-1][1]
        if any(first <= start and end <= last for first, last in names):
            continue
        written = folded_words(question.text[start:end])
        exact = [exact_key(it) for it in _SYLLABLE.findall(question.text[start:end])]
        if bare or " ".join(written) in province_names() or len(exact) != len(written):
            exact = written
        pairs = [
            (*it, *marks)
            for it, marks in zip(pairwise(written), pairwise(exact), strict=True)
            if not _ROMAN.fullmatch(" ".join(it))
        ]
        known = sum(
            f" {first} {second} " in (words if (first, second) == (one, two) else marked)
            or (explaining and f" {first} " in marked and f" {second} " in marked)
            or (
                explaining
                and is_passage(read)
                and any(f" {it} " in marked for it in (first, second))
            )
            for one, two, first, second in pairs
        )
        if known < len(pairs) * _KNOWN_PAIRS:
            return False
    return True


def _is_spelt_so(name: str, read: Read) -> bool:
    """Whether the name stands somewhere with the marks that were typed: "Nhàn" is not "Nhạn".

    A syllable that was typed without any may have some.
    """
    asked = [(exact_key(it), fold(it)) for it in _SYLLABLE.findall(nfc(name))]
    return any(
        all(
            word.folded == folded and (exact == folded or word.exact == exact)
            for word, (exact, folded) in zip(line[at:], asked, strict=False)
        )
        for line in read.sentences
        for at in range(len(line) - len(asked) + 1)
        if line[at].folded == asked[0][1]
    )
