"""Times as people say them in a question, beside those that texts write: `mấy hôm nay`,
`cuối tháng trước`, `dịp 2/9`, `từ tháng 6 đến nay`, `hôm thứ sáu`, `trước tháng 6/2023`.

All text here is without diacritics, so that both ways of typing mean the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from bot.language import spoken_spans as read
from bot.language.spoken_spans import MONTHS, D, Spoken, Y

_PAST = r"(?:vua\s{1,3}(?:roi|qua)|roi|qua|truoc)"
_M = r"(?:0?[1-9]|1[0-2])"
_NOT_INSIDE = r"(?<![\w/.,-])"
_NO_COUNT = r"(?!\s{1,3}(?:lan|ngay|nguoi|buoi|tuan|don\s{1,3}vi|xa)(?!\w))"
_TO_NOW = r"\s{1,3}(?:cho\s{1,3})?(?:den|toi)\s{1,3}(?:nay|gio|hien\s{1,3}nay|hom\s{1,3}nay)(?!\w)"


_MAY_SAY = re.compile(
    r"\d|(?<!\w)(?:thang|nam|tuan|ngay|hom|bua|quy|tet|qua|nhat|cn|sang|trua|chieu|toi|dem)(?!\w)",
    re.IGNORECASE,
)
"""Every pattern has one of these: most queries have none."""


def spoken_times(plain: str, today: dt.date) -> Iterator[Spoken]:
    """In no order; where they overlap, what begins first and is longest is meant."""
    if _MAY_SAY.search(plain) is None:
        return
    for pattern, reader in _PATTERNS:
        for match in pattern.finditer(plain):
            meant = reader(match, today)
            if meant is not None and meant.first <= meant.last and meant.first <= today:
                yield meant


_Reader = Callable[[re.Match[str], dt.date], Spoken | None]
_SPAN = (
    rf"(?:thang\s{{1,3}}{_M}(?:(?:\s?[/-]\s?|\s{{1,3}}nam\s{{1,3}}|\s){Y})?"
    rf"|quy\s{{1,3}}(?:iv|i{{1,3}}|[1-4])(?:(?:\s?[/-]\s?|\s{{1,3}}nam\s{{1,3}}){Y})?"
    rf"|nam\s{{1,3}}{Y}|(?:thang|quy|nam)\s{{1,3}}(?:nay|ngoai|truoc|qua))"
)
_ALL: tuple[tuple[str, _Reader], ...] = (
    (
        (
            rf"(?<!\w)(?:may|vai|nhung|cac)\s{{1,3}}(?P<unit>ngay|hom|bua|tuan)\s{{1,3}}"
            rf"(?:{_PAST}|nay|gan\s{{1,3}}day|gan\s{{1,3}}nhat|vua\s{{1,3}}roi)(?!\w)"
        ),
        read.few,
    ),
    (
        rf"{_NOT_INSIDE}(?P<n>\d{{1,3}})\s{{1,3}}gio\s{{1,3}}(?:{_PAST}|gan\s{{1,3}}(?:day|nhat))(?!\w)",
        read.hours,
    ),
    (
        rf"(?<!\w)nua\s{{1,3}}(?P<unit>thang|nam)\s{{1,3}}(?:nay|{_PAST}|gan\s{{1,3}}day)(?!\w)",
        read.half,
    ),
    (
        (
            rf"(?<!\w)(?<!thang\s)(?:(?P<half>nua)\s{{1,3}})?(?P<part>dau|giua|cuoi)\s{{1,3}}(?P<span>{_SPAN})"
            r"(?![\w/-]|\s{1,3}hoc(?!\w))"
        ),
        read.part,
    ),
    (
        (
            r"(?<!\w)(?:hoi|vao|tu\s{1,3}hoi|dip|luc)\s{1,3}(?P<part>dau|giua|cuoi)\s{1,3}(?P<unit>nam|thang)"
            r"(?!\w|\s{1,3}(?:\d|hoc|nay|ngoai|truoc|qua|sau|toi|roi|vua))"
        ),
        read.part_alone,
    ),
    (
        (
            rf"(?<!\w)(?:ke\s{{1,3}})?tu\s{{1,3}}(?P<span>dau\s{{1,3}}(?:nam|thang)|(?:ngay\s{{1,3}})?{D}[/.-]{_M}"
            rf"(?:[/.-]{Y})?|{Y}|{_SPAN}|(?:tuan|hom)\s{{1,3}}(?:nay|truoc|qua|kia)){_TO_NOW}"
        ),
        read.since,
    ),
    (
        (
            r"(?<!\w)(?:ke\s{1,3})?tu\s{1,3}(?P<span>dau\s{1,3}(?:nam|thang))"
            r"(?!\w|\s{1,3}(?:\d|hoc|den|toi|cho|ngoai|truoc|sau))"
        ),
        read.since,
    ),
    (
        (
            rf"(?<!\w)(?:tu\s{{1,3}}(?:nam\s{{1,3}})?|nam\s{{1,3}})(?P<y1>{Y})\s{{0,3}}(?:-|–|den|toi)\s{{0,3}}"
            rf"(?:het\s{{1,3}})?(?:nam\s{{1,3}})?(?P<y2>{Y})(?![\w/-])"
        ),
        read.years,
    ),
    (
        (
            rf"(?<!\w)(?P<side>truoc|sau)\s{{1,3}}(?P<span>nam\s{{1,3}}{Y}|thang\s{{1,3}}{_M}(?:\s?[/-]\s?"
            rf"|\s{{1,3}}nam\s{{1,3}}){Y}|(?:ngay\s{{1,3}})?{D}[/.-]{_M}[/.-]{Y}"
            rf"|quy\s{{1,3}}(?:iv|i{{1,3}}|[1-4])(?:\s?[/-]\s?|\s{{1,3}}nam\s{{1,3}}){Y})(?![\w/-])"
        ),
        read.beside,
    ),
    (rf"{_NOT_INSIDE}(?:t\s?)?(?P<m>{_M})[/-](?P<y>{Y})(?![\w/.-])", read.short_month),
    (rf"(?<!\w)t(?P<m>{_M})\s(?P<y>{Y})(?![\w/.-])", read.short_month),
    (
        (
            rf"(?<!\w)thang\s{{1,3}}(?P<m>{_M}|{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
            rf"(?:\s{{1,3}}(?:nam\s{{1,3}})?(?P<y>{Y}))?"
            rf"(?P<over>\s{{1,3}}(?:vua\s{{1,3}}(?:roi|qua)|roi|qua))?(?![\w/-]|[.,]\d){_NO_COUNT}"
        ),
        read.named_month,
    ),
    (
        (
            rf"(?<!\w)(?:hom|ngay|mung|mong|sang|trua|chieu|toi|dem)\s{{1,3}}(?P<d>{D})"
            rf"(?:[/-]|\s{{1,3}}thang\s{{1,3}})(?P<m>{_M})(?![\w/.-]|\s{{1,3}}(?:nam\s{{1,3}})?{Y})"
        ),
        read.day_of_year,
    ),
    (
        (
            r"(?<!\w)(?:dip|(?:ky\s{1,3})?nghi|(?:ngay\s{1,3})?le|quoc\s{1,3}khanh)\s{1,3}"
            r"(?:(?:nghi|le|quoc\s{1,3}khanh)\s{1,3}){0,2}"
            rf"(?P<d>{D})[/-](?P<m>{_M})(?:\s?(?:-|–|va|,)\s?{D}[/-]{_M})?"
            rf"(?:(?:[/-]|\s{{1,3}}(?:nam\s{{1,3}})?)(?P<y>{Y}))?(?![\w/.-])"
        ),
        read.holiday,
    ),
    (
        (
            r"(?<!\w)(?:(?:dip|nghi|ky\s{1,3}nghi|truoc|sau|trong)\s{1,3}tet(?:\s{1,3}nguyen\s{1,3}dan)?"
            rf"(?:\s{{1,3}}(?:nam\s{{1,3}})?(?P<y>{Y})|\s{{1,3}}nam\s{{1,3}}(?P<which>nay|ngoai|truoc|roi))?)(?!\w)"
        ),
        read.around_tet,
    ),
    (
        (
            rf"(?<!\w)tet(?:\s{{1,3}}nguyen\s{{1,3}}dan)?"
            rf"(?:\s{{1,3}}(?:nam\s{{1,3}})?(?P<y>{Y})|\s{{1,3}}nam\s{{1,3}}(?P<which>nay|ngoai|truoc|roi))(?!\w)"
        ),
        read.around_tet,
    ),
    (
        (
            rf"(?<!\w)(?:hom|sang|trua|chieu|toi|dem)\s{{1,3}}(?P<day>thu\s{{1,3}}(?:hai|ba|tu|nam|sau|bay|[2-7])"
            rf"|chu\s{{1,3}}nhat|cn)(?:\s{{1,3}}(?P<week>tuan\s{{1,3}}(?:nay|{_PAST}))|\s{{1,3}}{_PAST})?(?!\w)"
        ),
        read.weekday,
    ),
    (
        (
            rf"(?<!\w)(?P<day>thu\s{{1,3}}(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s{{1,3}}nhat|cn)"
            rf"\s{{1,3}}(?P<week>tuan\s{{1,3}}(?:nay|{_PAST}))(?!\w)"
        ),
        read.weekday,
    ),
    (rf"(?<!\w)(?P<day>chu\s{{1,3}}nhat|cn)\s{{1,3}}{_PAST}(?!\w)(?P<week>(?!))?", read.weekday),
    (
        rf"(?<!\w)(?P<part>dau|giua|cuoi)\s{{1,3}}tuan\s{{1,3}}(?P<which>nay|{_PAST})(?!\w)",
        read.weekend,
    ),
    (r"(?<!\w)(?:dem|khuya)\s{1,3}(?:hom\s{1,3})?qua(?!\w)", read.night),
)
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in _ALL
)
