"""Lines, boilerplate and lists of other articles; body that only sounds like them stays."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.ingest.clean import cut_related, is_footer, is_furniture, split_lines
from bot.ingest.header import is_clock, read_breadcrumb, read_header_line

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
LONG = "Các chi bộ tiếp tục rà soát nội dung báo cáo và hoàn thành chỉ tiêu đã đề ra. " * 3

FURNITURE = (
    "In bài viết",
    "Chia sẻ",
    "Chia sẻ | Facebook | Zalo | In bài viết | Gửi email",
    "A- A A+",
    "[ Quay lại ]",
    "* * *",
    "----------",
    "Facebook Twitter Zalo Copy link",
    "Trang chủ",
    "0 Bình luận",
)
NO_FURNITURE = (
    "Chia sẻ niềm vui với bà con vùng lũ",
    "In bài viết này ra giấy để học sinh đọc",
    "Facebook và nông dân Đồng Mây",
    "Bình luận của chuyên gia về mùa vụ",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_buttons_and_rules_are_furniture(line: str) -> None:
    """Lines of nothing but buttons, menu words or rules are dropped."""
    assert is_furniture(line)


@pytest.mark.parametrize("line", NO_FURNITURE)
def test_a_sentence_that_begins_like_a_button_is_text(line: str) -> None:
    """Only whole lines are furniture."""
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "heading",
    ["Các tin khác", "Bài viết mới nhất:", "Tin cùng chuyên mục", "Tin mới hơn", "CÁC TIN ĐÃ ĐƯA:"],
)
def test_a_list_of_other_articles_ends_the_text(heading: str) -> None:
    """Everything from the heading on goes, dates and teasers included."""
    lines = ["Tiêu đề", LONG, "Thu Hà", heading, "Hội thi dân vận khéo (05/07/2023)", "Xem tiếp."]
    assert cut_related(lines) == lines[:3]


def test_a_box_inside_the_text_loses_its_headlines_only() -> None:
    """After `Tin liên quan` the headlines go, the article goes on."""
    box = ["Tin liên quan:", "Cảnh báo nguy cơ cháy rừng ở vùng đệm", "Ra quân trồng cây đầu xuân"]
    assert cut_related(["Tiêu đề", LONG, *box, LONG, "Thu Hà"]) == ["Tiêu đề", LONG, LONG, "Thu Hà"]


def test_a_list_before_long_text_does_not_end_it() -> None:
    """A list heading above the article (a flattened side bar) costs its headlines only."""
    longer = LONG * 2
    lines = ["Tiêu đề", "Tin mới", "Hội thi dân vận khéo xã Đồng Mây", longer]
    assert cut_related(lines) == ["Tiêu đề", longer]


def test_an_imprint_ends_the_text() -> None:
    """Copyright and what follows it is no body; tags are footers."""
    lines = ["Tiêu đề", LONG, "© 2024 Trang tin Thị ủy Vân Trì", "Địa chỉ: số 1 phố Chợ"]
    assert cut_related(lines) == lines[:2]
    assert is_footer("Từ khóa: dân vận, Đồng Mây")
    assert not is_footer("Từ khóa của năm nay là tiết kiệm")


def test_wrapped_paragraphs_are_joined() -> None:
    """A text broken at an editor's margin gives whole paragraphs."""
    wrapped = (
        "Các chi bộ tiếp tục rà soát nội dung báo cáo và hoàn thành chỉ tiêu đã\n"
        "đề ra từ đầu năm; đồng thời nâng cao chất lượng sinh hoạt chuyên đề ở\n"
        "từng tổ, gắn với nhiệm vụ được giao."
    )
    text = "Tiêu đề bài viết\n\n" + "\n\n".join([wrapped] * 4)
    joined = wrapped.replace("\n", " ")
    assert [line.text for line in split_lines(text)] == ["Tiêu đề bài viết", *[joined] * 4]


@pytest.mark.parametrize(
    ("line", "views"),
    [
        ("1,353 lượt xem", 1353),
        ("Lượt xem: 1.353", 1353),
        ("Số lượt xem: 12 045", 12045),
        ("View count: 1,207", 1207),
        ("Đã xem: 99", 99),
        ("Ngày đăng 06/10/2017 | 10:41 | View count: 207", 207),
        ("Xem: 15 lượt", 15),
    ],
)
def test_views_are_counted(line: str, views: int) -> None:
    """Every form of the counter gives its number."""
    read = read_header_line(line, zone=ZONE, now=NOW)
    assert read is not None
    assert read.views == views


@pytest.mark.parametrize(
    "line",
    [
        "Hội nghị diễn ra ngày 26/9/2023 tại hội trường",
        "Kết quả bầu cử ngày 23/5/2021",
        "Chiều ngày 26/9/2023, Đảng ủy tổ chức hội nghị.",
        "Video có 1.353 lượt xem sau một ngày.",
        "Đoạn văn không có ngày tháng nào",
    ],
)
def test_text_with_a_date_is_no_header_line(line: str) -> None:
    """A sentence that holds a date or a counter stays text."""
    assert read_header_line(line, zone=ZONE, now=NOW) is None


def test_a_header_line_gives_all_it_states() -> None:
    """Author, instant, views and section may share one line."""
    read = read_header_line(
        "Tin tức | Thu Thủy | 26/09/2023 17:40 | Lượt xem: 5", zone=ZONE, now=NOW
    )
    assert read is not None
    assert (read.section, read.authors, read.views) == ("Tin tức", ("Thu Thủy",), 5)
    assert read.instant == datetime(2023, 9, 26, 17, 40, tzinfo=ZONE)


def test_breadcrumbs_and_clocks_are_known() -> None:
    """A trail ends in the section; a date alone is a clock."""
    assert read_breadcrumb("Trang chủ > Tin tức > Hoạt động Đảng") == "Hoạt động Đảng"
    assert read_breadcrumb("Trang chủ » Tin tức » Tiêu đề bài", "Tiêu đề bài") == "Tin tức"
    assert read_breadcrumb("Kinh tế - xã hội phát triển") is None
    assert is_clock("Hôm nay: Thứ 5, 07/12/2023, 00:19[GMT+7]", zone=ZONE)
    assert not is_clock("Lịch tiếp công dân 07/12/2023", zone=ZONE)
