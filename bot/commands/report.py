"""/baocao, /report: a week's digest as a file to pass on, and its chart."""

from __future__ import annotations

import structlog

from bot.charts.chart import ChartFailed, draw_png
from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.commands.week import asked_week, moved_week, preview_of
from bot.digest.calendar import week_of
from bot.digest.composed import ComposedDigest
from bot.digest.layout import format_days
from bot.errors import UserError
from bot.messages.rich import Button, ButtonRows, File, Reply, Span
from bot.press_review.formats import FORMATS, UNITS, Format, review_file
from bot.press_review.week_chart import week_chart
from storage.text import fold

log = structlog.get_logger()

LIGHT, DARK = "bieudo", "bieudo-toi"
"""What asks for the chart, as a word of the command."""

_FORMAT_WORDS: dict[str, Format] = {
    **{form: form for form in FORMATS},
    "word": "docx",
    "doc": "docx",
    "htm": "html",
    "web": "html",
    "markdown": "md",
}
_CHART_WORDS = {LIGHT: False, "chart": False, DARK: True, "chart-dark": True}


def report(context: Context, argument: str) -> Reply:
    """`[week] [docx|html|md|bieudo]`: without a week the last full one, without a format a choice.

    Raises:
        UserError: no week, one that has not begun, one without articles, or no chart of it.
    """
    current = week_of(context.now, context.zone)
    words = fold(argument).replace("bieu do toi", DARK).replace("bieu do", LIGHT).split()
    last = words[-1] if words else ""
    asked = last in _FORMAT_WORDS or last in _CHART_WORDS
    named = " ".join(words[:-1] if asked else words)
    week = _week(named, current, argument) if named else moved_week(current, -1)
    if asked and last in _CHART_WORDS:
        return Reply(file=_chart(context, week, dark=_CHART_WORDS[last]))
    composed = preview_of(context, week, units=UNITS)
    if asked:
        if not composed.article_count:
            raise UserError("report.none", week=str(int(week[-2:])))
        return Reply(file=review_file(composed, _FORMAT_WORDS[last], context.catalog))
    return _choice(context, composed, current)


def _week(named: str, current: str, argument: str) -> str:
    try:
        return asked_week(named, current)
    except UserError as error:
        if error.key != "week.unknown":
            raise
        raise UserError("report.unknown", word=shorten(argument, 40)) from error


def _choice(context: Context, composed: ComposedDigest, current: str) -> Reply:
    number = str(int(composed.week[-2:]))
    replace = context.request.pressed
    if not composed.article_count:
        blocks = context.blocks("report.none", week=number)
        return Reply(blocks, buttons=(_turn(context, composed.week, current),), replace=replace)
    counts = (
        context.text("digest.stories", count=composed.story_count),
        context.text("digest.articles", count=composed.article_count),
        context.text("digest.sources", count=composed.source_count),
    )
    blocks = context.blocks(
        "report.ask",
        week=number,
        days=format_days(composed.first_day, composed.last_day),
        counts=" · ".join(counts),
    )
    return Reply(blocks, buttons=_buttons(context, composed.week, current), replace=replace)


def _buttons(context: Context, week: str, current: str) -> ButtonRows:
    files = tuple(
        context.button(f"button.report_{form}", f"baocao {week} {form}") for form in FORMATS
    )
    chart = week_chart(
        context.store,
        week,
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
    )
    pictures = (
        context.button("button.chart", f"baocao {week} {LIGHT}"),
        context.button("button.chart_dark", f"baocao {week} {DARK}"),
    )
    return (files, *((pictures,) if chart else ()), _turn(context, week, current))


def _turn(context: Context, week: str, current: str) -> tuple[Button, ...]:
    found = [context.button("button.week_before", f"baocao {moved_week(week, -1)}")]
    if week < current:
        found.append(context.button("button.week_after", f"baocao {moved_week(week, 1)}"))
    return tuple(found)


def _chart(context: Context, week: str, *, dark: bool) -> File:
    chart = week_chart(
        context.store,
        week,
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
        dark=dark,
    )
    if chart is None:
        raise UserError("report.chart_too_few")
    try:
        content = draw_png(chart)
    except ChartFailed as error:
        log.warning("chart_failed", error=str(error))
        raise UserError("report.no_chart") from error
    return File(f"diem-tin-{week}.png", content, "image/png", (Span(chart.title),))
