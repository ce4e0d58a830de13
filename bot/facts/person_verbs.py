"""The verbs that give their subject a part in the event, and what may stand between the two."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VERBS: dict[str, str] = {
    "chair": r"(?:đồng\s)?chủ\s+trì|chủ\s+tọa|chủ\s+toạ",
    "attendee": r"(?:tham|đến|cùng|về|tới|cũng)\s+dự"
    r"|(?<!tham )(?<!đến )(?<!cùng )(?<!về )(?<!tới )(?<!cũng )dự(?!\s+(?:kiến|báo"
    r"|án|toán|phòng|nguồn|trữ|thảo|khuyết|bị|định))|có\s+mặt",
    "speaker": r"phát\s+biểu|kết\s+luận|nhấn\s+mạnh|khẳng\s+định|cho\s+biết|cho\s+hay|chia\s+sẻ"
    r"|báo\s+cáo|trình\s+bày|ghi\s+nhận|đánh\s+giá"
    r"|thông\s+tin|biểu\s+dương|cho\s+rằng|lưu\s+ý|trả\s+lời|bày\s+tỏ|nêu\s+rõ|nêu"
    r"|xác\s+nhận|phân\s+bua|nhìn\s+nhận|bức\s+xúc|nhận\s+xét|tâm\s+sự|thừa\s+nhận|cam\s+kết|tuyên\s+bố|phân\s+trần|biện\s+minh|chất\s+vấn"
    r"|giải\s+thích|lý\s+giải|kể|phản\s+ánh|thắc\s+mắc|băn\s+khoăn|tin\s+tưởng|hoan\s+nghênh"
    r"|mong\s+muốn|đặt\s+vấn\s+đề|hỏi(?!\s+(?:thăm|han))|đáp(?!\s+ứng)|đồng\s+tình|tán\s+thành"
    r"|giải\s+đáp|phân\s+tích|chỉ\s+rõ|nhận\s+định|gợi\s+ý"
    r"|gửi\s+lời\s+(?:cảm\s+ơn|chúc|chào)|đề\s+xuất|quán\s+triệt|tiếp\s+thu|kêu\s+gọi|chúc\s+mừng|cảm\s+ơn|nói|khái\s+quát|làm\s+rõ",
    "asker": r"đề\s+nghị|yêu\s+cầu|giao\s+(?:nhiệm\s+vụ|trách\s+nhiệm)|kiến\s+nghị"
    r"|kêu\s+gọi|lưu\s+ý|chỉ\s+đạo(?=\s+(?:các|Ban|Sở|UBND|cấp))",
    "delegation_head": r"làm\s+trưởng\s+đoàn|dẫn\s+đầu",
}
ROLES = {
    role: re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE) for role, verbs in _VERBS.items()
}
ANY_VERB = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.values())})(?!\w)", re.IGNORECASE)
_LIGHT = re.compile(
    r"(?:[ \t\u00a0](?:của|thuộc)[ \t\u00a0][^,.;:()“]{2,40}?"
    rf"(?=[ \t\u00a0](?:đã|{'|'.join(_VERBS.values())})))?"
    r"(?:[ \t\u00a0]*\([^()]{1,120}\)|,[^().;:“]{1,100}\))?"
    r"(?:(?:[ \t\u00a0]kiêm|,)[ \t\u00a0](?:(?-i:(?=[A-ZĐ]))|huyện|tỉnh|quận|thị xã|thành phố"
    r"|xã|phường|quản lý)[^.;:“”]{2,90}?(?=[ ,–-]{1,3}(?:đã )?(?:cho biết|cho hay|cho rằng|nói"
    r"|khẳng định"
    r"|nhấn mạnh|chia sẻ|thông tin)(?!\w)))?"
    r"(?:(?:[ \t\u00a0]*[-–,])?[ \t\u00a0](?:ở|tại|trú tại|ngụ tại)[ \t\u00a0][^.;:()“]{1,80}?"
    r"(?=[ ,]{1,2}(?:(?:phấn khởi|vui mừng|bức xúc|xúc động|lo lắng|ngậm ngùi|thẳng thắn|hồ hởi)"
    r"[ \t\u00a0])?(?:cho biết|cho hay|cho rằng|nói|kể|chia sẻ|tâm sự|bức xúc)(?!\w))"
    r"(?:[ \t\u00a0](?:phấn khởi|vui mừng|bức xúc|xúc động|lo lắng|ngậm ngùi|thẳng thắn|hồ hởi))?)?"
    r"(?:[ \t\u00a0]*[-–,][ \t\u00a0](?:người|chủ|đơn vị|vợ|chồng|con|trú|ngụ|quê"
    r"|đại diện|bố|mẹ|cha|anh|chị|em|cháu|hàng xóm|nhân viên)(?!\w)"
    r"[^.;:()“]{1,100}?"
    r"(?=[ ,]{1,2}(?:cho biết|cho hay|cho rằng|nói|kể|chia sẻ|tâm sự|bức xúc)(?!\w)))?"
    r"[ \t\u00a0]*(?:[,)–-][ \t\u00a0]*)?(?:(?:đã"
    r"|thì|cũng|sẽ|vừa|đang|trực tiếp|đồng|tiếp tục|cùng|nhiệt liệt|trân trọng|"
    r"đại diện[^,.;:()]{2,60}?(?=[ \t\u00a0](?:đã[ \t\u00a0])?(?:phát biểu|cho biết|nhấn mạnh"
    r"|dự|tham dự|chia sẻ|khẳng định)(?!\w))|"
    r"còn|luôn|từng|(?:tới|đến)(?![ \t\u00a0]dự)|có bài|có|"
    r"thay mặt[^,.;:]{0,80}?(?=,?[ \t\u00a0](?:đã[ \t\u00a0])?"
    rf"(?:{'|'.join(_VERBS.values())})(?!\w)),?)[ \t\u00a0]+)"
    r"{0,4}",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(
    r"[ \t\u00a0]*(?:[,;][ \t\u00a0]*(?:(?:và|cùng|cùng với)[ \t\u00a0]+)?"
    r"|(?:và|cùng|cùng với)[ \t\u00a0]+)(?:các|đại diện|lãnh đạo|đại biểu|đông đảo|đoàn"
    r"|Ban|tập thể|Thường trực|một số|nhiều|toàn thể|gần|hơn|trên|\d{1,4})(?!\w)"
    r"[^.:“]{0,200}?(?=[ \t\u00a0](?:(?:đã|cùng|cũng)[ \t\u00a0])?"
    r"(?:dự|tham dự|đến dự|về dự|tới dự"
    r"|chủ trì (?:hội nghị|buổi|cuộc|phiên|kỳ|lễ|đại hội|hội thảo|tọa đàm|diễn đàn))(?!\w))"
)
"""`A; B; các Ủy viên … và lãnh đạo các sở | tham dự`."""
_THEN = re.compile(
    r",[ \t\u00a0](?:(?:vào[ \t\u00a0])?(?:sáng|trưa|chiều|tối|ngày|hôm)|mới đây|vừa qua)(?!\w)"
    r"[^,;:.()]{0,40},(?=[ \t\u00a0])",
    re.IGNORECASE,
)
"""`A, POST, | chiều 28-6, | đã chủ trì`."""
_CEREMONY = re.compile(
    r"[ \t\u00a0](?:(?:đã|trực tiếp|cùng)[ \t\u00a0]){0,2}"
    r"(?:trao|tặng|gửi|thăm|đến thăm|dâng|công bố|chúc mừng|tiếp|đón|cảm ơn)[ \t\u00a0]"
    r"[^.;:“”]{2,140}?(?:,|[ \t\u00a0]và|,[ \t\u00a0]đồng thời|[ \t\u00a0]đồng thời)[ \t\u00a0]"
    r"(?=(?:phát biểu|bày tỏ|nhấn mạnh|khẳng định|đề nghị|yêu cầu|mong muốn|chia sẻ|cho biết"
    r"|biểu dương|ghi nhận)(?!\w))"
)
"""`A trao quyết định và chúc mừng B, đồng thời | bày tỏ …`: what else is done first."""
_FIRST_ONLY = re.compile(
    r"nhận xét|tâm|thừa|cam|tuyên|phân|biện|chất|giải|lý|kể|phản|thắc|băn|tin|hoan|mong|đặt|hỏi|đáp"
    r"|đồng|tán|báo|đề xuất|phân|nêu$|làm|quán|nói|tiếp|thông|khái",
    re.IGNORECASE,
)
"""Behind another verb they may be what others are told to do."""
_TOLD_TO_DO = re.compile(r"đánh giá|ghi nhận|trả lời|biểu dương|trình bày|chia sẻ", re.IGNORECASE)
"""Behind a verb of asking they are the task: `yêu cầu các xã rà soát, | đánh giá …`."""
_OTHER_SUBJECT = re.compile(
    r"[.;:“\"]|(?<!\w)(?:do|(?<!cho )rằng|mà|khi|trong khi|vì|nhưng|nếu|để|theo)(?!\w)"
    r"|,\s+(?:đại diện|các đại biểu|lãnh đạo|hội nghị|các đồng chí|đồng chí|ông|bà"
    r"|tập thể|đại biểu|cùng dự)(?!\w)"
)
_PART_BEHIND = re.compile(
    r"[ \t\u00a0](?:(?:đã|cũng|tiếp tục|còn|đồng thời)[ \t\u00a0]){0,2}"
    rf"(?:{'|'.join(_VERBS.values())})(?!\w)"
)


def part_behind(text: str, at: int) -> bool:
    """Whether a verb that gives its subject a part in the event stands right behind `at`."""
    return _PART_BEHIND.match(text, at) is not None


def first_verb(text: str, at: int, limit: int, wanted: Sequence[str]) -> list[str]:
    stop = _OTHER_SUBJECT.search(text, at, limit)
    return [
        role for role in wanted if ROLES[role].search(text, at, stop.start() if stop else limit)
    ]


def verbs_behind(text: str, reach: int, limit: int) -> list[str]:
    """Verbs of the subject that ends at `reach`: the first at once, others in its clause."""
    if others := _WITH_OTHERS.match(text, reach, limit):
        reach = others.end()
    if done := _CEREMONY.match(text, reach, limit):
        reach = done.end() - 1
    if then := _THEN.match(text, reach, limit):
        reach = then.end()
    light = _LIGHT.match(text, reach, limit)
    at = light.end() if light else reach
    if at == reach and text[at : at + 1].strip():
        return []
    first = ANY_VERB.match(text, at, limit)
    told = text[reach:at].strip(" ,)–-\t\u00a0")
    if first is None and not told:
        return []
    stop = _OTHER_SUBJECT.search(text, at, limit)
    end = stop.start() if stop else limit
    asked = ROLES["asker"].search(text, at, end)
    found = sorted(
        (verb.start(), role)
        for role, pattern in ROLES.items()
        for verb in pattern.finditer(text, at, end)
        if verb.start() == at
        or (
            not _FIRST_ONLY.match(verb[0])
            and not (asked and asked.end() < verb.start() and _TOLD_TO_DO.match(verb[0]))
            and _goes_on(text[at : verb.start()])
        )
    )
    return [role for _, role in found]


def _goes_on(between: str) -> bool:
    """A further verb of the same subject follows a comma or "và"."""
    return bool(
        re.search(
            r"(?:,|(?<!\w)và|(?<!\w)đồng thời|(?<!\w)cùng)[ \t\u00a0]+"
            r"(?:đã |cũng |có |phát biểu )?$",
            between,
        )
    )
