"""The pipeline: sources that are due, and whatever a person hands in, become stored articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from random import Random

from bot.clock import Clock
from bot.errors import SourceError
from bot.ingest.backfill import Backfill, BackfillReport
from bot.ingest.identity import canonical_url, file_key
from bot.ingest.intake import Intake
from bot.ingest.keep import BATCH, OnAdded
from bot.ingest.polling import Poller
from bot.ingest.reading import find_files
from bot.ingest.report import Failure, IngestReport, PollReport
from bot.ingest.rounds import Rounds
from bot.sources.catalog import LOCAL, SAMPLES
from bot.sources.http import Fetcher
from bot.sources.local import readable_name
from storage.base import Store
from storage.models import Source

Progress = Callable[[int, int, str], None]
"""Called with items finished, items in all, and the name of the one just finished."""


class Ingestor:
    """Takes articles in.

    Args:
        store: where they rest.
        fetcher: an entered `Fetcher`.
        catalog: the sources of the catalogue; those that curators added are in the store, and
            win where an id is in both.
        zone: the zone of stated times that name none.
        clock: the present.
        poll_minutes: interval of sources that state none, until their habit is known.
        inbox: the inbox folder, for inbox sources without a path; None: there is none.
        random: draws the jitter; None: the system's.
        on_added: is told of new articles once they are durable, in a worker thread; None: nobody.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        catalog: Sequence[Source],
        *,
        zone: tzinfo,
        clock: Clock,
        poll_minutes: int = 60,
        inbox: Path | None = None,
        random: Random | None = None,
        on_added: OnAdded | None = None,
    ) -> None:
        self._store = store
        self._catalog = tuple(catalog)
        self._clock = clock
        self._zone = zone
        self._fetcher = fetcher
        self._walking: set[str] = set()
        """Ids of sources whose archives are being walked through."""
        self._intake = Intake(store, fetcher, zone=zone, clock=clock, on_added=on_added)
        poller = Poller(
            self._intake,
            fetcher,
            store,
            zone=zone,
            poll_minutes=poll_minutes,
            inbox=inbox,
            random=random,
        )
        self._rounds = Rounds(poller, fetcher, store, self.sources, clock=clock, random=random)

    async def poll_due(self) -> list[PollReport]:
        """Poll every enabled source whose time has come, and wait for all of them.

        No source's failure touches another. What a host that is still being read has due is left
        to its worker. When our own network is down nobody is blamed (`outage`).
        """
        done = await asyncio.gather(*(await self._rounds.start_due()))
        await self._rounds.flush()
        return list(chain.from_iterable(done))

    async def start_due(self) -> int:
        """As `poll_due`, without waiting: how many hosts are now being read on account of it.

        End with `stop`.
        """
        return len(await self._rounds.start_due())

    async def stop(self, grace: float) -> None:
        """Start no more polls, wait up to `grace` seconds for those that run. Idempotent."""
        await self._rounds.stop(grace)

    async def poll_source(self, source: Source) -> PollReport:
        """Poll one source now, due or not, enabled or not."""
        return await self._rounds.poll_now(source)

    async def backfill(self, source: Source, weeks: int) -> BackfillReport | None:
        """Bring in what the source published in the past `weeks`, as old stock (see `backfill`).

        None: it is at it already.

        Raises:
            SourceError: not even the first page can be read.
            StorageError: what was not counted yet may not be durable.
            ValueError: a source of this kind has no archive.
        """
        if source.id in self._walking:
            return None
        self._walking.add(source.id)
        try:
            return await Backfill(
                source,
                intake=self._intake,
                fetcher=self._fetcher,
                store=self._store,
                zone=self._zone,
                clock=self._clock,
                weeks=weeks,
            ).run()
        finally:
            self._walking.discard(source.id)

    async def load_samples(self) -> PollReport:
        """Take in the bundled samples, once in a store's life."""
        return await self.poll_source(SAMPLES)

    async def renew_terms(self) -> int:
        """Work out the look-up terms of some articles anew whose rules have changed since.

        How many were done; 0 when none are left, as mostly: what comes in has today's.

        Raises:
            StorageError: some of them may have been kept.
        """
        return await self._intake.renew_terms()

    def sources(self) -> list[Source]:
        """The catalogue's sources and those of the store; reads the store."""
        merged = {source.id: source for source in self._catalog}
        merged |= {source.id: source for source in self._store.list_sources()}
        return list(merged.values())

    async def ingest_path(
        self, path: Path, on_progress: Progress | None = None, *, source: Source = LOCAL
    ) -> IngestReport:
        """Take in a file, or the readable files below a folder; the files stay where they are.

        Raises:
            StorageError: what was not counted yet may not be durable.
        """
        try:
            files = await asyncio.to_thread(find_files, path)
        except SourceError as error:
            return IngestReport(failures=(Failure(readable_name(Path(path.name)), str(error)),))
        report = IngestReport()
        for start in range(0, len(files), BATCH):
            results = []
            for number, file in enumerate(files[start : start + BATCH], start + 1):
                results.append(await self._intake.read_file(file, source, known_as=file_key(file)))
                if on_progress is not None:
                    on_progress(number, len(files), readable_name(Path(file.name)))
            report += await self._intake.keep_files(results, seeded=False)
        return report

    async def ingest_url(
        self, url: str, on_progress: Progress | None = None, *, source: Source = LOCAL
    ) -> IngestReport:
        """Take in a feed or one article page. A feed that the bot knows counts as that source.

        Raises:
            StorageError: nothing is acknowledged.
        """
        key = canonical_url(url)
        known = [
            each
            for each in await asyncio.to_thread(self.sources)
            if key is not None and each.url is not None and canonical_url(each.url) == key
        ]
        owner = known[0] if known else source
        try:
            harvest = await self._intake.harvester.from_url(url, owner, self._clock())
        except SourceError as error:
            return IngestReport(failures=(Failure(url, str(error)),))
        report = await self._intake.keep(harvest, seeded=False)
        if on_progress is not None:
            on_progress(1, 1, url)
        return report
