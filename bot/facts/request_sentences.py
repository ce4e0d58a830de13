"""Requests that stand beside their asking verb: in the sentence behind it, or in front of it."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_asked import asked_between
from bot.facts.request_grammar import grammar
from bot.facts.request_modals import must, must_do
from bot.facts.request_parties import Parties
from bot.facts.request_tasks import first_task, split_tasks, task_at

_SUBJECT = 160
"""Characters of those who are told, in front of `cần` or `phải`."""
_ASKED_WORDS = 30
_CLAUSE = re.compile(r"[;:“”\"]")
_ANNOUNCES = re.compile(
    r"(?<!\w)(?:những|các|một số|\d{1,2}|hai|ba|bốn|năm|sáu)[ \t](?:[^\W\d_]+[ \t]){0,2}"
    r"(?:nhiệm vụ|nội dung|giải pháp|vấn đề|công việc|yêu cầu|định hướng)",
    re.IGNORECASE,
)
_NO_TASK = re.compile(r"(?<!\w)(?:đã|đang|được|vừa|từng|cho biết|cho rằng|khẳng định)(?!\w)")
_CASE = re.compile(
    r"(?:Đối với|Trường hợp|Khi|Trong|Trên cơ sở|Để|Với|Qua|Căn cứ|Nếu|Sau khi|Trước mắt)[ \t]"
    r"[^,;:.]{3,120},[ \t]*"
)
_PLURAL = re.compile(r"(?:[Cc]ác|[Tt]ừng|[Mm]ỗi)[ \t]")
_PLURAL_WITHIN = 100
_TAIL = re.compile(r"[ \t\"”.…!]*")


def behind_case(text: str, start: int, end: int) -> int:
    """Where the sentence goes on behind the case that it is about: `Trường hợp …, | xử lý …`."""
    opening = grammar().opening.match(text, start, end)
    at = opening.end() if opening else start
    case = _CASE.match(text, at, end)
    return case.end() if case else at


def announces(text: str, sentence: Span) -> Span | None:
    """The verb of a sentence that says that tasks follow: `nhấn mạnh những nhiệm vụ sau`."""
    for verb in grammar().asking.finditer(text, *sentence):
        if _ANNOUNCES.search(text, verb.end(), min(sentence[1], verb.end() + 120)):
            return verb.span()
    return None


def told(text: str, sentence: Span, parties: Parties, asker: str | None) -> RequestMade | None:
    """What a sentence behind a request tells somebody else to do: `Theo đó, các xã cần …`."""
    start, end = sentence
    at = behind_case(text, start, end)
    body = parties.named_at(at, end)
    if body is None and not _is_somebody(text, at):
        return None
    modal = must(text, at, min(end, at + _SUBJECT))
    if modal is not None and not _broken(text, at, modal.start()):
        first = task_at(text, modal.end(), end)
        asked = asked_between(text, at, modal.start()) if first is not None else None
    else:
        return told_directly(text, sentence, parties, asker)
    if first is None or asked is None:
        return None
    return _request(sentence, asker, asked, split_tasks(text, first, end))


def told_directly(
    text: str, sentence: Span, parties: Parties, asker: str | None = None
) -> RequestMade | None:
    """Without `cần`: a body or a plural and at once what it does: `Sở Nội vụ chủ trì …`."""
    start, end = sentence
    at = behind_case(text, start, end)
    body = parties.named_at(at, end)
    first = None
    if body is not None and (verb := grammar().ordered.match(text, body[1], end)):
        first = verb.end()
    elif _PLURAL.match(text, at, end):
        first = first_task(text, at, min(end, at + _PLURAL_WITHIN))
    if first is None or _broken(text, at, first) or _NO_TASK.search(text, first, first + 30):
        return None
    return _request(
        sentence, asker, " ".join(text[at:first].split()), split_tasks(text, first, end)
    )


def in_front(
    text: str, sentence: Span, verb: re.Match[str], parties: Parties, paragraph: int
) -> RequestMade | None:
    """What stands in front of a verb that ends the sentence: `Các xã phải …, ông An nhấn mạnh.`"""
    start, end = sentence
    if _TAIL.fullmatch(text, verb.end(), end) is None:
        return None
    limit = max(text.rfind(mark, start, verb.start()) for mark in (",", "”", '"', "-", "–"))
    while start < limit and text[start] in '“"-– ':
        start += 1
    to_do = must_do(text, start, limit) if limit > start else None
    if to_do is None or _broken(text, start, to_do[0]):
        return None
    asked = " ".join(text[start : to_do[0]].split())
    if (
        not asked
        or len(asked.split()) > _ASKED_WORDS
        or not (parties.named_at(start, limit) or _is_somebody(text, start))
    ):
        return None
    asker = parties.asker(text, limit, verb.start(), paragraph)
    return _request(sentence, asker, asked, split_tasks(text, to_do[1], limit))


def _broken(text: str, start: int, end: int) -> bool:
    """Whether another clause, or one of what was done, stands between."""
    return bool(_CLAUSE.search(text, start, end) or _NO_TASK.search(text, start, end))


def _is_somebody(text: str, at: int) -> bool:
    """Whether those who may be asked begin at `at`, whose capital is that of the sentence."""
    words = text[at : at + 40]
    if not words or words[:2].isupper():
        return bool(words)
    return grammar().somebody.match(words[0].lower() + words[1:]) is not None


def _request(
    sentence: Span, asker: str | None, asked: str, tasks: tuple[Span, ...]
) -> RequestMade | None:
    if not tasks:
        return None
    start, end = sentence
    return RequestMade(
        start=start, end=end, sentence=sentence, asker=asker, asked=asked, tasks=tasks
    )
