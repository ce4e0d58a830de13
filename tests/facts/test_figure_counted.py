"""What figures count beyond their unit, and whose parts they are: grammar of reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.figures import find_figures
from bot.facts.record import FigureNamed
from tests.facts.growth import is_linear


def found(paragraph: str) -> tuple[FigureNamed, ...]:
    """The figures of an article of one paragraph."""
    return find_figures(join_lines(["Tiêu đề", paragraph]))


def counted(paragraph: str) -> list[str | None]:
    """What each of them counts."""
    return [it.counted for it in found(paragraph)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng bộ xã kết nạp được 12 đảng viên.", "kết nạp"),
        ("Huyện ủy thành lập mới 3 chi bộ.", "thành lập mới"),
        ("Xã Sông Mẫu khen thưởng 25 tập thể có thành tích.", "khen thưởng"),
        ("Đã thi hành kỷ luật đối với 4 đảng viên.", "thi hành kỷ luật"),
        ("Đình chỉ sinh hoạt đảng với 2 đảng viên.", "Đình chỉ sinh hoạt đảng"),
        ("Hội tặng quà cho 40 hộ nghèo.", "tặng quà"),
        ("Trung tâm đào tạo nghề cho 90 lao động.", "đào tạo nghề"),
        ("Công an huyện bắt giữ 7 đối tượng.", "bắt giữ"),
        ("Có 5 đảng viên được khen thưởng.", "được khen thưởng"),
        ("Vụ việc làm 3 người bị thương.", "bị thương"),
        ("Ngoài ra, 2 người khác bị thương.", "bị thương"),
    ],
)
def test_people_and_bodies_are_known_by_what_was_done_to_them(text: str, expected: str) -> None:
    """The verb in front, in full; a passive behind them."""
    assert counted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổ chức 2 lớp bồi dưỡng kiến thức mới.", "bồi dưỡng kiến thức mới"),
        ("Huyện khởi công 4 công trình giao thông nông thôn.", "giao thông nông thôn"),
        ("Thành phố có 8 doanh nghiệp nợ thuế.", "nợ thuế"),
        ("Toàn tỉnh có 19 xã đạt chuẩn nông thôn mới.", "đạt chuẩn nông thôn mới"),
        ("Ban hành 12 nghị quyết.", "Ban hành"),
        ("Tổ chức 5 hội nghị.", None),
        ("Trong đó có 6 chuyến chậm và hủy.", "chậm và hủy"),
    ],
)
def test_things_are_known_by_what_stands_behind_them(text: str, expected: str | None) -> None:
    """The kind of thing; else the verb that tells something; `tổ chức` tells nothing."""
    assert counted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hai công ty có tổng số nợ hơn 6 tỷ đồng.", "tổng số nợ"),
        ("Xe mẫu có giá khoảng 3,5 tỷ đồng.", "giá"),
        ("Thu ngân sách trên địa bàn đạt 25,5 tỷ đồng.", "Thu ngân sách"),
        ("Doanh thu thương mại - dịch vụ 3.900 tỷ đồng.", "Doanh thu thương mại - dịch vụ"),
        ("Công an thu giữ 27 tấn hàng lậu.", "hàng lậu"),
        ("Đoàn trao 41 tỷ đồng giúp dân khắc phục hậu quả.", "trao"),
        ("Vốn vay của Quỹ Hỗ trợ (QHT) là 85%.", "Vốn vay của Quỹ Hỗ trợ"),
        ("Tỷ lệ hộ nghèo giảm 2%.", "Tỷ lệ hộ nghèo"),
        ("Đảng viên nữ chiếm 30%.", "Đảng viên nữ"),
        ("Chi bộ trong sạch, vững mạnh chiếm 92%.", "Chi bộ trong sạch, vững mạnh"),
        ("Huyện đạt 95%.", None),
        ("Xã có 100% cử tri thống nhất giới thiệu ông Mẫu.", "cử tri"),
        ("Phấn đấu 100% các chi bộ, đảng bộ cơ sở hoàn thành.", "các chi bộ, đảng bộ cơ sở"),
        ("Đạt 60% chỉ tiêu Nghị quyết công tác năm.", "chỉ tiêu Nghị quyết công tác năm"),
        ("Sai số của máy sẽ thiếu 0,8 lít.", "thiếu"),
    ],
)
def test_shares_and_measures_are_known_by_what_is_measured(text: str, expected: str | None) -> None:
    """A noun behind them, the measured noun or the subject in front, the verb of a sum; a place or
    body that reaches a share is not what is measured."""
    assert expected in counted(text)
    assert len(found(text)) == 1 or expected is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thực hiện công tác phát triển Đảng 146 trường hợp.", "phát triển Đảng"),
        ("Thực hiện rà soát lý lịch cán bộ trẻ 30 trường hợp.", "rà soát lý lịch cán bộ trẻ"),
        ("Lực lượng phát hiện 5 trường hợp.", "phát hiện"),
    ],
)
def test_cases_are_counted_behind_their_clause(text: str, expected: str) -> None:
    """`… N trường hợp`: the whole clause, without what says that it was done."""
    assert counted(text)[-1] == expected


def test_shares_behind_a_figure_are_said_of_the_same_thing() -> None:
    """`ước đạt …, tăng …, đạt … dự toán và tăng …`."""
    text = "Thu ngân sách đạt 334 tỷ đồng, bằng 57% dự toán và tăng 16% so với cùng kỳ."
    assert counted(text) == ["Thu ngân sách", "dự toán", "Thu ngân sách"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có 17 tổ chức đảng, trong đó có 14 đảng bộ và 3 chi bộ.", [None, 0, 0]),
        ("Có 87 chi bộ (tăng 2), trong đó có 60 chi bộ thôn (tăng 1), 27 chi bộ trường.", [0, 0]),
        ("Trong 18 người bị bắt có 15 người nghiện.", [None, 0]),
        ("Bắt 18 người (16 nam, 2 nữ).", [None, 0, 0]),
        ("Nâng cấp 1 chi bộ thành đảng bộ gồm 4 chi bộ.", [None, None]),
        ("Vốn 2 tỷ đồng, trong đó tỉnh 500 triệu đồng, huyện 1,5 tỷ đồng.", [None, 0, 0]),
        ("Vốn 2 tỷ đồng, trong đó tỉnh 900 triệu đồng, huyện 1,5 tỷ đồng.", [None, 0, None]),
        ("Có 5.000 chuyến. Trong đó, có 800 chuyến chậm.", [None, 0]),
    ],
)
def test_parts_are_no_more_than_their_whole(text: str, expected: list[int | None]) -> None:
    """Over brackets, over the end of a sentence, multipliers counted; never more than there are."""
    assert [it.of for it in found(text)][-len(expected) :] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cửa hàng xăng dầu 1/5 của công ty ấy.",
        "Tai nạn ở km 22+120 quốc lộ.",
        "Xe mang BKS 37- 24919 chạy nhanh.",
        "Xe bán tải 29C - 36064 đi nhanh.",
        "Ở ven tỉnh lộ 323 diễn ra việc ấy.",
        "Đại hội xã Tam Mẫu 2 lần thứ VII.",
        "Lúc 9 giờ 30 sáng.",
        "Sau 12 tiếng chữa cháy.",
        "Tổ máy 1 hòa lưới.",
    ],
)
def test_names_plates_and_hours_are_no_figures(text: str) -> None:
    """Of these the number names or times something."""
    assert found(text) == ()


def test_a_group_counts_its_people() -> None:
    """`nhóm 12 du khách` is no name by a number, `nhóm 2` is."""
    assert [it.value for it in found("Cứu nhóm 12 du khách và đoàn 14 người của nhóm 2.")] == [
        12,
        14,
    ]


def test_thousands_below_the_line() -> None:
    """`5.813/8.227 xã`."""
    (figure,) = found("Có 5.813/8.227 xã đạt chuẩn.")
    assert (figure.numerator, figure.denominator) == (5813, 8227)


@given(st.text(alphabet="0123456789 ,.%()đãạtếnồngtriệuxãcóvàtổng số là\n", max_size=160))
def test_what_is_counted_stands_in_the_text(words: str) -> None:
    """Whatever stands there, the words are the article's, and a whole comes before its part."""
    text = join_lines(["Tiêu đề", words])
    flat = " ".join(text.text.split())
    for at, figure in enumerate(find_figures(text)):
        assert figure.counted is None or figure.counted in flat
        assert figure.of is None or 0 <= figure.of < at
        assert figure.sentence[0] <= figure.start < figure.end <= figure.sentence[1]


@pytest.mark.parametrize(
    "unit",
    [
        "vốn vay (A) là 5% ",
        "tổng số nợ ",
        "1 lớp và ",
        "2 xã (3 xã), ",
        "kết nạp cho với ",
        "100% các chi bộ, ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_figures, unit)
