"""Names of firms: the legal form, the trade, the name itself, the number of a firm of the state."""

from __future__ import annotations

import re

from bot.facts.organisation_heads import organisation_heads
from bot.language.person_names import CAPITALS

_FORM_ONLY = re.compile(
    r"(?:\s{1,2}(?:TNHH|CP|cổ phần|MTV|một thành viên|hai thành viên"
    r"|trách nhiệm hữu hạn|nhà máy|Tập đoàn|liên doanh|hợp danh))*",
    re.IGNORECASE,
)
"""The legal form of an enterprise: no name."""
_FORM = re.compile(
    r"[ \t\u00a0]{1,2}(?:TNHH|CP|cổ phần|MTV|một thành viên|hai thành viên|trách nhiệm hữu hạn"
    r"|liên doanh|hợp danh)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ \t\u00a0]([^\W\d_][^\W_]{0,14}(?:[.&][^\W_]{1,8})?)(?!\w)")
_NUMBER = re.compile(
    r"(?:[ \t\u00a0]số)?[ \t\u00a0]\d{1,3}(?:\.\d{1,2})?"
    r"(?![\w%/]|[.,]\d|[ \t\u00a0](?:tỷ|tỉ|triệu|nghìn|người|xe|đồng|hộ|xã|năm|tháng|ngày))"
)
_ENDS = re.compile(r"[ \t\u00a0]?(?:[,;.()]|$)", re.MULTILINE)
_TWO_PLACES = re.compile(
    rf"[ \t\u00a0][-–][ \t\u00a0](?:[{CAPITALS}][^\W\d_]{{1,6}}[ \t\u00a0]?){{1,2}}"
)
"""`Công ty Thủy điện Sông Mẫu | - Núi Mẫu`."""
_POWER = re.compile(r"(?:thủy|nhiệt) điện", re.IGNORECASE)
_OF_WORKS = re.compile(r"(?:nhà máy|xí nghiệp)$", re.IGNORECASE)
_LANDMARKS = frozenset({"đèo", "cầu", "cảng", "sông", "núi", "biển", "hồ"})
_STEPS = 10
_OWN_WORDS = 6
_LONGEST = 4
"""Words of the longest trade."""


def is_form_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but legal forms stands between `start` and `end`: no name yet."""
    return _FORM_ONLY.fullmatch(text, start, end) is not None


def with_number(text: str, end: int, limit: int) -> int:
    """Where `Công ty Mẫu số | 11.1` ends that was read up to `số`."""
    number = _NUMBER.match(text, end, limit) if text.endswith(" số", 0, end) else None
    return number.end() if number else end


def firm_end(text: str, start: int, end: int, limit: int) -> int:
    """Where the name of a firm ends whose head ends at `start` and whose name was read to `end`.

    Trades go on behind the legal form and behind each other, in small letters too; small ones at
    the end belong to the name only where the phrase ends with them. Behind trades capitals are the
    name itself.
    """
    name = text[start:end]
    if _POWER.search(name) and (two := _TWO_PLACES.match(text, end, limit)):
        return two.end() - (text[two.end() - 1] in " \t\u00a0")
    if numbered := (
        _OF_WORKS.search(text, max(0, start - 10), start) and _NUMBER.match(text, end, limit)
    ):
        return numbered.end()
    if is_form_alone(text, start, end) or _ends_with_trade(name):
        return _behind_trades(text, end, limit)
    number = _NUMBER.match(text, end, limit)
    if number and ("số" in number[0] or _ENDS.match(text, number.end(), limit)):
        return number.end()  # "Công ty Điện lực Sông Mẫu 2 ("
    return end


def _behind_trades(text: str, end: int, limit: int) -> int:
    """Where the name ends whose legal form or last trade ends at `end`."""
    at = good = end
    for _ in range(_STEPS):
        if number := _NUMBER.match(text, at, limit):
            return number.end()
        if form := _FORM.match(text, at, limit):
            at = form.end()
            continue
        trade = _trade(text, at, limit)
        word = _WORD.match(text, at, limit)
        if trade > at:
            capital = text[at + 1].isupper()
            at = trade
            if capital or _ENDS.match(text, at, limit):
                good = at
        elif word and word[1] in {"và", "&"} and _trade(text, word.end(), limit) > word.end():
            at = word.end()
        else:
            landmark = word.end() if word and word[1] in _LANDMARKS else at
            own = _own_name(text, landmark, limit)
            return own if own > landmark else good
    return good


def _own_name(text: str, at: int, limit: int) -> int:
    """Where the capitals end."""
    for _ in range(_OWN_WORDS):
        word = _WORD.match(text, at, limit)
        if word is None or not word[1][0].isupper():
            break
        if organisation_heads().pattern.match(text, word.start(1)):
            break
        at = word.end()
    return at


def _trade(text: str, at: int, limit: int) -> int:
    """Where the longest trade that begins behind `at` ends; `at` when none does."""
    words: list[str] = []
    found = end = at
    for _ in range(_LONGEST):
        word = _WORD.match(text, end, limit)
        if word is None:
            break
        words.append(word[1].lower())
        end = word.end()
        if " ".join(words) in organisation_heads().trades:
            found = end
    return found


def _ends_with_trade(name: str) -> bool:
    words = name.lower().split()
    return any(" ".join(words[-size:]) in organisation_heads().trades for size in (1, 2, 3))
