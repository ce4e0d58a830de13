"""What the bot does of itself: read sources, tell followers and curators, send digests, keep house.

Apart from `app` because it loads the rooms of ingest, digest and facts, most of what the bot
consists of: a thread does that while Telegram is being connected, and the first answer goes out
without them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from bot.delivery.dispatch import Dispatcher
from bot.delivery.followers import Followers
from bot.delivery.messenger import Messenger
from bot.delivery.notices import Notices
from bot.delivery.pacer import Pacer
from bot.delivery.review_teller import Administers, ReviewTeller
from bot.ingest.page_extract import load_extractor
from bot.ingest.pipeline import Ingestor
from bot.rooms import Rooms, build_ingestor
from bot.schedule import Schedule, Tick
from bot.sources.http import Fetcher
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


class Duties:
    """All of it, from `start` to `stop`; made and started on the bot's loop.

    Args:
        connected: set once Telegram can be spoken to; what is to be told waits for it.
        stop: nothing new begins once it is set.
        wake: called when there are new messages in the outbox.
        administers: whether somebody administers a chat; None where nobody can be asked.
    """

    def __init__(
        self,
        rooms: Rooms,
        fetcher: Fetcher,
        messenger: Messenger,
        pacer: Pacer,
        *,
        connected: asyncio.Event,
        stop: asyncio.Event,
        wake: Callable[[], None],
        administers: Administers | None = None,
    ) -> None:
        self._rooms = rooms
        self._fetcher = fetcher
        self._connected = connected
        self._stop = stop
        self._wake = wake
        settings = rooms.settings
        curators = settings.owner_ids | settings.curator_ids
        self._followers = Followers(
            rooms.store,
            messenger,
            pacer,
            rooms.clock,
            rooms.catalog,
            source_names=rooms.source_names,
            zone=settings.timezone,
            halted=stop.is_set,
        )
        self._dispatcher = Dispatcher(
            rooms.store,
            rooms.clock,
            rooms.catalog,
            source_names=rooms.source_names,
            language=settings.language,
        )
        self._ingestor = build_ingestor(rooms, fetcher, on_added=self._followers.arrived)
        self._notices = Notices(
            rooms.store,
            messenger,
            pacer,
            rooms.clock,
            rooms.catalog,
            sources=self._ingestor.sources,
            curators=curators,
            language=settings.language,
            zone=settings.timezone,
        )
        self._teller = ReviewTeller(
            rooms.desk,
            rooms.store,
            messenger,
            pacer,
            rooms.clock,
            rooms.catalog,
            curators=curators,
            language=settings.language,
            administers=administers,
        )
        self._schedule = Schedule(self._ticks(self._ingestor), rooms.clock)
        self._loading: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Commands may ask for work from now on, and the ticks run, each at once the first time."""
        self._rooms.errands.bind(self._ingestor, self._fetcher)
        self._schedule.start()
        self._loading = asyncio.create_task(asyncio.to_thread(load_extractor))

    async def stop(self, grace: float) -> None:
        """Begin nothing more, and wait up to `grace` seconds for each that runs."""
        self._rooms.errands.release()
        await self._schedule.stop(grace)
        await self._ingestor.stop(grace)
        if self._loading is not None:
            await asyncio.wait([self._loading])

    def _ticks(self, ingestor: Ingestor) -> tuple[Tick, ...]:
        return (
            Tick("ingest", INGEST_SECONDS, ingestor.start_due),
            Tick("notices", NOTICES_SECONDS, partial(self._tell, self._notices.run)),
            Tick("follow", FOLLOW_SECONDS, partial(self._tell, self._followers.run)),
            Tick("digest", DIGEST_SECONDS, self._dispatch),
            Tick("review", REVIEW_SECONDS, partial(self._tell, self._teller.run)),
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
            self._wake()

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
