"""Whether a source is well, by what its polls have taught (`observation`). Pure.

What counts as what, first match wins (`Kind`):

| kind     | when                                          | why this limit                        |
|----------|-----------------------------------------------|---------------------------------------|
| off      | switched off                                  | nobody expects anything of it         |
| gone     | HTTP 410                                      | it is polled no more until somebody   |
|          |                                               | says otherwise                        |
| refused  | robots.txt, or a private address              | no repetition helps: somebody has to  |
|          |                                               | decide                                |
| failing  | 3 failures in a row and 6 h since the first   | one bad answer is weather; maintenance|
|          | (24 h where the server asks for patience)     | at night takes hours, and with back-  |
|          |                                               | off the third failure comes after 6 h |
| silent   | surprise ≥ 5 and ≥ twice the largest silence  | one in 100,000 silences is as long by |
|          | before (at most 12), 2 whole days at least    | chance: none in 320 simulated years   |
|          |                                               | (tests/ingest/publishers.py);         |
|          |                                               | vacations of its own are learnt       |
| silent   | no article for 60 days or 7 usual gaps,       | chance of 0.1 % where articles come   |
|          | whichever is longer; 90 days where no usual   | independently of each other; a dead   |
|          | gap is known                                  | feed is told of at its first sight    |
| degraded | date, author, whole text or length differ from| see `quality`: a redesign             |
|          | its habit beyond chance                       |                                       |
| shaky    | the last attempt failed                       | to be seen, not to be told            |
| new      | never read so far                             |                                       |
| ok       | everything else                               |                                       |

Our own network's failures are not observed at all: polling forgives them before they count. That
a source has moved is no trouble: polling follows it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.errors import (
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
)
from bot.ingest.habit import local_day, silence
from bot.ingest.quality import Mark, worse
from storage.models import Source, SourceHealth, SourceState

FAILURES = 3
FAILING_FOR = timedelta(hours=6)
THROTTLED_FOR = timedelta(hours=24)
SURPRISE = 5.0
MOST_SURPRISE = 12.0
SILENT_DAYS = 2
LONG_SILENCE = 60
SILENT_GAPS = 7.0
LEAST_GAPS = 3
UNKNOWN_SILENCE = 90

Trouble = Literal["unreachable", "throttled", "refused", "unreadable", "defect"]
POLLED = ("feed", "listing", "page")
"""Kinds that are asked over the network, and can fall silent."""


class Kind(StrEnum):
    """How a source is; see the module's table."""

    OFF = "off"
    GONE = "gone"
    REFUSED = "refused"
    FAILING = "failing"
    SILENT = "silent"
    DEGRADED = "degraded"
    SHAKY = "shaky"
    NEW = "new"
    OK = "ok"


BROKEN = (Kind.GONE, Kind.REFUSED, Kind.FAILING, Kind.SILENT)
UNWELL = (*BROKEN, Kind.DEGRADED)
"""What curators are told of."""


@dataclass(frozen=True, slots=True)
class Health:
    """A diagnosis.

    Attributes:
        kind: see `Kind`.
        since: from when on; None where that has no meaning or is not known.
        error: what the last attempt said, None where it went well.
        trouble: what kind of failure that was.
        failures: attempts in a row that failed.
        silent_days: whole days without a new article, for `SILENT`.
        worse: in what readings are worse than usual, for `DEGRADED`.
        adopted_at: when readings that had stayed different were last taken for the habit.
    """

    kind: Kind
    since: datetime | None = None
    error: str | None = None
    trouble: Trouble | None = None
    failures: int = 0
    silent_days: int = 0
    worse: tuple[Mark, ...] = ()
    adopted_at: datetime | None = None

    @property
    def light(self) -> str:
        """🔴 broken, 🟡 degraded or shaky, 🟢 well, ⚪ off or not read yet."""
        if self.kind in BROKEN:
            return "🔴"
        if self.kind in (Kind.DEGRADED, Kind.SHAKY):
            return "🟡"
        return "🟢" if self.kind is Kind.OK else "⚪"

    def adopted_since(self, instant: datetime | None) -> bool:
        """Whether it is well because what was worse became the habit, after `instant`."""
        if self.adopted_at is None:
            return False
        return instant is None or self.adopted_at >= instant


def diagnose(source: Source, state: SourceState | None, now: datetime) -> Health:
    """How the source is, by what polling knows of it; `state` None: it was never polled."""
    if not source.enabled:
        return Health(Kind.OFF)
    if state is None:
        return Health(Kind.NEW)
    health = state.health
    since = health.failing_since or state.last_success_at or state.last_attempt_at
    failure = _failure(state, since, now)
    quiet = _silent_days(state, now) if source.kind in POLLED else None
    if failure in BROKEN:
        found = Health(failure, since)
    elif quiet is not None:
        found = Health(Kind.SILENT, _newest(state), silent_days=quiet)
    elif health.degraded_since is not None and source.kind in POLLED:
        found = Health(Kind.DEGRADED, health.degraded_since, worse=worse(health))
    elif failure is not None:
        found = Health(failure, since)
    else:
        found = Health(Kind.OK if state.last_success_at else Kind.NEW)
    return replace(
        found,
        error=state.last_error,
        trouble=health.trouble,
        failures=state.error_streak,
        adopted_at=health.adopted_at,
    )


def trouble_of(error: Exception) -> Trouble:
    """What kind of failure it is."""
    match error:
        case SourceGone() | SourceUnreachable():
            return "unreachable"
        case SourceThrottled():
            return "throttled"
        case SourceRefused():
            return "refused"
        case SourceError():
            return "unreadable"
        case _:
            return "defect"


def _failure(state: SourceState, since: datetime | None, now: datetime) -> Kind | None:
    """What failing attempts say; None: the last one went well."""
    if state.gone:
        return Kind.GONE
    if not state.error_streak:
        return None
    if state.health.trouble == "refused":
        return Kind.REFUSED
    patience = THROTTLED_FOR if state.health.trouble == "throttled" else FAILING_FOR
    lasting = since is not None and now - since >= patience
    return Kind.FAILING if state.error_streak >= FAILURES and lasting else Kind.SHAKY


def _newest(state: SourceState) -> datetime | None:
    return state.health.newest_at or state.last_new_at or state.first_success_at


def _silent_days(state: SourceState, now: datetime) -> int | None:
    """Days of a silence that is longer than the source's habit explains; None: it is not."""
    newest = _newest(state)
    if newest is None or state.last_success_at is None:
        return None
    looked = min(state.last_success_at, now)
    if (local_day(looked) - local_day(newest)).days <= SILENT_DAYS:
        return None  # the usual case: hundreds of sources are diagnosed for one list
    quiet = silence(state.health, newest, looked)
    limit = max(SURPRISE, min(2 * quiet.largest, MOST_SURPRISE))
    if quiet.known and quiet.surprise >= limit:
        return quiet.days
    return quiet.days if quiet.days >= _long_silence(state.health) else None


def _long_silence(health: SourceHealth) -> float:
    """Days after which a silence is one, however little is known of the habit."""
    if health.usual_gap is None or health.gaps < LEAST_GAPS:
        return UNKNOWN_SILENCE
    # The fewer gaps the mean is of, the further it may be from the truth.
    usual = health.usual_gap * (1 + 1 / math.sqrt(health.gaps))
    return max(LONG_SILENCE, SILENT_GAPS * usual)
