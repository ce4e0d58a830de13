"""A person's part in the event, read from the verbs of the sentence.

Only three shapes tell it: the person is the subject and the verb follows; the sentence begins with
the verb and the person follows its comma ("Phát biểu tại hội nghị, đồng chí …"); or the person
stands in a list that the verb leads to ("Dự hội nghị có các đồng chí …"). A name after a
preposition, or in a clause with another subject, has no part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.article_text import Span
from bot.facts.posts_beside import Mention

_VERBS: dict[str, str] = {
    "chair": r"(?:đồng\s)?chủ\s+trì|chủ\s+tọa|chủ\s+toạ",
    "attendee": r"(?:tham|đến|cùng|về|tới|cũng)\s+dự"
    r"|(?<!tham )(?<!đến )(?<!cùng )(?<!về )(?<!tới )(?<!cũng )dự(?!\s+(?:kiến|báo"
    r"|án|toán|phòng|nguồn|trữ|thảo|khuyết|bị|định))|có\s+mặt",
    "speaker": r"phát\s+biểu|kết\s+luận|nhấn\s+mạnh|khẳng\s+định|cho\s+biết|cho\s+hay|chia\s+sẻ"
    r"|báo\s+cáo|trình\s+bày|ghi\s+nhận|đánh\s+giá"
    r"|thông\s+tin|biểu\s+dương|cho\s+rằng|lưu\s+ý|trả\s+lời|bày\s+tỏ|nêu\s+rõ|nêu"
    r"|giải\s+đáp|phân\s+tích|chỉ\s+rõ|nhận\s+định|gợi\s+ý"
    r"|đề\s+xuất|quán\s+triệt|tiếp\s+thu|kêu\s+gọi|chúc\s+mừng|cảm\s+ơn|nói|khái\s+quát|làm\s+rõ",
    "asker": r"đề\s+nghị|yêu\s+cầu|giao\s+nhiệm\s+vụ|kiến\s+nghị|kêu\s+gọi|lưu\s+ý"
    r"|chỉ\s+đạo(?=\s+(?:các|Ban|Sở|UBND|cấp))",
    "delegation_head": r"làm\s+trưởng\s+đoàn|dẫn\s+đầu",
}
_ROLES = {
    role: re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE) for role, verbs in _VERBS.items()
}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.values())})(?!\w)", re.IGNORECASE)
_LIGHT = re.compile(
    r"(?:[ \t\u00a0]*\([^()]{1,40}\))?[ \t\u00a0]*(?:[,)–-][ \t\u00a0]*)?(?:(?:đã"
    r"|cũng|sẽ|vừa|đang|trực tiếp|đồng|tiếp tục|cùng|nhiệt liệt|trân trọng|"
    r"còn|luôn|tới|đến|có bài|có|thay mặt[^,.;:]{0,80},?)[ \t\u00a0]+){0,4}",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:và|cùng|cùng với)[ \t\u00a0]+(?:các"
    r"|đại diện|lãnh đạo|đại biểu|đông đảo|đoàn)[^.;:]{0,140}?(?=[ \t\u00a0](?:đã"
    r"|dự|tham dự|đến dự|chủ trì)(?!\w))"
)
_FIRST_ONLY = re.compile(r"báo|đề xuất|phân|nêu$|làm|quán|nói|tiếp|thông|khái", re.IGNORECASE)
"""Behind another verb they may be what others are told to do."""
_REACH = 220
"""Characters behind a subject in which its verbs are looked for."""
_OTHER_SUBJECT = re.compile(
    r"[.;:“\"]|(?<!\w)(?:do|(?<!cho )rằng|mà|khi|trong khi|vì|nhưng|nếu|để|theo)(?!\w)"
    r"|,\s+(?:đại diện|các đại biểu|lãnh đạo|hội nghị|các đồng chí|đồng chí|ông|bà"
    r"|tập thể|đại biểu|cùng dự)(?!\w)"
)
_SUBJECT_IN_FRONT = re.compile(
    r"(?:[,:;.!?…–“\"(]|(?<!\w)(?:và|thì|nhưng|khi|rằng|đó|nay|cùng ngày))$"
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
_ATTENDED_BY = re.compile(r"(?:tham dự|tham gia|có mặt|hiện diện)[ \t\u00a0]+của$", re.IGNORECASE)
_CHAIRED_BY = re.compile(r"(?:chủ trì|điều hành)(?:[^,.;:]{0,40})[ \t\u00a0]của$", re.IGNORECASE)
_DONE_BY = re.compile(r"(?<!\w)do$", re.IGNORECASE)
_ACCORDING = re.compile(r"^(?:theo|trao đổi (?:với|cùng)[^,]{0,80},)$", re.IGNORECASE)
_LIST_JOIN = re.compile(
    r"[ \t\u00a0]*(?:[,;–]|,?[ \t\u00a0]và|,?[ \t\u00a0]cùng(?:[ \t\u00a0]với)?|;"
    r"[ \t\u00a0]và)[ \t\u00a0]*(?:các[ \t\u00a0]+)?(?:đồng chí[ \t\u00a0]*:?"
    r"[ \t\u00a0]*)?",
    re.IGNORECASE,
)


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
    before = text[max(sentence[0], begin - 240) : begin].rstrip(" \t\u00a0")
    if _DONE_BY.search(before):
        return _first_verb(text, reach, min(following, reach + 60), ("chair", "delegation_head"))
    if _CHAIRED_BY.search(before):
        return ["chair"]
    if _ATTENDED_BY.search(before):
        return ["attendee"]
    if _ACCORDING.match(before.rsplit(".", 1)[-1].strip()):
        return ["speaker"]
    if _LISTED_BY.search(before):
        if roles := _leading_verb(before, {"chair", "attendee"}):
            return roles
        if _COMPANY.search(before):
            return ["attendee"]
    if before and not _SUBJECT_IN_FRONT.search(before):
        return []
    roles = _verbs_behind(text, reach, min(following, sentence[1], reach + _REACH))
    if before.endswith(","):
        roles = _leading_verb(before, {"chair", "attendee", "speaker"}, to_comma=True) + roles
    return list(dict.fromkeys(roles))


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
    if start is None:
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
            r"(?:,|(?<!\w)và|(?<!\w)đồng thời|(?<!\w)cùng)[ \t\u00a0]+(?:đã |cũng |phát biểu )?$",
            between,
        )
    )
