"""/ngonngu, /language: Vietnamese or English."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.choices import LANGUAGE_NAMES, language_buttons
from bot.commands.command import Context
from bot.commands.subscription import change, with_language
from bot.errors import UserError
from bot.messages.rich import Reply
from storage.text import fold

_WORDS = {
    "vi": "vi",
    "viet": "vi",
    "tieng viet": "vi",
    "tiengviet": "vi",
    "vietnamese": "vi",
    "en": "en",
    "anh": "en",
    "tieng anh": "en",
    "tienganh": "en",
    "english": "en",
}


def language(context: Context, argument: str) -> Reply:
    """Ask, or set what was named.

    Raises:
        UserError: a language that the bot does not speak.
    """
    if not argument:
        return Reply(
            context.blocks("language.ask"),
            buttons=language_buttons(lambda code: f"ngonngu {code}"),
        )
    code = _WORDS.get(" ".join(fold(argument).split()))
    if code is None:
        raise UserError("language.unknown", word=argument[:40])
    change(context, lambda it: with_language(it, code))
    spoken = replace(context, language=code)
    return Reply(
        spoken.blocks("language.done", name=LANGUAGE_NAMES[code]),
        replace=context.request.pressed,
    )
