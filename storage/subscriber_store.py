"""The store of places that messages go to, and of what they follow. See `base`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from storage.models import Follow, Subscriber


class SubscriberStore(Protocol):
    """Chats that talk to the bot and their digests' schedule."""

    def get_subscriber(self, subscriber_id: str) -> Subscriber | None:
        """The subscriber, or None."""

    def list_subscribers(self) -> list[Subscriber]:
        """All, by id."""

    def update_subscriber(
        self, subscriber_id: str, change: Callable[[Subscriber | None], Subscriber | None]
    ) -> Subscriber | None:
        """Replace the record by `change(current)` as one atomic step; None deletes it.

        Returns what is stored now. An exception from `change` leaves everything as it was.
        """

    def update_subscribers(
        self,
        subscriber_ids: Sequence[str],
        change: Callable[[str, Subscriber | None], Subscriber | None],
    ) -> list[Subscriber | None]:
        """As `update_subscriber`, for many in one durable write.

        `change` gets each id, once, with its record; what is stored now comes back in the order
        of `subscriber_ids`. An exception leaves all of them as they were.
        """

    def due_subscribers(self, now: datetime, *, limit: int) -> list[Subscriber]:
        """Those with `next_due_at <= now`, longest overdue first, ties by id.

        `active` ones, and ones that are `paused` until a date.
        """

    def migrate_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: rewrite its id wherever it stands but in what was sent.

        Where the new id is already known, its own subscriber record wins, unless that has the
        status `none` and the one that moves has not: then the moved one stands, in the language
        that the known one had set, if any. Of a query that both follow the known
        one's record stands. Idempotent.
        """

    def forget_chat(self, chat_id: int) -> int:
        """Delete everything kept about the chat (subscribers, follows, digests, reviews, rows).

        Returns how many records went.
        """


class FollowStore(Protocol):
    """What chats want to hear of."""

    def list_follows(self, subscriber_id: str | None = None) -> list[Follow]:
        """All, or those of one place, oldest first, ties by id."""

    def get_follow(self, follow_id: str) -> Follow | None:
        """The follow, or None."""

    def update_follows(
        self, follow_ids: Sequence[str], change: Callable[[str, Follow | None], Follow | None]
    ) -> list[Follow | None]:
        """Replace each record by `change(id, current)`, all of them in one durable write.

        None deletes. `change` must keep the id. What is stored now comes back in the order of
        `follow_ids`. An exception from `change` leaves all of them as they were.
        """
