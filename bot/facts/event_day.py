"""The day or days of the event that an article reports, as its lead says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.facts.article_text import ArticleText
from bot.language.time_expressions import TimeExpression

HEAD = 48
"""Characters in front of an expression that tell its part."""
_LEAD_LINES = 3
"""Title, lead and the paragraph behind: where the day of the event is said."""
_BEGINNING = 800
"""Characters of the last of these: the whole body where it is one paragraph."""
_OLDEST_NEWS = dt.timedelta(days=60)
"""A day further back than this is no day of news."""

_LONG = dt.timedelta(days=14)

DUE = re.compile(
    r"(?<!\w)(?:chậm nhất|muộn nhất|hạn cuối|hạn chót|thời hạn|hạn nộp|hết hạn)"
    r"(?:[ \t]+(?:là|vào|đến|cùng|trong|nộp|hồ sơ|cuối cùng|hoàn thành|hết|trước)){0,4}"
    r"(?:[ \t]+(?:sáng|chiều|ngày))?[ \t:]*$",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"(?<!\w)(?P<until>(?<!năm )(?<!ngày )trước(?:[ \t]+hết)?|(?:đến|tới)[ \t]+hết|xong[ \t]+trong"
    r"|không[ \t]+quá|từ[ \t]+nay[ \t]+(?:cho[ \t]+)?(?:đến|tới)"
    r"(?:[ \t]+(?:hết|đầu|giữa|cuối|khoảng))?)"
    r"(?:[ \t]+ngày)?[ \t]*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[-–—][ \t]+|\([^()]{1,40}\)[ \t]*[-–—.,:]{0,2}|[^\W\d_][^.;:–—-]{0,28}[ \t]?[-–—])?[ \t]*"
    r"(?:(?:Vào|Trong|Hôm|Từ|Suốt|Cả)[ \t]+)?(?:\d[ \t]+|hai[ \t]+|ba[ \t]+)?"
    r"(?:(?:buổi|các|lúc|hồi|khoảng|gần|hơn|vào)[ \t]+){0,2}(?:\d{1,2}(?:h|g"
    r"|[ \t]?giờ)[ \t]?\d{0,2}[ \t,]*(?:phút|['’])?[ \t,]*)?"
    r"(?:rạng[ \t]+)?(?:(?:sáng|trưa|chiều|tối|đêm)(?:[ \t]+(?:và|đến)[ \t]+(?:chiều|tối|sáng))?"
    r"(?:[ \t]+nay)?)?[ \t,(]*(?:ngày[ \t]+)?",
    re.IGNORECASE,
)
"""What may stand in front of the day with which a report begins."""
_CAPTION_IN_FRONT = re.compile(
    r"[^.!?:;,\s(\"“–-][ \t]+(?:Sáng|Trưa|Chiều|Tối|Đêm|Ngày"
    r"|(?:Khoảng|Vào|Lúc|Hồi)[ \t](?:khoảng[ \t]|lúc[ \t])?\d{1,2}(?:h|g|[ \t]giờ)\d{0,2})"
    r"(?:[ \t]+ngày)?(?:[ \t]+\d[^\n]*)?[ \t]*$"
)
"""A capital within a sentence: a caption without a full stop stands in front of the report."""
_ENDS_THE_LEAD = re.compile(r"(?:sáng|trưa|chiều|tối|đêm)[ \t]")
"""A day with its hour at the end of the lead's sentence: `… được bầu làm Chủ tịch sáng 19/6.`"""
_SINCE = re.compile(
    r"(?<!\w)(?:sau|từ|kể từ|đến|tới|dự kiến,?)[ \t]+(?:ngày[ \t]+)?$", re.IGNORECASE
)
_WILL = re.compile(
    r",?[ \t](?:[^.;:,]|\.(?=\d)){2,60}?[ \t](?:sẽ|dự kiến(?![ \t]nội dung|[ \t]thời gian))[ \t]"
)
"""Behind a day: it is still to come."""
_SAYS = re.compile(
    r"(?<!\w)(?:nói|tuyên bố|thông báo|công bố|xác nhận|cho biết|cho hay"
    r"|khẳng định|cho rằng|đã)(?!\w)"
)
_SOON = re.compile(r"[ \t]+(?:tới đây|sắp tới|tới)(?!\w)")
_WILL_BE = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến)(?!\w)(?:(?!(?<!\w)(?:đã|vừa|cho biết)(?!\w))[^.;:\n]){2,190}$",
    re.IGNORECASE,
)
"""In front of a day: what is still to come."""
_IS_PROMISED = re.compile(r"(?<!\w)(?:sẽ|dự kiến)(?!\w)")
_TOLD_BEFORE = re.compile(r"(?:Trước đó|Trước đây|Như đã đưa tin)(?!\w)")
_TOOK_PLACE = re.compile(
    r"(?<!\w)(?:xảy ra|diễn ra|được tổ chức|khai mạc)[ \t](?:tại|ở)[ \t][^.;,\n]{3,80}[ \t]$"
)
_DID = re.compile(
    r"[ \t,]+(?:đã|vừa|lên tiếng|tuyên bố|thông báo|cho biết|khẳng định|cảnh báo)[ \t]"
)
"""Behind a day of the lead: what was done on it."""
_AT_AN_HOUR = re.compile(
    r"(?<!\w)(?:vào[ \t]+)?(?:hồi|lúc|khoảng)[ \t]+\d{1,2}(?:h|g|[ \t]giờ)[ \t]?(?:\d{1,2})?"
    r"(?:[ \t]?(?:phút|['’]))?[ \t,]*(?:(?:sáng|trưa|chiều|tối|đêm)[ \t,]*)?(?:cùng[ \t]+)?"
    r"(?:ngày[ \t]*)?$"
)
"""`đã từ trần hồi 4 giờ 57 phút ngày | 20-10`: the hour says that it happened then."""
_SAID_AT = re.compile(
    r"(?<!\w)(?:nói|phát biểu|tuyên bố|cho biết|cho hay|thông báo|công bố|khẳng định"
    r"|thông tin)(?!\w)[^.;:\n]{0,40}[ \t](?:tại|trong)[ \t](?:một[ \t])?"
    r"(?:cuộc|buổi|hội nghị|phiên|lễ)(?!\w)[^.;:,\n]{0,60}[ \t]$"
)
"""`… nói trong cuộc họp báo | ngày 29-6`."""
_NAMES_A_DAY = re.compile(
    r"[ \t,(]+(?:là[ \t])?ngày[ \t](?:thành lập|truyền thống|sinh|giải phóng|mất|giỗ|hội|lễ"
    r"|quốc tế)",
    re.IGNORECASE,
)
"""`ngày 14/10 | ngày thành lập ngành`: what is remembered on it."""
_BEGINS_ANEW = re.compile(
    r"[;:][ \t]+(?:Sáng|Trưa|Chiều|Tối|Đêm|Ngày)(?:[ \t]+ngày)?[ \t]+\d[^\n]*$"
)
"""A capital behind a semicolon: a sentence of its own."""
_TOMORROW = re.compile(
    r"(?<!\w)(?:ngày|sáng|chiều)[ \t]mai(?:[ \t,(]{1,3}[\d./-]{3,10})?$", re.IGNORECASE
)
_NEAR = 14
_RELATES = re.compile(r"Liên quan (?:đến|tới)[ \t][^.;]{4,200}$")
"""`Liên quan đến vụ cháy vào ngày | 16/3, …`: what went before."""
_TITLE_WITH_LEAD = re.compile(
    r"\([^()]{2,20}\)[ \t]?[-–—.:]{0,2}[ \t]?(?:(?:Sáng|Trưa|Chiều|Tối|Đêm)(?:[ \t]nay)?[ \t,]*)?"
    r"(?:[Nn]gày[ \t])?$"
)
"""A feed's title that runs on into the report: `… doanh nhân (NLĐ)- Ngày | 1-3, …`."""
_OPENS = re.compile(
    r"(?:Phát biểu|Trao đổi|Thông tin|Tại|Trong|Dự|Chủ trì|Kết luận|Tham dự|Sau)[ \t][^.;:]{0,160}"
)
_ENDS_THE_OPENING = re.compile(r"(?:[ \t]của[ \t][^,.;:]{2,60})?,")
"""`Tại cuộc họp sáng 6/2 | của UBND xã, …`."""
_TAKES_PLACE = re.compile(
    r"(?:vừa|diễn ra|xảy ra|trong[ \t]+phiên(?:[ \t]+giao dịch|[ \t]+họp)?|bế mạc|tổ chức"
    r"|khai mạc|được tổ chức|họp(?:[ \t]khẩn)?)[ \t]+(?:(?:vào|trong)[ \t]+)?"
    r"(?:(?:khoảng|lúc|hồi)[ \t]+)?(?:\d{1,2}(?:h|g|[ \t]giờ)\d{0,2}[ \t,]*)?"
    r"(?:(?:buổi[ \t]+)?(?:sáng|trưa|chiều|tối|đêm)[ \t,]*)?$|vào[ \t]+"
    r"(?:(?:buổi[ \t]+)?(?:sáng|trưa|chiều|tối|đêm)[ \t]*)?$|,[ \t]*(?:sáng|trưa|chiều|tối"
    r"|đêm)?[ \t]*$",
    re.IGNORECASE,
)


