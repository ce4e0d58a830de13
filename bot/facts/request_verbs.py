"""The verbs that ask: whether one does in its sentence."""

from __future__ import annotations

import re

from bot.facts.request_asked import behind_asides
from bot.facts.request_grammar import grammar
from bot.facts.request_modals import must_do
from bot.facts.request_parties import Parties
from bot.facts.request_tasks import ends_in_verb, task_at
from bot.language.person_names import CAPITALS
from storage.text import fold

_DONE = re.compile(r"(?<!\w)(?:đã|được)[ \t]+$")
_FOUND_OUT = re.compile(r"(?<!\w)(?:phát hiện|kết quả là|và đã|nhưng|đã hoàn thành)(?!\w)")
"""What came of an order: it was carried out."""
_LEADERS = re.compile(
    r"(?:Lãnh đạo|Ban lãnh đạo|Chính quyền|Thường trực|Ban Giám đốc)"
    r"(?:[ \t][^\s,;:.]{1,14}){1,8}[ \t]*"
)
"""Who leads a body that bears no name: `Lãnh đạo công an tỉnh`."""
_HE_SAYS = re.compile(r"[ \t,]*(?:cho biết|cho hay|thông tin|khẳng định)[ \t,]*$")
"""`ông An cho biết đã chỉ đạo …`"""
_HAS_DONE = re.compile(r"(?<!\w)đã[ \t]+$")
_NOUNS_TOO = frozenset({"kien nghi", "de xuat"})
_DONE_BY = re.compile(rf"(?<!\w)do[ \t](?=[{CAPITALS}])[^,;:.]{{3,80}}$")
"""`dự án do UBND tỉnh giao cho công ty thực hiện`"""
_CAUGHT = re.compile(r"(?<!\w)(?:bắt|bắt giữ|vây bắt|khống chế|tạm giữ)[ \t][^,;:.]{2,60}[ \t]$")
"""`vây bắt đối tượng giao cho công an điều tra`: handed over."""
_MATTER = re.compile(r"(?<!\w)việc[ \t](?!này|đó|trên|làm)[^,;:.”\"]{3,80}[ \t]$")
"""`phản ánh việc tỉnh giao công ty nạo vét`: part of a noun."""
_MARKS = frozenset(",;.)")
_ASKED_BEGINS = re.compile(
    rf"[ \t,:“\"]*(?:cho[ \t]+)?(?:\d{{1,3}}[ \t]+)?(?:[{CAPITALS}]|(?:các|từng|mỗi|toàn thể"
    rf"|những|lãnh đạo|đồng chí"
    rf"|tập thể|cấp ủy|cấp|cán bộ"
    r"|đảng viên|chính quyền|hai bên|công an|địa phương|đoàn|thủ trưởng|người đứng đầu|chủ đầu tư"
    r"|nhà thầu|cơ quan|đơn vị|phó chủ tịch|sở|ngành|quận|huyện|xã|phường"
    r"|thị xã|thị trấn|tỉnh|cục|phòng|bệnh viện|nhà trường|trường|trung tâm|ban quản lý|công ty"
    r"|doanh nghiệp|lực lượng|ban thường vụ|ban chấp hành|ban tổ chức|ban chỉ đạo|văn phòng"
    r"|chi bộ|đảng bộ|đảng ủy|ủy ban|chi cục|tổng cục|nhà trường|hạt|đội)(?!\w))"
)
_REPORTED = re.compile(
    r"(?<!\w)(?:báo cáo|kết quả|hạn chế|tồn tại|nguyên nhân|đánh giá)(?!\w)[^,;.]{0,40}:",
    re.IGNORECASE,
)

