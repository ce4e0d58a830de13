"""Coming dates and deadlines that articles name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dossiers.reading import Evidence, Reading, evidence


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A day, or a span of days, that lies ahead."""

    first: date
    last: date
    """Inclusive."""
    kind: Literal["coming", "deadline"]
    said: Evidence


def coming_dates(readings: Sequence[Reading], *, today: date) -> list[ComingDate]:
    """What ends today or later, soonest first; each sentence once, however many repeat it."""
    found: dict[tuple[date, str], ComingDate] = {}
    for reading in readings:
        for time in reading.facts.times:
            if time.role not in ("coming", "deadline") or time.last is None or time.last < today:
                continue
            said = evidence(reading, time)
            if said is None:
                continue
            coming = ComingDate(
                first=time.first or time.last,
                last=time.last,
                kind="deadline" if time.role == "deadline" else "coming",
                said=said,
            )
            found.setdefault((time.last, said.sentence), coming)
    return sorted(found.values(), key=lambda it: (_when(it, today), it.last, it.said.sentence))


def _when(coming: ComingDate, today: date) -> date:
    """The day that matters: the end of a term, the begin of what is still to begin."""
    return coming.last if coming.kind == "deadline" else max(coming.first, today)
