"""/vanban, /document: who cites a document, when, and what it is about."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.dossier import (
    find_readings,
    follow_buttons,
    head_lines,
    not_found,
    paged,
    quotation,
)
from bot.commands.listing import page_number, shorten
from bot.commands.search_action import MAX_ACTION
from bot.commands.view_links import commands_to, link_of
from bot.dossiers.document import Citation, DocumentDossier, document_dossiers
from bot.dossiers.names import Named
from bot.errors import UserError
from bot.facts.asked_documents import asked_document
from bot.facts.document_terms import asked_terms
from bot.facts.look_up import slug
from bot.messages.rich import Button, Reply, Span

OTHERS = 4
"""Other documents of the same number that get a button."""

_LENGTH = 120
_KEPT = "doc:"
"""Prefix of the look-up terms that are keys of documents."""


def document(context: Context, argument: str) -> Reply:
    """`Chỉ thị số 05-CT/TW`; behind a button `<key> [page]`.

    Raises:
        UserError: no document is named.
    """
    words = argument.strip()
    if not words:
        raise UserError("dossier.document_which")
    page = 1
    if context.request.pressed:
        key, _, number = words.partition(" ")
        page, keys, terms = page_number(number), [key], list(asked_terms(key))
    else:
        asked = asked_document(words)
        terms = list(asked.terms) if asked is not None else []
        keys = [term.removeprefix(_KEPT) for term in terms if term.startswith(_KEPT)]
    shown = shorten(words, _LENGTH)
    if not keys:
        raise UserError("dossier.no_document", name=shown)
    found = find_readings(context, terms)
    dossiers = document_dossiers(keys, found.readings)
    if not dossiers:
        return not_found(
            context,
            "dossier.document_not_found",
            words,
            follow=f'văn bản:"{shown}"',
            name=shown,
        )
    first, *others = dossiers
    said = {it.said: it for it in first.citations}
    page, on_page, rows = paged(list(said), page, lambda at: f"vanban {first.key} {at}")
    more = []
    if first.subject:
        more.append(context.line("dossier.subject", subject=shorten(first.subject, 300)))
    start = list(said).index(on_page[0]) + 1
    own = Named("document", first.key, first.name)
    blocks = [
        quotation(context, it, *_beside(context, said[it]), number=number, but=own)
        for number, it in enumerate(on_page, start)
    ]
    names = [name for it in on_page for name in it.names]
    return Reply(
        (
            head_lines(context, shorten(first.name, _LENGTH), found, *more, told=len(said)),
            *blocks,
            *commands_to(context, names, but=own),
        ),
        buttons=(
            *rows,
            *_other_buttons(others),
            *follow_buttons(context, f'văn bản:"{first.name}"'),
        ),
        replace=context.request.pressed and page > 1,
    )


def _beside(context: Context, citation: Citation) -> list[Span]:
    """The body whose event cites it, for the line between origin and sentence."""
    if citation.host is None:
        return []
    host = Named("body", slug(citation.host), citation.host)
    name = Span(
        shorten(citation.host, _LENGTH), href=link_of(context, host, citation.said.article.id)
    )
    return [*context.line("dossier.cited_by", name=name)]


def _other_buttons(others: list[DocumentDossier]) -> tuple[tuple[Button, ...], ...]:
    rows = []
    for it in others[:OTHERS]:
        action = f"vanban {it.key}"
        if len(action.encode()) <= MAX_ACTION:
            label = f"{shorten(it.name, 40)} ({len(it.citations)})"
            rows.append((Button(label=label, action=action),))
    return tuple(rows)
