"""Requests that stand beside their asking verb: in the sentence behind it, or in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_INSTRUCTS = re.compile(
    r"(?<!\w)(?:"
    r"(?:thông báo|truyền đạt)[ \t](?:ý kiến[ \t])?(?:chỉ đạo|kết luận)[ \t](?P<of>của)[ \t]+"
    r"|(?:đã|vừa)(?:[ \t]+(?:đã|vừa))?[ \t]+(?:có[ \t]ý kiến[ \t]chỉ đạo"
    r"|(?:ban hành|ký)[ \t](?:ban hành[ \t])?"
    r"(?:kế hoạch|chỉ thị|công điện|công văn|văn bản))(?!\w))",
    re.IGNORECASE,
)
"""Instructions of which the sentences behind tell."""
_NO_INSTRUCTION = re.compile(r"(?<!\w)(?:Trước đó|Trước đây|sau khi|từng)(?!\w)")
_POST = re.compile(r"[^,;:.()\d]{0,40}?(?=[ \t](?:về|tại|yêu cầu)(?!\w)|[,;:.()\d]|$)")
_NO_TASK = re.compile(r"(?<!\w)(?:đã|đang|được|vừa|từng|cho biết|cho rằng|khẳng định)(?!\w)")
_CASE = re.compile(
    r"(?:Theo (?:ý kiến )?(?:chỉ đạo|yêu cầu)(?: của)?"
    r"|Đối với|Về|Riêng|Trường hợp|Khi|Trong|Trên cơ sở|Để|Với|Qua|Căn cứ|Nếu|Sau khi"
    r"|Trước mắt)[ \t]"
    r"[^,;:.]{3,120},[ \t]*"
)
_PLURAL = re.compile(
    r"(?:[Cc]ác|[Tt]ừng|[Mm]ỗi|(?:Thủ trưởng|Người đứng đầu|Chủ tịch|Giám đốc|Lãnh đạo|Bí thư)"
    r"(?:[ \t][^\W\d_]+){0,2}[ \t]các)[ \t]"
)
_PLURAL_WITHIN = 160
_SAID_BY = 120
_COMMA = re.compile(r"(?:[ \t]*[,–(-][^;:.,]{2,80})?[ \t]*,[ \t]*")
_MUST_AT_ONCE = re.compile(r"[ \t]+(?:cần phải|cần|phải)[ \t]+")
_CAPTION = re.compile(
    r"[^,;:.“”\"]{8,120}[ \t](?<!của )(?<!với )(?<!cho )(?<!về )(?<!và )(?<!theo )(?<!thì )(?<!do )"
    r"(?<!là )(?<!khi )(?<!nếu )(?<!tại )(?<!việc )(?<!rằng )(?<!mà )(?<!để )(?<!bởi )(?<!đạo )"
)
"""Words that lead to no name: with them a caption ends that has no full stop."""
_POST_IN_FRONT = re.compile(
    r"(?:Giám đốc|Chủ tịch|Bí thư|Thủ trưởng|Cục trưởng|Vụ trưởng|Trưởng|Chánh|Hiệu trưởng"
    r"|Bộ trưởng"
    r"|Thứ trưởng|Tổng Giám đốc|Tổng giám đốc)[ \t]+"
)
_GIVEN = re.compile(r"[ \t]+được[ \t]giao(?:[ \t](?:nhiệm vụ|trách nhiệm))?(?=[ \t])")
_GROUNDS = re.compile(r"(?:[ \t,]+(?:căn cứ|trên cơ sở|theo)[ \t][^,;:.]{3,120},)?")
_TAIL = re.compile(r"[ \t\"”.…!]*")


def behind_case(text: str, start: int, end: int) -> int:
    """Where the sentence goes on behind the case that it is about: `Trường hợp …, | xử lý …`."""
    opening = grammar().opening.match(text, start, end)
    at = opening.end() if opening else start
    case = _CASE.match(text, at, end)
    return case.end() if case else at


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


def told(text: str, sentence: Span, parties: Parties, asker: str | None) -> RequestMade | None:
    """What a sentence behind a request tells somebody else to do: `Theo đó, các xã cần …`."""
    start, end = sentence
    at = behind_case(text, start, end)
    body = parties.named_at(at, end)
    if behind := _behind_caption(text, (at, end), parties):
        return _request(sentence, asker, behind[0], split_tasks(text, behind[1], end))
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


def according_to(text: str, sentence: Span, parties: Parties) -> RequestMade | None:
    """`Theo ông An, Sở Y tế cần …`, of an official: what he says that a body has to do."""
    start, end = sentence
    if not text.startswith("Theo ", start):
        return None
    named = parties.official_in(start, min(end, start + _SAID_BY))
    if named is None:
        return None
    name, name_end = named
    comma = _COMMA.match(text, name_end, end)
    if comma is None:
        return None
    at = behind_case(text, comma.end(), end)
    if parties.named_at(at, end) is None and _PLURAL.match(text, at, end) is None:
        return None
    modal = must(text, at, min(end, at + _SUBJECT))
    if modal is None or _broken(text, at, modal.start()):
        return None
    first = task_at(text, modal.end(), end)
    asked = asked_between(text, at, modal.start()) if first is not None else None
    if first is None or asked is None:
        return None
    return _request(sentence, name, asked, split_tasks(text, first, end))


def _behind_caption(text: str, sentence: Span, parties: Parties) -> tuple[str, int] | None:
    """`Nhà máy nhìn từ xa Sở X cần rà soát …`: who is told, behind a caption that ends in no mark,
    and where the task begins."""
    for start, end in parties.spans_in(*sentence):
        modal = _MUST_AT_ONCE.match(text, end, sentence[1])
        if start == sentence[0] or modal is None:
            continue
        if _CAPTION.fullmatch(text, sentence[0], start) is None:
            return None
        first = task_at(text, modal.end(), sentence[1])
        return None if first is None else (" ".join(text[start:end].split()), first)
    return None


def told_directly(
    text: str,
    sentence: Span,
    parties: Parties,
    asker: str | None = None,
    asked_before: Sequence[str | None] = (),
) -> RequestMade | None:
    """Without `cần`: a body or a plural and at once what it does: `Sở Nội vụ chủ trì …`."""
    start, end = sentence
    at = behind_case(text, start, end)
    body = parties.named_at(at, end)
    for known in asked_before:
        if body is None and known and text.startswith(f"{known} ", at, end):
            body = at, at + len(known)
    post = _POST_IN_FRONT.match(text, at, end) if body is None else None
    if post is not None and (of := parties.named_at(post.end(), end)) is not None:
        body = at, of[1]
    if body is not None and (given := _GIVEN.match(text, body[1], end)):
        given_to = " ".join(text[at : body[1]].split())
        first = task_at(text, given.end(), end)
        tasks = split_tasks(text, first, end) if first is not None else ()
        return _request(sentence, asker, given_to, tasks)
    first = _ordered(text, body[1], end) if body is not None else None
    told_at = body[1] if body is not None else at
    if first is None and _PLURAL.match(text, at, end) and _is_somebody(text, at):
        first = told_at = first_task(text, at, min(end, at + _PLURAL_WITHIN)) or end
    if (
        first is None
        or first == end
        or _broken(text, at, told_at)
        or _NO_TASK.search(text, first, first + 30)
    ):
        return None
    asked = " ".join(text[at:told_at].split())
    if modal := grammar().modal.search(f"{asked} "):
        asked = asked[: modal.start()].rstrip()
    return _request(sentence, asker, asked, split_tasks(text, first, end))


def _ordered(text: str, at: int, end: int) -> int | None:
    """Where the verb of those who are told begins, right behind their name or its grounds:
    `Sở X, căn cứ báo cáo của các xã, rà soát …`."""
    grounds = _GROUNDS.match(text, at, end)
    verb = grammar().ordered.match(text, grounds.end() if grounds else at, end)
    return verb.end() if verb else None


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
    if to_do is None:
        return None
    if not (parties.named_at(start, limit) or _is_somebody(text, start)):
        comma = text.rfind(", ", start, to_do[0])
        if comma < 0:
            return None
        start = comma + 2  # "… nên …, các xã phải …"
    if _broken(text, start, to_do[0]):
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
