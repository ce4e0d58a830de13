"""Names of persons in a question that was typed without diacritics and capitals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.answers.question import Question
from bot.answers.question_reading import phrases
from bot.answers.words import table
from bot.language.person_names import find_names, name_tables
from bot.language.provinces import all_provinces
from storage.text import fold, folded_words

_SYLLABLES = (2, 3, 4)
_MIDDLE = frozenset({"thi", "van", "duc", "dinh", "huu", "quang", "ngoc", "minh", "xuan"})
"""Middle names that hardly ever follow a family name's syllable where it is another word."""


def names_asked(question: Question) -> list[str]:
    """The names of persons in a question, folded: by their capitals, or as they may be told
    without them."""
    found = [" ".join(folded_words(question.text[a:b])) for a, b in find_names(question.text)]
    return found if found or question.accented else bare_names(question)


def bare_names(question: Question) -> list[str]:
    """Folded names of two to four syllables.

    A name begins with a family name, at the beginning of the question or behind a form of address,
    and ends where a verb begins that persons are asked about with ("giu chuc", "de nghi"); a family
    name with "thi" or "van" and one more syllable is one anywhere.
    """
    words = [word.folded for word in question.words]
    start, end = question.slot
    found: list[str] = []
    at = 0
    while at < len(words):
        length = _length(words, at, (start, end))
        if length:
            found.append(" ".join(words[at : at + length]))
        at += length or 1
    return found


def _length(words: Sequence[str], at: int, slot: tuple[int, int]) -> int:
    """Syllables of the name that begins here, 0 where none does."""
    if (
        words[at] not in _surnames()
        or (words[at],) in _listed("addresses")
        or slot[0] <= at < slot[1]
    ):
        return 0
    if _is_other(words, at):
        return 0
    stops = table("question.toml")["stops"]["folded"]
    usual = at + 2 < len(words) and words[at + 1] in _MIDDLE
    addressed = any(_ends(words[:at], it) for it in _listed("addresses"))
    if at and not usual and not addressed:
        return 0
    for count in _SYLLABLES:
        after = at + count
        if after > len(words) or at < slot[0] < after:
            continue
        if count == 2 and not addressed:
            continue  # "đô thị", "lương thực"
        if any(word in stops for word in words[at + 1 : after]):
            break
        rest = words[after:]
        if (after == slot[0] and (usual or addressed)) or any(
            rest[: len(it)] == list(it) for it in _listed("after")
        ):
            return count
    return 3 if usual and words[at + 1] in {"thi", "van"} else 0


def _is_other(words: Sequence[str], at: int) -> bool:
    """A province or the name of a kind of body begins here: "ha noi", "dang uy khoi"."""
    rest = tuple(words[at : at + 4])
    bodies = (*phrases(False, "nouns", "body"), *phrases(False, "nouns", "where"))
    return any(
        rest[: len(it)] == it for it in (*_provinces(), *(it for it in bodies if len(it) > 1))
    )


def _ends(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return tuple(words[len(words) - len(phrase) :]) == phrase


@cache
def _listed(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(it).split()) for it in table("question.toml")["bare_names"][name])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(it) for it in name_tables().common)


@cache
def _provinces() -> tuple[tuple[str, ...], ...]:
    names = {name for it in all_provinces() for name in (it.name, *it.former)}
    return tuple(tuple(folded_words(name)) for name in names)
