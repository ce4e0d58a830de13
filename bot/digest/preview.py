"""What was published in a period as a digest would tell it: reads, sends nothing, keeps nothing.

The only module here that reads the store; what it does with the articles is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.digest.calendar import week_bounds
from bot.digest.calendar_period import CalendarPeriod, containing
from bot.digest.compose import UNITS, compose
from bot.digest.composed import ComposedDigest
from bot.digest.fitting import Facets, fits
from bot.digest.freshness import freshness
from bot.digest.gather import Gatherer
from bot.digest.layout import to_blocks
from bot.digest.select import Selection, select_published
from bot.messages.catalog import Catalog
from bot.messages.split import split
from storage.base import ArticleStore, SourceStore
from storage.models import Preferences


class PreviewSource(ArticleStore, SourceStore, Protocol):
    """What a preview reads."""


def published_in(
    store: ArticleStore,
    period: CalendarPeriod,
    zone: ZoneInfo,
    preferences: Preferences | None = None,
) -> Selection:
    """What was published in the period of the zone, undated by first sight, and fits the filters
    of `preferences`."""
    start, end = period.bounds(zone)
    articles = store.articles_published(start, end)
    fit = fits(preferences) if preferences is not None else None
    if fit is not None:
        articles = [it for it in articles if fit(Facets(it))]
    return select_published(articles, start, end)


def preview(
    store: PreviewSource,
    period: CalendarPeriod,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    source_names: Mapping[str, str],
    username: str | None = None,
    units: int = UNITS,
    messages: int | None = None,
    preferences: Preferences | None = None,
    selection: Selection | None = None,
) -> ComposedDigest:
    """The digest of what `published_in` finds.

    `units` bounds the characters that are told at first; it is reduced until the text fits into so
    many `messages` (None: as many as it takes). For `username` see `compose`. `preferences` filter
    and rank, but how often their digests come is `period`'s. `selection` is at hand where it was
    found already.
    """
    start, end = period.bounds(zone)
    if selection is None:
        selection = published_in(store, period, zone, preferences)
    wishes = replace(preferences or Preferences(), frequency=period.frequency)
    gathered = _gatherer(store, selection, start, end, zone).gathered(wishes)
    seen = freshness(
        store.list_source_states(),
        {it.source for it in store.articles_published(start, end)},
        since=start,
        until=end,
        chosen=wishes.sources,
        off={it.id for it in store.list_sources() if not it.enabled},
    )
    while True:
        composed = compose(
            selection,
            language=language,
            zone=zone,
            week=period.week,
            since=start,
            until=end,
            catalog=catalog,
            source_names=source_names,
            username=username,
            units=units,
            preferences=wishes,
            gathered=gathered,
            seen=seen,
            brief=messages == 1,
        )
        if messages is None or len(composed.entries) <= 1:
            return composed
        if len(split(to_blocks(composed, catalog))) <= messages:
            return composed
        units = units * 4 // 5


def _gatherer(
    store: ArticleStore, selection: Selection, start: datetime, end: datetime, zone: ZoneInfo
) -> Gatherer:
    """The stories of the period, with what they continue: earlier weeks as they were published."""
    from bot.digest.before import told_before  # its arrays take 0.2 s to import
    from bot.digest.likeness import Likeness

    likeness = Likeness()
    earlier = told_before(
        store.articles_published,
        selection.articles,
        since=start,
        until=end,
        zone=zone,
        likeness=likeness,
    )
    return Gatherer(selection, zone=zone, until=end, earlier=earlier, likeness=likeness)


def iso_week(week: str) -> CalendarPeriod:
    """`"2023-W39"` as a period.

    Raises:
        ValueError: it is not an ISO week, or the year has no such week.
    """
    week_bounds(week, ZoneInfo("UTC"))  # which says what is wrong with it
    return containing("weekly", date.fromisocalendar(int(week[:4]), int(week[-2:]), 1))
