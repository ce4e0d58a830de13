"""Names in a question that was typed without capitals, as the articles found write them.

`bai rac phuoc hiep` names Phước Hiệp: two syllables that stand together in the question, and that
every article which has them together writes with capitals. With capitals a question tells its
names itself, see `limits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.answers.choice import Choice
from bot.answers.passages import Read
from bot.answers.question import Question, is_function
from bot.answers.question_reading import phrases
from bot.answers.words import Word, is_syllable
from bot.facts.record import Facts
from bot.language.provinces import all_provinces
from storage.text import folded_words

Pair = tuple[str, str]
_GAP = 1
"""Characters between two syllables of a name."""
_LONGEST = 4
"""Syllables of the longest name: longer runs of capitals are several."""


def told_names(question: Question, reads: Sequence[Read]) -> frozenset[Pair]:
    """Neighbours of the question, as it compares words, that are a name or a part of one.

    A name is a run of capitals whose syllables stand together in the question as well, without a
    noun that only begins it ("Sở Nội vụ"), and that nothing writes without capitals. Names of
    provinces are left out: they have other spellings, and are compared by them.
    """
    start, end = question.slot
    words = [*question.words[:start], *question.words[end:]]
    if any(word.capital for word in words[1:]):
        return frozenset()  # it tells its names itself
    asked = f" {' '.join(question.key(word) for word in words)} "
    wanted = {(question.key(one), question.key(two)) for one, two in pairwise(words)}
    nouns = {it for kind in ("where", "body") for it in phrases(question.accented, "nouns", kind)}
    provinces = _provinces()
    named: set[Pair] = set()
    common: set[Pair] = set()
    for read in reads:
        for sentence in read.sentences:
            for one, two in pairwise(sentence):
                pair = question.key(one), question.key(two)
                if pair in wanted and not (one.capital and two.capital):
                    common.add(pair)
            for run in _runs(sentence):
                keys = [question.key(word) for word in run]
                while len(keys) > 1 and (keys[0],) in nouns:
                    keys = keys[1:]
                whole = " ".join(word.folded for word in run[len(run) - len(keys) :])
                if len(keys) > 1 and f" {' '.join(keys)} " in asked and whole not in provinces:
                    named.update(pairwise(keys))
    return frozenset(named - common)


def _runs(sentence: Sequence[Word]) -> Iterator[list[Word]]:
    """Words with capitals that stand together, of the length of a name."""
    run: list[Word] = []
    for word in sentence:
        if run and not (word.capital and word.start - run[-1].end <= _GAP):
            if 1 < len(run) <= _LONGEST:
                yield run
            run = []
        if word.capital:
            run.append(word)
    if 1 < len(run) <= _LONGEST:
        yield run


@cache
def _provinces() -> frozenset[str]:
    names = {name for it in all_provinces() for name in (it.name, *it.former)}
    return frozenset({"viet nam", *(" ".join(folded_words(name)) for name in names)})


def knows_told(question: Question, read: Read, names: frozenset[Pair]) -> bool:
    """Whether the article has all of these names."""
    missing = set(names)
    for sentence in read.sentences:
        if not missing:
            return True
        missing -= {(question.key(one), question.key(two)) for one, two in pairwise(sentence)}
    return not missing


_KINDS = frozenset({"how_many", "when", "why", "document"})
"""Answers that are no names themselves."""


def is_of_rival(question: Question, choice: Choice, names: frozenset[Pair], facts: Facts) -> bool:
    """Whether the sentence tells of another bearer of the noun before a name of the question.

    "Bãi rác Phước Hiệp bị phạt bao nhiêu" is not answered by "bãi rác Đa Phước bị phạt 1,6 tỷ".
    People are left out: who says a thing is named with the same "ông" as who it is said of.
    """
    if question.kind not in _KINDS:
        return False
    people = {pair for it in facts.people for pair in pairwise(folded_words(it.name))}
    words = choice.passage.words
    present = {(question.key(one), question.key(two)) for one, two in pairwise(words)}
    for head, one, two in zip(question.words, question.words[1:], question.words[2:], strict=False):
        pair = question.key(one), question.key(two)
        if pair not in names and not (one.capital and two.capital and is_syllable(one)):
            continue
        if pair in present or (one.folded, two.folded) in people or _addresses(question, head):
            continue
        if head.capital or is_function(head, question.accented):
            continue
        if any(
            question.key(before) == question.key(head)
            and first.capital
            and first.start - before.end <= _GAP
            and question.key(first) != pair[0]
            for before, first in pairwise(words)
        ):
            return True
    return False


def _addresses(question: Question, head: Word) -> bool:
    last = {it[-1] for it in phrases(question.accented, "bare_names", "addresses")}
    return question.key(head) in last
