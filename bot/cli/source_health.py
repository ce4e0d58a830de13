"""The health of every source that is turned on, for `diemtin doctor`; and trying each one now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rich.console import Console
from rich.table import Table

from bot.cli.context import Context
from bot.cli.progress import counting
from bot.clock import system_clock
from bot.errors import SourceError
from bot.ingest.habit import weekly
from bot.ingest.health import POLLED, UNWELL, Health, Kind, diagnose
from bot.ingest.health_words import in_words
from bot.messages.catalog import Catalog
from bot.messages.format import format_instant
from storage.models import Source, SourceState

TRIED_AT_ONCE = 16
"""Each host is asked by one at a time all the same."""

PIPE_WIDTH = 160
"""Columns of the table where it goes into a file or another program."""

_ORDER = (*UNWELL, Kind.SHAKY, Kind.OK, Kind.NEW)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What is shown of one source; texts are in English, as the command line is."""

    source: Source
    state: SourceState | None
    health: Health
    words: str
    tried: str | None = None
    """What came of trying it now; None: it was not tried."""
    readable: bool = True
    """False: it was tried and could not be read."""

    @property
    def well(self) -> bool:
        """Neither the diagnosis nor the trial says that somebody should look."""
        return self.health.kind not in UNWELL and self.readable

    @property
    def text(self) -> str:
        """One line: id, diagnosis, last error, trial."""
        parts = [f"{self.source.id}: {self.words}"]
        if self.health.kind in UNWELL and self.health.error:
            parts.append(self.health.error)
        if self.tried is not None:
            parts.append(f"tried now: {self.tried}")
        return "; ".join(parts)


def source_lines(
    sources: Sequence[Source], states: Mapping[str, SourceState], now: datetime
) -> list[SourceLine]:
    """Every source that is turned on, those first that need somebody."""
    catalog = Catalog.load()
    lines = []
    for source in sources:
        if source.enabled and (source.kind in POLLED or source.kind == "folder"):
            health = diagnose(source, states.get(source.id), now)
            words = in_words(catalog, "en", health, now)
            lines.append(SourceLine(source, states.get(source.id), health, words))
    return sorted(lines, key=lambda each: _ORDER.index(each.health.kind))


def tried(lines: Sequence[SourceLine], options: Context) -> list[SourceLine]:
    """Each source of the web read now, with a progress bar on a terminal; nothing is stored."""
    wanted = [each for each in lines if each.source.kind in POLLED]
    with counting(len(wanted)) as update:
        outcomes = asyncio.run(
            _try_all(
                [each.source for each in wanted],
                options,
                lambda name: update(advance=1, description=name[:40]),
            )
        )
    return [
        replace(each, tried=outcomes[each.source.id][1], readable=outcomes[each.source.id][0])
        if each.source.id in outcomes
        else each
        for each in lines
    ]


def print_table(lines: Sequence[SourceLine], options: Context) -> None:
    """All of them as a table on standard output."""
    now = system_clock()
    table = Table(box=None, pad_edge=False)
    columns = ["", "source", "a week", "last read", "next poll", "how it is"]
    for name in [*columns, "tried now"] if any(each.tried for each in lines) else columns:
        table.add_column(name, overflow="fold", justify="right" if name == "a week" else "left")
    for each in lines:
        state = each.state
        often = weekly(state.health, now) if state is not None else None
        error = f" ({each.health.error})" if each.health.failures and each.health.error else ""
        row = [
            each.health.light,
            each.source.id,
            "" if often is None else str(often),
            _when(state.last_success_at if state else None, options),
            _when(state.next_poll_at if state and not state.gone else None, options),
            each.words + error,
        ]
        table.add_row(*row, *([each.tried or ""] if len(table.columns) > len(row) else []))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    console.print(table)


def _when(instant: datetime | None, options: Context) -> str:
    return "" if instant is None else format_instant(instant, options.settings.zone)


async def _try_all(
    sources: Sequence[Source], options: Context, on_done: Callable[[str], None]
) -> dict[str, tuple[bool, str]]:
    """Source id → whether it could be read, and what came of it."""
    from bot.ingest.source_trial import try_source
    from bot.rooms import build_fetcher, build_rooms
    from storage.open import open_store

    few = asyncio.Semaphore(TRIED_AT_ONCE)
    rooms = build_rooms(options.settings, open_store("memory:"), sources=tuple(sources))

    async with build_fetcher(rooms) as fetcher:

        async def attempt(source: Source) -> tuple[bool, str]:
            async with few:
                try:
                    trial = await try_source(
                        source, fetcher, zone=rooms.settings.zone, now=system_clock()
                    )
                except SourceError as error:
                    return False, str(error)
                finally:
                    on_done(source.name)
            parts = [f"{trial.entries} articles, {len(trial.samples)} read"]
            parts += [f"without {what}" for what in trial.missing]
            parts += trial.failures[:1]
            return bool(trial.samples), ", ".join(parts)

        outcomes = await asyncio.gather(*(attempt(source) for source in sources))
    return {source.id: outcome for source, outcome in zip(sources, outcomes, strict=True)}
