"""Which article pages a poll reads, and how far it walks from page to page."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from bot.errors import (
    HostResting,
    RobotsUnreachable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
)
from bot.sources.entry import Entry, page_attempts, page_read_at, same_signature
from storage.models import Article, Source

PAGES_PER_POLL = 40
"""At two seconds a page a poll stays within some minutes; the rest is read next time."""
MAX_ATTEMPTS = 5
"""A page that failed this often is left alone until the feed says something new of it."""
REREADS_PER_POLL = 10
REREAD_FOR = timedelta(days=3)
"""How long publishers are taken to correct an article without a word in their feed."""
REREAD_EVERY = timedelta(hours=6)
LEFT_EVERY = timedelta(days=1)
"""How often the page of a young article is read that the feed no longer names."""
_GIVE_UP_AFTER = 3


class Plan(Enum):
    """What to do about one entry."""

    SKIP = auto()
    TAKE_FEED_TEXT = auto()
    READ_PAGE = auto()


def plan(entry: Entry, existing: Article | None, source: Source) -> Plan:
    """Whether the entry's article is new, said anew, still owing its page, or known."""
    wanted = Plan.READ_PAGE if source.full_text and entry.link else Plan.TAKE_FEED_TEXT
    if existing is None:
        return wanted
    if existing.source != source.id:
        return Plan.SKIP  # two feeds of one outlet: the first one looks after the article
    if not same_signature(existing.entry_signature, entry.signature):
        return wanted
    attempts = page_attempts(existing.entry_signature)
    return Plan.SKIP if attempts is None or attempts >= MAX_ATTEMPTS else wanted


def may_reread(article: Article, source: Source, now: datetime) -> bool:
    """Whether the page of a known article is to be read once more, for a silent correction.

    It is while the article is young and was not read for some hours; pages still owed have
    their own rule (`plan`).
    """
    if article.source != source.id or not source.full_text or article.url is None:
        return False
    if article.entry_signature is None or page_attempts(article.entry_signature) is not None:
        return False
    if now - max(article.first_seen, article.published or article.first_seen) > REREAD_FOR:
        return False
    since = now - last_read(article)
    return not timedelta(0) <= since < REREAD_EVERY  # an instant ahead is of a clock that was wrong


def is_in_doubt(article: Article) -> bool:
    """Whether its page was missing once: the next reading tells whether it is gone."""
    return article.missing_since is not None and article.vanished_at is None


def last_read(article: Article) -> datetime:
    """When the article's page was last read, as far as is known."""
    return page_read_at(article.entry_signature) or article.updated_at


def attempts_before(existing: Article | None, entry: Entry) -> int:
    """How often the page of this very entry was tried in vain."""
    if existing is None or not same_signature(existing.entry_signature, entry.signature):
        return 0
    return page_attempts(existing.entry_signature) or 0


def is_final(error: SourceError) -> bool:
    """Whether asking for the page again makes no sense."""
    return isinstance(error, SourceGone | SourceRefused)


def was_tried(error: SourceError) -> bool:
    """Whether the page itself was asked for: a host at rest, or without robots.txt, was not."""
    return not isinstance(error, HostResting | RobotsUnreachable)


class Walk:
    """How far a poll still goes from page to page.

    `retry_after`: seconds for which the host asked to be left alone, None when it did not.
    """

    def __init__(self, pages: int) -> None:
        self._left = pages
        self._failures = 0
        self.retry_after: float | None = None
        self._stopped = False

    def may_go_on(self) -> bool:
        """Whether one more page may be asked for; counts it."""
        if self._stopped or self._left == 0 or self._failures >= _GIVE_UP_AFTER:
            return False
        self._left -= 1
        return True

    def succeeded(self) -> None:
        """The host answers."""
        self._failures = 0

    def failed(self, error: SourceError) -> None:
        """A host that asked for patience, or does not answer, is left alone for this poll."""
        if isinstance(error, SourceThrottled):
            self._stopped = True
            self.retry_after = error.retry_after
        elif isinstance(error, SourceUnreachable):
            self._failures += 1
