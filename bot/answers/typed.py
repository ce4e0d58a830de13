"""Spans that the facts of an article offer as answers: people, figures, times, places, documents.

What a fact says beyond its words (the role of a person, what a figure counts) decides how well it
fits; the sentence around it is weighed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.answers.figure_offers import figure_offers, sums
from bot.answers.offer import FITS, FITTING, KIND, Offer, folded, keys_of, noun
from bot.answers.person_offers import people_offers, post_offers
from bot.answers.question import Kind, Question, is_function
from bot.answers.reason_offers import reason_offers
from bot.answers.words import Word, is_syllable, read_words, table
from bot.facts.article_text import ArticleText, Span
from bot.facts.record import DocumentCited, Facts, TimeNamed
from bot.language.bare import without_marks
from storage.text import fold, folded_words


def offers(question: Question, text: ArticleText, facts: Facts) -> list[Offer]:
    """Every span that fits the kind of `question`, in no order; a span may come twice."""
    find = _FINDERS.get(question.kind)
    return list(find(question, text, facts)) if find is not None else []


def _figures(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    for figure in (*facts.figures, *sums(question, text, facts)):
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
    of_event = _asks_of_event(folded(question))
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


_DONE_THEN = 32
"""Characters before a time in which the verb stands that it belongs to."""


def _done_then(question: Question, text: ArticleText, start: int) -> float:
    """What it is worth that the verb before the question word stands right before the time as well:
    "… diễn ra từ ngày 2 - 4/10"."""
    verb = tuple(word.folded for word in question.words[: question.slot[0]])[-2:]
    if verb not in {tuple(it.split()) for it in table("question.toml")["event"]["done"]}:
        return 0.0
    near = [word.folded for word in read_words(text.text, max(0, start - _DONE_THEN), start)]
    return 2 * FITS if verb in set(pairwise(near)) else 0.0


def _places(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    if _asks_of_event(folded(question)):
        event = facts.event
        at = text.text.find(event.place) if event is not None and event.place else -1
        if event is not None and event.place and at >= 0:
            yield Offer((at, at + len(event.place)), FITTING)
        for span in _venues(text):
            yield Offer(span, FITTING)
    yield from _with_noun(question, text)
    for place in facts.places:
        for mention in place.mentions or ((place.start, place.end),):
            yield Offer(mention, KIND)


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
    asked = folded(question)
    for document in facts.documents:
        number = " ".join(folded_words(document.number or ""))
        if not document.subject or not number or f" {number} " not in asked:
            continue
        at = text.text.find(document.subject, document.start)
        if at >= 0:
            yield Offer((at, at + len(document.subject)), FITTING + FITS)


_QUOTED = re.compile(r"[:\s]{0,3}(?:là\s)?(?:[“\"'‘«](?P<said>[^”\"'’»\n]{4,240})[”\"'’»])")
_MOTTOES = frozenset(
    {"phuong cham", "chu de", "khau hieu", "thong diep", "tieu de", "ten goi", "slogan", "tua de"}
)


def _mottoes(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What stands in quotation marks behind the noun asked of: "với phương châm '…'"."""
    yield from _subjects(question, text, facts)
    asked = folded(question)
    plain = without_marks(text.text).lower()
    if len(plain) != len(text.text):
        return
    for motto in _MOTTOES:
        if f" {motto} " not in asked:
            continue
        for found in re.finditer(rf"(?<!\w){motto}(?!\w)", plain):
            said = _QUOTED.match(text.text, found.end())
            if said is not None:
                yield Offer(said.span("said"), FITTING + FITS)


def _named(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What bears a name after the noun asked of: "huân chương nào" is "Huân chương Quân công"."""
    yield from _subjects(question, text, facts)
    if len(question.focus) > 1:
        yield from _with_noun(question, text)


def _with_noun(question: Question, text: ArticleText) -> Iterator[Offer]:
    noun = [question.key(word) for word in question.focus[-2:]]
    if not noun:
        return
    words = read_words(text.text)
    keys = [question.key(word) for word in words]
    for at in range(len(words) - len(noun)):
        first = at + len(noun)
        if keys[at:first] != noun or not words[first].capital:
            continue
        end = first
        while end - at < _LONGEST_NAME and _goes_on(question, words, first, end):
            end += 1
        yield Offer((words[at].start, words[end].end), FITTING)


def _goes_on(question: Question, words: list[Word], first: int, end: int) -> bool:
    """Whether the name that begins at `first` has the word after `end`: its second syllable, one
    with a capital, or one before such ("Nhân dân Gia Định"); punctuation parts names."""
    rest = words[end + 1 : end + 3]
    if not rest or rest[0].start > words[end].end + 1:
        return False
    if rest[0].capital:
        return True
    if not is_syllable(words[end]):
        return False  # "Illinois" is whole
    if is_function(rest[0], question.accented):
        return False
    return end == first or (len(rest) > 1 and rest[1].capital and words[end].capital)


_LONGEST_NAME = 9
"""Words of it with its noun."""
_SUBJECT = re.compile(r",?\s(?:về\s|[“\"])")


def without_subject(text: ArticleText, document: DocumentCited) -> Span:
    """A numbered document is told by type, number and issuer."""
    words = text.text[document.start : document.end]
    found = _SUBJECT.search(words, 8)
    if document.number is None or found is None:
        return document.start, document.end
    return document.start, document.start + found.start()


_VENUE = re.compile(
    r"(?<!\w)tại\s(?!(?:hội nghị|buổi|lễ|cuộc|đây|đó|chỗ|phiên|đại hội)(?!\w))[^,;.]{4,120}",
    re.IGNORECASE,
)


def _venues(text: ArticleText) -> Iterator[Span]:
    """What follows "tại" in the first two sentences under the title."""
    for start, end in text.sentences[1:3]:
        for found in _VENUE.finditer(text.text, start, end):
            yield found.start() + 4, found.end()


def _asks_of_event(asked: str) -> bool:
    return any(word in asked for word in table("question.toml")["event"]["folded"])


_FINDERS: dict[Kind, Callable[[Question, ArticleText, Facts], Iterator[Offer]]] = {
    "who": people_offers,
    "how_many": _figures,
    "when": _times,
    "where": _places,
    "document": _documents,
    "post": post_offers,
    "body": _bodies,
    "why": reason_offers,
    "what": _named,
    "which": _named,
    "what_is": _mottoes,
}
