"""From what python-telegram-bot raises to the error named for the reaction.

Telegram has no stable error codes beyond the HTTP status, so the description decides within 400
and 403; the strings are those of the telegram-bot-api server (https://github.com/tdlib/telegram-bot-api),
matched without case because python-telegram-bot strips "Bad Request: " and capitalises the rest.
`BadRequest` and `TimedOut` are subclasses of `NetworkError`, so the order of the checks matters.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram import error as telegram_error

from bot.errors import (
    ChatMigrated,
    ChatRefused,
    DeliveryError,
    EntitiesRefused,
    MessageRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
    Unauthorized,
)

CHAT_REFUSED = (
    "chat not found",
    "user is deactivated",
    "user not found",
    "peer_id_invalid",
    "group is deactivated",
    "group chat was deactivated",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "bot is not a member",
    "bot was kicked",
    "bot was blocked",
)
THREAD_GONE = (
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
)
ENTITIES_REFUSED = ("can't parse entities", "can't find end of the entity", "entity_")
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""A proxy that refuses CONNECT has not passed the request on."""


def delivery_error(error: telegram_error.TelegramError) -> DeliveryError:
    """The reaction that `error` calls for; the caller raises it `from error`."""
    text = str(error)
    if isinstance(error, telegram_error.RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return Throttled(text, retry_after=max(seconds, 1.0))
    if isinstance(error, telegram_error.ChatMigrated):
        return ChatMigrated(text, new_chat_id=error.new_chat_id)
    if isinstance(error, telegram_error.InvalidToken):
        return Unauthorized(text)
    if isinstance(error, telegram_error.Forbidden):
        return ChatRefused(text)
    if isinstance(error, telegram_error.BadRequest):
        return _bad_request(text)
    if isinstance(error, telegram_error.NetworkError):
        if isinstance(error.__cause__, NEVER_LEFT):
            return NotSent(text)
        # Connection reset, read time-out and every 5xx look the same before and after delivery.
        return OutcomeUnknown(text)
    if isinstance(error, telegram_error.Conflict):
        return MessageRefused(text)
    return OutcomeUnknown(text)


def _bad_request(text: str) -> DeliveryError:
    lowered = text.lower()
    if any(phrase in lowered for phrase in THREAD_GONE):
        return ThreadGone(text)
    if any(phrase in lowered for phrase in CHAT_REFUSED):
        return ChatRefused(text)
    if any(phrase in lowered for phrase in ENTITIES_REFUSED):
        return EntitiesRefused(text)
    return MessageRefused(text)


def is_not_modified(error: telegram_error.TelegramError) -> bool:
    """Editing to the same text: what was wanted already stands."""
    return "message is not modified" in str(error).lower()


def is_edit_impossible(error: telegram_error.TelegramError) -> bool:
    """The message is gone or too old to be edited: send a new one instead."""
    lowered = str(error).lower()
    return "message to edit not found" in lowered or "message can't be edited" in lowered


def is_query_expired(error: telegram_error.TelegramError) -> bool:
    """The pressed button waited too long (the bot was down): only the toast is lost."""
    lowered = str(error).lower()
    return "query is too old" in lowered or "query id is invalid" in lowered
