"""How far the name of a school, a firm or another institution goes in somebody's post.

Ministries and committees are called after closed lists of fields (`name_words.toml`); schools,
firms and cooperatives after anything. Behind such a word a post goes on with words that no list
has, to the next sign, or to a small word that only sentences have if a capital or a number stands
before it: `Chủ tịch Hợp tác xã rau an toàn Sông Mẫu | nói`. Behind two capitals in a row no small
word belongs to it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.language.person_names import CAPITALS

_OPEN = re.compile(
    r"(?<!\w)(?i:trường|công ty|cty|tập đoàn|hợp tác xã|htx|nhà máy|xí nghiệp|bệnh viện"
    r"|phòng khám|trung tâm|học viện|viện|quỹ|câu lạc bộ|clb|nhà hát|nhà xuất bản|nxb|bảo tàng"
    r"|tạp chí|khách sạn|khu du lịch|khu quản lý"
    r"|công viên|ban giám khảo|ban biên tập|ban chỉ đạo|bcđ"
    r"|ban tổ chức(?= (?:hội thi|cuộc thi|giải|lễ|hội nghị|đại hội|liên hoan|chương trình))"
    r"|tổ hợp tác|cơ sở|đội tuyển"
    r"|vườn quốc gia|trang trại|doanh nghiệp|hiệp hội|(?<=trưởng )(?:phòng|khoa))(?!\w)"
    # small they end other words: "nghiệp vụ", "quốc hội"
    r"|(?<!\w)(?<!Quốc )(?:Cục|Vụ|Khoa|Phòng|Hội|Liên hiệp)(?!\w)(?! (?:đồng|Đồng))"
)
_BEHIND_HEAD = re.compile(r"[ \t\u00a0](?:cục|vụ|khoa|phòng|hội|liên hiệp)(?!\w)(?! đồng)")
_UNKNOWN_FIELD = re.compile(rf"(?<!\w)(?:Bộ|Sở|Ủy ban|Tổng cục|Đảng)(?=[ \t\u00a0][{CAPITALS}])")
"""A ministry or party whose field no list has: `Bộ trưởng Bộ | Năng lượng và Mỏ`."""
_WORD = re.compile(r"[ \t\u00a0]{1,3}([^\W_]{1,12}(?:[.&/-][^\W_]{1,12}){0,3})")
_SIGN = re.compile(r"[,;)…]|[.](?=\s|$)|[ \t\u00a0](?:[-–]|thuộc)[ \t\u00a0]|[ \t\u00a0]\(")
_BEGIN_SENTENCES = frozenset({"theo", "ông", "bà", "trong", "khi", "tại", "sau", "trước", "tuy"})
_SMALL = re.compile(r"[ \t\u00a0]{1,2}[^\W\d_A-ZĐ]")
_AND = re.compile(rf"[ \t\u00a0]và(?=[ \t\u00a0][{CAPITALS}])")
_MOST_WORDS = 12
_FEW = 8
_SAYS = re.compile(
    r"(?:cho biết|cho hay|cho rằng|nói|khẳng định|nhấn mạnh|chia sẻ|thông tin|phát biểu|kiến nghị"
    r"|đề nghị|trình bày|báo cáo|dự|tham dự|chủ trì|yêu cầu|đã|cũng|vừa)(?!\w)"
)
"""Behind a short name they begin the clause whose subject holds the post."""


def open_name_end(text: str, head: tuple[int, int], end: int, limit: int) -> int:
    """Where a post that was read up to `end` ends if it names an institution of an open kind.

    `head`: where its first words stand; `Trưởng phòng` alone names one only with a capital behind
    it. Nothing at or behind `limit` is looked at.
    """
    near = _OPEN.finditer(text, head[0], min(limit, end + 16))
    kinds = [it for it in near if it.start() <= end + 1]
    if small := _BEHIND_HEAD.match(text, head[1], min(limit, end + 16)):
        kinds.append(small)
    # to its own end and the capital behind: to the end of a long row it would cost the square
    if not kinds and (
        unknown := _UNKNOWN_FIELD.search(text, max(head[0], end - 8), min(limit, end + 2))
    ):
        kinds = [unknown] if unknown.end() == end else []
    if not kinds:
        plain = end == head[1] and _NEEDS_FIELD.search(text, head[0], end)
        return _plain_field_end(text, end, limit) if plain else end
    if kinds[-1].end() <= head[1] and not text[head[1] + 1 : head[1] + 2].isupper():
        return max(end, _plain_field_end(text, head[1], limit))
    at = max(end, kinds[-1].end())
    capitals = _capitals_in_front(text, kinds[-1].end(), at)
    last = text[end - 1 : end]
    for steps in range(_MOST_WORDS):
        joined = _AND.match(text, at, limit) if capitals < 2 else None
        word = _WORD.match(text, joined.end() if joined else at, limit)
        if word is None or _SIGN.match(text, at, limit):
            return at if _is_firm(last) or _SIGN.match(text, at, limit) else end
        large = word[1][0].isupper() or word[1][0].isdigit()
        if large and word[1].lower() in _BEGIN_SENTENCES and _SMALL.match(text, word.end(), limit):
            return at if _is_firm(last) else end  # "Hiệp hội Mẫu | Theo đó"
        if not large and (capitals > 1 or _is_of_sentences(text, word, limit)):
            said = steps < _FEW and _SAYS.match(text, word.start(1), limit)
            return at if _is_firm(last) or said else end
        capitals = capitals + 1 if large else 0
        last, at = word[1], word.end()
    return end


_NEEDS_FIELD = re.compile(r"(?<!\w)(?:phó|trưởng)[ \t\u00a0]ban$", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[ \t\u00a0](?:[-–][ \t\u00a0])?([^\W\d_]{1,7})(?!\w)")
_FIELD_ENDS = re.compile(r"[,;)]|[ \t\u00a0]?\(|[ \t\u00a0]{0,2}$|\.[ \t\u00a0]?$")
_FIELD_WORDS = 8


def _plain_field_end(text: str, at: int, limit: int) -> int:
    """`Trưởng phòng | tổ chức hành chính,`, `Phó ban | công tác phụ nữ phía Nam`; else `at`.

    A field that no list has: from a small letter to a sign, or to where the name behind it begins.
    """
    start = at
    for count in range(_FIELD_WORDS):
        word = _PLAIN_WORD.match(text, at, limit)
        if word is None or (not count and word[1][0].isupper()):
            return start
        joined = count and word[1] == "và"
        if not joined and _is_of_sentences(text, word, limit):
            return start
        at = word.end()
        if not joined and _FIELD_ENDS.match(text, at, limit):
            return at
    return start


@cache
def _of_sentences() -> frozenset[str]:
    """Small words, and pairs of them, that no name goes on with."""
    raw = tomllib.loads(files(__package__).joinpath("name_ends.toml").read_text("utf-8"))
    rows = (str(row).split(": ") for row in raw["pairs"])
    pairs = (f"{word} {it}" for word, behind in rows for it in behind.split())
    return frozenset((*str(raw["words"]).split(), *pairs))


def _is_of_sentences(text: str, word: re.Match[str], limit: int) -> bool:
    """Whether no name goes on with this small word."""
    if word[1] in _of_sentences():
        return True
    second = _WORD.match(text, word.end(), limit)
    return second is not None and f"{word[1]} {second[1]}" in _of_sentences()


def _is_firm(last: str) -> bool:
    """Whether a name may end with this word whatever follows."""
    return last[:1].isupper() or last[:1].isdigit()


def _capitals_in_front(text: str, begin: int, end: int) -> int:
    """How many words in a row, right in front of `end`, begin with a capital."""
    count = 0
    for word in reversed(text[begin:end].split()):
        if not word[0].isupper():
            break
        count += 1
    return count
