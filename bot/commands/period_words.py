"""A reporting period in words, from its key: what `bot.facts.periods.period_key` undoes."""

from __future__ import annotations

import re

_FORMS = (
    (re.compile(r"(\d{4})"), "năm {0}"),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), "tháng {1}/{0}"),
    (re.compile(r"(\d{4})-Q1"), "quý I/{0}"),
    (re.compile(r"(\d{4})-Q2"), "quý II/{0}"),
    (re.compile(r"(\d{4})-Q3"), "quý III/{0}"),
    (re.compile(r"(\d{4})-Q4"), "quý IV/{0}"),
    (re.compile(r"(\d{4})-H1"), "6 tháng đầu năm {0}"),
    (re.compile(r"(\d{4})-H2"), "6 tháng cuối năm {0}"),
    (re.compile(r"(\d{4})-([2-9]|1[01])M"), "{1} tháng đầu năm {0}"),
    (re.compile(r"(\d{4})\.\.(\d{4})"), "giai đoạn {0}-{1}"),
    (
        re.compile(r"(\d{4})-(0[1-9]|1[0-2])\.\.(\d{4})-(0[1-9]|1[0-2])"),
        "từ tháng {1}/{0} đến tháng {3}/{2}",
    ),
)


def period_words(key: str) -> str | None:
    """`2023-Q3` → `quý III/2023`, as `/ky` understands it; None for what is no such key."""
    for pattern, words in _FORMS:
        found = pattern.fullmatch(key)
        if found is not None:
            return words.format(*(part.lstrip("0") for part in found.groups()))
    return None
