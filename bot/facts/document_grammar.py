"""How Vietnamese text names a document: regular expressions and the tables behind them.

Every repetition is bounded, so that hostile text costs linear time.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.facts.law_names import code_marks
from storage.text import fold

CAPITAL = "A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ"
"""For character classes; the range over the Vietnamese block holds small letters too, harmlessly:
words are told apart by `str.istitle` and the like where it matters."""

DATE = (
    r"(?:ngày\s{1,2})?(?P<day>\d{1,2})(?:\s{0,2}[/.-]\s{0,2}|\s{1,2}tháng\s{1,2})(?P<month>\d{1,2})"
    r"(?:\s{0,2}[/.-]\s{0,2}|\s{1,2}năm\s{1,2})(?P<year>\d{4})(?!\d)"
)
DATE_BEHIND = re.compile(rf"[\s,(]{{1,3}}(?:ban\s+hành\s+)?{DATE}\)?", re.IGNORECASE)
"""` ngày 30/12/2016`, `, ban hành ngày 3-2-2017`, ` ngày 2 tháng 2 năm 2017`."""

TERM_BEHIND = re.compile(
    r"\s{0,2}[,(]?\s{0,2}(?:nhiệm\s+kỳ\s+)?kh(?:óa|oá)\s+(?P<term>[IVXLC]{1,6}|\d{1,2})\b\)?",
    re.IGNORECASE,
)

_CODE = r"(?:[A-ZĐƯÂÊÔƠĂa-zđưyi.&]{1,14}\d{0,3})"
NUMBER = re.compile(
    # digits, perhaps a letter (36a); not a date, a share, or a thousand
    r"(?P<digits>\d{1,5}[a-zđ]?)(?![\d.,]*\d|\s?%|-(?!(?:(?:19|20)\d\d|\d{1,2})/[A-ZĐ])\d)"
    r"(?P<rest>"
    r"(?:(?:\s?/\s?|-)(?P<year>(?:19|20)\d\d)|-\d{1,2}(?=/))?"
    rf"(?:\s?[-–/]\s?(?=[A-ZĐ]){_CODE}(?:\s?[-–/]\s?(?=[A-ZĐT]){_CODE}(?!\w)){{0,5}})?"
    r")(?!\w)"
)
"""`05-CT/TW`, `43/2014/NĐ-CP`, `36a`, `12/NQ-HĐND`, `07 - NQ/HU`, `22/2014`, `156/CĐ-TTg`."""

SUBJECT_IN_QUOTES = re.compile(
    r"[\s,:]{0,3}(?:(?:về|với)\s+(?:việc\s+)?(?:chủ\s+đề\s+)?|:\s*)?[“\"«‘'](?P<subject>[^”\"»’'\n]{3,300})[”\"»’']"
)
SUBJECT_ABOUT = re.compile(r"\s{0,2},?\s+(?:về(?:\s+việc)?|v/v)\s+(?P<subject>[^\n.;:(“\"]{3,240})")
SUBJECT_ENDS = re.compile(
    # another clause begins: a verb of the sentence, or what the document is tied to
    r",?\s(?:gắn (?:với|việc)|tới từng|đến từng|nhằm|theo đó|trong đó|đồng thời|góp phần|từ đó"
    r"|trình|để trình|và (?:ra mắt|thông qua|công bố|trao|bầu|kiện toàn|phát động|triển khai)"
    r"|(?<!không )được|đã (?!phê|ký|ban)|(?:cần|phải) (?:được|tiếp|tập))\b"
    # another document, or a name, begins: the subject's own list goes on in small letters
    rf"|,?\s(?:và\s|với\s)?(?:các\s)?(?:Nghị quyết|Chỉ thị|Kết luận|Quyết định|Quy định|Kế hoạch"
    r"|Luật|Bộ luật|Nghị định|Thông tư|Hướng dẫn|Chương trình|Đề án|Công văn)\b"
    rf"|,\s+(?=[{CAPITAL}])(?=[^\Wa-zà-ỹ\d_])"
)
"""Where a subject without quotes ends within its sentence."""

ROMAN = re.compile(r"(?=[IVXL])(?:X{0,4})(?:IX|IV|V?I{0,3})")

ORDINALS = {
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
    "muoi ba": 13,
    "muoi bon": 14,
    "muoi lam": 15,
}
"""Folded ordinals, as in "lần thứ tư"."""


@dataclass(frozen=True, slots=True)
class Tables:
    """`documents.toml`."""

    types: dict[str, str]
    marks: dict[str, tuple[str, str]]
    levels: dict[str, str]
    type_pattern: re.Pattern[str]
    """A kind of document: each of its words may begin with a capital or not, or all be capitals."""


@cache
def tables() -> Tables:
    """The tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("documents.toml").read_text(encoding="utf-8"))
    types: dict[str, str] = raw["types"]
    written = [*types, *(f"Qui {it[4:]}" for it in types if it.startswith("Quy "))]
    longest = sorted(written, key=len, reverse=True)
    alternatives = "|".join(_any_case(name) for name in longest)
    return Tables(
        types=types,
        marks={key: (value[0], value[1]) for key, value in raw["marks"].items()},
        levels=raw["levels"],
        type_pattern=re.compile(rf"(?<!\w)(?:{alternatives}|{'|'.join(code_marks())})(?!\w)"),
    )


def _any_case(name: str) -> str:
    """`Nghị quyết` as `nghị quyết`, `Nghị Quyết` and `NGHỊ QUYẾT`."""
    words = name.split()
    small = r"\s{1,3}".join(f"[{it[0].upper()}{it[0].lower()}]{it[1:]}" for it in words)
    return f"{small}|" + r"\s{1,3}".join(it.upper() for it in words)


def type_name(written: str) -> str:
    """The kind as the table spells it: `"chỉ  thị"` → `"Chỉ thị"`, `"qui chế"` → `"Quy chế"`."""
    words = " ".join(written.split())
    words = words[0].upper() + words[1:].lower()
    return f"Quy {words[4:]}" if words.startswith("Qui ") else words


def roman(value: str) -> str | None:
    """A term in Roman numerals: `"12"` and `"xii"` → `"XII"`; None: it is no number up to 39."""
    text = value.strip().upper()
    if text.isdigit():
        number = int(text)
        if not 0 < number < 40:
            return None
        return (
            "X" * (number // 10)
            + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
        )
    return text if ROMAN.fullmatch(text) else None


def ordinal(value: str) -> int | None:
    """`"4"`, `"tư"`, `"IV"` → 4; None: no number."""
    folded = fold(value).strip()
    if folded.isdigit():
        return int(folded)
    if folded in ORDINALS:
        return ORDINALS[folded]
    return next((n for n in range(1, 40) if roman(str(n)) == value.strip().upper()), None)
