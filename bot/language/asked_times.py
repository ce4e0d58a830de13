"""Times as people type them into a search, with or without diacritics: which days, and how meant.

`hôm qua`, `tuần trước`, `3 ngày qua` ask for what was published then. `quý III năm 2023` and
`tháng 9/2023` ask for what was published then or reports on it. `6 tháng đầu năm`, `quý III` and
`nhiệm kỳ 2020-2025` are named by reports long afterwards: they ask for what reports on them.
A day to come is nothing that could be published, and a bare `20/11` is mostly the name of a day;
`quý III` asked for in April is last year's.

Marks are never looked at, so that both ways of typing mean the same; what is a name without them
(`Việt Nam trước …`, `Quảng Nam nay`) is no year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.language.bare import without_marks
from bot.language.english_times import said_in_vietnamese
from bot.language.spans_of_time import NUMBERS
from bot.language.spoken_times import spoken_times
from bot.language.time_expressions import TimeExpression, find_time_expressions

Reach = Literal["published", "either", "reported"]


class AskedTime(NamedTuple):
    """Characters of the text (NFC) and the local days that they mean, both inclusive."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    reach: Reach
    head: int = 0
    """Where the preposition in front begins (`trong tuần trước`); `start` where there is none."""
    recurs: bool = False
    """Whether it comes every year and is named without one: the latest is meant first."""


