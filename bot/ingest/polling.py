"""One poll of one source: read, store, and only then remember that it was read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from random import SystemRandom
from urllib.parse import urlsplit

import msgspec

from bot.errors import SourceError, SourceThrottled, SourceUnreachable
from bot.ingest.harvest import Harvest
from bot.ingest.inbox import file_away, handed_key, stays, waiting_files
from bot.ingest.incoming import Incoming
from bot.ingest.intake import FileResult, Intake
from bot.ingest.keep import BATCH
from bot.ingest.poll_times import JITTER, LONGEST_WAIT, after_failure, after_success, interval
from bot.ingest.report import Failure, IngestReport, PollReport
from bot.samples import load_samples, sample_sources
from bot.sources.answer import NotModified
from bot.sources.catalog import SAMPLES
from bot.sources.entry import Entry
from bot.sources.feed import Feed
from bot.sources.http import Fetcher
from bot.sources.local import file_mark, list_files, readable_name
from bot.sources.registry import READERS
from storage.base import SourceStore
from storage.models import Source, SourceState


@dataclass(frozen=True, slots=True)
class Poll:
    """What is reported, the state before and after, and what went wrong (None: nothing)."""

    report: PollReport
    before: SourceState
    after: SourceState
    host: str | None = None
    """Of the source's URL, None for sources on disk."""
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a kind of source brings back."""

    taken: IngestReport
    state: SourceState
    """The state before, with what this kind remembers for the next poll."""
    wished: timedelta = timedelta(0)
    """How long the server wants to be left alone."""
    not_before: datetime | None = None
    not_modified: bool = False
    moved_to: str | None = None


class Poller:
    """Polls sources of every kind; stores articles, but leaves storing the state to its caller."""

    def __init__(
        self,
        intake: Intake,
        fetcher: Fetcher,
        store: SourceStore,
        *,
        zone: tzinfo,
        poll_minutes: int,
        inbox: Path | None,
    ) -> None:
        self._intake = intake
        self._fetcher = fetcher
        self._store = store
        self._zone = zone
        self._poll_minutes = poll_minutes
        self._inbox = inbox
        self._random = SystemRandom()

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
        }.get(source.kind, self._read_http)
        reading = await read(source, before, now)
        after = after_success(
            reading.state,
            now=now,
            every=interval(source, self._poll_minutes, reading.wished),
            jitter=self.jitter(),
            anything_new=reading.taken.added > 0,
        )
        if reading.not_before is not None and after.next_poll_at is not None:
            later = max(after.next_poll_at, reading.not_before)
            after = msgspec.structs.replace(after, next_poll_at=later)
        report = PollReport(
            source=source.id,
            added=reading.taken.added,
            revised=reading.taken.revised,
            unchanged=reading.taken.unchanged,
            failures=reading.taken.failures,
            not_modified=reading.not_modified,
            moved_to=reading.moved_to,
            next_poll_at=after.next_poll_at,
        )
        return Poll(report, before, after, _host(source))

    def failed(self, source: Source, before: SourceState, error: Exception, now: datetime) -> Poll:
        """The poll that `error` ended."""
        every = interval(source, self._poll_minutes)
        after = after_failure(before, error, now=now, every=every, jitter=self.jitter())
        report = PollReport(
            source=source.id, error=after.last_error, next_poll_at=after.next_poll_at
        )
        return Poll(report, before, after, _host(source), error)

    def jitter(self) -> float:
        """A share by which to lengthen an interval."""
        return self._random.uniform(*JITTER)

    async def _read_http(self, source: Source, before: SourceState, now: datetime) -> _Reading:
        validators = before.etag, before.last_modified
        if any(validators) and await self._intake.harvester.rereads_due(source, now):
            validators = None, None  # "not modified" would name no entries
        fetched = await self._fetcher.fetch(
            source.url or "",
            etag=validators[0],
            last_modified=validators[1],
            ca_bundle=source.ca_bundle,
        )
        fresh = timedelta(seconds=fetched.max_age or 0)
        if isinstance(fetched, NotModified):
            return _Reading(
                IngestReport(), before, fresh, not_modified=True, moved_to=fetched.permanent_url
            )
        feed = await asyncio.to_thread(READERS[source.kind], fetched)
        harvest = await self._intake.harvester.from_feed(feed, source, now)
        taken = await self._intake.keep(harvest, seeded=before.first_success_at is None)
        # While pages are owed the next answer must not be "not modified".
        state = msgspec.structs.replace(
            before,
            etag=None if harvest.pages_owed else fetched.etag,
            last_modified=None if harvest.pages_owed else fetched.last_modified,
        )
        lifetime = timedelta(minutes=min(feed.ttl_minutes or 0, 1_440))
        return _Reading(
            taken,
            state,
            max(fresh, lifetime),
            not_before=_patience(harvest, now),
            moved_to=fetched.permanent_url,
        )

    async def _read_folder(self, source: Source, before: SourceState, now: datetime) -> _Reading:
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
        return _Reading(taken, msgspec.structs.replace(before, seen_files=seen))

    async def _read_inbox(self, source: Source, before: SourceState, now: datetime) -> _Reading:
        """Files that were dropped; each is moved away once its articles are durable."""
        folder = Path(source.path) if source.path else self._inbox
        if folder is None:
            return _Reading(IngestReport(), before)
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
        return _Reading(taken, before)

    async def _file_away(self, result: FileResult) -> IngestReport:
        try:
            await asyncio.to_thread(file_away, *result)
        except SourceError as error:
            return IngestReport(
                failures=(Failure(readable_name(Path(result[0].name)), str(error)),)
            )
        return IngestReport()

    async def _read_samples(self, source: Source, before: SourceState, now: datetime) -> _Reading:
        """The bundled samples, once: on another day they would read otherwise."""
        if source.id != SAMPLES.id or before.first_success_at is not None:
            return _Reading(IngestReport(), before, not_modified=True)
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
        return _Reading(taken, before)


def _seen_in_its_time(sample: Incoming) -> Incoming:
    """As if the bot had run when the sample appeared, so that its weeks look like weeks."""
    if sample.published is not None:
        return replace(sample, seen_at=sample.published + timedelta(hours=1))
    if sample.event_date is not None:
        day_after = datetime.combine(sample.event_date, time(), UTC) + timedelta(days=1)
        return replace(sample, seen_at=day_after)
    return sample


def _host(source: Source) -> str | None:
    return urlsplit(source.url).netloc.lower() if source.url else None


def _patience(harvest: Harvest, now: datetime) -> datetime | None:
    if harvest.retry_after is None:
        return None
    return now + min(timedelta(seconds=harvest.retry_after), LONGEST_WAIT)


def _waits(result: FileResult, now: datetime) -> bool:
    file, read = result
    return isinstance(read, SourceError) and stays(file, read, now)
