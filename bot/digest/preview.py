"""A week as a digest would tell it, for `/tuan` and `diemtin digest --week`: reads, sends nothing.

The only module here that reads the store; what it does with the articles is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.calendar import week_bounds, week_of
from bot.digest.compose import compose
from bot.digest.composed import ComposedDigest
from bot.digest.layout import to_blocks
from bot.digest.select import select_published
from bot.messages.catalog import Catalog
from bot.messages.rich import Blocks
from storage.base import ArticleStore


def preview_week(
    store: ArticleStore,
    week: str,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    source_names: Mapping[str, str],
) -> ComposedDigest:
    """What was published in the ISO week `"2023-W39"` of the zone, undated by first sight.

    Raises:
        ValueError: `week` is not an ISO week.
    """
    start, end = week_bounds(week, zone)
    return compose(
        select_published(store.articles_published(start, end), start, end),
        language=language,
        zone=zone,
        week=week,
        since=start,
        until=end,
        catalog=catalog,
        source_names=source_names,
    )


def compose_week(
    store: ArticleStore,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    now: datetime,
    source_names: Mapping[str, str],
) -> Blocks:
    """The week that `now` lies in, as formatted text."""
    composed = preview_week(
        store,
        week_of(now, zone),
        catalog=catalog,
        language=language,
        zone=zone,
        source_names=source_names,
    )
    return to_blocks(composed, catalog)
