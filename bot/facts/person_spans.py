"""Spans of an article that have the form of a person's name and do not begin a place or a body."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.facts.article_text import ArticleText, Span
from bot.language.person_names import find_names, name_tables
from bot.language.provinces import all_provinces

_NO_BEGINNINGS = frozenset(
    {"hồ chí", "hai bà", "phó viện", "phó thủ", "phó chủ", "phó bí", "phó giám", "phó trưởng"}
    | {"phó tổng", "phó ban", "phó cục", "phó vụ", "phó chánh", "phó hiệu", "phó đoàn", "phó tư"}
    | {"phó chỉ", "phó chính", "phó phòng", "phó văn", "phó tham", "phó chi", "phó hạt", "phó khoa"}
    | {"đoàn chủ", "đoàn thanh", "đoàn khối", "đoàn đại", "đoàn kiểm", "đoàn công", "đoàn giám"}
    | {
        "đoàn kinh",
        "đoàn thể",
        "đoàn viên",
        "đoàn xã",
        "lý luận",
        "văn phòng",
        "văn hóa",
        "công an",
    }
    | {"công ty", "công đoàn", "quản lý", "quảng trường", "kim ngạch", "đường sắt", "cao đẳng"}
    | {"tư lệnh", "tân phó", "đông nam", "hà thành", "tổ quốc", "trung ương", "y tế", "thái lan"}
    | {"châu âu", "châu á", "triệu đại", "hoa kỳ", "hồng kông", "trung quốc", "phương tây"}
)
"""First two words, small, of what looks like a name and is none."""


@cache
def place_beginnings() -> frozenset[str]:
    """First two words of the provinces' names, small: a person's name does not begin so."""
    names = [name for it in all_provinces() for name in (it.name, *it.former)]
    return frozenset(" ".join(name.split()[:2]).lower() for name in names) | _NO_BEGINNINGS


@lru_cache(maxsize=4)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(_without_verb(text, it) for it in find_names(text, not_names=place_beginnings()))


_VERB_BEHIND = re.compile(
    r"[ \t\u00a0]{1,2}(?:Kết luận|Phát biểu|Tham dự|Trao đổi|Chủ trì|Báo cáo)"
)


def _without_verb(text: str, span: Span) -> Span:
    """`Trần Văn Mẫu | Phát biểu`: a caption's next line, where the line's end was lost."""
    last = text.rfind(" ", span[0], span[1])
    cut = last > span[0] and _VERB_BEHIND.match(text, last)
    return (span[0], last) if cut else span


def person_spans(text: ArticleText) -> tuple[Span, ...]:
    """In order. People and bodies both ask for those of one article: it is read once."""
    return _spans(text.text)


_UNIT_BEFORE = re.compile(
    r"(?:tỉnh|huyện|quận|xã|phường|thị xã|thị trấn|thành phố|tp\.?|thôn|bản|trường|viện|quỹ"
    r"|thpt|thcs|tiểu học|mầm non)[ \t\u00a0]{1,2}$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _apart(text: str) -> dict[int, int]:
    kept = {}
    for start, end in _spans(text):
        name = text[start:end]
        words = name.split()
        if len(words) < 3 and words[0] not in name_tables().common:
            continue
        short = len(words) < 3 or is_namesake(name)
        if not (short and _UNIT_BEFORE.search(text, max(0, start - 12), start)):
            kept[start] = end
    return kept


def spans_apart_from_bodies(text: ArticleText) -> dict[int, int]:
    """Starts and ends of names that no name of a body goes over: not `xã Sơn Mẫu`."""
    return _apart(text.text)


def is_namesake(name: str) -> bool:
    """Whether streets, wards and schools are called after someone of this name."""
    return name in name_tables().namesakes
