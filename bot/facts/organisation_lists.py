"""Bodies of a list that share the level of its last one: `Tỉnh ủy, HĐND, UBND tỉnh Quảng Mẫu`."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.organisation_heads import Head

_LIST_JOIN = re.compile(r"(?:,|[ \t\u00a0](?:và|[-–])|,[ \t\u00a0]và)[ \t\u00a0]{1,2}")
_ALIKE = (
    frozenset(
        (
            *("ubnd", "hđnd", "ủy ban nhân dân", "hội đồng nhân dân", "thường trực hđnd"),
            *("ubmttq", "mttq", "ủy ban mttq", "ủy ban mttq việt nam", "ủy ban mặt trận tổ quốc"),
            *("ủy ban mặt trận tổ quốc việt nam", "đoàn đbqh", "đoàn đại biểu quốc hội"),
        )
    ),
    frozenset(
        (
            *("ban thường vụ", "ban chấp hành", "btv", "bch", "ủy ban kiểm tra"),
            *("ban thường trực", "đảng ủy", "thường trực"),
        )
    ),
)
"""In a list of these the last one's level is said of all: `HĐND, UBND tỉnh`."""
_COMMITTEES = {
    "đảng ủy": re.compile(
        r"[ \t\u00a0](?:xã|phường|thị trấn|đặc khu|P\.)[ \t\u00a0]?", re.IGNORECASE
    ),
    "thành ủy": re.compile(r"[ \t\u00a0](?:thành phố|TP\.?)[ \t\u00a0]?(?=\w)", re.IGNORECASE),
    "tỉnh ủy": re.compile(r"[ \t\u00a0]tỉnh[ \t\u00a0]", re.IGNORECASE),
    "huyện ủy": re.compile(r"[ \t\u00a0]huyện[ \t\u00a0]", re.IGNORECASE),
    "quận ủy": re.compile(r"[ \t\u00a0]quận[ \t\u00a0]", re.IGNORECASE),
}
"""Committees of the Party in such a list with the level that fits them: `Tỉnh ủy, HĐND, UBND tỉnh
Quảng Mẫu` names the Tỉnh ủy Quảng Mẫu."""
_KEEPS_LEVEL = re.compile(
    r"[ \t\u00a0]TP\.?[ \t\u00a0]?(?=HCM|Hồ Chí Minh)|[ \t\u00a0](?:xã|phường|thị trấn|đặc khu"
    r"|P)(?!\w)",
    re.IGNORECASE,
)
"""Behind these the level is part of the committee's name: `Thành ủy TP.HCM`, `Đảng ủy xã Mẫu`."""
_OF_LEVELS = frozenset().union(*_ALIKE[:1])
_VIETNAM = re.compile(r"^[ \t\u00a0]*(?:VN|Việt Nam)(?!\w)")


class Named(NamedTuple):
    """A body where it stands; `name` is its span's words, or these with the level of its list."""

    start: int
    end: int
    name: str
    words: str
    """The head as the table knows it."""
    head: Head
    parent: str | None
    """Name of the body that follows the head, as written."""


def levels_of_lists(text: str, found: list[Named]) -> list[Named]:
    """`HĐND, UBND tỉnh` names the province's council too."""
    done: list[Named] = []
    for named in reversed(found):
        following = next((it for it in reversed(done) if it.start >= named.end), None)
        committee = _committee(text, named, following) if following is not None else None
        if committee is not None:
            done.append(named._replace(name=committee))
            continue
        bare = named.end - named.start == len(named.words)
        if (
            following is not None
            and bare
            and any({named.words, following.words} <= alike for alike in _ALIKE)
        ):
            between = _LIST_JOIN.fullmatch(text, named.end, following.start)
            level = _VIETNAM.sub("", following.name[len(following.words) :])
            if between and level and not text[following.end : following.end + 1].isalnum():
                named = named._replace(name=f"{named.name}{level}", parent=following.parent)
        done.append(named)
    return done[::-1]


def _committee(text: str, named: Named, following: Named) -> str | None:
    """`Thành ủy | - UBND - Ủy ban MTTQ TP.HCM`: the committee with the place of those behind it;
    None: it is in no such list, has a place of its own, or the level is not its own."""
    level = _COMMITTEES.get(named.words.replace("uỷ", "ủy"))
    behind = following.words
    if level is None or named.end - named.start != len(named.words):
        return None
    listed = behind in _OF_LEVELS or behind.replace("uỷ", "ủy") in _COMMITTEES
    if not listed or _LIST_JOIN.fullmatch(text, named.end, following.start) is None:
        return None
    rest = _VIETNAM.sub("", following.name[len(behind) :])
    fits = level.match(rest)
    if fits is None or not rest[fits.end() :].strip():
        return None
    keeps = _KEEPS_LEVEL.match(rest)
    return f"{named.name}{rest}" if keeps else f"{named.name} {rest[fits.end() :]}"
