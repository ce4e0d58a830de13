"""Whether an article has the numbers of a question: of documents, units and things, no times."""

from __future__ import annotations

import datetime as dt
import re

from bot.answers.question import Question
from bot.language.bare import without_marks
from bot.language.time_expressions import TimeExpression, find_time_expressions
from storage.text import fold, folded_words

_NUMBER = re.compile(r"(?<!\w)\d[\w.,/-]{0,30}")
_ORDINAL = re.compile(r"(?<!\w)(?:số|so|thứ|thu|khóa|khoá|khoa)\s$", re.IGNORECASE)


def knows_numbers(question: Question, words: str, *, neighbours: bool) -> bool:
    """Numbers of two digits and more, and numbers of documents; times are compared elsewhere."""
    taken = [(it.start, it.end) for it in times_asked(question, None)]
    for found in _NUMBER.finditer(question.text):
        if any(start <= found.start() < end for start, end in taken):
            continue
        number = " ".join(folded_words(found[0]))
        ordinal = _ORDINAL.search(question.text, max(0, found.start() - 6), found.start())
        if ordinal is not None:
            head = fold(ordinal[0]).strip()
            numbers = (number, f"0{number}")
            said = any(f" {head} {it} " in words for it in numbers)
            if not said and (len(number) < 2 or f" {number} " not in words):
                return False
        elif (len(number) > 1 and f" {number} " not in words) or (
            number.isdigit() and neighbours and not _beside(question, found.start(), number, words)
        ):
            return False
    return True


def _beside(question: Question, start: int, number: str, words: str) -> bool:
    """Whether a number of the question has a neighbour beside it in the article as well: "Quân khu
    10" is not any ten. The noun may be shortened ("Q.9"), "số" may stand between."""
    at = question.words[0].start if question.words else 0
    place = next((n for n, it in enumerate(question.words) if it.start - at == start), None)
    if place is None:
        return True
    near = question.words[max(0, place - 1) : place + 2]
    before = near[0].folded if place else ""
    after = near[-1].folded if place + 1 < len(question.words) else ""
    forms = [f" {before} {number} ", f" {before} so {number} ", f" {before[:1]} {number} "]
    forms += [f" {before} 0{number} ", f" {before[:1]}{number} ", f" {number} {after} "]
    return not before or any(it in words for it in forms)


def times_asked(question: Question, reference: dt.date | None) -> list[TimeExpression]:
    """The times that the question names, with diacritics or without."""
    return find_time_expressions(question.text, reference) or find_time_expressions(
        without_marks(question.text), reference
    )
