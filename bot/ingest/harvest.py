"""From what a feed, an address or a file offers to articles on their way in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path

from bot.errors import (
    PageDenied,
    PageMissing,
    SourceError,
    SourceGone,
    SourceUnreadable,
)
from bot.ingest.article_pages import ArticlePages
from bot.ingest.decide import is_copy_elsewhere
from bot.ingest.incoming import Incoming, from_entry, from_parsed
from bot.ingest.plan import (
    MAX_ATTEMPTS,
    PAGES_PER_POLL,
    Plan,
    Walk,
    attempts_before,
    is_final,
    plan,
    was_tried,
)
from bot.ingest.reading import read_article_file
from bot.ingest.report import Failure
from bot.ingest.reread_times import PER_POLL, may_reread, urgency
from bot.ingest.rereads import Rereads
from bot.sources.address import shown
from bot.sources.decode import decode_text
from bot.sources.entry import Entry, is_feed_text, owing_page, page_read
from bot.sources.feed import Feed, NotAFeed, parse_feed
from bot.sources.http import Fetcher
from bot.sources.local import read_file, read_shortcut
from bot.sources.parse_apart import parse_apart
from storage.base import ArticleStore
from storage.models import Article, Source

_ENTRY = 2_000
"""Bytes that an entry is taken to have."""


@dataclass(slots=True)
class Harvest:
    """What came in, not yet stored."""

    arrivals: list[Incoming] = field(default_factory=list)
    unchanged: int = 0
    """Entries that the store already has."""
    failures: list[Failure] = field(default_factory=list)
    pages_owed: bool = False
    """Some article pages are still to be read: the feed has to be read again soon."""
    not_articles: list[str] = field(default_factory=list)
    """Links of a listing that were read and lead to something else."""
    denied: list[str] = field(default_factory=list)
    """Links of a listing whose pages the server did not give: perhaps for a while only."""
    unread: list[str] = field(default_factory=list)
    """Links of a listing whose pages are still to be read."""
    retry_after: float | None = None
    """Seconds for which the host asked to be left alone while its pages were read."""


class Harvester:
    """Reads entries, addresses and files; the only state is what the fetcher keeps."""

    def __init__(self, store: ArticleStore, fetcher: Fetcher, zone: tzinfo) -> None:
        self.rereads = Rereads(store)
        self._store = store
        self._pages = ArticlePages(fetcher, zone)
        self._zone = zone

    async def from_file(
        self, path: Path, source: Source, now: datetime, *, known_as: str, stays: bool
    ) -> Harvest:
        """The article of a file, or what a `.url` file leads to.

        `known_as` is the name by which the file is recognised when it changes; `stays`: no other
        file is known by it, since the file stays where it is.

        Raises:
            SourceError: the file, or the address in it, cannot be read.
        """
        if path.suffix.lower() == ".url":
            url = read_shortcut(await asyncio.to_thread(lambda: decode_text(read_file(path))))
            if url is None:
                raise SourceUnreadable("names no http or https address")
            return await self.from_url(url, source, now)
        parsed = await asyncio.to_thread(read_article_file, path, zone=self._zone, now=now)
        return Harvest(
            arrivals=[
                from_parsed(
                    parsed,
                    source=source,
                    now=now,
                    zone=self._zone,
                    file_name=known_as,
                    file_stays=stays,
                )
            ]
        )

    async def from_url(self, url: str, source: Source, now: datetime) -> Harvest:
        """The articles of a feed, or the article of a page: told apart by what is there.

        Raises:
            SourceError: the address cannot be read.
        """
        fetched = await self._pages.fetch(url, source, named=True)
        try:
            feed = await parse_apart(
                len(fetched.body),
                parse_feed,
                fetched.body,
                url=fetched.url,
                charset=fetched.charset,
            )
        except NotAFeed:
            return Harvest(arrivals=[await self._pages.parse(fetched, None, source, now)])
        except SourceUnreadable:
            if fetched.content_type != "text/plain":
                raise
            text = await parse_apart(len(fetched.body), decode_text, fetched.body, fetched.charset)
            entry = Entry(link=fetched.url, text=text)
            return Harvest(arrivals=[await self._pages.parse_in_hand(entry, source, now)])
        if source.kind == "inbox":  # feeds of many sites: their guids mean nothing side by side
            feed = replace(
                feed, entries=tuple(replace(each, guid=each.link) for each in feed.entries)
            )
        return await self.from_feed(feed, source, now)

    async def from_feed(self, feed: Feed, source: Source, now: datetime) -> Harvest:
        """What is new or changed in a feed, with the article pages behind it.

        A page that cannot be read never fails the feed: its entry's own text is taken.
        """
        harvest = Harvest()
        walk = Walk(PAGES_PER_POLL)
        told = await parse_apart(_ENTRY * len(feed.entries), self._tell, feed.entries, source, now)
        known = await asyncio.to_thread(
            self._store.match_articles, [item.identity for _, item in told if item is not None]
        )
        stored = iter(known)
        young: list[tuple[Entry, Article]] = []
        for entry, item in told:
            if entry.page is not None or entry.text is not None:
                await self._take_in_hand(harvest, entry, source, now)
            elif item is None:
                harvest.failures.append(Failure(_name(entry), "has neither title nor text"))
            else:
                existing = next(stored)
                if existing is not None and is_copy_elsewhere(existing, item):
                    existing = None  # equal words of another outlet: an article of its own
                if await self._take(harvest, walk, entry, item, existing, source, now):
                    continue
                if existing is not None and entry.link and may_reread(existing, source, now):
                    young.append((entry, existing))
                else:
                    harvest.unchanged += 1
        young += await self._left(known, source, now)
        await self._reread(harvest, walk, young, source, now)
        harvest.retry_after = walk.retry_after
        return harvest

    def _tell(
        self, entries: Sequence[Entry], source: Source, now: datetime
    ) -> list[tuple[Entry, Incoming | None]]:
        """Each entry with what the feed alone says of it."""
        return [
            (
                entry,
                None
                if entry.page is not None or entry.text is not None
                else from_entry(
                    entry,
                    source=source,
                    now=now,
                    zone=self._zone,
                    signature=entry.signature,
                    partial=False,
                ),
            )
            for entry in entries
        ]

    async def _take_in_hand(
        self, harvest: Harvest, entry: Entry, source: Source, now: datetime
    ) -> None:
        try:
            harvest.arrivals.append(await self._pages.parse_in_hand(entry, source, now))
        except SourceError as error:
            harvest.failures.append(Failure(_name(entry), str(error)))

    async def _take(
        self,
        harvest: Harvest,
        walk: Walk,
        entry: Entry,
        item: Incoming,
        existing: Article | None,
        source: Source,
        now: datetime,
    ) -> bool:
        """One entry that has words of its own; False: nothing is to be taken of it."""
        step = plan(entry, existing, source)
        if step is Plan.SKIP:
            return False
        if step is Plan.TAKE_FEED_TEXT:
            harvest.arrivals.append(item)
            return True
        attempts = attempts_before(existing, entry)
        if walk.may_go_on():
            try:
                harvest.arrivals.append(await self._pages.read(entry, source, now))
            except SourceError as error:
                walk.failed(error)
                attempts = MAX_ATTEMPTS if is_final(error) else attempts + was_tried(error)
                if entry.listed and isinstance(error, PageDenied | PageMissing):
                    harvest.denied.append(entry.link or "")
                    return True
                if entry.listed and (isinstance(error, SourceUnreadable) or is_final(error)):
                    harvest.not_articles.append(entry.link or "")
                    return True
                harvest.failures.append(Failure(_name(entry), str(error)))
            else:
                walk.succeeded()
                return True
        if entry.listed:  # it counts only once its page has shown that it is an article
            harvest.unread.append(entry.link or "")
            harvest.pages_owed = True
            return True
        outdated = existing is not None and not is_feed_text(existing.entry_signature)
        harvest.pages_owed = harvest.pages_owed or attempts < MAX_ATTEMPTS
        signature = owing_page(entry.signature, attempts, outdated=outdated)
        kept = from_entry(
            entry, source=source, now=now, zone=self._zone, signature=signature, partial=True
        )
        if kept is not None:
            harvest.arrivals.append(kept)
        return True

    async def _reread(
        self,
        harvest: Harvest,
        walk: Walk,
        young: Sequence[tuple[Entry, Article]],
        source: Source,
        now: datetime,
    ) -> None:
        """Pages whose feed entry says nothing new: publishers correct articles silently."""
        waiting = sorted(young, key=lambda each: urgency(each[1]))
        most = min(PER_POLL, await self.rereads.left(source, now)) if waiting else 0
        for number, (entry, article) in enumerate(waiting):
            if number >= most or not walk.may_go_on():
                harvest.unchanged += len(waiting) - number
                return
            self.rereads.done(source, article.id, now)
            try:
                read = await self._pages.read(entry, source, now)
                harvest.arrivals.append(replace(read, again=True))
            except SourceError as error:
                walk.failed(error)
                harvest.failures.append(Failure(_name(entry), str(error)))
                signature = page_read(entry.signature, now)  # in its turn again, not at every poll
                kept = from_entry(
                    replace(entry, title=entry.title or article.title),
                    source=source,
                    now=now,
                    zone=self._zone,
                    signature=signature,
                    partial=True,
                )
                if kept is not None:
                    missing = isinstance(error, PageMissing | SourceGone)
                    harvest.arrivals.append(replace(kept, missing=missing))
            else:
                walk.succeeded()

    async def _left(
        self, known: Sequence[Article | None], source: Source, now: datetime
    ) -> list[tuple[Entry, Article]]:
        """Articles due that the feed no longer names: so edits show up, and pages that are gone."""
        named = {article.id for article in known if article is not None}
        due = [each for each in await self.rereads.due(source, now) if each not in named]
        recent = [await asyncio.to_thread(self._store.get_article, each) for each in due]
        return [
            (Entry(title=article.title, link=article.url, guid=article.guid), article)
            for article in recent
            if article is not None and may_reread(article, source, now)
        ]


def _name(entry: Entry) -> str:
    return shown(entry.link) if entry.link else (entry.title or entry.guid or "?")
