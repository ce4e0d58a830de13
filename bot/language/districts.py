"""Districts, towns and cities below the provinces, as they were until 30 June 2025.

News written before goes on naming them, and news written after does ("khu vực huyện … cũ").
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.language.provinces import province
from storage.text import exact_key, fold


class District(NamedTuple):
    """One of them.

    Attributes:
        name: without its rank.
        rank: `huyện`, `quận`, `thị xã` or `thành phố`.
        province: the province of today that its province is or was merged into.
    """

    name: str
    rank: str
    province: str


_RANKS = {"huyen": "huyện", "quan": "quận", "thi_xa": "thị xã", "thanh_pho": "thành phố"}


def districts(name: str) -> tuple[District, ...]:
    """Those of this name, wherever they lie; case does not matter, nor where a tone mark stands."""
    return _by_name().get(_key(name), ())


def district_province(rank: str, name: str) -> str | None:
    """The province of today with the one district of this rank and name; None: none, or several.

    A rank that the district does not have (some were raised from `huyện` to `thị xã`) is only
    looked past where the name is one district's alone.
    """
    found = districts(name)
    of_rank = {it.province for it in found if it.rank == rank}
    provinces = of_rank or {it.province for it in found}
    return provinces.pop() if len(provinces) == 1 else None


def _key(name: str) -> str:
    return " ".join(exact_key(word) for word in name.replace("-", " ").split())


@cache
def _by_name() -> dict[str, tuple[District, ...]]:
    raw = tomllib.loads(files(__package__).joinpath("districts.toml").read_text("utf-8"))
    found: dict[str, tuple[District, ...]] = {}
    for former, ranks in raw.items():
        today = province(former)
        if today is None:
            raise ValueError(f"districts.toml: {former} is no province")
        for rank, names in ranks.items():
            for name in str(names).split(";"):
                district = District(name.strip(), _RANKS[rank], today.name)
                key = _key(district.name)
                found[key] = (*found.get(key, ()), district)
    return found


@cache
def folded_names() -> frozenset[str]:
    """All names as they are typed without diacritics."""
    return frozenset(fold(it.name) for found in _by_name().values() for it in found)
