"""The sentences of some articles that have most of a question's words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.answers.question import Question, is_function
from bot.answers.same_words import said_otherwise, told
from bot.answers.words import Word, read_words
from bot.facts.article_text import ArticleText, article_text
from storage.models import Article

_CONTEXT = 0.3
"""What a word of the question counts for a sentence that lacks it, where title, lead or the
sentence before have it ("Ông" goes on about who was named): when sentences are compared."""
_KNOWN = 0.7
"""The same when it is judged whether the article answers at all."""
_CORE = 1.5
"""How much more the words next to the question word count."""
_PAIR = 0.6
"""What two words that stand together in both count, beside the words themselves."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article with its words: what sentences are found in."""

    article: Article
    text: ArticleText
    rank: int
    """Place in the search result, from 0."""
    sentences: tuple[tuple[Word, ...], ...]
    """The words of each sentence of `text`."""


_FEW = 12
"""Sentences up to which a text without a date may be a passage of an encyclopaedia."""


def is_passage(read: Read) -> bool:
    """Whether the text may be of an encyclopaedia, which is asked about in other words."""
    return read.article.published is None and len(read.sentences) <= _FEW


class Bonds:
    """How often words and pairs stand in some articles: pairs that recur are words themselves."""

    def __init__(self, question: Question, reads: Sequence[Read]) -> None:
        self._words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for read in reads:
            for sentence in read.sentences:
                keys = [question.key(word) for word in sentence]
                self._words.update(keys)
                self._pairs.update(pairwise(keys))
        asked = [question.key(word) for word in question.words]
        self._pairs.update(pairwise(asked))
        self._words.update(asked)

    def between(self, first: str, second: str) -> float:
        """Share of the rarer of both that stands in this pair; 0 for a pair seen once."""
        count = self._pairs[first, second]
        if count < 2:
            return 0.0
        return count / min(self._words[first], self._words[second])


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may answer."""

    read: Read
    index: int
    """Of the sentence in the article."""
    score: float
    """Weight of the question's words and pairs that it has, as a share of all of them: 0 to 1."""
    coverage: float
    """The same for words alone, with those of title, lead and the sentence before."""
    lead_coverage: float
    """Share of the question's words that title and first sentences have: the event's own."""
    weights: dict[str, float] = field(repr=False)
    """Weight of each word of the question."""
    bonds: Bonds = field(repr=False)
    """How firmly two neighbours belong together in what was read."""

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the sentence."""
        return self.read.sentences[self.index]

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the article's text."""
        return self.read.text.sentences[self.index]


def read_article(article: Article, rank: int) -> Read:
    """The article with its words."""
    text = article_text(article)
    return Read(
        article,
        text,
        rank,
        tuple(tuple(read_words(text.text, start, end)) for start, end in text.sentences),
    )


def best_passages(
    question: Question, reads: Sequence[Read], *, limit: int, among: Sequence[Read] = ()
) -> list[Passage]:
    """The sentences with the largest share of the question, best first.

    What a word is worth is told by how rare it is `among` all that was found; without it, in
    `reads` themselves.
    """
    weights, pairs = _weights(question, among or reads)
    whole = sum(weights.values()) + sum(pairs.values()) or 1.0
    words = sum(weights.values()) or 1.0
    bonds = Bonds(question, reads)
    same = said_otherwise(question)
    found: list[Passage] = []
    for read in reads:
        keys = [[question.key(word) for word in sentence] for sentence in read.sentences]
        has = [{*sentence, *told(same, sentence)} for sentence in keys]
        context = set().union(*has[:2])
        opening = context.union(*has[2:3])
        lead = sum(weight for key, weight in weights.items() if key in opening) / words
        for index, sentence in enumerate(keys):
            present = has[index]
            before = set(has[index - 1]) if index > 1 else set()
            if 0 < index < 3 and index + 1 < len(keys):
                before |= has[index + 1]  # the event, its day and place fill two sentences
            own = sum(weight for key, weight in weights.items() if key in present)
            elsewhere = [
                weight
                for key, weight in weights.items()
                if key not in present and (key in before or key in context)
            ]
            near = _CONTEXT * sum(elsewhere)
            known = own + _KNOWN * sum(elsewhere)
            together = set(pairwise(sentence))
            paired = sum(weight for pair, weight in pairs.items() if pair in together)
            if own:
                found.append(
                    Passage(
                        read,
                        index,
                        (own + near + paired) / whole,
                        known / words,
                        lead,
                        weights,
                        bonds,
                    )
                )
    found.sort(key=lambda it: (-it.score, it.read.rank, it.index))
    return found[:limit]


def _weights(
    question: Question, reads: Sequence[Read]
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """What each word and pair of the question is worth: rare ones more (idf over sentences)."""
    content = {question.key(word) for word in question.content}
    frequency: Counter[str] = Counter()
    count = 0
    for read in reads:
        for sentence in read.sentences:
            count += 1
            frequency.update(content & {question.key(word) for word in sentence})
    core = question.core
    weights = {
        key: (_CORE if key in core else 1.0) * math.log(1 + (count + 1) / (frequency[key] + 1))
        for key in content
    }
    pairs: dict[tuple[str, str], float] = {}
    for at, (first, second) in enumerate(pairwise(question.words)):
        if question.slot[0] <= at < question.slot[1] - 1 and first not in question.focus:
            continue
        one, two = question.key(first), question.key(second)
        if one in content and two in content:
            pairs[(one, two)] = _PAIR * (weights[one] + weights[two]) / 2
        elif (one in content or two in content) and not (
            is_function(first, question.accented) and is_function(second, question.accented)
        ):
            pairs[(one, two)] = 0.25 * weights.get(one, weights.get(two, 0.0))
    return weights, pairs
