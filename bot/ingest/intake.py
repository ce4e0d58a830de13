"""Harvest in, durable articles out: what polling and handing in have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from bot.clock import Clock
from bot.errors import SourceError
from bot.ingest.harvest import Harvest, Harvester
from bot.ingest.incoming import Incoming
from bot.ingest.keep import keep
from bot.ingest.report import Failure, IngestReport, Outcome
from bot.sources.http import Fetcher
from bot.sources.local import readable_name
from storage.base import ArticleStore
from storage.models import Source

FileResult = tuple[Path, Harvest | SourceError]


class Intake:
    """Reads through `harvester` and stores; one write at a time, so that none is added twice."""

    def __init__(
        self, store: ArticleStore, fetcher: Fetcher, *, zone: tzinfo, clock: Clock
    ) -> None:
        self.harvester = Harvester(store, fetcher, zone)
        self._store = store
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def read_file(
        self, file: Path, source: Source, *, known_as: str | None = None
    ) -> FileResult:
        """What is in a file, or why it cannot be read.

        `known_as` names a file that stays where it is, differently from all others of `source`;
        None: it is moved away afterwards, and its bare name is all that is known of it.
        """
        try:
            return file, await self.harvester.from_file(
                file,
                source,
                self._clock(),
                known_as=known_as or readable_name(Path(file.name)),
                stays=known_as is not None,
            )
        except SourceError as error:
            return file, error

    async def keep_files(self, results: Sequence[FileResult], *, seeded: bool) -> IngestReport:
        """Store what was read of files; all of it is durable on return.

        Raises:
            StorageError: nothing of it counts as stored.
        """
        total = Harvest()
        for file, result in results:
            if isinstance(result, SourceError):
                total.failures.append(Failure(readable_name(Path(file.name)), str(result)))
            else:
                total.arrivals += result.arrivals
                total.unchanged += result.unchanged
                total.failures += result.failures
        return await self.keep(total, seeded=seeded)

    async def keep(self, harvest: Harvest, *, seeded: bool) -> IngestReport:
        """Store a harvest; all of it is durable on return.

        Raises:
            StorageError: nothing of it counts as stored.
        """
        outcomes = await self._keep(harvest.arrivals, seeded=seeded)
        return IngestReport(
            added=outcomes.count(Outcome.ADDED),
            revised=outcomes.count(Outcome.REVISED),
            unchanged=outcomes.count(Outcome.UNCHANGED) + harvest.unchanged,
            failures=tuple(harvest.failures),
        )

    async def _keep(self, arrivals: Sequence[Incoming], *, seeded: bool) -> list[Outcome]:
        if not arrivals:
            return []
        async with self._one_at_a_time:
            return await asyncio.to_thread(
                keep, self._store, arrivals, now=self._clock(), seeded=seeded
            )
