"""Requests that stand beside their asking verb: in the sentence behind it, or in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_asked import asked_between
from bot.facts.request_grammar import grammar
from bot.facts.request_modals import must
from bot.facts.request_parties import Parties
from bot.facts.request_tasks import first_task, split_tasks, task_at
from bot.language.person_names import CAPITALS

_SUBJECT = 160
"""Characters of those who are told, in front of `cần` or `phải`."""
_ASKED_WORDS = 30
_CLAUSE = re.compile(r"[;:“”\"]")
_NO_TASK = re.compile(r"(?<!\w)(?:đã|đang|được|vừa|từng|cho biết|cho rằng|khẳng định)(?!\w)")
_CASE = re.compile(
    r"(?:Theo (?:ý kiến )?(?:chỉ đạo|yêu cầu)(?: của)?"
    r"|Đối với|Về|Riêng|Trường hợp|Khi|Trong|Trên cơ sở|Để|Với|Qua|Căn cứ|Nếu|Sau khi"
    r"|Trước mắt)[ \t]"
    r"[^,;:.]{3,120},[ \t]*"
)
PLURAL = re.compile(
    r"(?:[Cc]ác|[Tt]ừng|[Mm]ỗi|(?:Thủ trưởng|Người đứng đầu|Chủ tịch|Giám đốc|Lãnh đạo|Bí thư)"
    r"(?:[ \t][^\W\d_]+){0,2}[ \t](?:các|cấp)"
    r"|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|MTTQ|Đảng ủy|Chi ủy|Chi bộ|Đảng bộ|Công an)"
    r"[ \t](?:các|cấp)|Toàn thể|Cán bộ|Đảng viên|Cấp ủy|Chính quyền|Chi ủy|Chi bộ)[ \t]"
)
_REGARD = re.compile(
    r"(?:Đối với|Riêng(?: đối với| với)?|Với|Về phía)[ \t]+(?!việc|công tác|vấn đề)"
)
_LATER = re.compile(
    r"(?:Trên cơ sở|Trong|Để|Với|Qua|Căn cứ|Từ|Trước|Nhằm)[ \t][^;:.“”\"]{10,160}?,[ \t]+"
    r"(?=(?:các|từng|mỗi|mọi|lãnh đạo|chính quyền|cấp ủy|cấp uỷ)[ \t])"
)
"""`Trên cơ sở thống kê, thẩm định, | các sở, ngành cần …`"""
_NO_NAME = re.compile(
    r"(?<!\w)(?:nói|nói thêm|nhưng|vẫn|có thể|thì|nếu|mà|rằng|là)(?!\w)|, việc[ \t]|[ \t]sẽ$"
)
"""Words of a clause, not of those who are told."""
_SO = re.compile(r"(?:[,;][ \t]*|[ \t])(?:do đó|vì vậy|do vậy|vì thế|cho nên|nên),?[ \t]+")
"""`…, nên lãnh đạo quận cần …`"""
_SPEAKER_BEHIND = re.compile(rf",[ \t]+(?=[{CAPITALS}]|(?:đồng chí|ông|bà|lãnh đạo)(?!\w))")
"""The end of those of whom a sentence tells, in front of who asks them."""
_CASE_WITHIN = 100
_HEAD = re.compile(
    r"(?:Bệnh viện|Công ty|Nhà máy|Trường|Sở|Cục|Bộ|Vụ|Chi bộ|Đảng bộ|Đảng ủy|Trung tâm)(?= )"
)
"""By which alone those are meant who were asked before."""
_HABIT = re.compile(r"(?<!\w)(?:cũng|hàng năm|hằng năm|luôn|đều)(?!\w)")
"""What they do anyway."""
_AND_BODY = re.compile(r"[ \t]*(?:,|và)[ \t]+")
_PLURAL_WITHIN = 160
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
_BODY = re.compile(
    rf"(?:Vụ|Cục|Phòng|Ban|Sở|Văn phòng|Trung tâm|Tổng cục|Chi cục|Đài|Hội|Đoàn|Hạt|Đồn|Viện)"
    rf"[ \t][{CAPITALS}](?:[^\s,;:.]{{0,12}}[ \t]){{1,8}}?[^\s,;:.]{{1,12}}"
    r"(?=[ \t](?:chủ trì|phối hợp|tham mưu|khẩn trương|tiếp tục|tập trung|chủ động|tăng cường"
    r"|có trách nhiệm|chịu trách nhiệm)(?!\w))"
)
"""A body that is no known name, and at once what it has to do."""
_GIVEN = re.compile(r"[ \t]+được[ \t]giao(?:[ \t](?:nhiệm vụ|trách nhiệm))?(?=[ \t])")
_BY_TASKS = re.compile(
    r"[ \t,]+(?:theo|trên cơ sở|căn cứ)[ \t](?:đúng[ \t])?chức năng[^;:.]{3,60}?(?:,|$)"
)
"""`các sở theo chức năng, nhiệm vụ được giao, …`"""
_GROUNDS = re.compile(r"(?:[ \t,]+(?:căn cứ|trên cơ sở|theo)[ \t][^,;:.]{3,120},)?")


def behind_case(text: str, start: int, end: int) -> int:
    """Where the sentence goes on behind the case that it is about: `Trường hợp …, | xử lý …`."""
    opening = grammar().opening.match(text, start, end)
    at = opening.end() if opening else start
    case = _CASE.match(text, at, end)
    return case.end() if case else at


def told(text: str, sentence: Span, parties: Parties, asker: str | None) -> RequestMade | None:
    """What a sentence behind a request tells somebody else to do: `Theo đó, các xã cần …`."""
    at = behind_case(text, *sentence)
    if behind := _behind_caption(text, (at, sentence[1]), parties):
        return request_of(sentence, asker, behind[0], split_tasks(text, behind[1], sentence[1]))
    return told_with_modal(text, sentence, parties, asker) or told_directly(
        text, sentence, parties, asker
    )


def told_with_modal(
    text: str,
    sentence: Span,
    parties: Parties,
    asker: str | None,
    asked_before: Sequence[str | None] = (),
) -> RequestMade | None:
    """`Theo đó, các xã cần …`, `Đối với các xã, phường cần …`: somebody, `cần` and a task."""
    end = sentence[1]
    behind = _SO.search(text, *sentence)
    places = (
        behind_case(text, *sentence),
        _behind_regard(text, *sentence),
        behind.end() if behind else None,
        later.end() if (later := _LATER.match(text, *sentence)) else None,
    )
    for at in places:
        if at is None:
            continue
        known = any(it and text.startswith(f"{it} ", at, end) for it in asked_before)
        if not (known or parties.named_at(at, end) or is_somebody(text, at)):
            continue
        modal = must(text, at, min(end, at + _SUBJECT))
        if modal is None or broken(text, at, modal.start()):
            continue
        first = task_at(text, modal.end(), end)
        asked = asked_between(text, at, modal.start()) if first is not None else None
        if first is not None and asked is not None and not _NO_NAME.search(asked):
            return request_of(sentence, asker, asked, split_tasks(text, first, end))
    return None


def _behind_regard(text: str, start: int, end: int) -> int | None:
    """Where those begin of whom `Đối với …`, `Riêng …` tells; None: it begins otherwise."""
    opening = grammar().opening.match(text, start, end)
    regard = _REGARD.match(text, opening.end() if opening else start, end)
    return regard.end() if regard else None


def in_regard(text: str, start: int, at: int, parties: Parties) -> str | None:
    """`Đối với Sở X, ông An yêu cầu …`: those whom the sentence begins with and who are asked."""
    begin = _behind_regard(text, start, at)
    if begin is None:
        return None
    comma = _SPEAKER_BEHIND.search(text, begin, at)
    named = parties.named_at(begin, at)
    if named is not None:
        return " ".join(text[begin : comma.start() if comma else named[1]].split())
    if comma is None or not is_somebody(text, begin):
        return None
    words = text[begin : comma.start()].split()
    return " ".join(words) if len(words) <= _ASKED_WORDS else None


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
    *,
    wide: bool = False,
) -> RequestMade | None:
    """Without `cần`: a body or a plural and at once what it does: `Sở Nội vụ chủ trì …`.

    `wide`: in a list of what is asked for, where any verb of a task may follow.
    """
    start, end = sentence
    at = behind_case(text, start, end)
    body = parties.named_at(at, end)
    body = body or _asked_before(text, at, end, asked_before)
    post = _POST_IN_FRONT.match(text, at, end) if body is None else None
    if post is not None and (of := parties.named_at(post.end(), end)) is not None:
        body = at, of[1]
    if body is None and (later := _behind_case_of_many(text, start, at, end, parties)) is not None:
        at = later
        body = parties.named_at(at, end)
    while body is not None and (joined := _AND_BODY.match(text, body[1], end)):
        other = parties.named_at(joined.end(), end)
        if other is None:
            break
        body = body[0], other[1]
    if body is None and (unknown := _BODY.match(text, at, end)):
        body = at, unknown.end()
    if body is not None and (given := _GIVEN.match(text, body[1], end)):
        given_to = " ".join(text[at : body[1]].split())
        first = task_at(text, given.end(), end)
        tasks = split_tasks(text, first, end) if first is not None else ()
        return request_of(sentence, asker, given_to, tasks)
    first = _ordered(text, body[1], end) if body is not None else None
    told_at = body[1] if body is not None else at
    many = wide or PLURAL.match(text, at, end) is not None
    many = many or (body is not None and _goes_on_with_others(text, body[1], end))
    if first is None and many and (body or is_somebody(text, at)):
        names = parties.spans_in(at, min(end, at + _PLURAL_WITHIN))
        first = told_at = first_task(text, at, min(end, at + _PLURAL_WITHIN), names) or end
    by_tasks = _BY_TASKS.search(text, at, told_at)
    told_at = by_tasks.start() if by_tasks else told_at
    if (
        first is None
        or first == end
        or broken(text, at, told_at)
        or _HABIT.search(text, at, told_at)
        or _NO_TASK.search(text, first, first + 30)
    ):
        return None
    asked = " ".join(text[at:told_at].split())
    if modal := grammar().modal.search(f"{asked} "):
        asked = asked[: modal.start()].rstrip()
    return request_of(sentence, asker, asked, split_tasks(text, first, end))


def _asked_before(text: str, at: int, end: int, asked_before: Sequence[str | None]) -> Span | None:
    """Where those stand who were asked before, by the same words or by the first of their name."""
    for known in asked_before:
        head = _HEAD.match(known or "")
        for words in (known, head[0] if head else None):
            if words and text.startswith(f"{words} ", at, end):
                return at, at + len(words)
    return None


def _goes_on_with_others(text: str, at: int, end: int) -> bool:
    """`Sở X, | các xã và đơn vị liên quan …`: behind a name others follow who are told."""
    joined = _AND_BODY.match(text, at, end)
    return joined is not None and is_somebody(text, joined.end())


def _behind_case_of_many(text: str, start: int, at: int, end: int, parties: Parties) -> int | None:
    """`Trong quá trình làm, nếu có vướng mắc, | Sở X báo cáo …`: behind a further comma of the
    case, when a body stands there."""
    if at == start or is_somebody(text, at):
        return None
    comma = text.find(", ", at, min(end, at + _CASE_WITHIN))
    if comma < 0 or parties.named_at(comma + 2, end) is None:
        return None
    return comma + 2


def _ordered(text: str, at: int, end: int) -> int | None:
    """Where the verb of those who are told begins, right behind their name or its grounds:
    `Sở X, căn cứ báo cáo của các xã, rà soát …`."""
    grounds = _GROUNDS.match(text, at, end)
    verb = grammar().ordered.match(text, grounds.end() if grounds else at, end)
    return verb.end() if verb else None


def broken(text: str, start: int, end: int) -> bool:
    """Whether another clause, or one of what was done, stands between."""
    return bool(_CLAUSE.search(text, start, end) or _NO_TASK.search(text, start, end))


def is_somebody(text: str, at: int) -> bool:
    """Whether those who may be asked begin at `at`, whose capital is that of the sentence."""
    words = text[at : at + 40]
    if not words or words[:2].isupper():
        return bool(words)
    return grammar().somebody.match(words[0].lower() + words[1:]) is not None


def request_of(
    sentence: Span, asker: str | None, asked: str | None, tasks: tuple[Span, ...]
) -> RequestMade | None:
    if not tasks:
        return None
    start, end = sentence
    return RequestMade(
        start=start, end=end, sentence=sentence, asker=asker, asked=asked, tasks=tasks
    )
