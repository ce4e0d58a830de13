"""Reviews of withheld digests: begun, changed, decided and carried out, each step durable.

A review is kept before its digest is frozen and a decision before it reaches the outbox, so that
whatever a crash leaves is told apart at the next look (`settle_due`): a review without digest is
made again by the dispatcher, and a decision that is not applied yet is applied once more, which
changes nothing where it had been.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.latest_digests import DAILY_READ
from bot.delivery.outbox import Frozen, rows_of
from bot.digest.review import (
    Decision,
    decided,
    held,
    is_open,
    review_of,
    unanswered,
    without_reviewer,
)
from bot.digest.schedule import weeks_back
from bot.messages.catalog import Catalog
from bot.messages.naming import USERNAME_KEY
from storage.base import (
    ArticleStore,
    DigestStore,
    FollowStore,
    ReviewStore,
    SourceStore,
    SubscriberStore,
    ValueStore,
)
from storage.errors import StorageError
from storage.models import AuditEntry, Digest, Edition, Review, Subscriber

log = structlog.get_logger()

KEPT = timedelta(days=28)
"""How long a decided review is kept: its buttons still say what became of it."""

CLOCK_SET_BACK = timedelta(minutes=1)
"""A review that began so far ahead was begun by a clock that ran ahead: it waits anew."""

ORPHANED = timedelta(days=1)
"""A review whose digest was never frozen is forgotten after this."""

TRIES = 8
"""Times that a change is made anew because another reviewer's came first."""


class ReviewedStore(
    ArticleStore,
    SourceStore,
    SubscriberStore,
    FollowStore,
    DigestStore,
    ReviewStore,
    ValueStore,
    Protocol,
):
    """What reviews read and write."""


