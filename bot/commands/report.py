"""/baocao, /report: a period's digest as a file to pass on, and its chart.

A day, week, month or quarter as it was published, by the reader's own filters unless all news is
asked for; or a digest that was sent, by the button under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from msgspec.structs import replace

from bot.charts.chart import ChartFailed, draw_png
from bot.charts.stacked import StackedChart
from bot.commands.command import Context
from bot.commands.filter_names import filter_lines, filters_of
from bot.commands.kept_digest import kept_digest
from bot.commands.report_asked import asked_period, asking_for, period_name
from bot.commands.settings_view import wishes_of
from bot.digest.calendar import days_covered, week_covered
from bot.digest.calendar_period import CalendarPeriod
from bot.digest.compose import compose
from bot.digest.composed import ComposedDigest, Frequency
from bot.digest.layout import format_days
from bot.digest.preview import preview, published_in
from bot.digest.select import Selection, select_all
from bot.errors import UserError
from bot.messages.rich import Block, Button, ButtonRows, File, Line, Reply, Span
from bot.press_review.formats import FORMATS, UNITS, Format, review_file
from bot.press_review.from_digest import press_review
from bot.press_review.period_chart import period_chart
from storage.models import Preferences
from storage.text import fold

log = structlog.get_logger()

LIGHT, DARK = "bieudo", "bieudo-toi"
"""What asks for the chart, as a word of the command."""

KEPT = "@"
"""In front of the period of a digest that was sent."""

ALL = "tatca"
"""All news, whatever the filters are."""

_ALL = frozenset({ALL, "moitin", "all"})
_FORMAT_WORDS: dict[str, Format] = {
    **{form: form for form in FORMATS},
    "word": "docx",
    "doc": "docx",
    "htm": "html",
    "web": "html",
    "markdown": "md",
}
_CHART_WORDS = {LIGHT: False, "chart": False, DARK: True, "chart-dark": True}
_LATE = timedelta(hours=36)
"""The longest time that a digest of one day covers."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a report is made of.

    Attributes:
        name: of the period, for a reader.
        action: the words of the command that ask for it.
        first, last: its local days.
        filtered: whether filters chose from it.
        calendar: None for a digest that was sent.
    """

    name: str
    action: str
    selection: Selection
    composed: ComposedDigest
    first: date
    last: date
    filtered: bool
    calendar: CalendarPeriod | None


def report(context: Context, argument: str) -> Reply:
    """`[period] [tatca] [docx|html|md|bieudo]`: without a period the last full one, without a
    format a choice.

    Raises:
        UserError: no period, one that has not begun, one without articles, or no chart of it.
    """
    said = fold(argument).replace("bieu do toi", DARK).replace("bieu do", LIGHT)
    words = said.replace("tat ca", ALL).replace("moi tin", ALL).split()
    last = words[-1] if words else ""
    wanted = last if last in _FORMAT_WORDS or last in _CHART_WORDS else None
    words = words[:-1] if wanted is not None else words
    every = any(word in _ALL for word in words)
    named = " ".join(word for word in words if word not in _ALL)
    if context.request.pressed and named.startswith(KEPT):
        asked = _sent(context, named.removeprefix(KEPT).upper())
    else:
        asked = _published(context, named, every=every)
    if wanted is None:
        return _choice(context, asked)
    if wanted in _CHART_WORDS:
        return Reply(file=_picture(context, asked, dark=_CHART_WORDS[wanted]))
    if not asked.composed.article_count:
        raise UserError("report.none", period=asked.name)
    return Reply(
        file=review_file(
            asked.composed,
            _FORMAT_WORDS[wanted],
            context.catalog,
            chart=_chart(context, asked),
            filters=_filters(context) if asked.filtered else (),
        )
    )


def _published(context: Context, words: str, *, every: bool) -> _Asked:
    period = asked_period(context, words)
    wishes = _unfiltered(wishes_of(context)) if every else wishes_of(context)
    selection = published_in(context.store, period, context.zone, wishes)
    composed = preview(
        context.store,
        period,
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
        source_names=context.source_names,
        username=context.bot_username,
        units=UNITS,
        preferences=wishes,
        selection=selection,
    )
    return _Asked(
        name=period_name(context, period),
        action=asking_for(period) + (f" {ALL}" if every else ""),
        selection=selection,
        composed=composed,
        first=period.first,
        last=period.last,
        filtered=any(filters_of(wishes)),
        calendar=period,
    )


def _sent(context: Context, key: str) -> _Asked:
    """A digest that was sent, of the articles that it told or counted."""
    found = kept_digest(context, key)
    if found is None:
        raise UserError("archive.gone")
    digest, _ = found
    selection = select_all(context.store.get_articles(digest.article_ids).values())
    wishes = wishes_of(context)
    frequency = _frequency(key, digest.until - digest.since, wishes.frequency)
    wishes = replace(wishes, frequency=frequency)
    composed = compose(
        selection,
        language=context.language,
        zone=context.zone,
        week=week_covered(digest.since, digest.until, context.zone),
        since=digest.since,
        until=digest.until,
        catalog=context.catalog,
        source_names=context.source_names,
        username=context.bot_username,
        units=UNITS,
        preferences=wishes,
    )
    first, last = days_covered(digest.since, digest.until, context.zone)
    name = press_review(composed, context.catalog).title
    return _Asked(name, f"{KEPT}{key}", selection, composed, first, last, False, None)


def _frequency(key: str, length: timedelta, own: Frequency) -> Frequency:
    """What a digest of this period is; a day's is daily, or one of several in a week."""
    if "Q" in key:
        return "quarterly"
    if len(key) == len("2023-09"):
        return "monthly"
    return "daily" if "W" not in key and (own == "daily" or length <= _LATE) else "weekly"


