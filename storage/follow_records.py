"""Queries whose new articles a place wants to hear of."""

from __future__ import annotations

from typing import Literal

from storage.frozen_record import Instant, Record
from storage.search_records import SearchQuery


class Follow(Record, frozen=True, kw_only=True):
    """What a place wants to hear of: whatever a query finds among new articles."""

    id: str
    """Unique, letters and digits, short enough for a button."""
    subscriber: str
    """As `Subscriber.id`; there need be no such record."""
    chat_id: int
    thread_id: int | None = None
    is_group: bool = False
    """A group, supergroup or channel."""
    text: str
    """The query as it was typed."""
    query: SearchQuery
    """What it asks of an article: no dates, no page."""
    marks: SearchQuery
    """What is marked in an article that it found."""
    mode: Literal["now", "digest"] = "now"
    """Told at once, or in the weekly digest."""
    language: Literal["vi", "en"] = "vi"
    """Of whoever set it, for a place without a `Subscriber` record."""
    created_at: Instant
    last_told_at: Instant | None = None
    """When something was last told of it at once."""
    pending: tuple[str, ...] = ()
    """Ids of articles that were found and are still to be told, in the order they were found."""
    more: int = 0
    """How many further ones were found that are only counted."""
    stopped: str | None = None
    """Why nothing is told at present (Telegram refused the chat); None: nothing is the matter."""
