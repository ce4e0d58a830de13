"""Spans that the facts of an article offer as answers: people, figures, times, places, documents.

What a fact says beyond its words (the role of a person, what a figure counts) decides how well it
fits; the sentence around it is weighed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.answers.figure_offers import durations, figure_offers, sums
from bot.answers.noun_names import with_noun
from bot.answers.offer import FITS, FITTING, KIND, Offer, folded, keys_of, noun
from bot.answers.person_offers import people_offers, post_offers
from bot.answers.place_offers import asks_of_event, place_offers
from bot.answers.question import Kind, Question
from bot.answers.question_reading import NUMBERED, phrases
from bot.answers.reason_offers import reason_offers
from bot.answers.words import read_words, table
from bot.facts.article_text import ArticleText, Span
from bot.facts.posts import post_at, post_head
from bot.facts.record import DocumentCited, Facts, TimeNamed
from bot.language.bare import without_marks
from storage.text import fold, folded_words


def offers(question: Question, text: ArticleText, facts: Facts) -> list[Offer]:
    """Every span that fits the kind of `question`, in no order; a span may come twice."""
    find = _FINDERS.get(question.kind)
    return list(find(question, text, facts)) if find is not None else []


_NUMBERED = 3
"""Words before "số" in "đơn vị bầu cử số mấy" by which the place of the number is known."""


def _numbers(question: Question, text: ArticleText) -> Iterator[Offer]:
    """The number that something bears: behind the words of the question that end with "số"."""
    words = [word.folded for word in question.words]
    at = question.slot[0]
    if question.kind != "how_many" or at < 2 or question.words[at - 1].exact not in NUMBERED:
        return
    head = words[max(0, at - 1 - _NUMBERED) : at]
    said = read_words(text.text)
    keys = [word.folded for word in said]
    for place, word in enumerate(said):
        size = next((n for n in range(len(head), 0, -1) if keys[place - n : place] == head[-n:]), 0)
        if (word.digit or _ROMAN.fullmatch(text.text, word.start, word.end)) and place >= size > 0:
            yield Offer((word.start, word.end), FITTING + FITS if size > 1 else KIND)


_ROMAN = re.compile(r"[IVX]{1,6}")
_AGE = re.compile(r"(?<![\d.,])\d{1,3}(?=\stuổi(?!\w))")
_AGED = 60
"""Characters between a name and its age."""


def _ages(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """Ages that stand right behind a person whom the question names."""
    if not any(word.folded == "tuoi" for word in question.focus):
        return
    asked = folded(question)
    named = [it for it in facts.people if f" {fold(it.name)} " in asked]
    for found in _AGE.finditer(text.text):
        before = text.text[max(0, found.start() - _AGED) : found.start()]
        if any(it.name in before for it in named):
            yield Offer(found.span(), FITTING + FITS)


def _figures(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    yield from _ages(question, text, facts)
    yield from _numbers(question, text)
    others = (*sums(question, text, facts), *durations(question, text, facts))
    for figure in (*facts.figures, *others):
        yield from figure_offers(question, text, figure)


_CLOCK = re.compile(
    r"(?<!\w)\d{1,2}(?:\s?(?:giờ|h|g)(?:\s?\d{1,2}(?!\d))?|:\d\d)(?!\w)(?:\sphút)?"
    r"(?!\s(?:làm|bay|đồng hồ))",
    re.IGNORECASE,
)


def _times(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    if question.asks_hour:
        for found in _CLOCK.finditer(text.text):
            yield Offer(found.span(), FITTING)
        return
    of_event = asks_of_event(folded(question))
    ranged = " tu ngay nao " in folded(question) or " den ngay nao " in folded(question)
    quarter = "quy" in {word.folded for word in question.words[slice(*question.slot)]}
    for time in facts.times:
        if quarter:
            if fold(text.text[time.start : time.end]).startswith("quy"):
                yield Offer((time.start, time.end), FITTING)
            continue
        if not _is_asked(question, time):
            continue
        fits = time.role == "event" and of_event
        worth = KIND + (FITS if fits else 0.0)
        if ranged and time.last is not None and time.last != time.first:
            worth += 4 * FITS
        yield Offer((time.start, time.end), worth + _done_then(question, text, time.start))


_DAY_ASKED = frozenset({"ngay", "hom", "buoi"})
_DAYS = 20
"""Longest span that a question for a day is answered with: "từ ngày 2 đến ngày 4-10"."""


def _is_asked(question: Question, time: TimeNamed) -> bool:
    """Whether the time is as short as is asked: "hôm nào" is no year."""
    asking = {word.folded for word in question.words[slice(*question.slot)]}
    if not asking & _DAY_ASKED or "thang" in asking or time.first is None:
        return True
    return ((time.last or time.first) - time.first).days <= _DAYS


_HELD = ("dien", "ra")
"""A meeting that "họp" is one that "diễn ra"."""
_DONE_THEN = 32
"""Characters before a time in which the verb stands that it belongs to."""


def _done_then(question: Question, text: ArticleText, start: int) -> float:
    """What it is worth that the verb before the question word stands right before the time as well:
    "… diễn ra từ ngày 2 - 4/10"."""
    verb = tuple(word.folded for word in question.words[: question.slot[0]])[-2:]
    if verb[-1:] == ("hop",):
        verb = _HELD
    if verb not in {tuple(it.split()) for it in table("question.toml")["event"]["done"]}:
        return 0.0
    near = [word.folded for word in read_words(text.text, max(0, start - _DONE_THEN), start)]
    return 2 * FITS if verb in set(pairwise(near)) else 0.0


def _documents(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    wanted = {question.key(word) for word in question.content}
    for document in facts.documents:
        worth = 2 * KIND + (FITS / 2 if fold(document.type) == noun(question) else 0.0)
        subject = keys_of(question, document.subject or "")
        if subject:
            worth += FITS * len(subject & wanted) / max(len(wanted), 1)
        if document.number is not None:
            worth += FITS / 2
        yield Offer(without_subject(text, document), worth)


def _bodies(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    host = facts.event.host if facts.event is not None else None
    hosts = host is not None and " to chuc " in folded(question)
    for body in facts.organisations:
        fits = hosts and host is not None and fold(body.name) == fold(host)
        for mention in body.mentions or ((body.start, body.end),):
            yield Offer(mention, KIND / 2 + (FITS if fits else 0.0))


def _subjects(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What a document is about that the question names by its number: "… về việc gì"."""
    asked = folded_words(question.text)
    for document in facts.documents:
        if not document.subject or not _is_named(asked, document, coded="/" in question.text):
            continue
        at = text.text.find(document.subject, document.start)
        if at >= 0:
            yield Offer((at, at + len(document.subject)), FITTING + FITS)


