"""Which files of a sitemap index cover a span of time. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from bot.sources.sitemap import SitemapEntry

_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0?[1-9]|1[0-2])(?!\d{3,})(?:[-_/.]?\d{1,2})?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OTHER = re.compile(
    r"categor|tag|author|page-sitemap|pages?\d*\.xml|image|video|product|taxonom|topic|event"
    r"|chuyen-?muc|danh-?muc|tac-?gia|su-?kien",
    re.IGNORECASE,
)


def files_since(files: Sequence[SitemapEntry], since: date, *, most: int) -> list[SitemapEntry]:
    """Files that may hold pages of `since` and later, the newest first, at most `most`.

    By the month or year in their address, else by `lastmod`: a file that was last changed before
    `since` holds nothing younger. Files of sections, tags and the like are left out.
    """
    kept = [
        (newest, each)
        for each in files
        if not _OTHER.search(each.url)
        for newest in (_newest_day(each),)
        if newest is None or newest >= since
    ]
    kept.sort(key=lambda pair: pair[0] or date.min, reverse=True)
    return [each for _, each in kept[:most]]


def _newest_day(file: SitemapEntry) -> date | None:
    """The last day that the file can speak of, as far as its address or `lastmod` tell."""
    month = _MONTH.search(file.url)
    if month is not None:
        year_number, month_number = int(month[1]), int(month[2])
        return date(year_number, month_number, monthrange(year_number, month_number)[1])
    year = _YEAR.search(file.url)
    if year is not None:
        return date(int(year[1]), 12, 31)
    if file.date is not None:
        try:
            return date.fromisoformat(file.date[:10])
        except ValueError:
            return None
    return None
