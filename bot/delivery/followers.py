"""Tells followers what is new: found, made durable, bundled, sent, made durable.

What was found waits in the follows themselves, so it is forgotten, moved and kept with them. Each
step may be repeated: an article that is looked at again is found again, not told again; a message
is kept before what it tells of is cleared, and after a crash that clearing comes first. Each
message is marked before its request leaves; after a crash in between it goes out once more, then
never again. One message a minute goes to one place, none at night.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.follow_effects import applied
from bot.delivery.follow_ledger import KEY, Telling, at_home, read_ledger
from bot.delivery.follow_look import look
from bot.delivery.follow_news import (
    bundled,
    waits_until,
    without_pending,
)
from bot.delivery.follow_telling import telling_of
from bot.delivery.kept_ledger import KeptLedger
from bot.delivery.messenger import Messenger
from bot.delivery.one_message import attempt
from bot.delivery.pacer import Pacer
from bot.delivery.quiet import is_quiet
from bot.delivery.reactions import Offline, Reaction, StopAll
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE
from bot.messages.naming import USERNAME_KEY
from storage.base import ArticleStore, FollowStore, SourceStore, SubscriberStore, ValueStore
from storage.models import Article, Delivery, DeliveryStatus, Follow

log = structlog.get_logger()

AT_ONCE = 8
"""Messages in flight; see `sender.IN_FLIGHT`."""
PLANNED = 32
"""Messages that are composed and kept in one step."""
MOST_ARRIVED = 5_000
"""New articles that are remembered between two looks; beyond that the store is asked."""
MOST_WAITING = 200
"""Messages that wait to be tried again; beyond that nothing new is composed."""

_DONE = (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.HELD)


class FollowerStore(ArticleStore, FollowStore, SourceStore, SubscriberStore, ValueStore, Protocol):
    """What telling followers reads and writes."""


class Followers:
    """One per process. `run` looks after everybody; one run at a time.

    Args:
        source_names: source id → name, for sources that are not in the store.
        zone: of places that have none of their own; nobody is told at night (`quiet`).
        halted: whether the bot is being stopped: then no further message is begun.
    """

    def __init__(
        self,
        store: FollowerStore,
        messenger: Messenger,
        pacer: Pacer,
        clock: Clock,
        catalog: Catalog,
        *,
        source_names: Mapping[str, str],
        zone: str = HOME_ZONE.key,
        halted: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._pacer = pacer
        self._clock = clock
        self._catalog = catalog
        self._source_names = source_names
        self._zone = zone
        self._halted = halted
        self._ledger = KeptLedger(store, KEY, read_ledger)
        self._arrived: deque[Article] = deque()
        self._whole = True
        """What was stored is not known: at the start, and after a look that failed."""

    async def run(self) -> int:
        """Look at what is new, tell who is to be told; returns how many messages went out.

        Raises:
            StorageError: nothing more is sent until the next run has made it durable.
        """
        await asyncio.to_thread(self._look)
        count = 0
        while True:
            sent, goes_on = await self._send_waiting()
            count += sent
            if not goes_on or self._halted() or not await asyncio.to_thread(self._plan):
                return count

    def arrived(self, articles: Sequence[Article]) -> None:
        """These were just stored. From any thread."""
        self._arrived.extend(articles)
        if len(self._arrived) > MOST_ARRIVED:
            self._whole = True  # first, so that whoever looks meanwhile does not miss them
            self._arrived.clear()

    def _look(self) -> None:
        arrived = self._taken()
        whole, self._whole = self._whole, True  # should it fail, the store is asked next time
        ledger, to_keep = look(
            self._store, self._ledger.load(), self._clock(), None if whole else arrived
        )
        self._whole = False
        # What a full disk refused is kept first: else a crash would lose what is cleared next.
        if to_keep or not self._ledger.durable:
            self._ledger.keep(ledger)

    def _taken(self) -> list[Article]:
        taken = []
        while self._arrived:
            taken.append(self._arrived.popleft())
        return taken

    # Messages

    def _plan(self) -> bool:
        """Keep the next messages, then clear what they tell of; False: there are none."""
        ledger = self._ledger.load()
        now = self._clock()
        busy = {telling.row.subscriber for telling in ledger.waiting}
        if len(ledger.waiting) >= MOST_WAITING:
            return False
        places: dict[str, list[Follow]] = defaultdict(list)
        for follow in self._store.list_follows():
            if not follow.stopped and follow.subscriber not in busy:
                places[follow.subscriber].append(follow)
        due = [
            (key, follows)
            for key, follows in places.items()
            if any(follow.pending for follow in follows)
            and waits_until(ledger.told.get(key), now) is None
            and not self._quiet(key)
        ][:PLANNED]
        if not due:
            return False
        wanted = {each for _, follows in due for it in follows for each in it.pending}
        articles = self._store.get_articles(wanted)
        names = {it.id: it.name for it in self._store.list_sources()} | dict(self._source_names)
        username = self._store.get_value(USERNAME_KEY)
        planned: list[Telling] = []
        nothing: list[str] = []
        for key, follows in due:
            bundle = bundled(follows, articles)
            if bundle is None:
                nothing += [follow.id for follow in follows if follow.pending]
            else:
                planned.append(
                    telling_of(
                        bundle,
                        self._store.get_subscriber(key),
                        number=ledger.number + len(planned) + 1,
                        now=now,
                        catalog=self._catalog,
                        zone=self._zone,
                        source_names=names,
                        username=username,
                    )
                )
        if nothing:
            self._store.update_follows(
                nothing, lambda _, follow: follow and replace(follow, pending=(), more=0)
            )
        if planned:
            self._ledger.keep(
                replace(
                    ledger,
                    number=ledger.number + len(planned),
                    waiting=(*ledger.waiting, *planned),
                )
            )
            self._clear()
        return True

    def _clear(self) -> None:
        """What messages tell of waits no more; done again after a crash, before they go out."""
        ledger = self._ledger.load()
        told = {
            follow_id: frozenset(telling.articles)
            for telling in ledger.waiting
            if not telling.cleared
            for follow_id in telling.follows
        }
        if not told:
            return
        now = self._clock()

        def change(follow_id: str, current: Follow | None) -> Follow | None:
            return current and without_pending(current, told[follow_id], now)

        self._store.update_follows(list(told), change)
        # Durable with the next write of the ledger; until then, clearing again changes nothing.
        waiting = tuple(replace(telling, cleared=True) for telling in ledger.waiting)
        self._ledger.remember(replace(ledger, waiting=waiting))

    async def _send_waiting(self) -> tuple[int, bool]:
        """How many went out, and whether any further request can succeed now."""
        await asyncio.to_thread(self._clear)
        ready = await asyncio.to_thread(self._ready)
        count = 0
        for start in range(0, len(ready), AT_ONCE):
            if self._halted():
                return count, False
            wave = ready[start : start + AT_ONCE]
            await asyncio.to_thread(self._mark, wave)
            rows = {telling.row.id: telling for telling in self._ledger.load().waiting}
            going = [rows[telling.row.id] for telling in wave if telling.row.id in rows]
            reactions = await asyncio.gather(
                *(
                    attempt(self._messenger, self._pacer, self._clock, it.row, it.part)
                    for it in going
                )
            )
            await asyncio.to_thread(self._settle, reactions)
            count += sum(it.row.status is DeliveryStatus.SENT for it in reactions)
            if any(isinstance(it.effect, Offline | StopAll) for it in reactions):
                return count, False
        return count, True

    def _ready(self) -> list[Telling]:
        """What may go out now; what nobody follows any more is dropped, what moved goes along."""
        ledger = self._ledger.load()
        now = self._clock()
        known = {follow.id: follow for follow in self._store.list_follows()}
        kept = tuple(
            at_home(telling, home)
            for telling in ledger.waiting
            if (home := next((known[it] for it in telling.follows if it in known), None))
        )
        if kept != ledger.waiting:
            self._ledger.keep(replace(ledger, waiting=kept))
        return [
            it
            for it in kept
            if (it.row.not_before is None or it.row.not_before <= now)
            and waits_until(ledger.told.get(it.row.subscriber), now) is None
            and not self._quiet(it.row.subscriber)
        ]

    def _mark(self, wave: Sequence[Telling]) -> None:
        """Durably `sending`; what went out before with an unknown outcome goes out once more."""
        rows = {}
        for telling in wave:
            row = telling.row
            again = row.status is DeliveryStatus.UNKNOWN
            rows[row.id] = replace(row, status=DeliveryStatus.SENDING, resent=row.resent or again)
        self._replace(rows)

    def _settle(self, reactions: Sequence[Reaction]) -> None:
        """The rows as they are now, durably, and what else the outcomes mean."""
        rows = {}
        for reaction in reactions:
            row = applied(self._store, reaction)
            if row.status in (DeliveryStatus.FAILED, DeliveryStatus.HELD):
                log.warning("telling_given_up", telling=row.id, why=row.error)
            rows[row.id] = row
        self._replace(rows)

    def _replace(self, rows: Mapping[str, Delivery]) -> None:
        """These rows are so now; what may have reached its place counts as told there."""
        ledger = self._ledger.load()
        now = self._clock()
        told = dict(ledger.told)
        for row in rows.values():
            if row.status is DeliveryStatus.PENDING:  # nothing left, or it was refused
                told.pop(row.subscriber, None)
            else:
                told[row.subscriber] = now
        waiting = (
            replace(it, row=rows[it.row.id]) if it.row.id in rows else it for it in ledger.waiting
        )
        left = tuple(it for it in waiting if it.row.status not in _DONE)
        lately = {key: at for key, at in told.items() if waits_until(at, now) is not None}
        self._ledger.keep(replace(ledger, waiting=left, told=lately))

    def _quiet(self, key: str) -> bool:
        return is_quiet(self._store.get_subscriber(key), self._clock(), self._zone)
