"""An article on its way in: what a page, a file or a feed said, in the store's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from bot.ingest.dates import parse_instant
from bot.ingest.identity import article_url, fingerprint
from bot.ingest.parsed import ParsedArticle
from bot.sources.entry import Entry
from storage.models import Identity, Precision, Source
from storage.text import fold, folded_words

_TITLE_WORDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An article without id and history; fields as in `storage.models.Article`."""

    source: str
    title: str
    fingerprint: str
    url: str | None = None
    canonical_url: str | None = None
    guid: str | None = None
    guid_is_name: bool = False
    """The guid stands for a file: the same one may stand for another article later."""
    guid_is_path: bool = False
    """That file stays at its place, which the guid names: no other file has it."""
    entry_signature: str | None = None
    published: datetime | None = None
    published_precision: Precision | None = None
    event_date: date | None = None
    authors: tuple[str, ...] = ()
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    section: str | None = None
    views: int | None = None
    province: str | None = None
    language: str = "vi"
    modified: datetime | None = None
    image: str | None = None
    outlet: str | None = None
    incomplete: Literal["paywall", "consent"] | None = None
    credit: str | None = None
    partial: bool = False
    """Only the feed's own text: the article page is still to be read."""
    missing: bool = False
    """Its page answered 404 or 410: these are the feed's own words."""
    again: bool = False
    """Its page was read before, and now for a silent correction."""
    seen_at: datetime | None = None
    """When it counts as first seen; None, as everywhere but for samples: now."""

    @property
    def identity(self) -> Identity:
        """What it is looked up by."""
        return Identity(
            source=self.source,
            fingerprint=self.fingerprint,
            canonical_url=self.canonical_url,
            guid=self.guid,
        )

    @property
    def first_identity(self) -> str:
        """The text that its id is derived from."""
        if self.canonical_url is not None:
            return self.canonical_url
        if self.guid is not None and not self.guid_is_name:
            return f"{self.source}\0{self.guid}"
        return self.fingerprint


def from_parsed(
    parsed: ParsedArticle,
    *,
    source: Source,
    now: datetime,
    zone: tzinfo,
    entry: Entry | None = None,
    url: str | None = None,
    file_name: str | None = None,
    file_stays: bool = False,
) -> Incoming:
    """An article whose page or text file was read; `entry` fills in what that did not say.

    `url` is where the page was found, None for a file, whose `file_name` then serves as guid;
    `file_stays`: that name is of this file alone, wherever others lie.
    """
    said = entry or Entry()
    link = url or parsed.url or said.link
    canonical = article_url(link, parsed.canonical_url)
    published, precision = _published(parsed, said, now=now, zone=zone)
    return Incoming(
        source=source.id,
        title=parsed.title,
        fingerprint=fingerprint(parsed.title, parsed.lead, parsed.paragraphs, canonical),
        url=link,
        canonical_url=canonical,
        guid=file_name or said.guid,
        guid_is_name=file_name is not None,
        guid_is_path=file_name is not None and file_stays,
        entry_signature=None if entry is None else entry.signature,
        published=published,
        published_precision=precision,
        event_date=parsed.event_date,
        authors=parsed.authors or said.authors,
        lead=parsed.lead,
        paragraphs=parsed.paragraphs,
        captions=parsed.captions,
        section=parsed.section or source.section or next(iter(said.categories), None),
        views=parsed.views,
        province=source.province,
        language=parsed.language,
        modified=_not_future(parsed.modified, now),
        image=parsed.image,
        outlet=parsed.outlet,
        incomplete=parsed.incomplete,
        credit=parsed.credit,
    )


def from_entry(
    entry: Entry, *, source: Source, now: datetime, zone: tzinfo, signature: str, partial: bool
) -> Incoming | None:
    """An article of which only the feed's own words are had; None when it has none at all."""
    lead, paragraphs = _feed_text(entry)
    title = entry.title or _title_from(lead or next(iter(paragraphs), ""))
    if not title:
        return None
    canonical = article_url(entry.link, None)
    published, precision = _stated(entry.published, now=now, zone=zone)
    return Incoming(
        source=source.id,
        title=title,
        fingerprint=fingerprint(title, lead, paragraphs, canonical),
        url=entry.link,
        canonical_url=canonical,
        guid=entry.guid,
        entry_signature=signature,
        published=published,
        published_precision=precision,
        authors=entry.authors,
        lead=lead,
        paragraphs=paragraphs,
        section=source.section or next(iter(entry.categories), None),
        province=source.province,
        partial=partial,
    )


def entry_words(entry: Entry) -> int:
    """How many words of text the feed itself carries."""
    lead, paragraphs = _feed_text(entry)
    return word_count(lead, paragraphs)


def word_count(lead: str | None, paragraphs: tuple[str, ...]) -> int:
    """Syllables and numbers of a text."""
    return len(folded_words("\n".join((lead or "", *paragraphs))))


def _feed_text(entry: Entry) -> tuple[str | None, tuple[str, ...]]:
    """Lead and paragraphs; a summary that only repeats the beginning of the content is dropped."""
    if not entry.content:
        return next(iter(entry.summary), None), entry.summary[1:]
    summary = fold(" ".join(entry.summary)).rstrip(" .…")
    if not summary or fold(" ".join(entry.content)).startswith(summary):
        return entry.content[0], entry.content[1:]
    return " ".join(entry.summary), entry.content


def _title_from(text: str) -> str:
    words = text.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _published(
    parsed: ParsedArticle, entry: Entry, *, now: datetime, zone: tzinfo
) -> tuple[datetime | None, Precision | None]:
    """The page's instant; the feed's where the page has none or only the day of the same day."""
    page = _not_future(parsed.published, now), parsed.published_precision
    feed = _stated(entry.published, now=now, zone=zone)
    if page[0] is None:
        return feed
    if page[1] is Precision.DAY and feed[0] is not None and feed[1] is not Precision.DAY:
        same_day = timedelta(0) <= feed[0] - page[0] < timedelta(days=1)
        return feed if same_day else page
    return page


def _stated(
    text: str | None, *, now: datetime, zone: tzinfo
) -> tuple[datetime | None, Precision | None]:
    stated = parse_instant(text, zone=zone, now=now) if text else None
    if stated is None:
        return None, None
    instant = _not_future(stated[0], now)
    return (None, None) if instant is None else (instant, stated[1])


def _not_future(instant: datetime | None, now: datetime) -> datetime | None:
    """In UTC; None when nothing was stated or the statement lies in the future."""
    return instant.astimezone(UTC) if instant is not None and instant <= now else None
