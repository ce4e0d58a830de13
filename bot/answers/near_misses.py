"""Near misses: right words, but of another period, ordinal, district or thing counted.

An article that answers for the first half of a year shares nearly every word with a question about
the second; what tells them apart is compared here by what it means.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.answers.choice import Choice
from bot.answers.question import Question, may_be_function
from bot.answers.same_words import said_in
from bot.answers.words import read_words, table
from bot.language.asked_times import find_asked_times
from bot.language.districts import folded_names
from bot.language.time_expressions import find_time_expressions

_TAIL = 5
"""Words behind "bao nhiêu" that are all of what is counted, where the question ends with them."""
_PERIODS = frozenset({"quarter", "months"})
_BACK = 900
"""Characters before an answer in which the period that it belongs to is looked for."""
_ORDINAL = re.compile(
    r"(?<!\w)(?P<head>lan thu|lan|khoa|dai hoi|quy) (?P<number>[ivx]{1,5}|\d{1,2})(?!\w)"
)
_HEADS = {"lan": ("lan thu", "lan"), "lan thu": ("lan thu", "lan")}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_WORDS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_AT = re.compile(r" (?:o|tai|cho|ve|den|tu) (?=([a-z]+) ([a-z]+) )")
"""Before a place in a question without diacritics."""
_RANKS = ("quan uy", "huyen uy", "thi uy", "quan", "huyen", "thi xa", "thanh pho", "tp")


def of_the_period(question: Question, choice: Choice, today: dt.date) -> bool:
    """Whether a figure belongs to the quarter or half-year asked about: the last such period said
    before it is that one. True where none is asked about or none written."""
    if question.kind != "how_many":
        return True
    read = choice.passage.read
    published = read.article.published
    reference = published.date() if published else read.article.event_date
    wanted = [
        it
        for it in find_asked_times(question.text, today)
        if it.reach != "published" and 80 < (it.last - it.first).days < 300
    ]
    if not wanted:
        return True
    start = max(0, choice.span[0] - _BACK)
    text = read.text.text[start : choice.passage.span[1]]
    said = [
        it
        for it in find_time_expressions(text, reference)
        if it.kind in _PERIODS and it.first is not None and start + it.start < choice.span[0]
    ]
    if not said:
        return True
    # without a year in the question any year's will do: other words tell which
    whole = _YEAR.search(question.text) is not None
    return any(
        _days(it.first, it.last, whole) == _days(said[-1].first, said[-1].last, whole)
        for it in wanted
    )


_YEAR = re.compile(r"(?:19|20)\d\d")


def _days(first: dt.date | None, last: dt.date | None, whole: bool) -> tuple[object, ...]:
    """Both ends, without their year unless `whole`."""
    ends = [it for it in (first, last) if it is not None]
    return tuple(it if whole else (it.month, it.day) for it in ends)


def knows_ordinals(question: Question, words: str) -> bool:
    """Whether each "lần thứ II", "khóa XIII" of the question stands in the text, in any writing.

    Args:
        words: folded words of the text, a blank on either side.
    """
    asked = " ".join(word.folded for word in question.words)
    for found in _ORDINAL.finditer(asked):
        value = _value(found["number"])
        if value is None or (found["head"] == "quy" and value > 4):
            continue
        heads = _HEADS.get(found["head"], (found["head"],))
        if not any(f" {head} " in words for head in heads):
            continue  # told otherwise, or not at all: other words decide
        if not any(f" {head} {it} " in words for it in _writings(value) for head in heads):
            return False
    return True


def _value(number: str) -> int | None:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[char] for char in number]
    value = sum(
        -one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True)
    )
    return value if 0 < value < 40 else None


def _writings(value: int) -> list[str]:
    roman = "x" * (value // 10) + (
        "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"
    )[value % 10]  # fmt: skip
    words = [word for word, number in _WORDS.items() if number == value]
    return [roman, str(value), f"{value:02d}", *words]


def knows_districts(question: Question, words: str) -> bool:
    """Whether the text names the districts that a question without diacritics names by rank.

    With diacritics capitals tell names, see `limits`.
    """
    if question.accented:
        return True
    asked = f" {' '.join(word.folded for word in question.words)} "
    for at in _AT.finditer(asked):
        name = f"{at[1]} {at[2]}"
        if name in folded_names() and f" {name} " not in words:
            return False
    for rank in _RANKS:
        for at in re.finditer(f" {rank} (?=([a-z]+ [a-z]+)(?: ([a-z]+))? )", asked):
            names = [at[1], f"{at[1]} {at[2]}" if at[2] else at[1]]
            known = [it for it in names if it in folded_names()]
            if known and not any(f" {it} " in words for it in known):
                return False
    return True


def counts_known_things(question: Question, choice: Choice) -> bool:
    """Whether the text knows every noun behind "bao nhiêu": a "sự cố đê" is no "sự cố cầu"."""
    if question.kind != "how_many":
        return True
    generic = set(table("question.toml")["generic"]["folded"])
    known = {word.folded for line in choice.passage.read.sentences for word in line}
    tail = question.words[question.slot[1] :]
    nouns = [*question.focus, *(tail if len(tail) <= _TAIL else ())]
    said = said_in(question, choice.passage.read.sentences)
    return all(
        word.folded in known | generic
        or word.digit
        or question.key(word) in said
        or may_be_function(word, question.accented)
        for word in nouns
    )


def tells_something(question: Question, choice: Choice) -> bool:
    """Whether a place or person is not just what the question named itself."""
    if question.kind not in {"where", "who"}:
        return True
    asked = {word.folded for word in question.words}
    return not {word.folded for word in read_words(choice.text)} <= asked
