"""Sends the outbox: claim durably, send at the pacer's rate, settle durably, a few at a time.

At most `IN_FLIGHT` rows are on their way, one per chat, so that a crash leaves few whose outcome
nobody knows (and HTTP clients get slower, not faster, with more). Outcomes are settled in the
same turn of the store in which new rows are claimed. What an outcome means is `reactions`.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.aftermath import WAITING, OutboxStore, settle
from bot.delivery.attempt import Attempts
from bot.delivery.messenger import Messenger
from bot.delivery.pacer import Pacer
from bot.delivery.reactions import LONGEST_WAIT, Offline, PauseChat, Reaction, StopAll
from bot.errors import Unauthorized
from storage.errors import StorageError
from storage.models import Delivery, DeliveryStatus

log = structlog.get_logger()

IN_FLIGHT = 8
MOST_IN_FLIGHT = 64
"""Of paid broadcasts."""

USUAL_ANSWER = 0.2
"""Seconds that Telegram usually takes to answer: so many of a second's messages are in flight."""

IDLE_SECONDS = 1.0
"""How often an idle sender looks for new rows."""

GROUPING_SECONDS = 0.05
"""How long the first outcome waits for others to be settled with it."""

SHORTEST_WAIT = 0.001
"""Below the loop's resolution a wait would be none at all."""

OFFLINE_AFTER = 3
"""So many requests in a row that did not leave pause everybody: the network is down."""

CLOCK_SET_BACK = timedelta(seconds=30)


def in_flight_for(paid_rate: int | None) -> int:
    """How many requests are to be on their way at once."""
    if paid_rate is None:
        return IN_FLIGHT
    return min(max(IN_FLIGHT, math.ceil(paid_rate * USUAL_ANSWER)), MOST_IN_FLIGHT)


@dataclass(frozen=True, slots=True)
class SendReport:
    """Outcomes of one run by what became of the row."""

    sent: int = 0
    again: int = 0
    """Put back to be sent later: throttled, migrated, as plain text, ..."""
    unknown: int = 0
    held: int = 0
    failed: int = 0


