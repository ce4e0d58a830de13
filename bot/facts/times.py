"""Days and spans of days that an article names, each with the part it plays.

Which days an expression means is `bot.language.time_expressions`; here it is told whether they are
those of the event, of a report, of a deadline or of something to come, by the words in front and
by the day of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from bot.facts.article_text import ArticleText
from bot.facts.event_day import DUE, HEAD, UNTIL, event_day, is_long
from bot.facts.record import TimeNamed
from bot.language.time_expressions import TimeExpression, find_time_expressions
from bot.messages.format import HOME_ZONE

Role = Literal["event", "period", "deadline", "coming", "other"]

_EXPECTED = re.compile(
    r"(?<!\w)(?:dự[ \t]+kiến(?:[ \t]+(?:được[ \t]+)?(?:diễn ra|tổ chức|khai mạc|bắt đầu|hoàn thành"
    r"|kết thúc|khởi công))?|sẽ[ \t]+[^.;:,]{2,40})[ \t,]+(?:(?:vào|từ|trong)[ \t]+)?"
    r"(?:(?:\d|hai|ba)[ \t]+)?(?:ngày[ \t]+)?$",
    re.IGNORECASE,
)
_SOON = re.compile(r"[ \t,]+(?:tới đây|sắp tới|tới)(?!\w)")
"""Of a text that bears no day of publication: it is still to come."""
_NEXT = re.compile(r"[ \t]+(?:tới|sau|sang năm)(?!\w)")
_LUNAR = re.compile(r"[ \t]*\(?(?:âm lịch|ÂL)(?!\w)", re.IGNORECASE)
"""Behind a day of another calendar: `26-4 (mùng 10-3 âm lịch)`."""
_THIS_YEAR = "năm nay"
_WITHIN = re.compile(
    r"(?<!\w)(?:ngay|hoàn thành(?:[ \t]+ngay)?)[ \t]+trong(?:[ \t]+ngày)?[ \t]*$", re.IGNORECASE
)
"""In front of a day, week or month: till then; longer spans are what is planned for."""
_BASIS = re.compile(
    r"(?<!\w)(?:so[ \t]+với|cùng[ \t]+kỳ|sinh|từ|kể[ \t]+từ|vào|hồi|khoảng|thành[ \t]+lập"
    r"|ban[ \t]+hành|diễn[ \t]+ra|xảy[ \t]+ra"
    r"|(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)[ \t]+(?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân"
    r"|dậu|tuất|hợi)"
    r"|sử[ \t]+dụng|khánh[ \t]+thành|khởi[ \t]+công|ra[ \t]+đời|bổ[ \t]+nhiệm|hiến[ \t]+pháp|luật"
    r"|đến"
    r"|tới|trước|sau|xuân|tết|cách[ \t]+mạng|mùa[ \t]+thu|bầu[ \t]+cử|nguyên[ \t]+đán|buổi|sáng"
    r"|trưa|chiều|tối|đêm|số[ \t]+\d{1,5}|\d[\w/-]{0,20})"
    r"(?:[ \t]+(?:của|thời[ \t]+điểm|cuối|đầu|giữa|trung[ \t]+tuần|thượng[ \t]+tuần|hạ[ \t]+tuần"
    r"|cùng[ \t]+kỳ))?[ \t]*$",
    re.IGNORECASE,
)
"""In front of a year or month: it dates an act or is compared with, and is not reported on."""
_CLAUSE = 200
"""Characters of a clause around a day."""
_ORDERED = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|phải|gửi về|gửi|báo cáo|nộp|hoàn thành|hoàn tất)(?!\w)"
    r"(?:(?!(?<!\w)(?:đã|từng)(?!\w))[^.;\n]){0,120}$",
    re.IGNORECASE,
)
"""In front of `trước ngày 21/2`: what is to be done till then."""
_FROM = re.compile(r"(?:(?:^|[.\n][ \t]?)(?:Kể[ \t])?[Tt]ừ|(?<!\w)từ)[ \t]+(?:ngày[ \t]+)?$")
_THIS_DAY = re.compile(
    r"(?<!\w)(?:hôm|sáng|trưa|chiều|tối|đêm|ngày)[ \t]nay[ \t,(]*(?:ngày[ \t]+)?"
    r"(?:\d[\d./-]{0,9})?$",
    re.IGNORECASE,
)
"""`giá vàng hôm nay 6.10`: not to come, though the article came out the evening before."""
_WILL_IN = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến)[ \t][^.;:,\n]{2,60}[ \t](?:vào|trong|đầu|giữa|cuối)[ \t]+$",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"có hiệu lực(?: thi hành)?(?: kể)? từ[ \t]+(?:ngày[ \t]+)?$")
_WILL_UNTIL = re.compile(r"(?<!\w)sẽ[ \t](?:(?!(?<!\w)(?:đã|từng)(?!\w))[^.;\n]){2,190}$")
_WILL_HOLD = re.compile(
    r",[ \t](?:(?!(?<!\w)(?:đã|từng)(?!\w))[^.;\n]){2,190}?(?<!\w)(?:sẽ|có hiệu lực)(?!\w)"
)
_ANNIVERSARY = re.compile(r"(?:kỷ niệm.{0,30}|truyền thống.{0,25}|dịp.{0,20})$", re.IGNORECASE)


def local_day(published: dt.datetime | None) -> dt.date | None:
    """The day of publication in Việt Nam; None when the instant is not stated."""
    return None if published is None else published.astimezone(HOME_ZONE).date()


def find_times(
    text: ArticleText,
    published: dt.datetime | None = None,
    event_date: dt.date | None = None,
) -> tuple[TimeNamed, ...]:
    """Every expression of time in the order of the text.

    Args:
        text: the article.
        published: what days without a year are resolved against; without it `event_date` takes
            its part. With neither they stay open, for a year of the text may be any.
        event_date: day of the event where it is known already; None: it is looked for.
    """
    today = local_day(published)
    told = find_time_expressions(text.text, today or event_date)
    solar = [it for it in told if not _LUNAR.match(text.text, it.end)]
    found = _told_twice(text.text, solar)
    event = event_day(text, found, today, event_date)
    now = today or event_date
    year = now.year if now else _year_of(text.text, found)
    return tuple(
        TimeNamed(
            start=it.start,
            end=it.end,
            sentence=text.sentence_at(it.start),
            role=_role(text.text, it, today or event_date, year, event),
            first=it.first,
            last=it.last,
            label=it.label,
        )
        for it in found
    )


def _told_twice(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """`Sáng nay (26/9)`: what is said in two ways is what the day in figures says."""
    told = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start].strip(" \t")
        if one.kind == other.kind == "day" and between in {"(", ",", "ngày", "", "(ngày", ", ngày"}:
            told[at] = one._replace(label=other.label, first=other.first, last=other.last)
    return told


def _year_of(text: str, found: Iterable[TimeExpression]) -> int | None:
    """The year that a text without a day of publication speaks from: the latest it dates with."""
    years = [
        it.first.year if it.kind == "years" else it.last.year
        for it in found
        if it.first is not None
        and it.last is not None
        and (it.kind != "years" or it.label.startswith(("nhiệm kỳ", "năm học")))
        and not _BASIS.search(text[max(0, it.start - HEAD) : it.start].rpartition("\n")[2])
    ]
    return max(years, default=None)


def _role(
    text: str,
    it: TimeExpression,
    today: dt.date | None,
    year: int | None,
    event: TimeExpression | None,
) -> Role:
    head = text[max(0, it.start - HEAD) : it.start].rpartition("\n")[2]
    short = it.kind in ("day", "days", "week", "month")
    if DUE.search(head) or (short and _WITHIN.search(head)):
        return "deadline"
    until = UNTIL.search(head)
    if until is not None:
        if today is not None and (it.last is None or it.last >= today):
            return "deadline"
        if today is None and it.kind == "day" and _is_ordered(text, it.start, event):
            return "deadline"
        return "other" if it.kind in ("day", "days") else "period"
    if it.kind in ("day", "days"):
        if today is None and _is_to_come(text, it, event):
            return "coming"
        if _THIS_DAY.search(head + text[it.start : it.end]) and not (
            event and event.start == it.start
        ):
            return "other"
        return _role_of_days(head, text[it.end : it.end + HEAD], it, today, event)
    return _role_of_spans(text, head, it, today, year)


def _is_said_to_come(text: str, it: TimeExpression) -> bool:
    """`tháng tới`; `… sẽ ra mắt đầu tháng 8`."""
    if it.label.endswith((" tới", " sau")):
        return True
    return _WILL_IN.search(text, max(0, it.start - HEAD * 2), it.start) is not None


def _is_ordered(text: str, at: int, event: TimeExpression | None) -> bool:
    """Of a text that bears no day of publication: what is to be done until the day is asked for."""
    if event is not None and at < event.start:
        return False
    return _ORDERED.search(text, max(0, at - _CLAUSE), at) is not None


def _is_to_come(text: str, it: TimeExpression, event: TimeExpression | None) -> bool:
    """Of such a text: `… sẽ thăm … từ ngày 5 đến ngày 8`, `Từ ngày 1/3, … sẽ có hiệu lực`."""
    if event is not None and it.start <= event.start:
        return False
    if it.first is None and _IN_FORCE.search(text, max(0, it.start - HEAD), it.start):
        return True
    if _FROM.search(text, max(0, it.start - HEAD), it.start) or it.kind == "days":
        return bool(
            _WILL_UNTIL.search(text, max(0, it.start - _CLAUSE), it.start)
            or _WILL_HOLD.match(text, it.end)
        )
    return False


def _role_of_days(
    head: str, behind: str, it: TimeExpression, today: dt.date | None, event: TimeExpression | None
) -> Role:
    if event is not None and it.start == event.start:
        return "event"
    if today is None and (_EXPECTED.search(head) or _SOON.match(behind)):
        return "coming"
    if it.first is None or it.last is None:
        return "other"
    if (
        event is not None
        and event.first is not None
        and event.last is not None
        and event.first <= it.first
        and it.last <= event.last
    ):
        return "event"
    if today is not None and it.first > today and not _ANNIVERSARY.search(head):
        return "coming"
    past = today is None or it.last <= today
    if past and is_long(it):
        anniversary = (it.first.day, it.first.month) == (it.last.day, it.last.month)
        return "other" if anniversary else "period"
    return "other"


def _role_of_spans(
    text: str, head: str, it: TimeExpression, today: dt.date | None, year: int | None
) -> Role:
    if it.kind in ("week", "month") and today and it.first and it.first > today:
        return "coming"
    if it.kind == "month" and today is None and _NEXT.match(text, it.end):
        return "coming"
    if it.kind in ("week", "month") and today is None and _is_said_to_come(text, it):
        return "coming"
    single = it.kind in ("month", "quarter", "year")
    if single and year and it.first and abs(it.first.year - year) > 1:
        return "other"
    if it.kind in ("week", "month"):
        return "other" if _BASIS.search(head) else "period"
    if it.kind != "year":
        return "period"
    if _BASIS.search(head):
        return "other"
    if it.first is None:
        return "period" if it.label == _THIS_YEAR else "other"
    return "period"
