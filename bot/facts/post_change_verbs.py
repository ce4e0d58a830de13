"""The verbs of changes of posts, and whether a person is their subject or what is done to."""

from __future__ import annotations

import re
from typing import Literal

from bot.facts.posts import Post, post_at, post_head
from bot.facts.posts_beside import TERM, Mention

Change = Literal["appointed", "transferred", "dismissed", "disciplined", "retired"]
_VERBS: dict[Change, str] = {
    "disciplined": r"kỷ\s+luật|khiển\s+trách|cảnh\s+cáo|khai\s+trừ|đình\s+chỉ",
    "transferred": r"nhận\s+nhiệm\s+vụ\s+mới|điều\s+(?:động|chuyển)|luân\s+chuyển|biệt\s+phái"
    r"|phân\s+công\s+công\s+tác\s+khác",
    "dismissed": r"miễn\s+nhiệm|bãi\s+nhiệm|cho\s+thôi"
    r"|cách\s+(?:tất\s+cả\s+|hết\s+)?(?:các\s+)?chức"
    r"|thôi\s+(?:giữ|làm|nhiệm|tham\s+gia|chức)|xin\s+thôi"
    r"|thôi(?=\s+(?:trợ\s+lý|bí\s+thư|phó|chủ\s+tịch|ủy\s+viên|giám\s+đốc|trưởng"
    r"|đại\s+biểu)(?!\w))",
    "retired": r"nghỉ\s+hưu|nghỉ\s+chế\s+độ|nghỉ\s+công\s+tác|nghỉ\s+việc",
    "appointed": r"bổ\s+nhiệm|chỉ\s+định|phân\s+công"
    r"|giao\s+(?:làm|giữ|đảm\s+nhiệm)|bầu|tái\s+đắc\s+cử|trúng\s+cử|đắc\s+cử"
    r"|giữ\s+chức|giữ\s+vị\s+trí|đảm\s+nhiệm|nhận\s+nhiệm\s+vụ|tái\s+cử",
}
PATTERNS = {
    change: re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE)
    for change, verbs in _VERBS.items()
}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.values())})(?!\w)", re.IGNORECASE)
_WINDOW = 170
_PASSIVE = re.compile(
    r"[ \t\u00a0]*(?:\(?cũ\)?[ \t\u00a0]+)?(?:\([^()]{1,40}\)[ \t\u00a0]*)?(?:[,–-][ \t\u00a0]*)?"
    r"(?:là[ \t\u00a0](?:cán bộ|người)[ \t\u00a0])?(?:(?:đã|vừa|cũng)[ \t\u00a0])?"
    r"(?:(?:nộp|làm|gửi|viết|có)[ \t\u00a0](?:đơn|nguyện vọng)[ \t\u00a0])?"
    r"(?:(?:cũng|người|đã|vừa|đến|về|sang|đều|cùng|vừa mới|sẽ|tiếp tục|chính thức)"
    r"[ \t\u00a0]+){0,2}"
    r"(?:được|bị|tái|trúng|đắc"
    r"|thôi|nghỉ|xin|giữ|đảm|nhận)(?!\w)",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:,|và|lại|bổ sung|(?:(?:ra )?khỏi )?[Đđ]ảng"
    r"|(?:về )?(?:mặt )?[Đđ]ảng(?:,| và) (?:về )?(?:mặt )?chính quyền)?\s?"
    r"(?:về việc|(?:tất cả )?(?:các )?chức vụ|vụ|chức danh|chức|công tác)?"
    r"(?: (?:trong )?[Đđ]ảng)?\s?(?:mới )?(?:là)?\s?"
    r"(?:(?:đối với |với )?(?:\d{1,3} |hai |ba |bốn |các )?(?:người|cán bộ|đảng viên|cá nhân)"
    r"(?: khác)?(?:,? (?:gồm|là|sau))?:? ?)?"
    r"(?:đối với|với|cho)?\s?(?:các)?\s?(?:đồng chí)?:?"
)
_ANOTHER_TIME = re.compile(
    r"[;:]|\.\s|(?<!\w)(?:thời gian|khi|từng|lúc|trước đó|là người|sau khi|ứng cử)(?!\w)"
)
_SUFFERS = re.compile(r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:(?:cũng|đã|vừa|sẽ)[ \t\u00a0]+)?bị(?!\w)")
_NOT_DONE = re.compile(
    r"(?<!\w)(?:việc|xem xét|đề nghị|đề xuất|nếu|không|chưa|quy trình|dự kiến|(?<!thường )vụ)"
    r"[ \t\u00a0](?:xử lý[ \t\u00a0]|thi hành[ \t\u00a0])?$",
    re.IGNORECASE,
)
"""What is only talked of."""
_DONE = re.compile(
    r"(?<!\w)(?:thông qua|phê chuẩn|công bố|hoàn tất|sau)[ \t\u00a0]việc[ \t\u00a0]$"
    r"|(?<!\w)(?:quyết định|nghị quyết|thông báo)(?!\w)[^.;:]{0,80}[ \t\u00a0]về việc"
    r"[ \t\u00a0]$",
    re.IGNORECASE,
)
"""`thông qua việc bổ nhiệm`: it is settled."""
_LOSES = re.compile(
    rf"{_VERBS['disciplined']}|{_VERBS['dismissed']}|{_VERBS['transferred']}", re.IGNORECASE
)
_RESULT = re.compile(
    r"[ \t\u00a0]*(?:(?:lại|bổ sung|thêm|giữ|làm|cử)[ \t\u00a0]+){0,2}"
    r"(?:chức vụ|chức danh|chức|vị trí|nhiệm vụ)?[ \t\u00a0]*"
)
_IN_THE_FORM_OF = re.compile(
    r"[ \t\u00a0]*(?:,|và|(?:(?:về )?[Đđ]ảng[ \t\u00a0])?(?:bằng|với)[ \t\u00a0]hình thức"
    r"|hình thức)?[ \t\u00a0]*:?[ \t\u00a0]*"
)
"""Between two verbs of one act: `điều động, phân công và chỉ định`, `kỷ luật bằng hình thức …`."""


