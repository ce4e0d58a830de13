"""Places as answers: where the event was, what a building or ground is called, where somebody
works."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.noun_names import with_noun
from bot.answers.offer import FITS, FITTING, KIND, Offer, folded
from bot.answers.question import Question
from bot.answers.words import table
from bot.facts.article_text import ArticleText, Span
from bot.facts.record import Facts


def place_offers(question: Question, text: ArticleText, facts: Facts) -> Iterator[Offer]:
    """Every place that the article names, those of its event and behind "tại" before others."""
    if asks_of_event(folded(question)):
        event = facts.event
        at = text.text.find(event.place) if event is not None and event.place else -1
        if event is not None and event.place and at >= 0:
            yield Offer((at, at + len(event.place)), FITTING)
        for span in _venues(text):
            yield Offer(span, FITTING)
    yield from with_noun(question, text)
    yield from _named_places(text, facts)
    if any(f" {it} " in folded(question) for it in _WORKS):
        for body in facts.organisations:
            for start, end in body.mentions or ((body.start, body.end),):
                if _TOWARDS.search(text.text, max(0, start - 12), start):
                    yield Offer((start, end), KIND + FITS / 2)
    for place in facts.places:
        for mention in place.mentions or ((place.start, place.end),):
            yield Offer(mention, KIND)


def _named_places(text: ArticleText, facts: Facts) -> Iterator[Offer]:
    for found in _AT.finditer(text.text):
        start, end = found.span("place")
        for body in facts.organisations:  # "trụ sở Sở Tư pháp": names go on in small letters
            for first, last in body.mentions or ((body.start, body.end),):
                end = max(end, last) if start <= first < end else end
        yield Offer((start, end), KIND + FITS / 2)


_WORKS = ("lam viec", "cong tac")
_TOWARDS = re.compile(r"(?<!\w)(?:tại|ở|về|sang|đến)\s$", re.IGNORECASE)
_GROUNDS = (
    "trụ sở|trung tâm|nhà|hội trường|sân|khách sạn|công viên|nghĩa trang|chùa|đền|đình|đài"
    "|bệnh viện|trường|cảng|cụm cảng|bến|bến xe|cầu|quảng trường|khu|tượng đài|bảo tàng|văn phòng"
    "|cung|nhà máy|ga|chợ|hồ|đảo|núi|di tích"
)
_BIG = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_AT = re.compile(
    rf"(?<!\w)(?:tại|ở|đến|tới)\s(?P<place>(?:(?i:{_GROUNDS})\s(?:[^\W\d_]{{1,8}}\s){{0,3}}?|(?:số\s)?\d{{1,4}}\w?(?:/\d{{1,4}})?\s(?:đường\s|phố\s)?)?"
    rf"[{_BIG}]\w{{0,11}}(?:\s(?:[–-]\s)?[{_BIG}]\w{{0,11}}){{1,6}})"
)
"""What follows "tại": a name, with the noun of the building or ground before it."""


_VENUE = re.compile(
    r"(?<!\w)tại\s(?!(?:hội nghị|buổi|lễ|cuộc|đây|đó|chỗ|phiên|đại hội)(?!\w))[^,;.]{4,120}",
    re.IGNORECASE,
)


def _venues(text: ArticleText) -> Iterator[Span]:
    """What follows "tại" in the first two sentences under the title."""
    for start, end in text.sentences[1:3]:
        for found in _VENUE.finditer(text.text, start, end):
            yield found.start() + 4, found.end()


def asks_of_event(asked: str) -> bool:
    """Whether a folded question asks of the event itself."""
    return any(word in asked for word in table("question.toml")["event"]["folded"])
