"""/ky, /period: what the articles report of a quarter, a half year, a term."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.dossier import (
    find_readings,
    head_lines,
    not_found,
    origin,
    read_buttons,
    said_line,
)
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
from bot.search.days import period_of
from storage.text import fold, nfc

PAGE = 4
"""Articles on a page."""

_LENGTH = 60


def period(context: Context, argument: str) -> Reply:
    """`quý III/2023 [words]`; behind a button `<page> <period>`.

    Words beside the period narrow the articles down: `quý III/2023 kết nạp đảng viên`.

    Raises:
        UserError: no period is named.
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
        name = shorten(text, _LENGTH)
        return not_found(context, "dossier.period_not_found", text, name=name)
    pages = -(-len(reports) // PAGE)
    page = min(page, pages)
    start = (page - 1) * PAGE
    shown = reports[start : start + PAGE]
    title = text if rest else _title(key, text)
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
        days = period_of(text, today)  # a year or a month alone: `2023`, `9/2023`
        if days is None:
            return None, text
        named = [AskedTime(0, days.end, days.first, days.last, "reported")]
    it = named[0]
    return it, " ".join(f"{text[: it.head]} {text[it.end :]}".split())


def _title(key: str, text: str) -> str:
    """The period by its name, a term of office as such where it was asked for as such."""
    words = period_words(key) or text
    return words.replace("giai đoạn", "nhiệm kỳ") if "nhiem ky" in fold(text) else words


def _report(context: Context, report: PeriodReport, number: int, own: Named) -> Block:
    article = report.said[0].article
    lines: list[Line] = [
        (Span(f"{number}. "), *origin(context, article)),
        (Span(shorten(article.title, 200), bold=True),),
    ]
    lines += [said_line(context, it, but=own) for it in report.said]
    return Block(tuple(lines))
