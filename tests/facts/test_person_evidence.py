"""People without honorific or post: what the words around a name must say, and what is none."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.foreign_names import foreign_names, is_foreign
from bot.facts.people import find_people
from tests.facts.growth import is_linear


def names(*paragraphs: str) -> list[str]:
    """Names of the people of an article."""
    return [it.name for it in find_people(join_lines(["Tiêu đề", *paragraphs]))]


@pytest.mark.parametrize(
    "text",
    [
        "Trần Văn Mẫu, sinh năm 1980, trú tại xã Sông Mẫu, đã trình báo.",
        "Xe do Trần Văn Mẫu (SN 1980) điều khiển.",
        "Bắt giữ Trần Văn Mẫu (52 tuổi, ngụ xã Sông Mẫu).",
        "Xử phạt Trần Văn Mẫu (tự Ba Mẫu).",
        "Tại phiên thảo luận, ĐB Trần Văn Mẫu đồng tình.",
        "Nhân viên an ninh Trần Văn Mẫu nhặt được túi xách.",
        "Chiều qua, Trần Văn Mẫu cho biết đường đã thông.",
        "Người được khen là Trần Văn Mẫu, đảng viên trẻ của xã.",
    ],
)
def test_words_around_a_name_tell_a_person(text: str) -> None:
    """An age, a birth, a residence, an occupation before or behind, or what only people do."""
    assert names(text) == ["Trần Văn Mẫu"]


@pytest.mark.parametrize(
    "text",
    [
        "Ảnh: Trần Văn Mẫu.",
        "Cầu nối hai bờ. Trần Văn Mẫu",
        "Đoàn đi qua ngã tư Trần Văn Mẫu rồi rẽ trái.",
        "Đầu xuân Đinh Dậu, người dân gói bánh chưng.",
        "Bí thư Tỉnh ủy Sơn Tây phát biểu.",
        "Bí thư Huyện ủy Lý Nhân phát biểu.",
        "Đoàn đến Hàn Quốc và Hà Lan.",
        "Các nhà khoa học Nghệ An trình bày.",
        "Bộ trưởng Công Thương trả lời.",
        "Sông Mẫu Group cho biết sẽ mở cửa.",
        "Tiền đạo Brazil lập công.",
        "UBND tỉnh Bà Rịa-Vũng Tàu họp.",
        "Bí thư huyện ủy Phù Yên Tiếp theo là các xã.",
        "Nhân viên Viettel Postal dùng điện thoại.",
        "Gặp Phó thủ tướng Campuchia hôm qua.",
    ],
)
def test_names_alone_and_places_tell_nobody(text: str) -> None:
    """Credits, bylines, crossings, years, districts, countries and offices are no people."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tổng thống Pháp Emmanuel Maucron phát biểu.", "Emmanuel Maucron"),
        ("Tổng thống Hàn Quốc Moon Jae-Mau phát biểu.", "Moon Jae-Mau"),
        ("Ông Bashar al-Masad phát biểu.", "Bashar al-Masad"),
        ("Ông Trumpel phát biểu.", "Trumpel"),
        ("HLV Matt Rossman tin vào đội bóng.", "Matt Rossman"),
        ("Ông Martin E.Stroness kể lại.", "Martin E.Stroness"),
        ("Wu Zheng Mau, 31 tuổi, lái xe buýt.", "Wu Zheng Mau"),
    ],
)
def test_foreign_names_are_read_where_a_word_tells_a_person(text: str, name: str) -> None:
    """Behind an honorific, an office with its country, an occupation; before an age."""
    assert names(text) == [name]


def test_firms_and_papers_are_no_foreign_people() -> None:
    """Words of no Vietnamese syllable alone are brands as often as people."""
    text = "VinFast ra mắt xe. Chuyên gia Harvard dự. Google Play thông báo. Giám đốc Microsoft dự."
    assert foreign_names(text) == []


def test_a_misspelt_vietnamese_word_is_not_foreign() -> None:
    """Letters with Vietnamese marks belong to no other language."""
    assert is_foreign("Zelensky")
    assert not is_foreign("Khánhcho")
    assert not is_foreign("Nguyễn Văn Mẫu")


def test_the_end_of_a_longer_name_is_the_same_person() -> None:
    """`ông Macron` of the title is the `Emmanuel Macron` of the body, `Sỹ` is `Sĩ`."""
    text = "Ông Emmanuel Maucron nói. Bà Lê Thị Sỹ và bà Lê Thị Sĩ."
    people = find_people(join_lines(["Ông Maucron nhậm chức", text]))
    assert [it.name for it in people] == ["Emmanuel Maucron", "Lê Thị Sỹ"]
    assert [len(it.mentions) for it in people] == [2, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Bí thư Thành ủy Hà Nội Lương Nguyễn Minh Mẫu nhấn mạnh.",
        "Lương Nguyễn Minh Mẫu, sinh năm 1980, trúng cử.",
    ],
)
def test_two_family_names_belong_to_the_name(text: str) -> None:
    """The father's and the mother's, behind a place or at the head of the sentence."""
    assert names(text) == ["Lương Nguyễn Minh Mẫu"]


def test_hidden_names_and_the_youth_union() -> None:
    """Initials belong to a name; `Trung ương Đoàn` in front of one does not."""
    assert names("Nữ sinh Nguyễn K. T. V (SN 1999) bị nạn.") == ["Nguyễn K. T. V"]
    assert names("Bí thư Trung ương Đoàn Lê Quốc Mẫu dự.") == ["Lê Quốc Mẫu"]
    assert names("Đồng chí Đoàn Quốc Mẫu dự.") == ["Đoàn Quốc Mẫu"]


@pytest.mark.parametrize(
    "text",
    [
        "Đồng chí Trần Văn Mẫu Chiều nay dự họp.",
        "Đồng chí Trần Văn Mẫu Ông Trần Văn Mẫu sinh năm 1980.",
        "Đồng chí Trần Văn Mẫu Phó Chủ tịch xã dự họp.",
        "Đồng chí Trần Văn Mẫu Đài Truyền hình đưa tin.",
        "Đồng chí Trần Văn Mẫu Theo đó, các xã báo cáo.",
    ],
)
def test_a_lost_full_stop_ends_the_name(text: str) -> None:
    """Captions run into the next sentence: a time, a name, a post or a body begins it."""
    assert set(names(text)) == {"Trần Văn Mẫu"}


@pytest.mark.parametrize(
    "unit",
    [
        "Zelensky ",
        "ông Zelensky ",
        "Emmanuel Macron, ",
        "Tổng thống Pháp ",
        "Trần Văn Mẫu (",
        "nhân viên an ninh ",
        "al-",
        "A.",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_people, unit)
