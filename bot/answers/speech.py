"""What somebody said or asked for: the words behind a verb of speech, and the tasks of requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.answers.offer import Offer
from bot.answers.passages import Read
from bot.answers.question import Question, is_function
from bot.answers.words import read_words, table
from bot.facts.article_text import Span
from bot.facts.record import Facts, RequestMade
from bot.language.word_lists import any_of
from storage.text import fold, folded_words

_REQUEST = 6.0
_SPEECH = 3.0
_ABOUT = 2.0
"""Of a request in several sentences the one that has the words asked about."""
_SAME_VERB = 3.0
_SPEAKER = 0.5
"""How well the speaker must be the one asked about."""
_SHORTEST = 12
"""Characters of the shortest thing that is said."""
_MARKS = 3
"""Characters of punctuation by which two readings of one sentence may end apart."""
_PRONOUNS = frozenset({"ong", "ba", "anh", "chi", "co", "dong", "em", "cu", "thay"})
"""A sentence that begins so goes on about who was named before."""
_JOINED = re.compile(r"(?:và|cao)(?!\w)")
"""Behind a verb: "ghi nhận và đánh giá cao …" is praise, and tells nothing that was said."""
_TRAILING = " .;,:…/"


@cache
def _verbs(name: str) -> re.Pattern[str]:
    """A verb of speech with what may stand between it and what is said."""
    verbs = any_of("; ".join(table("question.toml")["speech"][name]))
    return re.compile(
        rf"(?<!\w)(?P<verb>{verbs})(?!\w)(?: (?:rõ|rằng|là|thêm)(?!\w))?:? ?", re.IGNORECASE
    )


def speech_offers(question: Question, read: Read, facts: Facts) -> Iterator[tuple[int, Offer]]:
    """(sentence, span with its worth) of what was said or asked for, in no order."""
    generic = _says_at_all(question)
    if question.verb == "ask" or generic:
        for request in facts.requests:
            yield from _of_request(question, read, request)
    asked = {question.key(word) for word in question.words}
    topic = _topic(question)
    for index, (start, end) in enumerate(read.text.sentences):
        if index == 0:
            continue
        sentence = read.text.text[start:end]
        for found in (*_verbs("say").finditer(sentence), *_verbs("ask").finditer(sentence)):
            span = (start + found.end(), start + len(sentence.rstrip(_TRAILING)))
            if span[1] - span[0] < _SHORTEST:
                continue
            same = {question.key(word) for word in read_words(found["verb"])} <= asked
            if not same and _JOINED.match(sentence, found.end()):
                continue
            said = {question.key(word) for word in read.sentences[index]}
            if len(topic & said) < _ON_TOPIC * len(topic):
                continue
            share = _speaks(question, read, facts, index, sentence[: found.start()])
            if share < _SPEAKER:
                continue
            worth = _SPEECH * share + (_ABOUT * len(topic & said) / len(topic) if topic else 0.0)
            if same:
                worth += _SAME_VERB
            yield index, Offer(span, worth)


_ON_TOPIC = 0.5
"""What a sentence must have of the words behind "nói gì về"."""
_ELSEWHERE = frozenset({"tai", "o", "trong", "ngay", "khi", "vao"})


def _topic(question: Question) -> set[str]:
    """The words behind "… nói gì về", up to where and when; empty where no topic is named."""
    words = question.words[question.slot[1] :]
    if not words or words[0].folded != "ve":
        return set()
    topic: set[str] = set()
    for word in words[1:]:
        if word.folded in _ELSEWHERE:
            break
        if not is_function(word, question.accented):
            topic.add(question.key(word))
    return topic


_ANYTHING = ("noi gi", "phat bieu gi", "noi nhung gi", "phat bieu nhung gi")


def _says_at_all(question: Question) -> bool:
    """ "Nói gì" asks for what was asked for as well, where it names no topic."""
    asked = f" {' '.join(word.folded for word in question.words)} "
    return any(asked.endswith(f" {it} ") for it in _ANYTHING)


def _speaks(question: Question, read: Read, facts: Facts, index: int, before: str) -> float:
    """How well the words before the verb name who is asked about: 0 to 1."""
    asked = {word.folded for word in question.content}
    words = folded_words(before)
    named = f" {' '.join(word.folded for word in question.words)} "
    for person in facts.people:
        if f" {fold(person.name)} " not in named:
            continue
        start = read.text.sentences[index][0]
        if any(start <= at < start + len(before) for at, _ in person.mentions):
            return 1.0
        previous = read.text.sentences[index - 1]
        if (
            words[:1]
            and words[0] in _PRONOUNS
            and any(previous[0] <= at < previous[1] for at, _ in person.mentions)
        ):
            return 0.9
        heads = {" ".join(folded_words(post)[:2]) for post in person.posts}
        other = any(
            start <= at < start + len(before)
            for it in facts.people
            if it is not person
            for at, _ in it.mentions
        )
        if not other and any(f" {head} " in f" {' '.join(words)} " for head in heads):
            return 0.7
        return 0.3 * len(asked & set(words)) / max(len(asked), 1)
    return len(asked & set(words)) / max(len(asked), 1)


def _of_request(
    question: Question, read: Read, request: RequestMade
) -> Iterator[tuple[int, Offer]]:
    asked = {word.folded for word in question.content}
    parties = set(folded_words(f"{request.asker or ''} {request.asked or ''}"))
    share = len(asked & parties) / max(len(asked), 1)
    topic = {
        word.folded
        for word in question.words[question.slot[1] :]
        if not is_function(word, question.accented)
    }
    for number, (index, span) in enumerate(_by_sentence(read, request)):
        said = set(folded_words(read.text.text[span[0] : span[1]]))
        about = len(topic & said) / len(topic) if topic else 0.0
        worth = _REQUEST * (0.4 + share) + _ABOUT * about - 0.5 * min(number, 3)
        yield index, Offer(span, worth)
        part = _for_party(question, read, request, span)
        if part is not None:
            yield index, Offer(part, worth + 1.0)


def rest_of_request(read: Read, facts: Facts, span: Span) -> list[tuple[int, Span]]:
    """(sentence, tasks) of the other sentences of the request that `span` is one sentence of."""
    for request in facts.requests:
        parts = _by_sentence(read, request)
        own = [
            index
            for index, (start, end) in parts
            if span[0] <= start < span[1] and end <= span[1] + _MARKS
        ]
        if len(own) == 1:
            return [it for it in parts if it[0] != own[0]]
    return []


def _for_party(question: Question, read: Read, request: RequestMade, span: Span) -> Span | None:
    """The tasks of the one party that the question names, where several are told what to do."""
    verb = max(
        (found.end() for found in _verbs("ask").finditer(question.text)), default=len(question.text)
    )
    at = question.words[0].start if question.words else 0
    party = [
        word.folded
        for word in question.words[: question.slot[0]]
        if word.start - at >= verb and not is_function(word, question.accented)
    ]
    if not party:
        return None
    begin, stop = read.text.sentence_at(span[0])
    edges = [begin, *(begin + it.end() for it in re.finditer(r";\s?", read.text.text[begin:stop]))]
    clauses = list(zip(edges, [*edges[1:], stop], strict=True))
    if len(clauses) < 2:
        return None
    fitting = [
        (first, last)
        for first, last in clauses
        if f" {' '.join(party)} " in f" {' '.join(folded_words(read.text.text[first:last]))} "
    ]
    if len(fitting) != 1:
        return None
    first, last = fitting[0]
    starts = [start for start, _ in request.tasks if first <= start < last]
    if not starts:
        return None
    text = read.text.text[: min(last, span[1])].rstrip(_TRAILING)
    return _with_no(read.text.text, min(starts)), len(text)


def _by_sentence(read: Read, request: RequestMade) -> list[tuple[int, Span]]:
    found: dict[int, Span] = {}
    for start, end in request.tasks:
        sentence = read.text.sentence_at(start)
        index = read.text.sentences.index(sentence)
        first = found.get(index, (_with_no(read.text.text, start), end))[0]
        found[index] = (first, min(end, sentence[1]))
    return list(found.items())


_NO = re.compile(r"(?:không|đừng|chưa|chớ)\s$", re.IGNORECASE)


def _with_no(text: str, start: int) -> int:
    """Where the task begins with its "không": without it the opposite would be told."""
    found = _NO.search(text, max(0, start - 8), start)
    return found.start() if found else start
