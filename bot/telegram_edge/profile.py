"""What Telegram shows of the bot before anybody has written to it: its descriptions."""

from __future__ import annotations

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.messages.catalog import Catalog

log = structlog.get_logger()

MAX_DESCRIPTION = 512
"""https://core.telegram.org/bots/api#setmydescription."""
MAX_SHORT_DESCRIPTION = 120
"""https://core.telegram.org/bots/api#setmyshortdescription."""


async def publish_profile(bot: Bot, catalog: Catalog, *, language: str) -> None:
    """Set both descriptions in each language; `language` also speaks to all others.

    Only what differs is set: Telegram allows few changes. A refusal is logged and ends the
    attempt: the descriptions are a convenience.
    """
    try:
        for code in (None, *catalog.languages):
            await _describe(bot, catalog, code or language, code)
    except TelegramError as error:
        log.warning("profile_not_set", error=str(error))


async def _describe(bot: Bot, catalog: Catalog, spoken: str, code: str | None) -> None:
    long = catalog.text(spoken, "profile.description")
    if (await bot.get_my_description(language_code=code)).description != long:
        await bot.set_my_description(description=long, language_code=code)
    short = catalog.text(spoken, "profile.short_description")
    current = await bot.get_my_short_description(language_code=code)
    if current.short_description != short:
        await bot.set_my_short_description(short_description=short, language_code=code)
