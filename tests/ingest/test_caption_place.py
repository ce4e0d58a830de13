"""Captions by where they stand, and the grammar that keeps short sentences in the body."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.caption_place import find_captions
from bot.ingest.layout import parse_text
from bot.ingest.page import parse_page
from bot.ingest.telling import counts, tells

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
LONG = (
    "Qua khảo sát, đoàn nhận thấy các hộ trong thôn đã biết liên kết trồng chè sạch, cùng góp vốn "
    "mua máy sao, máy vò và ký hợp đồng bao tiêu với hai doanh nghiệp ở thị xã Nậm Pha."
)
LEAD = "Sáng 9/8, Huyện ủy Đồng Mây khảo sát vùng chè của xã Phú Lộc và làm việc với Đảng ủy xã."

TOLD = (
    "Huyện có 12 hợp tác xã chè.",
    "Đồng chí Lý Thị Mộc được bầu giữ chức Bí thư.",
    "Đường liên thôn dài 3,5 km.",
    "Đời sống bà con ổn định.",
    "Bà nhận nuôi hai cháu nhỏ.",
    "Cùng ngày, đoàn thăm trạm y tế.",
    "Người dân phản ánh giá chè thấp.",
    "Lớp học khai giảng ngày 9/8.",
    "Ban tổ chức trao 1 giải nhất, 2 giải nhì.",
)
SHOWN = (
    "Chè shan tuyết cổ thụ trên đỉnh Nậm Pha.",
    "Máy sao chè chạy suốt đêm ở thôn 4.",
    "Trẻ nhỏ theo mẹ lên nương.",
    "Các hộ có hoàn cảnh khó khăn nhận quà Tết.",
    "Cụ Sín Thị Pao, 80 năm tuổi đời, bên nong chè mới hái.",
)


@pytest.mark.parametrize("line", TOLD)
def test_grammar_of_a_report_keeps_a_line_in_the_body(line: str) -> None:
    """Tense, amounts, dates, speech and things that cannot be seen are told."""
    assert tells(line)
    assert find_captions([LONG, line, LONG], LEAD) == [False, False, False]


@pytest.mark.parametrize("line", SHOWN[:4])
def test_a_short_view_between_long_paragraphs_is_a_caption(line: str) -> None:
    """No table needs to hold its verb."""
    assert not tells(line)
    assert find_captions([LONG, line, LONG], LEAD) == [False, True, False]


def test_the_closing_sentence_stays() -> None:
    """What may be a caption elsewhere is body as the last line with a full stop."""
    assert find_captions([LONG, SHOWN[0]], LEAD) == [False, False]


def test_without_a_full_stop_the_company_decides() -> None:
    """One such line may be a subheading, three in a row are an album, a list is announced."""
    album = ["Nương chè Nậm Pha", "Bếp sao chè đỏ lửa", "Nụ cười bên nong chè"]
    assert find_captions([LONG, album[0], LONG], LEAD) == [False] * 3
    assert find_captions([LONG, *album, LONG], LEAD) == [False, True, True, True, False]
    assert find_captions([LONG, "Mời bà con xem:", *album, LONG], LEAD) == [False] * 6


def test_other_tongues_go_by_shape_alone() -> None:
    """The grammar is Vietnamese: short English sentences are no captions for lack of it."""
    prose = (
        "The committee met in the old hall of the town and heard the reports of all members. " * 2
    )
    assert find_captions([prose, "Everybody went home.", prose], prose) == [False] * 3


def test_numbers_that_are_names_are_no_amounts() -> None:
    """`thôn 4` and `năm 2024` name, `12 hộ` counts."""
    assert not counts("Lãnh đạo xã thăm thôn 4 và lớp 9 năm 2024")
    assert counts("Lãnh đạo xã thăm 12 hộ")


@given(st.lists(st.sampled_from([LONG, LEAD, *TOLD, *SHOWN, "- Một là", "Ba việc"]), max_size=12))
def test_every_line_is_kept_and_told_lines_are_body(lines: list[str]) -> None:
    """Whatever the order, no line is lost, and what tells stays in the body."""
    article = parse_text("\n".join(["Vùng chè Phú Lộc", LEAD, *lines]), zone=ZONE, now=NOW)
    kept = {article.lead, *article.paragraphs, *article.captions}
    assert set(lines) <= kept
    told = {line for line in TOLD if lines.count(line) == 1}
    assert told <= {article.lead, *article.paragraphs}


def test_verses_are_no_captions_and_pictures_are() -> None:
    """On a page, centred italics under an image are a caption; two of them alone are verses."""
    verses = "".join(
        f'<p style="text-align:center"><em>{line}</em></p>'
        for line in ("Nương chè xanh biếc lưng trời", "Em về mang nắng cho người Nậm Pha")
    )
    picture = '<p align="center"><img src="a.jpg"><br><i>Bếp sao chè đỏ lửa</i></p>'
    html = (
        f"<html><head><title>Trang thông tin điện tử Đồng Mây</title></head><body>"
        f"<h2>Mùa chè trên đỉnh Nậm Pha</h2><p>{LEAD}</p><p>{LONG}</p>{verses}<p>{LONG} Tin.</p>"
        f"{picture}<p>{LONG} Hết.</p></body></html>"
    )
    article = parse_page(html, url=None, zone=ZONE, now=NOW)
    assert article.title == "Mùa chè trên đỉnh Nậm Pha"
    assert article.captions == ("Bếp sao chè đỏ lửa",)
    assert "Nương chè xanh biếc lưng trời" in article.paragraphs
