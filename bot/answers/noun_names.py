"""Names behind the noun that a question asks of: "huân chương nào" is "Huân chương Quân công"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.offer import FITTING, Offer
from bot.answers.question import Question, is_function
from bot.answers.words import Word, is_syllable, read_words
from bot.facts.article_text import ArticleText


def with_noun(question: Question, text: ArticleText) -> Iterator[Offer]:
    """Each name that follows the noun, with it."""
    noun = [question.key(word) for word in question.focus[-2:]]
    if not noun:
        return
    words = read_words(text.text)
    keys = [question.key(word) for word in words]
    for at in range(len(words) - len(noun)):
        first = at + len(noun)
        if keys[at:first] != noun or not (words[first].capital or _is_code(words[first])):
            continue
        end = first
        while end - at < _LONGEST_NAME and _goes_on(question, words, first, end):
            end += 1
        yield Offer((words[at].start, words[end].end), FITTING)


def _is_code(word: Word) -> bool:
    """A number with letters names something as well: "chuyên án 516E"."""
    return word.digit and any(char.isalpha() for char in word.folded)


def _goes_on(question: Question, words: list[Word], first: int, end: int) -> bool:
    """Whether the name that begins at `first` has the word after `end`: its second syllable, one
    with a capital, or one before such ("Nhân dân Gia Định"); punctuation parts names."""
    rest = words[end + 1 : end + 3]
    if not rest or rest[0].start > words[end].end + 1:
        return False
    if rest[0].capital:
        return True
    if not is_syllable(words[end]):
        return False  # "Illinois" is whole
    if is_function(rest[0], question.accented):
        return False
    return end == first or (len(rest) > 1 and rest[1].capital and words[end].capital)


_LONGEST_NAME = 9
"""Words of it with its noun."""
