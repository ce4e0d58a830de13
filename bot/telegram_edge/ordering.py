"""Updates of one chat one after the other, different chats side by side."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable
from typing import Any

import structlog
from telegram import InlineQuery, Update
from telegram.ext import BaseUpdateProcessor

log = structlog.get_logger()

CHATS_AT_ONCE = 64
WAITING_PER_CHAT = 30
"""More unanswered messages than this from one chat are a flood: they are dropped and logged."""
UNLIMITED = 1 << 20
"""python-telegram-bot's own limit counts waiting updates too: one chat could take it all."""


class PerChatProcessor(BaseUpdateProcessor):
    """Updates of one chat in order, different chats side by side.

    A chat waits for its own turn first and only then takes one of the places, so that somebody
    who sends eighty messages delays nobody else.
    """

    def __init__(self) -> None:
        super().__init__(UNLIMITED)
        self._places = asyncio.Semaphore(CHATS_AT_ONCE)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._typed: dict[int, str] = {}
        """User → id of the latest inline query."""
        self._typing: dict[int, asyncio.Lock] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one."""
        typing = update.inline_query if isinstance(update, Update) else None
        if typing is not None:
            await self._process_typed(typing, coroutine)
            return
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat is not None else 0
        if self._waiting.get(key, 0) >= WAITING_PER_CHAT:
            log.warning("update_dropped", chat=key, waiting=self._waiting[key])
            if inspect.iscoroutine(coroutine):
                coroutine.close()
            return
        turn = self._turns.setdefault(key, asyncio.Lock())
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            async with turn, self._places:
                await coroutine
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._turns[key]

    async def _process_typed(self, query: InlineQuery, coroutine: Awaitable[Any]) -> None:
        """An inline query comes at every letter: of those that wait only the latest is answered."""
        user = query.from_user.id
        self._typed[user] = query.id
        turn = self._typing.setdefault(user, asyncio.Lock())
        async with turn:
            if self._typed.get(user) != query.id:
                if inspect.iscoroutine(coroutine):
                    coroutine.close()
                return
            try:
                async with self._places:
                    await coroutine
            finally:
                if self._typed.get(user) == query.id:
                    del self._typed[user], self._typing[user]

    async def initialize(self) -> None:
        """Nothing to allocate."""

    async def shutdown(self) -> None:
        """Nothing to free."""
