"""What the bot does wrong is refused and recorded, also where Telegram would be silent."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest

from tests.botapi.api_table import load_table
from tests.botapi.server import BotApiServer
from tests.botapi.validate import check


async def call(server: BotApiServer, method: str, **params: Any) -> dict[str, Any]:
    """A request without a client library in between."""
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{server.url}/bot{server.token}/{method}", json=params)
    answer: dict[str, Any] = response.json()
    assert answer.get("error_code", 200) == response.status_code
    return answer


BOLD = {"type": "bold", "offset": 0, "length": 1}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    """A message with one row of buttons."""
    return {"reply_markup": {"inline_keyboard": [[{"text": "x", **item} for item in buttons]]}}


@pytest.mark.parametrize(
    ("params", "description", "violation"),
    [
        ({"text": ""}, "message text is empty", "message text is empty"),
        ({"text": " \n<b> </b>", "parse_mode": "HTML"}, "message text is empty", "is empty"),
        ({"text": "a" * 4097}, "message is too long", "4097 UTF-16 units"),
        ({"text": "😀" * 2049}, "message is too long", "4098 UTF-16 units"),
        ({"text": "<b></b>" * 4700, "parse_mode": "HTML"}, "text is too long", "32768 bytes"),
        ({"text": "<br>", "parse_mode": "HTML"}, "can't parse entities: Unsupported", '"br"'),
        ({"parse_mode": "HTML", "entities": [BOLD]}, "parse_mode and entities", "exclude"),
        ({"colour": "red"}, "unknown parameter", "'colour'"),
        (keyboard({}), "can't parse inline keyboard button", "no action"),
        (keyboard({"url": "https://a.example", "callback_data": "a"}), "BUTTON_TYPE", "url and"),
        (keyboard({"callback_data": "đ" * 33}), "BUTTON_DATA_INVALID", "66 bytes"),
        (keyboard({"callback_data": ""}), "BUTTON_DATA_INVALID", "0 bytes"),
        (keyboard({"url": "tin một"}), "inline keyboard button URL", "tin một"),
        (keyboard({"copy_text": {"text": "a" * 257}}), "BUTTON_COPY", "1–256"),
        (keyboard({"callback_data": "a", "text": " "}), "inline keyboard button text", "non-empty"),
        (keyboard(), "inline keyboard", "empty row"),
        (keyboard(*[{"callback_data": "a"}] * 9), "REPLY_MARKUP_INVALID", "9 buttons in one row"),
        (keyboard(*[{"callback_data": "a"}] * 101), "REPLY_MARKUP_TOO_LONG", "more than 100"),
    ],
)
async def test_refused_message(
    server: BotApiServer, params: dict[str, Any], description: str, violation: str
) -> None:
    """Such a message is 400, is not delivered, and the violation says what is wrong with it."""
    server.add_user(1001)
    answer = await call(server, "sendMessage", **{"chat_id": 1001, "text": "a", **params})
    assert answer["description"].startswith(f"Bad Request: {description}")
    (recorded,) = server.violations
    assert violation in recorded.reason
    assert (recorded.method, recorded.chat_id) == ("sendMessage", 1001)
    assert server.messages(1001) == []


async def test_longest_message_passes(server: BotApiServer, bot: Bot) -> None:
    """4096 UTF-16 units after parsing, 64 bytes of callback data, 1024 units of caption pass."""
    server.add_user(1001)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="đ" * 32)]])
    text = f"<b>{'😀' * 2048}</b>"
    await bot.send_message(1001, text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
    await bot.send_document(1001, b"x", caption="a" * 1024)
    with pytest.raises(BadRequest, match="aption is too long"):
        await bot.send_document(1001, b"x", caption="a" * 1025)
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>a</b> " * 101, "101 entities, of which only 100 count"),
        ('<a href="/1.html">a</a>', "the link to '/1.html' is dropped"),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "a block quotation inside another is dropped",
        ),
    ],
)
async def test_silent_loss_is_recorded(
    server: BotApiServer, bot: Bot, text: str, reason: str
) -> None:
    """What Telegram would deliver without a part of it is delivered, and recorded."""
    server.add_user(1001)
    await bot.send_message(1001, text, parse_mode=ParseMode.HTML)
    assert len(server.messages(1001)) == 1
    assert [item.reason for item in server.violations] == [reason]


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([BotCommand("Tim", "Tìm")], "Bot_command_invalid"),
        ([BotCommand("tìm", "Tìm")], "Bot_command_invalid"),
        ([BotCommand("tim", "a"), BotCommand("tim", "b")], "Bot_command_invalid"),
        ([BotCommand("a" * 33, "Tìm")], "Bot_command_invalid"),
        ([BotCommand("tim", "a" * 257)], "Bot_command_description_invalid"),
        ([BotCommand("tim", "")], "Bot_command_description_invalid"),
        ([BotCommand(f"tim{n}", "a") for n in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_refused_menu(
    server: BotApiServer, bot: Bot, commands: list[BotCommand], description: str
) -> None:
    """A menu beyond the limits is refused as a whole."""
    with pytest.raises(BadRequest, match=description):
        await bot.set_my_commands(commands)
    assert server.commands() == []
    assert len(server.violations) == 1


async def test_other_limits(server: BotApiServer, bot: Bot) -> None:
    """Descriptions, language codes, notices and actions have limits of their own."""
    server.add_user(1001)
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_description("a" * 513)
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("a" * 121)
    with pytest.raises(BadRequest, match="Lang_code_invalid"):
        await bot.set_my_description("a", language_code="vie")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query("1", "a" * 201)
    with pytest.raises(BadRequest, match="rong parameter action"):
        await bot.send_chat_action(1001, "thinking")
    with pytest.raises(BadRequest, match="must be non-empty"):
        await bot.send_document(1001, b"")
    assert len(server.violations) == 6


async def test_unknown_and_unmodelled_methods(server: BotApiServer) -> None:
    """A method that does not exist is 404, one that this server lacks 400; both are recorded."""
    assert (await call(server, "sendMesage"))["error_code"] == 404
    answer = await call(server, "sendDice", chat_id=1)
    assert "not modelled" in answer["description"]
    assert [item.method for item in server.violations] == ["sendMesage", "sendDice"]


async def test_results_are_what_the_api_promises(server: BotApiServer) -> None:
    """Every result has exactly the fields and types of the method's return type."""
    lan = server.add_user(1001)
    group = server.add_group(-5001, members={1001: "creator"}, bot_status="administrator")
    forum = server.add_supergroup(-100200, forum=True, members={1001: "administrator"})
    topic = forum.add_topic("Tin")
    server.add_channel(-100300)
    table = load_table()

    async def fits(method: str, **params: Any) -> Any:
        answer = await call(server, method, **params)
        assert answer["ok"], answer
        return check(table, tuple(table.returns[method].split("|")), answer["result"])

    await fits("getMe")
    markup = keyboard({"callback_data": "a"})
    sent = await fits("sendMessage", chat_id=1001, text="<b>x</b>", parse_mode="HTML", **markup)
    same = {"chat_id": 1001, "message_id": sent["message_id"]}
    await fits("editMessageText", **same, text="y")
    await fits("editMessageReplyMarkup", **same, **markup)
    await fits("sendMessage", chat_id=-100200, message_thread_id=topic, text="x")
    in_group = await fits("sendMessage", chat_id=-5001, text="x")
    await fits("sendMessage", chat_id=-100300, text="x")
    await fits("sendDocument", chat_id=1001, document="https://a.example/x.txt", caption="x")
    await fits("sendPhoto", chat_id=1001, photo="https://a.example/x.png")
    await fits("sendChatAction", chat_id=1001, action="typing")
    await fits("pinChatMessage", chat_id=-5001, message_id=in_group["message_id"])
    for chat_id in (1001, -5001, -100200, -100300):
        await fits("getChat", chat_id=chat_id)
        await fits("getChatMember", chat_id=chat_id, user_id=1001)
    await fits("getChatAdministrators", chat_id=-5001)
    press = await lan.press(await lan.wait_message(), "a")
    await fits("answerCallbackQuery", callback_query_id=press.query_id, text="x")
    await lan.inline("tin")
    await lan.send("/start https://a.example", reply_to=sent["message_id"])
    await lan.edit(await lan.send("a"), "b")
    await lan.block()
    await lan.unblock()
    await forum.send("/help", from_user=1001, thread_id=topic)
    await group.set_bot("administrator", by=1001)
    await group.migrate(-100500)
    updates = await fits("getUpdates", timeout=0)
    kinds = {kind for update in updates for kind in update} - {"update_id"}
    assert {"message", "edited_message", "callback_query", "inline_query"} < kinds
    assert "my_chat_member" in kinds
    await fits("setMyCommands", commands=[{"command": "tim", "description": "x"}])
    await fits("getMyCommands")
    await fits("deleteMyCommands")
    for what in ("Name", "Description", "ShortDescription"):
        await fits(f"setMy{what}")
        await fits(f"getMy{what}")
    await fits("deleteMessage", **same)
    await fits("leaveChat", chat_id=-100500)
    await fits("getWebhookInfo")
    await fits("setWebhook", url="http://127.0.0.1:9/")
    await fits("getWebhookInfo")
    await fits("deleteWebhook")
    await fits("close")
    await fits("logOut")
    assert server.violations == []
