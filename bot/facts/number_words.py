"""Numbers that a text writes in words: `hai mươi lăm`, `một nghìn hai trăm`, `ba trăm triệu`.

Two words and more; single ones (`hai chi bộ`) are read by `bot.facts.figure_grammar`. How
Vietnamese joins them is general knowledge: hundreds by `trăm`, tens by `mươi`, `linh` or `lẻ` for
an empty ten, `mốt`, `tư` and `lăm` for the last digit.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS_OF_DIGITS = (
    *("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy bẩy", "tám", "chín"),
)
_DIGITS = {word: at for at, words in enumerate(_WORDS_OF_DIGITS) for word in words.split()}
_FACTORS = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_ONLY_BEHIND_TENS = frozenset({"mốt", "tư", "lăm"})
_EMPTY_TEN = frozenset({"linh", "lẻ"})
_FIRST = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười"
_ANY = f"{_FIRST}|không|mốt|tư|lăm|mươi|trăm|linh|lẻ|nghìn|ngàn|triệu|tỷ|tỉ"
NUMBER_WORDS = re.compile(
    rf"(?<![\w-])(?P<words>(?:{_FIRST})(?:[ \t\u00a0]{{1,2}}(?:{_ANY})(?!\w)){{1,12}})"
    r"(?=[ \t\u00a0]{1,2}[^\W\d_])",
    re.IGNORECASE,
)


class WordedNumber(NamedTuple):
    """What the words say: `12 "triệu"` of `mười hai triệu`; `multiple` is empty without one."""

    value: float
    multiple: str


def number_in_words(words: str) -> WordedNumber | None:
    """The number, or None where the words are none: `hai ba`, `năm năm`, `ba tư`."""
    parts = words.lower().split()
    multiple = parts[-1] if parts[-1] in _FACTORS else ""
    total = _value(parts)
    if total is None:
        return None
    return WordedNumber(total / _FACTORS[multiple] if multiple else total, multiple)


def _value(parts: list[str]) -> float | None:
    total = 0.0
    group: float = 0
    digit: int | None = None
    before = ""
    for part in parts:
        if part in _DIGITS:
            if digit is not None or (part in _ONLY_BEHIND_TENS and before not in {"mươi", "mười"}):
                return None
            digit = _DIGITS[part]
        elif part == "mười":
            if digit is not None:
                return None
            group += 10
        elif part in {"mươi", "trăm"}:
            if digit is None:
                return None
            group, digit = group + digit * (10 if part == "mươi" else 100), None
        elif part in _EMPTY_TEN:
            if before != "trăm":
                return None
        elif (scaled := _scaled(total, group + (digit or 0), _FACTORS[part], before)) is not None:
            total, group, digit = scaled, 0, None
        else:
            return None
        before = part
    return None if before in _EMPTY_TEN else total + group + (digit or 0)


def _scaled(total: float, group: float, factor: float, before: str) -> float | None:
    """The total behind `nghìn`, `triệu` or `tỷ`; None: nothing stands in front of it."""
    if group:
        return total + group * factor
    return total * factor if before in _FACTORS and factor == _FACTORS["tỷ"] else None
