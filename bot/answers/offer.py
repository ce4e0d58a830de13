"""What a fact is worth as an answer: the common ground of `typed` and its parts."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.question import Question, is_function
from bot.answers.words import read_words
from bot.facts.article_text import Span


class Offer(NamedTuple):
    """A span in the article's text that is of the kind asked for."""

    span: Span
    worth: float
    """Added to what the sentence and the span are worth by themselves."""


KIND = 2.0
"""A fact of the kind asked for; a name in a sentence that names the deed wins over one that stands
nearer. Values were chosen on the questions of `tests/data/answers`."""
FITS = 3.0
"""One whose role, unit or event is the one asked about."""
FITTING = KIND + FITS
"""What an offer is worth that does both."""


def folded(question: Question) -> str:
    """The words of the question, a blank on either side."""
    return f" {' '.join(word.folded for word in question.words)} "


def noun(question: Question) -> str:
    """The noun that the question word belongs to, folded."""
    return " ".join(word.folded for word in question.focus)


def keys_of(question: Question, words: str) -> set[str]:
    """The content words of a text, as the question compares them."""
    return {
        question.key(word) for word in read_words(words) if not is_function(word, question.accented)
    }
