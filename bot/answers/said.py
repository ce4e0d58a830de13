"""What somebody said or asked for, as choices among articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.choice import Choice
from bot.answers.passages import Passage, Read
from bot.answers.question import Question
from bot.answers.speech import rest_of_request, speech_offers
from bot.answers.wide import MORE
from bot.answers.words import read_words
from bot.facts.record import Facts
from storage.text import fold

_SPEECH_SENTENCE = 3.0
"""What the words of the question in the sentence are worth."""


def said_choices(
    question: Question,
    reads: Sequence[Read],
    facts: Mapping[str, Facts],
    passages: Sequence[Passage],
) -> list[Choice]:
    """What was said or asked for, one choice of each article, best first."""
    by_place = {(it.read.rank, it.index): it for it in passages}
    found: list[Choice] = []
    for read in reads:
        best = max(
            (it for it in passages if it.read is read), key=lambda it: it.score, default=None
        )
        if best is None:
            continue
        speakers = _speakers(question, facts.get(read.article.id, Facts()))
        for index, offer in speech_offers(question, read, facts.get(read.article.id, Facts())):
            passage = by_place.get((read.rank, index)) or replace(best, index=index, score=0.0)
            score = offer.worth + _SPEECH_SENTENCE * passage.score
            coverage = max(passage.coverage, _with_speaker(question, passage, speakers))
            found.append(Choice(passage, offer.span, score, coverage, typed=True))
    found.sort(key=lambda it: (-it.score, it.span))
    return [_with_rest(it, facts) for it in first_of_each(found)]


def _speakers(question: Question, facts: Facts) -> set[str]:
    """Keys of the names and posts of those who are asked about by name."""
    asked = f" {' '.join(word.folded for word in question.words)} "
    return {
        question.key(word)
        for person in facts.people
        if f" {fold(person.name)} " in asked
        for said in (person.name, *person.posts)
        for word in read_words(said)
    }


def _with_speaker(question: Question, passage: Passage, speakers: set[str]) -> float:
    """Coverage of a sentence whose speaker is known, though it says "đồng chí" alone."""
    if not speakers:
        return 0.0
    lines = passage.read.sentences
    known = speakers.union(
        *({question.key(word) for word in line} for line in (*lines[:3], passage.words))
    )
    return sum(it for key, it in passage.weights.items() if key in known) / (
        sum(passage.weights.values()) or 1.0
    )


def _with_rest(choice: Choice, facts: Mapping[str, Facts]) -> Choice:
    """With the tasks of the other sentences, where the choice is a part of a request."""
    read = choice.passage.read
    known = facts.get(read.article.id, Facts())
    more = [
        replace(choice, passage=replace(choice.passage, index=index), span=span)
        for index, span in rest_of_request(read, known, choice.span)
    ]
    return replace(choice, more=tuple(more[:MORE]))


def first_of_each(choices: Sequence[Choice]) -> list[Choice]:
    """The first choice of each article."""
    seen: dict[str, Choice] = {}
    for choice in choices:
        seen.setdefault(choice.passage.read.article.id, choice)
    return list(seen.values())
