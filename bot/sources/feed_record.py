"""What a feed holds: one record for RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sources.entry import Entry


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read; every text is NFC on one line, every URL absolute http(s)."""

    entries: tuple[Entry, ...]
    """In the order of the feed."""
    empty_items: int = 0
    """Items left out, because they have neither title nor link nor text."""
    title: str | None = None
    ttl_minutes: int | None = None
    """How long the publisher wants it cached (RSS `ttl`)."""
    language: str | None = None
    """Language tag as written (`vi`, `vi-VN`)."""
    author: str | None = None
    site_url: str | None = None
    """The site that the feed belongs to (RSS `link`, Atom `alternate`, `home_page_url`)."""
    self_url: str | None = None
    """Where the feed says that it lies (`atom:link rel=self`, `feed_url`)."""
    next_url: str | None = None
    """The next older page of a paged feed (RFC 5005 `next`, `prev-archive`; JSON `next_url`)."""
    hub_url: str | None = None
    """A hub that announces changes (WebSub `hub`, RSS `cloud`, JSON `hubs`)."""
    updated: str | None = None
    """When the feed last changed, as written (`lastBuildDate`, `updated`)."""
    update_minutes: int | None = None
    """How often it changes, in minutes (RSS 1.0 `sy:updatePeriod` over `sy:updateFrequency`)."""
    skip_hours: frozenset[int] = frozenset()
    """Hours, 0-23 in UTC, in which nothing new comes (RSS `skipHours`)."""
    skip_days: frozenset[int] = frozenset()
    """Days in UTC, Monday is 0, on which nothing new comes (RSS `skipDays`)."""
    expired: bool = False
    """It says that it will never change again (JSON Feed `expired`, RFC 5005 `fh:archive`)."""
    version: str | None = None
    """What it was written in: `rss20`, `atom10`, `rss10`, `json11` and the like; None: unclear."""
