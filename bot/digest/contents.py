"""All stories of a digest by topic, as its edition keeps them: for reading on, and for feedback."""

from __future__ import annotations

from bot.digest.composed import ComposedDigest
from bot.digest.gather import Gathered
from bot.digest.rank import feedback_keys
from bot.facts.topics import topic_keys
from storage.models import StoryTold, TopicTold

MOST_KEPT = 400
"""Stories of one digest, the most important ones; the others are counted."""


def contents_of(gathered: Gathered, composed: ComposedDigest) -> tuple[TopicTold, ...]:
    """The topics in the order of their table, each with its stories in the reader's order.

    `composed` is what the text tells of them.
    """
    numbers = {entry.article_id: entry.number for entry in composed.entries}
    full = {story.entry.article_id for story in composed.top}
    by_topic: dict[str, list[StoryTold]] = {key: [] for key in topic_keys()}
    more = dict.fromkeys(by_topic, 0)
    for place, story in enumerate(gathered.stories):
        if place >= MOST_KEPT:
            more[story.topic] = more.get(story.topic, 0) + 1
            continue
        told = StoryTold(
            articles=tuple(it.id for it in story.articles),
            outlets=story.outlets if len(story.outlets) > 1 else (),
            number=numbers.get(story.main.id, 0),
            about=feedback_keys(story) if story.main.id in full else (),
        )
        by_topic.setdefault(story.topic, []).append(told)
    return tuple(
        TopicTold(topic=key, stories=tuple(stories), more=more.get(key, 0))
        for key, stories in by_topic.items()
        if stories or more.get(key)
    )


def documents_of(gathered: Gathered) -> tuple[str, ...]:
    """Keys of the documents that its stories cite, as `Story.documents`, sorted."""
    return tuple(sorted({key for story in gathered.stories for key in story.documents}))
