"""What leads on where nothing is found, or a query is not whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.config import Settings
from storage.models import Source
from storage.open import open_store
from tests.commands.world import World, button, buttons, said
from tests.search.asking import LIBRARY, SOURCES

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)


@pytest.fixture
def bot() -> World:
    """The library."""
    store = open_store("memory:")
    store.put_articles(LIBRARY)
    sources = tuple(Source(id=key, name=name, kind="feed") for key, name in SOURCES.items())
    return World(store, Settings.model_construct(), now=NOW, sources=sources)


@pytest.mark.parametrize(
    "text",
    [
        "/vanban 99-QĐ/TW",
        "/nguoi Phan Văn Vắng",
        "/donvi Sở Không Có",
        "/ky quý I/1999",
        "/sosanh bò sữa",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_view_of_nothing_offers_a_search(bot: World, text: str, language: str) -> None:
    """Plain words find nothing invented; every button below answers."""
    reply = bot.ask(text, language_code=language)
    words = text.partition(" ")[2]
    assert f"tim 1 {words}" in {it.action for it in buttons(reply)}
    for it in buttons(reply):
        answer = bot.press(it, language_code=language)
        assert answer.blocks or answer.notice


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("nguồn:", "nguồn:tuổi trẻ"),
        ("tỉnh:", "tỉnh:Quảng Trị"),
        ("người:", "người:Trần Thị Mẫu"),
        ("văn bản:", "văn bản:05-CT/TW"),
        ("chủ đề:", "chủ đề:kinh tế"),
        ("từ:", "từ:1/9/2023"),
        ("đến:99/99/2023", "đến:30/9/2023"),
    ],
)
def test_a_field_alone_tells_how_it_goes_on(bot: World, text: str, example: str) -> None:
    """An example in the reader's language, which is itself a query."""
    assert example in said(bot.ask(text))
    assert ":" in said(bot.ask(text, language_code="en"))
    assert "gõ tiếp" not in said(bot.ask(example))


def test_an_empty_field_beside_words_is_left_out_and_told(bot: World) -> None:
    """The words are searched."""
    reply = said(bot.ask("giá lúa tỉnh:"))
    assert "Sau “tỉnh:” chưa có gì" in reply
    assert "Giá lúa" in reply


def test_a_day_that_there_is_not_is_left_out_and_told(bot: World) -> None:
    """The words are searched on any day."""
    reply = said(bot.ask("từ:32/13/2023 giá lúa"))
    assert "Không rõ ngày “32/13/2023”" in reply
    assert "Giá lúa" in reply


def test_an_unknown_source_offers_those_that_may_be_meant(bot: World) -> None:
    """The same query with the source that is tapped; where none is near, the list of all."""
    reply = bot.ask("nguồn:song giá lúa")
    assert "Hiểu là: nguồn Báo Sông Lam" in said(reply)
    reply = bot.ask('nguồn:"sông mã" giá lúa')
    assert "Giá lúa" in said(bot.press(button(reply, "Báo Sông Lam")))
    assert "/nguon" in said(bot.ask("nguồn:xyz giá lúa"))


def test_a_slip_in_a_source_or_province_is_told(bot: World) -> None:
    """What was understood stands above what is found."""
    assert "Hiểu là: nguồn Báo Sông Lam" in said(bot.ask("nguồn:song lma giá lúa"))
    assert "Hiểu là: tỉnh Quảng Bình" in said(bot.ask("tỉnh:quang bih lũ"))


def test_a_quotation_that_nobody_says_can_be_searched_apart(bot: World) -> None:
    """One tap takes the quotation marks away."""
    reply = bot.ask('"lúa giá"')
    assert "Không tìm thấy" in said(reply)
    assert "Giá lúa" in said(bot.press(button(reply, "từ rời")))


def test_tim_in_front_is_no_word(bot: World) -> None:
    """Nobody says "tìm giá lúa"; what articles do say keeps its "tìm"."""
    assert "giá lúa" in said(bot.ask("tim gia lua")).casefold()
    assert "thiếu từ: tim" not in said(bot.ask("tim gia lua"))


def test_part_of_a_name_leads_to_the_people_of_it(bot: World) -> None:
    """`người:Mẫu` has a button to choose whose name it is."""
    reply = bot.press(button(bot.ask("người:Mẫu"), "👤"))
    assert "Trần Thị Mẫu" in "".join(it.label for it in buttons(reply))


def test_a_name_with_a_slip_is_found(bot: World) -> None:
    """Who is one letter away is offered, and said not to be the one that was typed."""
    reply = bot.ask("/nguoi Trần Thi Mẩuu")
    assert "Không tìm thấy" in said(reply)
    assert "Trần Thị Mẫu" in said(bot.press(button(reply, "Trần Thị Mẫu")))


def test_a_former_province_is_told_what_it_is_part_of(bot: World) -> None:
    """News of the province of today come with it: the reader learns why."""
    assert "Quảng Bình (nay thuộc Quảng Trị)" in said(bot.ask("tỉnh:Quảng Bình lũ"))
    assert "now part of" in said(bot.ask("tỉnh:Quảng Bình lũ", language_code="en"))
    assert "nay thuộc" not in said(bot.ask("tỉnh:Quảng Trị đường"))


def test_a_slip_in_a_topic_is_forgiven_and_told(bot: World) -> None:
    """`chủ đề:kinh teế` is the topic."""
    assert "Hiểu là: chủ đề Kinh tế" in said(bot.ask("chủ đề:kinh teế"))


def test_an_answer_says_the_question_and_not_its_remains(bot: World) -> None:
    """What the articles below were looked for with stands there as it was asked."""
    reply = said(bot.ask("Ai chủ trì hội nghị giao ban ở Phước Sơn?"))
    assert "Ai chủ trì hội nghị giao ban ở Phước Sơn" in reply
