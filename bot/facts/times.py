"""Days and spans of days that an article names, each with the part it plays.

Which days an expression means is `bot.language.time_expressions`; here it is told whether they are
those of the event, of a report, of a deadline or of something to come, by the words in front and
by the day of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Literal

from bot.facts.article_text import ArticleText
from bot.facts.record import TimeNamed
from bot.language.time_expressions import TimeExpression, find_time_expressions
from bot.messages.format import HOME_ZONE

Role = Literal["event", "period", "deadline", "coming", "other"]

_HEAD = 48
"""Characters in front of an expression that tell its part."""
_LEAD_LINES = 3
"""Title, lead and the paragraph behind: where the day of the event is said."""
_OLDEST_NEWS = dt.timedelta(days=60)
"""A day further back than this is no day of news."""

_DUE = re.compile(
    r"(?<!\w)(?:chậm nhất|muộn nhất|hạn cuối|hạn chót|thời hạn|hạn nộp|hết hạn)"
    r"(?:[ \t]+(?:là|vào|đến|cùng|trong|nộp|hồ sơ|cuối cùng|hoàn thành|hết|trước)){0,4}"
    r"(?:[ \t]+(?:sáng|chiều|ngày))?[ \t:]*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(?P<until>(?<!năm )(?<!ngày )trước(?:[ \t]+hết)?|(?:đến|tới)[ \t]+hết|xong[ \t]+trong"
    r"|không[ \t]+quá)(?:[ \t]+ngày)?[ \t]*$",
    re.IGNORECASE,
)
_BASIS = re.compile(
    r"(?<!\w)(?:so[ \t]+với|cùng[ \t]+kỳ|sinh|từ|kể[ \t]+từ|vào|thành[ \t]+lập|ban[ \t]+hành|đến"
    r"|tới|trước|sau|xuân|tết)(?:[ \t]+(?:của|cuối|đầu|giữa|cùng[ \t]+kỳ))?[ \t]*$",
    re.IGNORECASE,
)
"""In front of a year: it is compared with or counted from, not reported on."""
_DATES_A_DOCUMENT = re.compile(
    r"(?:(?:số|luật|-?[A-ZĐ]{2,}|\d)[,(]?|kỷ niệm.{0,30}|ký|ban hành|khóa [IVX]+\)?,?|sinh|mất"
    r"|thành lập|truyền thống.{0,25}|từ|kể từ)[ \t]*\(?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:\([^()]{1,40}\)[ \t]*[-–—.,:]?|[^\W\d_][^.;:–—-]{0,28}[ \t]?[-–—])?[ \t]*"
    r"(?:(?:Vào|Trong|Hôm|Từ|Suốt|Cả)[ \t]+)?(?:\d[ \t]+|hai[ \t]+|ba[ \t]+)?"
    r"(?:(?:buổi|các|lúc|hồi)[ \t]+)?(?:\d{1,2}(?:h|g|[ \t]?giờ)[ \t]?\d{0,2}[ \t,]*(?:phút)?[ \t,]*)?"
    r"(?:rạng[ \t]+)?(?:(?:sáng|trưa|chiều|tối|đêm)(?:[ \t]+(?:và|đến)[ \t]+(?:chiều|tối|sáng))?"
    r"(?:[ \t]+nay)?)?[ \t,(]*",
    re.IGNORECASE,
)
"""What may stand in front of the day with which a report begins."""
_TAKES_PLACE = re.compile(
    r"(?:vừa|diễn ra|tổ chức|khai mạc|được tổ chức|họp)[ \t]+(?:vào[ \t]+)?"
    r"(?:(?:buổi[ \t]+)?(?:sáng|trưa|chiều|tối|đêm)[ \t,]*)?$|vào[ \t]+"
    r"(?:(?:buổi[ \t]+)?(?:sáng|trưa|chiều|tối|đêm)[ \t]*)?$|,[ \t]*(?:sáng|trưa|chiều|tối|đêm)?[ \t]*$",
    re.IGNORECASE,
)


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
    found = _told_twice(text.text, find_time_expressions(text.text, today or event_date))
    event = _event(text, found, today, event_date)
    return tuple(
        TimeNamed(
            start=it.start,
            end=it.end,
            sentence=text.sentence_at(it.start),
            role=_role(text.text, it, today or event_date, event),
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


def _event(
    text: ArticleText,
    found: list[TimeExpression],
    today: dt.date | None,
    known: dt.date | None,
) -> TimeExpression | None:
    """The first expression of the lead for the day or days of the event that is reported."""
    limit = text.lines[: _LEAD_LINES + 1][-1][1]
    for it in found:
        if it.kind not in ("day", "days") or not text.lines[0][1] < it.start < limit:
            continue
        if known is not None:
            if it.first is not None and it.last is not None and it.first <= known <= it.last:
                return it
        elif _begins_the_news(text, it) and _is_news(it, today):
            return it
    return None


def _is_news(it: TimeExpression, today: dt.date | None) -> bool:
    if today is None or it.first is None or it.last is None:
        return True
    return today - _OLDEST_NEWS <= it.last and it.first <= today


def _begins_the_news(text: ArticleText, it: TimeExpression) -> bool:
    """Whether the sentence begins with the day, or says that something took place on it."""
    sentence = text.sentence_at(it.start)
    head = text.text[max(sentence[0], it.start - _HEAD * 2) : it.start]
    if it.start - sentence[0] <= _HEAD * 2 and _DATELINE.fullmatch(head):
        return True
    near = head[-_HEAD:]
    return bool(_TAKES_PLACE.search(near)) and not _is_due(near)


def _is_due(head: str) -> bool:
    return bool(_DUE.search(head) or _UNTIL.search(head))


def _role(
    text: str, it: TimeExpression, today: dt.date | None, event: TimeExpression | None
) -> Role:
    head = text[max(0, it.start - _HEAD) : it.start].rpartition("\n")[2]
    if _DUE.search(head):
        return "deadline"
    until = _UNTIL.search(head)
    if until is not None:
        if today is not None and (it.last is None or it.last >= today):
            return "deadline"
        return "other" if it.kind in ("day", "days") else "period"
    if it.kind in ("day", "days"):
        return _role_of_days(head, it, today, event)
    return _role_of_spans(head, it, today)


def _role_of_days(
    head: str, it: TimeExpression, today: dt.date | None, event: TimeExpression | None
) -> Role:
    if event is not None and it.start == event.start:
        return "event"
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
    if today is not None and it.first > today and not _DATES_A_DOCUMENT.search(head):
        return "coming"
    return "other"


def _role_of_spans(head: str, it: TimeExpression, today: dt.date | None) -> Role:
    if it.kind in ("week", "month"):
        ahead = today is not None and it.first is not None and it.first > today
        return "coming" if ahead else "period"
    if it.kind != "year":
        return "period"
    if _BASIS.search(head) or it.first is None:
        return "other"
    near = today is None or abs(it.first.year - today.year) <= 1
    return "period" if near else "other"
