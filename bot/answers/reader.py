"""Reads the best sentences of some articles for the span that answers a question."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from bot.answers import span_features as features
from bot.answers import spans
from bot.answers.choice import Choice
from bot.answers.explaining import explains
from bot.answers.figure_offers import DAYS
from bot.answers.limits import TYPED
from bot.answers.offer import FITTING, Offer
from bot.answers.passages import Passage, Read, best_passages
from bot.answers.question import Question
from bot.answers.said import first_of_each, said_choices
from bot.answers.typed import asks_subject, offers
from bot.answers.wide import wide_choices
from bot.answers.words import table
from bot.facts.article_text import Span
from bot.facts.record import Facts

SENTENCES = 5
"""Sentences that are read closely; a sixth answers one question in a hundred."""
_SENTENCES_WITH_FACTS = 80
"""Sentences that are looked through for facts of the kind asked for."""
_FITTING = 15
"""Sentences of one article that are read closely where a fact that is just what is asked for stands
in them."""
_WORTH_READING = FITTING - 1.0
"""What such a fact is worth: of the kind, and the unit or role asked for."""
_WITH_NAMES = 9
"""The same where a fact of the kind asked for stands in them."""
_CONSIDERED = 40
"""Spans among which the one is chosen that has most in common with all the others."""
_SAME = 0.5
"""How much of that choice goes by shared words rather than by the same span."""
_COVERED = 4.0
"""What it is worth that sentence, title and lead know all of the question: it tells articles of
one kind apart."""
_EXPLAINING = 0.3
"""What facts and coverage are worth in a text that explains: it is asked about in other words, and
its people and figures are seldom the point."""


@cache
def weights() -> Mapping[str, float]:
    """Of the features of `span_features`, as `tests/benchmarks/train_answers.py` fitted them."""
    found: dict[str, float] = table("weights.toml")["weights"]
    return found


def choose(
    question: Question,
    reads: Sequence[Read],
    facts: Mapping[str, Facts],
    among: Sequence[Read] = (),
) -> list[Choice]:
    """The best span of each article that has one, best first.

    `facts` are those of articles by id; articles without any are read without. `among` are all
    articles that were found: they tell which words are rare.
    """
    passages = best_passages(question, reads, limit=1_000, among=among)
    wide = wide_choices(question, reads, facts, passages)
    if wide:
        return wide
    if question.kind == "said":
        said = said_choices(question, reads, facts, passages)
        if said:
            return said
    if question.kind == "yes_no":
        return first_of_each(
            [Choice(it, it.span, it.score, it.coverage) for it in passages[:SENTENCES]]
        )
    return _of_each(considered(question, passages, facts))


def considered(
    question: Question, passages: Sequence[Passage], facts: Mapping[str, Facts]
) -> list[tuple[Choice, int, int]]:
    """Every span of the best `passages` that may answer, with its first word and the one after its
    last, in no order."""
    passages = passages[:_SENTENCES_WITH_FACTS]
    best = passages[0].score if passages else 0.0
    scored: list[tuple[Choice, int, int]] = []
    offered: dict[str, list[Offer]] = {}
    scales: dict[str, float] = {}
    places: Counter[str] = Counter()
    for number, passage in enumerate(passages):
        article = passage.read.article.id
        place = places[article]
        places[article] += 1
        if article not in offered:
            known = facts.get(article)
            offered[article] = offers(question, passage.read.text, known) if known else []
            told = explains(passage.read, known or Facts())
            scales[article] = _EXPLAINING if told else 1.0
        bonus = _bonus(passage, offered[article])
        fitting = any(worth >= _WORTH_READING for _, worth in bonus.values())
        if number < SENTENCES or (fitting and place < _FITTING) or (bonus and place < _WITH_NAMES):
            found = _scored(spans.look_at(question, passage), best, bonus, scales[article])
            if scales[article] == 1.0 and (question.kind in TYPED or asks_subject(question)):
                found = [it for it in found if it[0].typed]  # a report's own facts alone answer
            scored += found
    return scored


def _of_each(scored: Sequence[tuple[Choice, int, int]]) -> list[Choice]:
    """The best span of each article, best first."""
    by_article: dict[str, list[tuple[Choice, int, int]]] = {}
    for item in sorted(scored, key=lambda it: -it[0].score):
        by_article.setdefault(item[0].passage.read.article.id, []).append(item)
    chosen = [most_shared(items) for items in by_article.values()]
    return sorted(chosen, key=lambda it: -it.score)


def _scored(
    sentence: spans.Sentence,
    best: float,
    bonus: Mapping[tuple[int, int], tuple[Span, float]],
    scale: float,
) -> list[tuple[Choice, int, int]]:
    fitted = weights()
    passage, words = sentence.passage, sentence.words
    base = features.total(features.sentence_features(sentence, best), fitted)
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    found = []
    for start, end in {*spans.candidates(sentence), *bonus}:
        if not _possible(sentence, start, end) and (start, end) not in bonus:
            continue
        if scale < 1.0 and not _tells(sentence, start, end):
            continue
        if start not in starts:
            starts[start] = features.total(features.start_features(sentence, start), fitted)
        if end not in ends:
            ends[end] = features.total(features.end_features(sentence, end), fitted)
        score = base + starts[start] + ends[end]
        score += features.total(features.span_features(sentence, start, end), fitted)
        span = (words[start].start, words[end - 1].end)
        offer = bonus.get((start, end))
        coverage = passage.coverage
        if offer is not None:
            span, score = offer[0], score + scale * offer[1]
            if offer[1] >= FITTING and sentence.question.kind in {"when", "where"}:
                coverage = max(coverage, passage.lead_coverage)  # it is the event that is asked of
        score += scale * _COVERED * coverage
        span = _closed(passage.read.text.text, span, passage.span[1])
        span = _whole_ordinal(sentence.question, passage.read.text.text, span)
        found.append((Choice(passage, span, score, coverage, offer is not None), start, end))
    return found


_NO_COUNT = re.compile(r"(?:\d{1,2}[/.-]){1,2}(?:19|20)\d\d|\d{1,4}[-/][^\W\d_]{2,}")
"""A date, or the number of a document."""


_ADDRESSES = frozenset(
    {"ong", "ba", "anh", "chi", "dong", "cac", "mot", "so", "vi", "pho", "truong"}
)
"""By themselves they name nobody."""
_HOUR = re.compile(r"\d{1,2}(?:h|g|:)\d{0,2}")
_NTH = re.compile(r"(?:lần\s)?thứ\s$", re.IGNORECASE)


def _whole_ordinal(question: Question, text: str, span: Span) -> Span:
    """ "Lần thứ mấy" is answered with "lần thứ 5"."""
    start, end = span
    asked = [word.folded for word in question.words[: question.slot[1]]]
    if "thu" not in asked[-3:] or question.kind != "how_many":
        return span
    found = _NTH.search(text, max(0, start - 8), start)
    return (found.start() if found else start), end


def _tells(sentence: spans.Sentence, start: int, end: int) -> bool:
    """Whether a person or place is not just what the question named itself: in a text that explains
    another span of the article answers then."""
    if sentence.question.kind not in {"who", "where"}:
        return True
    asked = {word.folded for word in sentence.question.words}
    return not all(word.folded in asked for word in sentence.words[start:end])


def _possible(sentence: spans.Sentence, start: int, end: int) -> bool:
    """A count has a number in it, an hour or day a number or a word of time."""
    words = sentence.words[start:end]
    text = sentence.passage.read.text.text
    if sentence.question.kind == "how_many":
        unit = next((it.folded for it in sentence.question.focus[:1]), "")
        near = sentence.words[start : min(end, start + 3) + 1]
        if (
            near[0].folded in DAYS
            and near[1:]
            and near[1].digit
            and not DAYS & {it.folded for it in sentence.question.words}
        ):
            return False  # "năm 2026" counts nothing
        if unit in DAYS and not any(
            (one.digit or one.exact in spans.NUMBER_WORDS) and two.folded == unit
            for one, two in pairwise(near)
        ):
            return False
        return any(
            (word.digit and not _NO_COUNT.match(text, word.start))
            or word.exact in spans.NUMBER_WORDS
            for word in words[:2]
        )
    if sentence.question.kind == "who":
        return not {word.folded for word in words} <= _ADDRESSES
    if sentence.question.kind == "post":
        return not any(word.digit or word.exact in spans.NUMBER_WORDS for word in words[:2])
    if sentence.question.kind == "when" and sentence.question.asks_hour:
        return any(word.folded in {"gio", "h"} or _HOUR.match(word.folded) for word in words)
    if sentence.question.kind == "when" and DAYS & {it.folded for it in sentence.question.focus}:
        return any(word.digit or word.exact in spans.NUMBER_WORDS for word in words)
    if sentence.question.kind == "document":
        return any(word.digit or word.capital for word in words)
    return True


def _closed(text: str, span: Span, limit: int) -> Span:
    """The span with the bracket or quotation mark that closes what was opened in it."""
    start, end = span
    for opening, closing in (("(", ")"), ("“", "”"), ("[", "]")):
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and end < limit and text[end] == closing:
            end += 1
    return start, end


def _bonus(passage: Passage, known: Sequence[Offer]) -> dict[tuple[int, int], tuple[Span, float]]:
    """Facts of this sentence, by the words they span: their characters and worth."""
    begin, stop = passage.span
    starts = [word.start for word in passage.words]
    ends = [word.end for word in passage.words]
    found: dict[tuple[int, int], tuple[Span, float]] = {}
    for offer in known:
        start, end = offer.span
        if not begin <= start < end <= stop:
            continue
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        if first < last:
            before = found.get((first, last))
            if before is None or before[1] < offer.worth:
                found[first, last] = (offer.span, offer.worth)
    return found


def most_shared(items: Sequence[tuple[Choice, int, int]]) -> Choice:
    """Of spans, best first, the one that has most in common with the others, by their likelihood.

    The span of least expected loss under the word overlap that answers are judged by (Goel and
    Byrne, Minimum Bayes-risk, 2000).
    """
    items = items[:_CONSIDERED]
    top = items[0][0].score
    likely = [math.exp(choice.score - top) for choice, _, _ in items]

    def shared(number: int) -> float:
        choice, start, end = items[number]
        total = 0.0
        for (other, first, last), weight in zip(items, likely, strict=True):
            if other.passage is not choice.passage:
                total += weight * (other.text == choice.text)
                continue
            both = min(end, last) - max(start, first)
            if both > 0:
                overlap = 2 * both / (end - start + last - first)
                total += weight * (_SAME * overlap + (1 - _SAME) * (overlap == 1))
        return total

    return items[max(range(min(25, len(items))), key=shared)][0]
