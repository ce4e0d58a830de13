"""Tests of the chart of a period: what it counts, and when it is not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.charts.chart import ChartFailed, draw_png
from bot.charts.draw import draw
from bot.charts.stacked import MOST_KINDS, Row, StackedChart
from bot.digest.select import select_published
from bot.facts.topics import topic_keys
from bot.messages.format import HOME_ZONE
from bot.press_review.period_chart import LEAST_ARTICLES, in_words, period_chart
from storage.models import Article, Precision
from tests.charts.test_chart import size
from tests.press_review.digests import CATALOG, EVERY, MONDAY, article

FIRST, LAST = date(2031, 4, 7), date(2031, 4, 13)
"""Of `WEEK`."""


def chart_of(
    articles: Sequence[Article],
    zone: ZoneInfo = HOME_ZONE,
    first: date = FIRST,
    last: date = LAST,
) -> StackedChart | None:
    """The chart of these days; of `WEEK`, unless told."""
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    told = select_published(articles, start, end).articles
    return period_chart(told, first, last, catalog=CATALOG, language="vi", zone=zone)


def test_it_counts_each_dated_article_on_its_day() -> None:
    """Seven rows from Monday on; undated ones are named below; reposts are not counted again."""
    copy = article(77, fingerprint="text-1")
    chart = chart_of((*EVERY, copy))
    assert chart is not None
    labels = [row.label for row in chart.rows]
    assert (labels[0], labels[-1]) == ("T2 7/4", "CN 13/4")
    assert [sum(row.counts) for row in chart.rows] == [6, 4, 4, 0, 0, 0, 0]
    assert sum(sum(row.counts) for row in chart.rows) == len(EVERY) - 1
    assert chart.source == "14 bài · 3 nguồn · 7/4–13/4/2031 · 1 bài không ghi ngày"


def test_topics_are_its_kinds_and_the_rare_ones_stand_together() -> None:
    """Six colours at most, and nothing gets lost when ten topics share them."""
    found = [
        article(n * 10 + at, section=CATALOG.text("vi", f"digest.topic.{topic}"))
        for n, topic in enumerate(topic_keys())
        for at in range(n + 1)
    ]
    chart = chart_of(found)
    assert chart is not None
    assert len(chart.kinds) == MOST_KINDS
    assert chart.kinds[-1] == "Các chủ đề khác"
    assert sum(sum(row.counts) for row in chart.rows) == len(found)


def test_a_long_period_has_a_row_for_each_week() -> None:
    """Weeks of a quarter from Monday to Sunday, cut off at its ends; no article is lost."""
    found = [article(n, published=MONDAY + timedelta(days=n)) for n in range(80)]
    chart = chart_of(found, first=date(2031, 4, 1), last=date(2031, 6, 30))
    assert chart is not None
    assert [chart.rows[0].label, chart.rows[1].label] == ["1/4–6/4", "7/4–13/4"]
    assert len(chart.rows) == 14
    assert sum(sum(row.counts) for row in chart.rows) == len(found)
    assert chart.title == "Số bài theo tuần và chủ đề"


def test_the_chart_can_be_told_in_words() -> None:
    """Who does not see it hears the title, each row with its total, and where it is from."""
    chart = chart_of(EVERY)
    assert chart is not None
    words = in_words(chart)
    assert words.startswith("Số bài theo ngày và chủ đề. T2 7/4: 6; T3 8/4: 4;")
    assert words.endswith(f"{chart.source}.")


def test_a_stated_day_stays_that_day_far_away() -> None:
    """In New York an article of the 8th is one of the 8th, though the 8th began there later."""
    day = datetime(2031, 4, 7, 17, 0, tzinfo=UTC)  # midnight of the 8th in Vietnam
    stated = [
        article(n, published=day, published_precision=Precision.DAY) for n in range(LEAST_ARTICLES)
    ]
    other = article(50, published=datetime(2031, 4, 10, 12, tzinfo=UTC))
    chart = chart_of((*stated, other), ZoneInfo("America/New_York"))
    assert chart is not None
    assert [sum(row.counts) for row in chart.rows] == [0, LEAST_ARTICLES, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "articles",
    [
        (),
        tuple(article(n) for n in range(LEAST_ARTICLES - 1)),
        tuple(article(n, published=datetime(2031, 4, 8, 3, n, tzinfo=UTC)) for n in range(30)),
    ],
)
def test_few_articles_or_one_day_are_no_chart(articles: tuple[Article, ...]) -> None:
    """A sentence says that better."""
    assert chart_of(articles) is None


def test_the_picture_is_as_wide_as_a_phone_in_both_themes() -> None:
    """Long names, one row and fourteen, nothing on a day: a picture within Telegram's limits."""
    for dark in (False, True):
        for count in (1, 14, 40):
            rows = tuple(Row("ngày " * 9, (n % 3, 0, 1_000 * (n % 2) + 1)) for n in range(count))
            kinds = ("$x^{" * 30, "Văn hóa – Xã hội", "<&>")
            width, height = size(
                draw(StackedChart(title="Số bài " * 40, kinds=kinds, rows=rows, dark=dark))
            )
            assert width == 1080
            assert width + height <= 10_000


@pytest.mark.parametrize(
    "rows",
    [(), (Row("x", (0, 0)),), (Row("x", (1,)),), (Row("x", (1, -1)),)],
)
def test_what_is_no_chart_is_refused(rows: tuple[Row, ...]) -> None:
    """Nothing to draw, counts that do not fit the kinds, negative ones."""
    with pytest.raises(ChartFailed):
        draw_png(StackedChart(title="x", kinds=("a", "b"), rows=rows))
