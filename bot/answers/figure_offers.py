"""Figures as answers: by what they count, and by the clause that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.offer import FITS, KIND, Offer, folded, keys_of
from bot.answers.question import Question
from bot.answers.question_reading import phrases, places
from bot.answers.words import read_words, table
from bot.facts.article_text import ArticleText, Span
from bot.facts.record import Facts, FigureNamed
from storage.text import fold

_MEASURES = ("share", "money", "time", "weight", "area", "length", "distance")
"""In this order: "bao nhiêu phần trăm ngân sách" is a share."""
_NEAR = 6
"""Words behind the question word that may tell the measure."""
DAYS = frozenset({"ngay", "thang", "nam", "tuan"})
"""Asked of they are answered by numbers, and counted, by numbers of themselves."""
_TITLE = 0.6
"""What a word counts that the title has and the clause of a figure has not."""


def figure_offers(question: Question, text: ArticleText, figure: FigureNamed) -> Iterator[Offer]:
    """The number of a figure, with its unit where the question does not name it."""
    focus = [question.key(word) for word in question.focus]
    asked = {question.key(word) for word in question.content} - set(focus)
    unit, counted = keys_of(question, figure.unit or ""), keys_of(question, figure.counted or "")
    first = question.focus[0].folded if question.focus else ""
    if first in DAYS and first not in fold(figure.unit or "").split():
        return
    wanted = measure(question)
    worth = KIND
    fits = unit_fits(question, figure.unit or "", wanted)
    if fits is None:
        share = _shared(focus, [question.key(word) for word in read_words(figure.unit or "")])
        worth += 1.5 * FITS * (share - 0.5) if focus and unit else 0.0
    else:
        worth += FITS if fits else -FITS
    if counted:
        worth += FITS / 2 * len(counted & (asked | set(focus))) / len(counted)
        worth += FITS / 6 * _described(question, counted - unit)
    if wanted == "share" and counted and not counted & (asked | set(focus)):
        worth -= FITS / 2
    if _is_aim(text, figure) and not any(f" {it} " in folded(question) for it in _AIMED):
        worth -= FITS / 2
    if asked:
        clause = _clause_words(question, text, figure)
        core = question.core
        weights = {key: 2.0 if key in core else 1.0 for key in asked}
        title = {question.key(word) for word in read_words(text.text, *text.lines[0])} - clause
        near = sum(
            weight if key in clause else _TITLE * weight
            for key, weight in weights.items()
            if key in clause or key in title
        )
        worth += FITS * near / sum(weights.values())
    digits = [word for word in read_words(text.text, figure.start, figure.end) if word.digit]
    if wanted == "share" and digits:
        yield Offer((digits[0].start, digits[-1].end), worth)
    elif wanted is None and (set(focus) & unit or first in DAYS) and digits:
        # "bao nhiêu đảng viên": the number alone, its unit was asked with it
        yield Offer((digits[0].start, digits[-1].end if figure.upto else digits[0].end), worth)
    else:
        yield Offer(_without_counted(text, figure), worth)


_BEHIND = 3
"""Words behind "bao nhiêu trường hợp" that tell which."""


_AIM = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|nâng lên|hướng tới|hướng đến|kỳ vọng|dự kiến)(?!\w)",
    re.IGNORECASE,
)
_AIMED = ("phan dau", "muc tieu", "chi tieu", "du kien", "nang len", "ke hoach", "huong toi", "se")
_AIM_NEAR = 40
"""Characters before a figure that make it an aim."""


def _is_aim(text: ArticleText, figure: FigureNamed) -> bool:
    start = max(figure.sentence[0], figure.start - _AIM_NEAR)
    return _AIM.search(text.text, start, figure.start) is not None


def _described(question: Question, counted: set[str]) -> float:
    """How many of the words right behind the noun asked of are in what a figure counts."""
    end = question.slot[1]
    near = [question.key(word) for word in question.words[end + 1 : end + 2 + _BEHIND]]
    wanted = set(near) & {question.key(word) for word in question.content}
    return len(wanted & counted) / len(wanted) if wanted else 0.0


def _shared(focus: list[str], unit: list[str]) -> float:
    """How much of the noun asked of is what the figure counts: its first words matter most."""
    if not focus or not unit:
        return 0.0
    if set(focus) <= set(unit) or (set(unit) <= set(focus) and unit[0] == focus[0]):
        return 1.0
    return 0.3 * len(set(focus) & set(unit)) / len(focus)


def measure(question: Question) -> str | None:
    """What a question of quantity is measured in: `"money"`, `"share"`, `"time"` …;
    None where things are counted."""
    keys = [question.key(word) for word in question.words]
    around = keys[: question.slot[1] + _NEAR]
    for name in _MEASURES:
        asked = phrases(question.accented, "measures", name, "asked")
        if any(next(iter(places(around, it)), None) is not None for it in asked):
            return name
    ends = phrases(question.accented, "measures", "money", "ends")
    return "money" if any(tuple(keys[-len(it) :]) == it for it in ends) else None


def unit_fits(question: Question, unit: str, wanted: str | None) -> bool | None:
    """Whether `unit` is of the measure asked for; None where none is."""
    if wanted is None:
        return None
    units = table("question.toml")["measures"][wanted]["units"]
    return any(word in f" {fold(unit)} " for word in units)


_CLAUSE = re.compile(r"[,;:.](?=\s)")


def _clause_words(question: Question, text: ArticleText, figure: FigureNamed) -> set[str]:
    """The words of the clause that the figure stands in."""
    begin, stop = figure.sentence
    before = [it.end() for it in _CLAUSE.finditer(text.text, begin, figure.start)]
    after = _CLAUSE.search(text.text, figure.end, stop)
    start, end = (before[-1] if before else begin), (after.start() if after else stop)
    return {question.key(word) for word in read_words(text.text, start, end)}


_SUM = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3}){0,4}(?:,\d{1,3})?\s"
    r"(?P<unit>(?:nghìn|triệu|tỷ|tỉ)?\s?(?:tỷ\s)?(?:đồng|USD|đô la))"
)


def sums(question: Question, text: ArticleText, facts: Facts) -> Iterator[FigureNamed]:
    """Sums of money that no fact covers."""
    if measure(question) != "money":
        return
    yield from _beside_facts(_SUM, text, facts)


_DURATION = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}(?:,\d)?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s"
    r"(?P<unit>ngày|tháng|năm|tuần|giờ|phút|giây)(?!\w)(?!\s(?:\d|đầu|cuối))",
    re.IGNORECASE,
)
_LONG_ASKED = frozenset({*DAYS, "gio", "phut", "giay"})


def durations(question: Question, text: ArticleText, facts: Facts) -> Iterator[FigureNamed]:
    """Numbers of days, months or hours that no fact covers, where such are asked for."""
    first = question.focus[0].folded if question.focus else ""
    if first not in _LONG_ASKED and measure(question) != "time":
        return
    yield from _beside_facts(_DURATION, text, facts)


def _beside_facts(
    pattern: re.Pattern[str], text: ArticleText, facts: Facts
) -> Iterator[FigureNamed]:
    """What the pattern finds, its `unit` given, where no figure of the facts stands."""
    known = [(it.start, it.end) for it in facts.figures]
    for found in pattern.finditer(text.text):
        if not any(start < found.end() and found.start() < end for start, end in known):
            yield FigureNamed(
                start=found.start(),
                end=found.end(),
                sentence=text.sentence_at(found.start()),
                value=0.0,
                unit=found["unit"],
            )


def _without_counted(text: ArticleText, figure: FigureNamed) -> Span:
    """From the number to the end of its unit."""
    words = text.text[figure.start : figure.end]
    digits = next((word for word in read_words(words) if word.digit), None)
    start = figure.start + (digits.start if digits else 0)
    at = words.find(figure.unit, digits.end if digits else 0) if figure.unit else -1
    return (start, figure.start + at + len(figure.unit or "")) if at >= 0 else (start, figure.end)
