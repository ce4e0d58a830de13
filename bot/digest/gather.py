"""What a digest is made of: its stories in the reader's order, and what is told of them. Pure.

The slow part of composing (grouping, summaries, facts) is done once for all readers of the same
articles; how much of it fits is decided later (`bot/digest/compose.py`), for one message or three.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.digest.highlight import Highlight, Length, highlight
from bot.digest.mentioned import Mentioned, mentioned
from bot.digest.rank import rank
from bot.digest.select import Selection
from bot.digest.story import Story
from bot.facts.topics import topic_of
from storage.article_rules import instant, newest_first
from storage.models import Article, Preferences

if TYPE_CHECKING:
    from bot.digest.continued import Told
    from bot.digest.likeness import Likeness

MOST_TOP = 3
"""Stories that are told in full."""


MOST_GROUPED = 5_000
"""Newest articles that are grouped into stories; older ones of a fuller digest stand alone."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The stories of a digest, the most important first, and what is told of them."""

    stories: tuple[Story, ...]
    highlights: tuple[Highlight, ...]
    """Of the first stories, in their order."""
    mentioned: Mentioned


class Gatherer:
    """The stories of one selection, for any number of readers; what it works out it remembers."""

    def __init__(
        self,
        selection: Selection,
        *,
        zone: ZoneInfo,
        until: datetime,
        earlier: Sequence[Told] = (),
        likeness: Likeness | None = None,
    ) -> None:
        """`until` is when the digest is read: what lies ahead counts from its day in `zone`.

        `earlier`: what the weeks before told (`told_before`). `likeness` is shared by those who
        make digests of the same articles.
        """
        from bot.digest.stories import group_stories  # its arrays take 0.2 s to import

        newest = sorted(selection.articles, key=newest_first)
        self._stories = [
            *group_stories(
                newest[:MOST_GROUPED],
                copies=selection.copies,
                zone=zone,
                earlier=earlier,
                likeness=likeness,
            ),
            *(_alone(it, selection, zone) for it in newest[MOST_GROUPED:]),
        ]
        self._mentioned = self._mention(until.astimezone(zone))
        self._highlights: dict[tuple[str, Length], Highlight] = {}

    def gathered(
        self,
        preferences: Preferences | None = None,
        followed: Collection[str] = (),
        known_documents: Collection[str] = (),
    ) -> Gathered:
        """For a reader with these preferences who follows what finds the articles `followed`.

        `known_documents` are keys of documents that the reader's earlier digests cited.
        """
        wishes = preferences or Preferences()
        stories = self._ordered(wishes, followed, known_documents)
        return Gathered(
            stories=stories,
            highlights=tuple(self._highlight(it, wishes.length) for it in stories[:MOST_TOP]),
            mentioned=self._mentioned,
        )

    @cached_property
    def documents(self) -> frozenset[str]:
        """Keys of all documents that the stories cite."""
        return frozenset(key for story in self._stories for key in story.documents)

    def _ordered(
        self, wishes: Preferences, followed: Collection[str], known: Collection[str] = ()
    ) -> tuple[Story, ...]:
        ranked = rank(
            self._stories,
            wishes,
            followed=frozenset(followed),
            known_documents=frozenset(known),
        )
        return tuple(it.story for it in ranked)

    def _mention(self, sent: datetime) -> Mentioned:
        """The same for all readers: of the stories that matter most to anybody."""
        stories = self._ordered(Preferences(), ())
        articles = [it for story in stories for it in story.articles]
        return mentioned(articles, today=sent.date(), at=sent.time())

    def _highlight(self, story: Story, length: Length) -> Highlight:
        key = (story.main.id, length)
        if key not in self._highlights:
            self._highlights[key] = highlight(story, length)
        return self._highlights[key]


def _alone(article: Article, selection: Selection, zone: ZoneInfo) -> Story:
    """The story of one article and what repeats it."""
    every = (article, *selection.copies.get(article.id, ()))
    days = [instant(it).astimezone(zone).date() for it in every]
    sources = tuple(dict.fromkeys(it.source for it in every))
    return Story((article,), sources, min(days), max(days), topic=topic_of(article))
