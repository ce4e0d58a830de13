"""Figures: what is counted, in which unit, as part of what; no dates, no numbers of things."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.figures import find_figures
from bot.facts.record import FigureNamed
from tests.facts.growth import is_linear


def found(paragraph: str) -> tuple[FigureNamed, ...]:
    """The figures of an article of one paragraph."""
    return find_figures(join_lines(["Tiêu đề", paragraph]))


def words(paragraph: str) -> list[str]:
    """The figures as they stand in the text."""
    text = join_lines(["Tiêu đề", paragraph])
    return [text.text[it.start : it.end] for it in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("Toàn xã có gần 2.300 đảng viên.", 2300, "đảng viên", "gần"),
        ("Thu ngân sách đạt 1,25 tỷ đồng.", 1.25, "tỷ đồng", "đạt"),
        ("Huyện trồng 12.000,5 ha rừng.", 12000.5, "ha", None),
        ("Sản lượng đạt trên 90% kế hoạch.", 90, "%", "đạt trên"),
        ("Xã hoàn thành 3/4 tiêu chí.", 0.75, "tiêu chí", None),
        ("Kết nạp 7 quần chúng ưu tú.", 7, "quần chúng ưu tú", None),
        ("Có 5 nghìn lượt khách.", 5, "nghìn lượt khách", None),
        ("Có 14 cái thuyền thúng.", 14, "cái thuyền", None),
    ],
)
def test_value_unit_and_qualifier(
    text: str, value: float, unit: str, qualifier: str | None
) -> None:
    """Thousands by full stops, decimals by commas; units of the table or the noun that follows."""
    (figure,) = found(text)
    assert (figure.value, figure.unit, figure.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Xã Bình Hạ vận động được 2 triệu rưỡi đồng.", 2.5, "triệu đồng"),
        ("Mỗi hộ được vay hai triệu rưỡi.", 2.5, "triệu"),
        ("Công trình có vốn 1 tỷ 200 triệu đồng.", 1.2, "tỷ đồng"),
        ("Mỗi cháu nhận 3 triệu 500 nghìn đồng.", 3.5, "triệu đồng"),
        ("Kết quả khảo sát cao (89,6%).", 89.6, "%"),
        ("Đường mới dài 310m.", 310, "m"),
        ("Xã có hai khu vực trồng chè.", 2, "khu vực"),
        ("Trong số 10 bệnh nhân ấy không ai nặng.", 10, "bệnh nhân"),
        ("Huyện giải quyết dứt điểm 4 vấn đề.", 4, "vấn đề"),
        ("Diện tích thu hồi 223.900m2.", 223900, "m2"),
        ("Chỉ số ở mức 98,86.", 98.86, None),
    ],
)
def test_what_belongs_to_one_number(text: str, value: float, unit: str | None) -> None:
    """A half or a smaller thousand behind a multiplier is added; brackets and letters may touch."""
    (figure,) = found(text)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Ông thôi chức ở Chi bộ 4 đối với nhiệm kỳ này.",
        "Trận vòng loại World Cup 2026 giữa hai đội.",
        "Nhánh 2 rẽ vào ga.",
        "Hai bên gặp lại hai vợ chồng.",
        "Chợ mở cửa từ 2026.",
    ],
)
def test_numbers_of_names_count_nothing(text: str) -> None:
    """A number behind a noun that it tells from others, a bare year, those whom all know."""
    assert words(text) == []


def test_parts_know_their_whole() -> None:
    """`trong đó có …` and what is listed after it belong to the figure before."""
    figures = found("Cụm gồm 17 tổ chức đảng, trong đó có 14 đảng bộ, 3 chi bộ với 900 đảng viên.")
    assert [(it.value, it.of) for it in figures] == [(17, None), (14, 0), (3, 0), (900, None)]


def test_what_is_counted() -> None:
    """The verb in front of the number, or what stands behind the unit."""
    figures = found(
        "Huyện kết nạp mới 88 đảng viên, đạt 60% chỉ tiêu Nghị quyết; mở 2 lớp bơi lội."
    )
    assert [it.counted for it in figures] == ["kết nạp mới", "chỉ tiêu Nghị quyết", "bơi lội"]


def test_a_range_is_one_figure() -> None:
    """`30 - 50%` stands as it is written."""
    assert words("Cắt giảm 30 - 50% chi phí.") == ["giảm 30 - 50% chi phí"]


@pytest.mark.parametrize(
    ("text", "value", "upto", "unit"),
    [
        ("Cắt giảm 30 - 50% chi phí.", 30, 50, "%"),
        ("Trồng từ 5-7 ha rừng.", 5, 7, "ha"),
        ("Thu 10 đến 15 triệu đồng mỗi hộ.", 10, 15, "triệu đồng"),
        ("Có hơn 1.000 – 1.500 người xem.", 1000, 1500, "người"),
    ],
)
def test_both_ends_of_a_range(text: str, value: float, upto: float, unit: str) -> None:
    """The lower end is the value, the upper one is kept beside it."""
    (figure,) = found(text)
    assert (figure.value, figure.upto, figure.unit) == (value, upto, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Đảng bộ gồm hai chi bộ.", 2, "chi bộ"),
        ("Bầu chín đồng chí vào cấp ủy.", 9, "đồng chí"),
        ("Nâng cấp 01chi bộ cơ sở.", 1, "chi bộ cơ sở"),
        ("Rừng rộng 1.200ha.", 1200, "ha"),
    ],
)
def test_numbers_in_words_and_units_without_a_space(text: str, value: float, unit: str) -> None:
    """In words only before a unit that is counted so; a lost space costs nothing."""
    (figure,) = found(text)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    ["Cả hai đơn vị họp.", "Lần thứ ba đồng chí dự.", "Hai Bà Trưng.", "Họp lúc 7h30.", "Mạng 5G."],
)
def test_words_and_letters_that_count_nothing(text: str) -> None:
    """Ordinals, names and times of day."""
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 26/9, Điều 5 khoản 2, tầng 3, lần thứ 5.",
        "Kỳ họp thứ 12 khai mạc lúc 7 giờ 30 phút.",
        "Trong 5 năm qua và 6 tháng đầu năm 2023.",
        "Số 12/2023/QĐ-UBND, Quốc lộ 1, lớp 9, Covid-19.",
        "1. Nội dung thứ nhất.",
        "Em Mẫu, 12 tuổi.",
    ],
)
def test_dates_ordinals_durations_and_names_are_no_figures(text: str) -> None:
    """A number that names, orders or dates counts nothing."""
    assert words(text) == []


def test_spans_that_are_taken_are_left_out() -> None:
    """The number of a document is none of the article's figures."""
    text = join_lines(["Tiêu đề", "Theo Nghị quyết 35 nội dung này, có 3 xã."])
    at = text.text.index("Nghị quyết 35")
    assert [it.value for it in find_figures(text, [(at, at + 13)])] == [3]


