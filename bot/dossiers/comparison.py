"""One figure across periods or bodies: told side by side, where articles measure the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dossiers.figures import FigureTold, figures_told
from bot.dossiers.reading import Reading
from storage.text import folded_words

LEAST = 2
"""Points of which something can be compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures in one unit, measured of one thing."""

    unit: str | None
    points: tuple[FigureTold, ...]
    """By the end of their period, oldest first; of equal value, period and body the newest
    article's alone."""

    @property
    def comparable(self) -> bool:
        """Whether there are two points that differ in period or body."""
        return len({(it.period or it.last_day, it.body) for it in self.points}) >= LEAST


def comparisons(words: str, readings: Sequence[Reading]) -> list[Comparison]:
    """The figures that `words` ask for, by unit; those with most points first.

    A figure fits when its sentence has every word, and what is counted, its unit and its own words
    have them all but every third: `đảng viên kết nạp mới` is `kết nạp 88 đảng viên` too.
    """
    wanted = list(dict.fromkeys(folded_words(words)))
    if not wanted:
        return []
    groups: dict[str, dict[tuple[object, ...], FigureTold]] = {}
    for reading in readings:
        for told in figures_told(reading):
            if not _fits(told, wanted):
                continue
            unit = " ".join(folded_words(told.figure.unit or ""))
            same = (told.period or told.last_day, told.body, told.figure.value, told.figure.upto)
            groups.setdefault(unit, {}).setdefault(same, told)
    found = [
        Comparison(
            unit=next(iter(points.values())).figure.unit,
            points=tuple(sorted(points.values(), key=lambda it: (it.last_day, it.said.day))),
        )
        for points in groups.values()
    ]
    return sorted(found, key=lambda it: (not it.comparable, -len(it.points), it.unit or ""))


def _fits(told: FigureTold, wanted: Sequence[str]) -> bool:
    around = set(folded_words(told.said.sentence))
    if not around.issuperset(wanted):
        return False
    figure = told.figure
    own = set(folded_words(f"{figure.counted or ''} {figure.unit or ''} {told.written}"))
    return len(set(wanted) - own) <= len(wanted) // 3