def event_day(
    text: ArticleText,
    found: Sequence[TimeExpression],
    today: dt.date | None,
    known: dt.date | None,
) -> TimeExpression | None:
    """The first expression of the lead for the day or days of the event that is reported."""
    body = text.lines[: _LEAD_LINES + 1][-1]
    limit = min(body[1], body[0] + _BEGINNING)
    for it in found:
        if it.kind not in ("day", "days") or is_long(it) or it.start >= limit:
            continue
        if it.start < text.lines[0][1] and not _title_tells(text, it):
            continue
        if is_tomorrow(text.text, it):
            continue
        if known is not None:
            if it.first is not None and it.last is not None and it.first <= known <= it.last:
                return it
        elif _begins_the_news(text, it) and _is_news(it, today):
            return it
    return None


def _title_tells(text: ArticleText, it: TimeExpression) -> bool:
    """Whether the title runs on into the report, and begins it with the day."""
    head = text.text[max(0, it.start - HEAD) : it.start]
    return _TITLE_WITH_LEAD.search(head) is not None


def _is_news(it: TimeExpression, today: dt.date | None) -> bool:
    if today is None or it.first is None or it.last is None:
        return True
    return today - _OLDEST_NEWS <= it.last and it.first <= today


def _begins_the_news(text: ArticleText, it: TimeExpression) -> bool:
    """Whether the sentence begins with the day, or says that something took place on it."""
    sentence = text.sentence_at(it.start)
    if it.start < text.lines[0][1]:
        return True
    if _is_of_another_time(text.text, sentence[0], it):
        return False
    head = text.text[max(sentence[0], it.start - HEAD * 2) : it.start]
    told = head + text.text[it.start : it.end]
    if _CAPTION_IN_FRONT.search(told) or _BEGINS_ANEW.search(told):
        return True
    if _AT_AN_HOUR.search(head) or _SAID_AT.search(
        text.text, max(sentence[0], it.start - HEAD * 4), it.start
    ):
        return not _is_due(head)
    if it.start - sentence[0] <= HEAD * 2 and _DATELINE.fullmatch(head):
        return True
    if it.start < text.lines[:_LEAD_LINES][-1][1] and not _is_due(head):
        if _TOOK_PLACE.search(head):
            return True
        ends = _ENDS_THE_LEAD.match(text.text, it.start) and (
            it.end >= sentence[1] - 1 or text.text[it.end] == ","
        )
        if ends or _DID.match(text.text, it.end):
            return True
    if _ENDS_THE_OPENING.match(text.text, it.end) and _OPENS.fullmatch(
        text.text, sentence[0], it.start
    ):
        return True
    if head.endswith("(") and text.text[it.start].isalpha():
        # "(ngày 3.6)"; but not "sẽ gặp các khoa: Kinh tế (ngày 3.6), …"
        return not _IS_PROMISED.search(text.text, sentence[0], it.start)
    near = head[-HEAD:]
    if _TOLD_BEFORE.match(text.text, sentence[0]):
        return False
    return bool(_TAKES_PLACE.search(near)) and not _is_due(near)


