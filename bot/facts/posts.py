"""Posts that people hold, as they are written: where one begins, and where it ends."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.facts.name_extent import name_end, with_country
from bot.facts.open_names import open_name_end
from bot.language.person_names import CAPITALS
from bot.language.word_lists import any_of_many
from storage.text import folded_words

_WORDS = 18
"""Words of the longest posts: `Phó Trưởng Đoàn chuyên trách Đoàn đại biểu Quốc hội tỉnh …`."""


class Post(NamedTuple):
    """One post and its place."""

    start: int
    end: int
    text: str


@cache
def _tables() -> dict[str, Any]:
    raw: dict[str, Any] = tomllib.loads(
        files(__package__).joinpath("posts.toml").read_text("utf-8")
    )
    return raw


_MEMBERS = r"(?-i:UV[A-ZĐƯ]{1,8}|(?:Đ|T|Th|H|Q|X|P)UV)"
"""Members of committees: `UVBTVTU`, `QUV`."""


@cache
def post_head() -> re.Pattern[str]:
    """The beginning of a post; small letters only where the whole post is written so."""
    prefixes = "|".join(_tables()["prefixes"])
    return re.compile(
        # "chính quyền | Tổng thống"
        rf"(?<![\w.])(?!(?<=chính )quyền)(?!(?<=thẩm )quyền)(?!(?<=ban )bí thư)(?!(?<=đoàn )đ)"
        rf"(?!(?<=phủ )chủ tịch)(?!(?<=đoàn )chủ tịch)(?!(?<=ban )giám đốc)"
        rf"(?:(?:{prefixes})[ \t]+)?(?:{any_of_many(_tables()['heads'])}|{_MEMBERS})(?![\w])",
        re.IGNORECASE,
    )


@cache
def post_heads() -> str:
    """Alternatives: the words that posts begin with."""
    return any_of_many(_tables()["heads"])


@cache
def _next_post() -> re.Pattern[str]:
    """`Phó Bí thư Thành ủy | - Chủ tịch HĐND`: a dash or "và" may also part two posts."""
    return re.compile(
        r"[ \t\u00a0]?(?:[-–/]|(?<=[ \t\u00a0])và(?=[ \t\u00a0]))[ \t\u00a0]?"
        rf"(?=(?:{any_of_many(_tables()['heads'])})(?!\w))",
        re.IGNORECASE,
    )


_BRACKETED = re.compile(rf"[ \t\u00a0]\([{CAPITALS}&.-]{{2,10}}\)")
"""`Đảng ủy Mặt trận Tổ quốc (MTTQ), các đoàn thể Trung ương`: the name goes on behind it."""
_NEW = re.compile(r"tân[ \t]+", re.IGNORECASE)
"""Said of a post, no part of it."""
_ABROAD = re.compile(
    rf"(?:[ \t\u00a0]của Việt Nam)?[ \t\u00a0]tại[ \t\u00a0]"
    rf"(?:nước[ \t\u00a0])?(?:Việt Nam|TP\.[A-Z]{{2,4}}"
    rf"|[{CAPITALS}][^\W\d_]{{0,11}}(?:-[^\W\d_]{{1,8}}){{0,4}}"
    rf"(?:[ \t\u00a0-][{CAPITALS}][^\W\d_]{{0,11}}){{0,4}})"
)
_ENVOY = re.compile(
    r"(?:phó )?(?:trưởng cơ quan|trưởng đại diện|đại sứ|tổng lãnh sự|đại biện|tùy viên)",
    re.IGNORECASE,
)


@cache
def honorific_before() -> re.Pattern[str]:
    """What may stand right in front of a name."""
    return re.compile(
        rf"(?<!\w)(?P<honorific>{any_of_many(_tables()['honorifics'])}|(?<!thủ )tướng)"
        r"[.:,]?[ \t\u00a0]+$",
        re.IGNORECASE,
    )


def post_at(text: str, at: int, limit: int) -> Post | None:
    """The post that begins at `at` and goes no further than `limit`; None: none begins there."""
    head = post_head().match(text, at, limit)
    if head is None:
        return None
    end = name_end(text, head.end(), limit, words=_WORDS, post=True)
    if bracketed := _BRACKETED.match(text, end, limit):
        further = name_end(text, bracketed.end(), limit, words=_WORDS, post=True)
        end = further if further > bracketed.end() else end
    end = open_name_end(text, head.span(), end, limit)
    if another := _next_post().search(text, head.end(), end):
        end = another.start()
    if end == head.end() and _needs_more(head[0]):
        return None
    end = with_country(text, end, limit)
    if _ENVOY.match(head[0]) and (abroad := _ABROAD.match(text, end, limit)):
        end = abroad.end()
    if new := _NEW.match(head[0]):
        at += new.end()
    return Post(at, end, " ".join(text[at:end].split()))


@cache
def folded_heads() -> frozenset[tuple[str, ...]]:
    """The beginnings of posts as folded words, for posts typed without diacritics."""
    heads = _tables()["heads"].replace("\n", ";").split(";")
    return frozenset(tuple(folded_words(it)) for it in heads if it.strip())


def _needs_more(head: str) -> bool:
    """`Trưởng`, `Thành viên`: a post only with what follows."""
    return " ".join(head.split()).lower() in {"trưởng", "phó trưởng", "thành viên", "thường trực"}
