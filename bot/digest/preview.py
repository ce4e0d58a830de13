"""A week as a digest would tell it, for `/tuan` and `diemtin digest --week`: reads, sends nothing.

The only module here that reads the store; what it does with the articles is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.digest.calendar import week_bounds
from bot.digest.compose import UNITS, compose
from bot.digest.composed import ComposedDigest
from bot.digest.gather import Gatherer
from bot.digest.layout import to_blocks
from bot.digest.select import select_published
from bot.messages.catalog import Catalog
from bot.messages.split import split
from storage.base import ArticleStore


def preview_week(
    store: ArticleStore,
    week: str,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    source_names: Mapping[str, str],
    username: str | None = None,
    units: int = UNITS,
    messages: int | None = None,
) -> ComposedDigest:
    """What was published in the ISO week `"2023-W39"` of the zone, undated by first sight.

    `units` bounds the characters that are told at first; it is reduced until the text fits into so
    many `messages` (None: as many as it takes). For `username` see `compose`.

    Raises:
        ValueError: `week` is not an ISO week.
    """
    start, end = week_bounds(week, zone)
    selection = select_published(store.articles_published(start, end), start, end)
    gathered = Gatherer(selection, zone=zone, until=end).gathered()
    while True:
        composed = compose(
            selection,
            language=language,
            zone=zone,
            week=week,
            since=start,
            until=end,
            catalog=catalog,
            source_names=source_names,
            username=username,
            units=units,
            gathered=gathered,
        )
        if messages is None or len(composed.entries) <= 1:
            return composed
        if len(split(to_blocks(composed, catalog))) <= messages:
            return composed
        units = units * 4 // 5
