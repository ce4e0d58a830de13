"""One look at a source on the web: asked conditionally, read, stored, and its wishes noted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.errors import SourceError, SourceThrottled
from bot.ingest.harvest import Harvest
from bot.ingest.intake import Intake
from bot.ingest.last_answers import LastAnswers
from bot.ingest.listing_poll import read_entries, remember, split_stock
from bot.ingest.moves import address, after_redirect, forgotten
from bot.ingest.poll_times import LONGEST_INTERVAL, LONGEST_WAIT, rate_of_dates
from bot.ingest.report import IngestReport
from bot.sources.answer import Fetched, NotModified
from bot.sources.feed import Feed
from bot.sources.http import Fetcher
from bot.sources.parse_apart import parse_apart
from bot.sources.robots import binds
from storage.models import Source, SourceState

_DAY_MINUTES = 1_440


@dataclass(frozen=True, slots=True)
class Brought:
    """What a poll of any kind of source brings back."""

    taken: IngestReport
    state: SourceState
    """The state before, with what this kind remembers for the next poll."""
    wished: timedelta = timedelta(0)
    """How long the server wants to be left alone."""
    not_before: datetime | None = None
    """When its host may be asked again, if it said so while pages were read."""
    not_modified: bool = False
    pages_owed: bool = False
    """Some article pages are still to be read."""
    moved_to: str | None = None
    """Where the server says that the source now lives for good."""
    rate: float | None = None
    """New articles in an hour, where what the source holds at first sight tells."""


class WebReader:
    """Reads feeds, listings and pages."""

    def __init__(self, intake: Intake, fetcher: Fetcher) -> None:
        self._intake = intake
        self._fetcher = fetcher
        self._rereads = intake.harvester.rereads
        self._last = LastAnswers()

    async def read(self, source: Source, before: SourceState, now: datetime) -> Brought:
        """Ask for the source and store what is new.

        Raises:
            SourceError: it cannot be read.
            StorageError: what it brought is not durable.
        """
        asked, answer, state = await self._fetch(source, before, now)
        fresh = min(timedelta(seconds=answer.max_age or 0), LONGEST_INTERVAL)
        moved_to = answer.permanent_url
        fetched = await self._at_hand(source, asked, answer, now)
        if fetched is None:
            return Brought(IngestReport(), state, fresh, not_modified=True, moved_to=moved_to)
        feed = await parse_apart(len(fetched.body), read_entries, fetched, source, before)
        harvest = await self._intake.harvester.from_feed(feed, source, now)
        first = before.first_success_at is None
        old, new = split_stock(harvest, before)
        taken = await self._intake.keep(new, seeded=first)
        if old.arrivals:
            taken += await self._intake.keep(old, seeded=True)
        owed = harvest.pages_owed
        await asyncio.to_thread(self._last.put, source.id, asked, fetched, owed=owed)
        return Brought(
            taken,
            msgspec.structs.replace(
                remember(state, source, feed, harvest),
                # After a restart, while pages are owed, nothing but the whole feed will do.
                etag=None if owed else fetched.etag,
                last_modified=None if owed else fetched.last_modified,
                ttl_minutes=_ttl(feed),
                skip_hours=tuple(sorted(feed.skip_hours)),
                skip_days=tuple(sorted(feed.skip_days)),
            ),
            fresh,
            not_before=_patience(harvest, now),
            not_modified=isinstance(answer, NotModified),
            pages_owed=owed,
            moved_to=moved_to,
            rate=rate_of_dates((each.published for each in harvest.arrivals), now),
        )

    async def _at_hand(
        self, source: Source, asked: str, answer: Fetched | NotModified, now: datetime
    ) -> Fetched | None:
        """The answer with a body: its own, or the last one if there is work left in it."""
        if isinstance(answer, Fetched):
            return answer
        last = self._last.get(source.id, asked)
        if last is None or not (last.owed or await self._rereads.due(source, now)):
            return None
        return await asyncio.to_thread(lambda: last.fetched)

    async def _fetch(
        self, source: Source, before: SourceState, now: datetime
    ) -> tuple[str, Fetched | NotModified, SourceState]:
        """The address that was asked, its answer, and the state with what was learnt of it.

        A learned address that fails is given up where the source's own still works.
        """
        asked = address(source, before)
        last = self._last.get(source.id, asked)
        validators = before.etag, before.last_modified
        if last is not None:
            validators = last.answer.etag, last.answer.last_modified
        elif any(validators) and await self._rereads.due(source, now):
            validators = None, None  # "not modified" would name no entries
        try:
            answer = await self._ask(source, asked, validators)
        except SourceThrottled:
            raise
        except SourceError as error:
            if before.learned_url is None:
                raise
            asked = source.url or ""
            try:
                answer = await self._ask(source, asked, (None, None))
            except SourceError:
                raise error from None
            before = forgotten(before)
        moved = answer.permanent_url
        return asked, answer, after_redirect(before, asked=asked, permanent=moved, now=now)

    async def _ask(
        self, source: Source, url: str, validators: tuple[str | None, str | None]
    ) -> Fetched | NotModified:
        return await self._fetcher.fetch(
            url,
            etag=validators[0],
            last_modified=validators[1],
            ca_bundle=source.ca_bundle,
            robots=binds(source),
        )


def _ttl(feed: Feed) -> int | None:
    stated = max(feed.ttl_minutes or 0, feed.update_minutes or 0)
    return min(stated, _DAY_MINUTES) or None


def _patience(harvest: Harvest, now: datetime) -> datetime | None:
    if harvest.retry_after is None:
        return None
    return now + min(timedelta(seconds=harvest.retry_after), LONGEST_WAIT)
