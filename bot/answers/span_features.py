"""What speaks for each choice of a span, as named features with values.

Those of the beginning and of the end are reckoned once for all spans; `weights.toml` says what each
is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.answers.context_features import (
    Feature,
    end_context,
    sentence_context,
    span_context,
    start_context,
)
from bot.answers.spans import LONGEST, Sentence, shape

_LENGTHS = (1, 2, 3, 4, 6, 9, 14, LONGEST)


def start_features(sentence: Sentence, at: int) -> list[Feature]:
    """What speaks for a span that begins at word `at`."""
    question = sentence.question
    before, first = _before(sentence, at), _class(sentence, at)
    kind = question.kind
    found: list[Feature] = [
        (f"before {before}", 1.0),
        (f"{kind}: before {before}", 1.0),
        (f"first {first}", 1.0),
        ("near left", sentence.left[at]),
        ("torn before", sentence.bond[at] if not sentence.gaps[at] else 0.0),
    ]
    found += start_context(sentence, at, before, first)
    found += _clause_before(sentence, at)
    found += _trigger(sentence, at, before=True)
    if question.words:
        matched = 0
        asked = [question.key(word) for word in question.words[: question.slot[0]]]
        while (
            matched < min(at, len(asked), 4)
            and asked[-1 - matched] == sentence.keys[at - 1 - matched]
        ):
            matched += 1
        if matched:
            found.append(("as asked before", float(matched)))
            found.append((f"{kind}: as asked before", 1.0))
        found.append(
            ("same side before", _overlap(sentence.sides[0], sentence.keys[max(0, at - 8) : at]))
        )
        found.append(
            ("other side before", _overlap(sentence.sides[1], sentence.keys[max(0, at - 8) : at]))
        )
    return found


def end_features(sentence: Sentence, end: int) -> list[Feature]:
    """What speaks for a span that ends before word `end`."""
    question = sentence.question
    after, last = _after(sentence, end), _class(sentence, end - 1)
    kind = question.kind
    found: list[Feature] = [
        (f"after {after}", 1.0),
        (f"{kind}: after {after}", 1.0),
        (f"last {last}", 1.0),
        ("near right", sentence.right[end]),
        ("torn after", sentence.bond[end] if not sentence.gaps[end] else 0.0),
    ]
    found += end_context(sentence, end, after, last)
    found += _clause_after(sentence, end)
    found += _trigger(sentence, end, before=False)
    asked = [question.key(word) for word in question.words[question.slot[1] :]]
    matched = 0
    while (
        matched < min(len(sentence.keys) - end, len(asked), 4)
        and asked[matched] == sentence.keys[end + matched]
    ):
        matched += 1
    if matched:
        found.append(("as asked after", float(matched)))
        found.append((f"{kind}: as asked after", 1.0))
    found.append(("same side after", _overlap(sentence.sides[1], sentence.keys[end : end + 8])))
    found.append(("other side after", _overlap(sentence.sides[0], sentence.keys[end : end + 8])))
    return found


def _trigger(sentence: Sentence, edge: int, *, before: bool) -> list[Feature]:
    """How far from the span the word stands that is next to the answer in the question."""
    found: list[Feature] = []
    keys = sentence.keys
    for side, name in ((sentence.sides[0], "left"), (sentence.sides[1], "right")):
        if not side:
            continue
        wanted = set(side[:2])
        places = (
            range(edge - 1, max(-1, edge - 9), -1)
            if before
            else range(edge, min(len(keys), edge + 8))
        )
        for distance, place in enumerate(places):
            if keys[place] in wanted:
                bucket = min(distance, 3) if distance < 6 else 6
                where = "before" if before else "after"
                found.append((f"{name} trigger {where} at {bucket}", 1.0))
                break
    return found


def span_features(sentence: Sentence, start: int, end: int) -> list[Feature]:
    """What speaks for the span as a whole."""
    kind = sentence.sort
    look = shape(sentence, start, end)
    length = end - start
    bucket = next((size for size in _LENGTHS if length <= size), LONGEST)
    asked = sum(sentence.asked[start:end])
    found: list[Feature] = [
        (f"shape {look}", 1.0),
        (f"{kind}: shape {look}", 1.0),
        (f"length {bucket}", 1.0),
        (f"{kind}: length {bucket}", 1.0),
        ("share asked", asked / length),
    ]
    if asked == length:
        found.append(("all asked", 1.0))
    return [
        *found,
        *_noun_features(sentence, start, end),
        *_inner_features(sentence, start, end),
        *span_context(sentence, start, end, look),
    ]


def _noun_features(sentence: Sentence, start: int, end: int) -> list[Feature]:
    """How the span stands to the noun that the question word belongs to."""
    question, kind = sentence.question, sentence.sort
    found: list[Feature] = []
    focus = [question.key(word) for word in question.focus]
    if focus:
        keys = sentence.keys[start:end]
        if keys[: len(focus)] == focus:
            found += [(f"{kind}: begins with noun", 1.0), ("begins with noun", 1.0)]
        elif keys[0] == focus[0]:
            found.append(("begins with noun's word", 1.0))
            if keys[:2] == focus[:2]:
                found.append(("begins with noun's two words", 1.0))
        if keys == focus:
            found.append(("is noun", 1.0))
        if sentence.keys[max(0, start - len(focus)) : start] == focus:
            found.append((f"{kind}: noun before", 1.0))
        if sentence.keys[end : end + len(focus)] == focus:
            found.append((f"{kind}: noun after", 1.0))
        elif sentence.keys[end : end + 1] == focus[:1]:
            found.append((f"{kind}: noun's word after", 1.0))
        if focus[0] in keys[1:]:
            found.append((f"{kind}: noun inside", 1.0))
    return found


def _inner_features(sentence: Sentence, start: int, end: int) -> list[Feature]:
    """What stands within the span."""
    found: list[Feature] = []
    length = end - start
    inner = sentence.gaps[start + 1 : end]
    found += [(f"inside {gap}", 1.0) for gap in set(inner) if gap]
    if inner.count("(") != inner.count(")"):
        found.append(("bracket torn", 1.0))
    if start + 1 < end:
        found.append(("holds together", sum(sentence.bond[start + 1 : end]) / (length - 1)))
    found += [(f"inside word {it}", 1.0) for it in set(sentence.classes[start + 1 : end - 1]) if it]
    return found


_CLAUSE = frozenset({",", ";", ":", "."})


def _clause_before(sentence: Sentence, start: int) -> Iterator[Feature]:
    """The question's words in the clause before the span, and whether a name is cut in two."""
    first = start
    while first > 0 and sentence.gaps[first] not in _CLAUSE:
        first -= 1
    yield "clause", sum(sentence.weight[first:start])
    if start and not sentence.gaps[start]:
        before, word = sentence.words[start - 1 : start + 1]
        if before.capital and word.capital:
            yield "name torn before", 1.0


