"""Polling what is due: hosts side by side, one source of a host at a time, nobody blamed wrongly.

Each host with something due has a worker of its own, which outlives the tick that started it: a
host whose forty pages take minutes keeps only itself waiting. At most sixteen sources are read at
the same moment.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random, SystemRandom

import msgspec
import structlog

from bot.clock import Clock
from bot.errors import HostResting, NoAnswer, SourceError, SourceRefused
from bot.ingest.moves import of_source
from bot.ingest.observation import Observation, observe
from bot.ingest.outage import NetworkWatch, Witness
from bot.ingest.poll_states import PollStates
from bot.ingest.poll_times import is_due
from bot.ingest.polling import Poll, Poller
from bot.ingest.report import PollReport
from bot.ingest.workers import HostWorkers
from bot.sources.address import shown
from bot.sources.http import Fetcher
from bot.sources.turns import host_key
from storage.base import Store
from storage.errors import StorageError
from storage.models import Source, SourceState

POLLS_AT_ONCE = 16
WITNESS_PAUSE = 10.0
"""Seconds: a host to be left alone for longer cannot tell soon whether our network works."""
SPREAD_EACH = timedelta(seconds=2)
SPREAD_WITHIN = timedelta(minutes=30)
"""After an outage the overdue sources are asked over two seconds for each, at most this long."""

_log = structlog.get_logger(__name__)


class Rounds:
    """Polls sources and remembers what came of it.

    Args:
        poller: polls one source.
        fetcher: an entered `Fetcher`.
        store: where the states rest.
        sources: all sources; reads the store, so it is called in a thread.
        clock: the present.
        random: draws when an overdue source is asked after an outage.
    """

    def __init__(
        self,
        poller: Poller,
        fetcher: Fetcher,
        store: Store,
        sources: Callable[[], Sequence[Source]],
        *,
        clock: Clock,
        random: Random | None = None,
    ) -> None:
        self._poller = poller
        self._fetcher = fetcher
        self._sources = sources
        self._clock = clock
        self._random = random or SystemRandom()
        self._states = PollStates(store)
        self._workers: HostWorkers[list[PollReport]] = HostWorkers()
        self._slots = asyncio.Semaphore(POLLS_AT_ONCE)
        self._one_by_one: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._network = NetworkWatch(self._reaches, self._witnesses, clock)

    async def start_due(self) -> list[asyncio.Task[list[PollReport]]]:
        """Give every idle host that has something due a worker; the workers started now.

        While our network is down only sources on disk are read, until a look shows that it is back;
        then what has become overdue is spread out.

        Raises:
            StorageError: the store cannot be read.
        """
        now = self._clock()
        works = await self._network.look()
        try:
            if self._network.take_recovery():
                await self._spread(now)
            await self._states.flush_old(now)
        except StorageError as error:
            _log.error("poll_states_not_kept", error=str(error))  # they wait on, in memory
        states = await self._states.all()
        by_host: dict[str, list[Source]] = defaultdict(list)
        for source in await asyncio.to_thread(self._sources):
            if (works or source.url is None) and is_due(source, states.get(source.id), now):
                by_host[_host(source)].append(source)
        started = (
            self._workers.start(host, partial(self._poll_host, due))
            for host, due in by_host.items()
        )
        return [worker for worker in started if worker is not None]

    async def poll_now(self, source: Source) -> PollReport:
        """Poll one source, due or not; its state is durable on return."""
        return (await self._poll(source, durable=True)).report

    async def flush(self) -> None:
        """Make every state durable; one that cannot be waits on, and the log says so."""
        try:
            await self._states.flush()
        except StorageError as error:
            _log.error("poll_states_not_kept", error=str(error))

    async def stop(self, grace: float) -> None:
        """Start nothing more, wait up to `grace` seconds, keep what was learnt. Idempotent.

        A poll that is cut short is due again at the next start.
        """
        await self._workers.stop(grace)
        await self.flush()

    async def _poll_host(self, due: Sequence[Source]) -> list[PollReport]:
        reports = []
        for source in due:
            async with self._slots:
                if self._workers.stopping:
                    break
                if source.url is not None and self._network.down_since is not None:
                    break  # they stay due
                reports.append((await self._poll(source, durable=False)).report)
        return reports

    async def _poll(self, source: Source, *, durable: bool) -> Poll:
        """Poll and remember; every failure ends up in the result and in the log."""
        before = SourceState(source=source.id)
        began = self._clock()
        async with self._one_by_one[source.id]:
            try:
                before = of_source(await self._states.get(source.id) or before, source)
                poll = _observed(await self._poll_or_fail(source, before, began), began)
                # a quiet inbox is looked into every tick: nothing to remember, nothing to write
                if source.kind != "inbox" or _happened(poll):
                    await self._states.keep([poll.after], self._clock())
                    if durable or poll.after.gone:
                        # a source that is gone is turned on again in the store: a state that
                        # still waits here would undo it
                        await self._states.flush()
            except StorageError as error:
                # not acknowledged: the source is still due
                report = PollReport(source=source.id, error=f"store: {error}")
                poll = Poll(report, before, before, error=error)
        _log_poll(poll, seconds=(self._clock() - began).total_seconds())
        return poll

    async def _poll_or_fail(self, source: Source, before: SourceState, began: datetime) -> Poll:
        host = _host(source)
        try:
            poll = await self._poller.poll(source, before, began)
        except StorageError:
            raise
        except SourceError as error:
            ours = False
            if source.url is not None and isinstance(error, NoAnswer):
                ours = await self._network.is_ours(host, began)
            elif source.url is not None and not isinstance(error, SourceRefused | HostResting):
                self._network.answered(host)
            return self._poller.failed(source, before, error, self._clock(), ours=ours)
        except Exception as error:  # noqa: BLE001 - a defect met in one source must not stop the others
            _log.exception("source_poll_broke", source=source.id)
            return self._poller.failed(source, before, error, self._clock())
        if source.url is not None:
            self._network.answered(host)
        return poll

    async def _reaches(self, witness: Witness) -> bool | None:
        try:
            return await self._fetcher.reaches(witness.url, ca_bundle=witness.ca_bundle)
        except SourceError:  # its address is none that may be asked
            return None

    async def _witnesses(self) -> list[Witness]:
        states = await self._states.all()
        return [
            Witness(
                _host(source),
                source.url,
                states[source.id].last_success_at if source.id in states else None,
                source.ca_bundle,
            )
            for source in await asyncio.to_thread(self._sources)
            if source.enabled
            and source.url is not None
            and self._fetcher.busy_for(source.url) <= WITNESS_PAUSE
        ]

    async def _spread(self, now: datetime) -> None:
        """What became overdue while the network was down is asked little by little."""
        states = await self._states.all()
        overdue = [
            states[source.id]
            for source in await asyncio.to_thread(self._sources)
            if source.url is not None
            and source.id in states
            and is_due(source, states[source.id], now)
        ]
        within = min(SPREAD_EACH * len(overdue), SPREAD_WITHIN)
        await self._states.keep(
            [
                msgspec.structs.replace(state, next_poll_at=now + within * self._random.random())
                for state in overdue
            ],
            now,
        )


def _host(source: Source) -> str:
    return host_key(source.url) if source.url else source.id


def _observed(poll: Poll, now: datetime) -> Poll:
    """With what the poll says of its source's health; what is nobody's fault says nothing."""
    if poll.ours or isinstance(poll.error, HostResting):
        return poll
    first = poll.before.first_success_at is None
    observation = Observation(poll.report.new, poll.error, first=first)
    return replace(poll, after=observe(poll.after, observation, now))


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
    if report.moved_to is not None and (report.learned or poll.after.moved_seen == 1):
        _log.warning(
            "source_moved",
            source=report.source,
            to=shown(report.moved_to),
            learned=report.learned,
        )
