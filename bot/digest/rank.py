"""What matters to one reader: stories with points, the most first. Pure.

The points of a story are the sum of its reasons (`ranking.toml` says what each is worth), times the
factors that the reader's feedback gave to its topic, sources and organisations. Points below zero
are divided by those factors instead, so that "useful" always lifts. Equal points: the later story
first, then by id.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from bot.digest.story import Story
from bot.facts.topics import OTHER
from storage.models import Article, Preferences
from storage.text import folded_words

LEAD = 400
"""Characters of an article behind the title that are looked at."""


class Feedback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps of feedback and the bounds of its factors."""

    topic: float
    source: float
    org: float
    least: float
    most: float


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which kinds of news are known."""

    decisions: tuple[str, ...]
    routine_events: tuple[str, ...]
    routine_words: tuple[str, ...]
    round_ups: tuple[str, ...]


class Ranking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table; see its comments."""

    points: dict[str, float]
    ranks: dict[int, tuple[str, ...]]
    words: Words
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class RankedStory:
    """A story with what it is worth.

    Attributes:
        points: the sum of the reasons, changed by the factor.
        reasons: key of `ranking.toml` and its points, those that are not 0, in the table's order.
        factor: what the reader's feedback makes of it; 1 without any.
    """

    story: Story
    points: float
    reasons: tuple[tuple[str, float], ...]
    factor: float = 1.0


@cache
def ranking() -> Ranking:
    """The table beside this module, read once."""
    text = files("bot.digest").joinpath("ranking.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Ranking, strict=False)


def rank(
    stories: Sequence[Story],
    preferences: Preferences,
    *,
    followed: Collection[str] = frozenset(),
    known_documents: Collection[str] = frozenset(),
    table: Ranking | None = None,
) -> list[RankedStory]:
    """The stories, what matters most first, whatever the order they come in.

    Args:
        stories: as `group_stories` gives them, filtered already.
        preferences: topics, provinces and sources that are chosen lift what fits them; feedback.
        followed: ids of articles that are found by something the reader follows.
        known_documents: keys of documents that earlier digests cited, as in `Story.documents`.
        table: None: the one that is shipped.
    """
    table = table or ranking()
    ranked = []
    for story in stories:
        found = dict(_reasons(story, preferences, followed, known_documents, table))
        reasons = tuple((key, found[key]) for key in table.points if found.get(key))
        factor = _factor(story, preferences, table.feedback)
        total = math.fsum(points for _, points in reasons)
        points = total * factor if total >= 0 else total / factor
        ranked.append(RankedStory(story, points, reasons, factor))
    return sorted(
        ranked,
        key=lambda it: (-it.points, -it.story.last_day.toordinal(), it.story.main.id),
    )


def feedback_keys(story: Story) -> tuple[str, ...]:
    """What an answer about a story is taken to be about, as in `Preferences.feedback`."""
    keys = [f"source:{story.main.source}"]
    if story.topic != OTHER:
        keys.append(f"topic:{story.topic}")
    return (*keys, *(f"org:{body}" for body in story.organisations[:1]))


def _factor(story: Story, preferences: Preferences, bounds: Feedback) -> float:
    factors = dict(preferences.feedback)
    value = math.prod(factors.get(key, 1.0) for key in feedback_keys(story))
    return min(bounds.most, max(bounds.least, value))


def _reasons(
    story: Story,
    preferences: Preferences,
    followed: Collection[str],
    known_documents: Collection[str],
    table: Ranking,
) -> Iterator[tuple[str, float]]:
    points, words = table.points, table.words
    title, lead = _folded(story.main.title), _folded(_beginning(story.main))
    yield "outlet", points["outlet"] * math.sqrt(max(0, len(story.outlets) - 1))
    yield "article", points["article"] * math.log2(len(story.articles))
    yield "rank", points["rank"] * _highest(title + lead, table)
    yield "figure", points["figure"] * _share(_NUMBER, title, lead)
    yield "decision", points["decision"] * _share(_phrases(words.decisions), title, lead)
    new = [it for it in story.documents if it not in known_documents]
    yield "new_document", points["new_document"] * min(3, len(new))
    yield "told_week", points["told_week"] * min(3, story.continues)
    yield "new_story", points["new_story"] * (story.continues == 0)
    chosen = (
        story.topic in preferences.topics,
        not set(story.provinces).isdisjoint(preferences.provinces),
        not set(story.outlets).isdisjoint(preferences.sources),
    )
    yield "chosen", points["chosen"] * sum(chosen)
    yield "followed", points["followed"] * any(it.id in followed for it in story.articles)
    yield "no_topic", points["no_topic"] * (story.topic == OTHER)
    yield "routine", points["routine"] * _is_routine(story.main, title, words)
    yield "round_up", points["round_up"] * title.startswith(_beginnings(words.round_ups))


_NUMBER = re.compile(r" (?!(?:19|20)\d\d )\d")
"""A year counts nothing."""

_NOT_THE_POST = (" pho ", " nguyen ", " cuu ")
"""In front of a post: the deputy's, or a former one."""


def _share(what: re.Pattern[str], title: str, lead: str) -> float:
    return 1.0 if what.search(title) else 0.5 if what.search(lead) else 0.0


def _highest(text: str, table: Ranking) -> int:
    """The highest rank that is named; "phó bí thư tỉnh ủy" does not name a "bí thư tỉnh ủy"."""
    for level in sorted(table.ranks, reverse=True):
        for match in _phrases(table.ranks[level]).finditer(text):
            if not text[: match.start()].endswith(_NOT_THE_POST):
                return level
    return 0


def _is_routine(article: Article, title: str, words: Words) -> bool:
    if _phrases(words.routine_words).search(title):
        return True
    return any(f"event:{event}" in article.terms for event in words.routine_events)


def _beginning(article: Article) -> str:
    return (article.lead or next(iter(article.paragraphs), ""))[:LEAD]


@lru_cache(8_192)  # the same stories are ranked for each distinct wish
def _folded(text: str) -> str:
    """Folded syllables with blanks between and around them."""
    return f" {' '.join(folded_words(text))} "


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Whole folded syllables, the longer phrases first."""
    folded = sorted((" ".join(folded_words(it)) for it in phrases), key=lambda it: (-len(it), it))
    return re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, folded))})(?= )")


@cache
def _beginnings(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_folded(it) for it in phrases)
