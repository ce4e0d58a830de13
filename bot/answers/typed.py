"""Spans that the facts of an article offer as answers: people, figures, times, places, documents.

What a fact says beyond its words (the role of a person, what a figure counts) decides how well it
fits; the sentence around it is weighed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.answers.figure_offers import figure_offers, sums
from bot.answers.offer import FITS, FITTING, KIND, Offer, folded, keys_of, noun
from bot.answers.person_offers import people_offers, post_offers
from bot.answers.question import Kind, Question, is_function
from bot.answers.reason_offers import reason_offers
from bot.answers.words import Word, read_words, table
from bot.facts.article_text import ArticleText, Span
from bot.facts.record import DocumentCited, Facts
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
    if {"gio"} & {word.folded for word in question.words[slice(*question.slot)]}:
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
        fits = time.role == "event" and of_event
        yield Offer((time.start, time.end), KIND + (FITS if fits else 0.0))


def _places(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    if _asks_of_event(folded(question)):
        event = facts.event
        at = text.text.find(event.place) if event is not None and event.place else -1
        if event is not None and event.place and at >= 0:
            yield Offer((at, at + len(event.place)), FITTING)
        for span in _venues(text):
            yield Offer(span, FITTING)
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


def _named(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """What bears a name after the noun asked of: "huân chương nào" is "Huân chương Quân công"."""
    yield from _subjects(question, text, facts)
    noun = [question.key(word) for word in question.focus[-2:]]
    if len(noun) < 2:
        return
    words = read_words(text.text)
    keys = [question.key(word) for word in words]
    for at in range(len(words) - 2):
        if keys[at : at + 2] != noun or not words[at + 2].capital:
            continue
        end = at + 2
        while end - at < _LONGEST_NAME and _goes_on(question, words, at + 2, end):
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
    "what_is": _subjects,
}
