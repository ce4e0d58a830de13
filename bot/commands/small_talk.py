"""Greetings, thanks and calls for help: messages to the bot that are no search."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.commands.command import Context
from bot.commands.help import help_text
from bot.language.bare import without_marks
from bot.messages.rich import Reply
from storage.text import nfc

Kind = Literal["hello", "thanks", "help"]

MAX_CHARACTERS = 60
"""Longer messages say more than hello."""

_KINDS: tuple[Kind, ...] = ("hello", "thanks", "help")
_BESIDE = re.compile(r"[\W_]+")


def kind_of(text: str) -> Kind | None:
    """What the whole of `text` says; None: it may be a search."""
    if len(text) > MAX_CHARACTERS:
        return None
    said = _BESIDE.sub(" ", nfc(text).lower()).strip()
    return _said().get(said)


def small_talk(context: Context) -> Reply | None:
    """The answer to a typed message that is nothing but small talk; None: it is more."""
    kind = None if context.request.pressed else kind_of(context.request.text)
    if kind is None:
        return None
    if kind == "help":
        return help_text(context, "")
    buttons = (
        context.button("button.latest", "moinhat"),
        context.button("button.help", "trogiup"),
    )
    return Reply(context.blocks(f"help.{kind}"), buttons=(buttons,))


@cache
def _said() -> dict[str, Kind]:
    """Each saying as written, and as typed without diacritics."""
    raw = tomllib.loads(files(__package__).joinpath("small_talk.toml").read_text("utf-8"))
    found: dict[str, Kind] = {}
    for kind in _KINDS:
        for words in raw[kind]:
            said = nfc(words).lower()
            found[said] = kind
            found.setdefault(without_marks(said), kind)
    return found
