"""What a digest is made of, worked out once: its stories in order, and what is told of them. Pure.

The slow part of composing (grouping, summaries, facts); how much of it fits is decided later
(`bot/digest/compose.py`), for one message or three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.digest.highlight import Highlight, Length, highlight
from bot.digest.mentioned import Mentioned, mentioned
from bot.digest.select import Selection
from bot.digest.stories import group_stories
from bot.digest.story import Story

MOST_TOP = 3
"""Stories that are told in full."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The stories of a digest, the most important first, and what is told of them."""

    stories: tuple[Story, ...]
    highlights: tuple[Highlight, ...]
    """Of the first stories, in their order."""
    mentioned: Mentioned


def gather(
    selection: Selection,
    *,
    zone: ZoneInfo,
    today: date,
    length: Length = "medium",
    earlier: Sequence[Story] = (),
) -> Gathered:
    """Stories and what is told of them.

    Args:
        selection: the articles of the digest.
        zone: in which the reader counts days.
        today: the day on which the digest is read: what lies ahead counts from it.
        length: of the summaries.
        earlier: stories that earlier digests told.
    """
    stories = group_stories(
        selection.articles, copies=selection.copies, zone=zone, earlier=earlier
    )
    ordered = sorted(stories, key=_plain_order)
    return Gathered(
        stories=tuple(ordered),
        highlights=tuple(highlight(it, length) for it in ordered[:MOST_TOP]),
        mentioned=mentioned([it for story in ordered for it in story.articles], today=today),
    )


def _plain_order(story: Story) -> tuple[object, ...]:
    """What most outlets tell first, then the newest; undated stories last."""
    stated = story.main.published
    return (
        -len(story.outlets),
        -len(story.articles),
        stated is None,
        0.0 if stated is None else -stated.timestamp(),
        -story.main.first_seen.timestamp(),
        story.main.id,
    )



