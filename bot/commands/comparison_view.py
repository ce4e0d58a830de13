"""/sosanh, /compare: one figure across periods or bodies, each with its own sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.dossier import MOST, origin, quoted, read_buttons
from bot.commands.listing import shorten
from bot.dossiers.comparison import comparisons
from bot.dossiers.figures import FigureTold
from bot.dossiers.reading import article_of, read
from bot.errors import UserError
from bot.messages.format import format_day
from bot.messages.rich import Block, Line, Reply, Span
from storage.models import SearchQuery

POINTS = 8
"""Points that are shown, the latest."""

BAR = 16
"""Characters of the longest bar: with its value a line of a phone."""

_LENGTH = 60
_QUOTED = 240


def compare(context: Context, argument: str) -> Reply:
    """`kết nạp đảng viên`: what to compare, in the words of the articles.

    Raises:
        UserError: no words, or no article gives such a figure.
    """
    words = " ".join(argument.split())
    if not words:
        raise UserError("dossier.compare_which")
    query = SearchQuery(words=(words,), limit=MOST, fold_reposts=True)
    result = context.store.search(query)
    readings = read(article_of(hit) for hit in result.hits)
    found = comparisons(words, readings)
    if not found:
        raise UserError("dossier.no_figures", words=shorten(words, _LENGTH))
    best = found[0]
    points = best.points[-POINTS:]
    articles = {it.said.article.id for it in best.points}
    head: list[Line] = [(Span(words, bold=True),)]
    head.append(context.line("dossier.points", count=len(best.points), articles=len(articles)))
    blocks = [Block(tuple(head))]
    if best.comparable:
        blocks.append(Block(tuple(bars(points))))
    else:
        blocks.append(Block((context.line("dossier.one_figure"),)))
    blocks += [_point(context, it, number) for number, it in enumerate(points, 1)]
    return Reply(tuple(blocks), buttons=(read_buttons([it.said for it in points], 1),))


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
    what = " · ".join(filter(None, (told.period or format_day(told.last_day), told.body)))
    return Block(
        (
            (Span(f"{number}. "), Span(shorten(told.written, _LENGTH), bold=True)),
            (Span(shorten(what, 120), italic=True),),
            origin(context, told.said.article),
            (Span(f"“{quoted(told.said, _QUOTED)}”"),),
        )
    )
