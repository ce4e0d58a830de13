"""One poll of one source: read, store, and only then remember that it was read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from random import Random, SystemRandom

import msgspec

from bot.errors import SourceError, SourceThrottled, SourceUnreachable
from bot.ingest.inbox import file_away, handed_key, stays, waiting_files
from bot.ingest.incoming import Incoming
from bot.ingest.intake import FileResult, Intake
from bot.ingest.keep import BATCH
from bot.ingest.poll_times import (
    JITTER,
    after_failure,
    after_outage,
    after_success,
    interval,
    publishing_rate,
)
from bot.ingest.report import Failure, IngestReport, PollReport
from bot.ingest.web_poll import Brought, WebReader
from bot.samples import load_samples, sample_sources
from bot.sources.catalog import SAMPLES
from bot.sources.entry import Entry
from bot.sources.feed import Feed
from bot.sources.http import Fetcher
from bot.sources.local import file_mark, list_files, readable_name
from bot.sources.turns import host_key
from storage.base import Store
from storage.models import Source, SourceState


@dataclass(frozen=True, slots=True)
class Poll:
    """What is reported, the state before and after, and what went wrong (None: nothing)."""

    report: PollReport
    before: SourceState
    after: SourceState
    host: str | None = None
    """`host_key` of the source's URL, None for sources on disk."""
    error: Exception | None = None
    ours: bool = False
    """The error is our own network's: it counts against nobody."""


