"""A plain question answered: the words that answer, in their own sentence, with link and date.

Steps: understand the question, search its words, read the best sentences of the articles found,
choose a span in each, keep what fits. Nothing is composed: an answer is characters of a sentence,
a sentence is characters of an article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from bot.answers.bare_names import names_asked
from bot.answers.choice import Choice
from bot.answers.clauses import whole_enough
from bot.answers.explaining import explains
from bot.answers.limits import answers_post, counts_what_is_asked, fits, knows_enough
from bot.answers.near_misses import counts_known_things, of_the_period, tells_something
from bot.answers.passages import Read, read_article
from bot.answers.post_evidence import Holder
from bot.answers.post_holders import may_hold, post_holders
from bot.answers.question import Question, read_question
from bot.answers.reader import choose
from bot.facts.article_text import article_text
from bot.facts.extract import extract
from bot.facts.record import Facts
from storage.base import ArticleStore
from storage.models import Article, SearchQuery
from storage.text import folded_words

ARTICLES = 5
"""Articles that are read for one question."""
SHOWN = 3
"""Articles that are shown side by side where they answer differently."""
_AS_GOOD = 0.93
"""What an article needs of the best one's coverage to stand beside it."""
_BEHIND = 4.0
"""How far its score may lie behind: a fact less that fits."""
_EQUAL = 1.5
"""How near two scores are of reports that tell the same of different days: newest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer.

    Attributes:
        article: whose words these are.
        text: the words that answer; they stand in `sentence`.
        sentence: the article's own.
        start, end: `sentence[start:end] == text`.
        confidence: share of the question that the place has, 0 to 1.
    """

    article: Article
    text: str
    sentence: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What was understood and found; `found` is empty where no article answers.

    `nearest` are the articles with most of the question's words, best first.
    """

    question: Question
    found: tuple[Found, ...]
    nearest: tuple[Article, ...]


def answer_question(store: ArticleStore, text: str, *, today: dt.date) -> Answered:
    """The answers to `text` in the stored articles.

    Args:
        text: anything; without a word to look for nothing is found.
        today: the local day, for "tuần trước".
    """
    question = read_question(text)
    articles = _candidates(store, question)
    if holders := post_holders(store, question):
        return Answered(question, tuple(map(_held, holders)), articles)
    found = [
        it
        for it in answers_in(question, articles, today=today)
        if may_hold(question, it.article, it.text)
    ]
    return Answered(question, tuple(found), articles)


def answers_in(question: Question, articles: Sequence[Article], *, today: dt.date) -> list[Found]:
    """What `articles` answer, at most `SHOWN`: equally good ones, newest first, then the others."""
    facts: dict[str, Facts] = {}
    reads: list[Read] = []
    for rank, article in enumerate(articles):
        read = read_article(article, rank)
        known = extract(article)
        if fits(question, read, known, today):
            reads.append(read)
            facts[article.id] = known
    choices = [
        it
        if explains(it.passage.read, facts[it.passage.read.article.id])
        else whole_enough(question, it)
        for it in choose(question, reads, facts)
        if knows_enough(question, it, facts[it.passage.read.article.id])
        and answers_post(question, it, facts[it.passage.read.article.id])
        and counts_what_is_asked(question, it)
        and counts_known_things(question, it)
        and of_the_period(question, it, today)
        and tells_something(question, it)
    ]
    if not choices:
        return []
    best = choices[0]
    beside = [
        it
        for it in choices[1:]
        if it.coverage >= _AS_GOOD * best.coverage
        and it.score >= best.score - _BEHIND
        and it.typed
        and not _same(it, best)
    ]
    equal = [it for it in beside if it.score >= best.score - _EQUAL]
    others = [it for it in beside if it not in equal]
    ordered = [*sorted([best, *equal], key=_age), *sorted(others, key=_age)]
    shown = ordered[:SHOWN]
    return [
        _found(it) for choice in shown for it in (choice, *_more(choice, alone=len(shown) == 1))
    ]


def _more(choice: Choice, *, alone: bool) -> tuple[Choice, ...]:
    """What belongs to a choice, where no other article stands beside it."""
    return choice.more if alone else ()


def _candidates(store: ArticleStore, question: Question) -> tuple[Article, ...]:
    start, end = question.slot
    at = question.words[0].start if question.words else 0
    words = tuple(
        question.text[word.start - at : word.end - at]
        for number, word in enumerate(question.words)
        if not start <= number < end or word in question.focus
    )
    if not words:
        return ()
    asked = SearchQuery(words=words, any_word=True, fold_reposts=True, limit=ARTICLES)
    ids = [hit.article_id for hit in store.search(asked).hits]
    names = tuple(names_asked(question))
    if names:  # who is named seldom has the rarest words of the question
        named = store.search(structs.replace(asked, phrases=names))
        ids = list(dict.fromkeys([*(hit.article_id for hit in named.hits), *ids]))[:ARTICLES]
    found = map(store.get_article, ids)
    return tuple(article for article in found if article is not None)


def _same(one: Choice, other: Choice) -> bool:
    first, second = folded_words(one.text), folded_words(other.text)
    return first == second or one.sentence == other.sentence


def _age(choice: Choice) -> tuple[float, str]:
    article = choice.passage.read.article
    return -(article.published or article.first_seen).timestamp(), article.id


def _found(choice: Choice) -> Found:
    begin = choice.passage.span[0]
    start, end = choice.span[0] - begin, choice.span[1] - begin
    return Found(
        article=choice.passage.read.article,
        text=choice.text,
        sentence=choice.sentence,
        start=start,
        end=end,
        confidence=min(choice.coverage, 1.0),
    )


def _held(holder: Holder) -> Found:
    text, (begin, end) = article_text(holder.article).text, holder.sentence
    start, stop = holder.name
    return Found(
        article=holder.article,
        text=text[start:stop],
        sentence=text[begin:end],
        start=start - begin,
        end=stop - begin,
        confidence=1.0,
    )
