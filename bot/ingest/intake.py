"""Harvest in, durable articles out: what polling and handing in have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.errors import SourceError
from bot.ingest.group_keep import GroupKeeper
from bot.ingest.harvest import Harvest, Harvester
from bot.ingest.incoming import Incoming, word_count
from bot.ingest.keep import OnAdded
from bot.ingest.observation import NewArticle
from bot.ingest.plan import MAX_ATTEMPTS
from bot.ingest.renewal import put_renewed, work_out_renewed
from bot.ingest.report import Failure, IngestReport, Outcome
from bot.sources.entry import page_attempts
from bot.sources.http import Fetcher
from bot.sources.local import readable_name
from storage.base import ArticleStore
from storage.models import Reading, Source

FileResult = tuple[Path, Harvest | SourceError]


class Intake:
    """Reads through `harvester` and stores; one write at a time, so that none is added twice."""

    def __init__(
        self,
        store: ArticleStore,
        fetcher: Fetcher,
        *,
        zone: tzinfo,
        clock: Clock,
        on_added: OnAdded | None = None,
    ) -> None:
        self.harvester = Harvester(store, fetcher, zone)
        self._keeper = GroupKeeper(store, clock, on_added)
        self._store = store
        self._clock = clock

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
        outcomes = await self._keeper.keep(harvest.arrivals, seeded=seeded)
        return IngestReport(
            added=outcomes.count(Outcome.ADDED),
            revised=outcomes.count(Outcome.REVISED),
            unchanged=outcomes.count(Outcome.UNCHANGED) + harvest.unchanged,
            failures=tuple(harvest.failures),
            new=tuple(
                NewArticle(item.published, _reading(item), outcome is Outcome.ADDED)
                for item, outcome in zip(harvest.arrivals, outcomes, strict=True)
            ),
        )

    async def renew_terms(self) -> int:
        """As `renewal.renew_terms`, storing while nothing else is being stored.

        Raises:
            StorageError: the weeks before may have been kept.
        """
        renewed = await asyncio.to_thread(work_out_renewed, self._store)
        return await self._keeper.alone(partial(put_renewed, self._store, renewed))


def _reading(item: Incoming) -> Reading | None:
    """How well an article could be read, once; a page that is owed may yet be read."""
    given_up = item.partial and (page_attempts(item.entry_signature) or 0) >= MAX_ATTEMPTS
    if item.again or (item.partial and not given_up):
        return None
    whole = not item.partial and item.incomplete is None
    marks = "d" * (item.published is not None) + "a" * bool(item.authors) + "w" * whole
    return Reading(marks, word_count(item.lead, item.paragraphs))
