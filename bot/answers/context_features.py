"""What speaks for a span besides its edges and shape: what kind of thing is asked for, the very
function words around it, punctuation with the word across it, the question's noun, nearness,
lists and quotation marks.

Features of few questions are held back by those of all kinds that ask for one type of answer
(`Sentence.type`), a backing-off as in Chen and Goodman, An empirical study of smoothing (1996).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from operator import or_

from bot.answers.spans import TIME_WORDS, Sentence
from bot.answers.words import Word, function_words

Feature = tuple[str, float]
_JOINING = frozenset({"và", "hoặc"})
_FAR = 5
"""Words between a span and the next word of the question that are as good as any more."""
_HEAD = 7
"""Words on either side of a span in which the question's noun is looked for."""
_LONG = 60
"""Words of a sentence that is as long as any."""


def start_context(sentence: Sentence, at: int, before: str, first: str) -> list[Feature]:
    """What speaks for a span that begins at word `at`; `before` and `first` are the classes of the
    words before and behind that edge."""
    name = sentence.type
    found = [(f"{name}; before {before}", 1.0), (f"{name}; first {first}", 1.0)]
    found.append((f"{sentence.question.kind}: first {first}", 1.0))
    if at and not sentence.gaps[at]:
        found += _said("before", name, sentence.words[at - 1])
    found += _said("first", name, sentence.words[at])
    found += _across("before", sentence, at, at - 1)
    found += _head_at_start(sentence, at)
    found.append((f"apart left {min(sentence.apart[0][at], _FAR)}", 1.0))
    found.append((f"{name}; near", sentence.left[at]))
    return found


def end_context(sentence: Sentence, end: int, after: str, last: str) -> list[Feature]:
    """The same for a span that ends before word `end`."""
    name = sentence.type
    found = [(f"{name}; after {after}", 1.0), (f"{name}; last {last}", 1.0)]
    found.append((f"{sentence.question.kind}: last {last}", 1.0))
    if end < len(sentence.words) and not sentence.gaps[end]:
        found += _said("after", name, sentence.words[end])
    found += _said("last", name, sentence.words[end - 1])
    found += _across("after", sentence, end, end)
    found += _head_beside(sentence, "right", range(end, min(len(sentence.keys), end + _HEAD)))
    found.append((f"apart right {min(sentence.apart[1][end], _FAR)}", 1.0))
    found.append((f"{name}; near", sentence.right[end]))
    return found


def _said(where: str, name: str, word: Word) -> list[Feature]:
    """The word itself where it is a function word or one of time."""
    if word.exact not in function_words() and word.exact not in TIME_WORDS:
        return []
    return [(f"{where}={word.folded}", 1.0), (f"{name}; {where}={word.folded}", 1.0)]


def _across(where: str, sentence: Sentence, edge: int, at: int) -> list[Feature]:
    """Punctuation at this edge, with the word on its other side."""
    gap = sentence.gaps[edge]
    if not gap or not 0 <= at < len(sentence.words):
        return []
    word = sentence.words[at]
    look = (
        "asked"
        if sentence.asked[at]
        else "capital"
        if word.capital
        else "digit"
        if word.digit
        else sentence.classes[at] or "word"
    )
    return [
        (f"{where} {gap}+{look}", 1.0),
        (f"{sentence.type}; {where} {gap}+{look}", 1.0),
    ]


def span_context(sentence: Sentence, start: int, end: int, look: str) -> list[Feature]:
    """What speaks for the span as a whole, of shape `look`."""
    name = sentence.type
    left, right = sentence.apart[0][start], sentence.apart[1][end]
    found = [
        *_shaped(name, look, end - start),
        (_nearest(name, min(left, right)), 1.0),
        ("near both", sentence.left[start] * sentence.right[end]),
    ]
    asked = sentence.weight[start:end]
    inside = sum(asked)
    if inside:
        every = all(map(or_, map(bool, asked), map(bool, sentence.classes[start:end])))
        share = "content" if every else "some"
        found += [(f"{share} asked", 1.0), (f"{name}; {share} asked", 1.0)]
        found += [("weight asked", inside), (f"{name}; weight asked", inside)]
    found += _list_features(sentence, start, end)
    return found


@cache
def _shaped(name: str, look: str, length: int) -> tuple[Feature, ...]:
    bucket = length if length < 5 else 9 if length < 9 else 24
    return (
        (f"{name}; shape {look}", 1.0),
        (f"{name}; length {bucket}", 1.0),
        (f"shape {look} length {min(length, 6)}", 1.0),
    )


@cache
def _nearest(name: str, distance: int) -> str:
    return f"{name}; nearest {distance}"


def _head_at_start(sentence: Sentence, start: int) -> Iterator[Feature]:
    """How the beginning stands to the noun that the question is about: "đội" of "đội nào", "sông"
    of "con sông dài nhất là gì"."""
    head, keys, name = sentence.head, sentence.keys, sentence.type
    if not head:
        return
    if keys[start : start + len(head)] == head:
        yield f"{name}; begins with head", 1.0
    elif keys[start] == head[0]:
        yield f"{name}; begins with head word", 1.0
    if keys[max(0, start - len(head)) : start] == head:
        yield f"{name}; head before", 1.0
    elif start and keys[start - 1] == head[-1]:
        yield f"{name}; head word before", 1.0
    yield from _head_beside(sentence, "left", range(start - 1, max(-1, start - 1 - _HEAD), -1))


def _head_beside(sentence: Sentence, side: str, places: Sequence[int]) -> Iterator[Feature]:
    """How far a word of that noun stands."""
    distance = next((n for n, at in enumerate(places) if sentence.keys[at] in sentence.head), None)
    if distance is not None:
        yield f"head {side} {min(distance, 4)}", 1.0


def _list_features(sentence: Sentence, start: int, end: int) -> Iterator[Feature]:
    """Several things for a question that asks for several, and what marks set apart."""
    several = "," in sentence.gaps[start + 1 : end] or not _JOINING.isdisjoint(
        sentence.exact[start:end]
    )
    yield f"several {sentence.several} list {several}", 1.0
    yield f"{sentence.type}; list {several}", 1.0
    if sentence.gaps[start] == '"' == sentence.gaps[end]:
        yield "quoted", 1.0
        yield f"{sentence.type}; quoted", 1.0
    if sentence.gaps[start] == "(" and sentence.gaps[end] == ")":
        yield f"{sentence.type}; bracketed", 1.0


def sentence_context(sentence: Sentence) -> Iterator[Feature]:
    """What speaks for the sentence: the question's names, numbers, verb and noun in it."""
    question, keys = sentence.question, set(sentence.keys)
    begin, stop = question.slot
    around = [word for at, word in enumerate(question.words) if at and not begin <= at < stop]
    for name, wanted in (
        ("capitals", [question.key(word) for word in around if word.capital]),
        ("numbers", [question.key(word) for word in question.words if word.digit]),
        ("core", sorted(question.core)),
        ("head", sentence.head),
    ):
        if wanted:
            yield f"sentence {name}", sum(key in keys for key in wanted) / len(wanted)
    yield "sentence length", min(len(sentence.words), _LONG) / _LONG
    digits = any(word.digit for word in sentence.words)
    yield f"{sentence.type}; digits", float(digits)
    yield f"sentence index {min(sentence.passage.index, 2)}", 1.0
