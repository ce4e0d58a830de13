"""How far names of firms, offices and papers go, and which of two forms is one body."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.organisations import find_organisations
from tests.facts.growth import is_linear


def names(*paragraphs: str) -> list[str]:
    """The bodies of an article with these paragraphs."""
    return [it.name for it in find_organisations(join_lines(["Tiêu đề", *paragraphs]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công ty Cổ phần Xây dựng công trình giao thông 842 nợ.", ["giao thông 842"]),
        ("Công ty Cổ phần Cơ khí xây dựng số 18 nợ thuế.", ["Cơ khí xây dựng số 18"]),
        ("Công ty Cổ phần đầu tư đèo Mẫu ký hợp đồng.", ["đầu tư đèo Mẫu"]),
        ("Công ty cổ phần tư vấn và dịch vụ thương mại (số 4) nợ.", ["dịch vụ thương mại"]),
        ("Tổng công ty Thăm dò khai thác Dầu khí nộp thuế.", ["khai thác Dầu khí"]),
        ("Công ty Thủy điện An Mẫu - Ka Mẫu hỗ trợ.", ["An Mẫu - Ka Mẫu"]),
        ("Nhà máy Nhiệt điện Sông Mẫu 1 phát điện.", ["Sông Mẫu 1"]),
        ("Công ty liên doanh Hoshi Motor Systems ra đời.", ["Hoshi Motor Systems"]),
        ("Công ty CP Xây dựng Mẫu Sơn số 11.1 có chi bộ.", ["số 11.1"]),
    ],
)
def test_firms_go_on_with_their_trades(text: str, expected: list[str]) -> None:
    """Small trades behind the legal form, the name behind them, the number of a works."""
    found = names(text)
    assert len(found) == 1
    assert found[0].endswith(expected[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công ty Hoa Mẫu xây dựng nhà xưởng.", "Công ty Hoa Mẫu"),
        ("Tập đoàn Hoa Mẫu đầu tư 5 tỷ đồng.", "Tập đoàn Hoa Mẫu"),
        ("Công ty TNHH Hoa Mẫu sản xuất Gạch.", "Công ty TNHH Hoa Mẫu"),
    ],
)
def test_behind_its_own_name_a_firm_acts(text: str, expected: str) -> None:
    """A trade that follows the name itself is a verb."""
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phòng Cảnh sát hình sự Công an tỉnh Sông Mẫu bắt.",
            ["Phòng Cảnh sát hình sự Công an tỉnh Sông Mẫu", "Công an tỉnh Sông Mẫu"],
        ),
        (
            "Phòng cảnh sát điều tra tội phạm về ma túy cho biết.",
            ["Phòng cảnh sát điều tra tội phạm về ma túy"],
        ),
        ("Ông Mẫu ở Đội đo đạc số 5 bị bắt.", ["Đội đo đạc số 5"]),
        ("Như Báo Công lý từng đưa tin.", ["Báo Công lý"]),
        ("Vay từ Quỹ hỗ trợ nông dân và NHCSXH.", ["Quỹ hỗ trợ nông dân", "NHCSXH"]),
        ("Học sinh Trường Trung học cơ sở Nguyễn Du dự.", ["Trường Trung học cơ sở Nguyễn Du"]),
        (
            "Viện Sinh thái và Tài nguyên sinh vật kết luận.",
            ["Viện Sinh thái và Tài nguyên sinh vật"],
        ),
        ("CATP Hà Nội và CAH Sông Mẫu điều tra.", ["CATP Hà Nội", "CAH Sông Mẫu"]),
        ("Viện KSND cùng cấp truy tố.", []),
        ("Hội đồng quản trị họp.", []),
    ],
)
def test_offices_papers_funds_and_schools(text: str, expected: list[str]) -> None:
    """With the body above behind the field; `cùng cấp` and a board of any firm name nobody."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ đạo các Huyện ủy, Thị ủy, Thành ủy, Đảng ủy trực thuộc.",
        "Kiểm tra ở một số Chi bộ, Đảng bộ, Huyện ủy và Thành ủy.",
        "Tham mưu cho các Huyện ủy, Thành ủy, Ban Thường vụ Huyện ủy.",
    ],
)
def test_committees_of_a_level_are_none(text: str) -> None:
    """Behind `các`, `một số` and on in their list."""
    assert names(text) == []


def test_one_of_a_level_that_is_named_is_one() -> None:
    """`Huyện ủy Châu Mẫu, Huyện ủy`: a name, and its short form."""
    found = names("Huyện ủy Châu Đức họp.", "Bí thư Huyện ủy, Chủ tịch HĐND huyện nói.")
    assert found == ["Huyện ủy Châu Đức", "HĐND huyện"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Cục Thuế TP Hà Nội công bố.", "Cục Thuế Hà Nội nói."),
        ("Sở Tài nguyên-Môi trường tỉnh Sông Mẫu họp.", "Sở TN-MT tỉnh Sông Mẫu nói."),
        ("Ngân hàng Công Thương Việt Nam - MauBank ký.", "Ngân hàng MauBank vay."),
        ("Sở NN-MT tỉnh Sông Mẫu họp.", "Sở Nông nghiệp và Môi trường tỉnh Sông Mẫu nói."),
    ],
)
def test_two_forms_of_one_body_meet(first: str, second: str) -> None:
    """A level or `và` that is left out, an abbreviation, a short name behind a dash."""
    assert len(names(first, second)) == 1


@pytest.mark.parametrize(
    "unit", ["Công ty TNHH xây dựng và ", "các Huyện ủy, ", "Đội đo đạc số ", "Phòng A Công an "]
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_organisations, unit)