class ReviewDesk:
    """Synchronous and slow: call it in a worker thread. Any number of threads may, at once."""

    def __init__(
        self,
        store: ReviewedStore,
        clock: Clock,
        catalog: Catalog,
        source_names: Mapping[str, str],
        *,
        language: str = "vi",
    ) -> None:
        """For `source_names` and `language` see `Dispatcher`."""
        self._store = store
        self._clock = clock
        self._catalog = catalog
        self._source_names = source_names
        self._language = language

    def find(self, mark: str) -> Review | None:
        """The review with this mark, decided or not; None: it is kept no more."""
        return next((it for it in self._store.list_reviews() if it.mark == mark), None)

    def waiting(self) -> list[Review]:
        """Those that can be answered, the oldest first."""
        found = [it for it in self._store.list_reviews() if is_open(it) and self._digest(it)]
        return sorted(found, key=lambda it: (it.created_at, it.id))

    def edition(self, review: Review) -> Edition | None:
        """What would go out now; None: it is kept no more."""
        if review.draft is not None:
            return review.draft
        digest = self._store.get_digest(review.id)
        return self._store.get_edition(digest.week, digest.edition) if digest else None

    def revise(self, review_id: str, change: Callable[[Review], Review]) -> Review | None:
        """Change stories or lines, and compose what is to go out anew.

        Of two changes at once the later one is made on top of the earlier. Returns the review as
        it stands: unchanged where it had been decided; None: there is none.
        """
        for _ in range(TRIES):
            current = self._store.get_review(review_id)
            if current is None or not is_open(current):
                return current
            wanted = change(current)
            if (wanted.dropped, wanted.notes) == (current.dropped, current.notes):
                return current
            draft = self._compose(wanted)

            def changed(now: Review | None, base: Review = current) -> Review | None:
                if now is None or now.version != base.version or not is_open(now):
                    return now
                return replace(  # what the teller has noted meanwhile stays
                    now,
                    dropped=wanted.dropped,  # noqa: B023 - called within this turn of the loop
                    notes=wanted.notes,  # noqa: B023 - as above
                    draft=draft,  # noqa: B023 - as above
                    version=base.version + 1,
                )

            stored = self._store.update_review(review_id, changed)
            if stored is None or (stored.version == current.version + 1 and stored.draft == draft):
                return stored
        return self._store.get_review(review_id)

    def hold(self, review_id: str, by: str) -> Review | None:
        """Stop its clock. Returns the review as it stands."""
        now = self._clock()
        self._note(review_id, "review.held", by)
        return self._store.update_review(review_id, lambda it: it and held(it, by, now))

    def withdraw(self, chat_id: int, user_id: int) -> int:
        """Somebody is no administrator of the chat any more, and no reviewer of its digests.

        Returns for how many places of the chat they were one. Safe to repeat.
        """
        now = self._clock()

        def without(current: Subscriber | None) -> Subscriber | None:
            if current is None:
                return None
            wishes = current.preferences
            others = tuple(it for it in wishes.reviewers if it != user_id)
            return replace(current, preferences=replace(wishes, reviewers=others))

        places = [
            it.id
            for it in self._store.list_subscribers()
            if it.chat_id == chat_id and user_id in it.preferences.reviewers
        ]
        for place in places:
            self._note(place, "reviewer.left", f"user:{user_id}")
            self._store.update_subscriber(place, without)
        for review in self._store.list_reviews():
            if review.subscriber.chat_id == chat_id and user_id in review.reviewers:
                self._store.update_review(
                    review.id, lambda it: it and without_reviewer(it, user_id, now)
                )
        return len(places)

    def decide(self, review_id: str, decision: Decision, by: str) -> Review | None:
        """The final answer, unless there is one, carried out. Returns the review as it stands."""
        now = self._clock()
        before = self._store.get_review(review_id)
        if before is not None and is_open(before):
            self._note(review_id, f"review.{decision}", by)
        after = self._store.update_review(
            review_id, lambda it: it and decided(it, decision, by, now)
        )
        return after and self._apply(after)

    def settle_due(self) -> int:
        """Carry out what deadlines and switches decide, and what a crash left; how many went out.

        Raises:
            StorageError: the next call goes on.
        """
        released = 0
        now = self._clock()
        for review in self._store.list_reviews():
            if self._is_over(review):
                self._store.update_review(review.id, lambda _: None)
            elif not is_open(review):
                released += not review.applied and review.status == "released"
                self._apply(review)
            elif self._digest(review) is not None:
                subscriber = self._store.get_subscriber(review.subscriber.id)
                decision = unanswered(self._set_right(review, now), subscriber, now)
                if decision is not None:
                    self.decide(review.id, decision, "bot")
                    released += decision == "released"
        return released

    def begin(self, frozen: Frozen, subscriber: Subscriber) -> Frozen:
        """The digest withheld, and its review kept, unless the digest is in the store already."""
        digest, edition, _ = frozen
        now = self._clock()
        if self._store.get_digest(digest.id) is None:
            review = review_of(subscriber, digest, subscriber.next_due_at or now, now)
            self._store.update_review(digest.id, lambda _: review)
        return replace(digest, withheld=True), edition, ()

    def _set_right(self, review: Review, now: datetime) -> Review:
        """The review with dates that the clock, since set back, has not yet to reach."""
        if review.created_at <= now + CLOCK_SET_BACK:
            return review
        wait = review.deadline - review.created_at

        def begun_now(current: Review | None) -> Review | None:
            return current and replace(current, created_at=now, deadline=now + wait)

        return self._store.update_review(review.id, begun_now) or review

    def _digest(self, review: Review) -> Digest | None:
        """The digest, if it is frozen and withheld."""
        digest = self._store.get_digest(review.id)
        return digest if digest is not None and digest.withheld else None

    def _is_over(self, review: Review) -> bool:
        now = self._clock()
        if not is_open(review):
            return review.applied and now - (review.decided_at or review.created_at) > KEPT
        digest = self._store.get_digest(review.id)
        if digest is None:
            return now - review.created_at > ORPHANED
        return not digest.withheld  # a crash before the freeze, and review was then switched off

    def _apply(self, review: Review) -> Review:
        if is_open(review) or review.applied:
            return review
        digest = self._store.get_digest(review.id)
        if review.status == "released" and digest is not None:
            edition = self.edition(review)
            subscriber = self._store.get_subscriber(digest.subscriber)
            if edition is not None and subscriber is not None:
                final = replace(digest, edition=edition.id, withheld=False)
                rows = rows_of(final, edition, subscriber, self._clock())
                self._store.release_digest(final, edition, rows)
                log.info("review_released", digest=review.id, by=review.decided_by)
        return (
            self._store.update_review(review.id, lambda it: it and replace(it, applied=True))
            or review
        )

    def _compose(self, review: Review) -> Edition:
        """The digest as of when it was frozen, with the reviewers' changes."""
        # imported here: composing loads the rooms of digest and facts, and the bot takes its first
        # messages without them
        from bot.delivery.digest_run import DigestRun, Reviewed

        digest = self._store.get_digest(review.id)
        until = digest.until if digest is not None else review.created_at
        names = {source.id: source.name for source in self._store.list_sources()}
        names.update(self._source_names)
        username = self._store.get_value(USERNAME_KEY)
        run = DigestRun(self._store, self._catalog, names, self._language, until, username)
        subscriber = replace(review.subscriber, next_due_at=review.due)
        latest = self._store.latest_digests(
            [subscriber.id], limit=DAILY_READ, weeks=weeks_back(subscriber, self._clock())
        )[subscriber.id]
        earlier = [it for it in latest if it.id != review.id and it.until < until]
        changes = Reviewed(
            articles=frozenset(digest.article_ids if digest is not None else ()),
            dropped=frozenset(key for it in review.dropped for key in it.articles),
            notes=tuple(it.text for it in review.notes),
        )
        return run.digest_for(subscriber, earlier, changes)[1]

    def _note(self, review_id: str, action: str, by: str) -> None:
        """In the audit log, where it has room."""
        try:
            entry = AuditEntry(at=self._clock(), actor=by, action=action, detail=review_id)
            self._store.append_audit(entry)
        except StorageError as error:
            log.error("audit_not_written", action=action, error=str(error))
