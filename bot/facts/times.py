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

from bot.facts.article_text import ArticleText
from bot.facts.event_day import DUE, HEAD, UNTIL, event_day, is_long, is_tomorrow
from bot.facts.period_roles import DATES, Role, role_of_spans
from bot.facts.record import TimeNamed
from bot.language.time_expressions import TimeExpression, find_time_expressions
from bot.messages.format import HOME_ZONE

_EXPECTED = re.compile(
    r"(?<!\w)(?:dự[ \t]+kiến(?:[ \t]+(?:được[ \t]+)?(?:diễn ra|tổ chức|khai mạc|bắt đầu|hoàn thành"
    r"|hoàn tất|kết thúc|khởi công|công bố|thông qua))?|sẽ[ \t]+[^.;:,]{2,40})[ \t,]+"
    r"(?:(?:vào|từ|trong|đến)[ \t]+)?(?:(?:sáng|trưa|chiều|tối)[ \t]+)?"
    r"(?:(?:\d|hai|ba)[ \t]+)?(?:ngày[ \t]+)?$",
    re.IGNORECASE,
)
_WILL_NEAR = re.compile(r"(?<!\w)(?:sẽ|dự kiến)(?!\w)", re.IGNORECASE)
_SOON = re.compile(r"[ \t,]+(?:tới đây|sắp tới|tới)(?!\w)")
"""Of a text that bears no day of publication: it is still to come."""
_LUNAR = re.compile(r"[ \t]*\(?(?:âm lịch|ÂL)(?!\w)", re.IGNORECASE)
"""Behind a day of another calendar: `26-4 (mùng 10-3 âm lịch)`."""
_TOLD_THEN = re.compile(
    r"(?<!\w)năm (?:19|20)\d\d(?!\d)[^.;\n]{0,80}(?<!\w)đã (?:chỉ đạo|yêu cầu|giao|đề nghị"
    r"|quyết định)(?!\w)[^.;\n]{0,160}$"
)
"""In front of a last day: `cuối năm 2007, thành phố đã chỉ đạo … chậm nhất …`."""
_WITHIN = re.compile(
    r"(?<!\w)(?:ngay|hoàn thành(?:[ \t]+ngay)?)[ \t]+trong(?:[ \t]+ngày)?[ \t]*$", re.IGNORECASE
)
"""In front of a day, week or month: till then; longer spans are what is planned for."""
_CLAUSE = 200
"""Characters of a clause around a day."""
_ORDERED = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|phải|gửi về|gửi|báo cáo|nộp|hoàn thành|hoàn tất)(?!\w)"
    r"(?:(?!(?<!\w)(?:đã|từng)(?!\w))[^.;\n]){0,120}$",
    re.IGNORECASE,
)
"""In front of `trước ngày 21/2`: what is to be done till then."""
_FROM = re.compile(r"(?:(?:^|[.\n][ \t]?)(?:Kể[ \t])?[Tt]ừ|(?<!\w)từ)[ \t]+(?:ngày[ \t]+)?$")
_FROM_SAID = re.compile(r"[Tt]ừ[ \t]")
_THIS_DAY = re.compile(
    r"(?<!\w)(?:hôm|sáng|trưa|chiều|tối|đêm|ngày)[ \t]nay[ \t,(]*(?:ngày[ \t]+)?"
    r"(?:\d[\d./-]{0,9})?$",
    re.IGNORECASE,
)
"""`giá vàng hôm nay 6.10`: not to come, though the article came out the evening before."""
_IN_FORCE = re.compile(r"có hiệu lực(?: thi hành)?(?: kể)? từ[ \t]+(?:ngày[ \t]+)?$")
_WILL_UNTIL = re.compile(r"(?<!\w)sẽ[ \t](?:(?!(?<!\w)(?:đã|từng)(?!\w))[^.;\n]){2,190}$")
_WILL_HOLD = re.compile(
    r"[ \t]sẽ[ \t]|,[ \t](?:(?!(?<!\w)(?:đã|từng)(?!\w))(?:[^.;\n]|\.(?=\d))){2,190}?(?<!\w)"
    r"(?:sẽ|có hiệu lực)(?!\w)"
)
_REMEMBERED = re.compile(
    r"(?<!\w)(?:kỷ niệm|dịp|chào mừng|truyền thống)(?!\w)"
    r"(?:(?!(?<!\w)(?:sẽ|vào|diễn ra|tổ chức|khai mạc)(?!\w))[^.;\n]){0,110}$",
    re.IGNORECASE,
)
"""In front of a day: what it is the anniversary of."""
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
    lists = _lists(text.text, found)
    year = now.year if now else _year_of(text.text, found)
    return tuple(
        TimeNamed(
            start=it.start,
            end=it.end,
            sentence=text.sentence_at(it.start),
            role=_role(text.text, it, today or event_date, year, event, lists.get(it.start)),
            first=it.first,
            last=it.last,
            label=it.label,
        )
        for it in found
    )


