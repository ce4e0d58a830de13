"""The pages behind entries: fetched, parsed apart from the loop, made articles on their way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from bot.errors import SourceUnreachable, SourceUnreadable
from bot.ingest.incoming import Incoming, entry_words, from_parsed, word_count
from bot.ingest.listed import is_article
from bot.ingest.page_next import read_whole
from bot.ingest.parsed import ParsedArticle
from bot.ingest.reading import read_page, read_text
from bot.sources.address import shown
from bot.sources.answer import Fetched, NotModified
from bot.sources.decode import decode_text
from bot.sources.entry import Entry, page_read
from bot.sources.http import Fetcher
from bot.sources.parse_apart import parse_apart
from storage.models import Source


class ArticlePages:
    """Reads single pages; the only state is what the fetcher keeps."""

    def __init__(self, fetcher: Fetcher, zone: tzinfo) -> None:
        """`zone` is the zone of stated times without an offset."""
        self._fetcher = fetcher
        self._zone = zone

    async def read(self, entry: Entry, source: Source, now: datetime) -> Incoming:
        """The article behind an entry of a feed or listing.

        Raises:
            SourceError: the page cannot be had or read, is no article, or says less than the feed.
        """
        fetched = await self.fetch(entry.link or "", source)
        found, asked = urlsplit(fetched.url), urlsplit(entry.link or "")
        if found.path in ("", "/") and not found.query and asked.path not in ("", "/"):
            raise SourceUnreadable(f"{shown(entry.link or '')} leads to the front page")
        incoming = await self.parse(fetched, entry, source, now)
        if word_count(incoming.lead, incoming.paragraphs) < entry_words(entry):
            raise SourceUnreadable(f"{shown(fetched.url)} says less than the feed")
        if entry.listed and not is_article(entry, incoming):
            raise SourceUnreadable(f"{shown(fetched.url)} is no article")
        return replace(incoming, entry_signature=page_read(entry.signature, now))

    async def fetch(self, url: str, source: Source, *, named: bool = False) -> Fetched:
        """What is at `url`. `named`: a person gave this address, so robots.txt has no say in it.

        Raises:
            SourceError: it cannot be had.
        """
        fetched = await self._fetcher.fetch(
            url, ca_bundle=source.ca_bundle, robots=source.robots and not named
        )
        if isinstance(fetched, NotModified):
            raise SourceUnreachable(f"{shown(url)}: HTTP 304 to an unconditional request")
        return fetched

    async def parse(
        self, fetched: Fetched, entry: Entry | None, source: Source, now: datetime
    ) -> Incoming:
        """The article of a fetched page with its further pages; `entry` is what led to it, if any.

        Raises:
            SourceError: it cannot be read, or a further page is to be had only later.
        """

        async def read(url: str) -> ParsedArticle:
            return await self._parsed(await self.fetch(url, source), now)

        parsed = await read_whole(await self._parsed(fetched, now), fetched.url, read)
        return await parse_apart(
            len(fetched.body),
            from_parsed,
            parsed,
            source=source,
            now=now,
            zone=self._zone,
            entry=entry,
            url=fetched.url,
        )

    async def parse_in_hand(self, entry: Entry, source: Source, now: datetime) -> Incoming:
        """The article of a page or text that the entry itself carries.

        Raises:
            SourceUnreadable: it cannot be read.
        """

        def parse() -> Incoming:
            parsed = (
                read_text(entry.text or "", zone=self._zone, now=now)
                if entry.page is None
                else read_page(entry.page, url=entry.link, zone=self._zone, now=now)
            )
            return from_parsed(
                parsed, source=source, now=now, zone=self._zone, entry=entry, url=entry.link
            )

        return await parse_apart(len(entry.page or entry.text or ""), parse)

    async def _parsed(self, fetched: Fetched, now: datetime) -> ParsedArticle:
        def parse() -> ParsedArticle:
            text = decode_text(fetched.body, fetched.charset)
            return read_page(text, url=fetched.url, zone=self._zone, now=now)

        return await parse_apart(len(fetched.body), parse)
