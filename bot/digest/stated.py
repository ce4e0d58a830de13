"""What the beginning of an article says of when and where: days and places below a province. Pure.

Two articles of one event mostly state the same day and the same commune or ward; the same kind of
meeting elsewhere, or on another day, does not.
"""

from __future__ import annotations

import re

from storage.text import folded_words, nfc

_DAY = re.compile(
    r"([0-9]{1,2})(?:[/.\-]| tháng )([0-9]{1,2})(?![\d%])"
    r"(?! ?(?:tỉ|tỷ|triệu|nghìn|m2|km|USD|đồng))"
)
_BEFORE_A_DAY = re.compile(
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|nay|qua|mai|hôm)\W{0,3}$", re.IGNORECASE
)
_CHARACTERS = 12
"""Before a number, in which one of these words makes it a day: it ends just before the number, so
that no number is cut in two."""

_READ = 2_400
"""Characters that are looked at."""

MOST_DAYS = 8
"""Days of one article that are looked at; the first ones."""

_CAPITAL = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_UNIT = re.compile(
    r"\b(?:[Pp]hường|[Xx]ã|[Tt]hị xã|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Đđ]ặc khu|P\.) ?"
    rf"(\d{{1,2}}\b|[{_CAPITAL}][^\W\d_]{{0,9}}(?: [{_CAPITAL}][^\W\d_]{{0,9}}){{0,3}})"
)
_MONTHS = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)
"""Days of a leap year before each month."""

YEAR = 366


def stated_days(text: str) -> frozenset[int]:
    """Days and months that the text states ("ngày 14-8", "sáng 3/7"), as days of a leap year."""
    found: list[int] = []
    for match in _DAY.finditer(text[:_READ]):
        day, month = int(match[1]), int(match[2])
        before = text[max(0, match.start() - _CHARACTERS) : match.start()]
        if 1 <= day <= 31 and 1 <= month <= 12 and _BEFORE_A_DAY.search(before):
            found.append(_MONTHS[month - 1] + day)
            if len(found) == MOST_DAYS:
                break
    return frozenset(found)


def days_apart(one: frozenset[int], two: frozenset[int]) -> int | None:
    """Between the nearest of them, whatever the year; None where one states none."""
    if not one or not two:
        return None
    if not one.isdisjoint(two):
        return 0
    return min(min(abs(a - b), YEAR - abs(a - b)) for a in one for b in two)


def units_named(text: str) -> frozenset[str]:
    """Names of communes, wards and districts, folded, without the kind of unit."""
    return frozenset(" ".join(folded_words(match[1])) for match in _UNIT.finditer(nfc(text)))
