"""Kind of source → how its bytes become entries. A new kind is one reader and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.errors import SourceUnreadable
from bot.sources.answer import Fetched
from bot.sources.decode import decode_text
from bot.sources.entry import Entry
from bot.sources.feed import Feed, parse_feed
from bot.sources.link_shape import slug_title
from bot.sources.listing import MOST_ENTRIES, History, ListedLink, article_links
from bot.sources.sitemap import SitemapEntry, is_sitemap, parse_sitemap

Reader = Callable[[Fetched], Feed]
"""Bytes in, entries out; raises `SourceUnreadable`. It touches neither network nor disk."""


def read_feed(fetched: Fetched) -> Feed:
    """RSS or Atom."""
    return parse_feed(fetched.body, url=fetched.url, charset=fetched.charset)


def read_page(fetched: Fetched) -> Feed:
    """One article page: its own only entry, recognised by its address."""
    page = decode_text(fetched.body, fetched.charset)
    return Feed(entries=(Entry(link=fetched.url, guid=fetched.url, page=page),))


def read_listing(
    fetched: Fetched, *, links: str | None = None, history: History | None = None
) -> Feed:
    """The article links of a home or section page; `links` and `history` as `article_links`.

    A sitemap counts as a listing: its newest pages are taken.

    Raises:
        SourceUnreadable: no HTML, or not one article link: the page was redesigned or is empty.
    """
    if is_sitemap(fetched.body):
        found = _newest(parse_sitemap(fetched.body, fetched.url).pages)
    else:
        page = decode_text(fetched.body, fetched.charset)
        found = article_links(page, fetched.url, links=links, history=history)
    if not found:
        raise SourceUnreadable("no article links were found on the page")
    return Feed(
        entries=tuple(
            Entry(
                title=each.title or slug_title(each.url),
                link=each.url,
                guid=each.url,
                published=each.date,
                listed=True,
            )
            for each in found
        )
    )


def _newest(pages: Sequence[SitemapEntry]) -> tuple[ListedLink, ...]:
    by_date = sorted(pages, key=lambda each: each.date or "", reverse=True)  # ISO 8601 sorts so
    return tuple(
        ListedLink(each.url, each.title or "", each.date if each.is_news else None)
        for each in by_date[:MOST_ENTRIES]
    )


READERS: Mapping[str, Reader] = {"feed": read_feed, "listing": read_listing, "page": read_page}
"""Kinds that are read over HTTP; `folder`, `inbox` and `samples` come from the disk."""
