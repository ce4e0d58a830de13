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

_WHOLE = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,3})?|\d{1,9}(?:,\d{1,3})?)"
NUMBER = re.compile(
    rf"(?<![\w/.,–-])(?P<whole>{_WHOLE})(?:\s?/\s?(?P<below>\d{{1,6}}))?"
    rf"(?:%?\s[–-]\s(?P<upto>{_WHOLE}))?(?!\d|[.,]\d|/|-\d|[A-Za-zÀ-ỹ])(?P<percent>\s?%)?"
)
"""`1.353`, `2.000,5`, `1,2`, `17`, `60%`, `2/3`, `30 - 50%`; not `7h30`,
`5-7`, `12/9/2023` or `05-CT/TW`."""

_NAMED_BY_NUMBER = frozenset(
    """
    số|thứ|khóa|khoá|điều|khoản|điểm|chương|mục|phụ lục|tầng|quý|tháng|ngày|năm|lúc|hồi|quốc lộ|ql
    tl|đường|lớp|phòng|kênh|tổ|khu phố|ấp|thôn|kỳ|bài|trang|hình|ảnh|tập|phần|nhà|vòng|bảng|hạng
    top|nhóm|u|g|covid|mùng|mồng|sáng|chiều|tối|trưa|đêm|hotline|điện thoại|đt|fax|giai đoạn
    nhiệm kỳ|công văn|tiểu đoàn|trung đoàn|sư đoàn|lữ đoàn|quân khu|đoàn|mã|biển số|cao tốc
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""A number behind these words names a thing and counts nothing."""

_LAST_WORDS = re.compile(r"(?:(\w+)\s+)?(\w+)\s*[:.]?\s*$")


def names_a_thing(head: str) -> bool:
    """Whether the number behind `head` is a name: `Điều 5`, `lần thứ 3`, `số 12`."""
    last = _LAST_WORDS.search(head[-24:])
    if last is None:
        return False
    word = last[2].lower()
    return word in _NAMED_BY_NUMBER or f"{(last[1] or '').lower()} {word}" in _NAMED_BY_NUMBER


TIME_BEHIND = re.compile(
    r"\s*(?:năm|tháng|ngày|tuần|quý|giờ|phút|giây|thế kỷ|thập kỷ|h|tuổi)(?!\w)", re.IGNORECASE
)
"""Durations and ages belong to times and people."""

STOP_WORDS = frozenset(
    """
    và của trong đến tại là so đã cho sẽ với có để được trên tới ở nhưng thì về cũng này từ vào khi
    lên do bị không còn sau theo hoặc các những nên mà đang gồm tăng giảm đạt vẫn như cùng thuộc vì
    trước qua nay trở dưới gần hơn khoảng chiếm tham dự hoàn thành đảm bảo bằng nhằm nếu vừa mới bao
    đạt, đó ra xuống cần phải tham gia thực hiện
    """.split()  # noqa: SIM905 - a hundred quoted words in a list are read by nobody
)
"""Words that a unit neither is nor goes on with."""

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Tables:
    """`figures.toml`, compiled."""

    unit: re.Pattern[str]
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
        unit=re.compile(rf"\s*(?P<unit>{_any_of(raw['units'])})(?![\w])", re.IGNORECASE),
        multiplier=re.compile(
            rf"\s+(?P<factor>{_any_of(';'.join(factors))})(?=\s|$|[.,;)])", re.IGNORECASE
        ),
        factors=factors,
        qualifier=re.compile(
            rf"(?<!\w)(?P<qualifier>{_any_of(raw['qualifiers']['words'])})\s+(?:được\s+)?$",
            re.IGNORECASE,
        ),
    )


def _any_of(names: str) -> str:
    """The names as alternatives, the longest first."""
    parts = {" ".join(name.split()) for name in re.split(r"[;\n]", names) if name.strip()}
    ordered = sorted(parts, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def number_of(written: str) -> float:
    """`"1.353"` → 1353.0, `"1,2"` → 1.2."""
    return float(written.replace(".", "").replace(",", "."))
