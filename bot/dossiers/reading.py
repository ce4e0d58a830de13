"""An article with what it says: what every dossier is put together from. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.dossiers.names import Named, names_in
from bot.facts.article_text import ArticleText, Span, article_text
from bot.facts.extract import extract
from bot.facts.record import Fact, Facts
from bot.messages.format import HOME_ZONE
from storage.models import Article, SearchHit


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, its text, and the facts whose offsets count in it."""

    article: Article
    text: ArticleText
    facts: Facts

    @property
    def day(self) -> date:
        """The day of publication, of first sight where none is stated."""
        return (self.article.published or self.article.first_seen).astimezone(HOME_ZONE).date()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article, as it stands there."""

    article: Article
    day: date
    sentence: str
    words: str = ""
    """The part of the sentence that is meant; empty: all of it."""
    names: tuple[Named, ...] = ()
    """What it names that has a view of its own, in order."""


def read(articles: Iterable[Article]) -> list[Reading]:
    """Each article with its facts, in the same order; about 5 ms each where not remembered."""
    return [Reading(it, article_text(it), extract(it)) for it in articles]


def article_of(hit: SearchHit) -> Article:
    """As much of the article as the index holds: enough for its facts and for naming it.

    Its fingerprint is not there, nor are captions.
    """
    return Article(
        id=hit.article_id,
        source=hit.source,
        title=hit.title,
        fingerprint="",
        first_seen=hit.first_seen,
        updated_at=hit.first_seen,
        url=hit.url,
        published=hit.published,
        published_precision=hit.published_precision,
        event_date=hit.event_date,
        lead=hit.lead,
        paragraphs=hit.paragraphs,
        province=hit.province,
        corrections=hit.corrections,
        original=hit.original,
        vanished_at=hit.vanished_at,
    )


def evidence(reading: Reading, where: Fact | Span) -> Evidence | None:
    """The sentence that says it; None for what the text itself does not say."""
    start, end = where.sentence if isinstance(where, Fact) else where
    if end <= start:
        return None
    text = reading.text.text
    meant = text[where.start : where.end] if isinstance(where, Fact) else ""
    names = names_in(text, reading.facts, start, end)
    return Evidence(reading.article, reading.day, _tidy(text[start:end]), _tidy(meant), names)


def _tidy(text: str) -> str:
    return " ".join(text.split())
