"""Plain text is taken for a question only where it asks."""

from __future__ import annotations

import pytest

from bot.answers.asking import asks
from storage.text import fold

QUESTIONS = [
    "Ai chủ trì hội nghị giao ban",
    "Khối kết nạp bao nhiêu đảng viên",
    "Hội nghị diễn ra khi nào",
    "Hội nghị giao ban họp ở đâu",
    "Trần Thị Ngân đề nghị gì",
    "Các đơn vị quán triệt chỉ thị nào",
    "Bí thư Tỉnh ủy Tràng Vỹ là ai",
    "Toàn khối có mấy chi bộ",
]
SEARCHES = [
    "nao vet kenh muong",
    "may bay",
    "ai cập",
    "Ai Cập mở cửa kim tự tháp",
    "bao nhieu cung duoc la ten bai hat",
    "Bao nhiêu cũng được là tên bài hát",
    "Đâu cần thanh niên có",
    "Chưa bao giờ lúa được mùa như thế",
    "Xã nào cũng có nhà văn hóa",
    "Không ai bị bỏ lại phía sau",
    "Tăng tốc ngay từ đầu năm",
    "nhung ngay dau nam",
    "Phẫu thuật thành công ca chấn thương sọ não",
    "dau tu cong",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_asks_is_a_question(text: str) -> None:
    """With and without diacritics, without a question mark."""
    assert asks(text)
    assert asks(fold(text))


@pytest.mark.parametrize("text", SEARCHES)
def test_what_only_holds_such_a_word_is_a_search(text: str) -> None:
    """Titles and slips."""
    assert not asks(text)
    assert not asks(fold(text))


def test_a_question_mark_decides() -> None:
    """Whatever the words are."""
    assert asks("May bay?")
    assert not asks("?")
