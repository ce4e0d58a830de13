"""Sentences that go on from the one before: with bare tasks, or without saying who asks."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_grammar import grammar
from bot.facts.request_sentences import behind_case
from bot.facts.request_tasks import split_tasks, task_at
from bot.language.person_names import CAPITALS

_TELLS = re.compile(
    rf"(?<!\w)(?:cho biết|cho hay|cho thấy|cho rằng|được biết|khẳng định|phát biểu"
    r"|trao đổi với)(?!\w)|, (?:Thủ tướng|Phó Thủ tướng|Chủ tịch|Bộ trưởng|Bí thư|Tổng Bí thư"
    r"|ông|bà"
    r"|đồng chí)(?:[ \t]\w+){0,8}?[ \t](?:đánh giá|nhấn mạnh|đề nghị|bày tỏ|mong|cảm ơn|tin"
    r"|yêu cầu)(?!\w)"
    rf"|, [{CAPITALS}][^,.;]{{3,80}} đã "
)
"""In a sentence that tells what was said or done, however it begins."""


_FEW = 2
_BY_PRONOUN = re.compile(
    rf"(?:^|[,;“\"][ \t]?)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Tt]ôi|[Cc]húng tôi)[ \t](?![{CAPITALS}])"
)
_PRONOUNS = frozenset({"ông", "bà", "đồng chí", "đ/c", "anh", "chị", "tôi", "chúng tôi"})


def begins_with_task(text: str, sentence: Span) -> bool:
    """`Kịp thời tham mưu, đề xuất UBND …`: a task of those told before, no request of its own."""
    at = behind_case(text, *sentence)
    verb = grammar().asking.search(text, *sentence)
    first = task_at(text, at, sentence[1])
    return first is not None and verb is not None and first < verb.start()


def more_tasks(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Tasks of a sentence that begins with one: `Tiếp tục …`, `Đồng thời, tập trung …`."""
    at = task_at(text, behind_case(text, start, end), end)
    if at is None or _TELLS.search(text, start, min(end, start + 400)):
        return ()
    return split_tasks(text, at, end)


def lacks_subject(text: str, sentence: Span, made: RequestMade) -> bool:
    """Whether the sentence begins with its verb that asks, or says `ông`, `đồng chí` alone."""
    verb = grammar().asking.search(text, *sentence)
    if verb is None:
        return False
    head = text[behind_case(text, sentence[0], verb.start()) : verb.start()]
    if len(head.split()) <= _FEW:
        return True
    if not made.tasks:
        return False
    return _BY_PRONOUN.search(text[sentence[0] : made.tasks[0][0]]) is not None


def is_pronoun(words: str) -> bool:
    return words.lower() in _PRONOUNS
