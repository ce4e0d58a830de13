"""Answers that a report gives as a whole: who asked for a task that stands sentences later, whom an
event was held with, which documents it cites, and everybody who did one thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.answers.choice import Choice
from bot.answers.passages import Passage, Read
from bot.answers.person_offers import named_mentions
from bot.answers.question import Question
from bot.answers.question_reading import phrases, places
from bot.answers.typed import without_subject
from bot.answers.words import read_words, table
from bot.facts.article_text import Span
from bot.facts.record import Facts, RequestMade
from storage.text import fold

MORE = 4
"""Further answers of one article that are shown."""
_TASK = 0.6
"""What of the task asked about a request must have."""
_KNOWN = 0.6
"""What of the other words of the question title, lead and sentence must have."""
_WORTH = 10.0


Finder = Callable[[Question, Passage, Facts], Iterator[Choice]]


def wide_choices(
    question: Question,
    reads: Sequence[Read],
    facts: Mapping[str, Facts],
    passages: Sequence[Passage],
) -> list[Choice] | None:
    """One choice of each article that answers, best first; None where the question is no such."""
    find = _finder(question)
    if find is None:
        return None
    found: list[Choice] = []
    for read in reads:
        best = next((it for it in passages if it.read is read), None)
        if best is not None:
            found += find(question, best, facts.get(read.article.id, Facts()))
    found.sort(key=lambda it: -it.score)
    return found


def _finder(question: Question) -> Finder | None:
    start, _ = question.slot
    if question.kind == "document" and _has(question, "mention"):
        return _documents
    if question.kind == "who":
        if start and question.words[start - 1].folded == "voi":
            return _partners
        if start > 1 and question.words[start - 1].folded == "cho":
            return _receivers
        if _asks_for(question):
            return _askers
        if _has(question, "all"):
            return _everybody
    if question.kind == "body" and start and question.words[start - 1].folded == "voi":
        return _partners
    return None


def _has(question: Question, name: str) -> bool:
    keys = [question.key(word) for word in question.words]
    return any(next(iter(places(keys, it)), None) is not None for it in _wide(question, name))


def _wide(question: Question, name: str) -> tuple[tuple[str, ...], ...]:
    return phrases(question.accented, "wide", name)


def _asks_for(question: Question) -> tuple[int, int] | None:
    """Where the verb stands in "Ai đề nghị …" with a task behind it, as numbers of words."""
    keys = [question.key(word) for word in question.words]
    end = question.slot[1]
    for phrase in phrases(question.accented, "speech", "ask"):
        for at in (end, end + 1, end + 2):
            if question.slot[0] <= 1 and tuple(keys[at : at + len(phrase)]) == phrase:
                return at, at + len(phrase)
    return None


def _place(best: Passage, index: int, coverage: float) -> Passage:
    return replace(best, index=index, coverage=coverage)


def _share(question: Question, best: Passage, keys: set[str], leave: set[str]) -> float:
    """Share of the question's words, by their weight, that are among `keys`."""
    weights = {key: it for key, it in best.weights.items() if key not in leave}
    whole = sum(weights.values())
    return sum(it for key, it in weights.items() if key in keys) / whole if whole else 1.0


def _keys(question: Question, read: Read, *spans: Span) -> set[str]:
    return {
        question.key(word)
        for start, end in spans
        for word in read_words(read.text.text, start, end)
    }


def _head(read: Read) -> list[Span]:
    """Title and the first sentences."""
    return list(read.text.sentences[:3])


def _askers(question: Question, best: Passage, facts: Facts) -> Iterator[Choice]:
    """Who asks for the task, where it stands in any sentence of the request."""
    read, verb = best.read, _asks_for(question)
    if verb is None:
        return
    at = question.words[0].start
    behind = question.text[question.words[verb[1] - 1].end - at :]
    content = {question.key(it) for it in question.content}
    task = content & {question.key(word) for word in read_words(behind)}
    task = task - _keys(question, read, *_head(read)) or task  # where it was is told above
    for request in facts.requests:
        span = _asker(read, request, facts)
        if span is None or not request.tasks:
            continue
        spans = [*_head(read), *map(read.text.sentence_at, (it[0] for it in request.tasks))]
        said = max(
            len(task & _keys(question, read, it)) / len(task) if task else 1.0
            for it in (*request.tasks, (request.tasks[0][0], request.tasks[-1][1]))
        )
        known = _share(question, best, _keys(question, read, *spans), set())
        if said >= _TASK and known >= _KNOWN:
            index = read.text.sentences.index(read.text.sentence_at(span[0]))
            passage = _place(best, index, known)
            yield Choice(passage, span, _WORTH * (said + known), known, typed=True)
            return


