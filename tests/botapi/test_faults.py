"""Each scripted fault becomes the exception that a real failure becomes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.botapi.server import BotApiServer, Fault


@pytest.fixture
async def hasty_bot(server: BotApiServer) -> AsyncIterator[Bot]:
    """A client that gives up reading after a moment."""
    request = HTTPXRequest(read_timeout=0.3)
    async with Bot(server.token, base_url=f"{server.url}/bot", request=request) as client:
        yield client


@pytest.mark.parametrize(
    ("fault", "kind", "text"),
    [
        (Fault.BLOCKED, Forbidden, "bot was blocked by the user"),
        (Fault.DEACTIVATED, Forbidden, "user is deactivated"),
        (Fault.NOT_STARTED, Forbidden, "bot can't initiate conversation with a user"),
        (Fault.KICKED, Forbidden, "bot was kicked from the group chat"),
        (Fault.NOT_MEMBER, Forbidden, "bot is not a member of the group chat"),
        (Fault.NOT_FOUND, BadRequest, "Chat not found"),
        (Fault.TOPIC_CLOSED, BadRequest, "Topic_closed"),
        (Fault.THREAD_NOT_FOUND, BadRequest, "Message thread not found"),
        (Fault.CANNOT_PARSE, BadRequest, "Can't parse entities"),
        (Fault.UNAUTHORIZED, InvalidToken, "Unauthorized"),
        (Fault.RETRY_AFTER, RetryAfter, "Flood control exceeded"),
        (Fault.SERVER_ERROR, NetworkError, "Internal Server Error"),
        (Fault.BAD_GATEWAY, NetworkError, "Bad Gateway"),
    ],
)
async def test_answered_fault(
    server: BotApiServer, bot: Bot, fault: Fault, kind: type[TelegramError], text: str
) -> None:
    """The client sees the documented exception once, nothing is delivered, nobody is to blame."""
    group = server.add_group(-5001)
    server.add_user(1001)
    server.fault(-5001, fault, times=1)
    with pytest.raises(TelegramError, match=text) as caught:
        await bot.send_message(-5001, "một")
    assert type(caught.value) is kind
    await bot.send_message(1001, "hai")
    assert group.messages == []
    assert server.violations == []
    assert [item.ok for item in server.requests if item.chat_id] == [False, True]


async def test_fault_lasts_as_scripted(server: BotApiServer, bot: Bot) -> None:
    """`times` counts requests of that chat; without it the fault lasts until it is cleared."""
    server.add_user(1001)
    server.fault(1001, Fault.BLOCKED, times=2)
    server.fault(1001, Fault.DEACTIVATED)
    reasons = []
    for _ in range(4):
        with pytest.raises(Forbidden) as caught:
            await bot.send_message(1001, "một")
        reasons.append(caught.value.message)
    blocked, gone = "Forbidden: bot was blocked by the user", "Forbidden: user is deactivated"
    assert reasons == [blocked, blocked, gone, gone]
    server.clear_faults(1001)
    await bot.send_message(1001, "một")


async def test_migration(server: BotApiServer, bot: Bot) -> None:
    """The error names the new chat, which exists; a real migration also tells the bot."""
    server.add_group(-5001)
    server.fault(-5001, Fault.MIGRATED, migrate_to=-100400)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5001, "một")
    await bot.send_message(caught.value.new_chat_id, "một")
    assert [item.text for item in server.messages(-100400)] == ["một"]
    server.add_user(1001)
    group = server.add_group(-5002, members={1001: "creator"})
    await group.migrate(-100500)
    with pytest.raises(ChatMigrated, match="-100500"):
        await bot.send_message(-5002, "một")
    to, origin = await bot.get_updates(timeout=0)
    assert to.message is not None
    assert origin.message is not None
    assert (to.message.migrate_to_chat_id, to.message.chat_id) == (-100500, -5002)
    assert origin.message.migrate_from_chat_id == -5002


@pytest.mark.parametrize(("fault", "delivered"), [(Fault.RESET_BEFORE, 0), (Fault.RESET_AFTER, 1)])
async def test_reset(server: BotApiServer, bot: Bot, fault: Fault, delivered: int) -> None:
    """A reset looks the same before and after the delivery; the server knows which it was."""
    server.add_user(1001)
    server.fault(1001, fault, times=1)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1001, "một")
    assert type(caught.value) is NetworkError
    assert isinstance(caught.value.__cause__, httpx.ReadError)
    assert len(server.messages(1001)) == delivered
    (record,) = [item for item in server.requests if item.chat_id]
    assert (record.ok, record.code, record.error) == (None, None, fault.value)
    await bot.send_message(1001, "hai")


@pytest.mark.parametrize(("fault", "delivered"), [(Fault.HANG, 0), (Fault.HANG_AFTER, 1)])
async def test_hang(server: BotApiServer, hasty_bot: Bot, fault: Fault, delivered: int) -> None:
    """A server that says nothing ends in TimedOut, whether or not it has delivered."""
    server.add_user(1001)
    server.fault(1001, fault, times=1)
    with pytest.raises(TimedOut) as caught:
        await hasty_bot.send_message(1001, "một")
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert len(server.messages(1001)) == delivered


async def test_hanging_requests_do_not_keep_the_server() -> None:
    """The server stops while a client still waits."""
    async with BotApiServer() as server:
        server.add_user(1001)
        server.fault(1001, Fault.HANG)
        bot = Bot(server.token, base_url=f"{server.url}/bot")
        await bot.initialize()
        sending = asyncio.create_task(bot.send_message(1001, "một", read_timeout=60))
        await server.wait_requests("sendMessage")
    with pytest.raises(NetworkError):
        await asyncio.wait_for(sending, 10)
    await bot.shutdown()


async def test_slow_answer_is_an_answer(server: BotApiServer, bot: Bot) -> None:
    """SLOW holds one chat's request back while others pass."""
    server.add_user(1001)
    server.add_user(1002)
    server.fault(1001, Fault.SLOW, times=1, delay=0.3)
    slow = asyncio.create_task(bot.send_message(1001, "một"))
    await bot.send_message(1002, "hai")
    assert not slow.done()
    await slow
    assert len(server.messages(1001)) == 1


async def test_faults_of_buttons(server: BotApiServer, bot: Bot) -> None:
    """A blocked chat can still have its button answered; an expired query is scripted by itself."""
    lan = server.add_user(1001)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    await bot.send_message(1001, "một", reply_markup=keyboard)
    message = await lan.wait_message()
    server.fault(1001, Fault.BLOCKED, times=1)
    press = await lan.press(message, "x")
    await bot.answer_callback_query(press.query_id)
    with pytest.raises(Forbidden):
        await bot.edit_message_text("hai", 1001, message.message_id)
    server.fault(1001, Fault.QUERY_TOO_OLD, times=1)
    server.fault(1001, Fault.NOT_MODIFIED, times=1)
    press = await lan.press(message, "x")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.query_id)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("hai", 1001, message.message_id)
    server.world.report_unanswered(-1.0)
    assert server.violations == []


async def test_failure_of_the_server_itself_is_not_hidden(server: BotApiServer, bot: Bot) -> None:
    """A defect of this server is a violation too, lest it pass for a scripted 500."""
    server.add_user(1001)
    server.world.chats[1001].by_bot = ()  # type: ignore[assignment]  # cannot be appended to
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "một")
    assert "the server itself failed: AttributeError" in server.violations[0].reason
