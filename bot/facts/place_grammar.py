"""The words by which places are known, compiled from `places.toml` and the table of provinces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.person_names import CAPITALS
from bot.language.provinces import all_provinces
from bot.language.word_lists import GAP, any_of, begun, name_pattern
from storage.text import exact_key

_SHORT_HEADS = "|".join(
    begun(letter, rf"{more}\.[ \t\u00a0]?")
    for letter, more in (("Q", ""), ("P", ""), ("H", ""), ("T", "[PXTpx]"))
)
"""`Q.5`, `TP.Mẫu`, `TX. Mẫu`."""
_SHORT = frozenset({"VT"})


@dataclass(frozen=True, slots=True)
class PlaceGrammar:
    """Patterns to search and to match; see `places.toml`."""

    province: re.Pattern[str]
    country: re.Pattern[str]
    headed: re.Pattern[str]
    """A word for a rank, group `head`, with the name behind it, group `name`."""
    behind: re.Pattern[str]
    """Ends where a name begins that is no place."""
    head_in_front: re.Pattern[str]
    """Ends where the name of a province or its city begins."""
    longer: re.Pattern[str]
    unsure: frozenset[str]
    led_by: re.Pattern[str]
    kinds: dict[str, str]
    numbered: frozenset[str]
    """Ranks of sites whose names may end with a number: `thôn Long Mẫu 1`."""
    chained: frozenset[str]
    """Ranks that are words of other things too: only before the place that they lie in."""
    capital: frozenset[str]
    """Ranks of sites that may be written with a capital."""
    seats: dict[str, str]


@cache
def place_grammar() -> PlaceGrammar:
    """The tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("places.toml").read_text("utf-8"))
    kinds = {name: kind for kind, names in raw["heads"].items() for name in _listed(names)}
    provinces = [name for it in all_provinces() for name in (it.name, *it.former)]
    countries, unsure = _listed(raw["countries"]["names"]), _listed(raw["countries"]["unsure"])
    word = rf"[{CAPITALS}][^\W\d_]{{0,9}}(?:['’][^\W\d_]{{1,8}})?"
    heads = any_of(";".join(kinds))
    return PlaceGrammar(
        province=_names([*provinces, *_listed(raw["provinces"]["spellings"])]),
        country=_names([*countries, *unsure]),
        headed=re.compile(
            rf"(?P<head>{_heads(kinds)}|{_SHORT_HEADS})"
            rf"(?:(?:đảo|miền núi|vùng cao|biên giới|ven biển|vùng biên){GAP})?"
            rf"(?P<name>(?!T[PX](?!\w)|Tp(?!\w)){word}(?:(?:{GAP}|-){word}){{0,4}}|\d{{1,2}}[A-D]?(?![\w/%]|[.,]\d))"
        ),
        behind=re.compile(
            rf"(?<!\w)(?i:{any_of(raw['not_places']['behind'])})"
            rf"(?:{GAP}{word}){{0,2}}{GAP}$"
        ),
        head_in_front=re.compile(rf"(?<!\w)(?P<head>(?i:{heads}))[ \t\u00a0]{{0,3}}$"),
        longer=_names(_listed(raw["not_places"]["longer"])),
        unsure=frozenset(exact_key(name) for name in unsure),
        led_by=re.compile(rf"(?<!\w)(?i:{any_of(raw['countries']['led_by'])}){GAP}$"),
        kinds={exact_key(name): kind for name, kind in kinds.items()},
        **{name: frozenset(map(exact_key, _listed(it))) for name, it in raw["sites"].items()},
        seats={exact_key(name): seat for name, seat in raw["seats"].items()},
    )


def _heads(kinds: Iterable[str]) -> str:
    """Words for ranks in any case; each alternative begins with its letter, which is searched for
    faster than a look back."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(kinds, key=lambda it: (-len(it), it)):
        by_letter.setdefault(name[0], []).append(name_pattern(name[1:]))
    return "|".join(
        f"{begun(first, '(?i:' + '|'.join(rests) + ')')}{GAP}"
        for letter, rests in by_letter.items()
        for first in (letter, letter.upper())
    )


def _listed(names: str) -> list[str]:
    return [" ".join(name.split()) for name in re.split(r"[;\n]", names) if name.strip()]


def _names(names: Iterable[str]) -> re.Pattern[str]:
    """Names as they are written or all in capitals, the longest first."""
    spellings = {it for name in names for it in (name, name.upper())} - _SHORT
    ordered = sorted(spellings, key=lambda it: (-len(it), it))
    return re.compile(
        rf"(?:{'|'.join(begun(it[0], name_pattern(it[1:])) for it in ordered)})(?!\w)"
    )
