"""Whether the number that is chosen counts what a question asks for: no day, no other unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.choice import Choice
from bot.answers.figure_offers import DAYS, measure
from bot.answers.question import Question
from bot.answers.words import Word, table

_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}(?![\d%])(?!\s(?:tỷ|tỉ|triệu|người|nghìn))")
"""Most likely a day: "16-8"."""
_MEASURES = frozenset(
    {"phut", "gio", "giay", "ngay", "tuan", "thang", "km", "ty", "trieu", "dong", "tuoi", "ha"}
)
"""Units that count no things: "40 phút" are no hospitals."""


def counts_what_is_asked(question: Question, choice: Choice) -> bool:
    """Whether the sentence of a figure knows the noun that is counted; True where none is."""
    if question.kind != "how_many":
        return True
    if not _is_count(question, choice):
        return False
    generic = set(table("question.toml")["generic"]["folded"])
    nouns = {
        question.key(word)
        for word in question.focus
        if word.folded not in generic and not word.digit
    }
    present = {question.key(word) for word in choice.passage.words}
    if nouns and not nouns & present:
        return False
    if not nouns or measure(question) is not None:
        return True
    answer = [word for word in choice.passage.words if choice.span[0] <= word.start]
    number = next((at for at, word in enumerate(answer) if word.digit), None)
    if number is None or number + 1 >= len(answer):
        return True
    unit = answer[number + 1].folded
    return unit not in _MEASURES or unit in {word.folded for word in question.words}


def _is_count(question: Question, choice: Choice) -> bool:
    """A number of days or months counts nothing else: "6 tháng"."""
    after = [word for word in choice.passage.words if choice.span[0] <= word.start]
    if choice.typed:
        return True
    if after and _DAY.match(choice.passage.read.text.text, choice.span[0]):
        return False
    if choice.passage.read.article.published is not None and not _counts_noun(question, after):
        return False
    if len(after) < 2 or not after[0].digit:
        return True
    unit = after[1].folded
    return unit not in DAYS or unit in {word.folded for word in question.words}


def _counts_noun(question: Question, after: Sequence[Word]) -> bool:
    """Whether a noun of the question stands behind the number of a report that no fact counts."""
    start = question.slot[0]
    if start and question.words[start - 1].folded == "so":
        return True  # "đoàn kiểm tra số mấy"
    generic = set(table("question.toml")["generic"]["folded"])
    nouns = {question.key(it) for it in question.focus if it.folded not in generic}
    return not nouns or bool(nouns & {question.key(word) for word in after[1:5]})