class Poller:
    """Polls sources of every kind; stores articles, but leaves storing the state to its caller.

    `random` draws the jitter.
    """

    def __init__(
        self,
        intake: Intake,
        fetcher: Fetcher,
        store: Store,
        *,
        zone: tzinfo,
        poll_minutes: int,
        inbox: Path | None,
        random: Random | None = None,
    ) -> None:
        self._intake = intake
        self._fetcher = fetcher
        self._store = store
        self._zone = zone
        self._poll_minutes = poll_minutes
        self._inbox = inbox
        self._random = random or SystemRandom()
        self._web = WebReader(intake, fetcher)

    async def poll(self, source: Source, before: SourceState, now: datetime) -> Poll:
        """Poll now.

        Raises:
            SourceError: the source itself could not be read (see `failed`).
            StorageError: what it brought is not durable.
        """
        read = {
            "inbox": self._read_inbox,
            "folder": self._read_folder,
            "samples": self._read_samples,
        }.get(source.kind, self._web.read)
        brought = await read(source, before, now)
        state = brought.state
        if source.url is not None:
            state = self._with_rate(brought, now)
        after = after_success(
            state,
            now=now,
            every=self._every(source, state, brought.wished, owed=brought.pages_owed),
            jitter=self.jitter(),
            anything_new=brought.taken.added > 0,
        )
        if brought.not_before is not None and after.next_poll_at is not None:
            later = max(after.next_poll_at, brought.not_before)
            after = msgspec.structs.replace(after, next_poll_at=later)
        report = PollReport(
            source=source.id,
            added=brought.taken.added,
            revised=brought.taken.revised,
            unchanged=brought.taken.unchanged,
            failures=brought.taken.failures,
            new=brought.taken.new,
            not_modified=brought.not_modified,
            moved_to=brought.moved_to,
            learned=after.learned_url is not None and after.learned_url != before.learned_url,
            next_poll_at=after.next_poll_at,
        )
        return Poll(report, before, after, _host(source))

    def failed(
        self,
        source: Source,
        before: SourceState,
        error: Exception,
        now: datetime,
        *,
        ours: bool = False,
    ) -> Poll:
        """The poll that `error` ended; `ours`: our own network is down, nobody is blamed."""
        jitter = self.jitter()
        if ours:
            after = after_outage(before, now=now, jitter=jitter)
        else:
            every = self._every(source, before)
            after = after_failure(before, error, now=now, every=every, jitter=jitter)
        said = str(error) if isinstance(error, SourceError) else type(error).__name__
        report = PollReport(source=source.id, error=said, next_poll_at=after.next_poll_at)
        return Poll(report, before, after, _host(source), error, ours)

    def jitter(self) -> float:
        """A share by which to lengthen an interval."""
        return self._random.uniform(*JITTER)

    def _every(
        self,
        source: Source,
        state: SourceState,
        wished: timedelta = timedelta(0),
        *,
        owed: bool = False,
    ) -> timedelta:
        stated = timedelta(minutes=state.ttl_minutes or 0)
        rate = None if owed else state.new_per_hour  # pages that are owed wait for no habit
        return interval(source, self._poll_minutes, max(wished, stated), rate)

    def _with_rate(self, brought: Brought, now: datetime) -> SourceState:
        rate = brought.rate
        if brought.state.first_success_at is not None:
            rate = publishing_rate(
                brought.state,
                added=brought.taken.added,
                now=now,
                default_minutes=self._poll_minutes,
            )
        return msgspec.structs.replace(brought.state, new_per_hour=rate)

    async def _read_folder(self, source: Source, before: SourceState, now: datetime) -> Brought:
        """Files that are new or were written to; they stay where they are."""
        folder = Path(source.path or "")
        files = await asyncio.to_thread(list_files, folder)
        named = {readable_name(file.relative_to(folder)): file for file in files}
        marks = {name: await asyncio.to_thread(file_mark, file) for name, file in named.items()}
        seen = {name: mark for name, mark in before.seen_files.items() if name in marks}
        changed = [name for name, mark in marks.items() if mark and seen.get(name) != mark]
        taken = IngestReport()
        for start in range(0, len(changed), BATCH):
            names = changed[start : start + BATCH]
            results = [
                await self._intake.read_file(named[name], source, known_as=name) for name in names
            ]
            taken += await self._intake.keep_files(results, seeded=before.first_success_at is None)
            seen |= {
                name: marks[name] or ""
                for name, (_, result) in zip(names, results, strict=True)
                if not isinstance(result, SourceUnreachable | SourceThrottled)
            }
        return Brought(taken, msgspec.structs.replace(before, seen_files=seen))

    async def _read_inbox(self, source: Source, before: SourceState, now: datetime) -> Brought:
        """Files that were dropped; each is moved away once its articles are durable."""
        folder = Path(source.path) if source.path else self._inbox
        if folder is None:
            return Brought(IngestReport(), before)
        files = await asyncio.to_thread(waiting_files, folder, now)
        taken = IngestReport()
        for start in range(0, len(files), BATCH):
            results = [
                await self._intake.read_file(file, source, known_as=handed_key(file.name))
                for file in files[start : start + BATCH]
            ]
            taken += await self._intake.keep_files(
                [each for each in results if not _waits(each, now)], seeded=False
            )
            for each in results:
                if not _waits(each, now):
                    taken += await self._file_away(each)
        return Brought(taken, before)

    async def _file_away(self, result: FileResult) -> IngestReport:
        try:
            await asyncio.to_thread(file_away, *result)
        except SourceError as error:
            return IngestReport(
                failures=(Failure(readable_name(Path(result[0].name)), str(error)),)
            )
        return IngestReport()

    async def _read_samples(self, source: Source, before: SourceState, now: datetime) -> Brought:
        """The bundled samples, once: on another day they would read otherwise."""
        if source.id != SAMPLES.id or before.first_success_at is not None:
            return Brought(IngestReport(), before, not_modified=True)
        samples = await asyncio.to_thread(load_samples, now, self._zone)
        taken = IngestReport()
        for outlet in await asyncio.to_thread(sample_sources):
            kept = msgspec.structs.replace(outlet, enabled=False)  # readers see its name
            await asyncio.to_thread(self._store.put_source, kept)
            entries = tuple(
                Entry(guid=sample.name, text=sample.text)
                for sample in samples
                if sample.source == outlet.id
            )
            harvest = await self._intake.harvester.from_feed(Feed(entries), outlet, now)
            harvest.arrivals = [_seen_in_its_time(each) for each in harvest.arrivals]
            taken += await self._intake.keep(harvest, seeded=False)
        return Brought(taken, before)


def _seen_in_its_time(sample: Incoming) -> Incoming:
    """As if the bot had run when the sample appeared, so that its weeks look like weeks."""
    if sample.published is not None:
        return replace(sample, seen_at=sample.published + timedelta(hours=1))
    if sample.event_date is not None:
        day_after = datetime.combine(sample.event_date, time(), UTC) + timedelta(days=1)
        return replace(sample, seen_at=day_after)
    return sample


def _host(source: Source) -> str | None:
    return host_key(source.url) if source.url else None


def _waits(result: FileResult, now: datetime) -> bool:
    file, read = result
    return isinstance(read, SourceError) and stays(file, read, now)
