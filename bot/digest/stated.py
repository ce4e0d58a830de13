"""What the beginning of an article says of when, where and which congress. Pure.

Two articles of one event mostly state the same day and the same commune or ward; the same kind of
meeting elsewhere, or on another day, does not. Congresses are the one kind of meeting that is told
by its name ("Đại hội Đảng bộ tỉnh …"), in many articles that share little else.
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


_HOST = re.compile(
    r"[Đđ]ảng bộ (?:(?:các|cơ quan|tỉnh|thành phố|phường|xã|thị xã|quận|huyện|đặc khu|TP|P)\b\.? ?)"
    rf"{{0,3}}(?=([{_CAPITAL}][\w.]{{0,9}}(?: \w[\w.]{{0,9}}){{0,3}}))"
)
_CONGRESS = re.compile(r"đại hội", re.IGNORECASE)
_BESIDE = re.compile(
    r"chào mừng|mừng thành công|phục vụ|trước thềm|trước phiên|trong khuôn khổ|chuẩn bị"
    r"|đại biểu (?:dự |Đại hội)|tham quan|triển lãm|họp báo|góp ý",
    re.IGNORECASE,
)
"""What takes place beside a congress, or before it: a story of its own."""

_POST = re.compile(
    r"(?:làm|giữ chức|cử|bầu|chỉ định|tiếp tục)\b.{0,20}\b(?:bí thư|chủ tịch|chủ nhiệm)",
    re.IGNORECASE,
)
"""In a title: who is now what, which is a story of its own too."""

_KIND = re.compile(r"\b(?:tỉnh|thành phố|TP)\b\.? ?")
_BEHIND = frozenset(
    (
        *("lần", "nhiệm", "khóa", "khoá", "triệu", "lại", "đã", "sẽ", "vừa", "tổ", "được", "khai"),
        *("bế", "và", "về", "với", "sau", "trước", "có", "là", "năm", "trong"),
    )
)
"""What stands behind a name and is no part of it."""


def congresses_told(title: str, lead: str) -> frozenset[str]:
    """Whose Party congress an article tells of: the first two syllables of its name, folded, and a
    number behind them; none where it tells of something beside the congress or before it.
    """
    text = nfc(f"{title}\n{lead}")[:_READ]
    if not _CONGRESS.search(text) or _BESIDE.search(text) or _POST.search(nfc(title)[:_READ]):
        return frozenset()
    return frozenset(filter(None, (_host(match[1]) for match in _HOST.finditer(text))))


def _host(name: str) -> str:
    first, *more = re.findall(r"\w+", _KIND.sub("", name))[:3] or [""]
    if more and more[0] not in _BEHIND:
        first = " ".join([first, more[0], *(it for it in more[1:] if it.isdigit())])
    return " ".join(folded_words(first))
