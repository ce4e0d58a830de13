"""Shows withheld digests to their reviewers in private: the digest as it stands, then the buttons.

Before it shows anything, and now and then, it asks whether a reviewer still administers the group:
who does not is a reviewer no more, and the others read that.

Each message has a row in its review, marked before its request leaves; after a crash in between
it goes out once more, then never again. A reviewer who refuses the bot holds up nobody else; where
all of them do, the operator's curators are shown it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.messenger import Messenger
from bot.delivery.one_message import attempt
from bot.delivery.pacer import Pacer
from bot.delivery.reactions import Offline, StopAll
from bot.delivery.review_desk import ReviewDesk, ReviewedStore
from bot.digest.review import is_open, recipients
from bot.digest.review_view import for_reviewer, left_card, review_card, told_stories
from bot.messages.catalog import Catalog
from bot.messages.split import split
from storage.models import Delivery, DeliveryStatus, Part, Review

log = structlog.get_logger()

Administers = Callable[[int, int], Awaitable[bool | None]]
"""Whether a user (second) administers a chat (first) now; None: that is not known."""

ASKED_AGAIN = timedelta(minutes=30)
"""Rights are looked up so often while a review waits; every answer is checked besides."""

DONE = (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.HELD)


class ReviewTeller:
    """One per process. `run` looks after everything; one run at a time.

    Args:
        curators: Telegram user ids; each one's private chat has the same id.
        language: for reviewers who have none of their own.
        administers: None where nobody can be asked.
    """

    def __init__(
        self,
        desk: ReviewDesk,
        store: ReviewedStore,
        messenger: Messenger,
        pacer: Pacer,
        clock: Clock,
        catalog: Catalog,
        *,
        curators: Collection[int],
        language: str,
        administers: Administers | None = None,
    ) -> None:
        self._desk = desk
        self._store = store
        self._messenger = messenger
        self._pacer = pacer
        self._clock = clock
        self._catalog = catalog
        self._curators = frozenset(curators)
        self._language = language
        self._administers = administers
        self._asked: dict[tuple[int, int], datetime] = {}
        self._recovered = False

    async def run(self) -> int:
        """Settle what is due, show what waits; returns how many messages went out.

        Raises:
            StorageError: nothing more is sent until the next run has made it durable.
        """
        if not self._recovered:
            await asyncio.to_thread(self._recover)
            self._recovered = True
        await asyncio.to_thread(self._desk.settle_due)
        count = 0
        for review in await asyncio.to_thread(self._desk.waiting):
            await self._check_rights(review)
            sent = await self._show(review)
            if sent is None:
                break
            count += sent
        return count

    async def _check_rights(self, review: Review) -> None:
        """Take out reviewers who administer the group no more."""
        if self._administers is None:
            return
        now, chat_id = self._clock(), review.subscriber.chat_id
        for user_id in review.reviewers:
            asked = self._asked.get((chat_id, user_id))
            if user_id in self._curators or (asked and asked <= now < asked + ASKED_AGAIN):
                continue
            answer = await self._administers(chat_id, user_id)
            if answer is False:
                await asyncio.to_thread(self._desk.withdraw, chat_id, user_id)
            elif answer:
                self._asked[chat_id, user_id] = now

    async def _show(self, review: Review) -> int | None:
        """How many messages went out; None: no request can succeed now."""
        count = 0
        while True:
            step = await asyncio.to_thread(self._next, review.id)
            if step is None:
                return count
            row, part = step
            reaction = await attempt(self._messenger, self._pacer, self._clock, row, part)
            await asyncio.to_thread(self._settle, review.id, reaction.row)
            if isinstance(reaction.effect, Offline | StopAll):
                return None
            count += reaction.row.status is DeliveryStatus.SENT

    def _next(self, review_id: str) -> tuple[Delivery, Part] | None:
        """The next message, its row marked durably; None: nobody is to be shown anything now."""
        review = self._store.get_review(review_id)
        if review is None or not is_open(review):
            return None
        refused = {it.chat_id for it in review.tellings if it.status is DeliveryStatus.FAILED}
        for user_id in recipients(review, self._curators, refused):
            for number, (name, part) in enumerate(self._parts(review, user_id)):
                known = self._row(review, user_id, name)
                if known is not None and known.status in DONE:
                    continue
                if known is not None and not self._may_leave(known):
                    break
                return self._marked(review, user_id, name, number, known), part
        return None

    def _may_leave(self, row: Delivery) -> bool:
        if row.status is DeliveryStatus.SENDING:
            return False
        return row.not_before is None or row.not_before <= self._clock()

    def _parts(self, review: Review, user_id: int) -> list[tuple[str, Part]]:
        """The digest as it stands, and the card with the buttons, each under a name of its own.

        The card keeps its name when another reviewer makes the digest shorter.
        """
        edition = self._desk.edition(review)
        if edition is None:
            return []
        place = self._store.get_subscriber(str(user_id))
        language = (place.language if place else None) or self._language
        ids = [it.articles[0] for it in told_stories(edition)]
        titles = {key: it.title for key, it in self._store.get_articles(ids).items()}
        card = review_card(review, edition, titles, catalog=self._catalog, language=language)
        shown = [(str(n), for_reviewer(part)) for n, part in enumerate(edition.parts)]
        cards = split(card.blocks, card.buttons)
        told = [*shown, *((f"card{n}", part) for n, part in enumerate(cards))]
        if review.left:
            left = left_card(review, catalog=self._catalog, language=language)
            told += [(f"left{it}", split(left.blocks, left.buttons)[0]) for it in review.left]
        return told

    def _marked(
        self, review: Review, user_id: int, name: str, number: int, known: Delivery | None
    ) -> Delivery:
        row = known or Delivery(
            id=f"{review.id}#{user_id}#{name}",
            digest=review.id,
            edition="",
            part=number,
            subscriber=str(user_id),
            chat_id=user_id,
            updated_at=self._clock(),
        )
        again = row.status is DeliveryStatus.UNKNOWN
        row = replace(row, status=DeliveryStatus.SENDING, resent=row.resent or again)
        self._settle(review.id, row)
        return row

    def _settle(self, review_id: str, row: Delivery) -> None:
        """The row as it is now, durably."""
        if row.status in (DeliveryStatus.FAILED, DeliveryStatus.HELD):
            log.warning("reviewer_not_reached", row=row.id, why=row.error)

        def noted(review: Review | None) -> Review | None:
            if review is None:
                return None
            others = tuple(it for it in review.tellings if it.id != row.id)
            return replace(review, tellings=(*others, row))

        self._store.update_review(review_id, noted)

    @staticmethod
    def _row(review: Review, user_id: int, name: str) -> Delivery | None:
        wanted = f"{review.id}#{user_id}#{name}"
        return next((it for it in review.tellings if it.id == wanted), None)

    def _recover(self) -> None:
        """After a crash: what was being sent goes out once more; what had been already does not."""

        def recovered(review: Review | None) -> Review | None:
            if review is None:
                return None
            return replace(review, tellings=tuple(map(self._after_crash, review.tellings)))

        for review in self._store.list_reviews():
            if any(it.status is DeliveryStatus.SENDING for it in review.tellings):
                self._store.update_review(review.id, recovered)

    def _after_crash(self, row: Delivery) -> Delivery:
        if row.status is not DeliveryStatus.SENDING:
            return row
        if row.resent:
            return replace(row, status=DeliveryStatus.HELD, updated_at=self._clock())
        return replace(row, status=DeliveryStatus.UNKNOWN, updated_at=self._clock())
