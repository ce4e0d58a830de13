"""What an address offers to be read again and again: its feed, a news sitemap, or its own links.

Tried in this order, each step only as far as the one before found nothing: the address itself as
a feed; feeds that the page names, and those that the page about feeds behind an "RSS" link lists;
a few addresses where its content system keeps a feed; for front pages a news sitemap; the article
links of the page. Whatever is offered was read and has entries. Every request goes through the
fetcher: its robots.txt, its turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from bot.errors import (
    RobotsDisallow,
    SourceError,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.sources.address import shown
from bot.sources.answer import Fetched, NotModified
from bot.sources.decode import decode_text
from bot.sources.feed import Feed, NotAFeed
from bot.sources.feed_links import FeedLink, feed_links
from bot.sources.fragment import plain_line
from bot.sources.http import Fetcher
from bot.sources.page_links import site_of
from bot.sources.parse_apart import parse_apart
from bot.sources.registry import read_feed, read_listing
from bot.sources.sitemap import SitemapEntry, is_sitemap, parse_sitemap

MOST_REQUESTS = 8
"""Beyond the page itself, feeds and sitemaps that are looked at for one address."""
_FEEDS_TRIED = 4
_FEWEST_NEWS = 3
"""Titled entries from which on a sitemap counts as one of news."""

_TITLE = re.compile(r"<title[^>]*>([^<]{1,500})</title", re.IGNORECASE)
_SITE_NAME = re.compile(
    r"<meta[^>]{0,200}property=[\"']og:site_name[\"'][^>]{0,100}content=[\"']([^\"'<>]{1,200})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The best that an address offers."""

    kind: Literal["feed", "listing"]
    url: str
    """What to poll."""
    feed: Feed
    """What stood there now; it has entries."""
    title: str | None
    """How the feed or the site calls itself; None: not at all."""
    feeds: int = 0
    """How many feeds the site lists where more than one was found."""
    sitemap: bool = False
    """A news sitemap, read as a listing."""


async def discover(fetcher: Fetcher, url: str, *, ca_bundle: str | None = None) -> Discovery:
    """Look at `url`, which a person named, and find what can be polled there.

    Raises:
        SourceError: the address cannot be read, robots.txt keeps robots from it, or it offers
            nothing (`SourceUnreadable`).
    """
    return await _Search(fetcher, ca_bundle).at(url)


