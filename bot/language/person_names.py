"""Where Vietnamese personal names stand: a family name and one to four more syllables in capitals.

Being a name by its form is not yet being a person ("Trần Hưng Đạo" is also a street): what stands
around it decides, which is for the caller.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.language.districts import districts
from bot.language.provinces import province

Span = tuple[int, int]

CAPITALS = "A-Z" + "".join(map(chr, filter(lambda code: chr(code).isupper(), range(0xC0, 0x1EFA))))
"""For character classes: ranges of Vietnamese letters mix capitals and small letters."""

_SYLLABLE = re.compile(rf"(?<!\w)[{CAPITALS}](?:[’'][^\W\d_])?[^\W\d_]{{0,8}}(?![^\W_])")
_GAP = re.compile(r"[ \t\u00a0]{1,2}")
LONGEST = 5
"""Syllables of the longest names: `Y Thanh Hà Niê Kđăm`, `Tôn Nữ Thị Ninh Mẫu`."""
_MIDDLE = frozenset(
    """
    Thị Văn Đình Đức Hữu Xuân Quang Ngọc Minh Thanh Công Trọng Quốc Mạnh Viết Bá Duy Hồng Thu Kim
    """.split()  # noqa: SIM905 - twenty quoted words in a list are read by nobody
)
"""Middle names: what stands behind a family name more often than anything else."""


_FIRST = frozenset(
    """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Võ Đặng Bùi Đỗ Ngô Dương Đinh Lương Trịnh Trương
    """.split()  # noqa: SIM905 - a list of quoted words is read by nobody
)
"""Family names that no names of places end with."""
_SECOND = frozenset(
    """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương
    """.split()  # noqa: SIM905 - a list of quoted words is read by nobody
)


_CLANS = frozenset(
    """
    Niê Kđăm Mlô Êban Ayun Kbuôr Bkrông Adrơng Ênuôl Kđoh Hmok Byă Bya Kpă Ksor Siu Rmah Rơchâm
    Hwing Hđơk Knul Kriêng Ktla Ktul Buôn Puih Kpuih Rcom Liêng Cil
    """.split()  # noqa: SIM905 - a list of quoted words is read by nobody
)
"""Clans of the peoples of the Central Highlands: they stand at the end of a name."""
_MEN_AND_WOMEN = frozenset({"Y", "A", "H"})
"""What their names begin with: `Y Thanh Mẫu Niê Kđăm`."""


class NameTables(NamedTuple):
    """`person_names.toml`."""

    surnames: frozenset[str]
    common: frozenset[str]
    """Family names of nine in ten people."""
    namesakes: frozenset[str]
    """People whom streets, schools, wards and prizes are called after."""


@cache
def name_tables() -> NameTables:
    """The tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("person_names.toml").read_text("utf-8"))
    namesakes = {" ".join(it.split()) for it in re.split(r"[;\n]", raw["namesakes"])} - {""}
    surnames = frozenset(str(raw["surnames"]).split())
    return NameTables(surnames, frozenset(str(raw["common"]).split()), frozenset(namesakes))


def capital_runs(text: str) -> list[list[Span]]:
    """Runs of neighbouring syllables that each begin with a capital, a span each.

    A run is set in capitals throughout (`NGUYỄN VĂN A`) or not at all.
    """
    runs: list[list[Span]] = []
    large = None
    for found in _SYLLABLE.finditer(text):
        word = found[0]
        tail = word[1:].lstrip("’'")
        one_case = not tail or tail.islower() or tail.isupper()
        if not word[0].isupper() or not (one_case or "’" in word or "'" in word):
            continue
        is_large = None if not tail else tail.isupper()
        gap = runs and text[runs[-1][-1][1] : found.start()]
        same = is_large is None or large is None or is_large == large
        if gap and same and _GAP.fullmatch(gap):
            runs[-1].append(found.span())
            large = is_large if large is None else large
        else:
            runs.append([found.span()])
            large = is_large
    return runs


def find_names(text: str, *, not_names: frozenset[str] = frozenset()) -> list[Span]:
    """Spans that have the form of a full name, in order.

    `not_names` are two-word beginnings in small letters that are places or bodies ("hà nội"): a
    name may follow them, but does not begin with them.
    """
    found: list[Span] = []
    for run in capital_runs(text):
        if len(run) < 2:
            continue
        words = [text[start:end].title() for start, end in run]
        first = 0
        for last in [*_new_sentences(words), len(words)]:
            at = _best_start(words[first:last], not_names)
            if at is not None:
                found.append((run[first + at][0], run[last - 1][1]))
            first = last
    return found


def _new_sentences(words: list[str]) -> list[int]:
    """`Trần Văn Mẫu | Ông Trần Văn Mẫu …`: where the full stop between two sentences was lost."""
    return [
        at
        for at in range(2, len(words) - 1)
        if words[at] in {"Ông", "Bà"} and words[at + 1] in name_tables().surnames
    ]


def _best_start(words: list[str], not_names: frozenset[str]) -> int | None:
    """Where in the run the name begins that ends it: a place or body may stand in front."""
    tables = name_tables()
    best, best_worth = None, 0
    for at, word in enumerate(words[:-1]):
        length = len(words) - at
        of_a_clan = words[-1] in _CLANS or words[-2:] == ["Ê", "Ban"]
        if length > LONGEST + of_a_clan or word not in tables.surnames:
            continue
        if f"{word} {words[at + 1]}".lower() in not_names:
            continue
        if word not in tables.common and districts(f"{word} {words[at + 1]}"):
            continue  # "Hoàn Kiếm | Phạm Văn Mẫu", "Phù Yên | Tiếp theo"
        before = f"{words[at - 1]} {word}" if at else ""
        if before.lower() in not_names or (word not in tables.common and districts(before)):
            continue  # "Vĩnh | Phúc Theo", "Phù | Yên Tiếp": the end of a place
        worth = 3 if word in tables.common else 1
        worth += {2: 1, 3: 4, 4: 4, 5: 2, 6: 2}[length]
        worth += 8 if of_a_clan and word in _MEN_AND_WOMEN else 0
        worth += 3 if length > 2 and words[at + 1] in _MIDDLE else 0
        worth += 4 if at == 0 or words[at - 1] in {"Ông", "Bà"} else 0
        if at > 0 and words[at - 1] in tables.common and words[at] in _MIDDLE:
            continue  # "Trần | Văn Mẫu": the middle name is no beginning
        if worth > best_worth:
            best, best_worth = at, worth
    if best is not None and _has_two_surnames(words, best):
        best -= 1
    return best


def _has_two_surnames(words: list[str], at: int) -> bool:
    """`Lương | Nguyễn Minh Mẫu`: the father's and the mother's, at the head of the run or behind
    a province."""
    if not 0 < at <= len(words) - 2 or len(words) - at > 3 or words[at] not in _SECOND:
        return False
    if words[at - 1] not in _FIRST:
        return False
    return at == 1 or any(province(" ".join(words[max(0, at - 1 - n) : at - 1])) for n in (2, 3))
