"""Tests of charts: real pictures, drawn by the real child process."""

from __future__ import annotations

import math
import struct

import pytest

from bot.charts.chart import Bar, BarChart, ChartFailed, draw_png
from bot.charts.draw import draw

BARS = (Bar("quý I/2031", 40, "40 đảng viên"), Bar("quý II/2031", 55, "55 đảng viên"))


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header of the PNG (its specification, §11.2.1)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.slow
def test_a_child_process_draws_what_a_phone_shows() -> None:
    """The width of a phone's screen; more bars make it longer, not smaller."""
    few = size(draw_png(BarChart(title="Kết nạp đảng viên", bars=BARS, source="Nguồn: 2 bài")))
    many = size(draw(BarChart(title="Kết nạp đảng viên", bars=BARS * 4)))
    assert few[0] == many[0] == 1080
    assert many[1] > few[1]


def test_themes_differ_and_the_same_chart_is_the_same_picture() -> None:
    """The dark one has a dark ground; nothing random is in a picture."""
    light, dark = (
        draw(BarChart(title="Số liệu", bars=BARS, dark=theme)) for theme in (False, True)
    )
    assert light != dark
    assert light == draw(BarChart(title="Số liệu", bars=BARS))


@pytest.mark.parametrize(
    "bars",
    [
        (Bar("không", 0, "0"),),
        (Bar("giảm", -12.5, "giảm 12,5%"), Bar("tăng", 3, "3%")),
        tuple(Bar("rất dài " * 40, 10.0**power, "$x^{" * 20) for power in range(-3, 15)),
        BARS * 40,
    ],
)
def test_any_numbers_and_words_make_a_picture(bars: tuple[Bar, ...]) -> None:
    """Nothing, losses, fourteen magnitudes, words like formulas, far too many: Telegram's limits
    for pictures hold (width and height at most 10,000 together, ratio at most 20)."""
    width, height = size(draw(BarChart(title="<&> $\\frac{1}{", bars=bars)))
    assert width + height <= 10_000
    assert max(width, height) <= 20 * min(width, height)


def test_what_is_no_chart_is_refused() -> None:
    """No bars, no number: the child fails, and says so as one error."""
    with pytest.raises(ChartFailed):
        draw_png(BarChart(title="x", bars=()))
    with pytest.raises(ChartFailed):
        draw_png(BarChart(title="x", bars=(Bar("x", math.inf, "x"),)))
