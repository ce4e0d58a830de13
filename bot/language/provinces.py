"""The provinces and cities of Việt Nam, by any of their names, before and after the merger.

On 1 July 2025 the 63 provinces became 34 (Resolution 202/2025/QH15). Papers, feeds and people go on
using the former names, so every name is understood and none is rewritten: an article about Quảng
Bình is found by that name and under Quảng Trị, which Quảng Bình is now part of.

Names are compared folded and without spaces and punctuation: `TP.HCM`, `tphcm`, `Bà Rịa-Vũng Tàu`,
`ba ria vung tau`, `Hoà Bình` and `Hòa Bình`, `Đăk Lăk` and `Daklak` need no entry of their own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storage.text import folded_words

_TITLES = re.compile(r"^(?:tinh|thanhpho|tp)(?=.)|(?<=.)(?:province|city)$")
"""What may stand before or behind a name without being part of it."""


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34, as it is since 1 July 2025.

    Attributes:
        name: without `tỉnh` or `thành phố`, but `TP Hồ Chí Minh`.
        former: the provinces among the 63 that it was made of, its own first; never empty.
        is_city: directly under the central government.
    """

    name: str
    former: tuple[str, ...]
    is_city: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """What one spelling means: a province, and which of its names that is."""

    province: Province
    name: str


def all_provinces() -> tuple[Province, ...]:
    """The 34, in the order of the table."""
    return tuple(dict.fromkeys(named.province for named in _names().values()))


def province(text: str) -> Province | None:
    """The province of today that `text` names by its present or a former name, else None."""
    found = _find(text)
    return None if found is None else found.province


def province_name(text: str) -> str | None:
    """The name that `text` means, spelled as in the table, a former name left a former one.

    `tphcm` is `TP Hồ Chí Minh`, `binh duong` is `Bình Dương`; None when it names no province.
    """
    found = _find(text)
    return None if found is None else found.name


def accepted_names(text: str) -> frozenset[str]:
    """The names, spelled as `province_name` does, by which something asked for as `text` is found.

    A present name takes in everything that was merged into it. A former one takes in itself and
    the province that it belongs to now, but not the other former ones. Empty: no province.
    """
    found = _find(text)
    if found is None:
        return frozenset()
    if found.name == found.province.name:
        return frozenset((found.name, *found.province.former))
    return frozenset((found.name, found.province.name))


def concerns(stated: str | None, asked: str) -> bool:
    """Whether what is stated to be about the province `stated` answers a question for `asked`.

    None, which stands for the whole country, does not.
    """
    return stated is not None and province_name(stated) in accepted_names(asked)


def _find(text: str) -> _Named | None:
    return _names().get(_key(text))


def _key(text: str) -> str:
    return _TITLES.sub("", "".join(folded_words(text)))


@cache
def _names() -> dict[str, _Named]:
    """Key of every spelling → what it means; present names before former ones."""
    raw = files(__package__).joinpath("provinces.toml").read_text(encoding="utf-8")
    table = tomllib.loads(raw)
    also_former: dict[str, list[str]] = table["also_former"]
    found: dict[str, _Named] = {}
    for row in table["province"]:
        own: str = row["name"]
        made = Province(own, tuple(row.get("former", [own])), bool(row.get("city", False)))
        for spelling in (own, *row.get("also", [])):
            found[_key(spelling)] = _Named(made, own)
        for name in made.former:
            for spelling in (name, *also_former.get(name, [])):
                found.setdefault(_key(spelling), _Named(made, name))
    return found
