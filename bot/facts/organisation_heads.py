"""Words that names of bodies begin with, and the kind of body that they tell."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Standing = Literal["alone", "relative", "leading"]


class Head(NamedTuple):
    """The first words of a body's name.

    Attributes:
        kind: as in `OrganisationNamed.kind`; None where what follows decides.
        standing: "alone": a name by itself (`Quốc hội`); "relative": by itself only the short form
            of a longer name (`Đảng ủy`); "leading": only with what follows (`Sở …`).
    """

    kind: str | None
    standing: Standing


class Heads(NamedTuple):
    """All of them."""

    pattern: re.Pattern[str]
    """Finds one where a name may begin; groups none."""
    by_words: dict[str, Head]
    """Small letters, one space between words."""
    complete: frozenset[str]
    """Heads that nothing may lengthen, as `by_words` spells them."""
    trades: frozenset[str]
    """What firms do, in small letters."""
    generic_behind: re.Pattern[str]
    """Behind the head: it is said of any such body, not of one."""


@cache
def organisation_heads() -> Heads:
    """`organisations.toml`, read once."""
    raw: dict[str, Any] = tomllib.loads(
        files(__package__).joinpath("organisations.toml").read_text("utf-8")
    )
    by_words: dict[str, Head] = {}
    standings: tuple[Standing, ...] = ("leading", "relative", "alone")
    for standing in standings:
        for kind, names in raw[standing].items():
            for name in split_names(names):
                by_words[name.lower()] = Head(kind, standing)
    small = {name.lower() for name in split_names(raw["small"])}
    by_letter: dict[str, list[str]] = {}
    for name in sorted(by_words, key=lambda it: (-len(it), it)):
        by_letter.setdefault(name[0], []).append(_written(name, small=name in small))
    # one look at the first letter passes by most places of a text
    written = "|".join(
        f"(?=[{letter}{letter.upper()}])(?:{'|'.join(group)})"
        for letter, group in by_letter.items()
    )
    behind = "|".join(_spaced(name) for name in split_names(raw["generic_behind"]))
    return Heads(
        re.compile(rf"(?<![\w&/.-])(?:{written})(?!\w)"),
        by_words,
        frozenset(split_names(raw["complete"])),
        frozenset(split_names(raw["trades"])),
        re.compile(rf"[ \t\u00a0]{{1,3}}(?:{behind})(?!\w)", re.IGNORECASE),
    )


def split_names(names: str) -> list[str]:
    """The names of a list parted by semicolons and line ends."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", names))
    return [part for part in parts if part]


def _spaced(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"[ \t\u00a0]{1,3}")


def _written(name: str, *, small: bool) -> str:
    """The ways to write a head: the first letter a capital unless `small`, the others either."""
    words = []
    for number, word in enumerate(name.split()):
        upper = word.upper()
        if word in _ABBREVIATED:
            words.append(re.escape(upper))
        elif number == 0 and not small:
            words.append(f"{re.escape(upper[0])}(?:{re.escape(word[1:])}|{re.escape(upper[1:])})")
        else:
            rest = re.escape(word[1:])
            words.append(f"[{word[0]}{upper[0]}](?:{rest}|{re.escape(upper[1:])})")
    return r"[ \t\u00a0]{1,3}".join(words)


_ABBREVIATED = frozenset(
    """
    ubnd hđnd mttq ubmttq ubkt btv bch bcđ bql lđlđ lhpn ccb tand vksnd bđbp chqs bchqs đbqh clb htx
    thpt thcs pt-th tncs cqđt ptdt pccc đh cđ bhxh nhnn
    catp cat cah caq anđt ksnd hnd nhcsxh csxh
    """.split()  # noqa: SIM905 - a list of quoted words is read by nobody
)
