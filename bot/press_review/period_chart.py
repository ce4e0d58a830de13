"""The articles of a period by day (or week) and topic as a chart, where that tells something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.charts.stacked import MOST_KINDS, MOST_ROWS, Row, StackedChart
from bot.digest.layout import format_days
from bot.facts.topics import OTHER, topic_keys, topic_of
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE, weekday_short
from storage.models import Article, Precision

LEAST_DAYS = 2
LEAST_ARTICLES = 10
"""Dated articles, and days with any, below which a sentence says it better than a picture."""

Days = tuple[date, date]
"""First and last day of one row, both inclusive."""


def period_chart(
    articles: Sequence[Article],
    first: date,
    last: date,
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    dark: bool = False,
) -> StackedChart | None:
    """The chart of these days (both inclusive), undated articles left out and counted below.

    A row is a day, in longer periods a week of Monday to Sunday, cut off at the period's ends.
    `articles` are the period's, each text once. None: too few articles or days for a picture.
    """
    counts = Counter((day, topic_of(it)) for it in articles if (day := _day(it, zone)) is not None)
    # a stated day is one of the home zone: seen from far away it may lie beside the period
    inside = Counter({key: many for key, many in counts.items() if first <= key[0] <= last})
    dated = inside.total()
    if dated < LEAST_ARTICLES or len({day for day, _ in inside}) < LEAST_DAYS:
        return None

    def text(key: str, **values: str | int) -> str:
        return catalog.text(language, key, **values)

    groups = _groups(inside)
    undated = len(articles) - dated
    about = [
        text("digest.articles", count=dated),
        text("digest.sources", count=len({it.source for it in articles})),
        format_days(first, last),
    ]
    if undated:
        left_out = text("digest.articles", count=undated)
        about.append(text("report.chart_undated", articles=left_out))
    rows = list(_rows(first, last))
    return StackedChart(
        title=text("report.chart" if rows[0][0] == rows[0][1] else "report.chart_weeks"),
        kinds=tuple(
            text("report.other_topics" if len(group) > 1 else f"digest.topic.{group[0]}")
            for group in groups
        ),
        rows=tuple(
            Row(
                _label(row, catalog, language),
                tuple(
                    sum(
                        many
                        for (day, topic), many in inside.items()
                        if row[0] <= day <= row[1] and topic in group
                    )
                    for group in groups
                ),
            )
            for row in rows
        ),
        source=" · ".join(about),
        dark=dark,
    )


def in_words(chart: StackedChart) -> str:
    """What the chart shows, for those who do not see it: title, and each row with its total."""
    rows = "; ".join(f"{row.label}: {sum(row.counts)}" for row in chart.rows)
    return f"{chart.title}. {rows}. {chart.source}."


def _rows(first: date, last: date) -> Iterator[Days]:
    """The days, or the weeks where there are too many."""
    step = timedelta(days=1)
    if (last - first).days < MOST_ROWS:
        day = first
        while day <= last:
            yield day, day
            day += step
        return
    begin = first
    while begin <= last:
        end = min(begin + (6 - begin.weekday()) * step, last)
        yield begin, end
        begin = end + step


def _label(row: Days, catalog: Catalog, language: str) -> str:
    first, last = row
    if first == last:
        return f"{weekday_short(catalog, language, first.weekday())} {first.day}/{first.month}"
    return f"{first.day}/{first.month}–{last.day}/{last.month}"


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
