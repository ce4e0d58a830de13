"""A story: the articles of a digest that tell of one event, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.models import Article


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell of one event, reposts left out (they stand under their originals).

    Attributes:
        articles: the main one first (it gives title and link), then by publication.
        outlets: ids of the sources that tell it, reposts included, the main article's first.
        first_day, last_day: local days of publication (else of first sight) that it spans.
        documents, people, organisations, provinces: look-up terms without their prefix
            (`chi-thi/5/tw`, `do-thi-ly`), those of most of its articles first.
        topic: as `bot.facts.topics`.
        continues: how many weeks before this one it was told already: 0 for a new story.
        earlier: the main articles of the stories that it continues, the oldest first.
    """

    articles: tuple[Article, ...]
    outlets: tuple[str, ...]
    first_day: date
    last_day: date
    documents: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    topic: str = "other"
    continues: int = 0
    earlier: tuple[Article, ...] = ()

    @property
    def main(self) -> Article:
        """The article that stands for it."""
        return self.articles[0]

    @property
    def week_number(self) -> int:
        """In how many weeks it has been told, this one included: 1 for a new story."""
        return self.continues + 1