_NAME_BEHIND = re.compile(rf"[ \t]+[{CAPITALS}]")
_MONEY = re.compile(r"[ \t]+(?:các[ \t]+)?(?:nhà đầu tư|đầu tư|vốn|tài trợ|quỹ|xã hội hóa)(?!\w)")
_NO_NOUN = re.compile(
    r"(?<!\w)(?:[Tt]ổ|[Đđ]oàn|[Nn]hóm)[ \t]công tác[ \t]+$|(?<!\w)(?:đã|vừa)[ \t]có[ \t]+$|"
    r"(?<!\w)phát biểu ý kiến,[ \t]+$|"
    r"(?<!\w)(?:có|ra|phát|ký|gửi|ban hành)[ \t](?:một[ \t]|bức[ \t]|một bức[ \t])?(?:công văn"
    r"|văn bản|công điện|thư"
    r"|ý kiến|thông báo|tờ trình)(?:[ \t]số[ \t][^\s,;]{1,24})?[ \t]+$"
)
"""In front of a verb that asks: who does so, or that it does so in writing."""
_RECEIVED = re.compile(
    r"(?<!\w)nhận được[ \t](?:văn bản|đơn|công văn|tờ trình|kiến nghị|báo cáo|thư)(?!\w)"
)
"""What somebody else asked for in a letter."""
_IN_WRITING = re.compile(
    r"(?<!\w)(?:có|ra|ký|gửi|ban hành)[ \t](?:công văn|văn bản|công điện|ý kiến|chỉ thị)"
    r"(?:[ \t](?:khẩn|hỏa tốc))?(?:[ \t]số[ \t][^\s,;]{1,24})?[ \t]+$",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"(?:(?:Sáng|Trưa|Chiều|Tối|Ngày|Hôm)[ \t]|(?:Theo đó|Liên quan|Trước (?:tình hình|thông tin"
    r"|phản ánh|sự việc|diễn biến)|Sau khi (?:nhận|báo chí|có))(?!\w))"
)
"""What news of an order begins with; `Trong năm, UBND tỉnh đã chỉ đạo …` reports on work done."""
_URGENT = re.compile(
    r"[ \t]+(?:[^\s,;:.“”\"]{1,12}[ \t]+){1,8}?(?:khẩn trương|nhanh chóng|vào cuộc"
    r"|xác minh|làm rõ)(?!\w)"
)
_NAME_IN_QUOTES = re.compile(
    r"[“\"](?:Đại hội|Hội nghị|Hội thi|Cuộc thi|Tuần lễ|Tháng|Ngày|Chiến dịch|Phong trào)[ \t]"
    r"[^”\".]{0,80}$"
)
"""`“Đại hội toàn quốc yêu cầu …”`: the verb is part of what something is called."""
_REFUSED = re.compile(
    r"[^;:.]{3,200}[ \t,](?:nhưng|song)[ \t](?:đã[ \t]|đều[ \t]){0,2}(?:bị từ chối"
    r"|không được (?:chấp|đáp|đồng)|không thành)"
)
"""`đề nghị …, nhưng đã bị từ chối`: over and done with."""
_LETTER = 64
"""Characters of the letter, with its number, by which it is ordered."""
_NEAR = 140
"""Characters between a verb of saying and what is to be done."""
_OTHER_CLAUSE = re.compile(r"[;:.]|(?<!\w)(?:đã|đang|nếu|khi|vì|do|không|nên|mới)(?!\w)")
_ALSO_TELLS = re.compile(
    r"[;,][ \t]*đồng thời[ \t]*$|(?<!\w)(?:cũng|trực tiếp|chúng tôi|Chúng tôi|tôi|Tôi)[ \t]*$"
)
_STATES = re.compile(r"[ \t]+rằng(?!\w)")
"""`lưu ý rằng …`: it says how things are, unless somebody must do something."""
_TASKS_TOO = frozenset({"de xuat", "chi dao", "phan cong"})
"""Behind a semicolon a task of those who are asked before: `; đề xuất Thủ tướng xử lý …`."""
_ALSO = re.compile(r"(?<!\w)(?:đồng thời|cũng)[ \t,]*$")
_JOINED = re.compile(r"[^;,][ \t](?:và|đồng thời)[ \t]+$")
_AGAIN = re.compile(r"(?:[;,][ \t]*(?:(?:đồng thời|và|cũng)[ \t,]*)?|[ \t](?:và|đồng thời)[ \t]+)$")


def asks(text: str, start: int, verb: re.Match[str], parties: Parties) -> bool:
    """Whether the verb asks: not as a noun, not of what was done."""
    head = text[max(start, verb.start() - 30) : verb.start()]
    noun = grammar().not_after.search(head) and not _NO_NOUN.search(head)
    noun = noun and not parties.ends_at(verb.start() - 1)  # "Cục Hàng không | yêu cầu"
    if noun or _RECEIVED.search(text, start, verb.start()):
        return False
    if not _NAME_BEHIND.match(text, verb.end()) and grammar().not_before.match(text, verb.end()):
        return False
    if fold(verb[0]) == "keu goi" and _MONEY.match(text, verb.end()):
        return False
    if fold(verb[0]) in _NOUNS_TOO and text[verb.end() : verb.end() + 1] in _MARKS:
        return False
    if _is_in_brackets(text, start, verb.start()) or _REFUSED.match(text, verb.end()):
        return False
    if verb["assign"] and _CAUGHT.search(text, max(start, verb.start() - 70), verb.start()):
        return False
    if verb["assign"] and _DONE_BY.search(text, max(start, verb.start() - 90), verb.start()):
        return False
    if verb["assign"] and _MATTER.search(text, max(start, verb.start() - 90), verb.start()):
        return False
    if verb["say"]:
        return _is_order(text, start, verb, parties)
    if fold(verb[0]) == "chi dao" and not (
        parties.speaks_at(text, start, verb.start())
        or (_is_news(text, start, verb) and _did(text, start, verb, parties))
        or _ALSO_TELLS.search(head)
        or _IN_WRITING.search(text, max(start, verb.start() - _LETTER), verb.start())
    ):
        return False
    if verb["assign"] and _DONE.search(head) and not _did(text, start, verb, parties):
        return False
    return not _REPORTED.search(text, start, verb.start())


