"""How Vietnamese text writes a number and what stands around it.

Thousands are parted by full stops, decimals by a comma (Nghị định 30/2020/NĐ-CP, TCVN 7870).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.language.word_lists import any_of

_WHOLE = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,3})?|\d{1,9}(?:,\d{1,3})?)"
NUMBER = re.compile(
    rf"(?<![\w/.,–+-])(?P<whole>{_WHOLE})(?:\s?/\s?(?P<below>\d{{1,3}}(?:\.\d{{3}}){{1,2}}|\d{{1,6}}))?"
    rf"(?:(?P<joined>%?\s?[–-]\s?|%?\s(?:đến|tới)\s)(?P<upto>{_WHOLE}))?"
    r"(?!\d|[.,]\d|/|-\d)(?P<percent>\s?%)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = {"triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3}
_SMALLER = re.compile(
    r"\s+(?P<more>\d{1,3})\s+(?P<by>triệu|nghìn|ngàn)(?!\w)|\s+(?P<half>rưỡi)(?!\w)", re.IGNORECASE
)

"""`1.353`, `2.000,5`, `1,2`, `17`, `60%`, `2/3`, `30 - 50%`, `5-7`, `10 đến 15`, and the beginning
of `1.200ha`; not `12/9/2023` or `05-CT/TW`."""

NUMBER_WORD = re.compile(
    r"(?<![\w-])(?P<word>hai|ba|bốn|sáu|bảy|tám|chín|mười)(?=[ \t\u00a0]{1,2}[^\W\d_])",
    re.IGNORECASE,
)
"""Not `một`, which is an article too, and not `năm`, which is mostly a year."""
_WORD_VALUES = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_NO_NUMBER_BEFORE = re.compile(
    r"(?<!\w)(?:thứ|lần|tháng|quý|ngày|số|lớp|khóa|khoá|giải|hạng|mươi|mười|hai|ba|trăm|nghìn"
    r"|triệu|tỷ"
    r"|cả|từng|mỗi|ông|bà|anh|chị|vòng|bảng|phần|điểm|thôn|ấp|tổ|khu)[ \t\u00a0]$",
    re.IGNORECASE,
)


def value_of_word(word: str, head: str) -> float | None:
    """What a number in words behind `head` is; None: it names or orders something there."""
    value = _WORD_VALUES.get(word.lower())
    if value is None or _NO_NUMBER_BEFORE.search(head):
        return None
    if word[0].isupper() and head.strip() and head.rstrip()[-1] not in '.:;“"–-+•[(':
        return None
    return float(value)


_NAMED_BY_NUMBER = frozenset(
    """
    số|thứ|lần|khóa|khoá|điều|khoản|điểm|chương|mục|phụ lục|tầng|quý|tháng|ngày|năm|lúc|hồi|quốc lộ
    ql|tl|đường|lớp|phòng|kênh|tổ|khu phố|ấp|thôn|kỳ|bài|trang|hình|ảnh|tập|phần|m|km|vòng|bảng|hạng
    top|nhóm|u|g|covid|mùng|mồng|sáng|chiều|tối|trưa|đêm|hotline|điện thoại|đt|fax|giai đoạn
    nhiệm kỳ
    giờ|tỉnh lộ|hương lộ|huyện lộ|tổ máy
    nhánh|kv|hẻm|ngõ|ngách|số nhà|block|chi nhánh|tuyến số|world cup|công văn|tiểu đoàn
    trung đoàn|sư đoàn|lữ đoàn|quân khu|đoàn|mã|biển số|cao tốc
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""A number behind these words names a thing and counts nothing."""

_NO_NAMES = frozenset(
    {"dứt điểm", "thời điểm", "trọng điểm", "cao điểm", "địa điểm", "góp phần", "cổ phần"}
    | {"thành phần", "trưởng đoàn", "trong số", "tổng số", "thu hồi", "quân số", "sĩ số", "dân số"}
)
"""Words that end like a noun that numbers name, and are none."""
_PLATE = re.compile(
    r"(?:biển kiểm soát|biển số|BKS|BS)[ \t\u00a0:]{1,3}$"
    r"|\d\d[A-ZĐ]{1,2}\d?[ \t\u00a0]?[-–][ \t\u00a0]?$",
    re.IGNORECASE,
)
"""`xe mang BKS 37- 12345`."""
_LAST_WORDS = re.compile(r"(?:(\w+)\s+)?(\w+)\s*[:.]?\s*$")


def names_a_thing(head: str) -> bool:
    """Whether the number behind `head` is a name: `Điều 5`, `lần thứ 3`, `số 12`."""
    if _PLATE.search(head):
        return True
    last = _LAST_WORDS.search(head[-24:])
    if last is None:
        return False
    if last[1] == "Đại" and last[2] == "hội":
        return True  # "Đại hội 14 lần đầu …"
    word = last[2].lower()
    if f"{(last[1] or '').lower()} {word}" in _NO_NAMES:
        return False
    return word in _NAMED_BY_NUMBER or f"{(last[1] or '').lower()} {word}" in _NAMED_BY_NUMBER


TIME_BEHIND = re.compile(
    r"\s*(?:năm|tháng|ngày(?!\scông)|tuần|quý|giờ|phút|giây|thế kỷ|thập kỷ|h|tuổi"
    r"|tiếng(?!\s(?:nổ|súng|nói|kêu|anh)))(?!\w)",
    re.IGNORECASE,
)
"""Durations and ages belong to times and people."""

STOP_WORDS = frozenset(
    """
    và của trong đến tại là so đã cho sẽ với có để được trên tới ở nhưng thì về cũng này từ vào khi
    lên do bị không còn sau theo hoặc các những nên mà đang gồm tăng giảm đạt vẫn như cùng thuộc vì
    trước qua nay trở dưới gần hơn khoảng chiếm tham dự hoàn thành đảm bảo bằng nhằm nếu vừa mới bao
    đạt, đó ra xuống cần phải tham gia thực hiện đối giữa rẽ hướng chiều do nữa mà vừa đều cũng
    nhưng song qua sang liên so mỗi từng nhau khác mới làm giữ nói ngay
    """.split()  # noqa: SIM905 - a hundred quoted words in a list are read by nobody
)
"""Words that a unit neither is nor goes on with."""

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Tables:
    """`figures.toml`, compiled."""

    unit: re.Pattern[str]
    worded: re.Pattern[str]
    """Units that stand behind numbers in words too."""
    measure: re.Pattern[str]
    """A unit of money, weight, length, area … by its beginning, multipliers included."""
    money: re.Pattern[str]
    multiplier: re.Pattern[str]
    factors: dict[str, float]
    qualifier: re.Pattern[str]


@cache
def tables() -> Tables:
    """The tables, read once."""
    text = files(__package__).joinpath("figures.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = tomllib.loads(text)
    factors = raw["multipliers"]
    return Tables(
        unit=re.compile(rf"\s*(?P<unit>{any_of(raw['units'])})(?![\w])", re.IGNORECASE),
        worded=re.compile(rf"\s+(?P<unit>{any_of(raw['worded'])})(?!\w)", re.IGNORECASE),
        measure=re.compile(rf"(?:{any_of(raw['measures'])})(?![\w])", re.IGNORECASE),
        money=re.compile(
            r"(?<!\w)(?:đồng|USD|tỷ|tỉ|triệu|đô la|euro|yên|won)(?!\w)", re.IGNORECASE
        ),
        multiplier=re.compile(
            rf"\s*(?P<factor>{any_of(';'.join(factors))})(?=\s|$|[.,;)])", re.IGNORECASE
        ),
        factors=factors,
        qualifier=re.compile(
            rf"(?<!\w)(?P<qualifier>{any_of(raw['qualifiers']['words'])})\s+(?:được\s+)?$",
            re.IGNORECASE,
        ),
    )


def is_year(written: str) -> bool:
    """Whether it can be a year: four digits without a mark, `2026`."""
    return _YEAR.fullmatch(written) is not None


def smaller_part(text: str, at: int, limit: int, factor: float) -> tuple[float, int]:
    """What is added behind a multiplier and where it ends: `2 triệu | rưỡi`, `1 tỷ | 200 triệu`.

    In units of `factor`; 0.0 and `at` when nothing is.
    """
    found = _SMALLER.match(text, at, limit)
    if found is None:
        return 0.0, at
    if found["half"]:
        return 0.5, found.end()
    by = _THOUSANDS[found["by"].lower()]
    if by * 1000 > factor:
        return 0.0, at
    return float(found["more"]) * by / factor, found.end()


def number_of(written: str) -> float:
    """`"1.353"` → 1353.0, `"1,2"` → 1.2."""
    return float(written.replace(".", "").replace(",", "."))
