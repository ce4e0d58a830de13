"""What came of a poll or of files handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.ingest.observation import NewArticle


class Outcome(StrEnum):
    """What became of one article."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


class Failure(NamedTuple):
    """Something that could not be read: a file's name or an address, and why."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """Counts of articles, and what failed; add two to sum them."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()
    new: tuple[NewArticle, ...] = ()
    """What counts of the arrivals for the health of their source."""

    def __add__(self, other: IngestReport) -> IngestReport:
        return IngestReport(
            added=self.added + other.added,
            revised=self.revised + other.revised,
            unchanged=self.unchanged + other.unchanged,
            failures=self.failures + other.failures,
            new=self.new + other.new,
        )


@dataclass(frozen=True, kw_only=True)
class PollReport(IngestReport):
    """What one poll of one source brought.

    `failures` are articles whose page could not be read (their feed text is kept) and files;
    `error` says why the source itself could not be read, None when it could.
    """

    source: str
    not_modified: bool = False
    error: str | None = None
    moved_to: str | None = None
    """Where the server says that the source now lives for good."""
    learned: bool = False
    """That was now believed: from here on it is polled at its new address."""
    next_poll_at: datetime | None = None
