"""What a plain question is understood to ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.asking import asks
from bot.answers.question import KINDS, read_question
from storage.text import fold

QUESTIONS = [
    ("Ai chủ trì hội nghị giao ban?", "who"),
    ("Hội nghị do những ai chủ trì?", "who"),
    ("Đồng chí nào phát biểu khai mạc?", "who"),
    ("Bao nhiêu đảng viên được kết nạp?", "how_many"),
    ("Có mấy chi bộ được thành lập?", "how_many"),
    ("Cuộc họp kéo dài bao lâu?", "how_many"),
    ("Hội nghị diễn ra khi nào?", "when"),
    ("Bao giờ khánh thành thư viện?", "when"),
    ("Hội nghị tổ chức vào ngày nào?", "when"),
    ("Lễ ra mắt tổ chức ở đâu?", "where"),
    ("Tỉnh nào đăng cai hội thi?", "where"),
    ("Văn bản nào được quán triệt?", "document"),
    ("Hội nghị thông qua nghị quyết số mấy?", "document"),
    ("Đơn vị nào được khen thưởng?", "body"),
    ("Ông Phúc giữ chức vụ gì?", "post"),
    ("Bí thư Tỉnh ủy nói gì về chống lãng phí?", "said"),
    ("Bí thư Tỉnh ủy đề nghị các chi bộ làm gì?", "said"),
    ("Vì sao dự án chậm tiến độ?", "why"),
    ("Thư viện được xây dựng như thế nào?", "how"),
    ("Mô hình nào được nhân rộng?", "which"),
    ("Nông thôn mới nâng cao là gì?", "what_is"),
    ("Hội nghị có thông qua nghị quyết không?", "yes_no"),
]


@pytest.mark.parametrize(("text", "kind"), QUESTIONS)
def test_the_question_word_and_its_noun_tell_the_kind(text: str, kind: str) -> None:
    """With diacritics."""
    assert read_question(text).kind == kind


@pytest.mark.parametrize(("text", "kind"), QUESTIONS)
def test_without_diacritics_the_kind_is_the_same(text: str, kind: str) -> None:
    """As it is typed on a phone."""
    assert read_question(fold(text)).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "cho tôi hỏi ai chủ trì hội nghị ạ",
        "Xin hỏi, ai chủ trì hội nghị thế ạ?",
        "bạn ơi cho mình biết ai chủ trì hội nghị vậy",
        "cho toi hoi ai chu tri hoi nghi vay a",
    ],
)
def test_what_is_said_around_a_question_falls_away(text: str) -> None:
    """Polite words at either end are no part of it."""
    assert fold(read_question(text).text) == "ai chu tri hoi nghi"


def test_hoi_without_its_mark_is_a_meeting_as_well() -> None:
    """ "hoi nghi" keeps its first syllable."""
    assert read_question("hoi nghi dien ra khi nao").text == "hoi nghi dien ra khi nao"


def test_the_noun_after_how_many_is_what_is_counted() -> None:
    """Up to the next function word."""
    question = read_question("Bao nhiêu đảng viên được kết nạp trong quý III?")
    assert [word.folded for word in question.focus] == ["dang", "vien"]


def test_dau_at_the_beginning_is_no_where() -> None:
    """ "đầu" typed without its mark asks for no place."""
    assert read_question("dau nam ket nap bao nhieu dang vien").kind == "how_many"


def test_topic_has_what_is_asked_about_and_no_question_word() -> None:
    """These words are searched."""
    assert read_question("Ai chủ trì hội nghị giao ban?").topic == "chủ trì hội nghị giao ban"


@pytest.mark.parametrize(
    "text",
    [
        "giao ban quý III",
        "hội nghị sơ kết",
        "nguồn:baotinh lúa",
        "đăng ký",
        "xã Đồng Nhạn",
        "nao vet kenh muong",
        "may bom nuoc chong han",
        "ứng dụng AI trong quản lý",
        "ung dung AI trong quan ly",
        "dau nam ra quan trong cay",
    ],
)
def test_words_to_search_are_no_question(text: str) -> None:
    """They go on being searched as before."""
    assert not asks(text)


@pytest.mark.parametrize("text", ["ai chu tri hoi nghi", "Kết nạp đảng viên?", "họp khi nào"])
def test_question_words_or_a_question_mark_make_a_question(text: str) -> None:
    """With or without diacritics."""
    assert asks(text)


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    """Nothing raises; the slot lies within the words, the kind is a known one."""
    question = read_question(text)
    assert question.kind in KINDS
    assert 0 <= question.slot[0] <= question.slot[1] <= len(question.words)
    assert set(question.focus) <= set(question.words)
    asks(text)
