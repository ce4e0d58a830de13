"""The words of requests, compiled from `requests.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.person_names import CAPITALS
from bot.language.word_lists import GAP, any_of


@dataclass(frozen=True, slots=True)
class Grammar:
    """What `requests.toml` says, as patterns to search or to match at a place."""

    asking: re.Pattern[str]
    """A verb by which somebody asks; its group is `ask`, `assign` or `stress`;
    of `stress` those in `say` too, by which only officials ask."""
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    task: re.Pattern[str]
    """A verb that tasks begin with; group `strong` or `weak`."""
    nominal: re.Pattern[str]
    """Words in front of a verb of the table that is a noun there; they end where it begins."""
    joined: re.Pattern[str]
    """A syllable that makes one word with the verb of one syllable behind it."""
    compounds: re.Pattern[str]
    """Nouns that end in a verb of the table."""
    nominal_before: re.Pattern[str]
    """A verb of the table with the words behind it that make it a noun."""
    modal: re.Pattern[str]
    somebody: re.Pattern[str]
    """Matches where those who ask or are asked may begin."""
    described: re.Pattern[str]
    asides: re.Pattern[str]
    opening: re.Pattern[str]
    """What a sentence that goes on may begin with, its comma included."""
    ordered: re.Pattern[str]
    """Verbs right behind a body that is told what to do."""
    needed: re.Pattern[str]
    """What makes `cần` a need of something."""
    posts: re.Pattern[str]
    """Verbs that give somebody a post."""


@cache
def grammar() -> Grammar:
    """The tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("requests.toml").read_text("utf-8"))
    flags = re.IGNORECASE
    asking = (
        rf"(?<!\w)(?:(?P<assign>{any_of(raw['assigning'])})(?!\s(?-i:ban)(?!\w|\s(?:thường vụ|chấp"
        r"|tổ chức|quản lý|chỉ đạo|cán sự|chỉ huy|giám đốc|giám hiệu)))"
        rf"|(?P<ask>{any_of(raw['asking'])})"
        rf"|(?P<stress>{any_of(raw['stressing'])}|(?P<say>{any_of(raw['saying'])})))(?!\w)"
    )
    return Grammar(
        asking=re.compile(asking, flags),
        not_after=re.compile(rf"(?<!\w)(?:{any_of(raw['not_after'])}){GAP}$", flags),
        not_before=re.compile(rf"[ \t\u00a0]*(?:{any_of(raw['not_before'])})(?!\w)", flags),
        task=re.compile(
            rf"(?<![\w-])(?:(?P<strong>{any_of(raw['strong'])})|(?P<weak>{any_of(raw['weak'])}))"
            r"(?!\w)",
            flags,
        ),
        nominal=re.compile(rf"(?<!\w)(?:{any_of(raw['nominal'])}){GAP}$", flags),
        joined=re.compile(rf"(?<!\w)(?:{any_of(raw['joined'])}){GAP}$", flags),
        compounds=re.compile(rf"(?<!\w)(?:{any_of(raw['compounds'])})(?!\w)", flags),
        nominal_before=re.compile(rf"(?:{any_of(raw['nominal_before'])})(?!\w)", flags),
        somebody=re.compile(
            rf"(?!(?:các|những|một số|mọi)[ \t](?:{any_of(raw['things'])})(?!\w))"
            rf"(?:\d{{1,3}}[ \t]+)?(?:[{CAPITALS}]|(?:{any_of(raw['somebody'])})(?!\w))"
        ),
        described=re.compile(rf"(?<!\w)(?:{any_of(raw['described'])}){GAP}$", flags),
        modal=re.compile(rf"(?<!\w)(?:{any_of(raw['modal'])}){GAP}$", flags),
        opening=re.compile(rf"(?:{any_of(raw['opening'])})(?!\w)[ \t,:]*", flags),
        ordered=re.compile(rf"[ \t]+(?=(?:{any_of(raw['ordered'])})(?!\w))"),
        needed=re.compile(rf"(?:{any_of(raw['needed'])})(?!\w)", flags),
        posts=re.compile(rf"(?:{any_of(raw['posts'])})(?!\w)", flags),
        asides=re.compile(
            rf"[ \t,]+(?:{any_of(raw['asides'])})(?!\w)"
            rf"|,[ \t]*(?:{any_of(raw['asides_apart'])})(?!\w)",
            flags,
        ),
    )
