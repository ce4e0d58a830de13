"""A composed digest as a value, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.digest.excerpt import Excerpt
from storage.models import Precision


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the digest tells it.

    Attributes:
        number: 1, 2, … in reading order, for its button.
        title: as stated; cut with `…` beyond `TITLE_LIMIT`.
        date: the publication as text in the digest's language, "not stated" included.
        told: its own sentences.
        url: its page, None where it has none.
        link: where the title leads: the page, else the bot; None without either.
        also: names of other sources that carry the same text.
        folded: it stands in the part that unfolds.
    """

    number: int
    article_id: str
    title: str
    source: str
    source_name: str
    date: str
    published: datetime | None
    precision: Precision | None
    told: Excerpt
    url: str | None
    link: str | None
    also: tuple[str, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One topic: the entries told, grouped by source, and how many articles there are in all."""

    topic: str
    name: str
    total: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ComposedDigest:
    """A digest before it is cut into messages.

    Attributes:
        week: the ISO week that it is named after, `"2023-W39"`.
        first_day: local days that it covers, inclusive.
        article_ids: everything that it disposes of: told, counted, and copies of these.
        article_count: how many articles, each text once.
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
    sections: tuple[Section, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in reading order."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def untold(self) -> int:
        """How many articles are counted only."""
        return self.article_count - len(self.entries)


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
        "untold": composed.untold,
        "sections": [
            {
                "topic": section.topic,
                "name": section.name,
                "articles": section.total,
                "entries": [
                    {
                        "article_id": entry.article_id,
                        "title": entry.title,
                        "source": entry.source,
                        "source_name": entry.source_name,
                        "also": list(entry.also),
                        "published": instant(entry.published),
                        "published_precision": entry.precision and entry.precision.value,
                        "sentences": list(entry.told.sentences),
                        "cut": entry.told.cut,
                        "url": entry.url,
                    }
                    for entry in section.entries
                ],
            }
            for section in composed.sections
        ],
    }
