"""Words of a question that an article says otherwise: "chết", "thiệt mạng" (`same.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.answers.question import Question
from bot.answers.question_reading import places
from bot.answers.words import Word, table
from storage.text import exact_key, fold


@dataclass(frozen=True, slots=True)
class Same:
    """Words of a question, and how else an article may say them.

    Attributes:
        keys: the words as the question compares them.
        others: phrases, each with a blank on either side, of such keys.
    """

    keys: frozenset[str]
    others: tuple[str, ...]


Phrase = tuple[str, ...]


@cache
def _groups(accented: bool) -> tuple[tuple[Phrase, ...], ...]:
    key = exact_key if accented else fold
    return tuple(
        tuple(tuple(key(word) for word in phrase.split()) for phrase in group)
        for group in table("same.toml")["groups"]
    )


def said_otherwise(question: Question) -> tuple[Same, ...]:
    """For each word or phrase of the question that has them: the phrases that say the same."""
    keys = [question.key(word) for word in question.words]
    content = {question.key(word) for word in question.content}
    found = []
    for group in _groups(question.accented):
        for phrase in group:
            if not content.issuperset(phrase) or next(iter(places(keys, phrase)), None) is None:
                continue
            others = tuple(f" {' '.join(it)} " for it in group if it != phrase)
            found.append(Same(frozenset(phrase), others))
    return tuple(found)


def told(same: Sequence[Same], sentence: Sequence[str]) -> set[str]:
    """Keys of the question's words that the sentence of these keys says otherwise."""
    if not same:
        return set()
    words = f" {' '.join(sentence)} "
    return {key for it in same if any(other in words for other in it.others) for key in it.keys}


def said_in(question: Question, sentences: Sequence[Sequence[Word]]) -> set[str]:
    """Keys of the question's words that any of the sentences says otherwise."""
    same = said_otherwise(question)
    if not same:
        return set()
    return told(same, [question.key(word) for line in sentences for word in line])
