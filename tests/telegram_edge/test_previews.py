"""Link previews on their way through the Bot API."""

from __future__ import annotations

import json

import pytest
from telegram import Bot

from bot.commands.request import Request
from bot.delivery.pacer import Pacer
from bot.messages.rich import Reply
from bot.telegram_edge.messenger import TelegramMessenger
from bot.telegram_edge.replies import ReplySender
from storage.models import Part
from tests.botapi.server import UNLIMITED, BotApiServer

PAGE = "https://giadinh.example/1"
NAMED = Part(html="Điểm tin", plain="Điểm tin", preview=True, preview_url=PAGE)
ABOVE = {"url": PAGE, "prefer_small_media": True, "show_above_text": True}


@pytest.fixture(autouse=True)
def timedelta_in_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`RetryAfter` warns of its future form unless told to use it now; warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_a_named_page_is_shown_small_and_above() -> None:
    """In a digest that is sent and in one that is asked for again; all others show nothing."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with Bot(server.token, f"{server.url}/bot") as bot:
            await TelegramMessenger(bot).send(1001, NAMED)
            await TelegramMessenger(bot).send(1001, Part(html=PAGE, plain=PAGE))
            request = Request("/guilai", 1001)
            await ReplySender(bot, Pacer()).deliver(Reply(parts=(NAMED,)), request, None)
        sent = [lan.chat.messages[it.message_id].link_preview for it in lan.messages]
        shown = [json.loads(it) if isinstance(it, str) else it for it in sent]
        assert shown == [ABOVE, {"is_disabled": True}, ABOVE]
        assert not server.violations
