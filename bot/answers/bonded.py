"""Whether an article has the words of a question, or only their syllables here and there.

Vietnamese words are mostly of two syllables, and any long report has most syllables of any
question: "khởi" of "khởi tố", "công" of "công an". Two that stand together in both are a word.
"""

from __future__ import annotations

from itertools import pairwise

from bot.answers.choice import Choice
from bot.answers.figure_offers import measure
from bot.answers.question import Question, may_be_function
from bot.answers.same_words import said_in
from bot.answers.words import is_syllable

SHARE = 0.6
"""Share of the question's words that must stand beside a neighbour that they have in the question.
Chosen, as the next, between what right and wrong answers had on the questions of
`tests/data/answers`."""
MEASURED = 0.4
"""The same where a quantity is asked for: "dài", "tuổi", "bao nhiêu tiền" are told by the unit."""
HALF = 0.5
"""The same of a short question."""
_SHORT = 4
"""Words of a short question: one that is told otherwise is much of it."""
_AGE = "tuoi"
_APART = frozenset({"document", "said"})
"""Kinds that compare their words themselves, with documents and tasks."""


def bonded(question: Question, choice: Choice) -> bool:
    """Whether the article of the choice has enough of the question's words as words.

    A question for a time must have what was done then among them: "khởi công khi nào".
    """
    sentences = choice.passage.read.sentences
    lines = [[question.key(word) for word in line] for line in sentences]
    together = {pair for line in lines for pair in pairwise(line)}
    said = said_in(question, sentences)
    keys = [question.key(word) for word in question.words]
    if question.kind in _APART:
        return True
    content = {
        question.key(word)
        for word in question.content
        if not may_be_function(word, question.accented)
    }
    found = {key for pair in pairwise(keys) if pair in together for key in pair} | said
    known = {key for line in lines for key in line}
    found |= {
        question.key(word)
        for word in question.content
        if not is_syllable(word) and question.key(word) in known  # "Haxaco" is a word by itself
    }
    found |= {
        word.exact if question.accented else word.folded for word in question.content if word.digit
    }
    if question.kind == "when" and len(content) > 1 and (question.core & content) - found:
        return False
    quantity = question.kind == "how_many" and (
        measure(question) is not None or any(word.folded == _AGE for word in question.focus)
    )
    share = len(content & found) / len(content) if content else 1.0
    least = HALF if len(content) <= _SHORT else SHARE
    return share >= (MEASURED if quantity else least)
