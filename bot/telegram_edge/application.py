"""python-telegram-bot's application, as this bot sets it up."""

from __future__ import annotations

import os
from typing import Any

from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.config import Settings
from bot.errors import ConfigError
from bot.telegram_edge.ordering import PerChatProcessor

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Requests = tuple[HTTPXRequest, HTTPXRequest]
"""For everything, and for getUpdates alone: it waits."""

CONNECTIONS = 8
"""httpx gets slower with more: 8 connections 656 messages/s, 64 connections 283."""


def requests_of(connections: int = CONNECTIONS) -> Requests:
    """The two connection pools; whoever makes them shuts them down.

    More than `CONNECTIONS` pay where so many requests have to be in flight (paid broadcasts).
    """
    return (
        HTTPXRequest(
            connection_pool_size=max(connections, CONNECTIONS),
            connect_timeout=10,
            read_timeout=20,
            write_timeout=20,
            pool_timeout=30,
        ),
        HTTPXRequest(connection_pool_size=1, read_timeout=45),
    )


def application_of(settings: Settings, requests: Requests) -> AnyApplication:
    """The application over these pools, without handlers.

    Raises:
        ConfigError: `bot_token` is not set.
    """
    if settings.bot_token is None:
        raise ConfigError("BOT_TOKEN is not set")
    # python-telegram-bot reads this when it builds a RetryAfter; without it, it warns.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    return (
        ApplicationBuilder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .request(requests[0])
        .get_updates_request(requests[1])
        .concurrent_updates(PerChatProcessor())
        .build()
    )
