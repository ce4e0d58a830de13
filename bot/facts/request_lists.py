"""Lists of what is asked for: the line that opens one, and its items.

Official letters and conclusions of meetings are written so: `Chủ tịch UBND tỉnh yêu cầu:` and then
line by line bare tasks (`- Tập trung …`) and others who are asked (`2. Sở Y tế chuẩn bị …`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_asked import behind_asides
from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties
from bot.facts.request_sentences import behind_case, request_of, told_directly, told_with_modal
from bot.facts.request_tasks import split_tasks, task_at
from bot.facts.request_verbs import asks

_TRIED = 8
_INTRODUCED = re.compile(
    r"(?:^|[ \t,]+)(?:(?:cần |phải )?(?:tập trung|thực hiện|triển khai|chú trọng|quan tâm|làm tốt"
    r"|tiếp tục|lưu ý|chú ý|bám sát)[ \t]+){0,3}(?:thực hiện |vào |một cách )?"
    r"(?:tốt |hiệu quả |nghiêm |đồng bộ |quyết liệt )?"
    r"(?:(?:một số|các|những|\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám)[ \t](?:nhóm )?)?"
    r"(?:nhiệm vụ|nội dung|giải pháp|vấn đề|công việc|công tác|yêu cầu|việc|biện pháp)"
    r"[^:;.“”\"]{0,80}$|(?:^|[ \t,]+)(?:như sau|sau đây|cụ thể|gồm)[^:;.“”\"]{0,30}$",
    re.IGNORECASE,
)
"""In front of the colon: `(tập trung thực hiện) một số nhiệm vụ (trọng tâm sau)`."""
_MARK = re.compile(
    r"[ \t]*(?:[-–—+•*●▪✓>][ \t]*|\(?\d{1,2}(?:\.\d{1,2})?[.)/:-][ \t]*|\(?[a-hđ][.)][ \t]*"
    r"|(?:[Tt]hứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
    r"|(?:[Mm]ột|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín|[Mm]ười) là"
    r"|[Cc]uối cùng(?: là)?)[ \t]*[,:][ \t]*)"
)
_REPORTS = re.compile(
    r"(?:Hội nghị|Buổi|Cuộc|Lễ|Đại hội|Kỳ họp|Phiên|Chương trình|Tại|Sau|Cũng|Nhân dịp|Ngày"
    r"|Trước đó|Phát biểu|Kết luận|Thay mặt|Được biết)(?!\w)"
)
"""The report goes on: no item."""
_SPEAKER_OPENS = re.compile(r"(?:Đồng chí|Ông|Bà|Đ/c)(?!\w)")
_OPINION = re.compile(
    r"(?<!\w)(?:có|cho) ý kiến(?: chỉ đạo| kết luận)?(?: cụ thể)?(?: như sau)?[ \t]*:$"
)
"""`UBND tỉnh có ý kiến như sau:`"""
_PASSIVE = re.compile(r"(?P<whom>[^,;:.]{4,80}?)[ \t](?:đã |vừa |sẽ )?được[ \t]")
"""`đội ngũ báo cáo viên đã được Ban Tuyên giáo định hướng …: đẩy mạnh …`"""
_LIST_WITHIN = 160
"""Characters between the verb and the colon of a list within a sentence."""
_MOST_ASKED = 60
"""Words of all those whom a letter asks in its first sentence."""


class OpenList(NamedTuple):
    """A list of tasks that has been announced: who asks whom; None: nobody is named."""

    asker: str | None
    asked: str | None
    marked: bool = False
    """Its items have had marks so far: a line without one ends it."""


def list_opened(text: str, sentence: Span, paragraph: int, parties: Parties) -> OpenList | None:
    """Of a sentence that ends in a colon behind a verb that asks; None: it opens no list."""
    start, end = sentence
    if text[end - 1] != ":":
        return None
    if opinion := _OPINION.search(text, start, end):
        return OpenList(parties.asker(text, start, opinion.start(), paragraph), None)
    for verb in reversed(list(grammar().asking.finditer(text, start, end))[:_TRIED]):
        tail = text[verb.end() : end - 1].strip(" \t,:")
        if verb["stress"] is None and verb["say"] is None:
            if not asks(text, start, verb, parties):
                continue
        elif tail and not _INTRODUCED.search(tail):
            continue
        asker = parties.asker(text, start, verb.start(), paragraph)
        if not tail:
            return OpenList(asker, None)
        at = behind_asides(text, verb.end(), end)
        told = text[at : end - 1].strip(" \t,:")
        introduced = _INTRODUCED.search(told)
        words = told[: introduced.start()].strip(" \t,") if introduced else told
        if not words:
            return OpenList(asker, None)
        if grammar().somebody.match(words) and len(words.split()) <= _MOST_ASKED:
            return OpenList(asker, " ".join(words.split()))
    return None


def listed_inline(
    text: str, sentence: Span, paragraph: int, parties: Parties
) -> RequestMade | None:
    """`nhấn mạnh một số nhiệm vụ trọng tâm: tiếp tục …; nâng cao …`: a list within its sentence."""
    start, end = sentence
    if text.find(":", start, end) < 0:
        return None
    for verb in reversed(list(grammar().asking.finditer(text, start, end))[:_TRIED]):
        if verb["assign"] or not parties.speaks_at(text, start, verb.start()):
            continue
        colon = text.find(":", verb.end(), min(end, verb.end() + _LIST_WITHIN))
        if colon < 0 or ";" in text[verb.end() : colon]:
            continue
        first = task_at(text, colon + 1, end)
        if first is None or not _INTRODUCED.search(text[verb.end() : colon].strip(" \t,")):
            continue
        asker = parties.asker(text, start, verb.start(), paragraph)
        at = behind_case(text, start, verb.start())
        passive = _PASSIVE.match(text, at, verb.start())
        asked = passive["whom"] if passive and grammar().somebody.match(passive["whom"]) else None
        return request_of(sentence, asker, asked, split_tasks(text, first, end))
    return None


def list_mark(text: str, start: int, end: int) -> int:
    """Where the item behind its mark begins; `start` where it has none."""
    mark = _MARK.match(text, start, end)
    return mark.end() if mark else start


def heading(text: str, sentence: Span, parties: Parties) -> str | None:
    """Those whom a line of their own names, of whom the next lines tell: `2. Sở Y tế:`."""
    start, end = sentence
    if text[end - 1] != ":":
        return None
    at = list_mark(text, start, end)
    words = text[at : end - 1].strip(" \t,")
    named = parties.named_at(at, end)
    if named and not text[named[1] : end - 1].strip(" \t,"):
        return words
    fits = words and grammar().somebody.match(words[0].lower() + words[1:])
    verb = grammar().task.search(text, at, end)
    return words if fits and verb is None and len(words.split()) <= _MOST_ASKED else None


def list_item(text: str, sentence: Span, parties: Parties, opened: OpenList) -> RequestMade | None:
    """What the item asks for; None: it asks for nothing, the list may be over.

    A bare task is asked of those whom the list has named, else the item names them itself.
    """
    start, end = sentence
    at = list_mark(text, start, end)
    marked = at > start
    if _REPORTS.match(text, at, end) or (not marked and _SPEAKER_OPENS.match(text, start, end)):
        return None
    inner = at, end
    if (first := task_at(text, behind_case(text, *inner), end)) is not None:
        return request_of(sentence, opened.asker, opened.asked, split_tasks(text, first, end))
    made = told_with_modal(text, inner, parties, opened.asker) or told_directly(
        text, inner, parties, opened.asker, wide=marked or text[end - 1] in ";."
    )
    return None if made is None else request_of(sentence, made.asker, made.asked, made.tasks)
