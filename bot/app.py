"""The running bot: puts the rooms and Telegram together, starts and stops them.

Start: store → what a crash left → Telegram → ticks and delivery. Stop, on SIGTERM: no new ticks →
no new updates, those taken are answered → requests in flight are settled → connections and store
are closed. Whatever is still due then lies in the store and goes on at the next start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import partial

import structlog

from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.delivery.dispatch import Dispatcher
from bot.delivery.followers import Followers
from bot.delivery.limits import limits_for
from bot.delivery.notices import Notices
from bot.delivery.pacer import Pacer
from bot.delivery.review_teller import ReviewTeller
from bot.delivery.sender import Sender, in_flight_for
from bot.errors import ConfigError
from bot.ingest.page_extract import load_extractor
from bot.ingest.pipeline import Ingestor
from bot.rooms import Rooms, build_fetcher, build_ingestor, build_rooms
from bot.schedule import Schedule, Tick
from bot.telegram_edge.edge import TelegramEdge
from bot.telegram_edge.probe import connected
from storage.models import Part
from storage.open import open_store
from storage.weeks import utc_week

log = structlog.get_logger()

INGEST_SECONDS = 20.0
DIGEST_SECONDS = 15.0
HOUSEKEEPING_SECONDS = 3600.0
NOTICES_SECONDS = 300.0
FOLLOW_SECONDS = 20.0
REVIEW_SECONDS = 5.0
RENEWAL_SECONDS = 60.0
KEPT_QUERIES = 500
"""Long queries behind the buttons of old messages."""
HISTORY = timedelta(weeks=26)
"""How long delivered digests are kept."""
STOP_GRACE = 30.0
"""Seconds that running work gets at the end; systemd's TimeoutStopSec should be longer."""


async def send_parts(
    settings: Settings, parts: Iterable[Part], chat_id: int, thread_id: int | None
) -> None:
    """Send messages to one chat now, at Telegram's pace, outside the outbox.

    Raises:
        ConfigError: no token, or a wrong one.
        DeliveryError: a message could not be sent; the ones before it were.
    """
    pacer = Pacer()
    async with connected(settings) as messenger:
        for part in parts:
            await pacer.acquire(chat_id, chat_id < 0)
            await messenger.send(chat_id, part, thread_id=thread_id)


async def run_bot(settings: Settings, stop: asyncio.Event, clock: Clock = system_clock) -> None:
    """Run until `stop` is set.

    Raises:
        ConfigError: a wrong setting, or Telegram stopped accepting the token.
        StoreInUse, SchemaTooNew: from opening the store.
    """
    store = await asyncio.to_thread(open_store, str(settings.data_dir), clock=clock)
    try:
        for problem in store.problems():
            log.error("store_problem", file=problem.file, what=problem.what)
        unknown, held = await asyncio.to_thread(store.recover_deliveries, clock())
        if unknown or held:
            log.warning("deliveries_recovered", unknown=unknown, held=held)
        await _Running(build_rooms(settings, store, clock=clock), stop).run()
    finally:
        await asyncio.to_thread(store.close)
        log.info("stopped")


