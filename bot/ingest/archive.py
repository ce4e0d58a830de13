"""Walking back through a source's archive: page after page of entries, newest first.

A feed is followed by its `next` links, a listing by its pager, and where neither goes on, the
sitemaps of the site by their months. It fetches and parses; what becomes of the entries is not
its affair.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from bot.errors import SourceError, SourceUnreadable
from bot.sources.address import shown
from bot.sources.answer import Fetched, NotModified
from bot.sources.archive_files import files_since
from bot.sources.decode import decode_text
from bot.sources.entry import Entry
from bot.sources.http import Fetcher
from bot.sources.link_shape import slug_title
from bot.sources.listing import shape_name
from bot.sources.pagination import next_feed_page, next_page
from bot.sources.parse_apart import parse_apart
from bot.sources.registry import READERS, read_listing
from bot.sources.sitemap import SitemapEntry, is_sitemap, parse_sitemap
from storage.models import Source

MOST_FILES = 60
"""Files of sitemaps that are asked for in one walk."""
_FEWEST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """One page of an archive."""

    url: str
    entries: tuple[Entry, ...]
    following: str | None
    """Address of the next older page, None: this way ends here."""


class Archive:
    """The archive of one source."""

    def __init__(self, source: Source, fetcher: Fetcher) -> None:
        self._source = source
        self._fetcher = fetcher
        self._files = MOST_FILES

    async def page(self, url: str) -> ArchivePage:
        """The entries at `url` and where it goes on.

        Raises:
            SourceError: it cannot be read, or holds no entries.
        """
        fetched = await self._fetched(url)
        return await parse_apart(len(fetched.body), self._parsed, fetched)

    def _parsed(self, fetched: Fetched) -> ArchivePage:
        if is_sitemap(fetched.body):
            return ArchivePage(fetched.url, read_listing(fetched).entries, None)
        text = decode_text(fetched.body, fetched.charset)
        if self._source.kind == "listing":
            feed = read_listing(fetched, links=self._source.links)
            return ArchivePage(fetched.url, feed.entries, next_page(text, fetched.url))
        feed = READERS["feed"](fetched)
        return ArchivePage(fetched.url, feed.entries, next_feed_page(text, fetched.url))

    async def from_sitemaps(self, since: date, shapes: Collection[str]) -> list[Entry]:
        """Pages that the site's sitemaps date to `since` or later, newest first.

        `shapes` are those of the source's known articles: a site's map names everything it has.
        Pages that only a sitemap of news names, or whose date is missing, count as they are.
        """
        home = urljoin(self._source.url or "", "/")
        try:
            robots = await self._fetcher.robots(home, ca_bundle=self._source.ca_bundle)
        except SourceError:
            return []
        named = [urljoin(home, each) for each in robots.sitemaps] or [urljoin(home, "/sitemap.xml")]
        found: dict[str, SitemapEntry] = {}
        await self._collect(named[:MOST_FILES], since, found, deeper=True)
        entries = [
            each
            for each in found.values()
            if each.date is not None
            and each.date[:10] >= since.isoformat()
            and (shape_name(each.url) in shapes)
        ]
        entries.sort(key=lambda each: each.date or "", reverse=True)
        return [
            Entry(
                title=each.title or slug_title(each.url),
                link=each.url,
                guid=each.url,
                published=each.date if each.is_news else None,
                listed=True,
            )
            for each in entries
        ]

    async def _collect(
        self, urls: Sequence[str], since: date, found: dict[str, SitemapEntry], *, deeper: bool
    ) -> None:
        for url in urls:
            if self._files <= 0:
                return
            self._files -= 1
            try:
                fetched = await self._fetched(url)
                sitemap = await parse_apart(
                    len(fetched.body), parse_sitemap, fetched.body, fetched.url
                )
            except SourceError:
                continue  # one file of many
            for each in sitemap.pages:
                found.setdefault(each.url, each)
            if deeper:
                files = files_since(sitemap.files, since, most=MOST_FILES)
                await self._collect([each.url for each in files], since, found, deeper=False)

    async def _fetched(self, url: str) -> Fetched:
        named = self._source.kind == "feed" and url == self._source.url  # a person's wish
        fetched = await self._fetcher.fetch(
            url,
            ca_bundle=self._source.ca_bundle,
            robots=self._source.robots and not named,
        )
        if isinstance(fetched, NotModified):
            raise SourceUnreadable(f"{shown(url)}: HTTP 304 to an unconditional request")
        return fetched


def article_shapes(entries: Sequence[Entry], learnt: Collection[str] = ()) -> frozenset[str]:
    """The shapes of the addresses that the source's articles have: learnt, and the usual ones."""
    counts: dict[str, int] = {}
    for entry in entries:
        if entry.link:
            shape = shape_name(entry.link)
            counts[shape] = counts.get(shape, 0) + 1
    usual = {shape for shape, count in counts.items() if count >= min(_FEWEST_ALIKE, len(entries))}
    return frozenset(usual | set(learnt))
