"""Where the names of bodies and posts end: before every verb, after every part of the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import ArticleText
from bot.facts.name_extent import name_end
from bot.facts.organisation_heads import organisation_heads
from tests.facts.growth import is_linear

VERBS = (
    "tổ chức hội nghị",
    "phát biểu tại hội nghị",
    "điều động cán bộ",
    "chỉ định ông",
    "tập trung lãnh đạo",
    "dự và chủ trì",
    "nhiệm kỳ 2020-2025",
    "thành lập đoàn",
    "giao ban công tác xây dựng Đảng",
    "kiểm tra việc",
    "xây dựng kế hoạch",
    "đã thông qua",
    "và các cấp ủy cơ sở",
    "về công tác phòng chống dịch",
    "phát triển đảng viên",
    "quản lý đất đai",
)
NAMES = (
    "Bộ Chính trị",
    "Tỉnh ủy",
    "Tỉnh ủy Sông Mẫu",
    "Quận ủy Hai Bà Trưng",
    "Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh",
    "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh Quảng Trị",
    "Sở Giáo dục và Đào tạo",
    "Sở Văn hóa, Thể thao và Du lịch tỉnh Sơn La",
    "Sở Văn hoá, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở GD&ĐT Sông Mẫu",
    "Đoàn đại biểu Quốc hội tỉnh",
    "Ủy ban MTTQ Việt Nam tỉnh",
    "Uỷ ban Mặt trận Tổ quốc Việt Nam xã An Mẫu",
    "Đảng bộ phường Bến Mẫu",
    "UBND tỉnh Bà Rịa-Vũng Tàu",
    "UBND TP.HCM",
    "UBND TP. Sông Mẫu",
    "Thành ủy Huế",
    "Công an tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Ủy ban Kiểm tra Tỉnh ủy",
    "Công ty TNHH Một thành viên Cấp nước Sông Mẫu",
    "Trường THPT Lê Quý Đôn",
    "Chi bộ thôn 3",
    "Quân khu 1",
    "Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh",
    "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương",
    "Trung tâm Bồi dưỡng chính trị huyện",
)


def end_of_body(text: str) -> str:
    """The name of the body that the text begins with."""
    head = organisation_heads().pattern.match(text)
    assert head is not None
    return text[: name_end(text, head.end(), len(text), words=14)]


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_name_is_read_and_no_verb_behind_it(name: str) -> None:
    """Each name ends at its last word, whatever a sentence goes on with."""
    for verb in VERBS:
        assert end_of_body(f"{name} {verb}") == name
    for sign in (".", ", đồng chí", " (gọi tắt", ": Hội nghị"):
        assert end_of_body(f"{name}{sign}") == name


@given(st.sampled_from(NAMES), st.sampled_from(VERBS), st.text(max_size=12))
def test_a_name_never_runs_into_what_follows(name: str, verb: str, noise: str) -> None:
    """The end lies inside the text and never behind the verb's first letter."""
    assert len(end_of_body(f"{name} {verb} {noise}")) <= len(name)


def test_headlines_in_capitals_end_at_known_words() -> None:
    """Where everything is a capital, being one says nothing."""
    headline = "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH GIAO BAN CÔNG TÁC XÂY DỰNG ĐẢNG"
    assert end_of_body(headline) == "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH"


@pytest.mark.parametrize("unit", ["Ban ", "các cơ quan ", "Văn hóa, ", "và ", "thành phố ", "TP."])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""

    def ends(text: ArticleText) -> None:
        for at in range(0, len(text.text), 40):
            name_end(text.text, at, len(text.text), words=16)

    assert is_linear(ends, unit)
