"""Short names that a text gives a body, headlines in capitals, and schools called after people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.organisation_short import introduced_short
from bot.facts.organisations import find_organisations
from bot.facts.record import OrganisationNamed
from tests.facts.growth import is_linear


def bodies(*paragraphs: str, title: str = "Tiêu đề") -> dict[str, OrganisationNamed]:
    """By name."""
    return {it.name: it for it in find_organisations(join_lines([title, *paragraphs]))}


@pytest.mark.parametrize(
    ("brackets", "short"),
    [
        (" (VNSM)", "VNSM"),
        (" (Sacomau)", "Sacomau"),
        (" (PV-SM)", "PV-SM"),
        (" (sau đây gọi là Ban Mẫu)", "Ban Mẫu"),
        (" (gọi tắt là “Đảng ủy Khối”)", "Đảng ủy Khối"),
        (" (viết tắt là BCĐ 35)", "BCĐ 35"),
        (" (TP)", None),
        (" (Hà Nội)", None),
        (" (khóa XII)", None),
        (" (mới thành lập)", None),
    ],
)
def test_brackets_behind_a_name_may_hold_a_short_one(brackets: str, short: str | None) -> None:
    """Capitals, a word of no Vietnamese syllable, or what "gọi là" leads to."""
    found = introduced_short(f"Tổ chức Mẫu{brackets} họp.", len("Tổ chức Mẫu"))
    assert (found and found[0]) == short


def test_mentions_by_the_short_name_are_the_bodys() -> None:
    """Before and behind the brackets; not inside longer words."""
    found = bodies(
        "Tập đoàn Viễn thông Sông Mẫu (VNSM) ký kết. VNSM cam kết; VNSMart thì không.",
        title="VNSM ký kết",
    )
    group = found["Tập đoàn Viễn thông Sông Mẫu"]
    assert group.short == "VNSM"
    assert len(group.mentions) == 4


def test_a_headline_in_capitals_is_the_body_named_below() -> None:
    """The verb behind it is no part of the name, and the name is shown as the body spells it."""
    found = bodies(
        "Ngày 5/7, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị.",
        title="ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH TỔ CHỨC HỘI NGHỊ GIAO BAN QUÝ III",
    )
    assert {name: len(it.mentions) for name, it in found.items()} == {
        "Đảng ủy Khối các cơ quan tỉnh": 2
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trường Đại học Y khoa Phạm Ngọc Thạch tuyển sinh.",
            {"Trường Đại học Y khoa Phạm Ngọc Thạch"},
        ),
        (
            "Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh họp.",
            {"Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh"},
        ),
        ("BHXH tỉnh và Công đoàn Viên chức tỉnh dự.", {"BHXH tỉnh", "Công đoàn Viên chức tỉnh"}),
        (
            "Chính phủ họp. Chính phủ Nhật Bản và Chính phủ Việt Nam ký kết.",
            {"Chính phủ", "Chính phủ Nhật Bản"},
        ),
        ("Đảng bộ Khối có 45 chi bộ.", {"Đảng bộ Khối"}),
        ("UBND Q.5 rà soát.", {"UBND Q.5"}),
        ("Tổng cục thuế hướng dẫn.", {"Tổng cục thuế"}),
        (
            "Đảng bộ Bộ Khoa học và Công nghệ họp.",
            {"Đảng bộ Bộ Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"},
        ),
        ("Đại sứ quán Việt Nam tại Malaysia họp.", {"Đại sứ quán Việt Nam tại Malaysia"}),
        (
            "Huyện ủy Lý Nhân họp với Huyện ủy Trần Văn Thời.",
            {"Huyện ủy Lý Nhân", "Huyện ủy Trần Văn Thời"},
        ),
    ],
)
def test_bodies_that_were_cut_or_missed_are_whole(text: str, expected: set[str]) -> None:
    """Namesakes of schools, fields in small letters, districts called like people."""
    assert set(bodies(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ 2 trực thuộc Đảng ủy Khối được khen.",
        "Chi bộ 2 thuộc Đảng ủy Khối được khen.",
        "Chi bộ 2 của Đảng ủy Khối được khen.",
        "Chi bộ 2 (Đảng ủy Khối) được khen.",
        "Chi bộ 2 được khen. Chi bộ 2 thuộc Đảng ủy Khối.",
    ],
)
def test_the_body_above_is_read_where_the_sentence_says_it(text: str) -> None:
    """`thuộc`, `trực thuộc`, `của`, brackets; in any of its mentions."""
    assert bodies(text)["Chi bộ 2"].parent == "dang uy khoi"
    assert bodies(text)["Đảng ủy Khối"].parent is None


def test_neighbours_in_a_list_are_not_above_each_other() -> None:
    """A comma alone joins equals."""
    assert bodies("Chi bộ 2, Đảng ủy Khối dự.")["Chi bộ 2"].parent is None


@given(st.text(alphabet='Sở Y tế(VNPT)gọi là“”" ', max_size=60))
def test_short_names_lie_in_the_text(words: str) -> None:
    """Whatever stands in the brackets, each mention is a part of the text."""
    text = join_lines(["x", f"Sở Y tế {words}"])
    for body in find_organisations(text):
        assert all(0 <= start < end <= len(text.text) for start, end in body.mentions)


@pytest.mark.parametrize("unit", ["Sở Y tế (SYT) ", "Sở Y tế (", "(gọi là ", "SYT "])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_organisations, unit)
