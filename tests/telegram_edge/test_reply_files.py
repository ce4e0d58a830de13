"""Files that commands answer with, on their way through the Bot API."""

from __future__ import annotations

import pytest
from telegram import Bot

from bot.commands.request import Request
from bot.delivery.pacer import Pacer
from bot.messages.attachment import MAX_CAPTION
from bot.messages.rich import Button, File, Reply, Span, block, line
from bot.telegram_edge.replies import ReplySender
from tests.botapi.server import UNLIMITED, BotApiServer

CALENDAR = File(
    "Sắp diễn ra.ics", b"BEGIN:VCALENDAR", "text/calendar", line(Span("2 <ngày>", bold=True))
)
BUTTONS = ((Button(label="Xem", action="sapdien"),),)


@pytest.fixture(autouse=True)
def timedelta_in_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`RetryAfter` warns of its future form unless told to use it now; warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_a_file_alone_carries_caption_and_buttons() -> None:
    """Name, bytes, type and markup arrive as they were given."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with Bot(server.token, f"{server.url}/bot") as bot:
            reply = Reply(file=CALENDAR, buttons=BUTTONS)
            await ReplySender(bot, Pacer()).deliver(reply, Request("/sapdien", 1001), None)
        sent = await lan.wait_message()
        assert (sent.document, sent.file) == ("Sắp diễn ra.ics", b"BEGIN:VCALENDAR")
        assert (sent.text, sent.html) == ("2 <ngày>", "<b>2 &lt;ngày&gt;</b>")
        assert sent.button("Xem").callback_data == "sapdien"
        media = lan.chat.messages[sent.message_id].media["document"]
        assert media["mime_type"] == "text/calendar"
        assert not server.violations


async def test_text_stands_before_the_file_and_keeps_the_buttons() -> None:
    """Two messages; the pressed message gives way to the text alone."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with Bot(server.token, f"{server.url}/bot") as bot:
            sender, request = ReplySender(bot, Pacer()), Request("sapdien", 1001, pressed=True)
            first = await bot.send_message(1001, "trước")
            reply = Reply((block("Sắp tới:"),), BUTTONS, replace=True, file=CALENDAR)
            await sender.deliver(reply, request, first.message_id)
        edited, sent = lan.messages
        assert (edited.text, edited.button("Xem").text) == ("Sắp tới:", "Xem")
        assert (sent.document, sent.buttons) == ("Sắp diễn ra.ics", ())


async def test_a_file_reaches_the_chat_of_a_closed_topic() -> None:
    """As any other answer does; a caption that is too long is cut, not refused."""
    async with BotApiServer(limits=UNLIMITED) as server:
        forum = server.add_supergroup(-100200, forum=True, members={1001: "member"})
        topic = forum.add_topic("Tin tuần")
        async with Bot(server.token, f"{server.url}/bot") as bot:
            sender = ReplySender(bot, Pacer())
            request = Request("/sapdien", -100200, topic, "supergroup")
            long = File("a.ics", b"x", caption=line("rất dài " * 400))
            await sender.deliver(Reply(file=long), request, None)
            forum.close_topic(topic)
            await sender.deliver(Reply(file=long), request, None)
        there, here = forum.messages
        assert (there.thread_id, here.thread_id) == (topic, None)
        assert len(there.text) <= MAX_CAPTION
        assert there.text.endswith("…")
        assert not server.violations