@pytest.mark.parametrize(
    "unit", ["1 ", "12 đảng viên, ", "trong đó có 1 chi bộ, ", "1.000.", "gần ba xã "]
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_figures, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Huyện có một nghìn hai trăm đảng viên.", 1200, "đảng viên"),
        ("Huyện có hai mươi lăm chi bộ.", 25, "chi bộ"),
        ("Xã hỗ trợ ba trăm linh năm hộ nghèo.", 305, "hộ nghèo"),
        ("Quỹ nhận mười hai triệu đồng.", 12, "triệu đồng"),
        ("Dự án cần hai mươi mốt nghìn tỷ đồng.", 21000, "tỷ đồng"),
        ("Quân số đạt 120/150 đồng chí.", 0.8, "đồng chí"),
    ],
)
def test_numbers_of_several_words(text: str, value: float, unit: str) -> None:
    """They count like figures do, in front of a unit of the table."""
    (figure,) = found(text)
    assert figure.value == pytest.approx(value)
    assert figure.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "Chuẩn bị các Hội nghị Trung ương 14, 15 khóa XIII.",
        "Quan hệ giữa 2 nước phát triển.",
        "Hai mươi năm qua, ba mươi ngày nữa.",
    ],
)
def test_terms_sides_and_spans_of_time_count_nothing(text: str) -> None:
    """Nor do the numbers of plenums."""
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Công ty nộp quy hoạch chi tiết 1/500.",
        "Báo cáo trình Đại hội 14 lần đầu nêu việc này.",
        "Ban tổ chức trao giải 3 trị giá lớn cho trường.",
        "Ông Mẫu, Trưởng phòng Thanh tra 1 làm Trưởng đoàn.",
        "Con đường tới 16 Psyche còn xa.",
    ],
)
def test_scales_congresses_prizes_and_names_count_nothing(text: str) -> None:
    """Of these the number names a thing, though no unit of the table follows."""
    assert not [it for it in found(text) if it.unit != "triệu đồng"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toàn tỉnh có hơn 23.000 đảng viên.", "hơn 23.000 đảng viên"),
        ("Huyện có gần ba xã.", "gần ba xã"),
        ("Cả tỉnh có khoảng hai mươi lăm chi bộ.", "khoảng hai mươi lăm chi bộ"),
    ],
)
def test_the_qualifier_belongs_to_the_figure(text: str, expected: str) -> None:
    """The span of a figure begins with its qualifier, in figures and in words."""
    assert words(text) == [expected]


def test_nouns_counted_in_words() -> None:
    """`hai di tích`, `bốn ứng cử viên`."""
    assert [it.value for it in found("Có bốn ứng cử viên thăm hai di tích.")] == [4, 2]
