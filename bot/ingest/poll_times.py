"""When a source is asked again, and what polling remembers of it. Pure.

The next poll is due after the longest of: the source's own interval, the feed's `ttl` and
`sy:updatePeriod`, and the freshness that HTTP headers state; at most a day. The own interval is
what a curator wished (`poll_minutes`), else half the mean gap between two new articles, within
30 minutes and 24 hours: 20 articles a day are asked for every 36 minutes, one a day twice. Every
wait is lengthened by a random 10 to 20 %, so that sources spread out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from bot.errors import (
    HostResting,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
)
from storage.models import Source, SourceState

SHORTEST_INTERVAL = timedelta(minutes=30)
LONGEST_INTERVAL = timedelta(hours=24)
LONGEST_WAIT = timedelta(days=7)
"""Cap on Retry-After: a server that asks for years made a mistake."""
AFTER_OUTAGE = timedelta(minutes=10)
"""When everything is unreachable the fault is ours: try again soon."""
JITTER = (0.10, 0.20)
"""Range of the share by which an interval is lengthened, so that sources spread out."""
MEMORY = timedelta(days=7)
"""After so long without news the rate at which a source publishes has fallen to 37 %: a week has
its quiet nights and Sundays in it."""

_SHARE_OF_GAP = 0.5
_FEWEST_DATES = 3
_LATEST = 20
_DAY_HOURS = 24.0
_HOUR = timedelta(hours=1)
_FARTHEST = 2 * LONGEST_WAIT + LONGEST_INTERVAL
"""A stated wait with its jitter, and the skipped days after it."""


def is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    """Whether an enabled source is to be polled.

    A next poll further ahead than any wait that is ever set comes from a clock that was wrong.
    A source that is gone is asked again when its address has been changed.
    """
    if not source.enabled:
        return False
    if source.kind == "inbox" or state is None:
        return True
    if source.url is not None and state.url not in (None, source.url):
        return True
    if state.gone:
        return False
    return state.next_poll_at is None or not now < state.next_poll_at <= now + _FARTHEST


def interval(
    source: Source,
    default_minutes: int,
    wished: timedelta = timedelta(0),
    new_per_hour: float | None = None,
) -> timedelta:
    """The source's own interval, or what its server wishes (ttl, max-age) if that is longer.

    `new_per_hour` is how many new articles come in an hour, None while that is not known.
    """
    return min(max(_own_interval(source, default_minutes, new_per_hour), wished), LONGEST_INTERVAL)


def _own_interval(source: Source, default_minutes: int, new_per_hour: float | None) -> timedelta:
    if source.poll_minutes is not None:
        return timedelta(minutes=source.poll_minutes)
    default = timedelta(minutes=default_minutes)
    if new_per_hour is None:
        return default
    shortest = min(SHORTEST_INTERVAL, default)
    hours = _SHARE_OF_GAP / max(new_per_hour, 1e-6)
    return min(max(timedelta(hours=min(hours, _DAY_HOURS)), shortest), LONGEST_INTERVAL)


def publishing_rate(
    state: SourceState, *, added: int, now: datetime, default_minutes: int
) -> float:
    """New articles in an hour, after a poll that brought `added` of them.

    An exponentially fading mean over time: what happened `MEMORY` ago counts 37 % of what happens
    now. A source of which nothing is known starts at the rate that gives the default interval.
    """
    known = state.new_per_hour
    if known is None:
        known = _SHARE_OF_GAP / (default_minutes / 60)
    if state.last_success_at is None or now <= state.last_success_at:
        return known
    hours = (now - state.last_success_at) / _HOUR
    fresh = -math.expm1(-hours / (MEMORY / _HOUR))
    return known * (1 - fresh) + added / hours * fresh


def rate_of_dates(published: Iterable[datetime | None], now: datetime) -> float | None:
    """New articles in an hour, by the dates of what a source holds at first sight.

    Of the latest twenty; None if fewer than three state a date that is past.
    """
    past = sorted((at for at in published if at is not None and at <= now), reverse=True)
    latest = list(islice(past, _LATEST))
    if len(latest) < _FEWEST_DATES:
        return None
    return len(latest) / max((now - latest[-1]) / _HOUR, _DAY_HOURS)


def after_success(
    state: SourceState, *, now: datetime, every: timedelta, jitter: float, anything_new: bool
) -> SourceState:
    """The state after a poll that worked; `every` is lengthened by the share `jitter`."""
    return msgspec.structs.replace(
        state,
        first_success_at=state.first_success_at or now,
        last_success_at=now,
        last_attempt_at=now,
        next_poll_at=_next(state, now, every, jitter),
        last_new_at=now if anything_new else state.last_new_at,
        error_streak=0,
        last_error=None,
        gone=False,
    )


def after_failure(
    state: SourceState, error: Exception, *, now: datetime, every: timedelta, jitter: float
) -> SourceState:
    """The state after a poll that failed: exponential backoff, or as long as the server asked.

    A request that was not even made, because its host wants rest, is no failure of the source.
    """
    if isinstance(error, HostResting):
        rest = timedelta(seconds=error.retry_after or 0.0)
        return msgspec.structs.replace(
            state, next_poll_at=now + min(rest, LONGEST_WAIT) + SHORTEST_INTERVAL * jitter
        )
    streak = state.error_streak + 1
    return msgspec.structs.replace(
        state,
        last_attempt_at=now,
        next_poll_at=_next(state, now, _wait(error, streak, every), jitter),
        error_streak=streak,
        last_error=str(error) if isinstance(error, SourceError) else type(error).__name__,
        gone=isinstance(error, SourceGone),
    )


def after_outage(before: SourceState, *, now: datetime, jitter: float) -> SourceState:
    """The state when no source at all could be reached: none of them is to blame."""
    return msgspec.structs.replace(
        before, last_attempt_at=now, next_poll_at=now + AFTER_OUTAGE * (1 + jitter)
    )


def allowed_from(at: datetime, hours: Sequence[int], days: Sequence[int]) -> datetime:
    """`at`, or the next full hour (UTC) that is in none of the skipped `hours` and `days`.

    Days are counted from Monday, 0. A feed that skips everything is not believed.
    """
    found = at.astimezone(UTC)
    for _ in range(8 * 24):
        if found.hour not in hours and found.weekday() not in days:
            return found
        found = found.replace(minute=0, second=0, microsecond=0) + _HOUR
    return at


def _next(state: SourceState, now: datetime, wait: timedelta, jitter: float) -> datetime:
    """`wait` from now, lengthened by `jitter`, past the hours that the feed wants skipped.

    A wait of up to a day stays within it, and is never shortened: what a server asked for holds.
    """
    longer = wait * (1 + jitter)
    if wait <= LONGEST_INTERVAL < longer:
        longer = max(wait, LONGEST_INTERVAL * (1 - jitter / 2))
    at = now + longer
    allowed = allowed_from(at, state.skip_hours, state.skip_days)
    return at if allowed == at else allowed + _HOUR * jitter


def _wait(error: Exception, streak: int, every: timedelta) -> timedelta:
    if isinstance(error, SourceThrottled) and error.retry_after is not None:
        return min(max(every, timedelta(seconds=error.retry_after)), LONGEST_WAIT)
    if isinstance(error, SourceRefused):
        return every  # no server is spared by waiting, and the operator may have mended it
    doubled: int = 2 ** min(streak, 16)
    return min(every * doubled, LONGEST_INTERVAL)
