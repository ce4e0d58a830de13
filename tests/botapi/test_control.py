"""The server as a process of its own, scripted over HTTP."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden

from tests.botapi.control import ControlError, start_server
from tests.botapi.faults import Fault


def test_conversation_through_the_control_interface() -> None:
    """Updates, messages, buttons, faults, the log and violations all pass through /control."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x 1")]])

    with start_server() as control:
        assert control.add_user(1001, first_name="Lan") == 1001
        control.add_group(-5001, type="supergroup", title="Tổ tin", members={1001: "member"})
        control.send(1001, "/start")
        control.send(-5001, "/help", from_user=1001)
        assert control.pending_updates() == 2

        async def act() -> None:
            async with Bot(control.token, base_url=f"{control.url}/bot") as bot:
                await bot.send_message(1001, "một", reply_markup=keyboard)
                await bot.send_document(1001, b"abc", filename="a.txt")
                message = await asyncio.to_thread(control.wait_message, 1001)
                query = control.press(1001, message["message_id"], "x")
                updates = await bot.get_updates(timeout=5)
                assert updates[-1].callback_query is not None
                await updates[-1].callback_query.answer("xong")
                assert control.answer(query)["text"] == "xong"
                control.fault(1001, Fault.BLOCKED, 1)
                with pytest.raises(Forbidden):
                    await bot.send_message(1001, "hai")
                control.fault(1001, Fault.BLOCKED)
                control.clear_faults()
                await bot.send_message(-5001, "ba")

        asyncio.run(act())
        assert [item["text"] for item in control.messages(1001)] == ["một", ""]
        assert control.messages(1001)[1]["file"] == 3
        assert [len(control.all_messages()[chat]) for chat in (1001, -5001)] == [2, 1]
        assert [item["ok"] for item in control.requests() if item["method"] == "sendMessage"] == [
            True,
            False,
            True,
        ]
        assert control.rate()["messages"] == 3
        assert control.violations() == []
        with pytest.raises(TimeoutError):
            control.wait_message(-5001, timeout=0.01) and control.wait_message(-5001, timeout=0.01)
        with pytest.raises(ControlError, match="KeyError"):
            control.messages(4)
        with pytest.raises(ControlError, match="no such action"):
            control.call("dance")
