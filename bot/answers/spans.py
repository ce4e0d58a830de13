"""Which words of a sentence may be an answer.

A span begins and ends where phrases do: at punctuation, at function words, at the edges of names
and numbers, and beside words of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answers.answer_type import answer_type, asks_for_several, head
from bot.answers.passages import Passage
from bot.answers.question import Question, is_function
from bot.answers.words import Word, folded_function_words, function_words
from storage.text import exact_key

LONGEST = 24
"""Words of the longest span."""
FAR = 10
"""Words between two that are as far as any more."""
_NEAR = 0.8
"""How fast a word of the question loses with each word between it and the span."""

NUMBER_WORDS = frozenset(
    map(
        exact_key,
        [
            "một",
            "hai",
            "ba",
            "bốn",
            "năm",
            "sáu",
            "bảy",
            "tám",
            "chín",
            "mười",
            "trăm",
            "nghìn",
            "ngàn",
            "triệu",
            "tỷ",
            "tỉ",
            "vài",
        ],
    )
)
TIME_WORDS = frozenset(
    map(exact_key, "năm tháng ngày quý thế kỷ kỉ thập niên tuần giờ sáng chiều tối".split())  # noqa: SIM905 - the same
)
_QUALIFIERS = frozenset(
    map(exact_key, "gần hơn trên khoảng dưới ít tối chừng đạt".split())  # noqa: SIM905 - the same
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage as a question sees it; lists have an entry per word."""

    passage: Passage
    question: Question
    words: tuple[Word, ...]
    keys: list[str]
    exact: list[str]
    asked: list[bool]
    """The word is one of the question's content words."""
    classes: list[str]
    """Class of function word, or `""`; a word with a capital is a name: "Thế chiến"."""
    gaps: list[str]
    """What stands before each word, as a class; one more entry for the end."""
    left: list[float]
    """Nearness of the question's words before this one; one more entry for the end."""
    right: list[float]
    """The same for those at and after this one."""
    weight: list[float]
    """What the question's words are worth as a share of all of them, 0 for others."""
    bond: list[float]
    """How firmly each word belongs to the one before it; one more entry for the end."""
    sort: str
    """What the question asks for, for features."""
    sides: tuple[list[str], list[str]]
    """Content words of the question before its slot, the last first, and those after it."""
    type: str
    """Of what answers, see `answer_type`."""
    head: list[str]
    """Keys of the noun that the question is about."""
    several: bool
    """Several things are asked for."""
    apart: tuple[list[int], list[int]]
    """Words between each place and the next one of the question before it, and at or after it;
    `FAR` for more and for none; one more entry for the end."""


def look_at(question: Question, passage: Passage) -> Sentence:
    """The passage with all that is the same for every span in it."""
    words = passage.words
    text = passage.read.text.text
    start, end = passage.span
    keys = [question.key(word) for word in words]
    whole = sum(passage.weights.values()) or 1.0
    weight = [passage.weights.get(key, 0.0) / whole for key in keys]
    bond = [0.0, *(passage.bonds.between(one, two) for one, two in pairwise(keys)), 0.0]
    table = function_words() if question.accented else folded_function_words()
    edges = [start, *(word.end for word in words)]
    starts = [*(word.start for word in words), end]
    left, right = [0.0], [0.0]
    for value in weight:
        left.append(left[-1] * _NEAR + value)
    for value in reversed(weight):
        right.append(right[-1] * _NEAR + value)
    return Sentence(
        passage,
        question,
        words,
        keys,
        [word.exact for word in words],
        [value > 0 for value in weight],
        [
            "" if at and word.capital else table.get(key, "")
            for at, (key, word) in enumerate(zip(keys, words, strict=True))
        ],
        [_gap(text[a:b], first=not n) for n, (a, b) in enumerate(zip(edges, starts, strict=True))],
        left,
        right[::-1],
        weight,
        bond,
        f"{question.kind} {question.sort}".strip(),
        _sides(question),
        answer_type(question),
        head(question),
        asks_for_several(question),
        (_apart(weight), _apart(weight[::-1])[::-1]),
    )


def _apart(weight: Sequence[float]) -> list[int]:
    """Words between each place and the last word of the question before it."""
    found = [FAR]
    for value in weight:
        found.append(0 if value else min(found[-1] + 1, FAR))
    return found


def _sides(question: Question) -> tuple[list[str], list[str]]:
    def content(words: Sequence[Word]) -> list[str]:
        return [question.key(word) for word in words if not is_function(word, question.accented)]

    start, end = question.slot
    return content(question.words[:start])[::-1], content(question.words[end:])


def _gap(between: str, *, first: bool) -> str:
    bare = between.strip()
    if not bare:
        return "start" if first else ""
    for char, name in (("(", "("), (")", ")"), ("“", '"'), ("”", '"'), ('"', '"')):
        if char in bare:
            return name
    if bare[0] in ",;:.":
        return bare[0]
    return "-"


def candidates(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Spans as (first word, word after the last)."""
    starts = [at for at in range(len(sentence.words)) if _may_start(sentence, at)]
    ends = [_may_end(sentence, at) for at in range(len(sentence.words) + 1)]
    for start in starts:
        for end in range(start + 1, min(start + LONGEST, len(sentence.words)) + 1):
            if end > start + 1 and sentence.gaps[end - 1] in {"(", ")"} and end - start > 12:
                break
            if ends[end]:
                yield start, end


def _may_start(sentence: Sentence, at: int) -> bool:
    if sentence.classes[at] in {"and", "this"}:
        return False
    if at == 0 or sentence.gaps[at]:
        return True
    word, before = sentence.words[at], sentence.words[at - 1]
    return (
        bool(sentence.classes[at - 1])
        or sentence.asked[at - 1]
        or (word.capital and not before.capital)
        or word.digit
        or sentence.keys[at] in NUMBER_WORDS
        or bool(sentence.classes[at])
    )


def _may_end(sentence: Sentence, at: int) -> bool:
    """Whether a span may end before word `at`."""
    if at == 0 or sentence.classes[at - 1] in {"and", "by", "link", "plural", "aux", "cause"}:
        return at == len(sentence.words)
    if at == len(sentence.words) or sentence.gaps[at]:
        return True
    word, last = sentence.words[at], sentence.words[at - 1]
    return (
        bool(sentence.classes[at])
        or sentence.asked[at]
        or last.digit
        or word.digit
        or (last.capital and not word.capital)
        or sentence.keys[at - 1] in NUMBER_WORDS
        or sentence.asked[at - 1]
    )


def shape(sentence: Sentence, start: int, end: int) -> str:
    """What the span looks like: a number, a year, a name, a phrase …"""
    words = sentence.words[start:end]
    first = words[0]
    key = first.exact
    if len(words) == 1 and first.digit:
        bare = first.folded
        return (
            "year" if len(bare) == 4 and bare.isdigit() and "1000" <= bare <= "2100" else "number"
        )
    if any(word.digit for word in words) and any(word.exact in TIME_WORDS for word in words):
        return "time"
    if first.digit or (key in _QUALIFIERS and words[1].digit if len(words) > 1 else False):
        return "amount"
    if key in NUMBER_WORDS:
        return "number word" if len(words) == 1 else "word amount"
    capitals = sum(word.capital or word.digit for word in words)
    if start == 0 and first.capital and not sentence.words[min(1, len(sentence.words) - 1)].capital:
        capitals -= 1
    if capitals == len(words):
        return "name"
    if capitals > 0:
        return "named" if first.capital and start else "with name"
    return "phrase"