def _is_of_another_time(text: str, begin: int, it: TimeExpression) -> bool:
    """Still to come, gone before, or remembered on it."""
    return bool(
        _RELATES.match(text, begin, it.start)
        or _is_to_come(text, begin, it)
        or _NAMES_A_DAY.match(text, it.end)
    )


def _is_to_come(text: str, begin: int, it: TimeExpression) -> bool:
    """Whether the words around the day say so: a programme, `từ ngày …`, `sẽ …`, `… tới`."""
    if text[it.end : it.end + 1] == ":":
        return True  # "Sáng 21/6: Thí sinh dự thi …": a programme
    if _SINCE.search(text, max(begin, it.start - HEAD), it.start):
        return True
    if _SOON.match(text, it.end) or _WILL_BE.search(
        text, max(begin, it.start - HEAD * 4), it.start
    ):
        return True
    will = _WILL.match(text, it.end)
    return will is not None and not _SAYS.search(will[0])


def is_tomorrow(text: str, it: TimeExpression) -> bool:
    """`ngày mai`, `ngày mai | 7.7`, `sáng mai (| 7.7)`."""
    return _TOMORROW.search(text, max(0, it.start - _NEAR), it.end) is not None


def is_long(it: TimeExpression) -> bool:
    """Days that are no event but a span that is reported on: `từ 1/1 đến 14/6/2017`."""
    return it.first is not None and it.last is not None and it.last - it.first >= _LONG


def _is_due(head: str) -> bool:
    return bool(DUE.search(head) or UNTIL.search(head))
