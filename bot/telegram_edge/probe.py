"""Talking to Telegram without running the bot: is the token known, send a message now."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.config import Settings
from bot.errors import BotError, ConfigError
from bot.telegram_edge.messenger import TelegramMessenger


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[Bot]:
    if settings.bot_token is None:
        raise ConfigError("BOT_TOKEN is not set")
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    request = HTTPXRequest()
    bot = Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.bot_api_url}/bot",
        request=request,
    )
    try:
        await bot.initialize()
        yield bot
    except InvalidToken as error:
        raise ConfigError("BOT_TOKEN: Telegram does not accept this token") from error
    except TelegramError as error:
        raise BotError(f"{settings.bot_api_url} could not be reached: {error}") from error
    finally:
        await bot.shutdown()
        await request.shutdown()  # a bot whose first getMe failed closes nothing


async def ask_name(settings: Settings) -> str:
    """The bot's username.

    Raises:
        ConfigError: no token, or Telegram does not accept it.
        BotError: Telegram could not be reached.
    """
    async with _bot(settings) as bot:
        return bot.username


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[TelegramMessenger]:
    """A messenger for a few messages; raises as `ask_name` does."""
    async with _bot(settings) as bot:
        yield TelegramMessenger(bot)
