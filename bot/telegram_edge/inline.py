"""Inline mode: what people type behind the bot's name in any chat.

https://core.telegram.org/bots/api#inline-mode. It is on once @BotFather's /setinline was sent.
"""

from __future__ import annotations

import asyncio

import structlog
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.commands.inline_answer import InlineAnswer, InlineHit
from bot.commands.request import Request
from bot.commands.router import Router
from bot.telegram_edge.failures import is_query_expired

log = structlog.get_logger()

START_PAYLOAD = "inline"
"""What /start gets from the button above the results."""
NOTE_LENGTH = 64
"""Characters of that button."""


class InlineAnswerer:
    """Answers inline queries."""

    def __init__(self, bot: Bot, router: Router) -> None:
        self._bot = bot
        self._router = router

    async def answer(self, query: InlineQuery) -> None:
        """Answer it; every failure is logged, none escapes."""
        user = query.from_user
        request = Request(
            text=query.query,
            chat_id=user.id,
            user_id=user.id,
            language_code=user.language_code,
            chat_admin=False,
        )
        found = await asyncio.to_thread(self._router.inline, request, query.offset)
        await self._send(query.id, found)

    async def _send(self, query_id: str, found: InlineAnswer) -> None:
        button = None
        if found.note is not None:
            button = InlineQueryResultsButton(
                text=found.note[:NOTE_LENGTH], start_parameter=START_PAYLOAD
            )
        try:
            await self._bot.answer_inline_query(
                inline_query_id=query_id,
                results=[_result(hit) for hit in found.hits],
                cache_time=found.cached,
                is_personal=True,
                next_offset=found.next_offset,
                button=button,
            )
        except TelegramError as error:
            if not is_query_expired(error):
                log.warning("inline_answer_failed", error=str(error))


def _result(hit: InlineHit) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=hit.id,
        title=hit.title,
        description=hit.description,
        url=hit.url,
        input_message_content=InputTextMessageContent(
            hit.message.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=not hit.message.preview),
        ),
    )
