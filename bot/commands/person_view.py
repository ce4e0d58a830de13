"""/nguoi, /person: the posts of a person over time, and where they appear."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.dossier import (
    find_phrase,
    find_readings,
    follow_buttons,
    head_lines,
    not_found,
    paged,
    quotation,
    span_of_days,
)
from bot.commands.listing import page_number, shorten
from bot.commands.near_people import people_near
from bot.commands.search_action import MAX_ACTION
from bot.commands.view_links import commands_to
from bot.dossiers.names import Named
from bot.dossiers.person import (
    Appearance,
    PersonDossier,
    PostHeld,
    names_like,
    person_dossier,
)
from bot.errors import UserError
from bot.facts.look_up import slug as slug_of
from bot.messages.format import format_day
from bot.messages.rich import Block, Button, Line, Reply, Span

POSTS = 8
"""Posts that are listed, those given last."""

NAMES = 8
"""People who are offered where only a part of a name was typed."""

_LENGTH = 100
_LABEL = 60


def person(context: Context, argument: str) -> Reply:
    """A name, with diacritics or not; behind a button `<slug> [page]`.

    Raises:
        UserError: no name.
    """
    words = argument.strip()
    page = 1
    if context.request.pressed:
        words, _, number = words.partition(" ")
        page = page_number(number)
    slug = slug_of(words.replace("-", " "))
    if not slug:
        raise UserError("dossier.person_which")
    found = find_readings(context, [f"who:{slug}"])
    dossier = person_dossier(slug, found.readings)
    if dossier is None:
        return _others(context, slug, words)
    said = {it.said: it for it in dossier.appearances}
    page, on_page, rows = paged(list(said), page, lambda at: f"nguoi {slug} {at}")
    start = list(said).index(on_page[0]) + 1
    own = Named("person", slug, dossier.name)
    blocks = [
        quotation(context, it, *_what(context, said[it], dossier), number=number, but=own)
        for number, it in enumerate(on_page, start)
    ]
    parts = [head_lines(context, dossier.name, found)]
    if page == 1:
        parts += _posts(context, dossier)
    parts.append(Block((context.line("dossier.appearances"),)))
    names = [name for it in on_page for name in it.names]
    return Reply(
        (*parts, *blocks, *commands_to(context, names, but=own)),
        buttons=(*rows, *follow_buttons(context, f'người:"{dossier.name}"')),
        replace=context.request.pressed and page > 1,
    )


def _others(context: Context, slug: str, words: str) -> Reply:
    """The people of whose names it is a part, else those whose name is one slip away."""
    shown = shorten(words.replace("-", " "), _LENGTH)
    names = names_like(slug, find_phrase(context, slug.replace("-", " ")).readings)
    key = "dossier.person_which_of" if len(names) > 1 else "dossier.only_near"
    if not names:
        names, key = people_near(context.store, slug), "dossier.person_near"
    if not names:
        follow = f'người:"{shown}"'
        return not_found(context, "dossier.person_not_found", words, follow=follow, name=shown)
    buttons = [
        (Button(label=shorten(name, _LABEL), action=f"nguoi {slug_of(name)}"),)
        for name in names[:NAMES]
        if len(f"nguoi {slug_of(name)}") <= MAX_ACTION
    ]
    return Reply((context.block(key, name=shown),), buttons=tuple(buttons))


def _posts(context: Context, dossier: PersonDossier) -> list[Block]:
    """The posts, or those of each of the people who have the name."""
    if not dossier.people:
        doubt = [context.block("dossier.maybe_namesakes")] if dossier.in_doubt else []
        return [*_posts_of(context, dossier.posts, context.line("dossier.posts")), *doubt]
    provinces = [it.provinces for it in dossier.people]
    near = len(set(provinces)) < len(provinces)
    key = "dossier.namesakes_near" if near else "dossier.namesakes"
    blocks = [context.block(key, count=len(dossier.people))]
    for number, one in enumerate(dossier.people, start=1):
        places = one.provinces
        if provinces.count(places) > 1:
            places = (*one.seats, *places)
        head = context.line("dossier.namesake", number=number, places=", ".join(places))
        blocks += _posts_of(context, one.posts, head)
    if any(_number(it, dossier) is None for it in dossier.appearances):
        blocks.append(context.block("dossier.namesake_unknown"))
    return blocks


def _number(appearance: Appearance, dossier: PersonDossier) -> int | None:
    """Which of the people of the name it is; None: one only, or not known."""
    article = appearance.said.article.id
    numbers = (at for at, it in enumerate(dossier.people, start=1) if article in it.articles)
    return next(numbers, None)


def _posts_of(context: Context, posts: Sequence[PostHeld], head: Line) -> list[Block]:
    """Each post with the days on which articles give it: evidence, not a term of office."""
    lines: list[Line] = []
    for it in posts[:POSTS]:
        days = span_of_days(it.first, it.last) if it.dated else context.text("date.none")
        lines.append((Span("• "), Span(shorten(it.post, 200), bold=True), Span(f" · {days}")))
    return [Block((head, *lines))] if lines else []


def _what(context: Context, appearance: Appearance, dossier: PersonDossier) -> list[Span]:
    """The event, its day, the part in it, a change of post, and which of several people it is."""
    number = _number(appearance, dossier)
    told = [f"👤{number}"] if number else []
    if appearance.change:
        told.append(context.text(f"dossier.change.{appearance.change}"))
    if appearance.event:
        told.append(appearance.event)
    if appearance.event_day:
        told.append(format_day(appearance.event_day))
    told += [context.text(f"dossier.role.{role}") for role in appearance.roles]
    return [Span(" · ".join(told), italic=True)] if told else []
