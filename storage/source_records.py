"""Sources, and what polling has learnt of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from storage.frozen_record import Instant, Record


class Source(Record, frozen=True, kw_only=True):
    """Where articles come from: one stanza of `sources.toml` or one added by a curator."""

    id: str
    name: str
    kind: Literal["feed", "listing", "page", "folder", "inbox", "samples"]
    url: str | None = None
    """http(s) URL of a feed, listing or page."""
    links: str | None = None
    """For listings: XPath of the article links; None: they are recognised by themselves."""
    path: str | None = None
    """Folder on disk, for `folder`."""
    province: str | None = None
    level: str | None = None
    """`party`, `government` or `press`."""
    section: str | None = None
    enabled: bool = True
    poll_minutes: int | None = None
    """Wished interval between polls; None means the default (60)."""
    full_text: bool = True
    """Read the article page behind each feed link; False keeps what the feed itself carries."""
    ca_bundle: str | None = None
    robots: bool = True
    """False reads pages that robots.txt disallows: the operator has the publisher's permission."""


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """How well one new article could be read; stored as `["daw", 340]`, for there are many."""

    marks: str
    """Letters of what was found: `d` its date, `a` an author, `w` the whole text of its page."""
    words: int
    """Of its lead and paragraphs."""


class SourceHealth(Record, frozen=True, kw_only=True):
    """What a source usually does, so that it can be told when it does not; bounded in size."""

    first_day: date | None = None
    """Local day (Vietnam) of the first entry of `daily`; None before the first success."""
    daily: tuple[int, ...] = ()
    """New articles of each local day from `first_day` on, the latest 56 days at most."""
    newest_at: Instant | None = None
    """When the newest article came; of those at the first sight, when it was published."""
    usual_gap: float | None = None
    """Mean days from one day with new articles to the next; None: not seen yet."""
    gaps: int = 0
    """How many gaps `usual_gap` has seen."""
    habit: tuple[Reading, ...] = ()
    """Readings that recent ones are compared with, oldest first; 30 at most."""
    recent: tuple[Reading, ...] = ()
    """The latest readings, oldest first; 12 at most."""
    degraded_since: Instant | None = None
    """When recent readings were first found worse than the habit; None: they are not."""
    adopted_at: Instant | None = None
    """When recent readings were last taken as the new habit, having stayed different."""
    failing_since: Instant | None = None
    """First failure since the last success."""
    trouble: Literal["unreachable", "throttled", "refused", "unreadable", "defect"] | None = None
    """What kind of failure the last one was; None after a success."""


class SourceState(Record, frozen=True, kw_only=True):
    """What polling has learnt of a source; survives restarts."""

    source: str
    first_success_at: Instant | None = None
    last_success_at: Instant | None = None
    last_attempt_at: Instant | None = None
    next_poll_at: Instant | None = None
    last_new_at: Instant | None = None
    etag: str | None = None
    last_modified: str | None = None
    error_streak: int = 0
    last_error: str | None = None
    gone: bool = False
    """The server answered 410: polled no more until a curator says otherwise."""
    seen_files: dict[str, str] = msgspec.field(default_factory=dict)
    """For folders: path relative to the folder → size and mtime already read."""
    link_articles: dict[str, int] = msgspec.field(default_factory=dict)
    """For listings: shape of address → how many pages of it turned out to be articles."""
    link_others: dict[str, int] = msgspec.field(default_factory=dict)
    """For listings: shape of address → how many pages of it turned out to be none."""
    not_articles: dict[str, int] = msgspec.field(default_factory=dict)
    """For listings: mark of a link → how often its page was tried in vain, latest last; bounded."""
    first_links: tuple[str, ...] = ()
    """For listings: marks of links of the first sight whose pages are still to be read."""
    url: str | None = None
    """`Source.url` at the last poll: with another one, what was learnt of the old is forgotten."""
    moved_to: str | None = None
    """Where 301 or 308 led at the latest polls."""
    moved_seen: int = 0
    """At how many polls in a row they led there."""
    moved_since: Instant | None = None
    """When they first led there."""
    learned_url: str | None = None
    """Polled instead of `url`: the source has moved for good."""
    new_per_hour: float | None = None
    """How many new articles come in an hour, older polls counting ever less; None: not known."""
    ttl_minutes: int | None = None
    """How long the feed wants to be cached; remembered for answers without a body."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC, 0–23) at which the feed wants to be left alone."""
    skip_days: tuple[int, ...] = ()
    """Days at which the feed wants to be left alone (UTC, 0 is Monday)."""
    health: SourceHealth = SourceHealth()
