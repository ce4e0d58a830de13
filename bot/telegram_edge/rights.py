"""Who may do what: owners and curators by configuration, administrators by asking Telegram."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import structlog
from telegram import Bot, ChatMember
from telegram.error import TelegramError

from bot.commands.request import Request
from bot.config import Settings

log = structlog.get_logger()

ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
MEMORY_SECONDS = 60.0
"""For how long an answer is believed."""
MEMORY_ENTRIES = 2_000


class Rights:
    """Completes requests with the rights of their sender.

    Args:
        needs_admin: whether a request asks for something that only administrators may do; only
            then is Telegram asked.
        reviewed_chat: the group whose digest a private request reviews; slow, None for all others.
    """

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        needs_admin: Callable[[Request], bool],
        reviewed_chat: Callable[[Request], int | None],
    ) -> None:
        self._bot = bot
        self._settings = settings
        self._needs_admin = needs_admin
        self._reviewed_chat = reviewed_chat
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def complete(self, request: Request) -> Request:
        """The request with `owner`, `curator` and `chat_admin` as they are."""
        owner = request.user_id in self._settings.owner_ids
        curator = owner or request.user_id in self._settings.curator_ids
        chat_admin = request.chat_admin or curator
        if not chat_admin and request.user_id is not None and self._needs_admin(request):
            chat_admin = await self._is_administrator(request.chat_id, request.user_id)
        request = replace(request, owner=owner, curator=curator, chat_admin=chat_admin)
        if curator or request.user_id is None or request.chat_type != "private":
            return request
        reviewed = await asyncio.to_thread(self._reviewed_chat, request)
        if reviewed is None:
            return request
        administers = await self.administers(reviewed, request.user_id)
        if administers is None:
            return replace(request, group_admin="unknown")
        return replace(request, group_admin="yes" if administers else "no")

    async def administers(self, chat_id: int, user_id: int) -> bool | None:
        """Whether somebody is an administrator of the chat now; None: Telegram does not say."""
        try:
            member = await self._bot.get_chat_member(chat_id=chat_id, user_id=user_id)
        except TelegramError as error:
            log.warning("admin_lookup_failed", chat=chat_id, error=str(error))
            return None
        return member.status in ADMINISTRATORS

    async def _is_administrator(self, chat_id: int, user_id: int) -> bool:
        key = (chat_id, user_id)
        asked_at, answer = self._known.get(key, (float("-inf"), False))
        if time.monotonic() - asked_at < MEMORY_SECONDS:
            return answer
        now = await self.administers(chat_id, user_id)
        if now is None:  # which means no: a stranger must never change a group's settings
            return False
        if len(self._known) >= MEMORY_ENTRIES:
            self._known.clear()
        self._known[key] = (time.monotonic(), now)
        return self._known[key][1]