def _lists(text: str, found: list[TimeExpression]) -> dict[int, int]:
    """Of years and terms that go on a list, where it begins: `so với năm 2021, | 2022`."""
    begins: dict[int, int] = {}
    for one, other in pairwise(found):
        if other.kind in ("year", "years") and text[other.start].isdigit():
            begins[other.start] = begins.get(one.start, one.start)
    return begins


def _told_twice(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """`Sáng nay (26/9)`: what is said in two ways is what the day in figures says."""
    told = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start].strip(" \t")
        if one.kind == other.kind == "day" and between in {"(", ",", "ngày", "", "(ngày", ", ngày"}:
            told[at] = one._replace(label=other.label, first=other.first, last=other.last)
    return _told_again(found, told)


def _told_again(found: list[TimeExpression], told: list[TimeExpression]) -> list[TimeExpression]:
    """`Ngày mai … ngày mai 7.7 … sáng mai`: without a day of publication all are what one is."""
    named = {
        one.label.rpartition(" ")[2]: other
        for one, other in zip(found, told, strict=True)
        if one.kind == "day" and one.first is None and one.label != other.label
    }
    return [
        it._replace(label=other.label, first=other.first, last=other.last)
        if it.kind == "day"
        and it.first is None
        and (other := named.get(it.label.rpartition(" ")[2])) is not None
        else it
        for it in told
    ]


def _year_of(text: str, found: Iterable[TimeExpression]) -> int | None:
    """The year that a text without a day of publication speaks from: the latest it dates with."""
    years = [
        it.first.year if it.kind == "years" else it.last.year
        for it in found
        if it.first is not None
        and it.last is not None
        and (it.kind != "years" or it.label.startswith(("nhiệm kỳ", "năm học")))
        and not DATES.search(text[max(0, it.start - HEAD) : it.start].rpartition("\n")[2])
    ]
    return max(years, default=None)


def _role(
    text: str,
    it: TimeExpression,
    today: dt.date | None,
    year: int | None,
    event: TimeExpression | None,
    begin: int | None = None,
) -> Role:
    """Its part; `begin`: where the list begins that it goes on with."""
    begin = it.start if begin is None else begin
    head = text[max(0, begin - HEAD) : begin].rpartition("\n")[2]
    short = it.kind in ("day", "days", "week", "month")
    if DUE.search(head) or (short and _WITHIN.search(head)):
        return "other" if _is_over(text, it, today) else "deadline"
    until = UNTIL.search(head)
    if until is not None:
        if "nay" in until["until"]:  # "từ nay đến cuối tháng 6"
            return "deadline" if short and not _is_over(text, it, today) else "other"
        if today is not None and (it.last is None or it.last >= today):
            return "deadline"
        if today is None and it.kind == "day" and _is_ordered(text, it.start, event):
            return "deadline"
        return "other" if it.kind in ("day", "days") else "period"
    if it.kind in ("day", "days"):
        if today is None and (
            _is_of_tomorrow(text, it) or _is_to_come(text, it, event) or _is_near_end(text, it)
        ):
            return "coming"
        if _THIS_DAY.search(head + text[it.start : it.end]) and not (
            event and event.start == it.start
        ):
            return "other"
        if today and it.first and it.first > today and _REMEMBERED.search(text, *_room(it)):
            return "other"
        return _role_of_days(head, text[it.end : it.end + HEAD], it, today, event)
    return role_of_spans(text, head, it, today, year)


def _is_of_tomorrow(text: str, it: TimeExpression) -> bool:
    """`ngày mai 7.7`, `sáng mai sẽ …`; not `thì ngày mai có hậu quả`."""
    if not is_tomorrow(text, it):
        return False
    dated = text[it.start].isdigit() or it.first is not None or it.label[0].isdigit()
    return dated or _WILL_NEAR.search(text, max(0, it.start - HEAD), it.end + HEAD) is not None


def _is_near_end(text: str, it: TimeExpression) -> bool:
    """`tới 30/6 này`: of a text without a day of publication, still to come."""
    return text.startswith(("tới ", "đến ", "Tới ", "Đến "), it.start) and text.startswith(
        " này", it.end
    )


def _room(it: TimeExpression) -> tuple[int, int]:
    return max(0, it.start - _CLAUSE), it.start


def _is_over(text: str, it: TimeExpression, today: dt.date | None) -> bool:
    """Of a last day: it is past, or somebody was told of it long ago."""
    if today is not None:
        return it.last is not None and it.last < today
    return _TOLD_THEN.search(text, max(0, it.start - _CLAUSE), it.start) is not None


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
    from_then = _FROM.search(text, max(0, it.start - HEAD), it.start) or _FROM_SAID.match(
        text, it.start
    )
    if from_then or it.kind == "days":
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
    begins = today is not None and (it.first > today or (it.first == today < it.last))
    if begins and not _ANNIVERSARY.search(head):
        return "coming"
    past = today is None or it.last <= today
    if past and is_long(it):
        anniversary = (it.first.day, it.first.month) == (it.last.day, it.last.month)
        return "other" if anniversary else "period"
    return "other"
