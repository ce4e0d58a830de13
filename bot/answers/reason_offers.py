"""Reasons as answers: what stands behind a word of cause or purpose, or before the comma of a
sentence whose rest is what is asked about ("Nợ thuế, công ty bị thu hồi đất").

Words of cause: Diệp Quang Ban, Ngữ pháp tiếng Việt (2005), clauses of cause and purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.answers.offer import FITS, KIND, Offer
from bot.answers.question import Question
from bot.answers.words import read_words
from bot.facts.article_text import ArticleText
from bot.facts.record import Facts

_LEAST = 0.25
"""Share of the question that a sentence must have outside its clause of cause."""
_AIM = 1.5
"""How much less a purpose is worth than a cause: it is one only where no cause is told."""
_CLAUSES = 6
"""Clauses of cause of one sentence that are looked at: hostile text must not take long."""
_CAUSE = re.compile(
    r"(?<!\w)(?:vì|do|bởi vì|bởi|nhằm|nhờ|xuất phát từ|nguyên nhân là|lý do là|tại vì|với lý do"
    r"|với lí do|để)\s(?!(?:sao|vậy|thế|đó|đâu|lại|đời)(?!\w))"
    r"(?P<why>(?:[^,;.:\n]|[.,](?=\d)){6,220})",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:chủ trì|tổ chức|ban hành|làm|dẫn đầu|phụ trách|đứng đầu|lập|phát động)\s$", re.I
)
"""Before "do" of who does it: "Nghị quyết ban hành do …" is none, and so "do … chủ trì"."""
_DOER = re.compile(
    r"\s(?:chủ trì|tổ chức|ban hành|làm (?:trưởng|chủ)|dẫn đầu|phụ trách|thực hiện)", re.I
)
_TIME_OR_PLACE = re.compile(
    r"(?:tại|ngày|chiều|sáng|tối|trưa|trong|theo|sau|trước|khi|phát biểu|qua|từ|đến|đồng thời|cùng"
    r"|bên cạnh|hôm|năm|tháng|quý|đồng chí|ông|bà|hội nghị|với|cũng)(?!\w)",
    re.IGNORECASE,
)


_TOLD = re.compile(
    r"(?:thông tin|tin báo|nguồn tin|cho biết|được biết|cho hay)(?!\w)", re.IGNORECASE
)
"""In a clause of who told it: no reason."""


def reason_offers(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """Clauses of cause of sentences that have words of the question outside the clause."""
    asked = {question.key(word) for word in question.content}
    for start, end in text.sentences:
        sentence = text.text[start:end]
        for found in islice(_CAUSE.finditer(sentence), _CLAUSES):
            if found[0].lower().startswith("do ") and _DOER.search(found["why"]):
                continue
            if _BY.search(sentence[max(0, found.start() - 20) : found.start()]):
                continue
            span = (start + found.start("why"), start + len(sentence[: found.end()].rstrip()))
            rest = sentence[: found.start()] + sentence[found.end() :]
            share = _share(question, asked, rest)
            if share >= _LEAST:
                aim = _AIM if found[0][:2].lower() == "để" else 0.0
                yield Offer(span, KIND + FITS * share - aim)
        comma = sentence.find(", ")
        if 5 < comma < 120 and not (
            _TIME_OR_PLACE.match(sentence) or _TOLD.search(sentence[:comma])
        ):
            lead, rest = sentence[:comma], sentence[comma:]
            share = _share(question, asked, rest)
            if share >= _LEAST and not asked & _keys(question, lead):
                yield Offer((start, start + comma), KIND + FITS * share)


def _keys(question: Question, words: str) -> set[str]:
    return {question.key(word) for word in read_words(words)}


def _share(question: Question, asked: set[str], words: str) -> float:
    return len(asked & _keys(question, words)) / len(asked) if asked else 0.0
