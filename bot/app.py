"""The running bot: puts the rooms and Telegram together, starts and stops them.

Start: store → what a crash left → Telegram → ticks and delivery. Stop, on SIGTERM: no new ticks →
no new updates, those taken are answered → requests in flight are settled → connections and store
are closed. Whatever is still due then lies in the store and goes on at the next start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog

from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.delivery.limits import limits_for
from bot.delivery.pacer import Pacer
from bot.delivery.sender import Sender, in_flight_for
from bot.errors import ConfigError
from bot.rooms import Rooms, build_fetcher, build_rooms
from bot.telegram_edge.edge import TelegramEdge
from bot.telegram_edge.probe import connected
from storage.models import Part
from storage.open import open_store

if TYPE_CHECKING:
    from bot.duties import Duties

log = structlog.get_logger()

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
        self._delivering: asyncio.Task[None] | None = None
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

    def _on_fatal(self, error: Exception) -> None:
        self._fatal = error
        self._stop.set()

    async def run(self) -> None:
        """Start everything, wait for `stop`, stop everything."""
        self._rooms.errands.expect()
        # Telegram first: answers and deliveries need nothing of what a thread loads meanwhile.
        connecting = asyncio.create_task(self._connect())
        try:
            duties_type = await asyncio.to_thread(self._load)
            async with build_fetcher(self._rooms) as fetcher:
                duties = duties_type(
                    self._rooms,
                    fetcher,
                    self._edge.messenger,
                    self._pacer,
                    connected=self._connected,
                    stop=self._stop,
                    wake=self._sender.wake,
                    administers=self._edge.rights.administers,
                )
                duties.start()
                try:
                    await connecting
                    await self._stop.wait()
                finally:
                    self._stop.set()
                    await duties.stop(STOP_GRACE)
                    await self._end(connecting)  # before the fetcher, which errands may still use
        finally:
            await self._end(connecting)
        if self._fatal is not None:
            raise ConfigError(f"Telegram: {self._fatal}") from self._fatal

    def _load(self) -> type[Duties]:
        """Load what the other commands and the bot's own work consist of, the former first."""
        self._rooms.router.load()
        from bot.duties import Duties  # loads ingest and digest, which can wait so long

        return Duties

    async def _connect(self) -> None:
        if await self._edge.start(self._stop):
            self._delivering = asyncio.create_task(self._sender.drain(self._stop))
            self._delivering.add_done_callback(self._on_delivery_end)
            self._connected.set()
            log.info("started", sources=len(self._rooms.sources))

    async def _end(self, connecting: asyncio.Task[None]) -> None:
        """Settle what is under way with Telegram. Idempotent."""
        self._stop.set()
        self._rooms.errands.release()
        await asyncio.wait([connecting])
        if self._delivering is not None:
            await asyncio.wait([self._delivering], timeout=STOP_GRACE)
        await self._edge.stop(STOP_GRACE)

    def _on_delivery_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            error = task.exception()
            self._on_fatal(error if isinstance(error, Exception) else RuntimeError(repr(error)))
