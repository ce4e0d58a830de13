"""Answers shown with what belongs to them: "hơn 23.000", "ba năm sáu tháng tù", "thôn 3, xã X".

A number without the word that qualifies it says more than its article does.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.choice import Choice
from bot.answers.question import Question
from bot.facts.article_text import Span

QUALIFIED = re.compile(
    r"(?<!\w)(?:ước\s)?(?:hơn|gần|trên|dưới|khoảng|chừng|ngót|xấp xỉ|ít nhất|tối thiểu|tối đa"
    r"|không quá|không dưới|chưa đầy|chưa đến|chưa tới|quá)"
    r"(?:\s(?:hơn|gần|trên|dưới))?\s$",
    re.IGNORECASE,
)
"""Adverbs of approximation and limit in front of a number (Diệp Quang Ban, Ngữ pháp tiếng Việt,
2005, on numerals)."""
_LONGEST = 24
"""Characters of the longest of them."""
_NUMBER = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_LASTS = re.compile(
    rf"\s?(?:năm|tháng|tuần|ngày|giờ)(?:,?\s{_NUMBER}\s(?:tháng|tuần|ngày|giờ|phút)){{1,3}}(?:\stù)?"
    r"(?!\w)",
    re.IGNORECASE,
)
"""The rest of a length of time in several units."""
_ENDS_IN_UNIT = re.compile(r"\s(?:năm|tháng|tuần|ngày|giờ)$", re.IGNORECASE)


_FROM = re.compile(
    r"(?<!\w)(?:từ\s)?(?:ngày\s)?\d{1,2}(?:[-/.]\d{1,2}){0,2}\s?(?:đến|tới|-|–)\s?$"
    r"|(?<!\w)(?:đầu|giữa|cuối|trung tuần|thượng tuần|hạ tuần)\s$",
    re.IGNORECASE,
)
"""The beginning of a span of days, or the part of a month, in front of a time."""
_PART_OF = re.compile(
    r",\s(?:thôn|ấp|bản|xã|phường|thị trấn|quận|huyện|thị xã|thành phố|TP\.?|tỉnh|đặc khu)\s?"
    r"(?P<name>[^\W\d_]{1,8}(?:\s[^\W\d_]{1,8}){0,3})(?!\w)"
)
"""What a place lies in, behind it: ", xã Đồng Xuân"."""
_LEVELS = 4


def whole(question: Question, choice: Choice) -> Choice:
    """The choice with all that belongs to it.

    A quantity with its qualifier and the smaller units of a length of time; a time with the
    beginning of its span; a place with what it lies in, unless the question asks for one level
    ("xã nào"). Other choices as they are.
    """
    text, span = choice.passage.read.text.text, choice.span
    begin, stop = choice.passage.span
    if question.kind == "how_many":
        span = _lasting(text, _qualified(text, span, begin), stop)
    elif question.kind == "when":
        found = _FROM.search(text, max(begin, span[0] - _LONGEST), span[0])
        span = (found.start(), span[1]) if found else span
    elif question.kind == "where" and not question.focus:
        for _ in range(_LEVELS):
            outer = _PART_OF.match(text, span[1], stop)
            named = outer["name"].split(" ") if outer else []
            capital = "".join("A" if it[0].isupper() else "a" for it in named).partition("a")[0]
            if outer is None or not capital:
                break
            span = (span[0], outer.start("name") + len(" ".join(named[: len(capital)])))
    return replace(choice, span=span)


def _qualified(text: str, span: Span, begin: int) -> Span:
    start, end = span
    found = QUALIFIED.search(text, max(begin, start - _LONGEST), start)
    return (found.start(), end) if found and _is_number(text[start:end]) else span


def _is_number(words: str) -> bool:
    return words[:1].isdigit() or re.match(_NUMBER, words, re.IGNORECASE) is not None


def _lasting(text: str, span: Span, stop: int) -> Span:
    start, end = span
    unit = _ENDS_IN_UNIT.search(text[start:end])
    found = _LASTS.match(text, start + unit.start() if unit else end, stop)
    return (start, found.end()) if found else span
