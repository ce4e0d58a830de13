"""A plain question answered: the words that answer, in their own sentence, with link and date.

Steps: understand the question, search its words, read the best sentences of the articles found,
choose a span in each, keep what fits. Nothing is composed: an answer is characters of a sentence,
a sentence is characters of an article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from bot.answers.bare_names import names_asked
from bot.answers.bonded import bonded
from bot.answers.choice import Choice
from bot.answers.clauses import whole_enough
from bot.answers.comparing import (
    Side,
    figure_at,
    larger,
    of_one_kind,
    sides_asked,
    told_of,
    told_then,
)
from bot.answers.counted import counts_no_other, counts_what_is_asked
from bot.answers.explaining import explains, reports
from bot.answers.limits import fits, knows_enough
from bot.answers.near_misses import (
    counts_known_things,
    does_what_is_asked,
    done_then,
    is_of_place,
    of_the_period,
    says_no_opposite,
    tells_something,
)
from bot.answers.passages import Read, is_passage, read_article
from bot.answers.post_evidence import Holder
from bot.answers.post_holders import may_hold, post_holders
from bot.answers.post_limits import answers_post, holds_it_there
from bot.answers.question import Question, read_question
from bot.answers.reader import choose
from bot.answers.told_names import is_of_rival, knows_told, told_names
from bot.answers.whole_spans import whole
from bot.facts.article_text import article_text
from bot.facts.extract import extract
from bot.facts.record import Facts, FigureNamed
from bot.facts.times import local_day
from storage.base import ArticleStore
from storage.models import Article, SearchQuery
from storage.text import folded_words

ARTICLES = 8
"""Articles that are read for one question."""
NEAREST = 5
"""Articles that are offered as the nearest."""
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

    `nearest` are the articles that answer, then those with most of the question's words.
    """

    question: Question
    found: tuple[Found, ...]
    nearest: tuple[Article, ...]
    sides: bool = False
    """`found` are two sides that the question compares."""
    larger: int | None = None
    """Which of two sides has the larger number, 1 or 2; None: they cannot be compared."""


def answer_question(store: ArticleStore, text: str, *, today: dt.date) -> Answered:
    """The answers to `text` in the stored articles.

    Args:
        text: anything; without a word to look for nothing is found.
        today: the local day, for "tuần trước".
    """
    sides = sides_asked(text, today)
    if sides is not None:
        return _compared(store, text, sides, today)
    question = read_question(text)
    articles = _candidates(store, question)
    found = [_held(it) for it in post_holders(store, question)] or [
        it
        for it in answers_in(question, articles, today=today)
        if may_hold(question, it.article, it.text)
    ]
    return Answered(question, tuple(found), _nearest(found, articles))


def _nearest(found: Sequence[Found], articles: Sequence[Article]) -> tuple[Article, ...]:
    """Those that answer first, then the others in their order."""
    every = {it.id: it for it in (*(it.article for it in found), *articles)}
    return tuple(every.values())[:NEAREST]


def _compared(store: ArticleStore, text: str, sides: tuple[Side, Side], today: dt.date) -> Answered:
    """A figure for each side, of one counted thing; nothing where one of them has none."""
    question = read_question(text)
    told: list[tuple[Found, FigureNamed]] = []
    near: dict[str, Article] = {}
    for side, other in (sides, sides[::-1]):
        asked = answer_question(store, side.question, today=today)
        near |= {it.id: it for it in asked.nearest}
        found = next(
            (
                (it, figure)
                for it in asked.found
                if (figure := _figure_of(it)) is not None and _is_of(it, side, other)
            ),
            None,
        )
        told += [found] if found is not None else []
    nearest = tuple(near.values())[:NEAREST]
    if len(told) < 2 or not of_one_kind(told[0][1], told[1][1]):
        return Answered(question, (), nearest)
    (one, first), (two, second) = told
    if (one.article.id, one.sentence, one.start) == (two.article.id, two.sentence, two.start):
        return Answered(question, (), nearest)
    return Answered(question, (one, two), nearest, sides=True, larger=larger(first, second))


def _is_of(found: Found, side: Side, other: Side) -> bool:
    """Whether the figure is told of this side, not of the other."""
    if side.days is not None:
        day = local_day(found.article.published) or found.article.event_date
        return told_then(found.sentence, found.start, day, side.days)
    names = side.name or "", other.name or ""
    return told_of(found.sentence, found.article.title, found.start, *names)


def _figure_of(found: Found) -> FigureNamed | None:
    text = article_text(found.article).text
    begin = text.find(found.sentence)
    return figure_at(extract(found.article), begin + found.start, begin + found.end)


def answers_in(question: Question, articles: Sequence[Article], *, today: dt.date) -> list[Found]:
    """What `articles` answer, at most `SHOWN`: equally good ones, newest first, then the others."""
    facts: dict[str, Facts] = {}
    reads: list[Read] = []
    every = [read_article(article, rank) for rank, article in enumerate(articles)]
    names = told_names(question, every)
    for read in every:
        known = extract(read.article)
        if knows_told(question, read, names) and fits(question, read, known, today):
            reads.append(read)
            facts[read.article.id] = known
    choices = [
        whole(question, it)
        if explains(it.passage.read, facts[it.passage.read.article.id])
        else whole(question, whole_enough(question, it))
        for it in choose(question, reads, facts, every)
        if knows_enough(question, it, facts[it.passage.read.article.id])
        and answers_post(question, it, facts[it.passage.read.article.id])
        and (not _reports(it, facts) or bonded(question, it))
        and counts_no_other(question, it)
        and (_explains(it, facts) or counts_what_is_asked(question, it))
        and counts_known_things(question, it)
        and holds_it_there(question, it, facts[it.passage.read.article.id])
        and of_the_period(question, it, today)
        and tells_something(question, it)
        and (not _reports(it, facts) or done_then(question, it))
        and says_no_opposite(question, it)
        and (not _reports(it, facts) or does_what_is_asked(question, it))
        and (not _reports(it, facts) or is_of_place(question, it))
        and not is_of_rival(question, it, names, facts[it.passage.read.article.id])
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


def _reports(choice: Choice, facts: Mapping[str, Facts]) -> bool:
    """Whether the article reports: it is then asked about in its own words."""
    read = choice.passage.read
    known = facts[read.article.id]
    return not explains(read, known) or (not is_passage(read) and reports(read, known))


def _explains(choice: Choice, facts: Mapping[str, Facts]) -> bool:
    """Whether it is a short text without any mark of a report: what such a passage of an
    encyclopaedia counts is asked about in other words."""
    read = choice.passage.read
    known = facts[read.article.id]
    return is_passage(read) and explains(read, known) and not reports(read, known)


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


def _age(choice: Choice) -> float:
    """Newest first; of one moment they keep their order."""
    article = choice.passage.read.article
    return -(article.published or article.first_seen).timestamp()


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
