"""What reading and answering need, put together; the running bot (`app`) adds the rest.

Kept apart from `app` because a command line that answers a question must not wait for Telegram's
and the page reader's libraries to load. What composes digests and reads pages is imported in the
functions that need it: the running bot answers while a thread loads the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.clock import Clock, system_clock
from bot.commands.command import HeldDeliveries
from bot.commands.errands import Errands
from bot.commands.router import Router
from bot.config import Settings
from bot.delivery.limits import limits_for
from bot.delivery.outbox import drop_held, held_deliveries, resend_held
from bot.delivery.review_desk import ReviewDesk
from bot.messages.catalog import Catalog
from bot.messages.naming import USERNAME_KEY
from bot.samples import sample_sources
from bot.sources.catalog import load_catalog
from storage.base import Store
from storage.models import Part, Source, Subscriber
from storage.open import open_store

if TYPE_CHECKING:
    from bot.ingest.keep import OnAdded
    from bot.ingest.pipeline import Ingestor
    from bot.sources.http import Fetcher


@dataclass(frozen=True)
class Rooms:
    """What reading and answering need, whichever edge asks."""

    settings: Settings
    store: Store
    clock: Clock
    catalog: Catalog
    sources: tuple[Source, ...]
    router: Router
    errands: Errands
    desk: ReviewDesk

    @property
    def source_names(self) -> Mapping[str, str]:
        """Source id → name, for everything the bot shows: of those that curators added as well."""
        added = {source.id: source.name for source in self.store.list_sources()}
        return {**added, **{source.id: source.name for source in self.sources}}


def build_rooms(
    settings: Settings,
    store: Store,
    *,
    clock: Clock = system_clock,
    sources: tuple[Source, ...] | None = None,
) -> Rooms:
    """Everything but the network. `sources` replaces the configured catalogue (samples)."""
    catalog = Catalog.load()
    known = load_catalog(settings.sources_file) if sources is None else sources
    held = HeldDeliveries(
        rows=partial(held_deliveries, store),
        resend=partial(resend_held, store),
        drop=partial(drop_held, store),
        pace=limits_for(settings.paid_broadcast_rate).per_second,
    )
    errands = Errands()
    catalogue_names = {source.id: source.name for source in known}

    def next_of(subscriber: Subscriber, language: str) -> tuple[Part, ...]:
        from bot.delivery.next_digest import next_digest  # loads digest and facts, as above

        added = {source.id: source.name for source in store.list_sources()}
        return next_digest(
            store,
            catalog,
            {**added, **catalogue_names},
            subscriber,
            language=language,
            now=clock(),
            username=store.get_value(USERNAME_KEY),
        )

    desk = ReviewDesk(store, clock, catalog, catalogue_names, language=settings.language)
    router = Router(
        store,
        catalog,
        settings=settings,
        clock=clock,
        sources=known,
        held=held,
        errands=errands,
        next_digest=next_of,
        reviews=desk,
    )
    return Rooms(settings, store, clock, catalog, known, router, errands, desk)


def build_fetcher(rooms: Rooms) -> Fetcher:
    """The one HTTP client."""
    from bot.sources.host_memory import HostMemory
    from bot.sources.http import Fetcher

    settings = rooms.settings
    return Fetcher(
        clock=rooms.clock,
        contact=settings.contact,
        private_networks=settings.private_networks,
        memory=HostMemory(rooms.store, rooms.clock),
    )


def build_ingestor(rooms: Rooms, fetcher: Fetcher, *, on_added: OnAdded | None = None) -> Ingestor:
    """The pipeline over these rooms; `on_added` as for `Ingestor`."""
    from bot.ingest.pipeline import Ingestor

    return Ingestor(
        rooms.store,
        fetcher,
        rooms.sources,
        zone=rooms.settings.zone,
        clock=rooms.clock,
        poll_minutes=rooms.settings.poll_minutes,
        inbox=rooms.settings.inbox,
        on_added=on_added,
    )


@asynccontextmanager
async def sample_rooms(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[Rooms]:
    """Rooms over the bundled sample articles, in a store of their own that is thrown away.

    The samples are fictional: they never touch the operator's data.
    """
    with TemporaryDirectory(prefix="diemtin-") as folder:
        store = await asyncio.to_thread(open_store, folder, clock=clock)
        try:
            rooms = build_rooms(settings, store, clock=clock, sources=sample_sources())
            async with build_fetcher(rooms) as fetcher:
                await build_ingestor(rooms, fetcher).load_samples()
            yield rooms
        finally:
            await asyncio.to_thread(store.close)
