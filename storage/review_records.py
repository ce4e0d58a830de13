"""What reviewers say of withheld digests."""

from __future__ import annotations

from typing import Literal

from storage.delivery_records import Delivery
from storage.digest_records import Edition
from storage.frozen_record import Instant, Record
from storage.subscriber_records import Subscriber


class DroppedStory(Record, frozen=True, kw_only=True):
    """A story that a reviewer took out of a digest."""

    articles: tuple[str, ...]
    """As `StoryTold.articles`."""
    title: str


class EditorNote(Record, frozen=True, kw_only=True):
    """A line that a reviewer put into a digest, shown as theirs."""

    by: int
    """Telegram user id."""
    text: str


class Review(Record, frozen=True, kw_only=True):
    """What reviewers say of one withheld digest, and how far that has come."""

    id: str
    """`Digest.id`."""
    mark: str
    """A short name for buttons, the same for the same id."""
    subscriber: Subscriber
    """As it was when the digest was composed; its ids follow the chat when that moves."""
    due: Instant
    """The date that the digest is for."""
    created_at: Instant
    deadline: Instant
    unanswered: Literal["send", "skip"] = "send"
    """What happens then, as long as the status is `waiting`."""
    reviewers: tuple[int, ...] = ()
    """Telegram user ids; empty: the operator's curators."""
    left: tuple[int, ...] = ()
    """Those who were reviewers and lost their rights in the group: the others are told."""
    status: Literal["waiting", "held", "released", "dropped"] = "waiting"
    """`held`: a reviewer stopped the clock; the last two are final."""
    version: int = 0
    """How often its text was changed."""
    dropped: tuple[DroppedStory, ...] = ()
    notes: tuple[EditorNote, ...] = ()
    draft: Edition | None = None
    """What is to go out; None: the digest as it was composed."""
    decided_by: str | None = None
    """As `AuditEntry.actor`."""
    decided_at: Instant | None = None
    applied: bool = False
    """Whether the final decision has reached digest and outbox."""
    tellings: tuple[Delivery, ...] = ()
    """What is sent to the reviewers: `"<id>#<user id>#<number>"`."""
