"""Trying an address before it is added: what it offers, and three articles read from it.

Nothing is stored. The requests are those of any poll: robots.txt, the host's turns, the caps.
A source whose kind and address are known already is tried by `source_trial`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal
from urllib.parse import urlsplit

from bot.errors import SourceError, SourceThrottled, SourceUnreachable, SourceUnreadable
from bot.ingest.incoming import Incoming, entry_words, from_entry, from_parsed, word_count
from bot.ingest.known import offered_source
from bot.ingest.listed import is_article
from bot.ingest.reading import read_page
from bot.sources.address import shown
from bot.sources.answer import NotModified
from bot.sources.decode import decode_text
from bot.sources.discover import Discovery, discover
from bot.sources.entry import Entry
from bot.sources.http import Fetcher
from bot.sources.parse_apart import parse_apart
from storage.models import Precision, Source

SAMPLES = 3
"""Articles that are read."""
_TRIES = 6
"""Pages that are asked for until there are so many."""
_FIRST_WORDS = 30
_MAX_ID = 40
_MAX_NAME = 80

Missing = Literal["articles", "dates", "texts", "authors"]


@dataclass(frozen=True, slots=True)
class TrialArticle:
    """One article as the bot would take it in."""

    title: str
    url: str | None
    published: datetime | None
    precision: Precision | None
    authors: tuple[str, ...]
    first_words: str
    """The beginning of its text, "" where there is none."""
    words: int
    """Of lead and paragraphs."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying an address."""

    asked: str
    kind: Literal["feed", "listing"]
    url: str
    """What would be polled."""
    title: str | None
    """How the feed or the site calls itself."""
    entries: int
    """How many articles it names now."""
    feeds: int
    """How many feeds the site lists, 0 where there are not several."""
    sitemap: bool
    """The listing is a news sitemap."""
    samples: tuple[TrialArticle, ...]
    failures: tuple[str, ...]
    """Why pages could not be read, each once."""

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What none of the articles read has: something a curator should know before."""
        if not self.samples:
            return ("articles",)
        gone: list[Missing] = []
        if not any(each.published for each in self.samples):
            gone.append("dates")
        if not any(each.words for each in self.samples):
            gone.append("texts")
        if not any(each.authors for each in self.samples):
            gone.append("authors")
        return tuple(gone)


async def try_url(url: str, *, fetcher: Fetcher, zone: tzinfo, now: datetime) -> Trial:
    """Find what can be polled at `url`, which a person named, and read three of its articles.

    Raises:
        SourceError: the address cannot be read, may not be, or offers nothing.
    """
    found = await discover(fetcher, url)
    source = Source(id="trial", name=found.title or "", kind=found.kind, url=found.url)
    return await sampled(url, found, source, fetcher=fetcher, zone=zone, now=now)


async def sampled(
    asked: str,
    found: Discovery,
    source: Source,
    *,
    fetcher: Fetcher,
    zone: tzinfo,
    now: datetime,
) -> Trial:
    """Read three articles of what was found, as a poll of `source` would."""
    reader = _Reader(source, fetcher, zone, now)
    samples: list[TrialArticle] = []
    failures: dict[str, None] = {}
    readable = [each for each in found.feed.entries if each.link or entry_words(each)]
    for entry in readable[:_TRIES]:
        if len(samples) == SAMPLES:
            break
        try:
            samples.append(_sample(await reader.read(entry)))
        except (SourceUnreachable, SourceThrottled) as error:
            failures[str(error)] = None
            break  # the host has enough, or is away
        except SourceError as error:
            failures[str(error)] = None
    return Trial(
        asked=asked,
        kind=found.kind,
        url=found.url,
        title=found.title,
        entries=len(found.feed.entries),
        feeds=found.feeds,
        sitemap=found.sitemap,
        samples=tuple(samples),
        failures=tuple(failures),
    )


class _Reader:
    """Reads articles as a poll of the source would."""

    def __init__(self, source: Source, fetcher: Fetcher, zone: tzinfo, now: datetime) -> None:
        self._source = source
        self._fetcher = fetcher
        self._zone = zone
        self._now = now

    async def read(self, entry: Entry) -> Incoming:
        """The entry's page; the feed's own words where the page cannot be read."""
        try:
            return await self._page(entry)
        except SourceUnreadable:
            if entry.listed or not entry_words(entry):
                raise
            told = from_entry(
                entry,
                source=self._source,
                now=self._now,
                zone=self._zone,
                signature="",
                partial=True,
            )
            if told is None:
                raise
            return told

    async def _page(self, entry: Entry) -> Incoming:
        if entry.link is None or not self._source.full_text:
            raise SourceUnreadable("has no page to be read")
        source = self._source
        fetched = await self._fetcher.fetch(
            entry.link, ca_bundle=source.ca_bundle, robots=source.robots
        )
        if isinstance(fetched, NotModified):
            raise SourceUnreadable(f"{shown(fetched.url)}: HTTP 304 to an unconditional request")

        def parse() -> Incoming:
            text = decode_text(fetched.body, fetched.charset)
            parsed = read_page(text, url=fetched.url, zone=self._zone, now=self._now)
            return from_parsed(
                parsed,
                source=self._source,
                now=self._now,
                zone=self._zone,
                entry=entry,
                url=fetched.url,
            )

        read = await parse_apart(len(fetched.body), parse)
        if entry.listed and not is_article(entry, read):
            raise SourceUnreadable(f"{shown(fetched.url)} is no article")
        return read


def _sample(read: Incoming) -> TrialArticle:
    text = " ".join((read.lead or "", *read.paragraphs)).split()
    begin = " ".join(text[:_FIRST_WORDS]) + ("…" if len(text) > _FIRST_WORDS else "")
    return TrialArticle(
        title=read.title,
        url=read.url,
        published=read.published,
        precision=read.published_precision,
        authors=read.authors,
        first_words=begin,
        words=word_count(read.lead, read.paragraphs),
    )


def as_source(
    trial: Trial,
    taken: Collection[str],
    *,
    name: str | None = None,
    province: str | None = None,
    level: str | None = None,
) -> Source:
    """The source to be kept, its id not among `taken`.

    What the caller states counts first, then what the catalogue of real sources says of this
    address, then what the source says of itself. Where the address that was asked about is in the
    catalogue and led to another, the outlet's name, province and level hold for that one too.
    """
    host = (urlsplit(trial.url).hostname or "").removeprefix("www.")
    own = offered_source(trial.url)
    outlet = own or offered_source(trial.asked)
    return Source(
        id=own.id if own is not None and own.id not in taken else _unique_id(trial, taken),
        name=(name or (outlet.name if outlet else None) or trial.title or host)[:_MAX_NAME],
        kind=trial.kind,
        url=trial.url,
        province=province or (outlet.province if outlet else None),
        level=level or (outlet.level if outlet else None),
        section=own.section if own else None,
    )


def _unique_id(trial: Trial, taken: Collection[str]) -> str:
    """Host and section as a slug, numbered where it is taken."""
    asked = urlsplit(trial.url if trial.kind == "feed" else trial.asked)
    host = re.sub(r"^(?:www\d?|m|rss)\.", "", asked.hostname or "")
    host = re.sub(r"\.(?:com|gov|org|net|edu|info)?\.?vn$|\.(?:com|net|org)$", "", host)
    words = [word for word in re.split(r"[/._-]+", asked.path) if word not in _NO_SECTION]
    slug = _slug("-".join((host, *words)))[:_MAX_ID].strip("-") or "nguon"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug[: _MAX_ID - 1 - len(str(number))].rstrip('-')}-{number}"
    return found


_NO_SECTION = frozenset(
    {"", "rss", "feed", "feeds", "xml", "atom", "html", "htm", "aspx", "home", "index", "web"}
    | {"guest", "default", "php", "vi", "sitemap"}
)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
