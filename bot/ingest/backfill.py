"""Bringing a source's past weeks in, without telling anybody of them as news.

What it stores is seeded, as old stock at the first sight of a source is: searchable at once, and
in a digest only if it was published within the week before (`digest.select`). It walks page by
page from the newest back; after each page everything is durable and the place is remembered, so
that it can be stopped at any moment and goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from bot.clock import Clock
from bot.errors import SourceError, SourceThrottled, SourceUnreachable
from bot.ingest.archive import Archive, ArchivePage, article_shapes
from bot.ingest.backfill_place import Place, load_place, save_place
from bot.ingest.dates import parse_instant
from bot.ingest.harvest import Harvest
from bot.ingest.identity import canonical_url
from bot.ingest.intake import Intake
from bot.ingest.plan import PAGES_PER_POLL
from bot.ingest.report import Failure
from bot.sources.entry import Entry
from bot.sources.feed import Feed
from bot.sources.http import Fetcher
from storage.base import Store
from storage.models import Identity, Source

MOST_PAGES = 400
"""Archive pages of one walk: twenty articles on each are 8,000 articles."""
MOST_WEEKS = 520
_BARREN = 2
"""Archive pages in a row without anything in range after which the walk ends: pinned old articles
stand above new ones, but not for pages."""


_SILENT = 3
"""Articles in one go whose pages could not be reached: the host is away."""


class Ended(StrEnum):
    """Why a walk ended."""

    RANGE = "range"
    """It reached the weeks asked for."""
    ARCHIVE = "archive"
    """The source's archive goes back no further, as far as can be seen."""
    CAP = "cap"
    """It had walked `MOST_PAGES`."""
    REFUSED = "refused"
    """The host does not answer any more, or asks for patience: go on later."""


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """What a walk has brought so far."""

    pages: int = 0
    """Archive pages read."""
    added: int = 0
    known: int = 0
    failures: tuple[Failure, ...] = ()
    oldest: datetime | None = None
    """Publication of the oldest article in range that was met."""
    ended: Ended | None = None
    """None while it goes on."""


OnProgress = Callable[[BackfillReport], None]


