"""Publication instants and event dates, only from the places that state them.

A publication date is never in the future: more than `CLOCK_SKEW` ahead of `now` it is a typing
error or a decoy, and no date is better than a wrong one (FIELD_NOTES §4).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

from bot.ingest.date_scan import MONTH, make_date, month_number, scan
from bot.ingest.machine_dates import read_machine_date
from storage.models import Precision

CLOCK_SKEW = timedelta(days=1)
"""How far ahead of us a publisher's clock may run."""
_ZERO_DAYS = frozenset({date(1969, 12, 31), date(1970, 1, 1)})
_OLDEST_EVENT = timedelta(days=180)
"""A day and month without a year further back than this is not news of that day."""
_ANNIVERSARY = timedelta(days=400)
"""A full date further back is history that the article tells, not the event it reports."""
_HEAD = 400
"""Characters of a lead in which its first sentence is looked for."""


def parse_instant(text: str, *, zone: tzinfo, now: datetime) -> tuple[datetime, Precision] | None:
    """The instant that a date string states, in `zone`.

    Reads ISO 8601 (also with the blanks seen on real pages), RFC 822, seconds since 1970 and the
    Vietnamese header forms; day first; `zone` where no offset is stated; local midnight where no
    time is. The caller passes strings from explicit places only: the first date in it is taken.

    Returns None for no valid date, for one more than `CLOCK_SKEW` after `now`, and for the first
    of January 1970, the zero that programs print where they have no date.
    """
    found = read_machine_date(text, zone)
    if found is None:
        stated = scan(text, zone)
        found = None if stated is None else (stated.instant, stated.precision)
    if found is None or found[0] > now + CLOCK_SKEW or found[0].date() in _ZERO_DAYS:
        return None
    return found


_PART = (
    r"(?P<part>rạng sáng|(?:đầu giờ |cuối giờ |cuối )?(?:sáng|trưa|chiều|tối|đêm)|hôm nay)"
    r"(?: nay| qua)?"
)
_WEEKDAY = r"(?P<weekday>thứ ?(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)"
_MORE_DAYS = r"(?: ?(?:,|và|đến|tới|-|–) ?(?:hết )?(?:ngày )?\d{1,2}(?!\d)){1,3}"
"""`25-26/9`, `từ ngày 25 đến ngày 27/9`: the event began on the first of them."""
_DAY_MONTH = (
    rf"(?<![\d/.-])(?:(?P<d1>\d{{1,2}}){_MORE_DAYS} ?/ ?(?P<m1>\d{{1,2}})(?!\d)"
    r"(?: ?/ ?(?P<y1>(?:19|20)\d\d)(?!\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:{_MORE_DAYS})? ?tháng (?P<m2>{MONTH})\b"
    r"(?:(?: ?(?:năm|/|-|,) ?| )(?P<y2>(?:19|20)\d\d)(?!\d))?"
    r"|(?P<d3>\d{1,2}) ?[-/.] ?(?P<m3>\d{1,2})(?!\d)(?: ?[-/.] ?(?P<y3>(?:19|20)\d\d)(?!\d))?)"
    r"(?! ?\(?(?:âm lịch|hằng năm|hàng năm))"
)
_EVENT = (
    rf"(?:{_PART}[ ,(]{{1,3}})?(?:{_WEEKDAY}[ ,(]{{1,3}})?"
    rf"(?P<day>(?:các )?ngày[ ,]{{1,2}}|mùng |mồng )?{_DAY_MONTH}"
)
_DATELINE = re.compile(r"[(\[][^)\]]{1,40}[)\]] ?[-–—.:]? ?|[^-–—.,;:\d]{2,40}? ?[-–—] ")
_OPENING = re.compile(
    r"(?:(?:vừa qua|mới đây|vào|trong|từ|suốt|lúc|hồi)[ ,]{1,2}){0,2}"
    r"(?:\d{1,2} ?(?:h|g|giờ) ?(?:[0-5]?\d)?(?: phút)?[ ,]{1,2})?(?:(?:\d|hai|ba|bốn) (?=ngày))?"
    rf"{_EVENT}",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"(?<!\w){_EVENT}", re.IGNORECASE)
_TODAY = re.compile(r"(?:hôm|sáng|trưa|chiều|tối) (?P<which>nay|qua)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…] ")


def find_event_date(text: str, published: datetime | None, zone: tzinfo) -> date | None:
    """The first day of the event that a lead reports, when its first sentence says so.

    At the head of the lead (a dateline may precede) any form counts: `Ngày 5-7`, `Chiều
    15/10/2021`, `Sáng nay (3/2)`. Further inside the sentence only a part of a day (`sáng 12/4`)
    or a clause of its own (`Tại …, ngày 12/4, …`) does, since a bare `ngày 3/2/2023` there is
    mostly that of a document. A missing year is taken from `published`: the event lies on or
    shortly before it. None without either, and for a day after the publication.
    """
    head = _after_dateline(text)
    local = published.astimezone(zone).date() if published else None
    opening = _opening(head)
    if opening:
        return _resolve(opening, local)
    today = _TODAY.match(head)
    if today:
        return local - timedelta(days=today["which"].casefold() == "qua") if local else None
    end = _SENTENCE_END.search(head)
    sentence = head[: end.start()] if end else head
    for match in _INSIDE.finditer(sentence):
        if match["part"] or (match["day"] and _own_clause(sentence, match)):
            return _resolve(match, local)
    return None


def opens_with_event(text: str) -> bool:
    """Whether the text, after a dateline, begins with the day of an event."""
    head = _after_dateline(text)
    return _opening(head) is not None or _TODAY.match(head) is not None


def _after_dateline(text: str) -> str:
    head = text[:_HEAD]
    dateline = _DATELINE.match(head)
    return head[dateline.end() :] if dateline else head


def _opening(head: str) -> re.Match[str] | None:
    match = _OPENING.match(head)
    return match if match and (match["part"] or match["weekday"] or match["day"]) else None


def _own_clause(sentence: str, match: re.Match[str]) -> bool:
    return sentence[: match.start()].endswith(", ") and sentence[match.end() :].startswith(",")


def _resolve(match: re.Match[str], published: date | None) -> date | None:
    day, month_word, year = next(
        (match[f"d{form}"], match[f"m{form}"], match[f"y{form}"])
        for form in "123"
        if match[f"d{form}"]
    )
    month = month_number(month_word)
    if year:
        stated = make_date(int(year), month, int(day))
        if stated is None or published is None:
            return stated
        return stated if published - _ANNIVERSARY <= stated <= published + CLOCK_SKEW else None
    if published is None:
        return None
    for candidate_year in (published.year, published.year - 1):
        candidate = make_date(candidate_year, month, int(day))
        if candidate and candidate <= published + CLOCK_SKEW:
            return candidate if published - candidate <= _OLDEST_EVENT else None
    return None
