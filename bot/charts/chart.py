"""What a chart shows, as a value, and its picture."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from bot.charts.stacked import StackedChart

TIMEOUT = 60.0
"""Seconds for one picture; on a busy small server the library alone takes some to load."""

MOST_BARS = 24


class Bar(msgspec.Struct, frozen=True):
    """One bar: its label beside it, its value in words behind it."""

    label: str
    value: float
    told: str
    """The value as an article writes it: `gần 2.000 đảng viên`."""


class BarChart(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Bars from the top down, to scale from zero."""

    title: str
    bars: tuple[Bar, ...]
    """At least one; the first `MOST_BARS` are drawn."""
    source: str = ""
    """A line below: where the numbers are from."""
    dark: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars


Chart = BarChart | StackedChart


class ChartFailed(Exception):
    """The picture could not be drawn; the numbers are still to be told in words."""


def draw_png(chart: Chart) -> bytes:
    """The chart as PNG, 1,080 pixels wide: legible on a phone without zooming.

    Drawn by a child process, so that its 80 MB are given back at once and nothing can block.

    Raises:
        ChartFailed: nothing to draw, a value that is no number, or the child failed or took
            too long.
    """
    if chart.empty:
        message = "a chart without numbers"
        raise ChartFailed(message)
    command = [sys.executable, "-m", "bot.charts.draw"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell; the chart goes by stdin
            command,
            input=msgspec.json.encode(chart),
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        message = f"drawing failed: {error.stderr.decode(errors='replace')[-400:]}"
        raise ChartFailed(message) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        message = f"drawing failed: {error}"
        raise ChartFailed(message) from error
    return done.stdout
