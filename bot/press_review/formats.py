"""The files that a press review is offered as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import structlog

from bot.charts.chart import ChartFailed, draw_png
from bot.charts.stacked import StackedChart
from bot.digest.composed import ComposedDigest
from bot.messages.catalog import Catalog
from bot.messages.rich import File, line
from bot.press_review.from_digest import press_review
from bot.press_review.period_chart import in_words
from bot.press_review.review import Picture, Review

log = structlog.get_logger()

Format = Literal["docx", "html", "md"]

FORMATS: tuple[Format, ...] = ("docx", "html", "md")

MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "md": "text/markdown",
}
"""As registered with IANA."""

UNITS = 120_000
"""Characters that the texts of a review may take: some sixty pages, the rest is counted."""


def review_file(
    composed: ComposedDigest,
    form: Format,
    catalog: Catalog,
    *,
    chart: StackedChart | None = None,
    filters: Sequence[str] = (),
) -> File:
    """The digest as a file, with what it is as caption; compose it with `UNITS`.

    `chart` stands in front; where it cannot be drawn, the file does without. `filters` are lines
    that say what the digest was chosen by.
    """
    review = press_review(composed, catalog, filters=filters)
    caption = line(" · ".join((review.title, *review.facts)))
    if chart is not None and composed.article_count:
        review = replace(review, picture=_drawn(chart))
    return File(f"diem-tin-{review.name}.{form}", written(review, form), MEDIA_TYPES[form], caption)


def _drawn(chart: StackedChart) -> Picture | None:
    try:
        return Picture(draw_png(chart), in_words(chart))
    except ChartFailed as error:
        log.warning("chart_failed", error=str(error))
        return None


def written(review: Review, form: Format) -> bytes:
    """The review in one of the formats."""
    if form == "docx":
        from bot.press_review.word import word  # python-docx takes 0.2 s to import

        return word(review)
    if form == "html":
        from bot.press_review.page import page

        return page(review).encode()
    from bot.press_review.markdown import markdown

    return markdown(review).encode()
