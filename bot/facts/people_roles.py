"""A person's part in the event, read from the verbs of the sentence.

Only three shapes tell it: the person is the subject and the verb follows; the sentence begins with
the verb and the person follows its comma ("Phát biểu tại hội nghị, đồng chí …"); or the person
stands in a list that the verb leads to ("Dự hội nghị có các đồng chí …"). A name after a
preposition, or in a clause with another subject, has no part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.facts.article_text import Span
from bot.facts.person_evidence import descriptor_words
from bot.facts.posts_beside import Mention

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
    r"|đề\s+xuất|quán\s+triệt|tiếp\s+thu|kêu\s+gọi|chúc\s+mừng|cảm\s+ơn|nói|khái\s+quát|làm\s+rõ",
    "asker": r"đề\s+nghị|yêu\s+cầu|giao\s+(?:nhiệm\s+vụ|trách\s+nhiệm)|kiến\s+nghị"
    r"|kêu\s+gọi|lưu\s+ý|chỉ\s+đạo(?=\s+(?:các|Ban|Sở|UBND|cấp))",
    "delegation_head": r"làm\s+trưởng\s+đoàn|dẫn\s+đầu",
}
_ROLES = {
    role: re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE) for role, verbs in _VERBS.items()
}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.values())})(?!\w)", re.IGNORECASE)
_LIGHT = re.compile(
    r"(?:[ \t\u00a0](?:của|thuộc)[ \t\u00a0][^,.;:()“]{2,40}?"
    rf"(?=[ \t\u00a0](?:đã|{'|'.join(_VERBS.values())})))?"
    r"(?:[ \t\u00a0]*\([^()]{1,120}\)|,[^().;:“]{1,100}\))?"
    r"(?:(?:[ \t\u00a0]kiêm|,)[ \t\u00a0](?:(?-i:(?=[A-ZĐ]))|huyện|tỉnh|quận|thị xã|thành phố"
    r"|xã|phường|quản lý)[^.;:“”]{2,90}?(?=[ ,–-]{1,3}(?:đã )?(?:cho biết|cho hay|cho rằng|nói"
    r"|khẳng định"
    r"|nhấn mạnh|chia sẻ|thông tin)(?!\w)))?"
    r"(?:[ \t\u00a0]*[-–,][ \t\u00a0](?:người|chủ|đơn vị|vợ|chồng|con|trú|ngụ|quê"
    r"|đại diện|bố|mẹ|cha|anh|chị|em|cháu|hàng xóm|nhân viên)(?!\w)"
    r"[^.;:()“]{1,100}?"
    r"(?=[ ,]{1,2}(?:cho biết|cho hay|cho rằng|nói|kể|chia sẻ|tâm sự|bức xúc)(?!\w)))?"
    r"[ \t\u00a0]*(?:[,)–-][ \t\u00a0]*)?(?:(?:đã"
    r"|thì|cũng|sẽ|vừa|đang|trực tiếp|đồng|tiếp tục|cùng|nhiệt liệt|trân trọng|"
    r"đại diện[^,.;:()]{2,60}?(?=[ \t\u00a0](?:đã[ \t\u00a0])?(?:phát biểu|cho biết|nhấn mạnh"
    r"|dự|tham dự|chia sẻ|khẳng định)(?!\w))|"
    r"còn|luôn|từng|tới|đến|có bài|có|"
    r"thay mặt[^,.;:]{0,80}?(?=,?[ \t\u00a0](?:đã[ \t\u00a0])?"
    rf"(?:{'|'.join(_VERBS.values())})(?!\w)),?)[ \t\u00a0]+)"
    r"{0,4}",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:và|cùng|cùng với)[ \t\u00a0]+(?:các"
    r"|đại diện|lãnh đạo|đại biểu|đông đảo|đoàn)[^.;:]{0,140}?(?=[ \t\u00a0](?:đã"
    r"|dự|tham dự|đến dự|chủ trì)(?!\w))"
)
_FIRST_ONLY = re.compile(
    r"nhận xét|tâm|thừa|cam|tuyên|phân|biện|chất|giải|lý|kể|phản|thắc|băn|tin|hoan|mong|đặt|hỏi|đáp"
    r"|đồng|tán|báo|đề xuất|phân|nêu$|làm|quán|nói|tiếp|thông|khái",
    re.IGNORECASE,
)
"""Behind another verb they may be what others are told to do."""
_REACH = 220
"""Characters behind a subject in which its verbs are looked for."""
_OTHER_SUBJECT = re.compile(
    r"[.;:“\"]|(?<!\w)(?:do|(?<!cho )rằng|mà|khi|trong khi|vì|nhưng|nếu|để|theo)(?!\w)"
    r"|,\s+(?:đại diện|các đại biểu|lãnh đạo|hội nghị|các đồng chí|đồng chí|ông|bà"
    r"|tập thể|đại biểu|cùng dự)(?!\w)"
)
_SUBJECT_IN_FRONT = re.compile(
    r"(?:[,:;.!?…–“”\"(-]|(?<!\w)(?:và|thì|nhưng|khi|rằng|mà|đó|nay|cùng ngày))$"
)
_LISTED_BY = re.compile(
    r"(?:(?<!\w)(?:có|gồm|gồm có|còn có|là)|:)(?:[ \t\u00a0]+(?:sự tham dự của"
    r"|sự có mặt của|sự tham gia của|sự hiện diện của))?"
    r"(?:[ \t\u00a0]+về phía[^,:]{0,60}có)?[ \t\u00a0]*:?$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:^|[.;][ \t\u00a0])[^.;]{0,40}?(?:về phía|cùng đi|cùng tham gia"
    r"|tham gia đoàn)(?!\w)[^.;]{0,120}$",
    re.IGNORECASE,
)
_CAME = re.compile(r"(?:(?:Cùng|Tham|Đến|Tới|Về)[ \t\u00a0](?:tham )?dự|Dự)(?!\w)[^.;:]{0,80}$")
"""With a capital, behind a caption whose full stop was lost."""
_ATTENDED_BY = re.compile(r"(?:tham dự|tham gia|có mặt|hiện diện)[ \t\u00a0]+của$", re.IGNORECASE)
_CHAIRED_BY = re.compile(r"(?:chủ trì|điều hành)(?:[^,.;:]{0,40})[ \t\u00a0]của$", re.IGNORECASE)
_DONE_BY = re.compile(r"(?<!\w)do$", re.IGNORECASE)
_ACCORDING = re.compile(r"^(?:theo|trao đổi (?:với|cùng)[^,]{0,80},)$", re.IGNORECASE)
_WORDS_OF = re.compile(
    r"(?:Đó|Đây)(?: cũng)? là (?:những )?(?:lời )?(?:khẳng định|chia sẻ|nhận định"
    r"|phát biểu|ý kiến|đánh giá|tâm sự|cam kết|thông tin)(?:[^,.;:]{0,30})[ \t\u00a0]của$"
)
"""`Đó là khẳng định của | NAME`."""
_LED_BY = re.compile(
    r"(?:dẫn đầu|(?<!\w)trưởng)(?: đoàn)?(?:[^,.;:]{0,40})[ \t\u00a0](?:là|có)$", re.IGNORECASE
)
_PART_OF = (("chair", _CHAIRED_BY), ("attendee", _ATTENDED_BY), ("delegation_head", _LED_BY))
_SAID_SO = re.compile(r",[ \t\u00a0]theo$", re.IGNORECASE)
_TOLD_BY = re.compile(r"(?:thông tin|việc)(?:[^.;:]{0,60})[ \t\u00a0]được$", re.IGNORECASE)
_TOLD = re.compile(
    r"[ \t\u00a0,–-]{0,3}(?:đã[ \t\u00a0])?(?:xác nhận|cho biết|thông tin|chia sẻ|nêu"
    r"|thông báo)(?!\w)"
)
"""`Thông tin trên được | NAME | xác nhận`."""
_NEWS_FROM = re.compile(
    r"thông tin[ \t\u00a0](?:từ|của|do|ban đầu|trên|này|mới)(?!\w)", re.IGNORECASE
)
"""`Thông tin từ UBND xã cho biết, | NAME …`: who is named behind the comma has not spoken."""
_LIST_JOIN = re.compile(
    r"(?:[^.;:“”\n]{0,80}(?=;))?[ \t\u00a0]*"
    r"(?:[,;–]|,?[ \t\u00a0]và|,?[ \t\u00a0]cùng(?:[ \t\u00a0]với)?|;"
    r"[ \t\u00a0]và)[ \t\u00a0]*(?:các[ \t\u00a0]+)?(?:đồng chí[ \t\u00a0]*:?"
    r"[ \t\u00a0]*)?",
    re.IGNORECASE,
)


_POLITE = re.compile(r"(?:Ông|Bà|Anh|Chị|Đồng chí)[ \t\u00a0]")
"""With a capital only where a sentence begins."""


@cache
def _described() -> re.Pattern[str]:
    """`cử tri NAME`, `HLV NAME`: what goes with a name in front of it."""
    return re.compile(rf"(?<!\w)(?P<word>(?:{descriptor_words()})[ \t\u00a0])$", re.IGNORECASE)


def roles_of_sentence(
    text: str, sentence: Span, mentions: Sequence[Mention]
) -> list[tuple[Mention, list[str]]]:
    """Which parts the sentence gives to each of the people that it names, in their order."""
    found: list[tuple[Mention, list[str]]] = []
    groups = _lists(text, mentions)
    for number, group in enumerate(groups):
        following = groups[number + 1][0].begin if number + 1 < len(groups) else sentence[1]
        roles = _roles(text, sentence, group[0].begin, group[-1].reach, following)
        found += [(mention, roles) for mention in group]
        last = group[-1]
        if not roles and len(group) > 1 and text[group[-2].reach : last.begin].strip() == ",":
            # "Trao đổi với đồng chí A, | ông B nhấn mạnh": another subject behind the comma
            alone = _verbs_behind(text, last.reach, min(following, sentence[1]))
            found[-1] = (last, list(dict.fromkeys(alone)))
    return found


def _lists(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Neighbours that only commas, semicolons and "và" part stand in one list."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _LIST_JOIN.fullmatch(text, groups[-1][-1].reach, mention.begin):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _roles(text: str, sentence: Span, begin: int, reach: int, following: int) -> list[str]:
    before = _in_front(text, sentence, begin)
    if _DONE_BY.search(before):
        return _first_verb(text, reach, min(following, reach + 60), ("chair", "delegation_head"))
    if before.endswith(("của", "là", "có")):
        for role, pattern in _PART_OF:
            if pattern.search(before):
                return [role]
    if before.endswith(("heo", "của", "được", ",")) and _is_quoted(text, sentence, before, reach):
        return ["speaker"]
    if _LISTED_BY.search(before):
        if roles := _leading_verb(before, {"chair", "attendee"}):
            return roles
        if _COMPANY.search(before) or _CAME.search(before):
            return ["attendee"]
    if before and not _SUBJECT_IN_FRONT.search(before):
        return []
    roles = _verbs_behind(text, reach, min(following, sentence[1], reach + _REACH))
    if before.endswith(","):
        roles = _leading_verb(before, {"chair", "attendee", "speaker"}, to_comma=True) + roles
    return list(dict.fromkeys(roles))


def _in_front(text: str, sentence: Span, begin: int) -> str:
    """What stands in front of a person; empty where a caption without a full stop ended there."""
    before = text[max(sentence[0], begin - 240) : begin]
    described = _described().search(before[-40:])
    if described:
        before = before[: len(before) - len(described["word"])]
    lost = before.endswith("  ") or (described and described["word"][:2].istitle())
    return "" if lost or _POLITE.match(text, begin) else before.rstrip(" \t\u00a0")


def _is_quoted(text: str, sentence: Span, before: str, reach: int) -> bool:
    """`Theo | NAME, …`, `…, theo | NAME.`, `Đó là khẳng định của | NAME`."""
    if _ACCORDING.match(before.rsplit(".", 1)[-1].strip()):
        return True
    if before.endswith(" Theo") or _WORDS_OF.search(before):
        return True
    if _SAID_SO.search(before):
        return reach >= sentence[1] or text[reach] in ".…"
    return bool(_TOLD_BY.search(before) and _TOLD.match(text, reach, sentence[1]))


def _first_verb(text: str, at: int, limit: int, wanted: Sequence[str]) -> list[str]:
    stop = _OTHER_SUBJECT.search(text, at, limit)
    return [
        role for role in wanted if _ROLES[role].search(text, at, stop.start() if stop else limit)
    ]


def _leading_verb(before: str, wanted: set[str], *, to_comma: bool = False) -> list[str]:
    """The verb that the clause in front of a person begins with: `Dự hội nghị có | …`."""
    clause = before.rstrip(",: ")
    clause = clause[max(clause.rfind("."), clause.rfind(";")) + 1 :].strip()
    if to_comma:
        clause = clause.rsplit(", ", 1)[-1]
    elif "," in clause:
        clause = next((it for it in clause.split(", ") if _ANY.match(it.strip())), clause)
    start = _ANY.match(clause.strip())
    if start is None or _NEWS_FROM.match(clause.strip()):
        return []
    rest = clause.strip()[: start.end() + 30]
    return [role for role in _ROLES if role in wanted and _ROLES[role].search(rest)]


def _verbs_behind(text: str, reach: int, limit: int) -> list[str]:
    """Verbs of the subject that ends at `reach`: the first at once, others in its clause."""
    if others := _WITH_OTHERS.match(text, reach, limit):
        reach = others.end()
    light = _LIGHT.match(text, reach, limit)
    at = light.end() if light else reach
    if at == reach and text[at : at + 1].strip():
        return []
    first = _ANY.match(text, at, limit)
    told = text[reach:at].strip(" ,)–-\t\u00a0")
    if first is None and not told:
        return []
    stop = _OTHER_SUBJECT.search(text, at, limit)
    end = stop.start() if stop else limit
    found = sorted(
        (verb.start(), role)
        for role, pattern in _ROLES.items()
        for verb in pattern.finditer(text, at, end)
        if verb.start() == at
        or (not _FIRST_ONLY.match(verb[0]) and _goes_on(text[at : verb.start()]))
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
