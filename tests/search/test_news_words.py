"""Requests for news as such, and a time in which there is nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.bare import without_marks
from bot.search.news_words import news_asked
from storage.base import Store
from tests.facts.growth import is_linear
from tests.search.asking import TODAY, ask, found, library, reader

STORE = library()
DAY = date(2026, 11, 24)


@pytest.fixture
def store() -> Store:
    """The library; nothing writes to it."""
    return STORE


ASKED = [
    ("tuần trước có gì mới ở Nghệ An", "tuần trước tỉnh:Nghệ An sắp:mới"),
    ("Tháng 9/2025 có gì mới ở Đồng Tháp?", "Tháng 9/2025 tỉnh:Đồng Tháp sắp:mới"),
    ("tin Đồng Tháp", "tỉnh:Đồng Tháp sắp:mới"),
    ("thời sự Cà Mau", "tỉnh:Cà Mau sắp:mới"),
    ("tin Bình Dương", '"Bình Dương" sắp:mới'),
    ("tin tức về lũ lụt", "lũ lụt"),
    ("tin mới về lũ lụt", "lũ lụt sắp:mới"),
    ("tìm tin về chuyển đổi số", "chuyển đổi số"),
    ("có gì mới", ""),
    ("tin mới nhất", ""),
    ("hôm nay có chuyện gì xảy ra không?", "hôm nay sắp:mới"),
    ("có tin gì về lũ lụt không?", "lũ lụt"),
    ("có bài nào mới về Đồng Tháp không", "tỉnh:Đồng Tháp sắp:mới"),
    ("tóm tắt giúp tôi tin Đồng Tháp", "tỉnh:Đồng Tháp sắp:mới"),
    ("tổng hợp tin tuần này", "tuần này sắp:mới"),
    ("what is new in Dong Thap last week?", "last week tỉnh:Dong Thap sắp:mới"),
    ("latest news from Ca Mau", "tỉnh:Ca Mau sắp:mới"),
]


@pytest.mark.parametrize(("text", "query"), ASKED)
def test_what_remains_of_a_request_for_news(text: str, query: str) -> None:
    """The time, the place or the subject remains, the newest first where news alone is wanted."""
    asked = news_asked(text, DAY)
    assert asked is not None
    assert asked.query == query
    bare = news_asked(without_marks(text), DAY)
    assert bare is not None
    assert without_marks(bare.query) == without_marks(query)


@pytest.mark.parametrize(
    "text",
    [
        "hôm nay có gì mới ở tỉnh",
        "tỉnh mình có gì mới",
        "tin quê tôi",
        "tin tức tỉnh nhà",
        "địa phương em có chuyện gì không",
        "news in my province",
    ],
)
def test_the_readers_own_place_is_no_name(text: str) -> None:
    """It is told that the place is theirs, with or without diacritics."""
    for typed in (text, without_marks(text)):
        asked = news_asked(typed, DAY)
        assert asked is not None
        assert asked.here
        assert asked.subject == ""


@pytest.mark.parametrize(
    "text",
    [
        "tin học văn phòng",
        "newspaper",
        "news about floods",
        "tỉnh",
        "địa phương",
        "điểm chuẩn",
        "tin nhắn lừa đảo",
        "tín dụng Đồng Tháp",
        "tỉnh Đồng Tháp",
        "Nghị quyết 18 có gì mới?",
        "hội nghị có gì nổi bật",
        "bài thuốc nam",
        "cơ giới hóa",
        'tin "Đồng Tháp"',
        "tin nguồn:báo Đồng Tháp",
        "",
    ],
)
def test_other_texts_are_no_request_for_news(text: str) -> None:
    """A word that begins like "tin", or a question about something, is left as it stands."""
    assert news_asked(text, DAY) is None


@given(st.lists(st.sampled_from([*(text for text, _ in ASKED), "tin", "ở", "gì", ":", "?"])))
def test_any_words_are_read(words: list[str]) -> None:
    """No row of words raises; reading what remains once more changes nothing."""
    text = " ".join(words)
    asked = reader(STORE).read(text)
    assert reader(STORE).read(asked.text) == asked


def test_long_rows_of_one_word_take_linear_time() -> None:
    """Hostile repetitions are read in time that grows with their length."""
    for token in ("có gì ", "tin tức ", "mới ", "gì mới "):
        assert is_linear(lambda text: news_asked(text.text, DAY), token)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("giá lúa hôm qua", {"week", "today", "old"}),
        ("hôm nay có gì mới ở Quảng Bình", {"flood"}),
    ],
)
def test_a_time_without_articles_is_left_out_and_said(
    store: Store, text: str, keys: set[str]
) -> None:
    """Nothing was published then: articles of other times answer, and the step tells so."""
    answer = ask(store, text)
    assert answer.step == "timeless"
    assert set(found(store, text)) == keys


def test_a_time_alone_without_articles_gives_the_newest(store: Store) -> None:
    """`tin tức hôm qua`: none of yesterday, so the newest of any day, the newest first."""
    answer = ask(store, "tin tức hôm qua")
    assert answer.step == "timeless"
    days = [hit.published for hit in answer.result.hits if hit.published is not None]
    assert days == sorted(days, reverse=True)
    assert days[0].date() == TODAY


def test_a_spelled_time_in_a_title_still_comes_before_other_times(store: Store) -> None:
    """`giá lúa tuần trước` of a week without lúa is first looked for word for word."""
    assert ask(store, "giá lúa tuần trước nữa").step != "timeless"
