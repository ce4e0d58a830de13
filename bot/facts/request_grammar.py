"""The words of requests, compiled from `requests.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.person_names import CAPITALS

_GAP = r"[ \t\u00a0]{1,3}"


@dataclass(frozen=True, slots=True)
class Grammar:
    """What `requests.toml` says, as patterns to search or to match at a place."""

    asking: re.Pattern[str]
    """A verb by which somebody asks; its group is `ask`, `assign` or `stress`."""
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    task: re.Pattern[str]
    """A verb that tasks begin with; group `strong` or `weak`."""
    nominal: re.Pattern[str]
    """Words in front of a verb of the table that is a noun there; they end where it begins."""
    joined: re.Pattern[str]
    """A syllable that makes one word with the verb of one syllable behind it."""
    compounds: re.Pattern[str]
    """Nouns that end in a verb of the table; they end where it ends."""
    nominal_before: re.Pattern[str]
    """A verb of the table with the words behind it that make it a noun."""
    modal: re.Pattern[str]
    somebody: re.Pattern[str]
    """Matches where those who ask or are asked may begin."""
    described: re.Pattern[str]
    asides: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("requests.toml").read_text("utf-8"))
    flags = re.IGNORECASE
    asking = (
        rf"(?<!\w)(?:(?P<assign>{_any_of(raw['assigning'])})|(?P<ask>{_any_of(raw['asking'])})"
        rf"|(?P<stress>{_any_of(raw['stressing'])}))(?!\w)"
    )
    return Grammar(
        asking=re.compile(asking, flags),
        not_after=re.compile(rf"(?<!\w)(?:{_any_of(raw['not_after'])}){_GAP}$", flags),
        not_before=re.compile(rf"[ \t\u00a0]*(?:{_any_of(raw['not_before'])})(?!\w)", flags),
        task=re.compile(
            rf"(?<![\w-])(?:(?P<strong>{_any_of(raw['strong'])})|(?P<weak>{_any_of(raw['weak'])}))"
            r"(?!\w)",
            flags,
        ),
        nominal=re.compile(rf"(?<!\w)(?:{_any_of(raw['nominal'])}){_GAP}$", flags),
        joined=re.compile(rf"(?<!\w)(?:{_any_of(raw['joined'])}){_GAP}$", flags),
        compounds=re.compile(rf"(?<!\w)(?:{_any_of(raw['compounds'])})$", flags),
        nominal_before=re.compile(rf"(?:{_any_of(raw['nominal_before'])})(?!\w)", flags),
        somebody=re.compile(rf"(?:[{CAPITALS}]|(?:{_any_of(raw['somebody'])})(?!\w))"),
        described=re.compile(rf"(?<!\w)(?:{_any_of(raw['described'])}){_GAP}$", flags),
        modal=re.compile(rf"(?<!\w)(?:{_any_of(raw['modal'])}){_GAP}$", flags),
        asides=re.compile(rf"[ \t,]+(?:{_any_of(raw['asides'])})(?!\w)", flags),
    )


def _any_of(names: str) -> str:
    """The names as alternatives, the longest first; tone marks in either place."""
    parts = {" ".join(name.split()) for name in re.split(r"[;\n]", names) if name.strip()}
    ordered = sorted(parts, key=lambda name: (-len(name), name))
    return "|".join(_either_tone(re.escape(name)).replace(r"\ ", _GAP) for name in ordered)


def _either_tone(pattern: str) -> str:
    """`uỷ` for `ủy`, `hoá` for `hóa`: both spellings are in use."""
    for new, old in (("ủy", "uỷ"), ("óa", "oá"), ("òa", "oà"), ("úy", "uý"), ("ọa", "oạ")):
        pattern = pattern.replace(new, f"(?:{new}|{old})")
    return pattern
