"""What polling a listing remembers from one time to the next. Pure.

A feed names articles; a listing has links that may turn out to be something else. What was read
and is no article is not read again, what its address looks like counts against others of that
shape, and links that were there at the first sight, but could not be read at once, are still old
stock when their turn comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

import msgspec

from bot.errors import SourceUnreadable
from bot.ingest.harvest import Harvest
from bot.sources.answer import Fetched
from bot.sources.feed import Feed
from bot.sources.listing import History, shape_name
from bot.sources.registry import READERS, read_listing
from storage.models import Source, SourceState

MOST_TRIES = 5
"""Polls at which a page may be denied or missing before its link is passed over."""
_SUSPICIOUS = 3
"""Failures from which on, without one success, the listing as a whole is in doubt."""
MOST_REMEMBERED = 500
"""Addresses that are no articles, and such that wait for their first reading; the latest stay."""
_MOST_SHAPES = 40
_MOST_COUNTED = 1_000


def read_entries(fetched: Fetched, source: Source, state: SourceState) -> Feed:
    """What the source's bytes offer; of a listing only what may be an article.

    Raises:
        SourceUnreadable: not what the kind of source should give; a listing without any links.
    """
    if source.kind != "listing":
        return READERS[source.kind](fetched)
    known = History(articles=state.link_articles, others=state.link_others)
    feed = read_listing(fetched, links=source.links, history=known)
    tried = state.not_articles
    kept = tuple(
        each for each in feed.entries if tried.get(link_mark(each.link or ""), 0) < MOST_TRIES
    )
    return replace(feed, entries=kept)


def split_stock(harvest: Harvest, before: SourceState) -> tuple[Harvest, Harvest]:
    """What was on the listing at its first sight, and everything else that was harvested."""
    waiting = set(before.first_links)
    old = [each for each in harvest.arrivals if each.guid and link_mark(each.guid) in waiting]
    new = [each for each in harvest.arrivals if each not in old]
    return Harvest(arrivals=old), replace(harvest, arrivals=new)


def remember(before: SourceState, source: Source, feed: Feed, harvest: Harvest) -> SourceState:
    """`before` with what this poll has shown; unchanged for other kinds than listings.

    Raises:
        SourceUnreadable: nothing behind the links could be read: a guard lets the bot see no
            pages, or the listing has turned into something else. Nothing is held against them.
    """
    if source.kind != "listing":
        return before
    _refuse_if_nothing_was_read(harvest)
    read = [each.guid for each in harvest.arrivals if each.guid and not each.partial]
    unread = {link_mark(link) for link in harvest.unread}
    first = before.first_success_at is None
    waiting = (
        [link_mark(each.link or "") for each in feed.entries] if first else list(before.first_links)
    )
    tried = dict(before.not_articles)
    for link in harvest.denied:
        tried[link_mark(link)] = tried.pop(link_mark(link), 0) + 1
    for link in harvest.not_articles:
        tried[link_mark(link)] = MOST_TRIES
    return msgspec.structs.replace(
        before,
        link_articles=_counted(before.link_articles, read),
        link_others=_counted(before.link_others, harvest.not_articles),
        not_articles=dict(list(tried.items())[-MOST_REMEMBERED:]),
        first_links=tuple(mark for mark in waiting if mark in unread)[-MOST_REMEMBERED:],
    )


def _refuse_if_nothing_was_read(harvest: Harvest) -> None:
    if any(not each.partial for each in harvest.arrivals):
        return
    if len(harvest.denied) >= _SUSPICIOUS:
        raise SourceUnreadable(f"none of {len(harvest.denied)} linked pages is given to the bot")
    if len(harvest.not_articles) >= _SUSPICIOUS and not harvest.unchanged:
        raise SourceUnreadable(f"none of {len(harvest.not_articles)} linked pages is an article")


def link_mark(url: str) -> str:
    """A short name for an address: twelve characters instead of a hundred."""
    return blake2b(url.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _counted(counts: Mapping[str, int], links: list[str]) -> dict[str, int]:
    counted = dict(counts)
    for link in links:
        shape = shape_name(link)
        counted[shape] = min(counted.pop(shape, 0) + 1, _MOST_COUNTED)  # the latest seen last
    return dict(list(counted.items())[-_MOST_SHAPES:])