def _unfiltered(wishes: Preferences) -> Preferences:
    return replace(wishes, topics=(), provinces=(), sources=(), words=(), excluded_words=())


def _filters(context: Context) -> list[str]:
    lines = filter_lines(context, wishes_of(context))
    return ["".join(span.text for span in each) for each in lines]


def _choice(context: Context, asked: _Asked) -> Reply:
    composed, replaced = asked.composed, context.request.pressed and not _first(context)
    if not composed.article_count:
        blocks = context.blocks("report.none", period=asked.name)
        return Reply(blocks, buttons=_around(context, asked), replace=replaced)
    counts = (
        context.text("digest.stories", count=composed.story_count),
        context.text("digest.articles", count=composed.article_count),
        context.text("digest.sources", count=composed.source_count),
    )
    head, *others = context.blocks(
        "report.ask",
        title=press_review(composed, context.catalog).title,
        days=format_days(composed.first_day, composed.last_day),
        counts=" · ".join(counts),
    )
    lines: list[Line] = [context.line("report.filtered")] if asked.filtered else []
    return Reply(
        (Block((*head.lines, *lines)), *others),
        buttons=_buttons(context, asked),
        replace=replaced,
    )


def _first(context: Context) -> bool:
    """Whether the button of a digest was pressed, which stays as it is."""
    return context.request.text.partition(" ")[2].startswith(KEPT)


def _buttons(context: Context, asked: _Asked) -> ButtonRows:
    files = tuple(
        context.button(f"button.report_{form}", f"baocao {asked.action} {form}") for form in FORMATS
    )
    pictures = (
        context.button("button.chart", f"baocao {asked.action} {LIGHT}"),
        context.button("button.chart_dark", f"baocao {asked.action} {DARK}"),
    )
    drawn = _chart(context, asked) is not None
    return (files, *((pictures,) if drawn else ()), *_around(context, asked))


def _around(context: Context, asked: _Asked) -> ButtonRows:
    """The periods before and after, those of other kinds, and the same without or with filters."""
    period = asked.calendar
    if period is None:
        return ()
    suffix = f" {ALL}" if asked.action.endswith(ALL) else ""
    before, after = (
        ("button.week_before", "button.week_after")
        if period.frequency == "weekly"
        else ("button.period_before", "button.period_after")
    )
    turn = [context.button(before, f"baocao {asking_for(period.before())}{suffix}")]
    if period.after().first <= context.now.astimezone(context.zone).date():
        turn.append(context.button(after, f"baocao {asking_for(period.after())}{suffix}"))
    kinds = tuple(
        context.button(f"button.last_{name}_news", f"baocao {word}{suffix}")
        for name, word, frequency in (
            ("day", "ngay", "daily"),
            ("week", "tuan", "weekly"),
            ("month", "thang", "monthly"),
            ("quarter", "quy", "quarterly"),
        )
        if frequency != period.frequency
    )
    rows: list[tuple[Button, ...]] = [tuple(turn), kinds]
    if asked.filtered:
        rows.append((context.button("button.all_news", f"baocao {asked.action} {ALL}"),))
    elif suffix and any(filters_of(wishes_of(context))):
        rows.append((context.button("button.own_news", f"baocao {asking_for(period)}"),))
    return tuple(rows)


def _chart(context: Context, asked: _Asked, *, dark: bool = False) -> StackedChart | None:
    return period_chart(
        asked.selection.articles,
        asked.first,
        asked.last,
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
        dark=dark,
    )


def _picture(context: Context, asked: _Asked, *, dark: bool) -> File:
    chart = _chart(context, asked, dark=dark)
    if chart is None:
        raise UserError("report.chart_too_few")
    try:
        content = draw_png(chart)
    except ChartFailed as error:
        log.warning("chart_failed", error=str(error))
        raise UserError("report.no_chart") from error
    name = press_review(asked.composed, context.catalog).name
    return File(f"diem-tin-{name}.png", content, "image/png", (Span(chart.title),))
