"""Whose fault it is when a source gives no answer: the source's, or our own network's.

A source that could not even be connected to is judged by other hosts. If another one answered after
the attempt began, and within the last seconds, our network works. Otherwise up to five other hosts,
those first that answered last, are asked for their robots.txt: one answer of any status acquits
the network; if two or more were asked and none answered, the fault is ours, the source is not
blamed, and nothing is polled until a look at those hosts succeeds.

With fewer than three hosts nothing can be compared: then the source is blamed. Where no host has
ever answered (a new installation, or a list of dead addresses) the benefit of the doubt ends after
an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock

HOSTS_FOR_OUTAGE = 3
"""The host that failed and two others."""
WITNESSES = 5
EVIDENCE_FOR = timedelta(seconds=10)
LOOK_EVERY = timedelta(minutes=1)
UNPROVEN_FOR = timedelta(hours=1)
_MOST_KNOWN = 10_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Witness:
    """A host that can be asked whether our network works."""

    host: str
    url: str
    answered_at: datetime | None = None
    """When it last answered; None: never yet."""
    ca_bundle: str | None = None


Reaches = Callable[[Witness], Awaitable[bool | None]]
"""Whether the host gives any answer; None: it may not be asked now."""


class NetworkWatch:
    """Remembers which hosts answer, and judges when one does not.

    Args:
        reaches: asks a witness.
        witnesses: all hosts that are polled.
        clock: the present.
    """

    def __init__(
        self,
        reaches: Reaches,
        witnesses: Callable[[], Awaitable[Sequence[Witness]]],
        clock: Clock,
    ) -> None:
        self._reaches = reaches
        self._witnesses = witnesses
        self._clock = clock
        self._answered: dict[str, datetime] = {}
        self._judging = asyncio.Lock()
        self._judged_at: datetime | None = None
        self._unproven_since: datetime | None = None
        self._down_since: datetime | None = None
        self._recovered = False

    @property
    def down_since(self) -> datetime | None:
        """When our network was found to be down; None: it works."""
        return self._down_since

    def answered(self, host: str) -> None:
        """The host gave an answer, of whatever status."""
        self._answered.pop(host, None)
        self._answered[host] = self._clock()
        while len(self._answered) > _MOST_KNOWN:
            del self._answered[next(iter(self._answered))]
        self._unproven_since = None
        if self._down_since is not None:
            _log.warning("network_up", down_since=self._down_since.isoformat())
            self._down_since = None
            self._recovered = True

    def take_recovery(self) -> bool:
        """Whether the network came back since this was last asked."""
        recovered, self._recovered = self._recovered, False
        return recovered

    async def is_ours(self, host: str, began: datetime) -> bool:
        """Whether it is our network's fault that `host`, asked from `began` on, did not answer."""
        async with self._judging:
            if self._down_since is not None and self._judged_at is not None:
                if self._judged_at >= began:
                    return True
            elif self._others_answer(host, began):
                return False
            return await self._judge(host)

    async def look(self) -> bool:
        """While it is down, see at most once a minute whether it is back; True: it works."""
        async with self._judging:
            now = self._clock()
            if self._down_since is None:
                return True
            if self._judged_at is not None and timedelta(0) <= now - self._judged_at < LOOK_EVERY:
                return False
            return not await self._judge("")

    def _others_answer(self, host: str, began: datetime) -> bool:
        since = max(began, self._clock() - EVIDENCE_FOR)
        for other in reversed(self._answered):  # those first that answered last
            if self._answered[other] < since:
                return False
            if other != host:
                return True
        return False

    async def _judge(self, host: str) -> bool:
        asked = _choose(await self._witnesses(), self._answered, host)
        answers = await asyncio.gather(*(self._reaches(witness) for witness in asked))
        self._judged_at = now = self._clock()
        for witness, answer in zip(asked, answers, strict=True):
            if answer:
                self.answered(witness.host)
        if not _none_answered(answers) or self._no_longer_believed(asked, now):
            if self._down_since is not None:
                self._down_since, self._recovered = None, True
            return False
        if self._down_since is None:
            _log.warning("network_down", asked=len(answers))
            self._down_since = now
        return True

    def _no_longer_believed(self, asked: Sequence[Witness], now: datetime) -> bool:
        if self._answered or any(witness.answered_at is not None for witness in asked):
            return False
        self._unproven_since = self._unproven_since or now
        return now - self._unproven_since > UNPROVEN_FOR


def _none_answered(answers: Sequence[bool | None]) -> bool:
    return not any(answers) and answers.count(False) >= HOSTS_FOR_OUTAGE - 1


def _choose(
    witnesses: Sequence[Witness], answered: dict[str, datetime], host: str
) -> list[Witness]:
    """Up to five hosts other than `host`, those first that answered last."""
    by_host = {witness.host: witness for witness in witnesses if witness.host != host}

    def last(witness: Witness) -> float:
        at = answered.get(witness.host) or witness.answered_at
        return at.timestamp() if at is not None else 0.0

    return sorted(by_host.values(), key=last, reverse=True)[:WITNESSES]
