"""Follow-up questions to the running bot over the Bot API: private chats, groups, replies."""

from __future__ import annotations

import pytest

from bot.config import Settings
from tests.botapi.server import BotApiServer
from tests.e2e.running import running_bot
from tests.e2e.test_conversation import server, settings

__all__ = ["server", "settings"]  # fixtures


@pytest.mark.parametrize(
    ("language", "taken", "plainly"),
    [
        ("vi", "Hiểu là hỏi trong bài", "Hỏi đúng câu này trong mọi bài"),
        ("en", "Taken as a question about the article", "Ask just these words in all articles"),
    ],
)
async def test_a_short_question_is_of_the_article_just_opened(
    server: BotApiServer, settings: Settings, language: str, taken: str, plainly: str
) -> None:
    """In the reader's language, with a button that asks the words as they stand."""
    reader = server.add_user(1001, language_code=language)
    async with running_bot(settings):
        await reader.send("/start")
        await reader.wait_message()
        await reader.send("giao ban quy III")
        await reader.press(await reader.wait_message(), "1")
        await reader.wait_message()
        await reader.send("Khi nào?")
        answer = await reader.wait_message()
        assert taken in answer.text
        assert "Sáng ngày 10/10" in answer.text
        await reader.press(answer, plainly)
        assert taken not in (await reader.wait_message()).text


async def test_a_follow_up_after_a_question_is_told_what_it_was_taken_for(
    server: BotApiServer, settings: Settings
) -> None:
    """The last question with the new part in it; nothing there is said to be nothing."""
    reader = server.add_user(1001, language_code="vi")
    async with running_bot(settings):
        await reader.send("Huyện Tràng Vỹ ra mắt bao nhiêu tổ công nghệ số cộng đồng?")
        assert "37" in (await reader.wait_message()).text
        await reader.send("Còn huyện Đồng Nhạn thì sao?")
        answer = (await reader.wait_message()).text
        assert "Hiểu là hỏi tiếp: Huyện Đồng Nhạn ra mắt" in answer
        assert "Không tìm thấy" in answer


async def test_a_reply_to_an_article_asks_about_that_article(
    server: BotApiServer, settings: Settings
) -> None:
    """Also much later, and in a group, where other texts are not for the bot."""
    server.add_user(1001, language_code="vi")
    group = server.add_group(-2001, title="Tổ dân vận", members={1001: "member"})
    async with running_bot(settings):
        await group.send("/tim Hội Nông dân", from_user=1001)
        await group.press(await group.wait_message(), "1", from_user=1001)
        article = await group.wait_message()
        await group.send("Ai phát biểu?", from_user=1001)
        await group.send("Bao nhiêu hội viên?", from_user=1001, reply_to=article.message_id)
        answer = (await group.wait_message()).text
        assert "Hiểu là hỏi trong bài" in answer
        assert "6.214" in answer
