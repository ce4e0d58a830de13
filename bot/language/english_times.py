"""Times in English, said in Vietnamese without diacritics: one reading for both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNITS = {"day": "ngay", "week": "tuan", "month": "thang", "quarter": "quy", "year": "nam"}
_DAYS = {"today": "hom nay", "yesterday": "hom qua", "this morning": "sang nay"}
_MONTHS = (
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)
_UNIT = "|".join(_UNITS)
_PATTERN = re.compile(
    rf"(?<!\w)(?:(?P<day>{'|'.join(_DAYS)})"
    rf"|(?:the\s)?(?P<near>last|past|previous|this)\s(?P<one>{_UNIT})"
    rf"|(?:the\s)?(?:last|past)\s(?P<n>\d{{1,3}})\s(?P<many>{_UNIT})s"
    rf"|(?P<month>{'|'.join(_MONTHS)})\s(?P<month_year>(?:19|20)\d\d)"
    r"|q(?P<quarter>[1-4])(?:\s|/)(?P<quarter_year>(?:19|20)\d\d)"
    r"|(?:the\s)?first\s(?:half|six\smonths)\sof\s(?P<half_year>(?:19|20)\d\d)"
    r")(?!\w)",
    re.IGNORECASE,
)


def said_in_vietnamese(plain: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each time that `plain` says in English, and its Vietnamese words."""
    for match in _PATTERN.finditer(plain):
        yield match.start(), match.end(), _translated(match)


def _translated(match: re.Match[str]) -> str:
    if match["day"]:
        return _DAYS[match["day"].lower()]
    if match["near"]:
        when = "nay" if match["near"].lower() == "this" else "truoc"
        return f"{_UNITS[match['one'].lower()]} {when}"
    if match["n"]:
        return f"{match['n']} {_UNITS[match['many'].lower()]} qua"
    if match["month"]:
        month = next(
            number
            for number, name in enumerate(_MONTHS, 1)
            if re.fullmatch(name, match["month"], re.IGNORECASE)
        )
        return f"thang {month} nam {match['month_year']}"
    if match["quarter"]:
        return f"quy {match['quarter']} nam {match['quarter_year']}"
    return f"6 thang dau nam {match['half_year']}"