_OF_A_BODY = re.compile(r"[ \t\u00a0]\([^()]{2,40}\)")
"""`Trưởng Ban Pháp chế | (HĐND thành phố) | đối với ông A`."""


def done_to(text: str, mention: Mention) -> tuple[int, int, Post | None] | None:
    """`Bộ Chính trị điều động, chỉ định | ông A`, `bầu chức vụ POST với | ông A`.

    Where the verbs begin, where they end at the latest, and the post between them and the name.
    """
    first = max(mention.sentence[0], mention.begin - _WINDOW)
    verbs = list(_ANY.finditer(text, first, mention.begin))
    if not verbs:
        return None
    between = text[verbs[-1].end() : mention.begin]
    result = _RESULT.match(text, verbs[-1].end(), mention.begin)
    at = result.end() if result else verbs[-1].end()
    post = post_at(text, at, mention.begin)
    if post is not None:
        behind = _OF_A_BODY.match(text, post.end, mention.begin) or TERM.match(
            text, post.end, mention.begin
        )
        between = text[behind.end() if behind else post.end : mention.begin]
        if between.strip() in {"", ",", "và", ", và"}:
            return None  # "bà A giữ chức POST và | ông B giữ chức POST"
    if not _OBJECT.fullmatch(" ".join(between.split())):
        return None
    begin = verbs[-1].start()
    if post is None and between.strip() == "là":
        post = _post_given_to(text, first, begin)
    front = max(first, begin - 24)
    if _NOT_DONE.search(text, front, begin) and not _DONE.search(
        text, max(first, begin - 110), begin
    ):
        return None
    for verb in reversed(verbs[:-1]):  # "điều động, phân công và chỉ định"
        if not _IN_THE_FORM_OF.fullmatch(text, verb.end(), begin):
            break
        begin = verb.start()
    return begin, mention.begin, post


_WAS = re.compile(r"[ \t\u00a0](?:mới[ \t\u00a0])?được[ \t\u00a0]$")


def _post_given_to(text: str, first: int, begin: int) -> Post | None:
    """`POST được | chỉ định là ông A`: the verb stands at `begin`."""
    was = _WAS.search(text, max(first, begin - 12), begin)
    heads = post_head().finditer(text, first, was.start()) if was else ()
    posts = (post_at(text, head.start(), begin) for head in heads)
    return next((it for it in posts if it and was and it.end == was.start()), None)


_ENDS_CLAUSE = re.compile(r"[;)]")


def done_by(text: str, mention: Mention, limit: int) -> tuple[int, int] | None:
    """`ông A, post, được Bộ Chính trị điều động …`."""
    if not _PASSIVE.match(text, mention.reach, limit):
        return None
    verb = _ANY.search(text, mention.reach, min(limit, mention.reach + _WINDOW))
    if verb is None or _ANOTHER_TIME.search(text, mention.reach, verb.start()):
        return None
    if _SUFFERS.match(text, mention.reach, limit) and not _LOSES.match(verb[0]):
        return None
    end = min(limit, verb.end() + 24)
    sign = _ENDS_CLAUSE.search(text, verb.end(), end)
    return mention.reach, sign.start() if sign else end
