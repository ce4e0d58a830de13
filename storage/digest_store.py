"""The store of digests, their outbox and their reviews. See `base`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from storage.models import Delivery, DeliveryStatus, Digest, Edition, Review
from storage.weeks import LATEST_WEEKS


class DigestStore(Protocol):
    """Frozen digests and the outbox."""

    def freeze_digests(
        self, frozen: Sequence[tuple[Digest, Edition, Sequence[Delivery]]]
    ) -> list[bool]:
        """Keep each digest with its edition and outbox rows; False where `digest.id` existed, or
        the subscriber (whose chat may have had another id) had its digest of that period (nothing
        of that triple is then written). One durable group commit.
        """

    def release_digest(self, digest: Digest, edition: Edition, rows: Sequence[Delivery]) -> None:
        """Let a withheld digest go out: `digest` replaces the record of its id.

        Its edition is kept, and those of its rows that do not exist yet; existing ones stay as
        they are, so that doing it again is always right. The record comes last: until then it is
        withheld. Nothing happens where there is no digest with that id.
        """

    def get_digest(self, digest_id: str) -> Digest | None:
        """The digest, or None."""

    def list_digests(self, subscriber_id: str, *, limit: int) -> list[Digest]:
        """This subscriber's, the newest (by `Digest.until`) first."""

    def latest_digests(
        self, subscriber_ids: Collection[str], *, limit: int, weeks: int = LATEST_WEEKS
    ) -> dict[str, list[Digest]]:
        """For each of these subscribers up to `limit` digests, the newest first.

        Only the newest `weeks` weeks in which anybody has a digest are looked through, each at
        most once a call. Every id is a key; the list is empty where there is none.
        """

    def get_edition(self, week: str, edition_id: str) -> Edition | None:
        """The frozen text that `Digest.edition` names; `week` is `Digest.week`."""

    def claim_deliveries(
        self, now: datetime, *, limit: int, busy_chats: Iterable[int] = ()
    ) -> list[Delivery]:
        """Take rows to send now and mark them `sending`, durably, in one write.

        Only `pending` rows and `unknown` ones not yet resent (`resent` is then set on them),
        with `not_before` None or <= now, at most one row per chat, no row of `busy_chats`, and
        of each digest only its first part that is neither sent nor failed nor held. In order
        of `updated_at`, then id.
        """

    def settle_deliveries(self, rows: Sequence[Delivery]) -> None:
        """Replace rows by id, durably, in one write. Rows of a forgotten chat are ignored."""

    def recover_deliveries(self, now: datetime) -> tuple[int, int]:
        """After a crash: each `sending` row becomes `unknown`, or `held` if it was `resent`.

        Returns how many became unknown and held.
        """

    def list_deliveries(
        self,
        *,
        week: str | None = None,
        chat_id: int | None = None,
        statuses: Iterable[DeliveryStatus] | None = None,
    ) -> list[Delivery]:
        """Rows that fit every filter, by id."""

    def count_deliveries(self, week: str | None = None) -> Mapping[DeliveryStatus, int]:
        """How many rows stand where; every status is a key."""

    def prune_history(self, before_week: str) -> int:
        """Forget digests, editions and rows of whole weeks before `before_week` (`"2023-W39"`).

        A week stays while a row of it is still on its way or held, or where one of its digests was
        made in `before_week` (UTC) or later: its key still guards against a second one. Returns
        how many weeks went. Raises ValueError if `before_week` is no ISO week.
        """


class ReviewStore(Protocol):
    """What reviewers say of digests that wait for them."""

    def list_reviews(self) -> list[Review]:
        """All that are kept, decided ones too, by id."""

    def get_review(self, review_id: str) -> Review | None:
        """The review of the digest with this id, or None."""

    def update_review(
        self, review_id: str, change: Callable[[Review | None], Review | None]
    ) -> Review | None:
        """Replace the record by `change(current)` as one atomic step, durable on return.

        None deletes. `change` must keep the id. Returns what is stored now. An exception from
        `change` leaves everything as it was.
        """
