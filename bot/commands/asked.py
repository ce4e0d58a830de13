"""How a chat's queries are read: its zone, the sources by their names for it, and today."""

from __future__ import annotations

from bot.commands.command import Context
from bot.facts.field_terms import field_terms
from bot.search.query import QueryReader


def query_reader(context: Context) -> QueryReader:
    """The reader of queries for whoever asks."""
    return QueryReader(
        zone=context.zone,
        source_names=context.source_names,
        resolve=field_terms(context.store, context.catalog),
        today=context.now.astimezone(context.zone).date(),
    )
