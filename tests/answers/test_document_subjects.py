"""What a document is about, asked by its number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.answer import answer_question
from storage.models import Article
from storage.open import open_store
from tests.answers.articles import TODAY, report

PUBLISHED = datetime(2023, 7, 20, 2, tzinfo=UTC)
SPARING = report(
    "chithi00001",
    "Tràng Vỹ quán triệt chỉ thị mới",
    "Ngày 18/7, Tỉnh ủy Tràng Vỹ mở hội nghị quán triệt các văn bản mới.",
    "Hội nghị nghe giới thiệu Chỉ thị số 27-CT/TU của Tỉnh ủy về “Tiết kiệm điện trong công sở”.",
    "Các chi bộ tiếp tục thực hiện Nghị quyết số 14 của Tỉnh ủy, gắn với phong trào “Xanh”, “Sạch” "
    "trong công sở.",
    published=PUBLISHED,
)
SUBJECT = "Tiết kiệm điện trong công sở"


def ask(text: str, article: Article = SPARING) -> str | None:
    """What the article answers; None: nothing."""
    store = open_store("memory:")
    store.put_articles([article])
    found = answer_question(store, text, today=TODAY).found
    return found[0].text if found else None


@pytest.mark.parametrize(
    "question",
    [
        "Chỉ thị số 27-CT/TU của Tỉnh ủy về việc gì?",
        "Chỉ thị 27-CT/TU về nội dung gì?",
        "Chỉ thị 27-CT/TU về vấn đề gì?",
        "Chỉ thị số 27 nói về gì?",
        "chi thi 27 ve viec gi",
    ],
)
def test_the_subject_answers(question: str) -> None:
    """In whichever form the number is given, with diacritics or without."""
    assert ask(question) == SUBJECT


@pytest.mark.parametrize(
    "question",
    [
        "Nghị quyết số 14 của Tỉnh ủy về vấn đề gì?",
        "Chỉ thị số 27-CT/HU về việc gì?",
        "Chỉ thị số 28-CT/TU về việc gì?",
        "Kế hoạch số 27 về việc gì?",
    ],
)
def test_nothing_is_guessed(question: str) -> None:
    """A document without a stated subject, with other letters, another number or kind."""
    assert ask(question) is None
