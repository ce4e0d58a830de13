"""Questions that go on from the one before, and questions of one article."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.follow_up import answer_about, completed, is_follow_up
from storage.models import Article
from tests.answers.articles import NOW, stored

TODAY = dt.date(2026, 3, 18)


@pytest.mark.parametrize(
    ("previous", "text", "whole"),
    [
        (
            "Huyện Phước Sơn kết nạp bao nhiêu đảng viên?",
            "Còn ở huyện Tràng Vỹ thì sao?",
            "huyện Tràng Vỹ kết nạp bao nhiêu đảng viên",
        ),
        (
            "huyen phuoc son ket nap bao nhieu dang vien",
            "con huyen trang vy thi sao",
            "huyen trang vy ket nap bao nhieu dang vien",
        ),
        (
            "Quý III kết nạp bao nhiêu đảng viên?",
            "Còn quý IV thì sao?",
            "quý IV kết nạp bao nhiêu đảng viên",
        ),
        ("ai là bí thư tỉnh ủy đồng tháp", "còn Nghệ An?", "ai là bí thư tỉnh ủy Nghệ An"),
        (
            "Ai là Chủ tịch UBND tỉnh Nghệ An?",
            "Còn Hà Tĩnh thì sao?",
            "Ai là Chủ tịch UBND tỉnh Hà Tĩnh",
        ),
        (
            "Ông Nguyễn Văn Mẫu giữ chức gì?",
            "Thế còn ông Trần Quang Thử?",
            "Ông Trần Quang Thử giữ chức gì",
        ),
        (
            "Bao nhiêu đảng viên được kết nạp?",
            "Còn năm ngoái?",
            "Bao nhiêu đảng viên được kết nạp năm ngoái",
        ),
        (
            "Hội nghị giao ban quý III diễn ra ở đâu?",
            "Ai chủ trì?",
            "Ai chủ trì Hội nghị giao ban quý III diễn ra",
        ),
        (
            "Hội nghị giao ban quý III diễn ra ở đâu?",
            "khi nào",
            "khi nào Hội nghị giao ban quý III diễn ra",
        ),
    ],
)
def test_a_follow_up_is_made_whole_from_the_question_before(
    previous: str, text: str, whole: str
) -> None:
    """Place, time, person, or the whole subject."""
    assert is_follow_up(text)
    assert completed(text, previous, today=TODAY) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì hội nghị giao ban quý III của Đảng ủy Khối Dân vận?",
        "Bí thư Tỉnh ủy Cà Mau là ai?",
        "Kết nạp bao nhiêu đảng viên mới trong năm?",
        "giao ban",
        "chuyển đổi số",
        "huyện Tràng Vỹ",
        "",
        "?",
    ],
)
def test_a_question_or_search_of_its_own_goes_on_from_nothing(text: str) -> None:
    """It has a subject, or asks nothing."""
    assert not is_follow_up(text)


def test_words_that_only_begin_as_a_follow_up_complete_nothing() -> None:
    """ "Còn mãi với thời gian" is a title."""
    asked = "Ai chủ trì hội nghị?"
    assert completed("Còn mãi với thời gian", asked, today=TODAY) is None


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_are_read(text: str, previous: str) -> None:
    """Nothing is raised, and what was made whole has words of the follow-up's."""
    is_follow_up(text)
    whole = completed(text, previous, today=TODAY)
    assert whole is None or whole.strip()


def article() -> Article:
    """The fictional report that the tests of answers know."""
    found = stored().get_article("giaoban0001")
    assert found is not None
    return found


def test_what_a_short_question_does_not_name_is_the_articles_own_subject() -> None:
    """Who chaired, asked of the opened article."""
    answered = answer_about(article(), "Ai chủ trì?", today=NOW.date())
    assert [it.text for it in answered.found][:1] == ["Trần Thị Ngân"]


@pytest.mark.parametrize("text", ["Ai bị kỷ luật?", "Ai trao quà?", "Bao nhiêu máy tính?"])
def test_what_the_article_does_not_say_is_not_answered(text: str) -> None:
    """Its title, by which the question was made whole, supports no answer."""
    assert not answer_about(article(), text, today=NOW.date()).found
