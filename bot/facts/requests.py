"""What is asked for next: who asks whom to do what, each task in the article's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bot.facts.article_text import ArticleText, Span
from bot.facts.record import OrganisationNamed, PersonNamed, RequestMade, TimeNamed
from bot.facts.request_asked import addressee, asked_between, asked_in_front
from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties
from bot.facts.request_past import days_before_the_event, is_of_the_past
from bot.facts.request_scope import asks_between, end_of_quote, tasks_behind
from bot.facts.request_sentences import (
    according_to,
    announces,
    behind_case,
    in_front,
    instructs,
    told,
    told_directly,
)
from bot.facts.request_tasks import MOST_TASKS, split_tasks, task_at
from bot.facts.request_verbs import asks, asks_again, must_follow
from bot.language.person_names import CAPITALS
from storage.text import fold

_TRIED = 8
"""Asking verbs of one sentence that are tried."""
_SPEECH = 700
"""Characters of a paragraph in which the speaker of a sentence that names none is looked for."""
_IN_COURT = (
    *("vien cong to", "vien kiem sat", "vks", "kiem sat vien", "luat su", "bi cao"),
    *("hdxx", "hoi dong xet xu", "toa an", "tand", "toa ", "nguyen don", "bi don"),
)
"""Who asks something of a court, or a court of the parties: no request of public life."""
_COURT = ("toa ", "hdxx", "hoi dong xet xu")
"""Of whom a defendant asks something."""
_TOLD = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|hy vọng|cũng|(?<!Tiếng )nói|khẳng định|đã)(?!\w)| và$"
)
"""Who is asked does nothing yet: with these words it is another clause."""
_SENT = re.compile(r"(?<!\w)(?:đơn|thư)[ \t]gửi(?!\w)")
"""A letter with a wish tells of a case."""
_WISHES = frozenset({"mong", "mong muon", "mong rang"})
"""These ask only somebody: alone they tell what the speaker wishes for."""


_ASKED_BEFORE = 3
"""Requests whose addressees may be told something more in a sentence of their own."""
_PATIENCE = 2
"""Sentences between the news of instructions and what they tell somebody to do."""
_CREDIT = re.compile(r"[ \t(\[]*(?:Ảnh|Nguồn|Nguồn ảnh|Ảnh minh họa)(?!\w)[^.]{0,60}\.?[ \t)\]]*$")
"""The caption or credit of a picture within the text."""
_OF_A_CASE = re.compile(
    r"(?<!\w)(?:kháng cáo|đơn kiện|khởi kiện|phiên tòa|phiên toà|cáo trạng)(?!\w)[^;.]{0,200}$"
)
"""In front of the verb: what a party asks of a court."""
_STOPS = re.compile(r"dừng[ \t](?:xe|lại|phương tiện|tàu)(?!\w)|xuất trình[ \t]|giơ tay")
"""What patrols tell those whom they check."""
_LATE = re.compile(r"(?:Bác|Người|Bác Hồ|Chủ tịch Hồ Chí Minh|Hồ Chí Minh)")
"""The dead ask for nothing now."""
_ALSO = re.compile(r"(?:Đồng thời|Trong đó|Bên cạnh đó|Cùng với đó|Ngoài ra|Qua đó|Từ đó)(?!\w)")
_IS_SOMETHING = re.compile(
    r"(?<!\w)(?:không chỉ là|là (?:một|cơ hội|nhiệm vụ|yêu cầu|vấn đề))(?!\w)"
)
_TELLS = re.compile(
    rf"(?<!\w)(?:cho biết|cho hay|cho thấy|cho rằng|được biết|khẳng định|phát biểu"
    r"|trao đổi với)(?!\w)|, (?:Thủ tướng|Phó Thủ tướng|Chủ tịch|Bộ trưởng|Bí thư|Tổng Bí thư"
    r"|ông|bà"
    r"|đồng chí)(?:[ \t]\w+){0,8}?[ \t](?:đánh giá|nhấn mạnh|đề nghị|bày tỏ|mong|cảm ơn|tin"
    r"|yêu cầu)(?!\w)"
    rf"|, [{CAPITALS}][^,.;]{{3,80}} đã "
)
"""In a sentence that tells what was said or done, however it begins."""


def find_requests(
    text: ArticleText,
    people: Iterable[PersonNamed] = (),
    organisations: Iterable[OrganisationNamed] = (),
    times: Iterable[TimeNamed] = (),
) -> tuple[RequestMade, ...]:
    """In the order of the text; sentences that go on listing tasks belong to the one before.

    What was asked for on a day well before the event, as `times` tell, is no request of the
    article.
    """
    parties = Parties(people, organisations)
    past = days_before_the_event(times)
    found: list[RequestMade] = []
    listing = False
    announced: str | None = None
    """Who has said that tasks follow, in the sentence before or little further before."""
    patience = 0
    for line, sentences in _lines(text):
        goes_on = listing
        before: Span | None = None
        for start, end in sentences:
            goes_on_alone = goes_on and _begins_with_task(text.text, (start, end))
            made = (
                [] if goes_on_alone else _requests(text.text, (start, end), line[0], parties, past)
            )
            if not made and not goes_on and (by := according_to(text.text, (start, end), parties)):
                made = [by]
            known = [it.asked for it in found[-_ASKED_BEFORE:]]
            ordered = told_directly(text.text, (start, end), parties, asked_before=known)
            if ordered and (goes_on or (announced and not (made and made[0].asked))):
                found.append(_with(ordered, asker=found[-1].asker if goes_on else announced))
                goes_on = True
            elif made:
                last = found[-1].asker if goes_on else None
                if not goes_on and before and _ALSO.match(text.text, start):
                    last = parties.first_subject(text.text, *before)
                found += _asked_by(made, last)
                goes_on = True
            elif (goes_on or announced) and _CREDIT.match(text.text, start, end):
                before = (start, end)
                continue
            elif goes_on and (more := _goes_on(text.text, start, end)):
                tasks = (*found[-1].tasks, *more)[:MOST_TASKS]
                found[-1] = _with(found[-1], tasks=tasks, end=max(found[-1].end, tasks[-1][1]))
            elif (goes_on or announced) and (
                more_asked := told(text.text, (start, end), parties, announced or found[-1].asker)
            ):
                found.append(more_asked)
                goes_on = True
            else:
                goes_on = False
            before = (start, end)
            if told_now := _announcer(text.text, (start, end), line[0], parties):
                announced, patience = told_now, _PATIENCE
            elif goes_on or patience == 0:
                announced = None
            else:
                patience -= 1
        ends = text.text[line[1] - 1 : line[1]]
        listing = goes_on and (ends == ":" or (listing and ends in ";.,:"))
    return tuple(it for it in found if it.tasks)


def _asked_by(made: list[RequestMade], asker: str | None) -> list[RequestMade]:
    """Requests whose first names nobody who asks are those of `asker`."""
    if made[0].asker is not None:
        return made
    return [_with(it, asker=it.asker or asker) for it in made]


def _begins_with_task(text: str, sentence: Span) -> bool:
    """`Kịp thời tham mưu, đề xuất UBND …`: a task of those told before, no request of its own."""
    at = behind_case(text, *sentence)
    verb = grammar().asking.search(text, *sentence)
    first = task_at(text, at, sentence[1])
    return first is not None and verb is not None and first < verb.start()


def _announcer(text: str, sentence: Span, paragraph: int, parties: Parties) -> str | None:
    if instructed := instructs(text, sentence, parties):
        return instructed
    verb = announces(text, sentence)
    if verb is None:
        return None
    return parties.asker(text, sentence[0], verb[0], max(paragraph, sentence[0] - _SPEECH))


def _lines(text: ArticleText) -> Iterator[tuple[Span, list[Span]]]:
    """Lines behind the title with their sentences."""
    sentences = iter(text.sentences)
    sentence = next(sentences, None)
    for number, line in enumerate(text.lines):
        inside: list[Span] = []
        while sentence is not None and sentence[1] <= line[1]:
            inside.append(sentence)
            sentence = next(sentences, None)
        if number and inside:
            yield line, inside


def _requests(
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
            said_by = parties.quoted(quoted, min(end, quoted + 80)) if quoted < limit else None
            since = max(paragraph, start - _SPEECH)
            asker = said_by or parties.asker(text, start, verb.start(), since)
        between = asked_in_front if must_follow(verb, text, end) else asked_between
        asked = between(text, verb.end(), asked_end) or addressee(text, start, verb.start())
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


def _goes_on(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Tasks of a sentence that begins with one: `Tiếp tục …`, `Đồng thời, tập trung …`."""
    at = task_at(text, behind_case(text, start, end), end)
    if at is None or _TELLS.search(text, start, min(end, start + 400)):
        return ()
    return split_tasks(text, at, end)


def _with(request: RequestMade, **changes: object) -> RequestMade:
    return msgspec.structs.replace(request, **changes)
