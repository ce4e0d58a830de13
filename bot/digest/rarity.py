"""How rare a syllable or a pair of them is in news: a table, so that no article weighs another.

Kept as levels: what is of level n is found in about one article of `exp(STEP * n)`, counted in the
kind of news (Party-building, or any other) in which it is most common. What is not in the table is
rarer than its last level and counts as that. Made by `tests/benchmarks/train_rarity.py`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

STEP = 0.5
"""Natural logarithm between two levels."""

LEVELS = 12
"""Levels in the table, from 0: what at least one article of some 300 has."""


RAREST = STEP * LEVELS
"""What counts for all that is not in the table."""


@cache
def rarities() -> dict[str, float]:
    """Minus the logarithm of the share of articles that have a folded syllable, or a pair of them
    with a blank between; for those rarer than the table's last level see `RAREST`.
    """
    text = files("bot.digest").joinpath("rarity.toml").read_text("utf-8")
    return {
        said: STEP * int(level)
        for level, all_said in tomllib.loads(text)["levels"].items()
        for said in all_said.split(", ")
    }
