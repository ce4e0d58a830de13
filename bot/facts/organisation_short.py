"""Short names that a text itself gives a body: `Tập đoàn … (VNPT)`, `(sau đây gọi là …)`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.article_text import Span
from bot.language.person_names import CAPITALS
from bot.sources.syllable import is_syllable

_ABBREVIATION = rf"[{CAPITALS}][{CAPITALS}\d]{{1,9}}(?:[&.-][{CAPITALS}\d]{{1,6}}){{0,2}}"
_KINDS = (
    "(?:Hội|Hiệp hội|Liên đoàn|Quỹ|Ban|Công ty|Tổng công ty|Tập đoàn|Ngân hàng|Viện|Trung tâm"
    "|Học viện|Đại học|Trường|Sở|Cục|Ủy ban)"
)
"""`Hội Nhà văn Sông Mẫu (Hội NVSM)`: the short name may begin with the word for the kind."""
_INTRODUCED = re.compile(
    r"[ \t\u00a0]{0,2}\((?:"
    r"(?:sau đây |dưới đây )?(?:gọi tắt|gọi|viết tắt)(?: là)?:?[ \t\u00a0]{1,2}[“\"]?"
    rf"(?P<named>[{CAPITALS}][^()“”\"\n]{{1,40}}?)[”\"]?"
    rf"|[“\"]?(?P<short>(?:{_KINDS}[ \t\u00a0])?{_ABBREVIATION}|[{CAPITALS}][a-z]{{2,12}})[”\"]?"
    r")[ \t\u00a0]?\)"
)
_DASHED = re.compile(
    rf"[ \t\u00a0][-–][ \t\u00a0](?P<short>{_ABBREVIATION}|[A-Z][a-zA-Z]{{3,14}})"
    r"(?=[,;.)]|[ \t\u00a0][^-–\s])"
)
"""`Ngân hàng Mẫu Việt Nam - MauBank`: of banks and firms alone."""
_PLACES = frozenset({"TP", "TX", "TT", "TW", "TPHCM", "HN", "HCM", "BR-VT", "TTXVN", "PV", "VN"})
"""In brackets behind a body they say where it is."""


def _behind_dash(text: str, end: int) -> tuple[str, Span] | None:
    """`… Việt Nam - MauBank`: one word that is no syllable."""
    found = _DASHED.match(text, end)
    if found is None or found["short"] in _PLACES or not _is_a_name(found["short"]):
        return None
    return found["short"], found.span("short")


def introduced_short(text: str, end: int, *, dashed: bool = False) -> tuple[str, Span] | None:
    """The short name that brackets right behind a body's name give it, and where it stands.

    `dashed`: it may also stand behind a dash. A word in small letters after its first (`Agribank`)
    counts only where no Vietnamese syllable is spelt so; None: no brackets, or what they hold is a
    place or a remark.
    """
    found = _INTRODUCED.match(text, end)
    if found is None:
        return _behind_dash(text, end) if dashed else None
    group = "named" if found["named"] else "short"
    short = " ".join(found[group].split())
    if short in _PLACES or (group == "short" and not _is_a_name(short)):
        return None
    return short, found.span(group)


def _is_a_name(short: str) -> bool:
    """Capitals throughout, with two letters at least; or one word that is no syllable."""
    last = short.rpartition(" ")[2]
    if last.isupper():
        return sum(char.isalpha() for char in short) > 1
    return not is_syllable(short)


def spans_of(text: str, short: str, taken: Sequence[Span]) -> list[Span]:
    """Where else the short name stands by itself, outside the spans that are taken."""
    pattern = re.compile(rf"(?<![\w&/.-]){re.escape(short)}(?![\w&/-])")
    return [
        found.span()
        for found in pattern.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]
