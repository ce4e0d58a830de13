"""From a `Reply` to Bot API calls: new messages, edits of the pressed button's message, toasts.

Interactive answers go through the same pacer as digests, ahead of them. They are not in the
outbox. After an error of the server they are sent again: an answer that comes twice is harmless.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.commands.request import Request
from bot.delivery.pacer import Pacer
from bot.errors import (
    ChatMigrated,
    ChatRefused,
    DeliveryError,
    EntitiesRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
)
from bot.messages.rich import ButtonRows, File, Reply
from bot.messages.split import split
from bot.telegram_edge.failures import (
    delivery_error,
    is_edit_impossible,
    is_not_modified,
    is_query_expired,
)
from bot.telegram_edge.messenger import TelegramMessenger, keyboard, link_preview
from storage.models import Part

log = structlog.get_logger()

TRIES = 3
TOAST_LENGTH = 200
"""https://core.telegram.org/bots/api#answercallbackquery."""
LONGEST_WAIT = 60.0
"""Seconds; a longer flood wait is not sat out for an interactive answer."""

_Sending = Callable[[int | None, bool], Awaitable[None]]
"""Sends one message to the given topic, as plain text or not; raises `DeliveryError`."""


class ReplySender:
    """Delivers replies; every failure is logged and handled, none escapes."""

    def __init__(self, bot: Bot, pacer: Pacer) -> None:
        self._bot = bot
        self._pacer = pacer
        self._messenger = TelegramMessenger(bot)

    async def deliver(self, reply: Reply, request: Request, edit_message_id: int | None) -> None:
        """Send `reply` where `request` came from: its text, its ready messages, then its file.

        `edit_message_id` is the message whose button was pressed; with `reply.replace` its text
        gives way to the first part.

        Raises:
            ChatRefused: the chat cannot be written to.
            ChatMigrated: the chat lives elsewhere now.
        """
        if reply.blocks and not await self._deliver_text(reply, request, edit_message_id):
            return
        for part in reply.parts:
            if not await self._send(request, partial(self._send_part, request, part)):
                return
        if reply.file is not None:
            buttons = () if reply.blocks else reply.buttons
            await self._send(request, partial(self._send_file, request, reply.file, buttons))

    async def _deliver_text(
        self, reply: Reply, request: Request, edit_message_id: int | None
    ) -> bool:
        """Whether all of the text arrived."""
        parts = split(reply.blocks, reply.buttons, preview=reply.preview)
        rest = parts
        if (
            reply.replace
            and edit_message_id is not None
            and await self._edit(request, parts[0], edit_message_id)
        ):
            rest = parts[1:]
        for part in rest:
            if not await self._send(request, partial(self._send_part, request, part)):
                return False
        return True

    async def _send_part(
        self, request: Request, part: Part, thread_id: int | None, plain: bool
    ) -> None:
        await self._messenger.send(request.chat_id, part, thread_id=thread_id, plain=plain)

    async def _send_file(
        self, request: Request, file: File, buttons: ButtonRows, thread_id: int | None, plain: bool
    ) -> None:
        await self._messenger.send_file(
            request.chat_id, file, buttons, thread_id=thread_id, plain=plain
        )

    async def toast(self, query_id: str, text: str | None) -> None:
        """Acknowledge a pressed button; without this the client shows a spinner for a minute."""
        try:
            await self._bot.answer_callback_query(
                callback_query_id=query_id, text=text[:TOAST_LENGTH] if text else None
            )
        except TelegramError as error:
            if not is_query_expired(error):
                log.warning("toast_failed", error=str(error))

    async def _edit(self, request: Request, part: Part, message_id: int) -> bool:
        try:
            async with self._turn(request):
                await self._bot.edit_message_text(
                    text=part.html,
                    chat_id=request.chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=link_preview(part),
                    reply_markup=keyboard(part.buttons),
                )
        except TelegramError as error:
            if is_not_modified(error):
                return True
            failure = delivery_error(error)
            if isinstance(failure, (ChatRefused, ChatMigrated)):
                raise failure from error
            if not is_edit_impossible(error):
                log.warning("edit_failed", chat=request.chat_id, error=str(error))
            return False
        return True

    async def _send(self, request: Request, send: _Sending) -> bool:
        """True when it arrived; what cannot be helped is logged."""
        thread_id, plain = request.thread_id, False
        failure: DeliveryError | None = None
        for attempt in range(1, TRIES + 1):
            try:
                async with self._turn(request):
                    await send(thread_id, plain)
            except (ChatRefused, ChatMigrated):
                raise
            except EntitiesRefused as error:
                failure, plain = error, True
            except ThreadGone as error:
                failure, thread_id = error, None
            except Throttled as error:
                failure = error
                self._pacer.throttled(request.chat_id, error.retry_after)
                if error.retry_after > LONGEST_WAIT:
                    break
            except (NotSent, OutcomeUnknown) as error:
                # An answer that comes twice is harmless, silence is not.
                failure = error
                await asyncio.sleep(attempt)
            except DeliveryError as error:
                failure = error
                break
            else:
                return True
        log.warning("reply_failed", chat=request.chat_id, error=str(failure))
        return False

    def _turn(self, request: Request) -> AbstractAsyncContextManager[None]:
        is_group = request.chat_type != "private"
        return self._pacer.turn(request.chat_id, is_group, urgent=True)
