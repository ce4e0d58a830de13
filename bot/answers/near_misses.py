"""Near misses: right words, but of another period, ordinal, district or thing counted.

An article that answers for the first half of a year shares nearly every word with a question about
the second; what tells them apart is compared here by what it means.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from bot.answers.choice import Choice
from bot.answers.question import Question, may_be_function
from bot.answers.same_words import said_in
from bot.answers.words import read_words, table
from bot.facts.times import local_day
from bot.language.asked_times import find_asked_times
from bot.language.districts import folded_names
from bot.language.provinces import accepted_names, all_provinces
from bot.language.time_expressions import find_time_expressions
from storage.text import exact_key, fold, folded_words

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
    reference = local_day(read.article.published) or read.article.event_date
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


def done_then(question: Question, choice: Choice) -> bool:
    """Whether the sentence of a time says what was done then, where the question names a deed that
    is no event of its own: "thành lập", "khởi công". True for others."""
    if question.kind != "when":
        return True
    asked = [word.folded for word in question.words]
    event = table("question.toml")["event"]
    deeds = [
        it
        for it in event["done"]
        if f" {it} " in f" {' '.join(asked)} "
        and f" {it} " not in event["folded"]
        and it not in event["any"]
    ]
    if not deeds and set(event["moved"]) & set(asked):
        deeds = event["moves"]
    if not deeds:
        return True
    read = choice.passage.read
    lines = (choice.passage.words, *read.sentences[:1])
    said = " ".join(word.folded for line in lines for word in line)
    same = said_in(question, lines)
    return any(
        f" {it} " in f" {said} "
        or same.issuperset(
            question.key(word) for word in question.words if word.folded in it.split()
        )
        for it in deeds
    )


_AROUND = 2
"""Sentences before a figure that may name whose it is."""


def is_of_place(question: Question, choice: Choice) -> bool:
    """Whether a figure is of the province that the question names: the sentence, one of the two
    before it, title or lead name it, or the article is of its own paper."""
    if question.kind != "how_many":
        return True
    read = choice.passage.read
    asked = f" {' '.join(word.folded for word in question.words)} "
    names = [it for it in province_names() if f" {it} " in asked]
    if not names or read.article.province or choice.passage.index < _AROUND:
        return True
    lines = (*read.sentences[:2], *read.sentences[choice.passage.index - _AROUND :][: _AROUND + 1])
    said = f" {' '.join(word.folded for line in lines for word in line)} "
    return any(
        f" {' '.join(folded_words(it))} " in said for name in names for it in spellings(name)
    )


@cache
def spellings(name: str) -> tuple[str, ...]:
    """All names of the province of this folded name, itself among them."""
    known = next((it for it in all_provinces() if name in map(fold, (it.name, *it.former))), None)
    return (name, *(accepted_names(known.name) if known else ()))


@cache
def province_names() -> frozenset[str]:
    """Folded names of all provinces before and after the mergers."""
    names = {name for it in all_provinces() for name in (it.name, *it.former)}
    return frozenset(" ".join(folded_words(name)) for name in names)


def does_what_is_asked(question: Question, choice: Choice) -> bool:
    """Whether what is done so many times, or for so much, is said near the figure: "tốn bao nhiêu"
    asks for no other money."""
    before = question.words[: question.slot[0]][-1:]
    if question.kind != "how_many" or not before or before[0] not in question.content:
        return True
    generic = {*table("question.toml")["generic"]["folded"], *_VAGUE}
    read = choice.passage.read
    index = choice.passage.index
    lines = (*read.sentences[:2], *read.sentences[max(0, index - 1) : index + 1])
    said = {question.key(word) for line in lines for word in line}
    return (
        before[0].folded in generic
        or before[0].digit
        or may_be_function(before[0], question.accented)
        or question.key(before[0]) in said | said_in(question, lines)
    )


_VAGUE = frozenset({"gom", "dat", "so", "het", "luong", "gia", "von", "tong", "khoang", "la", "co"})
"""Before "bao nhiêu" they say nothing by themselves."""


def says_no_opposite(question: Question, choice: Choice) -> bool:
    """Whether the sentence says nothing that excludes what the question says: "miền Nam" where
    "miền Bắc" is asked about. A sentence or title that says both is of both."""
    read = choice.passage.read
    asked = f" {' '.join(question.key(word) for word in question.words)} "
    said = " ".join(question.key(word) for word in choice.passage.words)
    title = " ".join(question.key(word) for word in read.sentences[0])
    for group in contrasts(question.accented):
        wanted = [it for it in group if f" {it} " in asked]
        told = [it for it in group if f" {it} " in f" {said} "]
        both = {it for it in group if f" {it} " in f" {said} {title} "}
        if told and wanted and not both.intersection(wanted):
            return False
    return True


@cache
def contrasts(accented: bool) -> tuple[tuple[str, ...], ...]:
    """The groups of phrases that exclude each other, as keys with a blank between."""
    key = exact_key if accented else fold
    return tuple(
        tuple(" ".join(key(word) for word in it.split()) for it in group)
        for group in table("question.toml")["contrast"]["groups"]
    )


def tells_something(question: Question, choice: Choice) -> bool:
    """Whether a place or person is not just what the question named itself."""
    if question.kind not in {"where", "who"}:
        return True
    asked = {word.folded for word in question.words}
    return not {word.folded for word in read_words(choice.text)} <= asked
