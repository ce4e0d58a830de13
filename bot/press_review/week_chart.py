"""The articles of a week by day and topic as a chart, where that tells something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.charts.stacked import MOST_KINDS, Row, StackedChart
from bot.digest.calendar import week_bounds
from bot.digest.layout import format_days
from bot.digest.select import select_published
from bot.facts.topics import OTHER, topic_keys, topic_of
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE, weekday_short
from storage.base import ArticleStore
from storage.models import Article, Precision

LEAST_DAYS = 2
LEAST_ARTICLES = 10
"""Dated articles, and days with any, below which a sentence says it better than a picture."""


def week_chart(
    store: ArticleStore,
    week: str,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    dark: bool = False,
) -> StackedChart | None:
    """The chart of an ISO week, each text once, undated articles left out and counted below.

    None: the week has too few articles or days for a picture.

    Raises:
        ValueError: `week` is not an ISO week.
    """
    start, end = week_bounds(week, zone)
    articles = select_published(store.articles_published(start, end), start, end).articles
    counts = Counter((day, topic_of(it)) for it in articles if (day := _day(it, zone)) is not None)
    first = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    days = [first + timedelta(days=at) for at in range(7)]
    # a stated day is one of the home zone: seen from far away it may lie beside the week
    dated = sum(counts[it] for it in counts if it[0] in days)
    if dated < LEAST_ARTICLES or len({day for day, _ in counts if day in days}) < LEAST_DAYS:
        return None

    def text(key: str, **values: str | int) -> str:
        return catalog.text(language, key, **values)

    groups = _groups(counts)
    undated = len(articles) - dated
    about = [
        text("digest.articles", count=dated),
        text("digest.sources", count=len({it.source for it in articles})),
        format_days(days[0], days[-1]),
    ]
    if undated:
        left_out = text("digest.articles", count=undated)
        about.append(text("report.chart_undated", articles=left_out))
    return StackedChart(
        title=text("report.chart", week=str(int(week[-2:]))),
        kinds=tuple(
            text("report.other_topics" if len(group) > 1 else f"digest.topic.{group[0]}")
            for group in groups
        ),
        rows=tuple(
            Row(
                f"{weekday_short(catalog, language, day.weekday())} {day.day}/{day.month}",
                tuple(sum(counts[day, topic] for topic in group) for group in groups),
            )
            for day in days
        ),
        source=" · ".join(about),
        dark=dark,
    )


def _groups(counts: Counter[tuple[date, str]]) -> list[Sequence[str]]:
    """The topics with most articles, each alone, in the order of their table; the rest together."""
    totals: Counter[str] = Counter()
    for (_, topic), count in counts.items():
        totals[topic] += count
    keys = [key for key in topic_keys() if totals[key]]
    if len(keys) <= MOST_KINDS:
        return [(key,) for key in keys]
    named = sorted((key for key in keys if key != OTHER), key=lambda it: -totals[it])
    alone = set(named[: MOST_KINDS - 1])
    return [
        *((key,) for key in keys if key in alone),
        tuple(key for key in keys if key not in alone),
    ]


def _day(article: Article, zone: ZoneInfo) -> date | None:
    if article.published is None:
        return None
    stated = HOME_ZONE if article.published_precision is Precision.DAY else zone
    return article.published.astimezone(stated).date()
