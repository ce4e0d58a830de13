"""A composed digest as a value, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.digest.excerpt import Excerpt
from bot.digest.quoted import Quoted
from storage.models import Precision


@dataclass(frozen=True, slots=True)
class Entry:
    """One story as the digest tells it: by its main article.

    Attributes:
        number: 1, 2, … in reading order, for its button.
        title: as stated; cut with `…` beyond `TITLE_LIMIT`.
        date: the publication as text in the digest's language, "not stated" included.
        days: the days that the story spans, as text: `20/9`, `18/9–20/9`; as `date` without any.
        told: the beginning of the article.
        url: its page, None where it has none.
        link: where the title leads: the page, else the bot; None without either.
        also: names of the other sources that tell it.
        folded: it stands in the part that unfolds.
        late: all of it was published before the first day of the digest.
        before: where the story that it continues is read; None: nowhere.
        article_ids: all articles of the story, the main one first; copies of them left out.
        weeks: 1 for a new story, 2 for one that was told the week before, …
    """

    number: int
    article_id: str
    title: str
    source: str
    source_name: str
    date: str
    days: str
    published: datetime | None
    precision: Precision | None
    told: Excerpt
    url: str | None
    link: str | None
    also: tuple[str, ...]
    folded: bool
    article_ids: tuple[str, ...]
    weeks: int = 1
    late: bool = False
    before: str | None = None


@dataclass(frozen=True, slots=True)
class TopStory:
    """A story told in full.

    Attributes:
        outlets: name of each outlet that tells it and, but for the main article's, where its
            article is read.
        sentences: its summary, in the order to be read.
        results, tasks: sentences told under headings of their own; both or neither.
    """

    entry: Entry
    outlets: tuple[tuple[str, str | None], ...]
    sentences: tuple[Quoted, ...]
    results: Quoted | None = None
    tasks: Quoted | None = None


@dataclass(frozen=True, slots=True)
class SourcesSeen:
    """The sources of the period, by name in the order to be told."""

    fresh: tuple[str, ...] = ()
    """They had something new, whether it fits the reader's filters or not."""
    silent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """They could not be read."""


@dataclass(frozen=True, slots=True)
class Section:
    """One topic: how many articles it has, and its stories that are told, those in full too."""

    topic: str
    name: str
    total: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of a list: what is mentioned, and the article's words.

    Attributes:
        label: the document's name as written, the people, or the day.
        note: what is said of it by the bot: how often, which change; empty: nothing.
        said: the sentence; its text is empty where the label itself is the article's words.
    """

    label: str
    note: str
    said: Quoted


@dataclass(frozen=True, slots=True)
class MentionList:
    """Documents, changes of posts, or days to come."""

    key: str
    """`"documents"`, `"posts"` or `"coming"`."""
    entries: tuple[Mention, ...]
    more: int
    """How many were found that are only counted."""


Frequency = Literal["daily", "weekly", "monthly", "quarterly"]


@dataclass(frozen=True, slots=True)
class ComposedDigest:
    """A digest before it is cut into messages.

    Attributes:
        week: the ISO week that it is named after, `"2023-W39"`.
        frequency: how often its reader gets one: what it calls itself.
        first_day: local days that it covers, inclusive.
        article_ids: everything that it disposes of: told, counted, and copies of these.
        article_count: how many articles, each text once.
        story_count: how many stories these articles tell.
        lists: what the articles mention, empty lists left out.
        late_count: how many articles were published before `first_day`.
        sources_seen: what became of each source; None: not known.
        brief: it shall be one message: what is not told is for the buttons.
    """

    language: str
    zone: ZoneInfo
    week: str
    since: datetime
    until: datetime
    first_day: date
    last_day: date
    article_ids: tuple[str, ...]
    article_count: int
    source_count: int
    story_count: int
    top: tuple[TopStory, ...]
    sections: tuple[Section, ...]
    lists: tuple[MentionList, ...] = ()
    frequency: Frequency = "weekly"
    late_count: int = 0
    sources_seen: SourcesSeen | None = None
    brief: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in reading order."""
        every = [entry for section in self.sections for entry in section.entries]
        return tuple(sorted(every, key=lambda entry: entry.number))

    @property
    def untold(self) -> int:
        """How many articles are counted only: those of stories that no entry tells."""
        return self.article_count - sum(len(entry.article_ids) for entry in self.entries)


def to_json(composed: ComposedDigest) -> dict[str, object]:
    """The digest as JSON builtins; instants are ISO 8601 with the offset of the digest's zone."""

    def instant(value: datetime | None) -> str | None:
        return None if value is None else value.astimezone(composed.zone).isoformat()

    return {
        "week": composed.week,
        "language": composed.language,
        "timezone": composed.zone.key,
        "since": instant(composed.since),
        "until": instant(composed.until),
        "first_day": composed.first_day.isoformat(),
        "last_day": composed.last_day.isoformat(),
        "articles": composed.article_count,
        "sources": composed.source_count,
        "stories": composed.story_count,
        "untold": composed.untold,
        "late": composed.late_count,
        "sources_seen": composed.sources_seen
        and {
            "fresh": list(composed.sources_seen.fresh),
            "silent": list(composed.sources_seen.silent),
            "failed": list(composed.sources_seen.failed),
        },
        "top": [
            {
                "article_id": story.entry.article_id,
                "article_ids": list(story.entry.article_ids),
                "title": story.entry.title,
                "outlets": [name for name, _ in story.outlets],
                "weeks": story.entry.weeks,
                "sentences": [_quoted(it) for it in story.sentences],
                "results": story.results and _quoted(story.results),
                "tasks": story.tasks and _quoted(story.tasks),
            }
            for story in composed.top
        ],
        "sections": [
            {
                "topic": section.topic,
                "name": section.name,
                "articles": section.total,
                "entries": [
                    {
                        "article_id": entry.article_id,
                        "article_ids": list(entry.article_ids),
                        "title": entry.title,
                        "source": entry.source,
                        "source_name": entry.source_name,
                        "also": list(entry.also),
                        "published": instant(entry.published),
                        "published_precision": entry.precision and entry.precision.value,
                        "weeks": entry.weeks,
                        "late": entry.late,
                        "sentences": list(entry.told.sentences),
                        "cut": entry.told.cut,
                        "url": entry.url,
                    }
                    for entry in section.entries
                ],
            }
            for section in composed.sections
        ],
        "mentioned": {
            found.key: {
                "more": found.more,
                "entries": [
                    {"label": it.label, "note": it.note, **_quoted(it.said)} for it in found.entries
                ],
            }
            for found in composed.lists
        },
    }


def _quoted(said: Quoted) -> dict[str, object]:
    return {
        "sentence": said.text,
        "cut": said.cut,
        "article_id": said.article_id,
        "source_name": said.source_name,
        "link": said.link,
    }
