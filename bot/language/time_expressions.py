"""Vietnamese expressions of time: where they stand and which days they mean.

`Chiều ngày 26/9`, `Ngày 5-7`, `15/10/2021`, `từ ngày 5 đến 7/7`, `quý III`, `6 tháng đầu năm`,
`tháng 9/2023`, `nhiệm kỳ 2020-2025`, `tuần trước`, `hôm qua`. Days are written day first
(Nghị định 30/2020/NĐ-CP). What names no year is resolved against a reference
day, usually that of publication; without one it stays open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from bot.language import spans_of_time as spans
from bot.language.bare import without_marks

Kind = Literal["day", "days", "week", "month", "quarter", "months", "year", "years", "term"]


class TimeExpression(NamedTuple):
    """One expression; `first` and `last` are inclusive local days, None where it stays open."""

    start: int
    end: int
    kind: Kind
    label: str
    """In one spelling: `"26/9/2023"`, `"quý III/2023"`, `"6 tháng đầu năm 2023"`."""
    first: dt.date | None = None
    last: dt.date | None = None


_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:19|20)\d\d"
_SEP = r"\s?[/.-]\s?"
_QUARTER = r"(?:IV|I{1,3}|[1-4])"
_END = r"(?![\d/]|[.,-]\d)"
_START = r"(?<![\d/.,-])(?<!\w)"
_RELATIVE = r"(?P<rel>này|trước|qua|vừa\s+qua|tới|sau)(?!\w)"
_NEXT_YEAR = r"(?P<next>\s+(?:của\s+)?năm\s+(?:dương\s+lịch\s+)?(?:sau|tới|tiếp\s+theo)(?!\w))?"
_ITS_YEAR = r"(?:,?\s+(?:của\s+)?năm\s+(?P<its>nay|ngoái|trước|qua|tới|sau)(?!\w))?"
"""`tháng 8 năm ngoái`, `quý III năm nay`."""
_SMALL = r"\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+một)?"
_OFFICE = r"(?P<what>nhiệm\s+kỳ|giai\s+đoạn|năm\s+học|niên\s+khóa|thời\s+kỳ)"

_PATTERNS: tuple[tuple[str, Kind], ...] = (
    (  # từ ngày 5 đến (ngày) 7/7(/2023); ngày 5 và 6/7; 5-7/7/2023
        (
            rf"(?:từ\s+)?(?:ngày\s+)?{_START}(?P<d1>{_D})(?:{_SEP}(?P<m1>{_M})(?:{_SEP}(?P<y1>{_Y}))?)?"
            r"(?:\s?[-–]\s?|\s+(?:đến|tới|và)\s+)(?:hết\s+)?(?:ngày\s+)?"
            rf"(?P<d2>{_D})(?:\s?/\s?(?P<m2>{_M})(?:\s?/\s?(?P<year>{_Y}))?"
            rf"|[-.](?P<m3>{_M})[-.](?P<y3>{_Y})){_END}"
        ),
        "days",
    ),
    (  # từ ngày 5 đến (ngày) 8 tháng 7 (năm 2017)
        (
            rf"(?:từ\s+)?ngày\s+(?P<d1>{_D})(?:\s+tháng\s+(?P<m1>{_M}))?"
            r"(?:\s?[-–]\s?|\s+(?:đến|tới|và)\s+)(?:hết\s+)?(?:ngày\s+)?"
            rf"(?P<d2>{_D})\s+tháng\s+(?P<m2>{_M})(?:(?:,?\s+năm\s+|\s?/\s?)(?P<year>{_Y}))?(?!\d)"
        ),
        "days",
    ),
    (  # ngày 24,25/9; ngày 24 và 25-6
        (
            rf"ngày\s+(?P<d1>{_D})(?P<m1>(?!))?(?:\s?[,&]\s?|\s(?:và|đến|tới)\s)(?:ngày\s)?"
            rf"(?P<d2>{_D})[/.-](?P<m2>{_M})(?:[/.-](?P<year>{_Y}))?(?!\d|[./,-]\d)"
        ),
        "days",
    ),
    (  # từ 15-10 đến 17-10, từ ngày 15 đến 17-10: the dash parts day and month
        (
            rf"từ\s+(?=ngày\s|\d{{1,2}}[-.])(?:ngày\s+)?(?P<d1>{_D})(?:[-.](?P<m1>{_M}))?\s+(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+)?"
            rf"(?P<d2>{_D})[-.](?P<m2>{_M})(?:[-.](?P<year>{_Y}))?(?!\d|[./,-]\d)"
        ),
        "days",
    ),
    (rf"{_START}(?P<d>{_D}){_SEP}(?P<m>{_M}){_SEP}(?P<year>{_Y})(?!\d)", "day"),
    (
        (
            rf"(?:ngày|mùng|mồng)\s+(?P<d>{_D})\s+tháng\s+(?P<m>{_M})"
            rf"(?:(?:,?\s+năm\s+|\s?/\s?)(?P<year>{_Y}))?(?!\d)"
        ),
        "day",
    ),
    (
        (
            # "từ 5-7 ha" is a range of figures
            r"(?!(?:từ|đến|tới)\s+\d{1,2}\s?-)"
            r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|mùng|từ|đến|tới)\s+"
            rf"(?P<d>{_D})\s?[/–-]\s?(?P<m>{_M}){_END}{_NEXT_YEAR}"
        ),
        "day",
    ),
    (  # with a full stop only behind a word that says that it is a day
        (
            rf"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|mùng)\s+(?P<d>{_D})\.(?P<m>{_M})"
            rf"(?!\d|[./]\d|,\d){_NEXT_YEAR}"
        ),
        "day",
    ),
    (
        (
            rf"(?:(?:từ\s+)?ngày\s+|(?<=ngày,\s))(?P<d1>{_D})(?:\.(?P<m1>{_M}))?(?:\s?[-–]\s?|\s+(?:đến|tới|và)\s+)"
            rf"(?:hết\s+)?(?:ngày\s+)?(?P<d2>{_D})\.(?P<m2>{_M})(?:\.(?P<year>{_Y}))?(?!\d|[./,]\d)"
        ),
        "days",
    ),
    (  # "Sáng nay (6.2)", "chiều nay 11.6", "chiều qua 26-6"
        (
            rf"(?:(?<=\snay\s)|(?<=\snay,\s)|(?<=\snay\s\()|(?<=\squa\s)|(?<=\squa,\s)|(?<=\squa\s\()"
            rf"|(?<=\smai\s)|(?<=\smai,\s)|(?<=\smai\s\())(?P<d>{_D})[./-](?P<m>{_M})(?!\d|[./]\d)"
        ),
        "day",
    ),
    (  # a bare 30/4; what a noun follows is a share: 2/3 nội dung
        rf"{_START}(?P<d>{_D})/(?P<m>{_M}){_END}(?=\s?(?:[,.;:)–-]|$|đến\s|tới\s|và\s\d))",
        "day",
    ),
    (
        (
            r"(?P<rel>(?:sáng|trưa|chiều|tối|hôm)\s+nay|(?:hôm|sáng|chiều|tối)\s+qua|hôm\s+kia"
            r"|(?:ngày|sáng|chiều)\s+mai)(?!\w)"
        ),
        "day",
    ),
    (
        (
            rf"qu[ýí]\s+(?P<q>{_QUARTER}|đầu|cuối)(?!\w)"
            rf"(?:(?:\s*[/-]\s*|,?\s+năm\s+|\s+)(?P<year>{_Y}){_END}|{_ITS_YEAR})"
        ),
        "quarter",
    ),
    (
        (
            rf"(?:(?P<n>{_SMALL})\s+tháng\s+(?P<part>đầu|cuối)|nửa\s+(?P<half>đầu|cuối))\s+năm"
            rf"(?:\s+(?P<year>{_Y}){_END}|\s+(?P<its>nay|ngoái|trước|qua|tới|sau)(?!\w))?"
        ),
        "months",
    ),
    (
        rf"{_START}(?P<n>[369]|10|11|ba|sáu|chín)\s+tháng(?:\s+năm\s+|\s*/\s*|\s+)(?P<year>{_Y}){_END}",
        "months",
    ),
    (
        (
            rf"tháng\s+(?P<m>{_M})(?:(?:\s?[/.-]\s?|,?\s+năm\s+)(?P<year>{_Y})|(?!\s?[/\d-]))"
            rf"{_END}{_ITS_YEAR}"
        ),
        "month",
    ),
    (
        (
            rf"(?:{_OFFICE}(?:(?:\s+[IVXL]{{1,6}})?\s*\(\s*|\s+)|(?P<five>(?:\d{{1,2}}|năm|mười)\s+năm)\s+)"
            rf"(?:từ\s+(?:năm\s+)?)?(?P<y1>{_Y})\s?(?:[-–]|đến)\s?(?:năm\s+)?(?P<y2>{_Y})"
            r"(?!\d)"
        ),
        "years",
    ),
    (r"(?P<term>(?:giữa|đầu|cuối|nửa đầu|nửa cuối|cả)\s+nhiệm\s+kỳ)(?!\s+\d)", "term"),
    (rf"tuần\s+{_RELATIVE}", "week"),
    (rf"tháng\s+{_RELATIVE}", "month"),
    (rf"qu[ýí]\s+{_RELATIVE}", "quarter"),
    (r"năm\s+(?P<rel>nay|ngoái|trước|qua|tới|sau)(?!\w)", "year"),
    (rf"năm\s+(?P<year>{_Y})(?!\s?[-–]\s?{_Y}){_END}", "year"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _PATTERNS)

_COUNTED = re.compile(
    r"(?<!\w)(?:\d+|vài|mấy|nhiều|những|các|hàng|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|trăm|nửa)\s+$",
    re.IGNORECASE,
)
"""In front of `năm qua`, `tháng trước`: a length of time, no one span."""
_LISTED: dict[Kind, re.Pattern[str]] = {
    "years": re.compile(rf"(?:\s?[,;]|\s(?:và|va))\s({_Y}\s?[-–]\s?{_Y})(?!\d)", re.IGNORECASE),
    "year": re.compile(
        rf"(?:\s?[,;]|\s(?:và|va))\s({_Y})(?=\s?(?:[,;:)]|\.(?!\d)|$)|\s(?:và|va)\s)", re.IGNORECASE
    ),
}
"""What goes on a list of terms and of years."""
_PRECIOUS = re.compile(
    r"(?<!\w)(?:kim loại|đá|gỗ|của|thuốc|cây|loài|giống|dược liệu|hiện vật|kỷ vật|tư liệu|vật|khách"
    r"|cao|cổ|báu|tài nguyên|nguồn)\s+$",
    re.IGNORECASE,
)
"""In front of `quý này`: an adjective, no quarter."""

_ANCHOR = re.compile(
    r"(?<![\w/.,-])(?:\d{1,2}(?!\d)|(?:(?:hai|ba|bốn|sáu|bảy|tám|chín|mười(?:\s+một)?)\s+tháng"
    r"|mười\s+năm|từ|ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|hôm|đến|tới|qu[ýí]|tháng|nhiệm|giai|năm|niên|thời|giữa|đầu|cuối|nửa|cả|tuần)\s)",
    re.IGNORECASE,
)
"""Where an expression may begin: to try all patterns there takes a tenth of searching for each."""


@cache
def _bare_patterns() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], Kind], ...]]:
    """The same for text without diacritics."""
    anchor = re.compile(without_marks(_ANCHOR.pattern), re.IGNORECASE)
    return anchor, tuple(
        (re.compile(without_marks(pattern), re.IGNORECASE), kind) for pattern, kind in _PATTERNS
    )


_READERS: dict[Kind, Callable[[re.Match[str], dt.date | None], spans.Meaning | None]] = {
    "days": spans.days,
    "day": spans.day,
    "quarter": spans.quarter,
    "months": spans.months,
    "month": spans.month,
    "years": spans.years,
    "term": spans.term,
    "week": spans.week,
    "year": spans.year,
}


def find_time_expressions(
    text: str, reference: dt.date | None = None, *, bare: bool = False
) -> list[TimeExpression]:
    """All expressions in order, none within another; those of no real day are left out.

    `bare`: the text has no diacritics (`bot.language.bare`), as people type; nor have the labels.
    """
    anchors, patterns = _bare_patterns() if bare else (_ANCHOR, _COMPILED)
    found: list[TimeExpression] = []
    for anchor in anchors.finditer(text):
        for pattern, kind in patterns:
            match = pattern.match(text, anchor.start())
            if match is None or not _is_one_span(text, match, kind):
                continue
            expression = _read(match, kind, reference)
            if expression is not None:
                found.append(expression)
                if kind in _LISTED:
                    found += _listed(text, match, kind, patterns)
    found.sort(key=lambda it: (it.start, -it.end))
    return list(_outermost(found))


def _listed(
    text: str,
    first: re.Match[str],
    kind: Kind,
    patterns: tuple[tuple[re.Pattern[str], Kind], ...],
) -> Iterator[TimeExpression]:
    """`nhiệm kỳ 2020-2022, 2022-2025`, `các năm 2021, 2022 và 2023`: the others of a list."""
    head = first.groupdict().get("what") if kind == "years" else first[0].split()[0]
    if head is None or first.groupdict().get("rel"):
        return
    more = _LISTED[kind]
    at = first.end()
    while it := more.match(text, at):
        said = f"{head} {it[1]}"
        match = next(
            (m for pattern, k in patterns if k == kind and (m := pattern.match(said))), None
        )
        expression = _read(match, kind, None) if match else None
        if expression is not None:
            yield expression._replace(start=it.start(1), end=it.end(1))
        at = it.end()


def _is_one_span(text: str, match: re.Match[str], kind: Kind) -> bool:
    """False for `hai năm qua` and `kim loại quý này`, which name no quarter or year."""
    if kind == "day" or not match.groupdict().get("rel"):
        return True
    head = text[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
    if kind == "quarter":
        name = match[0][0].isupper() and head.strip()[-1:].isalpha()  # "ông Trần Văn Quý sau …"
        return not name and _PRECIOUS.search(head) is None
    return _COUNTED.search(head) is None


def _outermost(found: list[TimeExpression]) -> Iterator[TimeExpression]:
    end = 0
    for expression in found:
        if expression.start >= end:
            yield expression
            end = expression.end


def _read(match: re.Match[str], kind: Kind, reference: dt.date | None) -> TimeExpression | None:
    meaning = _READERS[kind](match, reference)
    if meaning is None:
        return None
    return TimeExpression(match.start(), match.end(), kind, *meaning)
