"""/donvi, /body: a body's events, its figures by period, what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.dossier import (
    find_phrase,
    find_readings,
    follow_buttons,
    head_lines,
    not_found,
    origin,
    paged,
    quotation,
)
from bot.commands.listing import page_number, shorten
from bot.commands.period_view import period_asked
from bot.commands.view_links import commands_to, hash_of, link_of
from bot.dossiers.figures import FigureTold
from bot.dossiers.names import Named
from bot.dossiers.organisation import (
    EventHeld,
    OrganisationDossier,
    bodies_like,
    organisation_dossier,
)
from bot.errors import UserError
from bot.facts.extract import extract
from bot.facts.field_terms import body_slug
from bot.facts.look_up import slug
from bot.facts.periods import period_key
from bot.facts.record import OrganisationNamed
from bot.language.abbreviations import abbreviations_of, expand
from bot.messages.format import format_day
from bot.messages.rich import Block, Button, Line, Reply, Span
from storage.models import Article

EVENTS = 5
FIGURES = 8
REQUESTS = 2
"""What the first page tells of each kind, the newest."""

SLUG = "="
"""In front of a body's slug, behind a link."""

BODIES = 8
"""Bodies that are offered where only a part of a name was typed."""

_LABEL = 60
_LENGTH = 120


def organisation(context: Context, argument: str) -> Reply:
    """A body's name, abbreviated or not; behind a button `reference_of` it, and a page.

    Raises:
        UserError: no name, or a button's body is named no more.
    """
    words = argument.strip()
    if not slug(words):
        raise UserError("dossier.organisation_which")
    page = 1
    reference = ""
    name = body_slug(words)
    if context.request.pressed and words.startswith(SLUG):
        name = words = words.removeprefix(SLUG)
    elif context.request.pressed and words.startswith("@"):
        reference, _, number = words.partition(" ")
        name, words = _behind(context, reference)
        page = page_number(number)
    found = find_readings(context, [f"org:{name}"])
    dossier = organisation_dossier(name, found.readings)
    if dossier is None:
        return _others(context, words)
    reference = reference or reference_of(dossier.mentions[0].article, name)
    page, on_page, rows = paged(dossier.mentions, page, lambda at: f"donvi {reference} {at}")
    start = dossier.mentions.index(on_page[0]) + 1
    more = []
    if dossier.parent:
        parent = Named("body", slug(dossier.parent), dossier.parent)
        shown = Span(shorten(dossier.parent, _LENGTH), href=link_of(context, parent))
        more.append(context.line("dossier.parent", name=shown))
    parts = [head_lines(context, shorten(dossier.name, _LENGTH), found, *more)]
    if dossier.shared:
        parts.append(context.block("dossier.shared_name"))
    if page == 1:
        parts += _summary(context, dossier)
    parts.append(Block((context.line("dossier.mentions"),)))
    own = Named("body", name, dossier.name)
    parts += [
        quotation(context, it, number=number, but=own) for number, it in enumerate(on_page, start)
    ]
    parts += commands_to(context, [name for it in on_page for name in it.names], but=own)
    return Reply(
        tuple(parts),
        buttons=(*rows, *follow_buttons(context, f'đơn vị:"{dossier.name}"')),
        replace=context.request.pressed and page > 1,
    )


def reference_of(article: Article, name: str) -> str:
    """The body with the slug `name`, for buttons, by one article that names it.

    The name itself may be too long for a button, and its beginning that of another body.
    """
    return f"@{article.id}.{hash_of(name)}"


def _others(context: Context, words: str) -> Reply:
    """The bodies of whose names it is a part, abbreviated or written out."""
    spelled = dict.fromkeys((words, expand(words.upper()), *abbreviations_of(words)))
    found = [bodies_like(it, find_phrase(context, it).readings) for it in spelled]
    bodies = list({body.key: (body, article) for each in found for body, article in each}.values())
    if not bodies:
        name = shorten(words, _LENGTH)
        follow = f'đơn vị:"{name}"'
        return not_found(context, "dossier.organisation_not_found", words, follow=follow, name=name)
    return _which_of(context, words, bodies)


def _which_of(
    context: Context, words: str, bodies: Sequence[tuple[OrganisationNamed, Article]]
) -> Reply:
    shown = bodies[:BODIES]
    names: list[Line] = [
        (Span(f"{number}. {shorten(body.name, _LENGTH)}"),)
        for number, (body, _) in enumerate(shown, 1)
    ]
    buttons = [
        Button(
            label=shorten(f"{number}. {body.name}", _LABEL),
            action=f"donvi {reference_of(article, slug(body.key))}",
        )
        for number, (body, article) in enumerate(shown, 1)
    ]
    key = "dossier.organisation_which_of" if len(shown) > 1 else "dossier.only_near"
    head = context.block(key, name=shorten(words, _LENGTH))
    return Reply((head, Block(tuple(names))), buttons=tuple((it,) for it in buttons))


def _behind(context: Context, reference: str) -> tuple[str, str]:
    """Slug and name of the body that a button means. Raises `UserError` where it is gone."""
    article = context.store.get_article(reference[1:].partition(".")[0])
    for body in extract(article).organisations if article is not None else ():
        name = slug(body.key)
        if article is not None and reference_of(article, name) == reference:
            return name, body.name
    raise UserError("dossier.organisation_gone")


def _day(context: Context, event: EventHeld) -> str:
    return format_day(event.day) if event.dated else context.text("date.none")


def _summary(context: Context, dossier: OrganisationDossier) -> list[Block]:
    blocks = []
    events: list[Line] = [
        (Span(f"• {_day(context, it)} · {it.type} · "), *origin(context, it.said.article)[1:])
        for it in dossier.events[:EVENTS]
    ]
    if events:
        blocks.append(Block((context.line("dossier.events"), *events)))
    if dossier.figures:
        lines = figure_lines(context, dossier.figures[:FIGURES])
        blocks.append(Block((context.line("dossier.figures"), *lines)))
    asked = [quotation(context, it.said) for it in dossier.requests[:REQUESTS]]
    if asked:
        blocks += [Block((context.line("dossier.requests"),)), *asked]
    return blocks


def figure_lines(context: Context, figures: Sequence[FigureTold]) -> list[Line]:
    """A small table: below each period the figures told of it, each linked to its article."""
    lines: list[Line] = []
    period: str | None = ""
    for it in figures:
        if it.period != period:
            period = it.period
            lines.append((_period(context, period),))
        written = it.written if not it.figure.counted else f"{it.figure.counted}: {it.written}"
        lines.append(
            (Span(f"• {shorten(written, _LENGTH)} · "), *origin(context, it.said.article)[1:])
        )
    return lines


def _period(context: Context, label: str | None) -> Span:
    """The head of a period's figures, linked to what else was reported of it."""
    if label is None:
        return Span(context.text("dossier.no_period"), bold=True)
    named, _ = period_asked(context, label)
    key = period_key(named.first, named.last) if named is not None else None
    link = link_of(context, Named("period", key, label)) if key is not None else None
    return Span(label, bold=True, href=link)
