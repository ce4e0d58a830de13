"""Committees that are said of a level and are no one body: `các Huyện ủy, Thành ủy`."""

from __future__ import annotations

import re

from bot.facts.organisation_lists import Named

_OF_LEVELS = frozenset(
    {"tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy", "đảng ủy", "đảng bộ"}
)
_LIST = 120
"""Characters of the list in front."""
_LEVEL = "(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Tt]hị|[Qq]uận|[Đđ]ảng)"
_ANY_OF = re.compile(
    r"(?<!\w)(?:[Cc]ác|[Mm]ột số|[Nn]hững|[Nn]hiều|[Mm]ỗi|[Tt]ừng)[ \t\u00a0]"
    rf"(?:(?:(?:[Bb]an [Tt]hường vụ )?{_LEVEL} (?:ủy|uỷ)|{_LEVEL}|[Cc]hi bộ|[Đđ]ảng bộ|[Cc]ấp ủy"
    r"|[Bb]an [Đđ]ảng)(?:,|[ \t\u00a0]và)[ \t\u00a0]){0,6}(?:[Bb]an [Tt]hường vụ[ \t\u00a0])?$"
)


_SEVERAL = re.compile(r"(?:Đảng bộ|Chi bộ|UBND|HĐND) \d{1,3} (?:xã|phường|huyện|thôn|tỉnh)", re.I)
"""`Đảng bộ 3 xã`."""
_BOARDS = frozenset({"hội đồng quản trị", "hội đồng thành viên"})
"""By themselves those of any firm."""


def is_any_of(text: str, named: Named) -> bool:
    """`một số Chi bộ, | Đảng ủy`; a body with a name of its own is one of them anyway."""
    front = max(0, named.start - _LIST)
    if named.name.lower() in _BOARDS or _SEVERAL.match(named.name):
        return True
    bare = named.name.removeprefix("Ban Thường vụ ").lower().replace("uỷ", "ủy")
    return bare in _OF_LEVELS and _ANY_OF.search(text, front, named.start) is not None
