"""The command menus that Telegram shows: one per language and scope, from the command list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

log = structlog.get_logger()

MenuText = Mapping[str | None, Sequence[tuple[str, str]]]
"""Language code (None: every other language) → (command, description) pairs."""


async def publish_menus(
    bot: Bot, *, readers: MenuText, curators: MenuText, curator_ids: Iterable[int]
) -> None:
    """Set the menus; https://core.telegram.org/bots/api#setmycommands.

    A curator's own private chat gets the longer list. A refusal (a curator who has never
    written to the bot) is logged and the others go on: menus are a convenience.
    """
    scopes: list[tuple[BotCommandScope, MenuText]] = [
        (BotCommandScopeDefault(), readers),
        (BotCommandScopeAllPrivateChats(), readers),
        (BotCommandScopeAllGroupChats(), readers),
    ]
    scopes += [(BotCommandScopeChat(chat_id), curators) for chat_id in sorted(curator_ids)]
    for scope, texts in scopes:
        for language, entries in texts.items():
            try:
                await bot.set_my_commands(
                    commands=[BotCommand(name, text) for name, text in entries],
                    scope=scope,
                    language_code=language,
                )
            except TelegramError as error:
                log.warning("menu_not_set", scope=scope.type, language=language, error=str(error))
                break
