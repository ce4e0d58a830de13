"""A source that is known already is tried before it is turned on: read once, with three articles.

What comes back is what a person needs to decide: how many articles it names and what the first
look like once they have been read, so that a page without dates, or a feed whose articles cannot
be read, is seen before it is followed. Nothing is stored.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal

from bot.errors import SourceUnreachable, SourceUnreadable
from bot.ingest.trial import Trial, sampled
from bot.sources.address import shown
from bot.sources.answer import Fetched, NotModified
from bot.sources.discover import Discovery
from bot.sources.feed import Feed
from bot.sources.http import Fetcher
from bot.sources.parse_apart import parse_apart
from bot.sources.registry import READERS, read_listing
from storage.models import Source


async def try_source(source: Source, fetcher: Fetcher, *, zone: tzinfo, now: datetime) -> Trial:
    """Read a feed, listing or page and up to three of its articles, at the pace of its host.

    Raises:
        SourceError: the source itself cannot be read, or names no articles; the text says why.
    """
    if source.url is None:
        raise SourceUnreadable(f"a source of kind {source.kind} has no address to try")
    fetched = await fetcher.fetch(
        source.url,
        ca_bundle=source.ca_bundle,
        robots=source.robots and source.kind != "feed",  # as polling does
    )
    if isinstance(fetched, NotModified):
        raise SourceUnreachable(f"{shown(source.url)}: HTTP 304 to an unconditional request")
    feed = await parse_apart(len(fetched.body), _read, fetched, source)
    if not feed.entries:
        raise SourceUnreadable(f"{shown(source.url)} names no articles")
    kind: Literal["feed", "listing"] = "feed" if source.kind == "feed" else "listing"
    found = Discovery(kind, source.url, feed, feed.title)
    return await sampled(source.url, found, source, fetcher=fetcher, zone=zone, now=now)


def _read(fetched: Fetched, source: Source) -> Feed:
    if source.kind == "listing":
        return read_listing(fetched, links=source.links)
    return READERS[source.kind](fetched)
