"""Sentences that say that instructions follow: news of a letter, `nhấn mạnh những nhiệm vụ sau`."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties

_ANNOUNCES = re.compile(
    r"(?<!\w)(?:những|các|một số|\d{1,2}|hai|ba|bốn|năm|sáu)[ \t](?:[^\W\d_]+[ \t]){0,2}"
    r"(?:nhiệm vụ|nội dung|giải pháp|vấn đề|công việc|yêu cầu|định hướng)",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(
    r"(?<!\w)(?:"
    r"(?:thông báo|truyền đạt)[ \t](?:ý kiến[ \t])?(?:chỉ đạo|kết luận)[ \t](?P<of>của)[ \t]+"
    r"|(?:đã|vừa)(?:[ \t]+(?:đã|vừa))?[ \t]+(?:có[ \t]ý kiến[ \t]chỉ đạo"
    r"|(?:ban hành|ký|có|ra)[ \t](?:ban hành[ \t])?"
    r"(?:kế hoạch|chỉ thị|công điện|công văn|văn bản))(?!\w))",
    re.IGNORECASE,
)
"""Instructions of which the sentences behind tell."""
_NO_INSTRUCTION = re.compile(r"(?<!\w)(?:Trước đó|Trước đây|sau khi|từng)(?!\w)")
_POST = re.compile(r"[^,;:.()\d]{0,40}?(?=[ \t](?:về|tại|yêu cầu)(?!\w)|[,;:.()\d]|$)")


def instructs(text: str, sentence: Span, parties: Parties) -> str | None:
    """Who has given instructions of which the sentence tells: `UBND tỉnh vừa ban hành Kế hoạch
    số 12 …`, `thông báo ý kiến chỉ đạo của Chủ tịch UBND tỉnh`; None: it tells of none."""
    given = _INSTRUCTS.search(text, *sentence)
    if given is None or _NO_INSTRUCTION.search(text, sentence[0], given.start()):
        return None
    if given["of"]:
        named = parties.named_at(given.end(), sentence[1])
        if named is not None:
            return text[given.end() : named[1]]
        post = _POST.match(text, given.end(), sentence[1])
        return post[0].strip() if post and post[0].strip() else None
    return parties.first_subject(text, sentence[0], given.start())


def announces(text: str, sentence: Span) -> Span | None:
    """The verb of a sentence that says that tasks follow: `nhấn mạnh những nhiệm vụ sau`."""
    for verb in grammar().asking.finditer(text, *sentence):
        if _ANNOUNCES.search(text, verb.end(), min(sentence[1], verb.end() + 120)):
            return verb.span()
    return None
