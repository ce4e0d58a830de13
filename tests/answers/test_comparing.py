"""Questions that compare two sides: both figures as their articles give them, or nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answered, answer_question
from bot.answers.comparing import compares, sides_asked
from storage.models import Article
from storage.open import open_store
from tests.facts.growth import is_linear

TODAY = dt.date(2026, 3, 18)
NOW = dt.datetime(2026, 3, 18, 9, tzinfo=dt.UTC)


def report(name: str, title: str, words: str, year: int = 2026) -> Article:
    """A fictional report of the beginning of that year."""
    at = NOW.replace(year=year, month=1)
    return Article(
        id=name,
        source="thu",
        title=title,
        fingerprint=name,
        first_seen=at,
        updated_at=at,
        published=at,
        paragraphs=(words,),
        url=f"https://thu.example/{name}",
    )


def ask(text: str, *more: Article) -> Answered:
    """Over two communes' reports and `more`."""
    store = open_store("memory:")
    store.put_articles(
        [
            report(
                "nhan",
                "Xã Đồng Nhạn tổng kết công tác xây dựng Đảng",
                "Trong năm, Đảng bộ xã Đồng Nhạn kết nạp 27 đảng viên, trao 5 Huy hiệu Đảng.",
            ),
            report(
                "bi",
                "Xã Hạ Bì tổng kết công tác xây dựng Đảng",
                "Trong năm, Đảng bộ xã Hạ Bì kết nạp 19 đảng viên.",
            ),
            *more,
        ]
    )
    return answer_question(store, text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Xã Đồng Nhạn hay xã Hạ Bì kết nạp nhiều đảng viên hơn?",
        "xa dong nhan hay xa ha bi ket nap nhieu dang vien hon",
    ],
)
def test_both_figures_stand_side_by_side(text: str) -> None:
    """Each in its article's own sentence; which is larger is told apart from them."""
    answered = ask(text)
    assert answered.sides
    assert [it.article.id for it in answered.found] == ["nhan", "bi"]
    assert [it.text.split()[0] for it in answered.found] == ["27", "19"]
    assert all(it.sentence in it.article.paragraphs for it in answered.found)
    assert answered.larger == 1


def test_two_years_are_compared_by_the_articles_of_each() -> None:
    """This year's figure is no answer for last year."""
    before = report(
        "truoc",
        "Xã Đồng Nhạn tổng kết năm công tác",
        "Năm 2024, Đảng bộ xã Đồng Nhạn kết nạp 31 đảng viên.",
        year=2025,
    )
    now = report(
        "nay",
        "Xã Đồng Nhạn tổng kết năm 2025",
        "Năm 2025, Đảng bộ xã Đồng Nhạn kết nạp 35 đảng viên.",
    )
    answered = ask(
        "Xã Đồng Nhạn kết nạp bao nhiêu đảng viên năm 2025 so với năm 2024?", before, now
    )
    assert [it.text.split()[0] for it in answered.found] == ["35", "31"]


@pytest.mark.parametrize(
    "text",
    [
        "Xã Đồng Nhạn hay xã Hạ Bì trao nhiều Huy hiệu Đảng hơn?",
        "Xã Đồng Nhạn hay xã Cửa Rào kết nạp nhiều đảng viên hơn?",
        "Xã Hạ Bì kết nạp đảng viên năm nay so với năm ngoái thế nào?",
    ],
)
def test_where_one_side_has_no_such_figure_nothing_is_compared(text: str) -> None:
    """Not one figure alone, nor one of something else."""
    assert not ask(text).found


@pytest.mark.parametrize("text", ["Ai chủ trì hay dự hội nghị?", "Phở hay bún", "hay hơn", ""])
def test_other_questions_compare_nothing(text: str) -> None:
    """A word alone does not."""
    assert sides_asked(text, TODAY) is None


@given(st.text(max_size=150))
def test_any_text_is_read(text: str) -> None:
    """Nothing is raised."""
    compares(text)
    sides_asked(text, TODAY)


@pytest.mark.parametrize("token", ["hay ", "nhiều hơn ", "so với ", "a "])
def test_hostile_questions_take_no_time(token: str) -> None:
    """A question is cut before anything is looked for."""
    assert is_linear(lambda text: compares(text.text), token)
