"""What was reported of one period: `quý III/2023`, article by article. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.figures import FigureTold, figures_told
from bot.dossiers.reading import Evidence, Reading, evidence

SENTENCES = 3
"""Sentences told of one article."""


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What one article reports of the period."""

    said: tuple[Evidence, ...]
    """The sentences that name it or give its figures, in the order of the text, the richest in
    figures where there are too many."""
    figures: tuple[FigureTold, ...]


def period_reports(days: tuple[date, date], readings: Sequence[Reading]) -> list[PeriodReport]:
    """The articles that report of exactly these days, in the order of the readings.

    `days` are the first and the last, both of the period.
    """
    found = []
    for reading in readings:
        naming = [
            it for it in reading.facts.times if it.role == "period" and (it.first, it.last) == days
        ]
        if not naming:
            continue
        labels = {it.label for it in naming}
        figures = tuple(it for it in figures_told(reading) if it.period in labels)
        spans = {it.sentence for it in naming} | {it.figure.sentence for it in figures}
        if len(spans) > 1:  # the title is told anyway
            spans.discard(reading.text.lines[0])
        counts = {span: sum(it.figure.sentence == span for it in figures) for span in spans}
        richest = sorted(spans, key=lambda span: (-counts[span], span))[:SENTENCES]
        said = [it for span in sorted(richest) if (it := evidence(reading, span)) is not None]
        found.append(PeriodReport(tuple(said), figures))
    return found
