"""When a source is asked again, and what polling remembers of it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bot.errors import SourceError, SourceGone, SourceRefused, SourceThrottled
from storage.models import Source, SourceState

LONGEST_INTERVAL = timedelta(hours=24)
LONGEST_WAIT = timedelta(days=7)
"""Cap on Retry-After: a server that asks for years made a mistake."""
AFTER_OUTAGE = timedelta(minutes=10)
"""When everything is unreachable the fault is ours: try again soon."""
JITTER = (0.10, 0.20)
"""Range of the share by which an interval is lengthened, so that sources spread out."""


def is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    """Whether an enabled source is to be polled.

    A next poll further ahead than any wait that is ever set comes from a clock that was wrong.
    """
    if not source.enabled or (state is not None and state.gone):
        return False
    if source.kind == "inbox" or state is None or state.next_poll_at is None:
        return True
    return not now < state.next_poll_at <= now + LONGEST_WAIT + LONGEST_INTERVAL


def interval(source: Source, default_minutes: int, wished: timedelta = timedelta(0)) -> timedelta:
    """The source's own interval, or what its server wishes (ttl, max-age) if that is longer."""
    own = timedelta(minutes=source.poll_minutes or default_minutes)
    return min(max(own, wished), LONGEST_INTERVAL)


def after_success(
    state: SourceState, *, now: datetime, every: timedelta, jitter: float, anything_new: bool
) -> SourceState:
    """The state after a poll that worked; `every` is lengthened by the share `jitter`."""
    return msgspec.structs.replace(
        state,
        first_success_at=state.first_success_at or now,
        last_success_at=now,
        last_attempt_at=now,
        next_poll_at=now + every * (1 + jitter),
        last_new_at=now if anything_new else state.last_new_at,
        error_streak=0,
        last_error=None,
        gone=False,
    )


def after_failure(
    state: SourceState, error: Exception, *, now: datetime, every: timedelta, jitter: float
) -> SourceState:
    """The state after a poll that failed: exponential backoff, or as long as the server asked."""
    streak = state.error_streak + 1
    return msgspec.structs.replace(
        state,
        last_attempt_at=now,
        next_poll_at=now + _wait(error, streak, every) * (1 + jitter),
        error_streak=streak,
        last_error=str(error) if isinstance(error, SourceError) else type(error).__name__,
        gone=isinstance(error, SourceGone),
    )


def after_outage(before: SourceState, *, now: datetime, jitter: float) -> SourceState:
    """The state when no source at all could be reached: none of them is to blame."""
    return msgspec.structs.replace(
        before, last_attempt_at=now, next_poll_at=now + AFTER_OUTAGE * (1 + jitter)
    )


def _wait(error: Exception, streak: int, every: timedelta) -> timedelta:
    if isinstance(error, SourceThrottled) and error.retry_after is not None:
        return min(max(every, timedelta(seconds=error.retry_after)), LONGEST_WAIT)
    if isinstance(error, SourceRefused):
        return every  # no server is spared by waiting, and the operator may have mended it
    doubled: int = 2 ** min(streak, 16)
    return min(every * doubled, LONGEST_INTERVAL)
