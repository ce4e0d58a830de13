"""Whether reading hostile text costs linear time, judged by growth and not by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.facts.article_text import ArticleText, join_lines

FLOOR = 0.01
"""Seconds below which a measurement is noise."""


def is_linear(find: Callable[[ArticleText], object], unit: str) -> bool:
    """Whether four times the repetitions of `unit` cost no more than some ten times as much."""

    def seconds(size: int) -> float:
        text = join_lines(["x", unit * (size // len(unit))])
        spent = []
        for _ in range(3):
            start = time.process_time()
            find(text)
            spent.append(time.process_time() - start)
        return min(spent)

    seconds(2_000)  # tables are read now
    return seconds(40_000) < 12 * max(seconds(10_000), FLOOR)
