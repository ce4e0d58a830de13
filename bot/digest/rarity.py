"""How rare a pair of syllables is in news: a table, so that no article changes another's weight.

Kept as levels: a pair of level n is found in about one article of `exp(STEP * n)`, counted in the
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
"""Levels in the table, from 0: pairs that at least one article of some 300 has."""


@cache
def _levels() -> dict[str, int]:
    text = files("bot.digest").joinpath("rarity.toml").read_text("utf-8")
    return {
        pair: int(level)
        for level, pairs in tomllib.loads(text)["levels"].items()
        for pair in pairs.split(", ")
    }


def rarity(pair: str) -> float:
    """Minus the logarithm of the share of articles that have two folded syllables, blank between.

    From 0 (every article has it) to `STEP * LEVELS` (not in the table).
    """
    return STEP * _levels().get(pair, LEVELS)