_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(NUMBERS)})"
_LAST_FEW = re.compile(
    rf"(?<![\w/.,-]){_COUNT}\s{{1,3}}(?P<unit>ngay|hom|bua|tuan|thang|nam)\s{{1,3}}"
    r"(?P<which>nay|vua\s{1,3}qua|vua\s{1,3}roi|gan\s{1,3}day|gan\s{1,3}nhat|tro\s{1,3}lai\s{1,3}day"
    r"|qua|truoc)(?!\w)",
    re.IGNORECASE,
)
_AGO = re.compile(
    rf"(?<!\w)cach\s{{1,3}}(?:day|nay)\s{{1,3}}{_COUNT}\s{{1,3}}(?P<unit>ngay|hom|tuan|thang)(?!\w)",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"(?<!\w)(?:thang|quy|ngay|mung|mong|hom|tuan|thu|ky|lan|dot|khoa|so)\s{1,3}$", re.IGNORECASE
)
"""In front of a number: `tháng 9 năm nay`, `thứ bảy tuần trước` count nothing."""
_JUST_OVER = re.compile(r"(?<!\w)(?P<unit>tuan|thang|quy|nam)\s{1,3}(?:vua\s{1,3})?roi(?!\w)", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAMES_BEFORE = re.compile(
    r"(?<!\w)(?:viet|mien|phia|dong|tay|quang|ha|phuong)\s{1,3}$", re.IGNORECASE
)
"""In front of "nam": a country, region or province, no year."""
_COUNTED_BEFORE = re.compile(
    r"(?<!\w)(?:\d{1,4}|muoi|tram|hang|nhieu|cac|nhung|may|vai)\s{1,3}$", re.IGNORECASE
)
"""In front of `năm qua`, `tháng trước`: a length of time, no one span."""
_LEADING = re.compile(
    r"(?:(?<!\w)(?:trong(?:\s{1,3}vong)?|vao|hoi|cua|ngay|khoang|tam|suot|luc|in|on|of|during|from)\s{1,3}){1,2}$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\s{1,3}(?:den|toi|to|-|–)\s{1,3}(?:het\s{1,3})?", re.IGNORECASE)
_SPAN_HEAD = re.compile(r"(?<!\w)(?:tu|from)\s{1,3}$", re.IGNORECASE)
_LEAD_ROOM = 24


def find_asked_times(text: str, today: dt.date) -> list[AskedTime]:
    """In order, none within another; `text` is NFC, `today` the local day of the question."""
    plain = without_marks(text)
    found = list(_said(plain, today))
    for start, end, words in said_in_vietnamese(plain):
        found += [it._replace(start=start, end=end) for it in _said(words, today)]
    found.sort(key=lambda it: (it.start, -it.end))
    return [_with_head(plain, it) for it in _joined(plain, _outermost(found))]


def _said(plain: str, today: dt.date) -> Iterator[AskedTime]:
    for it in spoken_times(plain, today):
        yield AskedTime(it.start, it.end, it.first, it.last, it.reach, recurs=it.recurs)
    yield from _last_few(plain, today)
    yield from _just_over(plain, today)
    for expression in find_time_expressions(plain, today, bare=True):
        asked = _meaning(plain, expression, today)
        if asked is not None:
            yield asked


def _outermost(found: list[AskedTime]) -> list[AskedTime]:
    kept: list[AskedTime] = []
    for it in found:
        if not kept or it.start >= kept[-1].end:
            kept.append(it)
    return kept


def _joined(plain: str, found: list[AskedTime]) -> list[AskedTime]:
    """`từ tháng 7 đến tháng 9/2023` is one span: the year of the last holds for the first."""
    joined: list[AskedTime] = []
    for it in found:
        before = joined[-1] if joined else None
        if before is None or not _SPAN.fullmatch(plain, before.end, it.start):
            joined.append(it)
            continue
        head = _SPAN_HEAD.search(plain, max(0, before.start - _LEAD_ROOM), before.start)
        first = before.first
        if _YEAR.search(plain, it.start, it.end) and not _YEAR.search(
            plain, before.start, before.end
        ):
            first = _in_year(first, it.last.year)
        if head is None or first > it.last:
            joined.append(it)
            continue
        reach = "either" if "either" in (it.reach, before.reach) else it.reach
        joined[-1] = AskedTime(head.start(), it.end, first, it.last, reach)
    return joined


def _with_head(plain: str, it: AskedTime) -> AskedTime:
    head = _LEADING.search(plain, max(0, it.start - _LEAD_ROOM), it.start)
    return it._replace(head=it.start if head is None else head.start())


def _meaning(plain: str, it: TimeExpression, today: dt.date) -> AskedTime | None:
    if it.first is None or it.last is None:
        return None
    words = plain[it.start : it.end]
    dated = _YEAR.search(words) is not None
    relative = re.search(r"\s(?:nay|qua|kia|truoc|ngoai|mai|toi|sau)$", words, re.IGNORECASE)
    reach: Reach
    its_year = it.kind in ("month", "quarter", "months") and relative
    if its_year and re.search(r"\bnam\s", words, re.IGNORECASE):
        if it.first > today:
            return None
        reach = "either"
    elif relative:
        if it.first > today or (it.kind != "day" and _is_other(plain, it.start, it.kind)):
            return None
        reach = "published"
    elif it.kind in ("years", "term") or (it.kind != "days" and not dated):
        reach = "reported"
    else:
        reach = "either"
    if it.kind == "day" and not dated and not relative:
        return None
    first, last = it.first, it.last
    if reach == "reported" and not dated and first > today:  # nobody has reported on it yet
        first, last = _in_year(first, first.year - 1), _in_year(last, last.year - 1)
    return AskedTime(it.start, it.end, first, last, reach)


def _is_other(plain: str, start: int, unit: str) -> bool:
    """Whether what stands in front makes it a name, or a length of time."""
    at = max(0, start - _LEAD_ROOM)
    if _COUNTED_BEFORE.search(plain, at, start):
        return True
    return unit in ("nam", "year") and _NAMES_BEFORE.search(plain, at, start) is not None


def _last_few(plain: str, today: dt.date) -> list[AskedTime]:
    found = []
    for match in (*_LAST_FEW.finditer(plain), *_AGO.finditer(plain)):
        if _NO_COUNT.search(plain, max(0, match.start() - _LEAD_ROOM), match.start()):
            continue
        words = match["n"].lower()
        number = int(words) if words.isdigit() else NUMBERS[words]
        unit = {"hom": "ngay", "bua": "ngay"}.get(match["unit"].lower(), match["unit"].lower())
        back = match.groupdict().get("which", "truoc").lower() == "truoc"
        days = _back(today, unit, number) if back else (_ago(today, unit, number), today)
        if number and days is not None:
            found.append(AskedTime(match.start(), match.end(), *days, "published"))
    return found


def _back(today: dt.date, unit: str, number: int) -> tuple[dt.date, dt.date] | None:
    """The day, week or month so many before this one; `30 năm trước` is told, not asked."""
    if unit == "nam":
        return None
    then = _ago(today, unit, number)
    if unit == "ngay":
        return then, then
    if unit == "tuan":
        monday = then - dt.timedelta(days=then.weekday())
        return monday, monday + dt.timedelta(days=6)
    return then.replace(day=1), then.replace(day=calendar.monthrange(then.year, then.month)[1])


def _just_over(plain: str, today: dt.date) -> list[AskedTime]:
    """`tuần rồi`, `tháng vừa rồi`: as people of the South say "trước"."""
    found = []
    for match in _JUST_OVER.finditer(plain):
        if _is_other(plain, match.start(), match["unit"].lower()):
            continue
        (said,) = find_time_expressions(f"{match['unit']} truoc", today, bare=True)
        if said.first and said.last:
            found.append(AskedTime(match.start(), match.end(), said.first, said.last, "published"))
    return found


def _ago(today: dt.date, unit: str, number: int) -> dt.date:
    if unit in ("ngay", "tuan"):
        return today - dt.timedelta(days=number * (7 if unit == "tuan" else 1))
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "nam" else 1)
    year, month = max(months // 12, 1), months % 12 + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