def _clause_after(sentence: Sentence, end: int) -> Iterator[Feature]:
    """The same behind the span."""
    last = end
    while last < len(sentence.words) and sentence.gaps[last] not in _CLAUSE:
        last += 1
    yield "clause", sum(sentence.weight[end:last])
    if end < len(sentence.words) and not sentence.gaps[end]:
        word, after = sentence.words[end - 1 : end + 1]
        if word.capital and after.capital:
            yield "name torn after", 1.0


def sentence_features(sentence: Sentence, best: float) -> list[Feature]:
    """What speaks for any span of this sentence beside those of other sentences."""
    passage = sentence.passage
    return [
        ("sentence", passage.score),
        ("sentence behind", best - passage.score),
        ("sentence coverage", passage.coverage),
        ("article behind", min(passage.read.rank, 3) / 3),
        ("title", float(passage.index == 0)),
        *sentence_context(sentence),
    ]


def _before(sentence: Sentence, at: int) -> str:
    if sentence.gaps[at]:
        return sentence.gaps[at]
    if sentence.classes[at - 1]:
        name = sentence.classes[at - 1]
        exact = sentence.question.accented and name in {"link", "by", "place"}
        return sentence.words[at - 1].folded if exact else name
    return "asked" if sentence.asked[at - 1] else "word"


def _after(sentence: Sentence, end: int) -> str:
    if end == len(sentence.words):
        return "end"
    if sentence.gaps[end]:
        return sentence.gaps[end]
    if sentence.classes[end]:
        return sentence.classes[end]
    return "asked" if sentence.asked[end] else "word"


def _class(sentence: Sentence, at: int) -> str:
    if sentence.classes[at]:
        return sentence.classes[at]
    word = sentence.words[at]
    if word.digit:
        return "digit"
    if word.capital:
        return "capital"
    return "asked" if sentence.asked[at] else "word"


def _overlap(side: Sequence[str], keys: Sequence[str]) -> float:
    wanted = set(side)
    return len(wanted & set(keys)) / len(wanted) if wanted else 0.0


def total(features: Iterable[Feature], weights: Mapping[str, float]) -> float:
    """Their weighted sum; features without a weight count nothing."""
    result = 0.0
    for name, value in features:  # a million times a minute: a generator takes twice as long
        weight = weights.get(name)
        if weight is not None:
            result += weight * value
    return result
