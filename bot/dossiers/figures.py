"""Figures with the period and the body that they are told of. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.reading import Evidence, Reading, evidence
from bot.facts.record import FigureNamed, OrganisationNamed, TimeNamed
from storage.text import fold


@dataclass(frozen=True, slots=True)
class FigureTold:
    """One figure as one article gives it."""

    figure: FigureNamed
    written: str
    """The figure's own words in the article."""
    period: str | None
    """`quý III/2023`: of the same sentence, else the only one of the article where its title or
    first paragraph says it; None: neither."""
    last_day: date
    """The period's last day; the day of the article where no period is told. For ordering."""
    body: str | None
    """The body that the sentence names, else the event's host; None: neither."""
    said: Evidence

    @property
    def measured(self) -> str:
        """What makes two figures comparable: what is counted and in which unit, folded."""
        return " ".join(fold(f"{self.figure.counted or ''} {self.figure.unit or ''}").split())


def figures_told(reading: Reading) -> Iterator[FigureTold]:
    """Every figure of the article, in the order of the text."""
    for figure in reading.facts.figures:
        said = evidence(reading, figure)
        if said is None:
            continue
        period = _period(reading, figure)
        yield FigureTold(
            figure=figure,
            written=" ".join(reading.text.text[figure.start : figure.end].split()),
            period=period.label if period else None,
            last_day=(period.last if period else None) or reading.day,
            body=_body(reading, figure),
            said=said,
        )


def _period(reading: Reading, figure: FigureNamed) -> TimeNamed | None:
    periods = [it for it in reading.facts.times if it.role == "period" and it.last is not None]
    beside = [it for it in periods if it.sentence == figure.sentence]
    if beside:
        before = [it for it in beside if it.start < figure.start]
        return before[-1] if before else beside[0]
    # a period said in passing ("khởi công quý III") is not what the article reports on
    head = reading.text.lines[: 2 if len(reading.text.lines) > 1 else 1]
    alone = {it.label: it for it in periods}
    reported = any(start <= it.start < end for it in periods for start, end in head)
    return next(iter(alone.values())) if len(alone) == 1 and reported else None


def _body(reading: Reading, figure: FigureNamed) -> str | None:
    start, end = figure.sentence
    beside = [
        (mention[0], body.name)
        for body in reading.facts.organisations
        for mention in body.mentions or ((body.start, body.end),)
        if start <= mention[0] < end
    ]
    before = [name for at, name in sorted(beside) if at < figure.start]
    if before:
        return before[-1]
    event = reading.facts.event
    return event.host if event else None


def tells_of(reading: Reading, body: OrganisationNamed, told: FigureTold) -> bool:
    """Whether the figure is told of this body: by name, or as host of the event."""
    return told.body is not None and fold(told.body) == fold(body.name)


def newest_first(figures: Sequence[FigureTold]) -> list[FigureTold]:
    """By the end of the period, then by the day of the article; the order of texts stays."""
    return sorted(figures, key=lambda it: (it.last_day, it.said.day), reverse=True)
