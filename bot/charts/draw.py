"""`python -m bot.charts.draw`: a chart as JSON on stdin becomes a PNG on stdout."""

from __future__ import annotations

import io
import math
import sys
import textwrap

import msgspec

from bot.charts.chart import MOST_BARS, BarChart, Chart
from bot.charts.draw_stacked import draw_stacked
from bot.charts.stacked import StackedChart
from bot.charts.theme import DPI, GROUND_AND_INK, WIDTH, prepared

_BAR = 0.62
"""Inches that a bar takes with its label."""
_LABEL = 44
_COLOURS = {False: "#c8372d", True: "#e8695f"}
"""Of the bars: light and dark."""


def draw(chart: Chart) -> bytes:
    """The picture; see `bot.charts.chart.draw_png`."""
    return draw_stacked(chart) if isinstance(chart, StackedChart) else _bars(chart)


def _bars(chart: BarChart) -> bytes:
    figure_of = prepared()
    (ground, ink), colour = GROUND_AND_INK[chart.dark], _COLOURS[chart.dark]
    bars = chart.bars[:MOST_BARS]
    title = textwrap.wrap(chart.title, 46)[:3]
    height = 0.75 + 0.32 * len(title) + _BAR * len(bars)
    figure = figure_of(figsize=(WIDTH, height), dpi=DPI, facecolor=ground)
    top = 1 - (0.2 + 0.32 * len(title)) / height
    axes = figure.add_axes((0.05, 0.5 / height, 0.9, top - 0.5 / height))
    axes.set_facecolor(ground)
    most = max(abs(bar.value) for bar in bars) or 1.0
    for at, bar in enumerate(bars):
        if not math.isfinite(bar.value):
            message = f"no number: {bar.value}"
            raise ValueError(message)
        axes.barh(at + 0.28, bar.value, height=0.42, color=colour)
        axes.text(0, at - 0.12, textwrap.shorten(bar.label, _LABEL), color=ink, fontsize=12)
        left = bar.value > 0.6 * most
        axes.text(
            bar.value - 0.01 * most if left else max(bar.value, 0.0) + 0.01 * most,
            at + 0.28,
            textwrap.shorten(bar.told, 28),
            color="#ffffff" if left else ink,
            fontsize=12,
            fontweight="bold",
            ha="right" if left else "left",
            va="center",
        )
    least = min(0.0, *(bar.value for bar in bars))
    axes.set_xlim(least * 1.02, most * 1.02)
    axes.set_ylim(len(bars) - 0.3, -0.55)
    axes.set_axis_off()
    figure.text(
        0.05,
        1 - 0.12 / height,
        "\n".join(title),
        color=ink,
        fontsize=15,
        fontweight="bold",
        va="top",
    )
    figure.text(0.05, 0.15 / height, chart.source, color=ink, fontsize=10, alpha=0.75)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(msgspec.json.decode(sys.stdin.buffer.read(), type=Chart)))
