"""The store as small protocols, one per kind of record; `Store` is their sum.

All methods are synchronous, thread-safe and may touch the disk: callers on an event loop go
through `asyncio.to_thread`. A method that writes returns only when the change is durable, and
raises `NotDurable` with the previous state intact when it could not be made so. A store opened
read-only raises `StoreReadOnly` from every writing method.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from storage.models import (
    Article,
    AuditEntry,
    Delivery,
    DeliveryStatus,
    Digest,
    Edition,
    Follow,
    HitCounts,
    Identity,
    Review,
    SearchQuery,
    SearchResult,
    Source,
    SourceState,
    StoreProblem,
    Subscriber,
)
from storage.weeks import LATEST_WEEKS


class ArticleStore(Protocol):
    """Articles: the truth, and exact look-ups through the derived index."""

    def put_articles(self, articles: Sequence[Article]) -> None:
        """Insert each article, or replace the one with its `id`; all are durable on return.

        On `NotDurable` those of a whole week file may have been kept; putting the batch again
        is always right. The batch is findable by every read method once this returns.
        `corrections` of a stored article stay as they are: `correct_article` alone changes them.
        """

    def correct_article(
        self, article_id: str, change: Callable[[Article], Article]
    ) -> Article | None:
        """Replace the stored article by `change(stored)` as one atomic step, durable on return.

        `change` must keep `id` and `first_seen`. Returns what is stored now; None: there is no
        such article, and nothing was called. An exception from `change` leaves all as it was.
        """

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        """For each identity the stored article that it names, or None.

        By canonical URL, then by guid within the same source, then by content fingerprint.
        An identity without canonical URL and guid matches by fingerprint alone.
        """

    def get_article(self, article_id: str) -> Article | None:
        """The article, or None."""

    def get_articles(self, article_ids: Collection[str]) -> dict[str, Article]:
        """Those of them that there are, by id; one look-up, however many."""

    def similar_articles(self, article: Article, *, within: timedelta) -> list[Article]:
        """Other articles of its language whose text repeats this one's, or is repeated by it.

        That is what `storage.shingles.TextShingles.repeats` says, as far as their sketches are
        near, and their instants (publication, else first sight) lie at most `within` apart. By id.
        `article` itself need not be stored. Of more than some hundred texts whose sketches are
        near, the nearest are looked at.
        """

    def similar_articles_of(
        self, articles: Sequence[Article], *, within: timedelta
    ) -> list[list[Article]]:
        """What `similar_articles` would find for each, in order, were all of them stored.

        So those of the batch are found too, as they are given; their ids differ.
        """

    def reposts_of(self, article_ids: Collection[str]) -> list[Article]:
        """Every article whose `original` is one of these ids, by id."""

    def latest_articles(
        self, *, limit: int, offset: int = 0, source: str | None = None
    ) -> list[Article]:
        """Newest first by publication (undated: by first sight), ties by id."""

    def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
        """First seen in (since, until], oldest first, ties by id."""

    def articles_published(self, start: datetime, end: datetime) -> list[Article]:
        """Published in [start, end), undated ones by first sight; oldest first, ties by id."""

    def search(self, query: SearchQuery) -> SearchResult:
        """The articles that fit, best first. An empty query (no words, phrases) matches all."""

    def count_hits(self, query: SearchQuery, *, zone: ZoneInfo) -> HitCounts:
        """How many articles fit the query, by month in `zone` and by source.

        Reposts are counted like all others; `limit`, `offset` and `order` mean nothing here.
        """

    def spellings(self, syllable: str, *, limit: int = 5) -> list[str]:
        """Folded syllables of the stored texts that are one slip away from this one.

        A slip: one letter more, less, other, or two neighbours swapped (Damerau, 1964), see
        `storage.spelling.slips`; a number has none. The syllable itself is never among them; those
        of most articles first, ties by name.
        """

    def count_articles(self, source: str | None = None) -> int:
        """How many articles there are."""

    def iter_articles(self) -> Iterator[Article]:
        """All articles, week by week in order of first sight; one week in memory at a time."""


class SourceStore(Protocol):
    """Sources that curators added and the polling state of every source."""

    def list_sources(self) -> list[Source]:
        """Sources kept in the store (not those of the catalogue file), by id."""

    def put_source(self, source: Source) -> None:
        """Insert or replace by id."""

    def put_sources(self, sources: Sequence[Source]) -> None:
        """Insert or replace by id, in one durable write."""

    def delete_source(self, source_id: str) -> bool:
        """Remove it; False if it was not there. Its articles stay."""

    def get_source_state(self, source_id: str) -> SourceState | None:
        """What polling knows, None before the first attempt."""

    def list_source_states(self) -> list[SourceState]:
        """All states, by source id."""

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        """Insert or replace by source id, in one durable write."""


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


class ValueStore(Protocol):
    """Small things: named values and the audit log."""

    def get_value(self, key: str) -> str | None:
        """The text kept under `key`, or None."""

    def put_value(self, key: str, value: str | None) -> None:
        """Keep it; None deletes."""

    def prune_values(self, prefix: str, *, keep: int) -> int:
        """Of the values whose key begins with `prefix`, delete all but the newest `keep`.

        The newest are those whose key came last; a new text under a known key makes none newer.
        Returns how many went.
        """

    def append_audit(self, entry: AuditEntry) -> None:
        """Add to the log; the latest 5,000 entries are kept."""

    def list_audit(self, *, limit: int) -> list[AuditEntry]:
        """Newest first."""


class Store(
    ArticleStore,
    SourceStore,
    SubscriberStore,
    FollowStore,
    DigestStore,
    ReviewStore,
    ValueStore,
    Protocol,
):
    """Everything; what `open_store` returns."""

    def problems(self) -> list[StoreProblem]:
        """What the store had to work around since it was opened."""

    def close(self) -> None:
        """Release the data directory. Idempotent; nothing is lost without it."""
