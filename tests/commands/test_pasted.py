"""What is pasted rather than typed: addresses and long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.pasted import address_in, cut, title_in
from bot.search.query import MAX_CHARACTERS
from tests.commands.world import World, article, replace_record, said, world

ADDRESS = "https://songlam.example/tin/huyen-phuoc-son-giao-ban-cong-tac-123456.html"


@pytest.fixture
def bot() -> World:
    """A bot with an article that was read at an address."""
    made = world(3)
    made.store.put_articles(
        [
            replace_record(
                article(5), title="Huyện Phước Sơn nạo vét kênh", url=ADDRESS, canonical_url=ADDRESS
            )
        ]
    )
    return made


@pytest.mark.parametrize(
    "text",
    [
        ADDRESS,
        ADDRESS.replace("https://", "http://www.") + "?utm_source=zalo",
        f"Đọc bài này: {ADDRESS}.",
        f"/tim {ADDRESS}",
        f"/hoi {ADDRESS}?",
    ],
)
def test_an_address_opens_the_article_that_was_read_there(bot: World, text: str) -> None:
    """Whatever only tracks the reader aside, and in the middle of a text."""
    assert said(bot.ask(text)).startswith("Huyện Phước Sơn nạo vét kênh")


def test_an_address_that_was_not_read_is_said_and_its_title_searched(bot: World) -> None:
    """Most addresses end with the title; one without says what to do."""
    reply = said(bot.ask("https://khac.example/giao-ban-cong-tac-quy-iii-99.htm"))
    assert "chưa có bài ở địa chỉ này" in reply
    assert "giao ban công tác quý III" in reply
    assert "tựa bài" in said(bot.ask("http://khac.example/?id=7"))


def test_a_long_text_is_searched_by_its_beginning(bot: World) -> None:
    """A pasted paragraph finds its article, and the reader is told."""
    text = (
        "Huyện Phước Sơn giao ban công tác quý III lần thứ 1. " + "Các xã nêu việc cần làm. " * 20
    )
    reply = said(bot.ask(text))
    assert "phần đầu" in reply
    assert "giao ban công tác quý III" in reply


@given(st.text(max_size=MAX_CHARACTERS * 2))
def test_cut_and_address_take_any_text(text: str) -> None:
    """What is cut fits into a query and is a beginning; nothing raises."""
    found = cut(text)
    assert len(found) <= MAX_CHARACTERS
    assert text.startswith(found)
    address = address_in(text)
    assert address is None or len(title_in(address)) <= MAX_CHARACTERS