def asks_subject(question: Question) -> bool:
    """Whether it asks what a document is about that it names by its number."""
    keys = [word.folded for word in question.words]
    before = keys[: question.slot[0]]
    cited = any(tuple(keys[: len(it)]) == it for it in phrases(False, "nouns", "document"))
    numbered = any(word.digit for word in question.words[: question.slot[0]])
    return question.kind == "what" and cited and numbered and "ve" in before[-_ABOUT:]


_ABOUT = 3
"""Words before the question word among which "về" stands: "về nội dung gì"."""


def _is_named(asked: list[str], document: DocumentCited, *, coded: bool) -> bool:
    """By its whole number, or where the question gives none of its letters by kind and digits."""
    number = folded_words(document.number or "")
    if not number:
        return False
    said = f" {' '.join(asked)} "
    if coded or len(number) == 1:
        return f" {' '.join(number)} " in said
    digits = {word.lstrip("0") for word in asked if word.isdigit()}
    return number[0].lstrip("0") in digits and f" {fold(document.type)} " in said


_QUOTED = re.compile(r"[:\s]{0,3}(?:là\s)?(?:[“\"'‘«](?P<said>[^”\"'’»\n]{4,240})[”\"'’»])")
_MOTTOES = frozenset(
    {"phuong cham", "chu de", "khau hieu", "thong diep", "tieu de", "ten goi", "slogan", "tua de"}
)


def _mottoes(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What stands in quotation marks behind the noun asked of: "với phương châm '…'"."""
    yield from _subjects(question, text, facts)
    yield from _quoted(question, text)


def _quoted(question: Question, text: ArticleText) -> Iterator[Offer]:
    asked = folded(question)
    plain = without_marks(text.text).lower()
    if len(plain) != len(text.text):
        return
    for motto in {*_MOTTOES, *([noun(question)] if len(question.focus) > 1 else [])}:
        if f" {motto} " not in asked:
            continue
        for found in re.finditer(rf"(?<!\w){motto}(?!\w)", plain):
            said = _QUOTED.match(text.text, found.end())
            if said is not None:
                yield Offer(said.span("said"), FITTING + FITS)


def _named(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What bears a name after the noun asked of: "huân chương nào" is "Huân chương Quân công"."""
    yield from _subjects(question, text, facts)
    yield from _quoted(question, text)
    if len(question.focus) > 1:
        yield from with_noun(question, text)


_HOLDS = (
    "giu", "lam", "nhiem", "bau", "dam nhan", "phan cong", "chi dinh", "dieu dong", "luan chuyen",
    "cach", "mien", "thoi", "tung", "la", "nhan", "trung cu", "dac cu", "phu trach",
)  # fmt: skip
"""With one of these a post is asked for that somebody holds."""


def _posts(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """The posts of who is named, or the one that is named behind "chức danh" where nobody's is
    asked for: "đề nghị bổ sung chức danh nào"."""
    asked = folded(question)
    if any(f" {it} " in asked for it in _HOLDS):
        yield from post_offers(question, text, facts)
        return
    for span, worth in with_noun(question, text):
        at = span[0] + len(text.text[span[0] : span[1]].split(" ", len(question.focus))[0])
        post = next(
            (
                it
                for head in post_head().finditer(text.text, at, min(span[1] + 1, len(text.text)))
                if (it := post_at(text.text, head.start(), text.sentence_at(span[0])[1]))
            ),
            None,
        )
        yield Offer((post.start, post.end) if post else span, worth)


_SUBJECT = re.compile(r",?\s(?:về\s|[“\"])")


def without_subject(text: ArticleText, document: DocumentCited) -> Span:
    """A numbered document is told by type, number and issuer."""
    words = text.text[document.start : document.end]
    found = _SUBJECT.search(words, 8)
    if document.number is None or found is None:
        return document.start, document.end
    return document.start, document.start + found.start()


_FINDERS: dict[Kind, Callable[[Question, ArticleText, Facts], Iterator[Offer]]] = {
    "who": people_offers,
    "how_many": _figures,
    "when": _times,
    "where": place_offers,
    "document": _documents,
    "post": _posts,
    "body": _bodies,
    "why": reason_offers,
    "what": _named,
    "which": _named,
    "what_is": _mottoes,
}
