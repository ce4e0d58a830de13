"""The stories of the weeks before a digest, for what its own stories continue.

Of each week only what shares a person, a document or a rare word of a title with the digest is
looked at, and so much of that as bounds the work; it is read week by week, so that eight full weeks
never lie in memory at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.digest.calendar import at_local
from bot.digest.continued import WEEKS, Told, chained
from bot.digest.likeness import Likeness
from bot.digest.rarity import RAREST, rarities
from bot.digest.stories import group_stories
from storage.models import Article
from storage.text import folded_words

MOST_READ = 100
"""Articles of one earlier week that are looked at."""

Read = Callable[[datetime, datetime], Sequence[Article]]
"""Articles first seen after the one and not after the other instant."""


def told_before(
    read: Read,
    articles: Sequence[Article],
    *,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
    likeness: Likeness | None = None,
) -> tuple[Told, ...]:
    """What the weeks before `since` told that may go on in `articles`, those of (since, until]."""
    if not articles:
        return ()
    likeness = likeness or Likeness()
    marks = frozenset(mark for it in articles for mark in _marks(it))
    weeks = []
    for week, begin, end in _weeks(since, until, zone):
        found = _related(marks, read(begin, end))
        weeks.append((week, group_stories(found, zone=zone, likeness=likeness.apart())))
    return chained(weeks, likeness)


def _weeks(
    since: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[tuple[int, datetime, datetime]]:
    """How many weeks back, begin and end; the furthest back first.

    A digest of less than a week tells a part of one: what came before in the seven local days up to
    `until` is of the same week. Weeks begin at the same local time, whatever the clocks did.
    """
    last = until.astimezone(zone)
    begins = at_local(last.date() - timedelta(7), last.time(), zone)
    first = min(since, begins).astimezone(zone)
    edges = [
        at_local(first.date() - timedelta(7 * week), first.time(), zone)
        for week in range(WEEKS, -1, -1)
    ]
    for week, (begin, end) in zip(range(WEEKS, 0, -1), pairwise(edges), strict=True):
        yield week, begin, end
    if begins < since:
        yield 0, begins, since


def _related(marks: frozenset[str], earlier: Sequence[Article]) -> list[Article]:
    shared = [(len(marks & _marks(it)), it) for it in earlier]
    kept = sorted((it for it in shared if it[0]), key=lambda it: (-it[0], it[1].id))
    return [article for _, article in kept[:MOST_READ]]


def _marks(article: Article) -> frozenset[str]:
    """People and documents by their look-up terms, and rare pairs of words of the title."""
    known = rarities()
    pairs = map(" ".join, pairwise(folded_words(article.title)))
    return frozenset(
        [it for it in article.terms if it.startswith(("who:", "doc:"))]
        + [it for it in pairs if known.get(it, RAREST) == RAREST]
    )