class Sender:
    """Empties the outbox. One per process; `run_once` and `drain` wait for each other."""

    def __init__(
        self,
        store: OutboxStore,
        messenger: Messenger,
        pacer: Pacer,
        clock: Clock,
        *,
        in_flight: int = IN_FLIGHT,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._store = store
        self._pacer = pacer
        self._clock = clock
        self._in_flight = in_flight
        self._idle_seconds = idle_seconds
        self._attempts = Attempts(store, messenger, pacer, clock)
        self._running: dict[asyncio.Task[Reaction], Delivery] = {}
        self._outcomes: list[Reaction] = []
        """Known but not durable yet: kept until the store takes them."""
        self._visited: set[int] = set()
        self._fatal: Unauthorized | None = None
        self._offline = 0
        self._latest: datetime | None = None
        self._tally: Counter[DeliveryStatus] = Counter()
        self._one_run = asyncio.Lock()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There are new rows: an idle `drain` looks at once."""
        self._woken.set()

    async def run_once(self) -> SendReport:
        """Send all that may be sent now, at the pacer's rate; rows that must wait stay.

        Raises:
            Unauthorized: the token is not valid; the rows stay.
            StorageError: the store could not be read or written; outcomes that are known
                already are kept in memory and settled by the next call.
        """
        async with self._one_run:
            self._tally.clear()
            await self._pump(asyncio.Event(), forever=False)
            return self._report()

    async def drain(self, stop: asyncio.Event) -> None:
        """Send whatever comes until `stop`; then finish what is in flight and return.

        A failing store is logged and tried again.

        Raises:
            Unauthorized: the token is not valid; the rows stay.
        """
        async with self._one_run:
            while True:
                try:
                    await self._pump(stop, forever=True)
                except StorageError as error:
                    log.error("outbox_not_durable", error=str(error))
                    if stop.is_set():
                        return
                    await self._nap(stop, self._idle_seconds)
                else:
                    return

    async def _pump(self, stop: asyncio.Event, *, forever: bool) -> None:
        self._fatal = None
        self._visited.clear()
        halt = asyncio.Event()
        try:
            while True:
                if stop.is_set() or self._fatal is not None:
                    halt.set()
                for row in await self._turn_over(closed=halt.is_set()):
                    task = asyncio.create_task(self._attempts.send(row, halt))
                    self._running[task] = row
                rest = self._shortest_rest()
                if self._running:
                    await self._collect(self._idle_seconds if rest is None else rest)
                elif self._fatal is not None:
                    raise self._fatal
                elif stop.is_set() or (rest is None and not forever):
                    return
                else:
                    await self._nap(stop, self._idle_seconds if rest is None else rest)
        except StorageError:
            halt.set()
            await self._finish()
            raise
        except BaseException:  # cancelled, or a fault: what is in flight has no known outcome
            for task in self._running:
                task.cancel()
            await self._finish()
            await self._keep_outcomes()
            raise

    async def _turn_over(self, *, closed: bool) -> list[Delivery]:
        """Settle what is known and, unless `closed`, claim as many rows as may follow."""
        now = self._clock()
        closed = closed or self._pacer.paused_for() > 0
        free = 0 if closed else self._in_flight - len(self._running)
        busy = {row.chat_id for row in self._running.values()} | self._pacer.resting().keys()
        if not (free or self._outcomes):
            return []
        return await asyncio.to_thread(self._settle_and_claim, now, free, busy)

    def _settle_and_claim(self, now: datetime, free: int, busy: Iterable[int]) -> list[Delivery]:
        if self._latest is None:
            unknown, held = self._store.recover_deliveries(now)
            if unknown or held:
                log.warning("deliveries_recovered", unknown=unknown, held=held)
            self._release_waiting(now, now + LONGEST_WAIT)
        elif now < self._latest - CLOCK_SET_BACK:
            self._release_waiting(now, now)
        self._latest = now
        if self._outcomes:
            settle(self._store, self._outcomes, now)
            self._outcomes.clear()
        return self._store.claim_deliveries(now, limit=free, busy_chats=busy) if free else []

    def _release_waiting(self, now: datetime, latest: datetime) -> None:
        """Rows told to wait beyond `latest` by a clock that ran ahead need not wait any more."""
        rows = [
            replace(row, not_before=None, updated_at=now)
            for row in self._store.list_deliveries(statuses=WAITING)
            if row.not_before is not None and row.not_before > latest
        ]
        if rows:
            self._store.settle_deliveries(rows)

    async def _collect(self, seconds: float) -> None:
        """Wait for an outcome, but not longer than `seconds`, and for those right behind it."""
        await asyncio.wait(self._running, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if any(task.done() for task in self._running):
            await asyncio.wait(self._running, timeout=GROUPING_SECONDS)
        self._take_outcomes()

    def _take_outcomes(self) -> None:
        for task in [task for task in self._running if task.done()]:
            row = self._running.pop(task)
            reaction = task.result()
            self._outcomes.append(reaction)
            self._tally[reaction.row.status] += 1
            self._visited.add(row.chat_id)
            self._heed(reaction, row.chat_id)

    def _heed(self, reaction: Reaction, chat_id: int) -> None:
        """What an outcome means for the requests to come."""
        match reaction.effect:
            case Offline(seconds=seconds):
                self._offline += 1
                if self._offline >= OFFLINE_AFTER:
                    self._pacer.pause_all(seconds)
                return
            case PauseChat(seconds=seconds):
                self._pacer.throttled(chat_id, seconds)
            case StopAll(error=error):
                self._fatal = error
            case _:
                pass
        self._offline = 0

    def _shortest_rest(self) -> float | None:
        """Seconds until a chat that this run wrote to may get its next part; None: none waits."""
        paused = self._pacer.paused_chats()
        rests = [
            seconds
            for chat_id, seconds in self._pacer.resting().items()
            if chat_id in self._visited and chat_id not in paused
        ]
        shortest = min((seconds for seconds in rests if seconds < math.inf), default=None)
        return None if shortest is None else max(shortest, SHORTEST_WAIT)

    async def _nap(self, stop: asyncio.Event, seconds: float) -> None:
        """Wait so long, or until `stop` or `wake`."""
        waits = [asyncio.ensure_future(event.wait()) for event in (stop, self._woken)]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._woken.clear()

    async def _finish(self) -> None:
        """Let the attempts under way end and take their outcomes; they are bounded in time."""
        if self._running:
            await asyncio.wait(self._running)
            self._take_outcomes()

    async def _keep_outcomes(self) -> None:
        """A last try to make outcomes durable before an error leaves this place."""
        if self._outcomes:
            try:
                await asyncio.to_thread(settle, self._store, self._outcomes, self._clock())
            except StorageError as error:
                log.error("outcomes_not_durable", rows=len(self._outcomes), error=str(error))
            else:
                self._outcomes.clear()

    def _report(self) -> SendReport:
        return SendReport(
            sent=self._tally[DeliveryStatus.SENT],
            again=self._tally[DeliveryStatus.PENDING],
            unknown=self._tally[DeliveryStatus.UNKNOWN],
            held=self._tally[DeliveryStatus.HELD],
            failed=self._tally[DeliveryStatus.FAILED],
        )
