"""Requests that an article only tells of as what went before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from bot.facts.article_text import Span
from bot.facts.record import TimeNamed
from bot.language.person_names import CAPITALS

_BEFORE = re.compile(r"(?:Trước đó|Trước đây|Như đã đưa tin|Trước kia)(?!\w)")
_SOON = 60
"""Characters within which a verb behind `Sau khi` is still of its clause."""
_OF_ITS_CLAUSE = re.compile(rf"Sau khi[ \t](?:[{CAPITALS}]|[^,]*$)")
"""`Sau khi Sở X, Sở Y yêu cầu …`, but not `Sau khi kiểm tra, Sở Y yêu cầu …`."""
_SINCE = re.compile(
    r"(?<!\w)(?:sau khi|kể từ khi|từ khi"
    r"|[Ss]au[ \t](?:\d{1,3}|hai|ba)[ \t](?:giờ|ngày|tuần|tháng|năm))[ \t]"
    r"(?:[^,;:.]|\.(?=\w)){3,120}$"
)
_WHEN = re.compile(
    rf"(?<!\w)(?:hồi[ \t][^,;.]{{3,40}}, )?khi[ \t](?:ông|bà|[{CAPITALS}])[^,;:.]{{1,80}}$"
)
"""`số ghế đã giảm …, khi bà An kêu gọi bầu cử sớm`: told as what dates something else."""
_ONCE = re.compile(r"(?<!\w)(?:đã từng|nhiều lần)(?!\w)[^;:.]{0,150}$")
_TIMES = re.compile(
    r"(?:\w+[ \t]+){2}[^,;:.”\"]{0,60}(?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|nhiều)[ \t]lần(?=[.”\"])"
)
"""`đã yêu cầu làm rõ ba lần`: told of how often it was asked for."""
_PASSIVE = re.compile(r"(?<!\w)bị[ \t][^;:.]{3,150},[ \t]*$")
"""`… bị Đảng ủy nhắc nhở, yêu cầu …`: told of somebody in the past."""
_YEAR = re.compile(r"(?<!\w)năm[ \t](\d{4})(?!\d)[^;:.]{0,100}(?<!\w)đã[ \t][^;:.]{0,20}$")
"""`năm 2007, UBND tỉnh đã chỉ đạo …`, of an article that knows of later years."""
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_LEAP_YEAR = 2024
_APART = dt.timedelta(days=2)
"""A request made so long before the event, or longer, is no part of the news."""


def days_before_the_event(times: Iterable[TimeNamed]) -> tuple[Span, ...]:
    """Where days stand that lie clearly before the event of the article."""
    times = tuple(times)
    event = next((day for it in times if it.role == "event" and (day := _day(it))), None)
    if event is None:
        return ()
    return tuple(
        (it.start, it.end)
        for it in times
        if it.role == "other" and (day := _day(it)) and day <= event - _APART
    )


def is_of_the_past(text: str, start: int, verb: int, days: Iterable[Span]) -> bool:
    """Whether the asking verb at `verb` of the sentence from `start` tells what went before."""
    if _SINCE.search(text, max(start, verb - 160), verb):
        return True
    if verb - start < _SOON and _OF_ITS_CLAUSE.match(text, start, verb):
        return True
    if _WHEN.search(text, max(start, verb - 100), verb):
        return True
    if _ONCE.search(text, max(start, verb - 160), verb) or _TIMES.match(text, verb):
        return True
    if _BEFORE.match(text, start) or _PASSIVE.search(text, max(start, verb - 160), verb):
        return True
    if (year := _YEAR.search(text, max(start, verb - 160), verb)) is not None:
        latest = max(int(it) for it in _YEARS.findall(text))
        if int(year[1]) < latest - 1:
            return True
    return any(start <= at < verb for at, _ in days)


def _day(time: TimeNamed) -> dt.date | None:
    """Its day; where the year is open, a year that all open ones share."""
    if time.first is not None:
        return time.first if time.first == time.last else None
    written = _DAY.fullmatch(time.label)
    if written is None:
        return None
    return dt.date(int(written[3] or _LEAP_YEAR), int(written[2]), int(written[1]))