class _Running:
    """One run of the bot, from start to stop."""

    def __init__(self, rooms: Rooms, stop: asyncio.Event) -> None:
        self._rooms = rooms
        self._stop = stop
        self._connected = asyncio.Event()
        self._fatal: Exception | None = None
        paid = rooms.settings.paid_broadcast_rate
        self._pacer = Pacer(limits_for(paid))
        self._edge = TelegramEdge(
            rooms.settings,
            store=rooms.store,
            router=rooms.router,
            pacer=self._pacer,
            clock=rooms.clock,
            on_fatal=self._on_fatal,
        )
        self._sender = Sender(
            rooms.store,
            self._edge.messenger,
            self._pacer,
            rooms.clock,
            in_flight=in_flight_for(paid),
        )
        self._followers = Followers(
            rooms.store,
            self._edge.messenger,
            self._pacer,
            rooms.clock,
            rooms.catalog,
            source_names=rooms.source_names,
            zone=rooms.settings.timezone,
            halted=self._stop.is_set,
        )
        self._dispatcher = Dispatcher(
            rooms.store,
            rooms.clock,
            rooms.catalog,
            source_names=rooms.source_names,
            language=rooms.settings.language,
        )

    def _on_fatal(self, error: Exception) -> None:
        self._fatal = error
        self._stop.set()

    async def run(self) -> None:
        """Start everything, wait for `stop`, stop everything."""
        async with build_fetcher(self._rooms) as fetcher:
            on_added = self._followers.arrived
            ingestor = build_ingestor(self._rooms, fetcher, on_added=on_added)
            self._rooms.errands.bind(ingestor, fetcher)
            schedule = Schedule(self._ticks(ingestor), self._rooms.clock)
            schedule.start()
            loading = asyncio.create_task(asyncio.to_thread(load_extractor))
            delivering: asyncio.Task[None] | None = None
            try:
                if await self._edge.start(self._stop):
                    delivering = asyncio.create_task(self._sender.drain(self._stop))
                    delivering.add_done_callback(self._on_delivery_end)
                    self._connected.set()
                    log.info("started", sources=len(self._rooms.sources))
                await self._stop.wait()
            finally:
                self._stop.set()
                self._rooms.errands.release()
                await schedule.stop(STOP_GRACE)
                await ingestor.stop(STOP_GRACE)
                await asyncio.wait([loading])
                if delivering is not None:
                    await asyncio.wait([delivering], timeout=STOP_GRACE)
                await self._edge.stop(STOP_GRACE)
        if self._fatal is not None:
            raise ConfigError(f"Telegram: {self._fatal}") from self._fatal

    def _on_delivery_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            error = task.exception()
            self._on_fatal(error if isinstance(error, Exception) else RuntimeError(repr(error)))

    def _ticks(self, ingestor: Ingestor) -> tuple[Tick, ...]:
        settings = self._rooms.settings
        notices = Notices(
            self._rooms.store,
            self._edge.messenger,
            self._pacer,
            self._rooms.clock,
            self._rooms.catalog,
            sources=ingestor.sources,
            curators=settings.owner_ids | settings.curator_ids,
            language=settings.language,
            zone=settings.timezone,
        )
        teller = ReviewTeller(
            self._rooms.desk,
            self._rooms.store,
            self._edge.messenger,
            self._pacer,
            self._rooms.clock,
            self._rooms.catalog,
            curators=settings.owner_ids | settings.curator_ids,
            language=settings.language,
        )
        return (
            Tick("ingest", INGEST_SECONDS, ingestor.start_due),
            Tick("notices", NOTICES_SECONDS, partial(self._tell, notices.run)),
            Tick("follow", FOLLOW_SECONDS, partial(self._tell, self._followers.run)),
            Tick("digest", DIGEST_SECONDS, self._dispatch),
            Tick("review", REVIEW_SECONDS, partial(self._tell, teller.run)),
            Tick("renew_terms", RENEWAL_SECONDS, ingestor.renew_terms),
            Tick("housekeep", HOUSEKEEPING_SECONDS, self._housekeep),
        )

    async def _tell(self, run: Callable[[], Awaitable[int]]) -> None:
        """News for curators or followers, once Telegram can be spoken to."""
        waits = [asyncio.create_task(event.wait()) for event in (self._connected, self._stop)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if not self._stop.is_set():
            await run()

    async def _dispatch(self) -> None:
        report = await asyncio.to_thread(self._dispatcher.run_due)
        if report.frozen:
            self._sender.wake()

    async def _housekeep(self) -> None:
        store = self._rooms.store
        await asyncio.to_thread(store.prune_values, "query:", keep=KEPT_QUERIES)
        oldest = utc_week(self._rooms.clock() - HISTORY)
        pruned = await asyncio.to_thread(store.prune_history, oldest)
        counts = await asyncio.to_thread(store.count_deliveries)
        log.info(
            "housekeeping",
            articles=await asyncio.to_thread(store.count_articles),
            weeks_pruned=pruned,
            deliveries={status.value: count for status, count in counts.items() if count},
        )
