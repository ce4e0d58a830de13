"""The buttons below what was found, or not found: other orders, counts, following, commands."""

from __future__ import annotations

import re

from bot.commands.command import Context, Scope
from bot.commands.search_action import MAX_ACTION, action
from bot.commands.search_counts import MONTHS, SOURCES
from bot.facts.look_up import slug
from bot.messages.rich import Button, ButtonRows
from bot.search.answer import Answer
from bot.search.asked import Asked
from bot.search.fields import Field
from storage.text import fold, folded_words

FOLLOW = "theodoi"
"""The command that follows a query; the button is there where the command is."""

_QUOTATION = re.compile(r'(?<!:)["“”„«»]')
"""A quotation mark that is not the value's of a field."""

_NEWEST = "sắp:mới"
_BEST = "sắp:liên quan"
_ORDERED = re.compile(rf"\s*(?:{_NEWEST}|{_BEST})")


def other_ways(context: Context, asked: Asked) -> ButtonRows:
    """Where nothing is found: the words of a quotation apart, and to be told of what comes."""
    rows: list[tuple[str, str, str]] = [
        ("button.whose_name", "nguoi", slug(it.value))
        for it in asked.fields
        if it.name is Field.PERSON
    ]
    apart = " ".join(_QUOTATION.sub(" ", asked.text).split())
    if asked.query.phrases and apart != asked.text:
        rows.append(("button.words_apart", "tim 1", apart))
    if asked.with_fields and any(command.name == FOLLOW for command in context.commands):
        rows.append(("button.follow", FOLLOW, _ORDERED.sub("", asked.with_fields)))
    return tuple((button,) for it in rows if (button := _button(context, *it)) is not None)


def further(context: Context, asked: Asked, answer: Answer) -> ButtonRows:
    """Other ways to look at what was found; nothing for a single article."""
    text = asked.with_fields
    if not text:
        return ()
    several = answer.whole > 1 or answer.query.any_word
    rows: list[list[tuple[str, str, str]]] = [[], [], []]
    rows[1] += [
        ("button.whose_name", "nguoi", slug(it.value))
        for it in asked.fields
        if it.name is Field.PERSON and len(folded_words(it.value)) == 1
    ]
    if several and (asked.query.words or asked.query.phrases):
        plain = _ORDERED.sub("", text)
        newest = asked.query.order == "newest"
        key = "button.best_first" if newest else "button.newest_first"
        rows[0].append((key, "tim 1", f"{plain} {_BEST if newest else _NEWEST}"))
    if several:
        rows[0].append(("button.by_month", f"tim {MONTHS}", asked.text))
        rows[0].append(("button.by_source", f"tim {SOURCES}", asked.text))
    if asked.time is not None and answer.step not in ("words", "timeless"):
        rows[1].append(("button.very_words", "tim 1", asked.literal))
    if any(command.name == FOLLOW for command in context.commands):
        rows[2].append(("button.follow", FOLLOW, _ORDERED.sub("", text)))
    return tuple(
        tuple(made)
        for row in rows
        if (made := [button for it in row if (button := _button(context, *it)) is not None])
    )


def _button(context: Context, key: str, command: str, text: str) -> Button | None:
    carried = action(context, command, text)
    return None if carried is None else context.button(key, carried)


def command_meant(context: Context, text: str) -> ButtonRows:
    """A button for the command whose name was typed without its slash: "đăng ký"."""
    name = fold("".join(text[:MAX_ACTION].split()))
    return tuple(
        (Button(label=f"/{name}", action=command.name),)
        for command in context.commands
        if name in (command.name, *command.aliases) and command.scope is not Scope.CURATORS
    )
