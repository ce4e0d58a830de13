"""People and their posts as answers: by role in the event, and by the post asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.near_misses import province_names
from bot.answers.offer import FITS, KIND, Offer, folded
from bot.answers.post_states import state_of
from bot.answers.question import Question, is_function
from bot.answers.words import read_words, table
from bot.facts.article_text import ArticleText, Span
from bot.facts.posts import post_at, post_head
from bot.facts.record import Facts, PersonNamed
from storage.text import exact_key, fold, folded_words

_PERSON = 3.5
"""A person where one is asked for: nothing else can be the answer."""


def named_mentions(text: str, person: PersonNamed) -> list[Span]:
    """Where the person stands by name: "đồng chí" alone answers nobody's question."""
    given = fold(person.name.split()[-1])
    return [
        (start, end)
        for start, end in (person.mentions or ((person.start, person.end),))
        if given in folded_words(text[start:end])
    ]


def people_offers(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """Every mention of a person, by role and post."""
    asked = folded(question)
    if asked.endswith(" la ai ") and any(
        f" {fold(person.name)} " in asked for person in facts.people
    ):
        yield from post_offers(question, text, facts)
        return
    if asked.endswith(" voi ai ") or " voi nhung ai " in asked:
        yield from _partners(facts)
    roles = {
        role
        for role, words in table("question.toml")["roles"].items()
        if any(f" {fold(word)} " in asked for word in words)
    }
    if " do ai " in asked:
        yield from _doers(asked, text)
    doers = [it for it in facts.people if roles & set(it.roles)]
    for person in facts.people:
        if f" {fold(person.name)} " in asked:
            continue
        worth = _PERSON
        if roles and roles & set(person.roles):
            worth += FITS
        if person.change is not None and "change" in roles:
            worth += FITS / 2
        worth += FITS * _held(question, person)
        for mention in named_mentions(text.text, person):
            span = _whole_name(text.text, mention)
            replaced = _REPLACED.search(text.text, max(0, span[0] - 20), span[0]) is not None
            wanted = " thay ai " in asked
            change = 0.0 if replaced == wanted else -FITS
            linked = FITS * _linked(question, text, facts, span)
            linked += _receives(asked, text.text, span)
            linked -= _SECOND if _is_second(text, doers, person, span) else 0.0
            yield Offer(span, worth + linked + (FITS if replaced and wanted else change))


def _partners(facts: Facts) -> Iterator[Offer]:
    """The bodies that took part: "làm việc với ai"."""
    event = facts.event
    partners = {fold(it) for it in (event.participants if event is not None else ())}
    for body in facts.organisations:
        if fold(body.name) in partners:
            for mention in body.mentions or ((body.start, body.end),):
                yield Offer(mention, _PERSON + FITS)


_GIVEN = (" duoc trao ", " duoc tang ", " duoc nhan ", " nhan huy hieu ", " duoc truy tang ")
_TO = re.compile(r"(?<!\w)(?:cho|tới|đến)(?:\s[^\W_]{1,8}){0,8}\s$")
_GIVES = re.compile(r"[^.;\n]{0,40}?(?<!được )(?<!\w)(?:trao|tặng)(?!\w)")


def _receives(asked: str, text: str, span: Span) -> float:
    """Who is given something stands behind "cho", who gives it before "trao"."""
    if not any(it in asked for it in _GIVEN):
        return 0.0
    if _TO.search(text, max(0, span[0] - 70), span[0]):
        return FITS
    return -FITS if _GIVES.match(text, span[1]) else 0.0


def _is_second(
    text: ArticleText, doers: list[PersonNamed], person: PersonNamed, span: Span
) -> bool:
    """Whether somebody who did the same is named before in the sentence."""
    begin = text.sentence_at(span[0])[0]
    return person in doers and any(
        begin <= start < span[0]
        for it in doers
        if it is not person
        for start, _ in named_mentions(text.text, it)
    )


_BODIES = re.compile(
    r"(?<!\w)do\s(?P<who>[^,;.:\n“”]{3,120}?)\s"
    r"(?:(?:đã|sẽ|đang|đồng|trực tiếp|cùng)\s)?"
    r"(?P<deed>tổ chức|chủ trì|thực hiện|ban hành|phát động|đầu tư|xây dựng|quản lý|chủ quản"
    r"|biên soạn|tài trợ|thi công|thiết kế|sản xuất|soạn thảo|đăng cai)(?!\w)"
)
"""Who does it, mostly a body: "do Hiệp hội … tổ chức"."""


def _doers(asked: str, text: ArticleText) -> Iterator[Offer]:
    for found in _BODIES.finditer(text.text):
        who = found["who"]
        if who[0].isupper() and f" {' '.join(folded_words(found['deed']))} " in asked:
            yield Offer(found.span("who"), _PERSON + FITS)


_LINKS = frozenset({"cua", "boi", "do"})
_LINKED = 160
"""Characters between "theo lời mời của" and the name: posts fill them."""
_DOERS = 60
"""Characters between a name and "- người …" behind it."""
_WHO = frozenset({"nguoi", "ke"})


def _linked(question: Question, text: ArticleText, facts: Facts, span: Span) -> float:
    """1.0 for who stands in the place of "ai" in "theo lời mời của ai", 2.0 behind "kế nhiệm", or
    as "người …" that the question tells; else 0.0."""
    words = [word.folded for word in question.words]
    start, end = question.slot
    begin, stop = text.sentence_at(span[0])
    if start > 2 and words[start - 1] in _LINKS:
        said = f" {' '.join(words[start - 3 : start])} "
        before = text.text[max(begin, span[0] - _LINKED) : span[0]]
        folded_before = f" {' '.join(folded_words(before))} "
        at = folded_before.rfind(said)
        between = folded_before[at + len(said) - 1 :]
        named = any(f" {fold(it.name)} " in between for it in facts.people)
        return 2.0 if at >= 0 and not named else 0.0
    deed = words[end + 2 : end + 4] if words[end : end + 1] == ["la"] else []
    if len(deed) == 2 and words[end + 1] in _WHO:
        behind = f" {' '.join(folded_words(text.text[span[1] : min(stop, span[1] + _DOERS)]))} "
        ahead = f" {' '.join(folded_words(text.text[max(begin, span[0] - _DOERS) : span[0]]))} "
        said = f" {' '.join(deed)} "
        if any(f" {it}{said}" in where for it in _WHO for where in (behind, ahead)):
            return 1.0
    return 0.0


_SECOND = 1.5
"""How much less the second of those who did it together is worth: rank tells who is named first."""
_REPLACED = re.compile(r"(?<!\w)thay(?: thế| cho)?\s(?:(?:ông|bà|đồng chí)\s)?$", re.IGNORECASE)
"""Before the name of who no longer holds a post."""
_ADDRESSED = re.compile(
    r"(?:^|\W)(?:ông|bà|anh|chị|cụ|em|đồng chí)\s((?:[^\W\d_]{1,8}\s){1,2})$", re.IGNORECASE
)


def _whole_name(text: str, span: Span) -> Span:
    """With a family name that is in no list: "ông [Bàn] Văn Chiêu"."""
    before = _ADDRESSED.search(text[max(0, span[0] - 30) : span[0]])
    if before is not None and all(word[0].isupper() for word in before[1].split()):
        return span[0] - len(before[1]), span[1]
    return span


def _held(question: Question, person: PersonNamed) -> float:
    """How well a post of the person is what the question is about: 0 or 1."""
    asked = set(folded_words(question.text))
    for post in person.posts:
        words = folded_words(post)
        if len(words) >= 2 and set(words) <= asked and ("pho" in asked) == ("pho" in words):
            return 1.0
    return 0.0


_APPOINTING = ("bo nhiem", "dieu dong", "luan chuyen", "bau", "chi dinh", "phan cong", "trung cu")
"""Asked with these, a new post is wanted, not one that was held before."""
_TAKES = re.compile(
    r"(?:giữ chức(?: vụ)?|làm|bổ nhiệm|giữ cương vị|trở thành)\s(?:vụ\s)?$", re.IGNORECASE
)

_PAST = ("tung", "truoc day", "nguyen la")


def _held_before(text: ArticleText, person: PersonNamed) -> Iterator[Span]:
    """Posts behind "từng giữ chức", as they are listed, of the last one named before them."""
    for mention in named_mentions(text.text, person):
        end = text.sentence_at(mention[0])[1]
        runs: list[Span] = []
        at = mention[1]
        for head in post_head().finditer(text.text, mention[1], end):
            post = post_at(text.text, head.start(), end) if head.start() >= at else None
            if post is None:
                continue
            goes_on = runs and _LISTED.fullmatch(text.text, runs[-1][1], post.start)
            if goes_on:
                runs[-1] = (runs[-1][0], post.end)
            elif not runs and (
                state_of(text.text, post, mention[1]) == "left"
                or _ONCE.search(text.text, mention[1], post.start)
            ):
                runs.append((post.start, post.end))
            elif runs:
                break
            at = post.end
        yield from runs


_ONCE = re.compile(r"(?<!\w)từng\s")
_LISTED = re.compile(r"(?:,|,?\svà|,?\srồi|,?\skiêm)(?:\s(?:là|giữ chức|làm))?\s")


def post_offers(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """The posts of the person that the question names, as they stand together in one sentence.

    Posts with a verb between them are offered apart: the one held before and the new one.
    """
    asked = folded(question)
    appointed = any(f" {it} " in asked for it in _APPOINTING)
    before = " truoc khi " in asked or " truoc do " in asked
    past = not before and any(f" {it} " in asked for it in _PAST)
    tail = [] if before else question.words[question.slot[1] :]  # "… giữ chức gì ở Bộ Nội vụ"
    where = {question.key(it) for it in tail if not is_function(it, question.accented)}
    for person in facts.people:
        if past and f" {fold(person.name)} " in asked:
            yield from (Offer(it, KIND + 4 * FITS) for it in _held_before(text, person))
        if f" {fold(person.name)} " not in asked or not person.posts:
            continue
        for start, end in text.sentences:
            sentence = text.text[start:end]
            if person.name not in sentence:
                continue
            for first, last in _runs(sentence, person.posts):
                new = _TAKES.search(sentence, max(0, first - 20), first) is not None
                worth = KIND + 2 * FITS
                if (appointed and not new) or (before and new):
                    worth -= FITS
                worth -= FITS if past else 0.0
                if before and " truoc khi " in asked:
                    words = f" {' '.join(folded_words(sentence[first:last]))} "
                    worth += FITS / 2 if any(f" {it} " in words for it in province_names()) else 0.0
                if before and _is_later(question, sentence[first:last]):
                    continue
                held = {question.key(word) for word in read_words(sentence[first:last])}
                worth += FITS * (len(where & held) / len(where) if where else 0.0)
                other = _NEXT.search(sentence, first, last)
                yield Offer((start + first, start + (other.start() if other else last)), worth)


def _is_later(question: Question, post: str) -> bool:
    """Whether the post is the one that "trước khi làm Bí thư Sơn La" comes after: it has the names
    of that part of the question."""
    asked = [word.folded for word in question.words]
    at = next((n for n in range(len(asked) - 1) if asked[n : n + 2] == ["truoc", "khi"]), None)
    if at is None:
        return False
    end = question.slot[0] if at < question.slot[0] else len(asked)
    names = {
        question.key(it)
        for it in question.words[at:end]
        if (it.capital or not question.accented) and it.exact not in _COMMON_OF_POSTS
    }
    return len(names & {question.key(it) for it in read_words(post)}) >= _LATER


_COMMON_OF_POSTS = frozenset(
    exact_key(word)
    for words in (
        "trước khi làm giữ chức vụ về ra bí thư chủ tịch phó ủy tỉnh thành ban sở giám đốc trưởng",
        "truoc khi lam giu chuc vu ve ra bi thu chu tich pho uy tinh ban so giam doc truong",
    )
    for word in words.split()
)
_LATER = 2
"""Syllables of a name that a post shares with the later one."""
_NEXT = re.compile(r"\.\s(?:Ông|Bà|Anh|Chị|Đồng chí)\s")
"""Where a post that ends with a short form runs into the next sentence: "… TP. Ông …"."""
_BETWEEN = 8
"""Characters between two posts of one list: a comma, "kiêm", "đồng thời là"."""
_VERB = re.compile(r"(?<!\w)(?:giữ|làm|được|thay|bổ nhiệm|bầu)(?!\w)")


def _runs(sentence: str, posts: tuple[str, ...]) -> list[Span]:
    """Posts that stand one behind the other, joined."""
    places = sorted((at, at + len(post)) for post in posts if (at := sentence.find(post)) >= 0)
    runs: list[Span] = []
    for start, end in places:
        gap = sentence[runs[-1][1] : start] if runs else ""
        if runs and (start <= runs[-1][1] or (len(gap) <= 2 * _BETWEEN and not _VERB.search(gap))):
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs
