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
from bot.facts.person_verbs import ANY_VERB, ROLES, first_verb, verbs_behind
from bot.facts.posts_beside import Mention

_REACH = 300
"""Characters behind a subject in which its verbs are looked for."""
_SUBJECT_IN_FRONT = re.compile(
    r"(?:[,:;.!?…–“”\"(-]|(?:^|\.[ \t\u00a0])(?:Còn|Riêng)"
    r"|(?<!\w)(?:và|thì|nhưng|khi|rằng|mà|đó|nay|cùng ngày))$"
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
_LEADS = re.compile(r"[ \t\u00a0](?:dẫn đầu|làm trưởng đoàn)(?!\w)", re.IGNORECASE)
"""`đón POST NAME | dẫn đầu đoàn`: whatever stands in front."""
_COMES = re.compile(
    r"[ \t\u00a0](?:đã[ \t\u00a0])?(?:về|đến|tới)[ \t\u00a0](?:tham[ \t\u00a0])?dự(?!\w)"
)
"""`vinh dự đón tiếp | NAME | đến tham dự`."""
_QUOTES = re.compile(r"[ \t\u00a0]?:[ \t\u00a0]?[“\"‘']")
"""`NAME, POST: “…”`."""
_REPORTS = re.compile(r",?[ \t\u00a0](?:báo cáo|trình bày|phát biểu|thông tin|truyền đạt)(?!\w)")
"""`đã nghe | POST NAME | báo cáo`."""
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
_SAID_OF_POSTS = re.compile(r"(?<!\w)(?:tân|các|hai|ba|bốn)[ \t\u00a0]$", re.IGNORECASE)
"""`có các | Đại biểu Quốc hội NAME, NAME`: what stands in front of a post and is no part of it."""


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
            alone = verbs_behind(text, last.reach, min(following, sentence[1]))
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
        return first_verb(text, reach, min(following, reach + 150), ("chair", "delegation_head"))
    if part := _part_of_another_subject(text, sentence, before, reach):
        return [part]
    if _LISTED_BY.search(before):
        if roles := _leading_verb(before, {"chair", "attendee"}):
            return roles
        if _COMPANY.search(before) or _CAME.search(before):
            return ["attendee"]
    if before and not _SUBJECT_IN_FRONT.search(before):
        return []
    roles = verbs_behind(text, reach, min(following, sentence[1], reach + _REACH))
    if before.endswith(","):
        roles = _leading_verb(before, {"chair", "attendee", "speaker"}, to_comma=True) + roles
    return list(dict.fromkeys(roles))


def _part_of_another_subject(text: str, sentence: Span, before: str, reach: int) -> str | None:
    """`dưới sự chủ trì của | NAME`, `đã nghe | NAME báo cáo`, `đón | NAME dẫn đầu đoàn`."""
    if _LEADS.match(text, reach, sentence[1]):
        return "delegation_head"
    if _QUOTES.match(text, reach):
        return "speaker"
    if _COMES.match(text, reach, sentence[1]):
        return "attendee"
    if before.endswith("nghe") and _REPORTS.match(text, reach, sentence[1]):
        return "speaker"
    if before.endswith(("của", "là", "có")):
        for role, pattern in _PART_OF:
            if pattern.search(before):
                return role
    if before.endswith(("heo", "của", "được", ",")) and _is_quoted(text, sentence, before, reach):
        return "speaker"
    return None


def _in_front(text: str, sentence: Span, begin: int) -> str:
    """What stands in front of a person; empty where a caption without a full stop ended there."""
    before = text[max(sentence[0], begin - 240) : begin]
    if led := _SAID_OF_POSTS.search(before[-8:]):
        before = before[: len(before) - len(led[0])]
    described = _described().search(before[-40:])
    if described:
        before = before[: len(before) - len(described["word"])]
    lost = before.endswith("  ") or (described and described["word"][:2].istitle())
    before = before.rstrip(" \t\u00a0")
    anew = _POLITE.match(text, begin) and not before.endswith(":")
    return "" if lost or anew else before


def _is_quoted(text: str, sentence: Span, before: str, reach: int) -> bool:
    """`Theo | NAME, …`, `…, theo | NAME.`, `Đó là khẳng định của | NAME`."""
    if _ACCORDING.match(before.rsplit(".", 1)[-1].strip()):
        return True
    if before.endswith(" Theo") or _WORDS_OF.search(before):
        return True
    if _SAID_SO.search(before):
        return reach >= sentence[1] or text[reach] in ".…"
    return bool(_TOLD_BY.search(before) and _TOLD.match(text, reach, sentence[1]))


def _leading_verb(before: str, wanted: set[str], *, to_comma: bool = False) -> list[str]:
    """The verb that the clause in front of a person begins with: `Dự hội nghị có | …`."""
    clause = before.rstrip(",: ")
    clause = clause[max(clause.rfind("."), clause.rfind(";")) + 1 :].strip()
    if to_comma:
        clause = clause.rsplit(", ", 1)[-1]
    elif "," in clause:
        parts = reversed(clause.split(", "))  # "Chủ trì có A, POST, đến dự có | B"
        clause = next((it for it in parts if ANY_VERB.match(it.strip())), clause)
    start = ANY_VERB.match(clause.strip())
    if start is None or _NEWS_FROM.match(clause.strip()):
        return []
    rest = clause.strip()[: start.end() + 30]
    return [role for role in ROLES if role in wanted and ROLES[role].search(rest)]
