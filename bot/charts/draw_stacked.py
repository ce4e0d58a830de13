"""A `StackedChart` as a picture; see `bot.charts.draw`."""

from __future__ import annotations

import io
import textwrap
from itertools import accumulate

from bot.charts.stacked import MOST_KINDS, MOST_ROWS, StackedChart
from bot.charts.theme import DPI, GROUND_AND_INK, WIDTH, prepared

_ROW = 0.5
"""Inches that a row takes."""
_LEGEND = 0.3
_LABEL = 0.22
"""Of the width: what the rows' labels take."""

_COLOURS = {
    False: ("#c8372d", "#0072b2", "#e69f00", "#007a5a", "#9a5b9a", "#7f8a94"),
    True: ("#e8695f", "#56b4e9", "#f0c04a", "#3fc79a", "#cc8fcc", "#98a4ae"),
}
"""Light and dark: after Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart by readers
who see few colours; the last one is for what is added up."""

_ON_COLOUR = {False: ("#ffffff", "#16202a"), True: ("#16202a", "#16202a")}
"""Numbers inside a segment; the second on the third colour, which is the palest."""


def draw_stacked(chart: StackedChart) -> bytes:
    """The picture as PNG.

    Raises:
        ValueError: a row has not one count per kind, a count is negative, or all are zero.
    """
    rows, kinds = chart.rows[:MOST_ROWS], chart.kinds
    wrong = any(len(row.counts) != len(kinds) or min(row.counts) < 0 for row in rows)
    if not kinds or len(kinds) > MOST_KINDS or wrong or chart.empty:
        message = "rows and kinds do not fit, or there is nothing to draw"
        raise ValueError(message)
    from matplotlib.patches import Rectangle

    figure_of = prepared()
    ground, ink = GROUND_AND_INK[chart.dark]
    title = textwrap.wrap(chart.title, 46)[:3]
    legend_rows = -(-len(kinds) // 2)
    head = 0.3 + 0.32 * len(title)
    foot = 0.55 + _LEGEND * legend_rows
    height = head + _ROW * len(rows) + foot
    figure = figure_of(figsize=(WIDTH, height), dpi=DPI, facecolor=ground)
    axes = figure.add_axes((0.05 + _LABEL, foot / height, 0.66, _ROW * len(rows) / height))
    most = max(sum(row.counts) for row in rows) or 1
    for at, row in enumerate(rows):
        starts = (0, *accumulate(row.counts))
        for kind, (count, start) in enumerate(zip(row.counts, starts, strict=False)):
            if not count:
                continue
            colour = _COLOURS[chart.dark][kind]
            axes.barh(at, count, left=start, height=0.66, color=colour, edgecolor=ground)
            if count >= most * 0.05:
                on = _ON_COLOUR[chart.dark][kind == 2]
                middle = start + count / 2
                axes.text(middle, at, str(count), color=on, fontsize=11, ha="center", va="center")
        told = f"{sum(row.counts)}"
        axes.text(
            starts[-1] + most * 0.02, at, told, color=ink, fontsize=12.5, fontweight="bold",
            va="center",
        )  # fmt: skip
        label = textwrap.shorten(row.label, 18, placeholder="…")
        axes.text(-most * 0.02, at, label, color=ink, fontsize=12.5, ha="right", va="center")
    axes.set_xlim(0, most)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_axis_off()
    figure.text(
        0.05, 1 - 0.12 / height, "\n".join(title), color=ink, fontsize=15, fontweight="bold",
        va="top",
    )  # fmt: skip
    for kind, name in enumerate(kinds):
        x = 0.05 + 0.46 * (kind % 2)
        y = (0.42 + _LEGEND * (legend_rows - 1 - kind // 2)) / height
        box = Rectangle(
            (x, y), 0.025, 0.17 / height, transform=figure.transFigure,
            color=_COLOURS[chart.dark][kind],
        )  # fmt: skip
        figure.add_artist(box)
        short = textwrap.shorten(name, 30, placeholder="…")
        figure.text(x + 0.037, y, short, color=ink, fontsize=12)
    figure.text(0.05, 0.13 / height, chart.source, color=ink, fontsize=10, alpha=0.8)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
