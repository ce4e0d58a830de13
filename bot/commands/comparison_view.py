"""/sosanh, /compare: one figure across periods or bodies, each with its own sentence."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.charts.chart import Bar, BarChart, ChartFailed, draw_png
from bot.commands.command import Context
from bot.commands.dossier import MOST, not_found, origin, read_buttons, said_line
from bot.commands.listing import shorten
from bot.commands.search_action import action, recalled
from bot.commands.view_links import commands_to
from bot.dossiers.comparison import comparisons
from bot.dossiers.figures import FigureTold
from bot.dossiers.reading import article_of, read
from bot.errors import UserError
from bot.messages.format import format_day
from bot.messages.rich import Block, Button, File, Line, Reply, Span
from storage.models import SearchQuery
from storage.text import folded_words

log = structlog.get_logger()

LIGHT, DARK = "sang", "toi"
"""Behind a button: which picture is asked for."""

POINTS = 8
"""Points that are shown, the latest."""

BAR = 16
"""Characters of the longest bar: with its value a line of a phone."""

_LENGTH = 60
_QUOTED = 240


def compare(context: Context, argument: str) -> Reply:
    """`kết nạp đảng viên`: what to compare, in the words of the articles.

    Raises:
        UserError: no words.
    """
    words, pictured = _asked(context, argument)
    if not words:
        raise UserError("dossier.compare_which")
    query = SearchQuery(words=(words,), limit=MOST, fold_reposts=True)
    result = context.store.search(query)
    readings = read(article_of(hit) for hit in result.hits)
    found = comparisons(words, readings)
    if not found:
        return not_found(context, "dossier.no_figures", words, words=shorten(words, _LENGTH))
    best = found[0]
    points = best.points[-POINTS:]
    if pictured and best.comparable:
        return Reply(file=_picture(context, words, points, dark=pictured == DARK))
    articles = {it.said.article.id for it in best.points}
    head: list[Line] = [(Span(words, bold=True),)]
    head.append(context.line("dossier.points", count=len(best.points), articles=len(articles)))
    if best.comparable and set(folded_words(words)) <= set(folded_words(best.unit or "")):
        head.append(context.line("dossier.compare_narrower"))
    blocks = [Block(tuple(head))]
    if best.comparable:
        blocks.append(Block(tuple(bars(points))))
    else:
        blocks.append(Block((context.line("dossier.one_figure"),)))
    blocks += [_point(context, it, number) for number, it in enumerate(points, 1)]
    blocks += commands_to(context, [name for it in points for name in it.said.names])
    rows = [read_buttons([it.said for it in points], 1)]
    if best.comparable:
        rows.append(_picture_buttons(context, words))
    return Reply(tuple(blocks), buttons=tuple(row for row in rows if row))


def _asked(context: Context, argument: str) -> tuple[str, str]:
    """The words, and behind a button which picture: `LIGHT`, `DARK` or none."""
    first, _, rest = argument.strip().partition(" ")
    if context.request.pressed and first in (LIGHT, DARK):
        return " ".join(recalled(context, rest).split()), first
    return " ".join(argument.split()), ""


def _picture_buttons(context: Context, words: str) -> tuple[Button, ...]:
    """The chart as a picture, for each of Telegram's themes; none where words cannot be kept."""
    wanted = (("button.chart", LIGHT), ("button.chart_dark", DARK))
    return tuple(
        context.button(label, carried)
        for label, theme in wanted
        if (carried := action(context, f"sosanh {theme}", words)) is not None
    )


def _picture(context: Context, words: str, points: Sequence[FigureTold], *, dark: bool) -> File:
    """Raises `UserError` where it cannot be drawn: the numbers stand in words already."""
    articles = {it.said.article.id for it in points}
    chart = BarChart(
        title=words[:1].upper() + words[1:],
        bars=tuple(Bar(_what(it), it.figure.value, shorten(it.written, 30)) for it in points),
        source=context.text("dossier.chart_source", count=len(articles)),
        dark=dark,
    )
    try:
        content = draw_png(chart)
    except ChartFailed as error:
        log.warning("chart_failed", error=str(error))
        raise UserError("dossier.no_chart") from error
    return File("so-sanh.png", content, "image/png", (Span(shorten(words, 200)),))


def bars(points: Sequence[FigureTold]) -> list[Line]:
    """A bar for each point, to scale from zero; the number it is listed under stands before it.

    Words of a block drawing reach every phone and the terminal, and a reader can quote them.
    """
    most = max(abs(it.figure.value) for it in points) or 1.0
    lines: list[Line] = []
    for number, it in enumerate(points, 1):
        filled = max(1, round(BAR * abs(it.figure.value) / most)) if it.figure.value else 0
        lines.append((Span(f"{number}. {'█' * filled} {shorten(it.written, 20)}", code=True),))
    return lines


def _point(context: Context, told: FigureTold, number: int) -> Block:
    return Block(
        (
            (Span(f"{number}. "), Span(shorten(told.written, _LENGTH), bold=True)),
            (Span(shorten(_what(told), 120), italic=True),),
            origin(context, told.said.article),
            said_line(context, told.said, _QUOTED),
        )
    )


def _what(told: FigureTold) -> str:
    """Which period and which body the figure is of."""
    return " · ".join(filter(None, (told.period or format_day(told.last_day), told.body)))
