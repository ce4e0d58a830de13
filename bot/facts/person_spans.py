"""Spans of an article that have the form of a person's name and do not begin a place or a body."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_heads import organisation_heads, split_names
from bot.facts.posts import post_head
from bot.language.districts import districts
from bot.language.person_names import CAPITALS, find_names, name_tables
from bot.language.provinces import all_provinces, province_name


@cache
def place_beginnings() -> frozenset[str]:
    """Two words, small, that no person's name begins with: provinces and `name_beginnings.toml`."""
    raw = tomllib.loads(files(__package__).joinpath("name_beginnings.toml").read_text("utf-8"))
    words, stems, branches = (split_names(raw[key]) for key in ("words", "stems", "branches"))
    names = [name for it in all_provinces() for name in (it.name, *it.former)]
    return frozenset(
        (
            *(" ".join(name.split()[:2]).lower() for name in names),
            *words,
            *(f"{stem} {branch}" for stem in stems for branch in branches),
        )
    )


@lru_cache(maxsize=4)
def _spans(text: str) -> tuple[Span, ...]:
    trimmed = (_trimmed(text, it) for it in find_names(text, not_names=place_beginnings()))
    return tuple(
        (start, end)
        for start, end in trimmed
        if " " in text[start:end]
        and not _OF_TWO_WORDS.fullmatch(text, start, end)
        and not _GOES_ON.match(text, end)
    )


_GOES_ON = re.compile(r"-[^\W\d_A-Z]")
"""`Kim Jong|-un`: a foreign name."""
_OF_TWO_WORDS = re.compile(r"(?:Ông|Bà)\s+\S+")
"""`Ông Mẫu`: the family name exists, but here it is how the one named before is called."""


_VERB_BEHIND = re.compile(
    r"[ \t\u00a0]{1,2}(?:Kết luận|Phát biểu|Tham dự|Trao đổi|Chủ trì|Báo cáo)"
)
_NEXT_SENTENCE = re.compile(
    r"[ \t\u00a0]{1,2}(?:(?:Ông|Bà)(?!\w)|(?:Theo|Trong|Tại|Sau|Trước|Khi|Đây|Từ|Qua|Cùng|Đến"
    r"|Thay|Về|Trao|Đồng)[ \t\u00a0]{1,2}[^\W\d_]|(?:Sáng|Chiều|Tối|Trưa|Ngày|Hôm)[ \t\u00a0]{1,2}"
    r"(?:nay|qua|cùng|ngày|mai|\d)|(?:Đúng|Lúc|Khoảng|Vào|Hồi)[ \t\u00a0]{1,2}\d)"
)
"""A new sentence, where the full stop and the line's end before it were lost."""


_NEW_LINE = re.compile(rf"[ \t\u00a0]{{2}}[{CAPITALS}][^\W\d_]{{1,7}}[ \t\u00a0][^\W\d_A-Z]")
"""`Trần Văn Mẫu  | Chuyến thăm`: two blanks where a caption ended."""
_INITIALS = re.compile(
    rf"[^\W\d_]{{0,2}}[ \t\u00a0]?[{CAPITALS}]h?(?:\.[ \t\u00a0]?[{CAPITALS}]h?(?!\w)){{1,3}}"
)
"""`Trần | K. T. V`: names that newspapers hide."""
_YOUTH = re.compile(rf"Đoàn(?:[ \t\u00a0][{CAPITALS}][^\W\d_]*){{3}}(?!\w)")
_OF_THE_YOUTH = re.compile(
    r"(?:Trung ương|T\.Ư|TW|TƯ|[Bb]í thư|[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị|[Xx]ã|[Pp]hường)"
    r"[ \t\u00a0]$"
)


def _trimmed(text: str, span: Span) -> Span:
    """`Trần Văn Mẫu | Phát biểu`, `Trần Văn Mẫu | Đài Truyền hình`: what follows is no name."""
    start, end = span
    if text.startswith("Đoàn ", start) and _OF_THE_YOUTH.search(text, max(0, start - 12), start):
        behind = text.index(" ", start) + 1  # "Trung ương Đoàn | Lê Quốc Mẫu"
        if province_name(text[behind:end]) or districts(text[behind:end]):
            return end, end  # "Tỉnh Đoàn Long An"
        start = behind if _YOUTH.match(text, start) else start
    gaps = [at for at in range(start, end) if text[at] == " "]
    for number, gap in enumerate(gaps, start=1):
        if number >= 2 and _NEXT_SENTENCE.match(text, gap):
            return start, gap
        if number > 2 and _NEW_LINE.match(text, gap):
            return start, gap
        if number >= 2 and any(  # "Trần Văn Mẫu | Phó Thủ tướng", but "Trần Văn Trường"
            (found := pattern.match(text, gap + 1)) and found.end() > end
            for pattern in (organisation_heads().pattern, post_head())
        ):
            return start, gap
    if initials := _INITIALS.match(text, max(start, end - 3)):
        return start, initials.end()
    last = gaps[-1] if gaps else end
    return (start, last) if _VERB_BEHIND.match(text, last) else (start, end)


def person_spans(text: ArticleText) -> tuple[Span, ...]:
    """In order. People and bodies both ask for those of one article: it is read once."""
    return _spans(text.text)


_UNIT_BEFORE = re.compile(
    r"(?:tỉnh|huyện|quận|xã|phường|thị xã|thị trấn|thành phố|tp\.?|thôn|bản|trường|viện|quỹ"
    r"|thpt|thcs|tiểu học|mầm non)[ \t\u00a0]{1,2}$",
    re.IGNORECASE,
)


_BODY_BEFORE = re.compile(
    r"(?:[uủ][yỷ]|đoàn|UBND|HĐND|MTTQ|Công an|tỉnh|huyện|quận|xã|phường|thị trấn|thành phố"
    r"|TP\.?|TX\.?|bộ|ủy viên|Q\.|H\.|P\.)[ \t\u00a0]{0,2}$",
    re.IGNORECASE,
)


def is_place(text: str, start: int, end: int) -> bool:
    """Whether the name is a district's: behind a body or a rank (`Huyện ủy | Lý Nhân`)."""
    return bool(districts(text[start:end])) and (
        _BODY_BEFORE.search(text, max(0, start - 16), start) is not None
    )


@lru_cache(maxsize=4)
def _apart(text: str) -> dict[int, int]:
    kept = {}
    for start, end in _spans(text):
        name = text[start:end]
        words = name.split()
        if len(words) < 3 and words[0] not in name_tables().common:
            continue
        if is_place(text, start, end):
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