def _is_in_brackets(text: str, start: int, at: int) -> bool:
    """`giấy tờ (gồm: giao chủ đầu tư …)`, `Hội thi “Tuổi trẻ kêu gọi …”`: an aside, or a name."""
    opened = text.rfind("(", start, at)
    if opened >= 0 and text.find(")", opened, at) < 0:
        return True
    quoted = max(text.rfind(mark, start, at) for mark in '“"')
    return quoted >= 0 and _NAME_IN_QUOTES.match(text, quoted, at) is not None


def _is_news(text: str, start: int, verb: re.Match[str]) -> bool:
    """Of an order that was given: whether the sentence is news, or what was ordered is urgent."""
    return bool(_NEWS.match(text, start) or _URGENT.match(text, verb.end()))


def _did(text: str, start: int, verb: re.Match[str], parties: Parties) -> bool:
    """`Thủ tướng đã giao Bộ X …`: news, where who gave it and who got it are named."""
    done = _HAS_DONE.search(text, max(start, verb.start() - 30), verb.start())
    if done is None:
        return False
    said = _HE_SAYS.search(text, start, done.start())
    at = said.start() if said else done.start()
    return (
        (parties.speaks_at(text, start, at) or _LEADERS.fullmatch(text, start, at) is not None)
        and (
            parties.named_at(verb.end() + 1, len(text)) is not None
            or (fold(verb[0]) == "chi dao" and _URGENT.match(text, verb.end()) is not None)
        )
        and _FOUND_OUT.search(text, verb.end(), verb.end() + _NEAR) is None
    )


def _is_order(text: str, start: int, verb: re.Match[str], parties: Parties) -> bool:
    """`Thủ tướng nói các bộ cần tập trung …`: said by an official, of whom to do what."""
    if not parties.official_at(text, start, verb.start()):
        return False
    to_do = must_do(text, verb.end(), min(len(text), verb.end() + _NEAR))
    if to_do is None or _OTHER_CLAUSE.search(text, verb.end(), to_do[0]):
        return False
    task = grammar().task.match(text, to_do[1])
    between = text[behind_asides(text, verb.end(), to_do[0]) : to_do[0]].strip(" \t,")
    fits = not between or grammar().somebody.match(between.removeprefix("rằng ").strip(" ,"))
    return bool(task and task["strong"] and fits)


def asks_again(text: str, verb: re.Match[str], end: int) -> bool:
    """Whether a further verb of the sentence begins a request of its own."""
    head = text[max(0, verb.start() - 24) : verb.start()]
    if verb["say"] or not _AGAIN.search(head):
        return False
    if (joined := _JOINED.search(head)) and (
        verb["assign"] or ends_in_verb(head[: joined.start() + 1])
    ):
        return False  # "… và chỉ đạo các xã", "chỉ đạo và yêu cầu": one task
    if verb["assign"] and ends_in_verb(text[max(0, verb.start() - 40) : verb.start()].rstrip(", ")):
        return False  # "rà soát, đề xuất các phương án": one task
    if fold(verb[0]) in _TASKS_TOO and not _ALSO.search(head):
        return False
    return bool(_ASKED_BEGINS.match(text, verb.end(), end))


def must_follow(verb: re.Match[str], text: str, end: int) -> bool:
    """Whether the verb asks only together with `cần` or `phải` behind it."""
    if verb["stress"] or _STATES.match(text, verb.end(), end):
        return True
    if fold(verb[0]) == "chi dao" and task_at(text, verb.end() + 1, end) == verb.end() + 1:
        return False
    return bool(verb["assign"]) and _ASKED_BEGINS.match(text, verb.end(), end) is None
