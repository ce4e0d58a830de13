"""The verbs that ask: whether one does in its sentence."""

from __future__ import annotations

import re

from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties
from bot.facts.request_tasks import task_at
from bot.language.person_names import CAPITALS
from storage.text import fold

_DONE = re.compile(r"(?<!\w)(?:đã|được)[ \t]+$")
_NOUNS_TOO = frozenset({"kien nghi", "de xuat"})
_MARKS = frozenset(",;.)")
_ASKED_BEGINS = re.compile(
    rf"[ \t,:“\"]*(?:cho[ \t]+)?(?:[{CAPITALS}]|(?:các|từng|mỗi|toàn thể|những|lãnh đạo|đồng chí"
    rf"|tập thể|cấp ủy|cấp|cán bộ"
    r"|đảng viên|chính quyền|hai bên|công an|địa phương|đoàn|thủ trưởng|người đứng đầu|chủ đầu tư"
    r"|nhà thầu|cơ quan|đơn vị)(?!\w))"
)
_REPORTED = re.compile(
    r"(?<!\w)(?:báo cáo|kết quả|hạn chế|tồn tại|nguyên nhân|đánh giá)(?!\w)[^,;.]{0,40}:",
    re.IGNORECASE,
)

_NAME_BEHIND = re.compile(rf"[ \t]+[{CAPITALS}]")
_MONEY = re.compile(r"[ \t]+(?:các[ \t]+)?(?:nhà đầu tư|đầu tư|vốn|tài trợ|quỹ|xã hội hóa)(?!\w)")
_NO_NOUN = re.compile(
    r"(?<!\w)(?:[Tt]ổ|[Đđ]oàn|[Nn]hóm)[ \t]công tác[ \t]+$|"
    r"(?<!\w)(?:có|ra|phát)[ \t](?:công văn|văn bản|công điện|ý kiến|thông báo|tờ trình)[ \t]+$"
)
"""In front of a verb that asks: who does so, or that it does so in writing."""
_RECEIVED = re.compile(
    r"(?<!\w)nhận được[ \t](?:văn bản|đơn|công văn|tờ trình|kiến nghị|báo cáo|thư)(?!\w)"
)
"""What somebody else asked for in a letter."""
_ALSO_TELLS = re.compile(r"[;,][ \t]*đồng thời[ \t]*$|(?<!\w)(?:cũng|trực tiếp)[ \t]*$")
_STATES = re.compile(r"[ \t]+rằng(?!\w)")
"""`lưu ý rằng …`: it says how things are, unless somebody must do something."""
_AGAIN = re.compile(r"[;,][ \t]*(?:(?:đồng thời|và|cũng)[ \t,]*)?$")


def asks(text: str, start: int, verb: re.Match[str], parties: Parties) -> bool:
    """Whether the verb asks: not as a noun, not of what was done."""
    head = text[max(start, verb.start() - 30) : verb.start()]
    noun = grammar().not_after.search(head) and not _NO_NOUN.search(head)
    if noun or _RECEIVED.search(text, start, verb.start()):
        return False
    if not _NAME_BEHIND.match(text, verb.end()) and grammar().not_before.match(text, verb.end()):
        return False
    if fold(verb[0]) == "keu goi" and _MONEY.match(text, verb.end()):
        return False
    if fold(verb[0]) in _NOUNS_TOO and text[verb.end() : verb.end() + 1] in _MARKS:
        return False
    if fold(verb[0]) == "chi dao" and not (
        parties.speaks_at(text, start, verb.start()) or _ALSO_TELLS.search(head)
    ):
        return False
    if verb["assign"] and _DONE.search(head):
        return False
    return not _REPORTED.search(text, start, verb.start())


def asks_again(text: str, verb: re.Match[str], end: int) -> bool:
    """Whether a further verb of the sentence begins a request of its own."""
    head = text[max(0, verb.start() - 24) : verb.start()]
    return bool(_AGAIN.search(head)) and bool(_ASKED_BEGINS.match(text, verb.end(), end))


def must_follow(verb: re.Match[str], text: str, end: int) -> bool:
    """Whether the verb asks only together with `cần` or `phải` behind it."""
    if verb["stress"] or _STATES.match(text, verb.end(), end):
        return True
    if fold(verb[0]) == "chi dao" and task_at(text, verb.end() + 1, end) == verb.end() + 1:
        return False
    return bool(verb["assign"]) and _ASKED_BEGINS.match(text, verb.end(), end) is None
