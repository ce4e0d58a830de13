"""Figures that an article reports: value, unit, what is counted, and which part of what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.facts.article_text import ArticleText, Span
from bot.facts.figure_counted import goes_on, what_is_counted
from bot.facts.figure_grammar import (
    NUMBER,
    NUMBER_WORD,
    STOP_WORDS,
    TIME_BEHIND,
    is_year,
    names_a_thing,
    number_of,
    smaller_part,
    tables,
    value_of_word,
)
from bot.facts.figure_parts import whole_of
from bot.facts.figure_phrases import Place
from bot.facts.number_words import NUMBER_WORDS, number_in_words
from bot.facts.record import FigureNamed
from bot.language.time_expressions import find_time_expressions

_BEFORE = 40
"""Characters in front of a number in which its qualifier stands."""
_PLURAL = re.compile(r"\s+(?:các|những)(?=\s)")
_LAST_TWO = re.compile(r"(?<!\w)[^\W\d_]+[ \t\u00a0][^\W\d_]+[ \t\u00a0]$")
_ORDERED = re.compile(
    r"(?<!\w)(?:cấp|quận|phường|hạng|giải|loại|hệ|bậc|độ)[ \t\u00a0]$", re.IGNORECASE
)
_BOTH = re.compile(r"(?:nước|bên)(?!\w)")
"""`2 nước`, `2 bên`: those that the text speaks of anyway."""
_NAME_BEHIND = re.compile(r"[ \t\u00a0](?=[A-Z])[^\W\d_]{3}")
_GROUP = re.compile(r"(?<!\w)(?:nhóm|đoàn|tổ|lớp|đội|lúc)[ \t\u00a0]$", re.IGNORECASE)
_PEOPLE = frozenset(
    {"người", "du khách", "thành viên", "học sinh", "khách", "đối tượng", "thanh niên", "học viên"}
    | {"cán bộ", "chiến sĩ", "đại biểu", "sinh viên", "công nhân"}
)
_SCALES = frozenset({"200", "500", "1000", "2000", "5000", "10000", "25000", "50000"})
"""Of plans and maps (Thông tư 04/2022/TT-BXD on planning files)."""
_ROUNDS = re.compile(r"(?<!\w)(gần|hơn|trên|khoảng|ít nhất|tối đa|tối thiểu)\s+$", re.IGNORECASE)
_TERMS = frozenset({"khóa", "khoá"})
_ROMAN = re.compile(r"[ \t\u00a0]+[IVX]{1,6}(?!\w)")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_SAID_OF_ALL = frozenset({"là", "đạt", "gồm"})
_SHARES = 4
"""Figures in front of a share that may be said of one thing."""
_COMPARED = frozenset({"tăng", "giảm", "vượt", "bằng", "đạt", "chiếm"})
"""A share behind such a word and nothing else is of what the figure before it measures."""


def find_figures(text: ArticleText, taken: Iterable[Span] = ()) -> tuple[FigureNamed, ...]:
    """In the order of the text.

    `taken` are spans whose digits count nothing (numbers of documents); dates are left out anyway.
    """
    busy = sorted([*taken, *((it.start, it.end) for it in find_time_expressions(text.text))])
    found: list[FigureNamed] = []
    at = after = 0
    numbers = [
        *NUMBER.finditer(text.text),
        *NUMBER_WORDS.finditer(text.text),
        *NUMBER_WORD.finditer(text.text),
    ]
    for number in sorted(numbers, key=lambda it: (it.start(), -it.end())):
        while at < len(busy) and busy[at][1] <= number.start():
            at += 1
        if at < len(busy) and busy[at][0] < number.end():
            continue
        if number.start() < after:
            continue  # the 200 of "1 tỷ 200 triệu"
        read = _READERS[number.re](text, number)
        if read is not None:
            figure, after = read
            found.append(_told(figure, found, text.text))
    return tuple(found)


def _told(figure: FigureNamed, found: list[FigureNamed], text: str) -> FigureNamed:
    """The figure with what it counts and whose part it is; `found` are those in front."""
    last = found[-1] if found and found[-1].sentence == figure.sentence else None
    floor, limit = (last.end if last else figure.sentence[0]), figure.sentence[1]
    if text[floor : figure.start].strip() in _SAID_OF_ALL:
        floor = figure.sentence[0]  # "tổng số chuyến của 4 hãng là 500 chuyến"
    counted, end = what_is_counted(
        text,
        Place(min(floor, figure.start), figure.start, figure.end, limit),
        unit=figure.unit,
        share=figure.unit == "%",
        measure=figure.unit is not None and tables().measure.match(figure.unit) is not None,
        qualifier=figure.qualifier,
    )
    first = (figure.qualifier or "").split(" ")[0].lower()
    if counted is None and figure.unit == "%" and first in _COMPARED:
        counted = _said_before(figure, found, text)
    fields = {name: getattr(figure, name) for name in figure.__struct_fields__}
    told = FigureNamed(**{**fields, "counted": counted, "end": end})
    return FigureNamed(
        **{**fields, "counted": counted, "end": end, "of": whole_of(told, found, text)}
    )


def _said_before(figure: FigureNamed, found: list[FigureNamed], text: str) -> str | None:
    """What `đạt 57% dự toán, tăng 16%` is said of: what the figure in front of them counts."""
    start = figure.start
    for before in reversed(found[-_SHARES:]):
        if before.sentence != figure.sentence or not goes_on(text[before.end : start]):
            return None
        if before.unit != "%":
            return before.counted
        start = before.start
    return None


class _Value(NamedTuple):
    """What a number in figures says before its unit."""

    value: float
    multiple: str
    """`tỷ` of `1,2 tỷ đồng`; empty without one."""
    end: int


def _figure(text: ArticleText, number: re.Match[str]) -> tuple[FigureNamed, int] | None:
    """The figure, and where its number ends."""
    sentence = text.sentence_at(number.start())
    head = text.text[max(sentence[0], number.start() - _BEFORE) : number.start()]
    named = names_a_thing(head) and not number["percent"]
    if (named and not _is_group(text.text, head, number.end())) or _is_list_number(
        text, number, sentence
    ):
        return None
    read = _value(text.text, number, sentence[1])
    if read is None:
        return None
    below, upto, percent = number["below"], number["upto"], number["percent"] is not None
    known = tables().unit.match(text.text, read.end, sentence[1]) is not None
    unit_end, unit = (read.end, "%") if percent else _unit(text.text, read.end, sentence[1])
    qualifier = tables().qualifier.search(head)
    if not (known or percent or read.multiple) and _names(text.text, number, unit, head):
        return None
    if not read.value and not (known or percent):
        return None
    if unit is None and qualifier is None and not read.multiple:
        return None  # also "Cửa hàng 1/5"
    if unit is None and not (read.multiple or below) and _NAME_BEHIND.match(text.text, read.end):
        return None  # "đường tới 16 Psyche"
    if read.value == 1 and below in _SCALES and (unit is None or not known):
        return None  # "quy hoạch chi tiết 1/500"
    if read.value == 2 and unit and _BOTH.match(unit):
        return None
    if unit == "lần" and text.text.startswith(" thứ", unit_end):
        return None  # "Đại hội xã Sông Mẫu 2 lần thứ VII"
    if unit in _TERMS and _ROMAN.match(text.text, unit_end):
        return None  # "Hội nghị Trung ương 14, 15 khóa XIII"
    if read.multiple:  # "1,2 tỷ đồng" is written so
        unit = f"{read.multiple} {unit or ''}".strip()
    start = number.start() - (len(head) - qualifier.start() if qualifier else 0)
    figure = FigureNamed(
        start=start,
        end=unit_end,
        sentence=sentence,
        value=read.value / number_of(below) if below else read.value,
        upto=number_of(upto) if upto else None,
        unit=unit,
        qualifier=" ".join(qualifier["qualifier"].split()) if qualifier else None,
        numerator=read.value if below else None,
        denominator=number_of(below) if below else None,
    )
    return figure, read.end


def _value(text: str, number: re.Match[str], limit: int) -> _Value | None:
    """The number with its multiplier; None: a result, an address, a duration."""
    value, below, upto = number_of(number["whole"]), number["below"], number["upto"]
    if upto is not None and number_of(upto) <= value:
        return None
    if number["percent"]:
        return None if below else _Value(value, "", number.end())
    if below is not None:
        share = 0 < value <= number_of(below) and not is_year(below)
        return _Value(value, "", number.end()) if share else None
    if TIME_BEHIND.match(text, number.end(), limit):
        return None
    multiplier = tables().multiplier.match(text, number.end(), limit)
    if multiplier is None:
        return _Value(value, "", number.end())
    words = " ".join(multiplier["factor"].split())
    more, end = smaller_part(text, multiplier.end(), limit, tables().factors[words.lower()])
    return _Value(round(value + more, 9), words, end)


def _is_group(text: str, head: str, end: int) -> bool:
    """`nhóm 12 du khách`, `đoàn 14 người`: the word in front names nothing by the number."""
    unit = tables().unit.match(text, end)
    return unit is not None and unit["unit"].lower() in _PEOPLE and bool(_GROUP.search(head))


def _names(text: str, number: re.Match[str], unit: str | None, head: str) -> bool:
    """Whether a number before a unit that no table knows is part of a name: `5G`, `Chi bộ 4 đối`,
    `World Cup 2026 giữa`."""
    if text[number.end() : number.end() + 1].isalpha() or is_year(number["whole"]):
        return True
    if unit and _ORDERED.search(head):
        return True
    last = _LAST_TWO.search(head) if unit else None
    if last is None or not last[0][0].isupper():
        return False  # "tổ chức 2 …" is a verb
    if last[0].split()[-1][0].isupper():
        return True  # "Nhiệt điện Sông Mẫu 1 hòa lưới"
    return tables().unit.fullmatch(f" {last[0].strip()}") is not None


def _figure_in_words(text: ArticleText, number: re.Match[str]) -> tuple[FigureNamed, int] | None:
    """`hai chi bộ`: only in front of a unit of the table that is counted so."""
    sentence = text.sentence_at(number.start())
    head = text.text[max(sentence[0], number.start() - _BEFORE) : number.start()]
    unit = tables().worded.match(text.text, number.end(), sentence[1])
    value = value_of_word(number["word"], head) if unit else None
    if unit is None or value is None:
        return None
    qualifier = _ROUNDS.search(head)
    start = number.start() - (len(head) - qualifier.start() if qualifier else 0)
    words, end, more = " ".join(unit["unit"].split()), unit.end(), 0.0
    if factor := tables().factors.get(words.lower()):  # "hai triệu rưỡi"
        more, end = smaller_part(text.text, end, sentence[1], factor)
        end, tail = _unit(text.text, end, sentence[1])
        words = f"{words} {tail or ''}".strip()
    figure = FigureNamed(
        start=start,
        end=end,
        sentence=sentence,
        value=value + more,
        unit=words,
        qualifier=qualifier[1] if qualifier else None,
    )
    return figure, end


def _figure_of_words(text: ArticleText, number: re.Match[str]) -> tuple[FigureNamed, int] | None:
    """`hai mươi lăm chi bộ`: only in front of a unit of the table."""
    sentence = text.sentence_at(number.start())
    head = text.text[max(sentence[0], number.start() - _BEFORE) : number.start()]
    unit = tables().unit.match(text.text, number.end(), sentence[1])
    said = number_in_words(number["words"]) if unit and not names_a_thing(head) else None
    if unit is None or said is None:
        return None
    words = " ".join(unit["unit"].split())
    qualifier = tables().qualifier.search(head)
    start = number.start() - (len(head) - qualifier.start() if qualifier else 0)
    figure = FigureNamed(
        start=start,
        end=unit.end(),
        sentence=sentence,
        value=said.value,
        unit=f"{said.multiple} {words}".strip(),
        qualifier=" ".join(qualifier["qualifier"].split()) if qualifier else None,
    )
    return figure, unit.end()


_READERS = {NUMBER: _figure, NUMBER_WORD: _figure_in_words, NUMBER_WORDS: _figure_of_words}


def _is_list_number(text: ArticleText, number: re.Match[str], sentence: Span) -> bool:
    """`1. Nội dung …` and the `2)` of an enumeration."""
    behind = text.text[number.end() : number.end() + 2]
    if number["percent"]:
        return False
    return (number.start() == sentence[0] and behind[:1] in {".", ")"}) or behind[:1] == ")"


def _unit(text: str, at: int, limit: int) -> tuple[int, str | None]:
    """The noun behind the number: the longest of the table, else up to two small words."""
    plural = _PLURAL.match(text, at, limit)
    begin = plural.end() if plural else at
    if known := tables().unit.match(text, begin, limit):
        return known.end(), " ".join(known["unit"].split())
    end = begin
    words: list[str] = []
    while len(words) < 2:
        word = _NEXT_WORD.match(text, end, limit)
        if word is None or word[1] in STOP_WORDS or not word[1].islower():
            break
        words.append(word[1])
        end = word.end()
    return (end, " ".join(words)) if words else (at, None)
