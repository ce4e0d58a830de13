"""Answers that a report gives as a whole, over fictional reports."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.answers import reader, wide
from bot.answers.answer import answer_question
from storage.text import fold
from tests.answers.articles import TODAY, report, stored
from tests.facts.growth import is_linear

VISIT = report(
    "lamviec0001",
    "Thường trực Huyện ủy Lũng Sa làm việc với Ban Dân vận",
    "Sáng ngày 3/10, Thường trực Huyện ủy Lũng Sa có buổi làm việc với Ban Dân vận Huyện ủy để "
    "nghe báo cáo quý III.",
    "Tham dự có đồng chí Lê Thị Hiền, Trưởng Ban Dân vận Huyện ủy và đồng chí Vũ Đức Long, Phó "
    "Bí thư Huyện ủy.",
    "Huyện đã quán triệt Chỉ thị số 61-CT/HU và Kết luận số 17-KL/HU.",
    "Phát biểu tại buổi làm việc, đồng chí Vũ Đức Long đề nghị Ban Dân vận nắm chắc tình hình "
    "nhân dân. Tiếp tục xây dựng mô hình dân vận khéo. Đẩy mạnh đối thoại với đồng bào vùng cao.",
    published=datetime(2023, 10, 4, 2, tzinfo=UTC),
)
COUNCIL = report(
    "banchaphanh",
    "Huyện ủy Tà Vân họp Ban Chấp hành",
    "Ngày 6/10, Huyện ủy Tà Vân tổ chức Hội nghị Ban Chấp hành lần thứ 9.",
    "Đồng chí Hồ Văn Khải, Bí thư Huyện ủy chủ trì hội nghị.",
    published=datetime(2023, 10, 7, 2, tzinfo=UTC),
)
STORE = stored()
STORE.put_articles([VISIT, COUNCIL])


def texts(question: str) -> list[str]:
    """What is answered, in order."""
    return [it.text for it in answer_question(STORE, question, today=TODAY).found]


BOTH = pytest.mark.parametrize("typed", [str, fold], ids=["accented", "bare"])


@BOTH
def test_with_whom_is_the_other_party(typed: type) -> None:
    """It stands behind the same verb; people of other reports are no answer."""
    found = texts(typed("Thường trực Huyện ủy Lũng Sa làm việc với ai?"))
    assert found[0] in {"Ban Dân vận Huyện ủy", "Ban Dân vận"}


@BOTH
def test_who_asked_is_known_of_a_task_in_a_later_sentence(typed: type) -> None:
    """The request goes on over sentences that do not name who speaks."""
    assert texts(typed("Ai đề nghị đẩy mạnh đối thoại với đồng bào vùng cao?")) == ["Vũ Đức Long"]


def test_nobody_asked_for_what_stands_in_no_request() -> None:
    """A request of other tasks does not do."""
    assert texts("Ai đề nghị xây dựng sân vận động huyện Lũng Sa?") == []


def test_a_request_of_several_sentences_is_told_whole() -> None:
    """A part of the answer for each of them, in their order."""
    found = texts("Đồng chí Vũ Đức Long đề nghị gì?")
    assert len(found) == 3
    for text, task in zip(found, ("nắm chắc", "Tiếp tục", "Đẩy mạnh"), strict=True):
        assert task in text


def test_documents_of_a_report_that_is_named_by_its_subject() -> None:
    """All numbered ones."""
    found = texts("Những văn bản nào được nhắc đến trong bài Huyện ủy Lũng Sa làm việc?")
    assert found == ["Chỉ thị số 61-CT/HU", "Kết luận số 17-KL/HU"]


def test_documents_of_a_report_on_something_else_are_no_answer() -> None:
    """The subject must stand in title or lead."""
    assert texts("Văn bản nào được nhắc đến trong bài về nuôi tôm ở Hồ Bạc?") == []


def test_all_who_attended_are_listed() -> None:
    """In the order of the text."""
    found = texts("Những ai dự buổi làm việc của Thường trực Huyện ủy Lũng Sa?")
    assert found == ["Lê Thị Hiền", "Vũ Đức Long"]


def test_an_ordinal_is_told_whole() -> None:
    """The number alone would be a count."""
    assert texts("Huyện ủy Tà Vân tổ chức Hội nghị Ban Chấp hành lần thứ mấy?") == ["lần thứ 9"]


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("ho van khai giu chuc vu gi", True),
        ("ho van khoa giu chuc vu gi", False),
        ("vu duc long de nghi gi", True),
        ("vu duc lam de nghi gi", False),
        ("le thi hanh la ai", False),
    ],
)
def test_a_bare_name_must_be_the_articles(question: str, answered: bool) -> None:
    """Somebody else with the same question is refused."""
    assert bool(texts(question)) is answered


@pytest.mark.parametrize("pattern", [wide._WITH, wide._NO_MORE, reader._NTH])
@pytest.mark.parametrize("token", ["với ", "làm việc với ", " để", "a", "thứ ", ", "])
def test_patterns_take_linear_time(pattern: re.Pattern[str], token: str) -> None:
    """Hostile text of one repeated token."""
    assert is_linear(lambda text: list(pattern.finditer(text.text)), token)
