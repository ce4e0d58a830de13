"""What takes place or is reported again and again, by its title: a table. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec


class Routine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table; see its comments. All folded."""

    phrases: frozenset[str]
    counted: frozenset[str]
    daily: frozenset[str]
    round_ups: frozenset[str]


@cache
def routine() -> Routine:
    """The table beside this module, read once."""
    text = files("bot.digest").joinpath("routine.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Routine)


def phrases_in(title: Sequence[str], phrases: frozenset[str]) -> frozenset[str]:
    """Those of the phrases that stand in a title of folded words."""
    text = f" {' '.join(title)} "
    return frozenset(it for it in phrases if f" {it} " in text)
