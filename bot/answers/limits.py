"""What an article must have in common with a question before anything in it can be an answer.

A question of a person, province, year, quarter or document that the article does not know is not
answered by it, however many other words they share.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from bot.answers.choice import Choice
from bot.answers.explaining import explains, reports
from bot.answers.known_bodies import knows_bodies
from bot.answers.known_names import VOWELS, knows_foreign, knows_names
from bot.answers.known_numbers import knows_numbers, times_asked
from bot.answers.near_misses import knows_districts, knows_ordinals
from bot.answers.passages import Read, is_passage
from bot.answers.question import Question, may_be_function
from bot.answers.same_words import said_in
from bot.answers.typed import asks_subject
from bot.answers.words import table
from bot.facts.record import Facts
from bot.facts.times import local_day
from bot.language.abbreviations import abbreviations
from bot.language.asked_times import find_asked_times
from bot.language.bare import without_marks
from bot.language.provinces import accepted_names, all_provinces, concerns
from bot.language.time_expressions import TimeExpression, find_time_expressions
from storage.text import exact_key, fold, folded_words, nfc

_SYLLABLE = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LATE = dt.timedelta(days=4)
"""An event is reported up to some days later."""


def fits(question: Question, read: Read, facts: Facts, today: dt.date) -> bool:
    """Whether the article knows every person, body, province, number and time that is asked of."""
    words = f" {' '.join(folded_words(read.text.text))} "
    explaining = explains(read, facts) and not reports(read, facts)
    return (
        (read.article.published is None or knows_foreign(question, words))
        and knows_names(question, read, words, explaining=explaining)
        and _knows_provinces(question, read, words)
        and knows_bodies(question, read)
        and knows_districts(question, words)
        and knows_ordinals(question, words)
        and _knows_times(question, read, facts, today)
        and knows_numbers(question, words, neighbours=not (explaining and is_passage(read)))
    )


@cache
def _province_names() -> dict[str, str]:
    """Folded name → name, of all provinces before and after the mergers."""
    names = {name for it in all_provinces() for name in (it.name, *it.former)}
    return {" ".join(folded_words(name)): name for name in names}


def _knows_provinces(question: Question, read: Read, words: str) -> bool:
    asked = f" {' '.join(folded_words(question.text))} "
    for folded, name in _province_names().items():
        # where diacritics were typed a province has capitals: "hòa bình" is peace
        if f" {folded} " not in asked:
            continue
        if question.accented and not _stands_in(name, question.text):
            continue
        if not question.accented and _other_province(folded, asked, words):
            continue
        if not _names_province(read, name, words) and not concerns(read.article.province, name):
            return False
    return True


def _other_province(folded: str, asked: str, words: str) -> bool:
    """Whether a province without diacritics is only parts of others: "biet phu yen bai"."""
    first, last = folded.split()[0], folded.split()[-1]
    return any(
        f" {folded} {rest} " in asked and f" {it} " in words
        for it in _province_names()
        for rest in (it.removeprefix(f"{last} "),)
        if rest != it
    ) or any(
        f" {rest} {folded} " in asked and f" {it} " in words
        for it in _province_names()
        for rest in (it.removesuffix(f" {first}"),)
        if rest != it
    )


def _names_province(read: Read, name: str, words: str) -> bool:
    """By any of its names, with their diacritics where the text has any: "Lâm Đông" is a man."""
    text = read.text.text
    return any(
        f" {' '.join(folded_words(it))} " in words
        and (_stands_in(it, text) or without_marks(text) == text)
        for it in accepted_names(name)
    )


def _stands_in(name: str, text: str) -> bool:
    """Whether the name stands in the text with its diacritics, in capitals; the place of the tone
    mark does not matter."""
    wanted = [exact_key(it) for it in _SYLLABLE.findall(name)]
    words = _SYLLABLE.findall(nfc(text))
    return any(
        [exact_key(it) for it in words[at : at + len(wanted)]] == wanted
        and all(it[0].isupper() for it in words[at : at + len(wanted)])
        for at, word in enumerate(words)
        if word[0].isupper()
    )


def _knows_times(question: Question, read: Read, facts: Facts, today: dt.date) -> bool:
    published = local_day(read.article.published)
    event = facts.event.date if facts.event is not None else None
    days = [day for day in (event, published) if day is not None]
    if question.kind == "how_many" and any(it.folded == "tuoi" for it in question.focus):
        return True  # "năm nay mấy tuổi": the day of the report stands with its answer
    recent = [it for it in find_asked_times(question.text, today) if it.reach == "published"]
    for span in recent:
        if not any(span.first <= day <= span.last + _LATE for day in days):
            return False
    reference = published or event
    said = find_time_expressions(read.text.text, reference)
    for asked in times_asked(question, reference):
        if any(span.start <= asked.start < span.end for span in recent):
            continue
        if not _known(asked, said, days) and not _written(asked, question, read):
            return False
    return True


def _written(asked: TimeExpression, question: Question, read: Read) -> bool:
    """A bare year that the text writes in any way: "1993-1994"."""
    if asked.kind != "year":
        return False
    years = _YEAR.findall(question.text[asked.start : asked.end])
    return bool(years) and all(year in read.text.text for year in years)


def _known(asked: TimeExpression, said: list[TimeExpression], days: list[dt.date]) -> bool:
    if asked.first is None or asked.last is None:
        label = fold(asked.label)
        return any(fold(it.label).startswith(label) for it in said)
    if asked.kind in {"day", "days", "week", "month", "year"} and any(
        asked.first <= day <= asked.last for day in days
    ):
        return True
    if asked.kind in {"quarter", "months", "term", "years"}:
        return any(it.label == asked.label for it in said)
    return any(
        it.label == asked.label
        or (
            it.first is not None
            and it.last is not None
            and asked.first <= it.first
            and it.last <= asked.last
        )
        for it in said
    )


TYPED = frozenset({"who", "when", "where", "document", "why", "said"})
"""Kinds whose answers in a report are always among its facts."""
COVERAGE = 0.48
"""Share of the question, rare words counting more, that sentence, title and lead must have."""
STRICT = 0.72
"""The same where a word of the question is nowhere in the report."""
UNDATED = 0.34
"""The same for a text without a date that seems to report."""
EXPLAINING = 0.24
"""The same for a text that explains: it is asked about in other words."""


def _written_out(word: str, known: set[str]) -> bool:
    """Whether all words are known that a short form stands for: "tphcm", "ubnd"."""
    if VOWELS.intersection(word):
        return False
    return word.removeprefix("tp") in known or any(
        fold(short) == word and known.issuperset(folded_words(long))
        for short, long in abbreviations().items()
    )


_BORN = ("sinh nam", "sinh ngay", "sinh o", "sinh ra", "que o", "que quan", "que")
"""A question of birth is answered by a sentence of birth alone: "sinh hoạt" is no such thing."""


def knows_enough(question: Question, choice: Choice, facts: Facts) -> bool:
    """Whether the place has enough of the question's words.

    A dated report that lacks one altogether may well speak of something else, and must have more
    of the others.
    """
    asked = f" {' '.join(word.folded for word in question.words)} "
    said = f" {' '.join(word.folded for word in choice.passage.words)} "
    if any(f" {it} " in asked for it in _BORN) and not any(f" {it} " in said for it in _BORN):
        return False
    if asks_subject(question):
        return choice.typed  # its number has told which document: "nội dung" need not be said
    has = choice.coverage
    if explains(choice.passage.read, facts):
        return has >= (UNDATED if reports(choice.passage.read, facts) else EXPLAINING)
    if question.kind == "other" or (question.kind in TYPED and not choice.typed):
        return False
    if has < COVERAGE or has >= STRICT:
        return has >= COVERAGE
    known = {word.folded for line in choice.passage.read.sentences for word in line}
    generic = table("question.toml")["generic"]["folded"]
    said_so = said_in(question, choice.passage.read.sentences)
    # numbers and times were compared by what they mean: "tháng 3/2026" is also a day of it
    return all(
        word.folded in known
        or word.folded in generic
        or word.digit
        or _written_out(word.folded, known)
        or question.key(word) in said_so
        or may_be_function(word, question.accented)
        for word in question.content
    )