class Backfill:
    """One walk through one source's archive.

    Args:
        intake: reads pages and stores articles; nobody else may write beside it.
        weeks: how far back, 1 to 520.
        restart: forget where an earlier walk stopped.
    """

    def __init__(
        self,
        source: Source,
        *,
        intake: Intake,
        fetcher: Fetcher,
        store: Store,
        zone: tzinfo,
        clock: Clock,
        weeks: int,
        restart: bool = False,
    ) -> None:
        if source.kind not in ("feed", "listing") or source.url is None:
            raise ValueError(f"{source.id}: a source of kind {source.kind} has no archive")
        self._source = source
        self._intake = intake
        self._archive = Archive(source, fetcher)
        self._store = store
        self._zone = zone
        self._clock = clock
        self._since = clock() - timedelta(weeks=min(max(weeks, 1), MOST_WEEKS))
        self._restart = restart
        self._seen: set[str] = set()
        self._samples: list[Entry] = []
        self._report = BackfillReport()
        self._met_older = False
        """The latest archive page holds something from before the range."""

    async def run(self, on_progress: OnProgress | None = None) -> BackfillReport:
        """Walk until the range, the archive or the patience of the host ends.

        Raises:
            SourceError: not even the first page can be read.
            StorageError: what was not counted yet may not be durable.
        """
        tell = on_progress or (lambda _report: None)
        place = None if self._restart else await self._load()
        url = place.url if place is not None else self._source.url
        barren = 0
        ended: Ended | None = None
        while ended is None and url is not None:
            if self._report.pages >= MOST_PAGES:
                ended = Ended.CAP
                break
            try:
                page = await self._archive.page(url)
            except (SourceUnreachable, SourceThrottled):
                if self._report.pages == 0:
                    raise
                ended = Ended.REFUSED
                break
            except SourceError:
                if self._report.pages == 0 and place is None:
                    raise
                break  # past the last page sites give an error, or a page without articles
            fruitful, ended = await self._take(page)
            barren = 0 if fruitful else barren + 1
            url = self._following(page)
            if ended is None and (barren >= _BARREN or (url is None and self._met_older)):
                ended = Ended.RANGE
            if ended is None:
                await self._save(url)
            tell(self._report)
        if ended is None:
            ended = await self._from_sitemaps(tell)
        self._report = replace(self._report, ended=ended)
        if ended in (Ended.RANGE, Ended.ARCHIVE):
            await asyncio.to_thread(save_place, self._store, self._source.id, None)
        tell(self._report)
        return self._report

    def _following(self, page: ArchivePage) -> str | None:
        """The next page, unless it was read before: calendars and pagers may turn in circles."""
        self._seen |= {page.url}
        following = page.following
        return None if following is None or following in self._seen else following

    async def _take(self, page: ArchivePage) -> tuple[bool, Ended | None]:
        """Store what a page brings; whether anything of it was new to this walk and in range."""
        fresh = [each for each in page.entries if (each.link or each.guid or "") not in self._seen]
        self._seen |= {each.link or each.guid or "" for each in page.entries}
        self._samples += fresh[: max(0, 100 - len(self._samples))]
        self._report = replace(self._report, pages=self._report.pages + 1)
        wanted = [each for each in fresh if not self._is_too_old(each)]
        self._met_older = len(wanted) < len(fresh)
        fruitful = False
        for start in range(0, len(wanted), PAGES_PER_POLL):
            in_range, refused = await self._read(wanted[start : start + PAGES_PER_POLL])
            fruitful = fruitful or in_range
            if refused:
                return fruitful, Ended.REFUSED
        return fruitful, None

    def _is_too_old(self, entry: Entry) -> bool:
        """Whether a date that stands beside the link already says so."""
        if entry.published is None:
            return False
        stated = parse_instant(entry.published, zone=self._zone, now=self._clock())
        return stated is not None and stated[0] < self._since - timedelta(days=1)

    async def _read(self, entries: Sequence[Entry]) -> tuple[bool, bool]:
        """Whether any article was in range, and whether the host has had enough."""
        now = self._clock()
        harvest = await self._intake.harvester.from_feed(Feed(tuple(entries)), self._source, now)
        in_range = [
            each
            for each in harvest.arrivals
            if each.published is None or each.published >= self._since
        ]
        self._met_older = self._met_older or len(in_range) < len(harvest.arrivals)
        dated = [each.published for each in in_range if each.published is not None]
        kept = await self._intake.keep(
            Harvest(arrivals=in_range, unchanged=harvest.unchanged, failures=harvest.failures),
            seeded=True,
        )
        before = self._report
        oldest = min((*dated, *((before.oldest,) if before.oldest else ())), default=None)
        self._report = replace(
            before,
            added=before.added + kept.added,
            known=before.known + kept.unchanged + kept.revised,
            failures=(*before.failures, *kept.failures)[-100:],
            oldest=oldest,
        )
        refused = harvest.retry_after is not None or len(harvest.unread) >= _SILENT
        return bool(dated) or await self._knows_in_range(entries), refused

    async def _knows_in_range(self, entries: Sequence[Entry]) -> bool:
        """Whether an article of these is stored already that was published in the range."""
        identities = [
            Identity(source=self._source.id, fingerprint="", canonical_url=canonical_url(each.link))
            for each in entries
            if each.link
        ]
        stored = await asyncio.to_thread(self._store.match_articles, identities)
        return any(
            each is not None and each.published is not None and each.published >= self._since
            for each in stored
        )

    async def _from_sitemaps(self, tell: OnProgress) -> Ended:
        """What the site's sitemaps date into the range, for archives without a pager."""
        state = await asyncio.to_thread(self._store.get_source_state, self._source.id)
        learnt = state.link_articles if state is not None else ()
        shapes = article_shapes(self._samples, learnt)
        since = self._since.astimezone(self._zone).date()
        found = await self._archive.from_sitemaps(since, shapes)
        fresh = [each for each in found if (each.link or "") not in self._seen]
        for start in range(0, len(fresh), PAGES_PER_POLL):
            _, refused = await self._read(fresh[start : start + PAGES_PER_POLL])
            tell(self._report)
            if refused:
                return Ended.REFUSED
        return Ended.ARCHIVE

    async def _load(self) -> Place | None:
        place = await asyncio.to_thread(load_place, self._store, self._source.id)
        if place is None or place.source_url != self._source.url:
            return None
        return place

    async def _save(self, url: str | None) -> None:
        place = None
        if url is not None:
            place = Place(url=url, source_url=self._source.url or "")
        await asyncio.to_thread(save_place, self._store, self._source.id, place)
