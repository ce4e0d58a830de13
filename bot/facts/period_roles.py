"""The part that a week, month, quarter or year plays: reported on, still to come, or neither.

A span that only dates an act of the past, or that figures are compared with, is no period.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from bot.facts.event_day import HEAD
from bot.language.time_expressions import TimeExpression

Role = Literal["event", "period", "deadline", "coming", "other"]

_NEXT = re.compile(r"[ \t]+(?:tới|sau|sang năm)(?!\w)")
_THIS_YEAR = "năm nay"
DATES = re.compile(
    r"(?<!\w)(?:so[ \t]+với|cùng[ \t]+kỳ|sinh|từ|kể[ \t]+từ|vào|hồi|khoảng|thành[ \t]+lập"
    r"|ban[ \t]+hành|diễn[ \t]+ra|xảy[ \t]+ra"
    r"|(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)[ \t]+(?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân"
    r"|dậu|tuất|hợi)"
    r"|sử[ \t]+dụng|khánh[ \t]+thành|khởi[ \t]+công|ra[ \t]+đời|bổ[ \t]+nhiệm|hiến[ \t]+pháp|luật"
    r"|đến"
    r"|tới|trước|sau|xuân|tết|cách[ \t]+mạng|mùa[ \t]+thu|bầu[ \t]+cử|nguyên[ \t]+đán|buổi|sáng"
    r"|trưa|chiều|tối|đêm|số[ \t]+\d{1,5}|\d[\w/-]{0,20})"
    r"(?:[ \t]+(?:của|các|những|thời[ \t]+điểm|cuối|đầu|giữa|trung[ \t]+tuần|thượng[ \t]+tuần"
    r"|hạ[ \t]+tuần"
    r"|cùng[ \t]+kỳ))?[ \t]*$",
    re.IGNORECASE,
)
"""In front of a year or month: it dates an act or is compared with, and is not reported on."""
_LAST_TIME = re.compile(
    r"(?<!\w)[Ll]ần (?:cuối(?: cùng)?|đầu tiên|đầu|gần (?:đây )?nhất|trước)(?!\w)[^.;\n]{0,50}$"
)
"""`Lần cuối cùng là | tháng 12-2015`: when something else happened."""
_EDITION = re.compile(
    r"(?<!\w)lần thứ (?:\d{1,3}|[IVXL]{1,6}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)[ \t,]+$",
    re.IGNORECASE,
)
"""`Lễ hội lần thứ nhất | năm 2017`: which one it is."""
_PART_OF = re.compile(r"(?<!\w)(?:đầu|giữa|cuối)[ \t]+$", re.IGNORECASE)
_DONE_THEN = re.compile(r"[^.;\n]{0,60}?(?<!\w)(?:đã|được|bị|khi|có)(?!\w)")
"""`cuối | năm 2007 UBND thành phố đã …`: it dates an act."""
_TREATY = re.compile(
    r"(?<!\w)(?:hiệp định|công ước|hiệp ước|tuyên bố|thỏa thuận|nghị định thư|điều lệ"
    r"|cương lĩnh)(?!\w)[^.,;:\n]{0,50}[ \t]$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[ \t]vừa (?:qua|rồi))?(?:,|[ \t](?:đã|vừa|được|bị)[ \t])")
_COUNTS_NOTHING = re.compile(
    r",[ \t][^.\n]{2,40}[ \t]đã[ \t](?:thông qua|ban hành|phê duyệt|ký|bầu|bổ nhiệm)(?!\w)"
    r"|,[ \t][^.\d\n]{4,250}(?:\.(?!\d)|\n|$)"
)
_QUOTES = ("”", "»")
"""Of what is called so: `Hội thi “Kể chuyện về …” | năm 2014`."""
_WILL_IN = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến)[ \t](?:[^.;:,\n]{1,60}[ \t])?(?:vào|trong|đầu|giữa|cuối)[ \t]+$",
    re.IGNORECASE,
)
_WILL_THEN = re.compile(r"[ \t,]{1,2}(?:[^.;:\n]{0,40}[ \t])?(?:sẽ|dự kiến)[ \t]")
"""`Vào cuối tuần này | sẽ diễn ra …`."""


def role_of_spans(
    text: str, head: str, it: TimeExpression, today: dt.date | None, year: int | None
) -> Role:
    if _is_span_to_come(text, it, today):
        return "coming"
    single = it.kind in ("month", "quarter", "year")
    if single and year and it.first and abs(it.first.year - year) > 1:
        return "other"
    if it.kind in ("week", "month"):
        if _LAST_TIME.search(head) or (it.kind == "month" and _dates_an_act(text, head, it)):
            return "other"
        return "other" if DATES.search(head) else "period"
    if it.kind != "year":
        return "period"
    if (
        DATES.search(head)
        or head.rstrip(" \t").endswith(_QUOTES)
        or _EDITION.search(head)
        or _TREATY.search(head)
    ):
        return "other"
    if _PART_OF.search(head) and _DONE_THEN.match(text, it.end):
        return "other"
    if it.first is None:
        this = it.label == _THIS_YEAR and not text.startswith(" là năm", it.end)
        return "period" if this else "other"
    return "period"


def _is_span_to_come(text: str, it: TimeExpression, today: dt.date | None) -> bool:
    """By the calendar where there is a day of publication, else by the words around it."""
    if today is None:
        if it.kind == "month" and _NEXT.match(text, it.end):
            return True
        return it.kind in ("week", "month", "quarter") and _is_said_to_come(text, it)
    if it.kind not in ("week", "month") or it.first is None or it.last is None:
        return False
    this = it.last >= today and text[it.start : it.end].endswith("này")
    return it.first > today or (this and _WILL_THEN.match(text, it.end) is not None)


def _dates_an_act(text: str, head: str, it: TimeExpression) -> bool:
    """`Tháng 6/2017, Quốc hội đã thông qua luật`, `cuối tháng 3, trường yêu cầu …`: of a month
    that is reported on something is counted."""
    if _PART_OF.search(head):
        return _GOES_ON.match(text, it.end) is not None
    opens = text[it.start].isupper() and head.rstrip(" \t")[-1:] in ("", ".")
    return opens and _COUNTS_NOTHING.match(text, it.end) is not None


def _is_said_to_come(text: str, it: TimeExpression) -> bool:
    """`tháng tới`; `… sẽ ra mắt đầu tháng 8`."""
    if it.label.endswith((" tới", " sau")) and it.kind != "quarter":
        return True
    return _WILL_IN.search(text, max(0, it.start - HEAD * 2), it.start) is not None
