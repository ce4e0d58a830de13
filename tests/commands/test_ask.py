"""/hoi and plain questions: the answer in its sentence first, then the usual articles."""

from __future__ import annotations

import pytest

from bot.config import Settings
from bot.messages.rich import Reply, Span
from storage.open import open_store
from tests.answers.articles import NOW, stored
from tests.commands.world import World, said


def bot() -> World:
    """A bot that knows the fictional reports."""
    return World(stored(), Settings.model_construct(), now=NOW)


def bold(reply: Reply) -> list[str]:
    """What is set in bold, in order."""
    return [
        span.text
        for block in reply.blocks
        for line in block.lines
        for span in line
        if isinstance(span, Span) and span.bold
    ]


QUESTION = "Ai chủ trì hội nghị giao ban quý III của Đảng ủy Khối Dân vận?"


@pytest.mark.parametrize(
    "text",
    [QUESTION, f"/hoi {QUESTION}", f"/ask {QUESTION}", "ai chu tri giao ban quy III khoi dan van"],
)
def test_a_question_is_answered_in_bold_with_link_and_date(text: str) -> None:
    """As plain text, with the command, without diacritics."""
    reply = bot().ask(text)
    assert bold(reply)[0] == "Trần Thị Ngân"
    words = said(reply)
    assert "13/10/2023" in words.split("Các bài liên quan")[0]
    links = [span.href for block in reply.blocks for line in block.lines for span in line]
    assert "https://nguonthu.example/giaoban0001" in links


def test_the_usual_articles_follow_with_their_buttons() -> None:
    """Under a heading of their own."""
    reply = bot().ask(QUESTION)
    assert "Các bài liên quan" in said(reply)
    assert any(it.action == "xem giaoban0001" for row in reply.buttons for it in row)


def test_what_nothing_answers_is_said_and_the_nearest_articles_are_shown() -> None:
    """Nothing stands in the place of an answer."""
    words = said(bot().ask("Thư viện ở xã Đồng Nhạn có bao nhiêu máy tính?"))
    assert words.startswith("Không tìm thấy")
    assert "Trường Trung học cơ sở Đồng Nhạn có thư viện mới" in words


def test_several_answers_are_numbered_newest_first() -> None:
    """With their dates."""
    words = said(bot().ask("Toàn khối kết nạp bao nhiêu đảng viên mới?"))
    first, second = words.index("13/10/2023"), words.index("15/07/2023")
    assert first < second
    assert "1. " in words[:first]


def test_words_to_search_are_searched_as_before() -> None:
    """No answer stands above them."""
    reply = bot().ask("giao ban quý III")
    assert "Tìm thấy" in said(reply).splitlines()[0]


def test_the_command_alone_shows_an_example() -> None:
    """In the reader's language."""
    assert "/hoi" in said(bot().ask("/hoi"))
    assert "/ask" in said(bot().ask("/ask", language_code="en"))


def test_without_articles_nothing_is_answered() -> None:
    """It says that there are none yet."""
    nothing = World(open_store("memory:"), Settings.model_construct(), now=NOW)
    assert "Chưa có bài nào" in said(nothing.ask(QUESTION))


def test_an_english_question_is_told_that_the_news_is_vietnamese() -> None:
    """Its names are searched for all the same."""
    reply = bot().ask("Who is Tran Thi Ngan?")
    text = said(reply)
    assert "in Vietnamese" in text
    assert "Tràng Vỹ giao ban quý III" in text
