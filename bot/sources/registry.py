"""Kind of source → how its bytes become entries. A new kind is one reader and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.sources.answer import Fetched
from bot.sources.decode import decode_text
from bot.sources.entry import Entry
from bot.sources.feed import Feed, parse_feed

Reader = Callable[[Fetched], Feed]
"""Bytes in, entries out; raises `SourceUnreadable`. It touches neither network nor disk."""


def read_feed(fetched: Fetched) -> Feed:
    """RSS or Atom."""
    return parse_feed(fetched.body, url=fetched.url, charset=fetched.charset)


def read_page(fetched: Fetched) -> Feed:
    """One article page: its own only entry, recognised by its address."""
    page = decode_text(fetched.body, fetched.charset)
    return Feed(entries=(Entry(link=fetched.url, guid=fetched.url, page=page),))


READERS: Mapping[str, Reader] = {"feed": read_feed, "page": read_page}
"""Kinds that are read over HTTP; `folder`, `inbox` and `samples` come from the disk."""
