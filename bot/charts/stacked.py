"""Rows of counts by kind, as a value: articles by day and topic."""

from __future__ import annotations

import msgspec

MOST_ROWS = 14
MOST_KINDS = 6
"""Colours that can be told apart; the caller adds up what goes beyond."""


class Row(msgspec.Struct, frozen=True):
    """One day: its label beside it, and how many there are of each kind, in the order of kinds."""

    label: str
    counts: tuple[int, ...]


class StackedChart(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Rows from the top down, each split by kind, to one scale from zero.

    Attributes:
        kinds: names for the legend, 1 to `MOST_KINDS`.
        rows: each with a count of at least zero per kind; the first `MOST_ROWS` are drawn.
        source: a line below: where the numbers are from.
    """

    title: str
    kinds: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str = ""
    dark: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(any(row.counts) for row in self.rows)
