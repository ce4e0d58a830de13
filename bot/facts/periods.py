"""Reporting periods as look-up keys: equal days give an equal key, however the text writes them.

`quý III/2023` and `từ tháng 7 đến tháng 9 năm 2023` are both `2023-Q3`, `6 tháng đầu năm 2023` is
`2023-H1`, `9 tháng năm 2023` is `2023-9M`, `tháng 9/2023` is `2023-09`, `năm 2023` is `2023`, and
`nhiệm kỳ 2020-2025` is `2020..2025`. Other runs of whole months are `2022-08..2023-05`.
"""

from __future__ import annotations

import calendar
import datetime as dt

_HALF = 6
_QUARTER = 3
_YEAR = 12


def period_key(first: dt.date | None, last: dt.date | None) -> str | None:
    """The key of the days from `first` to `last`, inclusive; None: these are no whole months."""
    if first is None or last is None or first > last or first.day != 1:
        return None
    if last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    if (first.month, last.month) == (1, _YEAR):
        return f"{first:%Y}" if first.year == last.year else f"{first:%Y}..{last:%Y}"
    if first.year != last.year:
        return f"{first:%Y-%m}..{last:%Y-%m}"
    months = last.month - first.month + 1
    if months == 1:
        return f"{first:%Y-%m}"
    if months == _QUARTER and last.month % _QUARTER == 0:
        return f"{first:%Y}-Q{last.month // _QUARTER}"
    if months == _HALF and last.month % _HALF == 0:
        return f"{first:%Y}-H{last.month // _HALF}"
    if first.month == 1:
        return f"{first:%Y}-{months}M"
    return f"{first:%Y-%m}..{last:%Y-%m}"
