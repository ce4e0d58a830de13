"""/ky, /period: what the articles report of a quarter, a half year, a term."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.dossier import find_readings, head_lines, origin, read_buttons, said_line
from bot.commands.listing import page_number, shorten, turn_buttons
from bot.commands.period_words import period_words
from bot.commands.search_action import action, recalled
from bot.commands.view_links import commands_to
from bot.dossiers.names import Named
from bot.dossiers.period import PeriodReport, period_reports
from bot.errors import UserError
from bot.facts.periods import period_key
from bot.language.asked_times import AskedTime, find_asked_times
from bot.messages.format import HOME_ZONE
from bot.messages.rich import Block, Line, Reply, Span
from storage.text import nfc

PAGE = 4
"""Articles on a page."""

_LENGTH = 60


def period(context: Context, argument: str) -> Reply:
    """`quý III/2023 [words]`; behind a button `<page> <period>`.

    Words beside the period narrow the articles down: `quý III/2023 kết nạp đảng viên`.

    Raises:
        UserError: no period is named, or no article reports of it.
    """
    page, text = 1, argument.strip()
    if context.request.pressed:
        number, _, text = text.partition(" ")
        page, text = page_number(number), recalled(context, text)
    if not text:
        raise UserError("dossier.period_which")
    wanted, rest = period_asked(context, text)
    key = period_key(wanted.first, wanted.last) if wanted is not None else None
    if wanted is None or key is None:
        raise UserError("dossier.no_period_named", name=shorten(text, _LENGTH))
    found = find_readings(context, [f"period:{key}"], words=[rest] if rest else [])
    reports = period_reports((wanted.first, wanted.last), found.readings)
    if not reports:
        raise UserError("dossier.period_not_found", name=shorten(text, _LENGTH))
    pages = -(-len(reports) // PAGE)
    page = min(page, pages)
    start = (page - 1) * PAGE
    shown = reports[start : start + PAGE]
    title = text if rest else period_words(key) or text
    own = Named("period", key, title)
    blocks = [_report(context, it, number, own) for number, it in enumerate(shown, start + 1)]
    names = [name for it in shown for said in it.said for name in said.names]
    rows = (
        read_buttons([it.said[0] for it in shown], start + 1),
        turn_buttons(page, pages, lambda at: action(context, f"ky {at}", text) or "ky"),
    )
    return Reply(
        (
            head_lines(context, shorten(title, _LENGTH), found, told=len(reports)),
            *blocks,
            *commands_to(context, names, but=own),
        ),
        buttons=tuple(row for row in rows if row),
        replace=context.request.pressed,
    )


def period_asked(context: Context, text: str) -> tuple[AskedTime | None, str]:
    """The first span of time that `text` names, and the words around it."""
    today = context.now.astimezone(HOME_ZONE).date()
    text = nfc(text)
    named = find_asked_times(text, today)
    if not named:
        return None, text
    it = named[0]
    return it, " ".join(f"{text[: it.head]} {text[it.end :]}".split())


def _report(context: Context, report: PeriodReport, number: int, own: Named) -> Block:
    article = report.said[0].article
    lines: list[Line] = [
        (Span(f"{number}. "), *origin(context, article)),
        (Span(shorten(article.title, 200), bold=True),),
    ]
    lines += [said_line(context, it, but=own) for it in report.said]
    return Block(tuple(lines))
