"""Whether the number that is chosen counts what a question asks for: no day, no other unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.choice import Choice
from bot.answers.figure_offers import DAYS, measure, unit_fits
from bot.answers.passages import is_passage
from bot.answers.question import Question
from bot.answers.same_words import said_in
from bot.answers.words import Word, table
from storage.text import folded_words

_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}(?![\d%])(?!\s(?:tỷ|tỉ|triệu|người|nghìn))")
"""Most likely a day: "16-8"."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d(?!\d)")
"""A school year or a term: "2016-2017"."""
_MEASURES = frozenset(
    {"phut", "gio", "giay", "ngay", "tuan", "thang", "km", "ty", "trieu", "dong", "tuoi", "ha"}
)
"""Units that count no things: "40 phút" are no hospitals."""

_GLUED = re.compile(r"(\d)([^\W\d_])")
"""A unit without a blank: "30m"."""
_UNIT = 14
"""Characters behind a number in which its unit stands."""


_TIME = re.compile(
    r"(?:(?:sáng|trưa|chiều|tối|đêm|đầu|cuối|giữa|trong|vào)\s)?"
    r"(?:ngày|tháng|năm|quý|nhiệm kỳ)\s\d",
    re.IGNORECASE,
)


def counts_no_other(question: Question, choice: Choice) -> bool:
    """Whether what is chosen is no day and no school year; where money is asked for, money. True of
    any text."""
    if question.kind != "how_many":
        return True
    if _YEARS.match(choice.text):
        return False
    if _TIME.match(choice.text) and not DAYS & {word.folded for word in question.words}:
        return False
    return measure(question) != "money" or _is_of_measure(question, choice, "money")


def _is_of_measure(question: Question, choice: Choice, wanted: str) -> bool:
    read = choice.passage.read.text.text
    near = _GLUED.sub(r"\1 \2", read[choice.span[0] : choice.span[1] + _UNIT])
    said = " ".join(folded_words(near))
    percent = "%" in read[choice.span[0] : choice.span[1] + 1]
    return percent or unit_fits(question, said, wanted) is not False


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
    if nouns and not _knows_head(question, choice, generic, present):
        return False
    wanted = measure(question)
    if wanted is not None and choice.passage.read.article.published is not None:
        return _is_of_measure(question, choice, wanted)
    if not nouns or wanted is not None:
        return True
    if choice.text.endswith("%") and nouns and not is_passage(choice.passage.read):
        return False
    answer = [word for word in choice.passage.words if choice.span[0] <= word.start]
    number = next((at for at, word in enumerate(answer) if word.digit), None)
    if number is None or number + 1 >= len(answer):
        return True
    unit = answer[number + 1].folded
    return unit not in _MEASURES or unit in {word.folded for word in question.words}


def _knows_head(question: Question, choice: Choice, generic: set[str], present: set[str]) -> bool:
    """Whether a report has the first word of what is counted, or says it otherwise: "đảng viên" are
    no "đoàn viên"."""
    read = choice.passage.read
    if is_passage(read):
        return True
    head = next((it for it in question.focus if it.folded not in generic and not it.digit), None)
    if head is None or question.key(head) in present:
        return True
    return question.key(head) in said_in(question, [choice.passage.words])


def _is_count(question: Question, choice: Choice) -> bool:
    """A number of days or months counts nothing else: "6 tháng"."""
    after = [word for word in choice.passage.words if choice.span[0] <= word.start]
    if choice.typed:
        return True
    if after and _DAY.match(choice.passage.read.text.text, choice.span[0]):
        return False
    read = choice.passage.read
    if not is_passage(read) and not _counts_noun(question, after):
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
    near = {question.key(word) for word in after[1:6]}
    return not nouns or len(nouns & near) >= min(2, len(nouns))
