"""Questions that go on from the one before: "Còn ở huyện Y thì sao?", "Ai chủ trì?". Pure.

Such a question is made whole from the last question, or asked of one article alone. Nothing is
guessed: what it was taken for is a question that can be shown, or an article with a title.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from bot.answers.answer import Answered, Found, answers_in
from bot.answers.asking import asks
from bot.answers.question import Question, may_be_function, read_question
from bot.answers.same_words import said_in
from bot.answers.words import read_words, table
from bot.facts.article_text import Span
from bot.facts.extract import extract
from bot.facts.record import Facts
from bot.language.asked_times import find_asked_times
from bot.language.bare import without_marks
from bot.language.districts import folded_names
from bot.language.person_names import capital_runs, find_names
from bot.language.provinces import all_provinces, province, province_name
from bot.language.time_expressions import find_time_expressions
from storage.models import Article
from storage.text import fold, nfc

MOST_WORDS = 12
"""Words of the longest text that is taken for the rest of a question."""
_BARE = 3
"""Content words up to which a question has no subject: "Ai chủ trì?", "Kết nạp mấy người?"."""


def is_follow_up(text: str) -> bool:
    """Whether the text asks for something without saying of what."""
    text = nfc(text)
    words = read_words(text[:400])
    if not words or len(words) > MOST_WORDS:
        return False
    if _other_side(text) is not None:
        return True
    question = read_question(text)
    if question.kind in {"other", "yes_no"} or not (asks(text) or len(words) <= _BARE):
        return False
    if _has_subject(question):
        return False
    return len(_content(question)) <= _BARE or _points(question)


def _content(question: Question) -> list[str]:
    return [
        question.key(word)
        for word in question.content
        if not may_be_function(word, question.accented)
    ]


_POINTING = frozenset({"nay", "do", "ay", "tren"})


def _points(question: Question) -> bool:
    """ "Hội nghị này", "việc đó": with diacritics, for without them "đo", "nay" are other words."""
    return question.accented and any(
        word.folded in _POINTING and word.exact != word.folded for word in question.words
    )


def _has_subject(question: Question) -> bool:
    text = question.text
    named = any(len(run) > 1 for run in capital_runs(text))
    numbered = any(word.digit for word in question.words)
    return named or numbered or bool(_place(text))


def _other_side(text: str) -> str | None:
    """What "Còn ở huyện Y thì sao?" puts in the place of something; None: no such text."""
    words = read_words(text)
    keys = [word.folded for word in words]
    first, last = 0, len(keys)
    rows = table("question.toml")["follow_up"]
    for phrase in sorted((fold(it).split() for it in rows["front"]), key=len, reverse=True):
        if keys[: len(phrase)] == phrase:
            first = len(phrase)
            break
    for phrase in sorted((fold(it).split() for it in rows["back"]), key=len, reverse=True):
        if keys[last - len(phrase) : last] == phrase:
            last -= len(phrase)
            break
    if first >= last or (first == 0 and last == len(keys)):
        return None
    if first == 0 and read_question(text).kind not in {"other", "how"}:
        return None
    return text[words[first].start : words[last - 1].end]


def completed(text: str, previous: str, *, today: dt.date) -> str | None:
    """The whole question that `text` is after the question `previous`; None: it is none.

    "Còn ở huyện Y thì sao?" changes place, time, person or name of `previous`, or adds the place or
    time; "Ai chủ trì?" is asked of what `previous` was about.
    """
    text, previous = nfc(text), nfc(previous).strip().rstrip("?？ ")
    other = _other_side(text)
    if other is None or read_question(other).kind not in {"other", "yes_no"}:
        short = read_question(other or text)
        topic = _about(previous)
        return f"{short.text} {topic}" if topic else None
    for find in (_times(today), _place, _names, _capitals):
        new, old = find(other), find(previous)
        if new and old:
            kept = _rank_kept(previous, old, other[new[0] : new[1]]) if find is _place else 0
            return previous[: old[0] + kept] + other[new[0] : new[1]] + previous[old[1] :]
        if new and find is not _capitals and find is not _names:
            return f"{previous} {other}"
    return None


def _about(previous: str) -> str:
    """The question without its question word: what it was about."""
    question = read_question(previous)
    start, end = question.slot
    at = question.words[0].start if question.words else 0
    parts = [question.words[:start], question.words[end:]]
    return " ".join(question.text[part[0].start - at : part[-1].end - at] for part in parts if part)


_Finder = Callable[[str], Span | None]


def _times(today: dt.date) -> _Finder:
    def find(text: str) -> Span | None:
        spans = [(it.start, it.end) for it in find_asked_times(text, today)] or [
            (it.start, it.end) for it in find_time_expressions(text, today)
        ]
        return spans[0] if spans else None

    return find


_RANKED = re.compile(
    r"(?<!\w)(?:thon|ap|xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tp\.?|tinh|dac khu) "
    r"(?!uy\b|doan\b)[a-z0-9]{1,8}(?: [a-z]{1,8}){0,2}"
)


def _place(text: str) -> Span | None:
    """A place by its rank, or a province or district by its name."""
    plain = without_marks(text).lower()
    found = _RANKED.search(plain)
    ranked = _trimmed(text, found.span()) if found is not None else None
    if ranked is not None:
        return ranked
    for name in _known_places():
        if name not in plain:
            continue
        at = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)
        if at is not None and (
            plain == text.lower()
            or text[at.start()].isupper()
            or province_name(said := text[at.start() : at.end()]) in (said.title(), said)
        ):
            return at.span()
    return None


_PROVINCE_RANK = re.compile(r"(?:tỉnh|tinh|thành phố|thanh pho) ", re.IGNORECASE)


def _rank_kept(text: str, span: Span, name: str) -> int:
    """Characters of the place in `text` that stay where `name` takes its place: `tỉnh`."""
    rank = _PROVINCE_RANK.match(text, *span)
    if rank is None or _PROVINCE_RANK.match(name):
        return 0
    is_province = province(name) is not None and province(text[rank.end() : span[1]]) is not None
    return rank.end() - span[0] if is_province else 0


@cache
def _known_places() -> tuple[str, ...]:
    """Folded names of provinces, and of districts of two syllables and more; longest first."""
    provinces = {fold(name) for it in all_provinces() for name in (it.name, *it.former)}
    names = provinces | {name for name in folded_names() if " " in name}
    return tuple(sorted(names, key=lambda it: (-len(it), it)))


def _trimmed(text: str, span: Span) -> Span | None:
    """Without the words behind the name: those without a capital where the name has one."""
    words = read_words(text, *span)
    at = next((n for n, word in enumerate(words) if n and (word.capital or word.digit)), None)
    if at is None:
        if without_marks(text) != text:
            return None  # "tỉnh nào", "xã hội": no name
        known = folded_names() | {fold(it.name) for it in all_provinces()}
        for size in (3, 2, 1):
            name = " ".join(word.folded for word in words[1 : 1 + size])
            if name in known:
                return words[0].start, words[size].end
        stops = table("question.toml")["stops"]["folded"]
        two = words[1:3]
        if any(word.folded in stops for word in two):
            return None
        return words[0].start, two[-1].end
    last = at
    while last + 1 < len(words) and words[last + 1].capital:
        last += 1
    return words[0].start, words[last].end


def _names(text: str) -> Span | None:
    return next(iter(find_names(text)), None)


def _capitals(text: str) -> Span | None:
    runs = [run for run in capital_runs(text) if len(run) > 1]
    return (runs[0][0][0], runs[0][-1][1]) if len(runs) == 1 else None


def answer_about(article: Article, text: str, *, today: dt.date) -> Answered:
    """The answers to `text` in one article; what it does not name is the article's own subject."""
    question = read_question(text)
    asked = question
    if len(_content(question)) <= _BARE and read_question(article.title).kind in {
        "other",
        "yes_no",
    }:
        asked = read_question(f"{question.text} {article.title}")
        if asked.kind != question.kind:
            asked = question
    facts = extract(article)
    found = [
        it for it in answers_in(asked, [article], today=today) if _supported(question, it, facts)
    ]
    return Answered(question, tuple(found), (article,))


def _supported(question: Question, found: Found, facts: Facts) -> bool:
    """Whether the answer's own sentence says what is asked, or a person's role does: the title, by
    which the question was made whole, fits any sentence of its article."""
    asked = f" {' '.join(word.folded for word in question.words)} "
    roles = {
        role
        for role, words in table("question.toml")["roles"].items()
        if any(f" {fold(word)} " in asked for word in words)
    }
    if question.kind == "who" and roles:
        return any(
            roles & set(person.roles) and fold(person.name) in fold(found.text)
            for person in facts.people
        )
    words = read_words(found.sentence)
    has = {question.key(word) for word in words} | said_in(question, [words])
    content = set(_content(question))
    if not content:
        return question.kind in {"when", "where"} and facts.event is not None
    return len(content & has) >= 0.6 * len(content)
