"""Which article pages a poll reads, and how far it walks from page to page."""

from __future__ import annotations

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
from bot.sources.entry import Entry, page_attempts, same_signature
from storage.models import Article, Source

PAGES_PER_POLL = 40
"""At two seconds a page a poll stays within some minutes; the rest is read next time."""
MAX_ATTEMPTS = 5
"""A page that failed this often is left alone until the feed says something new of it."""
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
