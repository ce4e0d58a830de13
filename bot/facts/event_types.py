"""Which type of event a sentence tells of, and whether it took place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.facts.article_text import ArticleText, Span
from bot.language.word_lists import any_of

_IN_FRONT = re.compile(
    r"(?<!\w)(?:(?:tổ chức|tiến hành|chủ trì|khai mạc|bế mạc|diễn ra|có|mở|dự|tham dự|đến dự|đi"
    r"|đến|họp"
    r"|về|tại|trong khuôn khổ|dự và chỉ đạo|diễn ra|đã|vừa|cùng|triển khai|long trọng|trọng thể|sẽ"
    r"|(?<!tiến )(?<!hướng )tới|tiếp tục|dẫn đầu|tham gia)[ \t]+(?:trọng thể[ \t]+"
    r"|thành công[ \t]+|long trọng[ \t]+|các[ \t]+|buổi[ \t]+|cuộc[ \t]+|lễ[ \t]+"
    r"|chương trình[ \t]+"
    r"|đoàn[ \t]+|phiên[ \t]+|đi[ \t]+|đến[ \t]+)?)$",
    re.IGNORECASE,
)
_INSPECTIONS = frozenset({"kiểm tra", "khảo sát", "giám sát"})
_CAME_TO = re.compile(r"(?<!\w)(?:có mặt|đã đến|đã tới)(?!\w)[^;:.]{0,80}[ \t]để[ \t]+$")
"""`đã có mặt tại xã X để | kiểm tra …`."""
_POLICE = re.compile(
    r"(?<!\w)(?:[Cc]ông an|[Cc]ảnh sát|CSGT|CSĐT|[Qq]uản lý thị trường|[Hh]ải quan)(?!\w)"
)
_NO_EVENT = re.compile(
    r"[Gg]iao[ \t]+Ban|[Đđ]ại[ \t]hội[ \t](?:đồng|(?:[Đđ]ảng[ \t](?:bộ[ \t])?)?các[ \t]cấp)(?!\w)"
)
_HOLDING = re.compile(
    r"(?<!\w)(?:(?<!công tác )(?<!việc )(?<!về )(?<!để )(?<!nhằm )tổ chức|diễn ra|chủ trì|tham dự"
    r"|có|đến|tới"
    r"|đã có|phát biểu tại|chỉ đạo tại)[ \t]+(?:trọng thể[ \t]+|thành công[ \t]+|buổi[ \t]+"
    r"|cuộc[ \t]+|các[ \t]+)?$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"(?<!\w)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao|[Kk]iến nghị|(?:chỉ đạo|gửi)(?![ \t](?:hội nghị|buổi"
    r"|tại)))[ \t][^;.]{0,200}$"
)
"""In front of an act: it is asked for and has not taken place."""
_AT_THE = re.compile(
    r"(?:Thực hiện|Tiếp tục|Theo|Trong)[ \t](?:nội dung[ \t])?chương trình[ \t]"
    r"(?:làm việc[ \t])?(?:của[ \t]|tại[ \t]|trong[ \t])?(?:ngày[ \t]\w{2,9}[ \t])?$"
    r"|(?:[^,.;]{1,28}[ \t][-–][ \t]|\([^()]{1,40}\)[ \t]*[-–]?[ \t]*)?[^,.;]{0,40}"
    r"(?:\d|nay|qua)\)?,[ \t]*tại[ \t]+(?:buổi|cuộc|phiên(?:[ \t](?:thảo luận|chất vấn|họp|làm việc"
    r"|khai mạc|bế mạc))?)?[ \t]*(?:tại[ \t]+|của[ \t]+)?$"
)
"""`Sáng 5-7, tại phiên thảo luận | kỳ họp thứ 5 HĐND, nhiều đại biểu …`, `Tiếp tục chương trình |
kỳ họp thứ 5, chiều 5-7, …`."""
_WAS_HELD = re.compile(
    r"[^.;]{0,140}?(?<!\w)(?:đã|vừa)[ \t](?:được[ \t](?:tổ chức|khai mạc|tiến hành)|diễn ra"
    r"|khai mạc|bế mạc)(?!\w)|[^.;]{0,60}?,?[ \t]do[ \t](?:đồng chí|ông|bà)[ \t]"
    r"[^.;]{4,120}?[ \t]chủ trì(?!\w)"
)
"""`một | cuộc gặp gỡ giữa lãnh đạo tỉnh và các nhà báo đã được tổ chức`."""
_ONE = re.compile(
    r"(?:(?<!\w)(?:một|các|những)[ \t]+(?:cuộc[ \t]+|buổi[ \t]+)?|,[ \t]*(?:cuộc|buổi)[ \t]+)$"
)
_IS_TOLD = re.compile(
    r"(?<!\w)(?:cho hay|cho biết|nói|kể|khẳng định|chia sẻ)(?:[ \t]thêm)?,?[ \t]"
    r"(?:rằng,?[ \t]|là[ \t])?(?:ngay[ \t])?(?:sau|khi|trước|trong|do|vì|nếu|lãnh đạo|tỉnh|xã|huyện"
    r"|đơn vị)(?!\w)[^.;]{0,200}$"
)
"""`trao đổi với báo, ông … cho hay, ngay sau khi …, tỉnh đã | thị sát`: told on the way."""
_ROOM = 260
_AT_A_MEETING = re.compile(r"(?<!\w)tại[ \t]+(?:buổi|cuộc|hội nghị|phiên)[ \t]+$")
"""`đã yêu cầu như vậy tại cuộc | họp giao ban`: where it was asked for."""
_NOT_HELD = re.compile(
    r"(?<!\w)(?:công tác|việc|về|để|nhằm|sẽ|kế hoạch|thường xuyên)[ \t]+tổ chức[ \t]+$"
)
_FESTIVAL = re.compile(r"lễ hội(?!\w)", re.IGNORECASE)
_AT = re.compile(r"(?<!\w)tại[ \t]+$", re.IGNORECASE)
"""`bị thương tại | lễ hội`: something else is told of it."""
_PLANNED = re.compile(
    r"(?<!\w)(?:kế hoạch|ý định|dự định|mục tiêu|mong muốn)(?!\w)(?:[^,;.]{0,50}[ \t]là)?[ \t]"
    r"(?:ghé[ \t]+|đi[ \t]+|đến[ \t]+)?$"
)
_IS_TO_COME = re.compile(
    r"[^.;]{4,120}(?<!\w)(?:dự kiến|sẽ)[ \t](?:được[ \t])?(?:diễn ra|khai mạc|tổ chức|kéo dài"
    r"|bắt đầu|kết thúc)(?!\w)",
    re.IGNORECASE,
)
_IN_HEADLINES = frozenset(
    {"thăm", "khảo sát", "giao ban", "tiếp xúc cử tri", "làm việc", "trao tặng", "dâng hương"}
    | {"khai mạc", "bế mạc", "ra mắt", "gặp mặt", "phát động", "tuyên dương"}
    | {
        "kiểm tra",
        "tiếp đoàn",
        "khởi công",
        "khánh thành",
        "sơ kết",
        "tổng kết",
        "hội nghị",
        "đối thoại",
    }
)
_ATTENDS = re.compile(
    r"(?<!\w)(?:dự|tham dự|chủ trì|tổ chức|khai mạc|bế mạc)[ \t]+$", re.IGNORECASE
)
"""`Chủ tịch nước dự | lễ thượng cờ`."""
_ASKS_OR_SAYS = re.compile(
    r"[:?‘'“\"]|(?<!\w)(?:yêu cầu|đề nghị|chỉ đạo|sau|trước|vụ|bị|không|chuẩn bị|kế hoạch)(?!\w)"
)
"""In a headline about something else than what was held."""
_WILL_DO = re.compile(
    r"(?<!\w)sẽ[ \t]+(?:[^\W\d_]+[ \t]+){0,4}$"
    r"|(?<!\w)sẽ[ \t](?:thăm|đến|tới|sang)[ \t][^,;:.]{2,90}[ \t]$"
)
_REFERS = re.compile(
    r"(?<!\w)(?:nhận được|thực hiện|theo)[ \t](?:văn bản|công văn|kết luận|chỉ đạo|thông báo)(?!\w)"
    r"(?:[^;.]|\.(?=\w)){0,200}(?<!\w)tại[ \t]+(?:buổi|cuộc|hội nghị)?[ \t]*$",
    re.IGNORECASE,
)
"""`nhận được văn bản về kết luận tại | buổi làm việc`: it was held before."""
_DELEGATES = re.compile(
    r"(?<!\w)(?:đoàn đại biểu|đoàn|đại biểu)[ \t](?:[^\W\d_]+[ \t]){0,3}(?:tham[ \t])?dự[ \t]+$"
)
"""`… cùng đoàn đại biểu dự | Đại hội đến viếng …`: who they are, when something else is told."""
_NO_CEREMONY = re.compile(r"(?<!\w)(?:đi|ngày|dịp|nghỉ|mùa)[ \t]+$")
_OFFICIAL = re.compile(
    r"(?<!\w)(?:Tổng Bí thư|Bí thư|Phó [Bb]í thư|Chủ tịch|Phó [Cc]hủ tịch|Thủ tướng|Ủy viên"
    r"|Tỉnh ủy|Thành ủy|Huyện ủy"
    r"|Quận ủy|Đảng ủy|Đảng bộ|Chi bộ|UBND|HĐND|MTTQ|Mặt trận|Quốc hội|Ủy ban|Ban Thường vụ"
    r"|Ban Tuyên giáo|Ban Bí thư"
    r"|Bộ Chính trị|Chính phủ|Bộ trưởng)(?!\w)"
)
_WILL = re.compile(r"(?<!\w)(?:sẽ|dự kiến|chuẩn bị)(?!\w)", re.IGNORECASE)
_AHEAD_OF = re.compile(r"(?<!\w)(?:trước thềm|hướng tới|chào mừng)(?!\w)[^,;:]*$", re.IGNORECASE)
"""In front of what is to come; behind a comma it is another event."""
_DRAFT = re.compile(r"(?:Dự thảo|Báo cáo chính trị|Văn kiện)(?!\w)")


_DATED_HEAD = re.compile(
    r"(?:\([^()]{1,40}\)[ \t]*[-–]?[ \t]*|[^,.;]{1,28}[ \t][-–][ \t])?[^,;]{0,40}(?:\d|nay|qua)\)?"
    r"[^,.;\d]{0,8},[ \t]*"
)
"""A dateline and a day in front of the comma: the event comes first behind it."""
_NOUN_BEFORE = re.compile(
    r"(?<!\w)(?:công tác|việc|kế hoạch|chương trình|để|nhằm|dịp|chào mừng|nhân|báo cáo|ban|ủy ban"
    r"|uỷ ban|đoàn"
    r"|kết quả|nội dung|kỳ|và|,|qua|sau|trước|của|cơ quan|về|hoạt động|các|những|chờ|được|bị|đang"
    r"|bản|cuộc|nghi thức|phần|phiên|vào)[ \t]*$",
    re.IGNORECASE,
)


class EventTypes(NamedTuple):
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    holding: re.Pattern[str]
    acts: frozenset[str]
    """Types that are verbs themselves: a subject in front of them is enough."""


@cache
def event_types() -> EventTypes:
    raw = tomllib.loads(files(__package__).joinpath("events.toml").read_text("utf-8"))
    patterns = tuple(
        (name, re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.IGNORECASE))
        for name, words in raw["types"].items()
    )
    holding = re.compile(rf"(?:{any_of(raw['holding']['verbs'])})(?!\w)", re.IGNORECASE)
    acts = re.split(r"[;\n]\s*", raw["acts"]["types"].strip())
    return EventTypes(patterns, holding, frozenset(acts))


def type_in(text: str, sentence: Span, held: Sequence[Span]) -> tuple[str, int, int] | None:
    """Type of the event that the sentence tells, and where it says so.

    What is held comes first in a sentence, what it is about after it: of all types the one whose
    words begin first right behind a verb of holding wins (a "đoàn kiểm tra" holds, it is not held),
    else the first that is an act; of those at one place the longest.
    """
    start, _ = sentence
    spans = [
        (name, it)
        for name, pattern in event_types().patterns
        for it in _hits(pattern, text, sentence)
    ]
    spans = [it for it in spans if not any(a < it[1].start() < b for a, b in held)]
    if not spans:
        return None
    holds = [it for it in spans if _is_held(text, start, it[1].start(), it[0])]
    if not holds:
        return None
    others = [it for it in holds if not _DELEGATES.search(text, start, it[1].start())]
    holds = others or holds
    said = [it for it in holds if _is_told_first(text, start, it[1].start())]
    first = min(it[1].start() for it in said or holds)
    ends = max(it[1].end() for it in holds if it[1].start() == first)
    near = [it for it in holds if first <= it[1].start() < ends]
    longest = max(near, key=lambda it: it[1].end())
    kind = longest[0]
    return kind, longest[1].start(), longest[1].end()


def _is_told_first(text: str, start: int, at: int) -> bool:
    """Whether a verb of holding or of going there leads to the words, or a date alone."""
    if text.startswith(("đoàn ", "Đoàn "), at):
        return False
    if text.startswith(("đã ", "đến ", "đi ", "có "), at) or _HOLDING.search(
        text, max(start, at - 40), at
    ):
        return True
    return start >= at - 70 and _DATED_HEAD.fullmatch(text, start, at) is not None


def _hits(pattern: re.Pattern[str], text: str, sentence: Span) -> list[re.Match[str]]:
    limit = min(sentence[1], sentence[0] + 600)
    hits = list(pattern.finditer(text, *(sentence[0], limit)))[:6]
    # "giao Ban Thường vụ" is no meeting, and "Đại hội đồng" a body
    return [it for it in hits if not _NO_EVENT.match(text, it.start())]


def _is_held(text: str, start: int, at: int, kind: str) -> bool:
    """Whether the words at `at` are what is held: a verb of holding leads to them, the sentence
    begins with them, or they are a verb themselves with a subject in front."""
    head = text[max(start, at - 60) : at]
    if kind == "lễ" and _NO_CEREMONY.search(head):
        return False
    if _FESTIVAL.match(text, at) and (_AT.search(head) or head.endswith("các ")):
        return False
    to_come = _IS_TO_COME.match(text, at) or _WILL_DO.search(text, max(start, at - 110), at)
    if to_come or _PLANNED.search(head) or _REFERS.search(text, start, at):
        return False
    if _NOT_HELD.search(head) or (
        kind in event_types().acts
        and _ASKED_FOR.search(text, start, at)
        and not _AT_A_MEETING.search(head)
    ):
        return False
    if kind in _INSPECTIONS and _IS_TOLD.search(text, max(start, at - _ROOM), at):
        return False
    if at == start or _IN_FRONT.search(head):
        return True
    if start >= at - 110 and _AT_THE.fullmatch(text, start, at):
        return True
    if (_ONE.search(head) or head.endswith(", ")) and _WAS_HELD.match(text, at):
        return True
    if kind in _INSPECTIONS and _CAME_TO.search(text, start, at):
        return True
    before = text[max(start, at - 70) : at]
    if start >= at - 70 and _DATED_HEAD.fullmatch(before):
        return kind in event_types().acts or text[at].isupper()
    return kind in event_types().acts and bool(head.strip()) and not _NOUN_BEFORE.search(head)


def names_officials(text: str, sentence: Span) -> bool:
    """Whether it names a post or body of Party or State."""
    return _OFFICIAL.search(text, *sentence) is not None


def is_official(text: str, sentence: Span, at: int) -> bool:
    """Whether Party or State take part, and it is not still to come."""
    if _OFFICIAL.search(text, *sentence) is None or _DRAFT.match(text, sentence[0]):
        return False
    return not (_WILL.search(text, sentence[0], at) or _AHEAD_OF.search(text, sentence[0], at))


def is_done_by_officials(text: str, title: Span, found: tuple[str, int, int]) -> bool:
    """Whether a headline tells of an act of Party or State that took place: `Chủ tịch xã thăm …`,
    `Giao ban giữa Ban Nội chính và …`."""
    kind, at, _ = found
    attended = _ATTENDS.search(text, title[0], at)
    if (kind not in _IN_HEADLINES and not attended) or not is_official(text, title, at):
        return False
    if _ASKS_OR_SAYS.search(text, title[0], at) or is_of_the_police(text, title, kind):
        return False
    return at == title[0] or _OFFICIAL.search(text, title[0], at) is not None


def is_of_the_police(text: str, sentence: Span, kind: str) -> bool:
    """`Công an phường kiểm tra hành chính …` is news of a crime."""
    return kind in _INSPECTIONS and _POLICE.search(text, *sentence) is not None


def is_spoken_of(text: ArticleText, sentence: Span, kind: str) -> bool:
    """Whether the article comes back to it: `tại hội nghị`, `phát biểu tại buổi làm việc`."""
    again = re.compile(
        r"(?<!\w)(?:tại|phát biểu|kết thúc|kết luận|sau|trong|dự)[ \t]+(?:buổi|hội nghị|cuộc|lễ"
        r"|đại hội"
        rf"|kỳ họp|phiên|hội thảo|tọa đàm|{re.escape(kind)})(?!\w)",
        re.IGNORECASE,
    )
    return again.search(text.text, sentence[1]) is not None
