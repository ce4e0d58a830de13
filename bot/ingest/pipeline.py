"""The pipeline: sources that are due, and whatever a person hands in, become stored articles."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from bot.clock import Clock
from bot.errors import SourceError, SourceUnreachable
from bot.ingest.identity import canonical_url, file_key
from bot.ingest.intake import Intake
from bot.ingest.keep import BATCH
from bot.ingest.poll_times import after_outage, is_due
from bot.ingest.polling import Poll, Poller
from bot.ingest.reading import find_files
from bot.ingest.report import Failure, IngestReport, PollReport
from bot.sources.address import shown
from bot.sources.catalog import LOCAL, SAMPLES
from bot.sources.http import Fetcher
from bot.sources.local import readable_name
from storage.base import Store
from storage.errors import StorageError
from storage.models import Source, SourceState

Progress = Callable[[int, int, str], None]
"""Called with items finished, items in all, and the name of the one just finished."""

HOSTS_AT_ONCE = 8
HOSTS_FOR_OUTAGE = 3
_log = structlog.get_logger(__name__)


class Ingestor:
    """Takes articles in.

    Args:
        store: where they rest.
        fetcher: an entered `Fetcher`.
        catalog: the sources of the catalogue; those that curators added are in the store, and
            win where an id is in both.
        zone: the zone of stated times that name none.
        clock: the present.
        poll_minutes: interval of sources that state none.
        inbox: the inbox folder, for inbox sources without a path; None: there is none.
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
    ) -> None:
        self._store = store
        self._catalog = tuple(catalog)
        self._clock = clock
        self._intake = Intake(store, fetcher, zone=zone, clock=clock)
        self._poller = Poller(
            self._intake, fetcher, store, zone=zone, poll_minutes=poll_minutes, inbox=inbox
        )

    async def poll_due(self) -> list[PollReport]:
        """Poll every enabled source whose time has come; hosts side by side, at most eight.

        No source's failure touches another. When several hosts were asked and none could be
        reached the fault is taken to be ours, and counts against none of them.
        """
        now = self._clock()
        states = {
            state.source: state for state in await asyncio.to_thread(self._store.list_source_states)
        }
        by_host: dict[str, list[Source]] = defaultdict(list)
        for source in await asyncio.to_thread(self.sources):
            if is_due(source, states.get(source.id), now):
                by_host[_host(source)].append(source)
        few = asyncio.Semaphore(HOSTS_AT_ONCE)

        async def poll_host(due: Sequence[Source]) -> list[Poll]:
            async with few:
                return [await self._poll(source) for source in due]

        done = await asyncio.gather(*(poll_host(due) for due in by_host.values()))
        polls = list(chain.from_iterable(done))
        if _is_outage(polls):
            return await self._forgive(polls)
        return [poll.report for poll in polls]

    async def poll_source(self, source: Source) -> PollReport:
        """Poll one source now, due or not, enabled or not."""
        return (await self._poll(source)).report

    async def load_samples(self) -> PollReport:
        """Take in the bundled samples, once in a store's life."""
        return await self.poll_source(SAMPLES)

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

    async def _poll(self, source: Source) -> Poll:
        """Poll and remember; every failure ends up in the result and in the log."""
        before = SourceState(source=source.id)
        now = self._clock()
        try:
            stored = await asyncio.to_thread(self._store.get_source_state, source.id)
            before = stored or before
            poll = await self._poll_or_fail(source, before)
            # a quiet inbox is looked into every tick: nothing to remember, nothing to write
            if source.kind != "inbox" or _happened(poll):
                await asyncio.to_thread(self._store.put_source_states, [poll.after])
        except StorageError as error:
            # not acknowledged: the source is still due
            report = PollReport(source=source.id, error=f"store: {error}")
            poll = Poll(report, before, before, error=error)
        _log_poll(poll, seconds=(self._clock() - now).total_seconds())
        return poll

    async def _poll_or_fail(self, source: Source, before: SourceState) -> Poll:
        now = self._clock()
        try:
            return await self._poller.poll(source, before, now)
        except StorageError:
            raise
        except SourceError as error:
            return self._poller.failed(source, before, error, now)
        except Exception as error:  # noqa: BLE001 - a defect met in one source must not stop the others
            _log.exception("source_poll_broke", source=source.id)
            return self._poller.failed(source, before, error, now)

    async def _forgive(self, polls: Sequence[Poll]) -> list[PollReport]:
        now = self._clock()
        states = [
            after_outage(poll.before, now=now, jitter=self._poller.jitter())
            for poll in polls
            if poll.host is not None
        ]
        _log.warning("network_down", sources=len(states))
        await asyncio.to_thread(self._store.put_source_states, states)
        next_polls = {state.source: state.next_poll_at for state in states}
        return [
            replace(
                poll.report,
                next_poll_at=next_polls.get(poll.report.source, poll.report.next_poll_at),
            )
            for poll in polls
        ]


def _host(source: Source) -> str:
    return urlsplit(source.url).netloc.lower() if source.url else source.id


def _is_outage(polls: Sequence[Poll]) -> bool:
    """Whether several hosts were asked and none could be reached."""
    asked = [poll for poll in polls if poll.host is not None]
    unreachable = all(isinstance(poll.error, SourceUnreachable) for poll in asked)
    return unreachable and len({poll.host for poll in asked}) >= HOSTS_FOR_OUTAGE


def _happened(poll: Poll) -> bool:
    report = poll.report
    first = poll.before.last_attempt_at is None
    changed = poll.error is not None or poll.before.last_error is not None
    return first or changed or bool(report.added or report.revised or report.failures)


def _log_poll(poll: Poll, *, seconds: float) -> None:
    report = poll.report
    if poll.error is not None:
        _log.warning(
            "source_poll_failed",
            source=report.source,
            kind=type(poll.error).__name__,
            error=report.error,
            streak=poll.after.error_streak,
        )
        return
    quiet = poll.after.next_poll_at is not None and not _happened(poll)
    (_log.debug if quiet else _log.info)(
        "source_polled",
        source=report.source,
        added=report.added,
        revised=report.revised,
        unchanged=report.unchanged,
        failed=len(report.failures),
        not_modified=report.not_modified,
        seconds=round(seconds, 1),
    )
    if report.moved_to is not None:
        _log.warning("source_moved", source=report.source, to=shown(report.moved_to))
