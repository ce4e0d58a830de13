"""Bylines by their form: who is named, and which lines are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.byline import parse_byline

BYLINES: dict[str, tuple[str, ...]] = {
    "Thu Thủy": ("Thu Thủy",),
    "Trần Vũ Tú Anh": ("Trần Vũ Tú Anh",),
    "THU THỦY": ("THU THỦY",),
    "T.H": ("T.H",),
    "N.V.A.": ("N.V.A.",),
    "Bài, ảnh: Sín Lềnh": ("Sín Lềnh",),
    "Tin, ảnh: Hạnh Nguyên – Bảo Lâm": ("Hạnh Nguyên", "Bảo Lâm"),
    "Bài và ảnh: Cao Sơn, Thái Hòa": ("Cao Sơn", "Thái Hòa"),
    "Cao Sơn - Thái Hòa": ("Cao Sơn", "Thái Hòa"),
    "Cao Sơn và Thái Hòa": ("Cao Sơn", "Thái Hòa"),
    "Cao Sơn; ảnh: Thái Hòa": ("Cao Sơn", "Thái Hòa"),
    "Tác giả: Cao Sơn": ("Cao Sơn",),
    "Thực hiện: Cao Sơn": ("Cao Sơn",),
    "Cao Sơn (tổng hợp)": ("Cao Sơn",),
    "Cao Sơn (Ban Tuyên giáo Huyện ủy)": ("Cao Sơn",),
    "Cao Sơn – Văn phòng Huyện ủy": ("Cao Sơn",),
    "Thu Thủy.": ("Thu Thủy",),
    "Cao Sơn - VPĐU": ("Cao Sơn",),
    "Cao Sơn, VPĐU Khối": ("Cao Sơn",),
    "Cao Sơn/TTXVN": ("Cao Sơn",),
    "(Cao Sơn)": ("Cao Sơn",),
    "Theo TTXVN": ("TTXVN",),
    "Theo Báo Lam Giang": ("Báo Lam Giang",),
    "Nguồn: lamgiang.example.vn": ("lamgiang.example.vn",),
    "BBT": ("BBT",),
    "PV": ("PV",),
    "Ban Biên tập": ("Ban Biên tập",),
    "(TTXVN)": ("TTXVN",),
    "Ban Tuyên giáo Thị ủy": ("Ban Tuyên giáo Thị ủy",),
    "BTG Quận ủy": ("BTG Quận ủy",),
    "Người đăng: Admin": (),
}

NO_BYLINES = (
    "",
    "Nhiệm vụ trọng tâm năm 2024",
    "Ba việc cần làm ngay",
    "Hội nghị kết thúc tốt đẹp.",
    "HỘI NGHỊ TỔNG KẾT CÔNG TÁC",
    "Theo đó, các chi bộ tiếp tục thực hiện nhiệm vụ",
    "Theo kế hoạch",
    "Tin vui đến với bà con xã Đồng Mây",
    "Thu Thủy:",
    "Toàn cảnh buổi làm việc",
    "Kết luận hội nghị, đồng chí Bí thư đề nghị",
    "- Thứ nhất",
    "Phú Lộc 2023",
)


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_names_its_people(line: str) -> None:
    """Names come without role words, notes and affiliations, each once."""
    assert parse_byline(line) == BYLINES[line]


@pytest.mark.parametrize("line", NO_BYLINES)
def test_headings_and_sentences_are_no_bylines(line: str) -> None:
    """A heading, a sentence or a caption names nobody."""
    assert parse_byline(line) is None


@given(st.text(max_size=200))
def test_any_line_is_survived(line: str) -> None:
    """Whatever the line, names stand in it as printed."""
    for name in parse_byline(line) or ():
        assert name
        assert name in line
