"""What stands behind a verb that asks: those who are asked, and the tasks."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.request_asked import asked_in_front, behind_asides
from bot.facts.request_grammar import grammar
from bot.facts.request_modals import MUST_WITHIN, must, must_do, must_do_anything
from bot.facts.request_parties import Parties
from bot.facts.request_tasks import first_task, split_tasks
from bot.facts.request_verbs import must_follow
from storage.text import fold

_BEGIN = re.compile(r"[ \t:,“\"]*(?:(?:cho|với|rằng|là)[ \t]+)?")
_VERB_BEHIND = re.compile(
    r"[ \t](?!(?:và|cùng|trực|của|tại|liên|theo|trong|thuộc|các|những|cũng|hay|hoặc|đã|đang|là"
    r"|nhiệm|ở|có|với"
    r"|để|cho|như|khi|về|sau|trên|do|bị|được|nhất|khóa|khoá|dù|ngay|nếu|căn|trước|từ|cần|phải"
    r"|tiếp|ủy|uỷ|một|nhiều|mọi|toàn|chung|cùng|hai|ba)(?!\w))[^\W\d_A-Z]"
)
"""A small word right behind the name of those who are asked: a verb, known or not."""
_CASE = re.compile(r"(?<!\w)(?:khi|nếu|vì|bởi|do)[ \t]")
_CONDITION = re.compile(r"[ \t,]*(?:khi|nếu|rằng nếu|sau khi|trước khi)(?!\w)")
_ASIDE = re.compile(
    r"(?:nhân (?:dịp|kỷ|ngày)|trong|thời gian|trên|để|nhằm|bên|ngoài|cùng|từ|với|sau|căn|đối|ngay"
    r"|trước|năm|quý"
    r"|tại|nhất|công|đến (?:cuối|hết|năm|tháng|quý|ngày))(?!\w)"
)
_OWN_MODAL = re.compile(
    r"[^,;:.“”\"()]{4,120}?[ \t](?<!việc )(?<!vụ )(?<!dung )(?<!đề )(?<!điều )(?<!khi )(?<!buộc )"
    r"(?P<modal>cần phải|phải)[ \t]+(?!là(?!\w))"
)
"""Those who are asked, described by a verb of their own, and their modal: `cán bộ tham gia bầu cử
phải …`."""
_LONGER_NAME = re.compile(r"[ \t][^\W\d_A-Z]{1,7}(?:[ \t][^\W\d_A-Z]{1,7})?[ \t]")
"""One or two small words between the name of a body and a verb of the table."""
_ASKS_TO_ASK = re.compile(
    r"[ \t]+(?P<asked>(?:[^\s,;:.“”\"]{1,12}[ \t]+){1,6}?)(?P<task>yêu cầu)[ \t]+(?=[^\W\d_])"
)
"""`kiến nghị UBND tỉnh yêu cầu các nhà đầu tư …`: what is asked for is an order to others."""
_TO_SUPERIORS = frozenset({"kien nghi", "de nghi"})
_PLAIN = frozenset({"yeu cau", "de nghi", "kien nghi"})
_NO_VERB = re.compile(
    r"(?:các|những|một|mọi|mỗi|từng|việc|sự|quyền|mức|số|thời|tiến độ|tài|đơn|hồ sơ|cơ hội"
    r"|nội dung|công"
    r"|dự|kỹ|cao|kỳ|nhiều|nhất|hơn|rất|quá|kinh|chính|vấn|về|trên|này|đó|nào|của|cho|để|với|từ"
    r"|tại|trong"
    r"|theo|như|là|và|hoặc|thì|mà|đã|đang|sẽ|vẫn|cũng|còn|rằng|nếu|khi|vì|do|bị|phải|cần|hãy|nên"
    r"|điều"
    r"|thi hành|kỷ luật|khai trừ|cách|truy|khởi tố|xét xử|tuyên|bắt|phạt|tiền|giá|vốn|bằng|hòa"
    r"|dự án|luật|án|hình phạt|khoản|trường|hai|ba|bốn|năm|tất|toàn|cả|trách"
    r"|gần|du khách|người dân|công ty|gia đình|vợ|chồng|con|tòa|hội|nhóm|phía|bên|tên|anh|chị|em"
    r"|cô|chú|nhà|người|mình)(?!\w)"
)
"""What begins no order behind the verb: nouns, numbers, small words."""
_TWO_WORDS = re.compile(r"[^\W\d_A-Z]{2,7}[ \t][^\W_]")
_BY_THEN = re.compile(
    r"(?:ngay[ \t])?(?:trong|chậm nhất|muộn nhất"
    r"|trước)[ \t](?:vòng[ \t])?[^,;:.()]{2,24}[ \t](?:cần phải|phải|cần)"
    r"[ \t]+(?=[^\W\d_A-Z])(?!được[ \t])"
)
"""`yêu cầu trong một tuần phải …`: by when, and nobody who is asked."""
_MODALS = re.compile(r"(?:(?:cần phải|cần|phải|hãy|nên|cùng)[ \t]+)?")
_INTRODUCES = re.compile(
    r"(?:một số|các|những|các nhóm|\d+|ba|bốn|năm|sáu)[ \t]+(?:\w+[ \t]+){0,2}"
    r"(?:nhiệm vụ|giải pháp|nội dung|vấn đề|việc|công việc|công tác)",
    re.IGNORECASE,
)


def tasks_behind(
    text: str, verb: re.Match[str], end: int, parties: Parties, *, direct: bool = False
) -> tuple[int, tuple[Span, ...]] | None:
    """Where those who are asked end, and the tasks; None: nothing is asked for.

    `direct`: who asks stands right in front of the verb, so that what follows it is what is asked
    for though no verb of the table begins it.
    """
    at = verb.end()
    if must_follow(verb, text, end):
        to_do = _only_told(text, verb, end)
        return _with_tasks(text, *to_do, end) if to_do else None
    if (order := _order_asked_for(text, verb, end)) is not None:
        return _with_tasks(text, order, order, end)
    named = parties.spans_in(at, min(end, at + MUST_WITHIN))
    first = first_task(text, at, end, named)
    begin = _BEGIN.match(text, at, end)
    asked_at = behind_asides(text, begun := begin.end() if begin else at, end)
    direct = direct and asked_at == begun
    if (by_then := _BY_THEN.match(text, asked_at, end)) and by_then.end() < end:
        return _with_tasks(text, by_then.start(), by_then.end(), end)
    body = parties.named_at(asked_at, end)
    if body and first and _LONGER_NAME.fullmatch(text, body[1], first):
        body = None  # "Cục Nghệ thuật | biểu diễn nghiêm túc …"
    if body and _VERB_BEHIND.match(text, body[1], end) and (first is None or first > body[1] + 1):
        return _with_tasks(text, body[1], body[1] + 1, end)
    if _CONDITION.match(text, at, end):
        return None
    if (to_do := _of_somebody(text, at, asked_at, first, end)) is not None:
        return _with_tasks(text, *to_do, end)
    if direct and (first is None or first > asked_at) and _is_plain_verb(text, verb, asked_at, end):
        return _with_tasks(text, asked_at, asked_at, end)
    if first is None:
        return None
    known = grammar().somebody.match(text, asked_at) or _ASIDE.match(text, asked_at, first)
    if not known and _MODALS.fullmatch(text, asked_at, first) is None:
        return None  # neither somebody nor a task: the verb does not ask
    return _with_tasks(text, first, first, end)


def _of_somebody(text: str, at: int, asked_at: int, first: int | None, end: int) -> Span | None:
    """Where those who are asked end and their task begins, when a modal stands between."""
    if not grammar().somebody.match(text, asked_at):
        return None
    if first is not None and (modal := must(text, at, first, will=True)):
        return modal.span()
    if first is not None and (modal := _OWN_MODAL.match(text, asked_at, end)):
        return modal.start("modal"), modal.end()
    return must_do_anything(text, asked_at, first or end)


def _is_plain_verb(text: str, verb: re.Match[str], at: int, end: int) -> bool:
    """`Bộ X yêu cầu phủ sóng …`: a small word that is no noun, and more than one word with it."""
    if fold(verb[0]) not in _PLAIN or _NO_VERB.match(text, at, end):
        return False
    return _TWO_WORDS.match(text, at, end) is not None and not grammar().somebody.match(text, at)


def _order_asked_for(text: str, verb: re.Match[str], end: int) -> int | None:
    """Where the verb of the order stands that somebody is asked to give to others."""
    if fold(verb[0]) not in _TO_SUPERIORS:
        return None
    order = _ASKS_TO_ASK.match(text, verb.end(), end)
    fits = order is not None and grammar().somebody.match(order["asked"])
    return order.start("task") if order is not None and fits else None


def _only_told(text: str, verb: re.Match[str], end: int) -> Span | None:
    """Of a verb that asks only with a modal: where that stands, and where the task begins."""
    at = verb.end()
    to_do = must_do(text, at, end) or (_must_be(text, at, end) if verb["stress"] else None)
    if to_do is None or asks_between(text, at, to_do[0]):
        return None
    # "… là khó khi đại biểu phải …" tells of a case
    return None if _CASE.search(text, at, to_do[0]) else to_do


def _must_be(text: str, at: int, end: int) -> Span | None:
    """`nhấn mạnh Phước Mẫu phải có …`: any verb, when it is somebody who must."""
    begin = _BEGIN.match(text, at, end)
    to_do = must_do_anything(text, begin.end() if begin else at, end)
    if to_do is None or not text.startswith(("phải", "cần phải"), to_do[0]):
        return None
    return to_do if asked_in_front(text, at, to_do[0]) else None


def asks_between(text: str, at: int, end: int) -> bool:
    """Whether it is another verb that asks for what follows."""
    return any(it["ask"] for it in grammar().asking.finditer(text, at, end))


def _with_tasks(text: str, asked_end: int, first: int, end: int) -> tuple[int, tuple[Span, ...]]:
    tasks = split_tasks(text, first, end)
    if (
        tasks
        and text[first:end].rstrip().endswith(":")
        and _INTRODUCES.search(text, tasks[-1][0], end)
    ):
        tasks = tasks[:-1]
    return asked_end, tasks


def end_of_quote(text: str, start: int, verb: re.Match[str], end: int) -> int:
    """Where what is asked in a quotation ends: `“… đề nghị …”, ông An nói`."""
    begin = _BEGIN.match(text, verb.end(), end)
    at = begin.end() if begin else verb.end()  # behind the mark that opens what is asked
    closed = text.find("”", at, end)
    if closed >= 0 and "“" not in text[at:closed]:
        return closed
    plain = text.find('"', at, end)
    if plain >= 0 and (text.count('"', start, end) % 2 or text.count('"', start, verb.start()) % 2):
        return plain
    return end