def _asker(read: Read, request: RequestMade, facts: Facts) -> Span | None:
    """Where who asks is named, nearest before the first task."""
    if not request.asker or not request.tasks:
        return None
    before = request.tasks[0][0]
    mentions = [
        it
        for person in facts.people
        if person.name == request.asker
        for it in named_mentions(read.text.text, person)
        if it[1] <= before
    ]
    if mentions:
        return max(mentions)
    at = read.text.text.rfind(request.asker, 0, before)
    return (at, at + len(request.asker)) if at >= 0 else None


_WITH = re.compile(r"(?<!\w)với\s(?P<who>[^,;.:\n]{3,160})")
_FOR = re.compile(r"(?<!\w)cho\s(?P<who>[^,;.:()\n]{3,160})")
_NO_MORE = re.compile(r"\s(?:để|về|nhằm|tại|theo|trong|vào|ngày|sáng|chiều|tối|do|sử dụng)(?!\w)")


def _partners(question: Question, best: Passage, facts: Facts) -> Iterator[Choice]:
    """Whom it was done with: what follows the same verb and "với"."""
    yield from _behind(question, best, _WITH, 3)


def _receivers(question: Question, best: Passage, facts: Facts) -> Iterator[Choice]:
    """To whom it was given or said: what follows the same verb and "cho"."""
    yield from _behind(question, best, _FOR, 2)


def _behind(
    question: Question, best: Passage, pattern: re.Pattern[str], words: int
) -> Iterator[Choice]:
    """What follows the last words before the question word, its preposition among `words`."""
    read, start = best.read, question.slot[0]
    verb = " ".join(word.folded for word in question.words[max(0, start - words) : start - 1])
    for index, (begin, stop) in enumerate(read.text.sentences[:4]):
        sentence = read.text.text[begin:stop]
        for found in pattern.finditer(sentence):
            # other words may stand between: "làm việc trực tiếp với"
            if f" {verb} " not in f" {fold(sentence[max(0, found.start() - 40) : found.start()])} ":
                continue
            end = _NO_MORE.search(found["who"])
            length = end.start() if end else len(found["who"].rstrip())
            span = (begin + found.start("who"), begin + found.start("who") + length)
            keys = _keys(question, read, *_head(read))
            known = _share(question, best, keys | _keys(question, read, (begin, stop)), set())
            if length and known >= _KNOWN:
                own = _share(question, best, _keys(question, read, (begin, stop)), set())
                score = _WORTH * known + own + (0.5 if index else 0.0)
                passage = _place(best, index, known)
                yield Choice(passage, span, score, known, typed=True)
                return


def _documents(question: Question, best: Passage, facts: Facts) -> Iterator[Choice]:
    """The documents of the article that the question names by its subject, numbered ones first."""
    read = best.read
    leave = {
        key
        for phrase in _wide(question, "mention")
        if next(iter(places([question.key(it) for it in question.words], phrase)), None) is not None
        for key in phrase
    }
    leave |= {question.key(word) for word in question.focus}
    known = _share(question, best, _keys(question, read, *_head(read)), leave)
    if known < _KNOWN or not facts.documents:
        return
    numbered = [it for it in facts.documents if it.number is not None]
    spans = [without_subject(read.text, it) for it in numbered or facts.documents]
    yield from _together(best, spans, known)


def _everybody(question: Question, best: Passage, facts: Facts) -> Iterator[Choice]:
    """All persons who did what is asked, where the report is of what is asked about."""
    read = best.read
    asked = f" {' '.join(word.folded for word in question.words)} "
    roles = [
        (role, word)
        for role, words in table("question.toml")["roles"].items()
        for word in words
        if f" {fold(word)} " in asked
    ]
    wanted = {role for role, _ in roles}
    people = [it for it in facts.people if wanted & set(it.roles)]
    leave = {question.key(word) for _, it in roles for word in read_words(it)}
    known = _share(question, best, _keys(question, read, *_head(read)), leave)
    spans = [span for it in people for span in named_mentions(read.text.text, it)[:1]]
    if spans and known >= _KNOWN:
        yield from _together(best, spans, known)


def _together(best: Passage, spans: Sequence[Span], known: float) -> Iterator[Choice]:
    read = best.read
    unique: dict[str, Choice] = {}
    for span in spans:
        sentence = read.text.sentence_at(span[0])
        if sentence[0] <= span[0] and span[1] <= sentence[1]:
            passage = _place(best, read.text.sentences.index(sentence), known)
            choice = Choice(passage, span, _WORTH * known, known, typed=True)
            unique.setdefault(fold(choice.text), choice)
    choices = list(unique.values())
    if choices:
        yield replace(choices[0], more=tuple(choices[1 : MORE + 1]))
