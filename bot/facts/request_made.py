"""The requests that one sentence makes: who asks whom to do what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_according import in_front
from bot.facts.request_asked import addressee, asked_between, asked_in_front
from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties
from bot.facts.request_past import is_of_the_past
from bot.facts.request_scope import asks_between, end_of_quote, tasks_behind
from bot.facts.request_sentences import in_regard
from bot.facts.request_verbs import asks, asks_again, must_follow
from storage.text import fold

_TRIED = 8
"""Asking verbs of one sentence that are tried."""
_SPEECH = 700
"""Characters of a paragraph in which the speaker of a sentence that names none is looked for."""
_SAID_WITHIN = 80
"""Characters behind a quotation in which its speaker is named."""
_IN_COURT = (
    *("vien cong to", "vien kiem sat", "vks", "kiem sat vien", "luat su", "bi cao"),
    *("hdxx", "hoi dong xet xu", "toa an", "tand", "toa ", "nguyen don", "bi don"),
)
"""Who asks something of a court, or a court of the parties: no request of public life."""
_COURT = ("toa ", "hdxx", "hoi dong xet xu")
"""Of whom a defendant asks something."""
_TOLD = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|hy vọng|cũng|(?<!Tiếng )nói|khẳng định|chia sẻ"
    r"|không biết|(?<!nhất )(?<!biệt )là|đã)(?!\w)| và$"
)
"""Who is asked does nothing yet: with these words it is another clause."""
_SENT = re.compile(r"(?<!\w)(?:đơn|thư)[ \t]gửi(?!\w)")
"""A letter with a wish tells of a case."""
_WISHES = frozenset({"mong", "mong muon", "mong rang"})
"""These ask only somebody: alone they tell what the speaker wishes for."""
_OF_A_CASE = re.compile(
    r"(?<!\w)(?:kháng cáo|đơn kiện|khởi kiện|phiên tòa|phiên toà|cáo trạng)(?!\w)[^;.]{0,200}$"
)
"""In front of the verb: what a party asks of a court."""
_STOPS = re.compile(r"dừng[ \t](?:xe|lại|phương tiện|tàu)(?!\w)|xuất trình[ \t]|giơ tay")
"""What patrols tell those whom they check."""
_LATE = re.compile(r"(?:Bác|Người|Bác Hồ|Chủ tịch Hồ Chí Minh|Hồ Chí Minh)")
"""The dead ask for nothing now."""
_IS_SOMETHING = re.compile(
    r"(?<!\w)(?:không chỉ là|là (?:một|cơ hội|nhiệm vụ|yêu cầu|vấn đề))(?!\w)"
)


def requests_of(
    text: str, sentence: Span, paragraph: int, parties: Parties, past: Sequence[Span]
) -> list[RequestMade]:
    """Those of one sentence: the first verb that asks, and the verbs of further clauses."""
    start, end = sentence
    verbs: list[re.Match[str]] = []
    for tried, verb in enumerate(grammar().asking.finditer(text, start, end)):
        if tried == _TRIED:
            break
        if not asks(text, start, verb, parties) or is_of_the_past(text, start, verb.start(), past):
            continue
        if verbs:
            fits = asks_again(text, verb, end)
        else:
            direct = parties.speaks_at(text, start, verb.start())
            found = tasks_behind(text, verb, end, parties, direct=direct)
            fits = found is not None and not asks_between(text, verb.end(), found[0])
        if fits:
            verbs.append(verb)
        elif not verbs and (told_before := in_front(text, sentence, verb, parties, paragraph)):
            return [told_before]
    made: list[RequestMade] = []
    for number, verb in enumerate(verbs):
        limit = next((it.start() for it in verbs[number + 1 :]), end)
        quoted = end_of_quote(text, start, verb, limit)
        direct = parties.speaks_at(text, start, verb.start())
        found = tasks_behind(text, verb, quoted, parties, direct=direct)
        if found is None:
            continue
        asked_end, tasks = found
        asker = made[0].asker if made else None
        if asker is None:
            said_by = (
                parties.quoted(text, quoted, min(end, quoted + 80)) if quoted < limit else None
            )
            since = max(paragraph, start - _SPEECH)
            asker = said_by or parties.asker(text, start, verb.start(), since)
        between = asked_in_front if must_follow(verb, text, end) else asked_between
        asked = (
            between(text, verb.end(), asked_end)
            or addressee(text, start, verb.start())
            or in_regard(text, start, verb.start(), parties)
        )
        request = RequestMade(
            start=start, end=end, sentence=sentence, asker=asker, asked=asked, tasks=tasks
        )
        if _is_made(text, verb, request):
            made.append(request)
    return made


def _is_made(text: str, verb: re.Match[str], request: RequestMade) -> bool:
    """False for what only looks like a request: a wish, a noun, a post that is given."""
    first = request.tasks[0] if request.tasks else None
    if request.asker is not None and fold(request.asker).startswith(_IN_COURT):
        return False
    if request.asker is not None and _LATE.fullmatch(request.asker):
        return False
    if _OF_A_CASE.search(text, request.start, verb.start()):
        return False
    if first and _STOPS.match(text, first[0]):
        return False
    if verb["assign"] and first and _gives_post(text, first[0]):
        return False
    if request.asked is not None:
        if (fold(request.asked) + " ").startswith(_COURT):
            return False
        if _is_torn(request.asked) or _TOLD.search(request.asked):
            return False
        written = fold(verb[0]) in _WISHES and _SENT.search(text, request.start, verb.start())
        return not written
    if " ".join(fold(verb[0]).split()) in _WISHES or (verb["assign"] and request.asker is None):
        return False
    return not (first and _IS_SOMETHING.search(text, *first))


def _gives_post(text: str, at: int) -> bool:
    """`giao ông An làm Chủ tịch`, but not `giao Sở Y tế làm rõ …`."""
    post, task = grammar().posts.match(text, at), grammar().task.match(text, at)
    return post is not None and (task is None or task.end() <= post.end())


def _is_torn(asked: str) -> bool:
    """Whether a bracket or a quotation begins in the words and ends outside them."""
    return (
        asked.count("(") != asked.count(")")
        or asked.count("“") != asked.count("”")
        or asked.count('"') % 2 == 1
    )
