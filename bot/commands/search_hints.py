"""What is said of a query that cannot be searched as it stands, and how to go on from there."""

from __future__ import annotations

from datetime import date

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.pasted import address_in, cut, title_in
from bot.commands.search_action import action
from bot.errors import UserError
from bot.messages.rich import Button, Line, Reply
from bot.search.pieces import says_something
from bot.search.query import MAX_CHARACTERS
from bot.search.source_names import near_sources
from bot.search.unfinished import unfinished

_VALUE = 40


def searchable(context: Context, text: str, today: date | None) -> tuple[str, tuple[Line, ...]]:
    """What can be searched of `text`, and what is said of the rest: an address that no article has,
    words beyond those of a query, a field that asks for nothing.

    Raises:
        UserError: nothing is left; tells what to do.
    """
    said: tuple[Line, ...] = ()
    address = address_in(text)
    if address is not None:
        text = title_in(address)
        if not text:
            raise UserError("search.no_such_address")
        said = (context.line("search.by_address"),)
    elif len(text) > MAX_CHARACTERS:
        text, said = cut(text), (context.line("search.cut"),)
    text, more = _without_unfinished(context, text, today)
    return text, (*said, *more)


def _without_unfinished(
    context: Context, text: str, today: date | None
) -> tuple[str, tuple[Line, ...]]:
    found = unfinished(text, today)
    if found is None:
        return text, ()
    if not says_something(found.rest):
        example = context.text(f"search.example.{found.field.value}")
        raise UserError("search.unfinished", field=shorten(found.name, _VALUE), example=example)
    if found.value:
        value = shorten(found.value, _VALUE)
        return found.rest, (context.line("search.no_such_day", value=value),)
    return found.rest, (context.line("search.unfinished_left_out", field=found.name),)


def no_such_source(context: Context, name: str, text: str) -> Reply:
    """No source is called so: those that may be meant, each with a button for the same query.

    Raises:
        UserError: none may be.
    """
    names = context.source_names
    buttons = []
    for source_id in near_sources(name, names):
        # in quotation marks or not, the id takes the name's place in them
        quoted = text.replace(f'"{name}"', name, 1).replace(name, f'"{source_id}"', 1)
        carried = action(context, "tim 1", quoted)
        if carried is not None:
            label = shorten(names[source_id], NAME_LENGTH)
            buttons.append((Button(label=label, action=carried),))
    if not buttons:
        raise UserError("search.no_such_source", name=shorten(name, _VALUE))
    blocks = context.blocks("search.near_source", name=shorten(name, _VALUE))
    return Reply(blocks, buttons=tuple(buttons))
