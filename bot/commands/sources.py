"""/nguon, /sources: where articles come from and, for curators, whether each source is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands import (
    source_add,
    source_backfill,
    source_known,
    source_page,
    source_try,
)
from bot.commands.command import Context, Handler
from bot.commands.source_list import paged, rows_of
from bot.errors import UserError
from bot.messages.naming import full_source_name
from bot.messages.rich import Reply
from storage.models import Source
from storage.text import fold, folded_words

MAX_QUERY = 40
"""Characters of a name that is looked for."""


def sources(context: Context, argument: str) -> Reply:
    """Page `argument` of the sources; or one of the words below; or a source's id or name.

    Raises:
        UserError: no such source, or something that is for curators.
    """
    word, _, rest = argument.partition(" ")
    verb = _VERBS.get(fold(word))
    if verb is not None:
        if not context.request.curator:
            raise UserError("error.curators_only")
        return verb(context, rest.strip())
    if argument in context.sources and context.request.curator:
        return source_page.show(context, argument)
    if not argument or (argument.isascii() and argument.isdigit()):
        return _all(context, argument)
    return _found(context, argument)


def _all(context: Context, argument: str) -> Reply:
    rows = rows_of(context)
    if not rows:
        return Reply(context.blocks("sources.none"))
    off = sum(row.off for row in rows)
    head = [context.line("sources.head", count=len(rows) - off)]
    if off:
        head.append(context.line("sources.off_too", count=off))
        if not any(row.in_use for row in rows):
            head.append(context.line("sources.turn_on"))
    unwell = sum(row.unwell for row in rows)
    other = [context.button("button.open_known", "nguon kho")]
    if unwell:
        other.insert(0, context.button("button.unwell_sources", "nguon hong", count=unwell))
    return paged(context, head, rows, argument, "nguon", *other)


def _unwell(context: Context, argument: str) -> Reply:
    rows = [row for row in rows_of(context) if row.unwell]
    head = [
        context.line("sources.unwell", count=len(rows))
        if rows
        else context.line("sources.all_well")
    ]
    everything = context.button("button.all_sources", "nguon 1")
    return paged(context, head, rows, argument, "nguon hong", everything)


def _found(context: Context, argument: str) -> Reply:
    """Sources by words of their name, province or id; diacritics or not."""
    words, _, last = argument.rpartition(" ")
    query, page = (words, last) if words and last.isdigit() else (argument, "")
    query = query[:MAX_QUERY].strip()
    wanted = folded_words(query)
    rows = [row for row in rows_of(context) if _fits(context, row.source, wanted)]
    if not rows or not wanted:
        raise UserError("sources.not_found", word=query)
    head = [context.line("sources.found", count=len(rows), query=query)]
    return paged(context, head, rows, page, f"nguon {query}")


def _fits(context: Context, source: Source, wanted: Sequence[str]) -> bool:
    name = full_source_name(context.catalog, context.language, source)
    known = folded_words(f"{name} {source.province or ''} {source.id}")
    return all(any(word.startswith(each) for word in known) for each in wanted)


def _opml(context: Context, argument: str) -> Reply:
    """Subscription lists: what reads them takes long to import and is seldom asked for."""
    from bot.commands.source_opml import opml

    return opml(context, argument)


_VERBS: Mapping[str, Handler] = {
    "hong": _unwell,
    "unwell": _unwell,
    "xem": source_page.show,
    "view": source_page.show,
    "doc": source_page.poll,
    "poll": source_page.poll,
    "bat": source_try.turn_on,
    "on": source_try.turn_on,
    "tat": source_page.turn_off,
    "off": source_page.turn_off,
    "them": source_add.add,
    "add": source_add.add,
    "lui": source_backfill.back,
    "back": source_backfill.back,
    "kho": source_known.known,
    "known": source_known.known,
    "opml": _opml,
}
"""First words, folded. A source with such an id is reached through `xem`."""
