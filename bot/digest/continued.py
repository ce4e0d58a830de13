"""What stories continue from earlier weeks ("tuần thứ 3"). Pure.

A story continues one of an earlier week where two of their articles are more alike than two single
articles must be to stand in one story, and share what marks the event: a person or a document that
few other stories have, rare names, or rare phrases of their heads. Sessions of what takes place
again and again are no continuation: two titles with a phrase of `routine.toml`, or with different
numbers of a session.

Weeks are counted in the local days of the reader's zone, backwards from the one that is told, so
that neither a change of clocks nor a digest that comes daily makes a week more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import msgspec
import numpy as np

from bot.digest.likeness import Likeness
from bot.digest.pairing import candidates, rare_names, rare_phrases
from bot.digest.resemblance import Resemblance, log_odds, resemblance
from bot.digest.routine import phrases_in, routine
from bot.digest.story import Story
from storage.models import Article
from storage.text import folded_words

WEEKS = 8
"""How many weeks back are looked at."""

SURE = 0.8
"""How likely two articles must tell of one event, whatever the days between."""

SAME_NAMES = 0.1
"""What names that are no province's and no office's must share, as a part of the cosine of all
names, to mark the event by themselves."""

SAME_PHRASES = 0.1
"""What rare phrases of the heads must share for the same, as a part of the cosine of the heads.
What more than `MOST_MARKED` stories of the week share with an earlier one marks none of them."""

MOST_MARKED = 3
"""Stories of a week that may have a person, a document or phrases that still mark one event."""

MOST_COMPARED = 5
"""Articles of one story, the main one first, that are compared with other weeks."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story of an earlier week.

    Attributes:
        story: as it was then.
        week: how many weeks before the one that is told; 0: within the same.
        weeks: those of all that it continues, and its own.
    """

    story: Story
    week: int
    weeks: frozenset[int]


def continued(
    stories: Sequence[Story], before: Sequence[Told], likeness: Likeness | None = None
) -> list[Story]:
    """The stories, in their order, with `continues` and `earlier`."""
    chains = _chains(stories, before, likeness or Likeness())
    return [_continuing(story, chain) for story, chain in zip(stories, chains, strict=True)]


def chained(
    weeks: Iterable[tuple[int, Sequence[Story]]], likeness: Likeness | None = None
) -> tuple[Told, ...]:
    """The stories of earlier weeks, each with what it continues itself.

    `weeks`: how many weeks back, and the stories of that week; the furthest back first.
    """
    likeness = likeness or Likeness()
    told: list[Told] = []
    for week, stories in weeks:
        chains = _chains(stories, told, likeness)
        told += [
            Told(
                _continuing(story, chain),
                week,
                frozenset({week}).union(*(it.weeks for it in chain)),
            )
            for story, chain in zip(stories, chains, strict=True)
        ]
    return tuple(told)


def _continuing(story: Story, chain: Sequence[Told]) -> Story:
    weeks = frozenset[int]().union(*(it.weeks for it in chain)) - {0}
    mains = {it.id: it for each in chain for it in (*each.story.earlier, each.story.main)}
    earlier = sorted(mains.values(), key=lambda it: (it.published or it.first_seen, it.id))
    return replace(story, continues=len(weeks), earlier=tuple(earlier))


def _chains(
    stories: Sequence[Story], before: Sequence[Told], likeness: Likeness
) -> list[list[Told]]:
    """For each story those that it continues; one that has an article of these is not before."""
    own = {it.id for story in stories for it in story.articles}
    before = [it for it in before if own.isdisjoint(article.id for article in it.story.articles)]
    links = _links(stories, [it.story for it in before], likeness)
    return [[before[number] for number in links.get(at, ())] for at in range(len(stories))]


def _links(
    stories: Sequence[Story], before: Sequence[Story], likeness: Likeness
) -> dict[int, list[int]]:
    """For each index of a story those of the stories before that it continues."""
    articles: list[Article] = []
    owner: list[int] = []
    for number, story in enumerate((*stories, *before)):
        articles += story.articles[:MOST_COMPARED]
        owner += [number] * len(story.articles[:MOST_COMPARED])
    count, first = len(stories), sum(number < len(stories) for number in owner)
    if not before or not first:
        return {}
    profiles = likeness.profiles(articles)
    pairs = candidates(profiles)
    pairs = pairs[(pairs[:, 0] < first) & (pairs[:, 1] >= first)]
    names = rare_names(profiles, pairs) >= SAME_NAMES
    phrases = rare_phrases(profiles, pairs) >= SAME_PHRASES
    least = np.log(SURE / (1 - SURE))
    marks = _marks(stories)
    found: dict[int, set[int]] = {}
    by_phrases: dict[int, set[int]] = {}
    likely = log_odds(profiles, pairs, _timeless()) >= least
    for at in likely.nonzero()[0].tolist():
        one, two = pairs[at].tolist()
        if other_session(articles[one].title, articles[two].title):
            continue
        if names[at] or marks & set(articles[one].terms) & set(articles[two].terms):
            found.setdefault(owner[one], set()).add(owner[two] - count)
        elif phrases[at]:
            by_phrases.setdefault(owner[two] - count, set()).add(owner[one])
    for before_it, telling in by_phrases.items():
        for story_now in telling if len(telling) <= MOST_MARKED else ():
            found.setdefault(story_now, set()).add(before_it)
    return {at: sorted(numbers) for at, numbers in found.items()}


@cache
def _timeless() -> Resemblance:
    """Days between count nothing: weeks do lie between."""
    table = resemblance()
    return msgspec.structs.replace(
        table, window=7 * (WEEKS + 2), shifts={**table.shifts, "day": 0.0}
    )


def _marks(stories: Sequence[Story]) -> frozenset[str]:
    """People and documents that few of the stories have: as look-up terms."""
    count = Counter(
        term
        for story in stories
        for term in {it for article in story.articles for it in article.terms}
        if term.startswith(("who:", "doc:"))
    )
    return frozenset(term for term, number in count.items() if number <= MOST_MARKED)


def other_session(one: str, two: str) -> bool:
    """Whether two titles are of two sessions of what takes place again and again."""
    first, second = folded_words(one), folded_words(two)
    if _is_routine(first) and _is_routine(second):
        return True
    counted, other = _counted(first), _counted(second)
    return any(counted[word].isdisjoint(other[word]) for word in counted.keys() & other.keys())


def _is_routine(title: Sequence[str]) -> bool:
    return bool(phrases_in(title, routine().phrases))


_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
"""Up to 39, folded."""


def _counted(title: Sequence[str]) -> dict[str, set[str]]:
    """Words of `counted` with the numbers behind them."""
    found: dict[str, set[str]] = {}
    for word, number in pairwise(title):
        if word in routine().counted and (number.isdigit() or _ROMAN.fullmatch(number)):
            found.setdefault(word, set()).add(number)
    return found
