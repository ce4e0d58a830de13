"""How one digest tells a story: as an entry of a line, or in full; names, days and links. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.digest.composed import Entry, TopStory
from bot.digest.excerpt import ELLIPSIS, excerpt
from bot.digest.highlight import Highlight, Said
from bot.digest.quoted import LONGEST, Quoted, shortened
from bot.digest.select import Selection
from bot.digest.story import Story
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE, format_published
from bot.messages.naming import article_link, shown_source_names
from storage.models import Article, Precision

TITLE_LIMIT = 240
"""Characters of a title; longer ones are cut and end in `…`."""


class Teller:
    """Tells the stories of one digest in one language."""

    def __init__(
        self,
        selection: Selection,
        catalog: Catalog,
        language: str,
        zone: ZoneInfo,
        source_names: Mapping[str, str],
        username: str | None,
        first_day: date,
        year: int,
    ) -> None:
        """`first_day` is the digest's, and so is `year`: its days are told without. Others as
        `compose`."""
        self._selection = selection
        self._catalog = catalog
        self._language = language
        self._zone = zone
        self._names = shown_source_names(catalog, language, source_names)
        self._username = username
        self._first_day = first_day
        self._year = year

    def topic(self, key: str) -> str:
        """Its name."""
        return self._catalog.text(self._language, f"digest.topic.{key}")

    def entry(self, number: int, story: Story, *, folded: bool = False) -> Entry:
        """The story as one entry."""
        main = story.main
        others = set(story.outlets) - {main.source}
        when = format_published(
            self._catalog, self._language, main.published, main.published_precision, self._zone
        )
        return Entry(
            number=number,
            article_id=main.id,
            title=short_title(main),
            source=main.source,
            source_name=self.name(main.source),
            date=when,
            days=self._days(story) or when,
            published=main.published,
            precision=main.published_precision,
            told=excerpt(main),
            url=main.url,
            link=self.link(main),
            also=tuple(sorted(map(self.name, others))),
            folded=folded,
            article_ids=tuple(article.id for article in story.articles),
            weeks=story.week_number,
            before=self.link(story.earlier[-1]) if story.earlier else None,
            late=all(map(self.is_late, self._every(story))),
        )

    def top(self, number: int, story: Story, highlight: Highlight) -> TopStory:
        """The story in full."""
        by_source: dict[str, Article] = {}
        for article in self._every(story):
            by_source.setdefault(article.source, article)
        main = story.main.source
        others = sorted((source for source in by_source if source != main), key=self.name)
        return TopStory(
            entry=self.entry(number, story),
            outlets=(
                (self.name(main), None),
                *((self.name(source), self.link(by_source[source])) for source in others),
            ),
            sentences=tuple(map(self.quoted, highlight.sentences)),
            results=highlight.results and self.quoted(highlight.results),
            tasks=highlight.tasks and self.quoted(highlight.tasks),
        )

    def quoted(self, said: Said, longest: int = LONGEST) -> Quoted:
        """A sentence with where it comes from."""
        article, sentence = said
        text, cut = shortened(sentence, longest)
        return Quoted(text, article.id, self.name(article.source), self.link(article), cut)

    def name(self, source: str) -> str:
        """What a source is called."""
        return self._names.get(source, source)

    def link(self, article: Article) -> str | None:
        """Where an article is read."""
        return article_link(article.url, article.id, self._username)

    def label(self, key: str, **values: str | int) -> str:
        """A text of the catalog."""
        return self._catalog.text(self._language, key, **values)

    def days(self, first: date, last: date) -> str:
        """`18/9–20/9`, `20/9`; with the year where it is not the digest's."""
        if first == last:
            return self._day(last)
        return f"{self._day(first)}–{self._day(last)}"

    def cost(self, story: Story) -> int:
        """Characters that title and outlets take."""
        names = sum(len(self.name(it)) + 2 for it in story.outlets[:3])
        return min(len(story.main.title), TITLE_LIMIT) + names

    def _day(self, day: date) -> str:
        year = "" if day.year == self._year else f"/{day.year}"
        return f"{day.day}/{day.month}{year}"

    def is_late(self, article: Article) -> bool:
        """Whether it was published before the digest's first day."""
        day = self._day_of(article)
        return day is not None and day < self._first_day

    def _day_of(self, article: Article) -> date | None:
        """Of publication; None: not stated."""
        if article.published is None:
            return None
        stated = HOME_ZONE if article.published_precision is Precision.DAY else self._zone
        return article.published.astimezone(stated).date()

    def _days(self, story: Story) -> str | None:
        """The days that it was published on; None: none is stated."""
        days = [day for it in self._every(story) if (day := self._day_of(it)) is not None]
        return self.days(min(days), max(days)) if days else None

    def _every(self, story: Story) -> Sequence[Article]:
        """Its articles and what repeats them."""
        copies = self._selection.copies
        return [each for it in story.articles for each in (it, *copies.get(it.id, ()))]


def short_title(article: Article) -> str:
    """The title on one line, at most `TITLE_LIMIT` characters."""
    title = " ".join(article.title.split())
    if len(title) <= TITLE_LIMIT:
        return title
    return title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip() + ELLIPSIS


__all__ = ["ELLIPSIS", "TITLE_LIMIT", "Teller", "short_title"]
