"""News of the reader's own province, which the words do not name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.config import Settings
from storage.open import open_store
from tests.commands.world import World, button, buttons, said
from tests.search.asking import written

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)
ARTICLES = (
    written("flood", "2023-11-26", "Lũ lớn ở Quảng Bình", "UBND tỉnh Quảng Bình họp khẩn."),
    written("road", "2023-11-20", "Mở đường ở Nghệ An", "UBND tỉnh Nghệ An khởi công đường."),
    written("rice", "2023-11-27", "Lúa chín ở Nghệ An", "Nông dân tỉnh Nghệ An gặt lúa."),
)
ASKED = ["hom nay co gi moi o tinh", "Hôm nay ở tỉnh có gì mới?", "tỉnh mình hôm nay có gì"]


@pytest.fixture
def bot() -> World:
    """A bot that knows articles of two provinces."""
    store = open_store("memory:")
    store.put_articles(ARTICLES)
    return World(store, Settings.model_construct(), now=NOW)


@pytest.mark.parametrize("text", ASKED)
def test_who_has_chosen_none_is_asked_which(bot: World, text: str) -> None:
    """A button for each province with news; a tap gives its news of the same time."""
    reply = bot.ask(text)
    assert "tỉnh nào" in said(reply)
    assert "Không tìm thấy" not in said(reply)
    news = said(bot.press(button(reply, "Nghệ An")))
    assert "Lúa chín" in news
    assert "Mở đường" not in news
    assert "Lũ lớn" not in news


@pytest.mark.parametrize("text", ASKED)
def test_the_chosen_province_is_meant_and_told(bot: World, text: str) -> None:
    """What was chosen in the settings narrows the news down."""
    bot.ask("/caidat tỉnh Nghệ An")
    view = said(bot.ask(text))
    assert "Hiểu là: tỉnh Nghệ An" in view
    assert "Lúa chín" in view
    assert "Mở đường" not in view


def test_several_chosen_provinces_are_meant_together(bot: World) -> None:
    """News of either."""
    bot.ask("/caidat tỉnh Nghệ An, Quảng Trị")
    view = said(bot.ask("tin tỉnh mình"))
    assert all(title in view for title in ("Lúa chín", "Mở đường", "Lũ lớn"))


def test_the_buttons_below_keep_the_province(bot: World) -> None:
    """By month and by source: each leads to articles of the same province."""
    bot.ask("/caidat tỉnh Nghệ An")
    reply = bot.ask("tin tỉnh mình")
    for way in ("Theo tháng", "Theo nguồn"):
        by = bot.press(button(reply, way))
        first = next(it for it in buttons(by) if "·" in it.label)
        shown = said(bot.press(first))
        assert "Lúa chín" in shown
        assert "Lũ lớn" not in shown


def test_it_is_no_follow_up(bot: World) -> None:
    """After a question it is still a request for news."""
    bot.ask("Ai họp khẩn ở Quảng Bình?")
    assert "Hiểu là hỏi tiếp" not in said(bot.ask(ASKED[2]))


def test_english_readers_ask_so_too(bot: World) -> None:
    """`what is new in …` names a province, `my province` does not."""
    assert "Lúa chín" in said(bot.ask("what is new in Nghe An", language_code="en"))
    assert "Which province" in said(bot.ask("news in my province", language_code="en"))


def test_provinces_are_offered_however_old_their_news_is(bot: World) -> None:
    """Where nothing was published lately the buttons are those of all time."""
    bot.now = NOW.replace(year=2025)
    assert {it.label for it in buttons(bot.ask(ASKED[0]))} >= {"Nghệ An", "Quảng Trị"}
