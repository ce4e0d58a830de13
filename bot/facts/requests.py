"""What is asked for next: who asks whom to do what, each task in the article's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from bot.facts.article_text import ArticleText, Span
from bot.facts.record import OrganisationNamed, PersonNamed, RequestMade
from bot.facts.request_grammar import grammar
from bot.facts.request_parties import Parties, asked_between, asked_in_front
from bot.facts.request_tasks import MOST_TASKS, first_task, split_tasks, task_at
from bot.language.person_names import CAPITALS
from storage.text import fold

_TRIED = 8
"""Asking verbs of one sentence that are tried."""
_SPEECH = 700
"""Characters of a paragraph in which the speaker of a sentence that names none is looked for."""
_DONE = re.compile(r"(?<!\w)(?:đã|được|vừa)[ \t]+$")
_MUST = re.compile(r"(?<!\w)(?:cần phải|cần|phải)[ \t]+")
_WILL = re.compile(r"(?<!\w)(?:cần phải|cần|phải|sẽ)[ \t]+")
"""In front of what those who are asked have to do."""
_WISHES = frozenset({"mong muon", "mong rang", "keu goi"})
"""These ask only somebody: alone they tell what the speaker wishes for."""
_MUST_WITHIN = 300
_NOUNS_TOO = frozenset({"kien nghi", "de xuat"})
_MARKS = frozenset(",;.)")
_ASKED_BEGINS = re.compile(
    rf"[ \t,]*(?:cho[ \t]+)?(?:[{CAPITALS}]|(?:các|từng|mỗi|toàn thể|những|lãnh đạo|đồng chí|tập thể|cấp ủy|cấp|cán bộ"
    r"|đảng viên|chính quyền|hai bên|công an|địa phương|đoàn|thủ trưởng|người đứng đầu|chủ đầu tư|nhà thầu|cơ quan|đơn vị)(?!\w))"
)
_REPORTED = re.compile(
    r"(?<!\w)(?:báo cáo|kết quả|hạn chế|tồn tại|nguyên nhân|đánh giá)(?!\w)[^,;.]{0,40}:",
    re.IGNORECASE,
)


_BEGIN = re.compile(r"[ \t:,]*(?:(?:cho|với|rằng|là)[ \t]+)?")
_VERB_BEHIND = re.compile(
    r"[ \t](?!(?:và|cùng|trực|của|tại|liên|theo|trong|thuộc|các|những|cũng|hay|hoặc|đã|đang|là|nhiệm|ở|có|với"
    r"|để|cho|như|khi|về|sau|trên|do|bị|được|nhất|khóa|khoá|dù|ngay|nếu|căn|trước|từ|cần|phải|tiếp)(?!\w))[^\W\d_A-Z]"
)
"""A small word right behind the name of those who are asked: a verb, known or not."""
_CONDITION = re.compile(r"[ \t,]*(?:khi|nếu|rằng nếu|sau khi|trước khi)(?!\w)")
_ASIDE = re.compile(
    r"(?:trong|thời gian|trên|để|nhằm|bên|ngoài|cùng|từ|với|sau|căn|đối|ngay|trước|năm|quý|tại|nhất|công)(?!\w)"
)
_MODALS = re.compile(r"(?:(?:cần phải|cần|phải|hãy|nên|cùng)[ \t]+)?")
_AGAIN = re.compile(r"[;,][ \t]*(?:(?:đồng thời|và|cũng)[ \t,]*)?$")
_TELLS = re.compile(
    rf"(?<!\w)(?:cho biết|cho hay|cho thấy|cho rằng|được biết|khẳng định|phát biểu|trao đổi với)(?!\w)|, [{CAPITALS}][^,.;]{{3,80}} đã "
)
"""In a sentence that tells what was said or done, however it begins."""
_INTRODUCES = re.compile(
    r"(?:một số|các|những|các nhóm|\d+|ba|bốn|năm|sáu)[ \t]+(?:\w+[ \t]+){0,2}"
    r"(?:nhiệm vụ|giải pháp|nội dung|vấn đề|việc|công việc|công tác)",
    re.IGNORECASE,
)


def find_requests(
    text: ArticleText,
    people: Iterable[PersonNamed] = (),
    organisations: Iterable[OrganisationNamed] = (),
) -> tuple[RequestMade, ...]:
    """In the order of the text; sentences that go on listing tasks belong to the one before."""
    parties = Parties(people, organisations)
    found: list[RequestMade] = []
    listing = False
    for line, sentences in _lines(text):
        goes_on = listing
        for start, end in sentences:
            made = _requests(text.text, (start, end), line[0], parties)
            if made:
                if made[0].asker is None and goes_on:
                    made = [_with(it, asker=it.asker or found[-1].asker) for it in made]
                found += made
                goes_on = True
            elif goes_on and (more := _goes_on(text.text, start, end)):
                tasks = (*found[-1].tasks, *more)[:MOST_TASKS]
                found[-1] = _with(found[-1], tasks=tasks, end=max(found[-1].end, tasks[-1][1]))
            else:
                goes_on = False
        last = text.text[line[1] - 1 : line[1]]
        listing = goes_on and (last == ":" or (listing and last in ";.,:"))
    return tuple(it for it in found if it.tasks)


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


def _requests(text: str, sentence: Span, paragraph: int, parties: Parties) -> list[RequestMade]:
    """Those of one sentence: the first verb that asks, and the verbs of further clauses."""
    start, end = sentence
    verbs: list[re.Match[str]] = []
    for tried, verb in enumerate(grammar().asking.finditer(text, start, end)):
        if tried == _TRIED:
            break
        if not _asks(text, start, verb, parties):
            continue
        fits = _asks_again(text, verb, end) if verbs else _tasks_behind(text, verb, end, parties)
        if fits:
            verbs.append(verb)
    made: list[RequestMade] = []
    for number, verb in enumerate(verbs):
        limit = next((it.start() for it in verbs[number + 1 :]), end)
        quoted = _end_of_quote(text, start, verb, limit)
        found = _tasks_behind(text, verb, quoted, parties)
        if found is None:
            continue
        asked_end, tasks = found
        asker = made[0].asker if made else None
        if asker is None:
            said_by = parties.quoted(quoted, min(end, quoted + 80)) if quoted < limit else None
            since = max(paragraph, start - _SPEECH)
            asker = said_by or parties.asker(text, start, verb.start(), since)
        between = asked_in_front if _must_follow(verb, text, end) else asked_between
        asked = between(text, verb.end(), asked_end)
        if asked is None and " ".join(fold(verb[0]).split()) in _WISHES:
            continue
        made.append(
            RequestMade(
                start=start, end=end, sentence=sentence, asker=asker, asked=asked, tasks=tasks
            )
        )
    return made


def _asks_again(text: str, verb: re.Match[str], end: int) -> bool:
    """Whether a further verb of the sentence begins a request of its own."""
    head = text[max(0, verb.start() - 24) : verb.start()]
    return bool(_AGAIN.search(head)) and bool(_ASKED_BEGINS.match(text, verb.end(), end))


def _end_of_quote(text: str, start: int, verb: re.Match[str], end: int) -> int:
    """Where what is asked in a quotation ends: `“… đề nghị …”, ông An nói`."""
    closed = text.find("”", verb.end(), end)
    if closed >= 0 and "“" not in text[verb.end() : closed]:
        return closed
    plain = text.find('"', verb.end(), end)
    if plain >= 0 and (text.count('"', start, end) % 2 or text.count('"', start, verb.start()) % 2):
        return plain
    return end


def _must_follow(verb: re.Match[str], text: str, end: int) -> bool:
    """Whether the verb asks only together with `cần` or `phải` behind it."""
    if verb["stress"]:
        return True
    return bool(verb["assign"]) and _ASKED_BEGINS.match(text, verb.end(), end) is None


def _asks(text: str, start: int, verb: re.Match[str], parties: Parties) -> bool:
    """Whether the verb asks: not as a noun, not of what was done."""
    head = text[max(start, verb.start() - 30) : verb.start()]
    if grammar().not_after.search(head) or grammar().not_before.match(text, verb.end()):
        return False
    if fold(verb[0]) in _NOUNS_TOO and text[verb.end() : verb.end() + 1] in _MARKS:
        return False
    if fold(verb[0]) == "chi dao" and not parties.speaks_at(text, start, verb.start()):
        return False
    if verb["assign"] and _DONE.search(head):
        return False
    return not _REPORTED.search(text, start, verb.start())


def _tasks_behind(
    text: str, verb: re.Match[str], end: int, parties: Parties
) -> tuple[int, tuple[Span, ...]] | None:
    """Where those who are asked end, and the tasks; None: nothing is asked for."""
    at = verb.end()
    if _must_follow(verb, text, end):
        must_do = _must_do(text, at, end)
        if must_do is None or _asks_between(text, at, must_do[0]):
            return None
        return _with_tasks(text, must_do[0], must_do[1], end)
    named = parties.spans_in(at, min(end, at + _MUST_WITHIN))
    first = first_task(text, at, end, named)
    begin = _BEGIN.match(text, at, end)
    asked_at = begin.end() if begin else at
    body = parties.named_at(asked_at, end)
    if body and _VERB_BEHIND.match(text, body[1], end) and (first is None or first > body[1] + 1):
        return _with_tasks(text, body[1], body[1] + 1, end)
    if first is None or _CONDITION.match(text, at, end):
        return None
    must = _must(text, at, first, _WILL)
    if must is not None and grammar().somebody.match(text, asked_at):
        return _with_tasks(text, must.start(), must.end(), end)
    known = grammar().somebody.match(text, asked_at) or _ASIDE.match(text, asked_at, first)
    if not known and _MODALS.fullmatch(text, asked_at, first) is None:
        return None  # neither somebody nor a task: the verb does not ask
    return _with_tasks(text, first, first, end)


def _must_do(text: str, at: int, end: int) -> Span | None:
    """Where the first `cần` or `phải` stands that a task follows, and where that begins."""
    limit = min(end, at + _MUST_WITHIN)
    while (must := _must(text, at, limit)) is not None:
        first = task_at(text, must.end(), end)
        if first is not None:
            return must.start(), first
        at = must.end()
    return None


def _asks_between(text: str, at: int, end: int) -> bool:
    """Whether it is another verb that asks for what follows."""
    return any(it["ask"] for it in grammar().asking.finditer(text, at, end))


def _must(text: str, at: int, end: int, words: re.Pattern[str] = _MUST) -> re.Match[str] | None:
    """The first `cần` or `phải` that describes nothing."""
    limit = min(end, at + _MUST_WITHIN)
    for it in words.finditer(text, at, limit):
        head = text[max(at, it.start() - 16) : it.start()]
        if not grammar().described.search(head):
            return it
    return None


def _with_tasks(text: str, asked_end: int, first: int, end: int) -> tuple[int, tuple[Span, ...]]:
    tasks = split_tasks(text, first, end)
    if (
        tasks
        and text[first:end].rstrip().endswith(":")
        and _INTRODUCES.search(text, tasks[-1][0], end)
    ):
        tasks = tasks[:-1]
    return asked_end, tasks


def _goes_on(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Tasks of a sentence that begins with one: `Tiếp tục …`, `Đồng thời, tập trung …`."""
    at = task_at(text, start, end)
    if at is None or _TELLS.search(text, start, min(end, start + 400)):
        return ()
    return split_tasks(text, at, end)


def _with(request: RequestMade, **changes: object) -> RequestMade:
    return msgspec.structs.replace(request, **changes)