class _Search:
    """One search: counts its requests and looks at no address twice."""

    def __init__(self, fetcher: Fetcher, ca_bundle: str | None) -> None:
        self._fetcher = fetcher
        self._ca_bundle = ca_bundle
        self._left = MOST_REQUESTS
        self._seen: set[str] = set()

    async def at(self, url: str) -> Discovery:
        fetched = await self._fetched(url, robots=False)  # a person named this very address
        self._seen |= {url, fetched.url}
        if is_sitemap(fetched.body):
            return await self._named_sitemap(fetched)
        try:
            feed = await parse_apart(len(fetched.body), read_feed, fetched)
        except NotAFeed:
            return await self._of_page(fetched)
        if not feed.entries:
            raise SourceUnreadable(f"{shown(url)}: the feed is empty")
        return Discovery("feed", fetched.permanent_url or url, feed, feed.title)

    async def _of_page(self, fetched: Fetched) -> Discovery:
        html = await parse_apart(len(fetched.body), decode_text, fetched.body, fetched.charset)
        name = _name_of(html)
        found = await self._named_feed(html, fetched.url, name) or await self._guessed_feed(
            html, fetched.url, name
        )
        if found is not None:
            return found
        if _is_front(fetched.url):
            sitemap = await self._news_sitemap(fetched.url, name)
            if sitemap is not None:
                return sitemap
        robots = await self._fetcher.robots(fetched.url, ca_bundle=self._ca_bundle)
        if not robots.allows(fetched.url):
            raise RobotsDisallow(f"{shown(fetched.url)} is disallowed by robots.txt")
        listing = await parse_apart(len(fetched.body), read_listing, fetched)
        return Discovery("listing", fetched.url, listing, name)

    async def _named_feed(self, html: str, page: str, name: str | None) -> Discovery | None:
        offered = await parse_apart(len(html), feed_links, html, page)
        indexes: list[str] = []
        found = await self._first_feed(offered, page, name, indexes)
        for index in indexes[:1]:  # what looked like a feed was a page about feeds
            fetched = await self._looked_at(index)
            if fetched is None:
                continue
            text = await parse_apart(len(fetched.body), decode_text, fetched.body, fetched.charset)
            listed = await parse_apart(len(text), feed_links, text, fetched.url, about=page)
            found = await self._first_feed(listed, page, name, []) or found
        return found

    async def _first_feed(
        self, offered: Sequence[FeedLink], page: str, name: str | None, indexes: list[str]
    ) -> Discovery | None:
        several = len(offered) > 1
        for link in offered[:_FEEDS_TRIED]:
            other_section = several and not link.declared and link.fit <= 0
            if other_section and not _is_front(page) and not _may_be_index(link):
                continue
            try:
                found = await self._as_feed(link.url, name, feeds=len(offered) if several else 0)
            except NotAFeed:
                indexes.append(link.url)
                self._seen.discard(link.url)
                continue
            if found is not None:
                return found
        return None

    async def _guessed_feed(self, html: str, page: str, name: str | None) -> Discovery | None:
        for path in _usual_places(html, page):
            try:
                found = await self._as_feed(urljoin(page, path), name)
            except NotAFeed:
                continue
            if found is not None:
                return found
        return None

    async def _as_feed(self, url: str, name: str | None, *, feeds: int = 0) -> Discovery | None:
        """The feed at `url`; None: nothing that can be read. Raises `NotAFeed` for a page."""
        fetched = await self._looked_at(url)
        if fetched is None:
            return None
        try:
            feed = await parse_apart(len(fetched.body), read_feed, fetched)
        except NotAFeed:
            raise
        except SourceUnreadable:
            return None
        if not any(entry.link for entry in feed.entries):
            return None
        return Discovery("feed", fetched.permanent_url or url, feed, feed.title or name, feeds)

    async def _named_sitemap(self, fetched: Fetched) -> Discovery:
        found = await self._news_of(fetched, None, deeper=True)
        if found is None:
            raise SourceUnreadable(f"{shown(fetched.url)}: a sitemap without news")
        return found

    async def _news_sitemap(self, page: str, name: str | None) -> Discovery | None:
        robots = await self._fetcher.robots(page, ca_bundle=self._ca_bundle)
        named = [urljoin(page, each) for each in robots.sitemaps if site_of(urljoin(page, each))]
        named.sort(key=lambda each: "news" not in each.lower() and "tin" not in each.lower())
        for url in (named or [urljoin(page, "/sitemap.xml")])[:2]:
            fetched = await self._looked_at(url)
            if fetched is None or not is_sitemap(fetched.body):
                continue
            try:
                found = await self._news_of(fetched, name, deeper=True)
            except SourceError:
                continue
            if found is not None:
                return found
        return None

    async def _news_of(
        self, fetched: Fetched, name: str | None, *, deeper: bool
    ) -> Discovery | None:
        sitemap = await parse_apart(len(fetched.body), parse_sitemap, fetched.body, fetched.url)
        if sum(each.is_news and each.title is not None for each in sitemap.pages) >= _FEWEST_NEWS:
            feed = await parse_apart(len(fetched.body), read_listing, fetched)
            return Discovery("listing", fetched.url, feed, name, sitemap=True)
        if not deeper:
            return None
        for each in _news_files(sitemap.files):
            inner = await self._looked_at(each.url)
            found = None if inner is None else await self._news_of(inner, name, deeper=False)
            if found is not None:
                return found
        return None

    async def _looked_at(self, url: str) -> Fetched | None:
        """What is at an address that the bot found by itself; None: nothing, or enough was read."""
        if self._left <= 0 or url in self._seen:
            return None
        self._left -= 1
        self._seen.add(url)
        try:
            return await self._fetched(url, robots=True)
        except (SourceUnreachable, SourceThrottled):
            self._left -= 2  # a slow host: less patience with it, what the page offers remains
            return None
        except SourceError:
            return None  # one of several places to look

    async def _fetched(self, url: str, *, robots: bool) -> Fetched:
        fetched = await self._fetcher.fetch(url, ca_bundle=self._ca_bundle, robots=robots)
        if isinstance(fetched, NotModified):
            raise SourceUnreadable(f"{shown(url)}: HTTP 304 to an unconditional request")
        return fetched


def _news_files(files: Sequence[SitemapEntry]) -> list[SitemapEntry]:
    named = [each for each in files if "news" in each.url.lower() or "tin-tuc" in each.url.lower()]
    return named[:2]


def _may_be_index(link: FeedLink) -> bool:
    """An address such as `/rss`, `/rss.html`, `/kenh-rss`: nothing but the word."""
    last = urlsplit(link.url).path.rstrip("/").rpartition("/")[2].lower()
    return (
        re.fullmatch(r"(?:kenh-?|danh-?sach-?)?rss(?:-?feeds?)?\w{0,5}(?:\.\w+)?", last) is not None
    )


def _usual_places(html: str, page: str) -> Iterator[str]:
    """Where the page's content system keeps its feed, two addresses at most."""
    if "wp-content/" in html or "wp-includes/" in html:
        yield f"{urlsplit(page).path.rstrip('/')}/feed/"
    elif "/components/com_" in html or 'content="Joomla' in html:
        yield "?format=feed&type=rss"
    elif "Drupal" in html[:20_000]:
        yield "/rss.xml"
    elif _is_front(page):
        yield "/rss"
        yield "/rss.xml"


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default|home|trang-?chu)(?:\.\w+)?$", "/", parts.path, flags=re.I)
    return path in ("", "/", "/web/guest", "/vi") and not parts.query


def _name_of(html: str) -> str | None:
    head = html[:200_000]
    match = _SITE_NAME.search(head) or _TITLE.search(head)
    return plain_line(match[1])[:120] or None if match else None
