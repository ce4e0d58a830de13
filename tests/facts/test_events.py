"""The event that an article reports, and None where it reports none."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.facts.article_text import join_lines
from bot.facts.events import find_event
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.record import EventReported
from bot.facts.times import find_times
from tests.facts.growth import is_linear

PUBLISHED = dt.datetime(2023, 9, 26, 10, tzinfo=dt.UTC)


def event(*paragraphs: str) -> EventReported | None:
    """The event of an article of these paragraphs."""
    text = join_lines(["Tiêu đề", *paragraphs])
    times = find_times(text, PUBLISHED)
    return find_event(text, find_people(text), find_organisations(text), times)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("tổ chức hội nghị giao ban quý III", "giao ban"),
        ("tổ chức Hội nghị sơ kết 9 tháng", "sơ kết"),
        ("tổ chức lễ tổng kết phong trào", "tổng kết"),
        ("tổ chức hội nghị nhằm sơ kết công tác", "hội nghị"),
        ("có buổi làm việc với Đảng ủy xã An Mẫu", "làm việc"),
        ("khai mạc Đại hội đại biểu lần thứ XX", "khai mạc"),
        ("tổ chức tập huấn nghiệp vụ", "tập huấn"),
        ("tiếp xúc cử tri xã An Mẫu", "tiếp xúc cử tri"),
        ("đến thăm các gia đình chính sách", "thăm"),
        ("ra mắt Trang thông tin điện tử", "ra mắt"),
        ("tổ chức lễ khởi công cầu An Mẫu", "khởi công"),
        ("tổ chức lễ kỷ niệm 30 năm thành lập", "kỷ niệm"),
        ("diễn ra cuộc họp báo về vụ việc", "họp báo"),
    ],
)
def test_the_type_is_what_is_held(words: str, kind: str) -> None:
    """A meeting is called by what it is; what it is about does not count."""
    found = event(f"Chiều 25/9, Huyện ủy Phước Mẫu {words}.")
    assert found is not None
    assert (found.type, found.date) == (kind, dt.date(2023, 9, 25))


def test_host_place_chair_and_guests() -> None:
    """Who holds it and where, who leads it and who came."""
    found = event(
        "Chiều 25/9, tại hội trường Trung tâm Văn hóa huyện, Huyện ủy Phước Mẫu tổ chức hội nghị "
        "giao ban với các chi bộ trực thuộc.",
        "Đồng chí Trần Thị Mẫu, Bí thư Huyện ủy chủ trì hội nghị.",
    )
    assert found is not None
    assert found.host == "Huyện ủy Phước Mẫu"
    assert found.place == "hội trường Trung tâm Văn hóa huyện"
    assert found.chairs == ("Trần Thị Mẫu",)
    assert "các chi bộ trực thuộc" in found.participants


def test_several_days_have_a_last_one() -> None:
    """`Từ ngày 20 đến 22/9` gives both ends."""
    found = event("Từ ngày 20 đến 22/9, Huyện đoàn Phước Mẫu tổ chức tập huấn.")
    assert found is not None
    assert (found.date, found.last_date) == (dt.date(2023, 9, 20), dt.date(2023, 9, 22))


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        (
            "Chiều 25/9, đoàn kiểm tra, giám sát số 9 tổ chức hội nghị công bố quyết định.",
            "công bố",
        ),
        (
            "Sáng 25.9, Đại hội Đảng bộ xã An Mẫu đã công bố kết quả tại Hội nghị lần thứ nhất.",
            "đại hội",
        ),
        ("Bí thư Huyện ủy Trần Thị Mẫu dự và phát biểu tại Đại hội Đảng bộ xã An Mẫu.", "đại hội"),
        (
            "Bí thư Huyện ủy Trần Thị Mẫu đã trao Huy hiệu 60 năm tuổi Đảng cho cụ Lê Văn Mẫu.",
            "trao tặng",
        ),
    ],
)
def test_a_body_that_checks_is_no_check_and_officials_need_no_day(lead: str, kind: str) -> None:
    """What is held outranks the name of who holds it; Party and State need no day in the lead."""
    found = event(lead)
    assert found is not None
    assert found.type == kind


@pytest.mark.parametrize(
    "text",
    [
        "Bí thư Huyện ủy sẽ dự Đại hội Đảng bộ xã An Mẫu.",
        "Ngày 25/9, Công an phường kiểm tra hành chính một căn nhà.",
        "Ngày 25/9, Chủ tịch UBND xã yêu cầu các thôn kiểm tra đê.",
        "Số người này đã đi lễ đầu năm.",
        "Giá gạo tăng mạnh trong tuần. Nhiều hộ phấn khởi.",
        "Công tác kiểm tra, giám sát được chú trọng.",
        "Ngày 25/9, Công an huyện Phước Mẫu bắt hai đối tượng trộm cắp.",
        "Ủy ban Kiểm tra Huyện ủy có năm đồng chí.",
        "Trước và sau kỳ họp, đại biểu HĐND huyện sẽ tiếp xúc cử tri theo quy định.",
        "Ngày 25/9, trâu xổng chuồng húc chủ tại lễ hội làng An Mẫu, UBND xã cho biết.",
        "Ngày 25/9, UBND xã nhận được văn bản về kết luận của Bí thư tại buổi làm việc với thôn.",
        "Chủ tịch UBND xã ký công văn về nội dung tại kỳ họp thứ tư dự kiến diễn ra nay mai.",
        "Ngày 25/9, UBND xã có công văn nêu rõ: Giao Ban Văn hóa kiểm tra, rà soát lễ hội.",
    ],
)
def test_other_news_reports_no_event(text: str) -> None:
    """Prices, crimes and descriptions are no events."""
    assert event(text) is None


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        (
            "Bí thư Huyện ủy đã yêu cầu các xã như vậy tại cuộc họp giao ban sáng nay (26-9).",
            "giao ban",
        ),
        (
            "Tại cuộc họp giao ban sáng 25/9 của UBND huyện Phước Mẫu, bà Mẫu nói về đê điều.",
            "giao ban",
        ),
        ("Sau khi thị sát đê, Bí thư Huyện ủy Phước Mẫu yêu cầu sớm sửa chữa.", "khảo sát"),
        ("Sáng 25/9, Chủ tịch UBND tỉnh tiếp ông An-đơ, Đại sứ nước bạn.", "tiếp đoàn"),
    ],
)
def test_meetings_are_events_also_where_something_is_asked_at_them(lead: str, kind: str) -> None:
    """Where it was asked for took place; what was asked for did not."""
    found = event(lead)
    assert found is not None
    assert found.type == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Bí thư Tỉnh ủy Sông Mẫu thăm các xã bị ngập", "thăm"),
        ("Giao ban công tác giữa Ban Nội chính Tỉnh ủy với các xã", "giao ban"),
        ("Chủ tịch UBND tỉnh yêu cầu kiểm tra đê sau khi thăm xã An Mẫu", None),
        ("Chủ tịch UBND tỉnh sẽ thăm xã An Mẫu", None),
        ("Đội bóng An Mẫu thăm làng trẻ", None),
    ],
)
def test_a_headline_tells_what_a_short_summary_leaves_out(title: str, kind: str | None) -> None:
    """Of feeds: somebody of Party or State and what he does; never what is asked or to come."""
    text = join_lines([title, "Nhiều thôn còn ngập sâu, thiệt hại về hoa màu rất lớn."])
    found = find_event(text, find_people(text), find_organisations(text), ())
    assert (found.type if found else None) == kind


@pytest.mark.parametrize(
    "unit",
    [
        "tổ chức hội nghị ",
        "tại ",
        "với các ",
        "kiểm tra, ",
        "dự ",
        "đã yêu cầu ",
        "theo kết luận tại ",
        "sẽ ",
        "Tại hội nghị, đại diện các ",
        "kế hoạch là ",
        "đoàn đại biểu dự ",
        "Sáng 5/7, tại phiên ",
        "một cuộc gặp gỡ ",
        "cho hay, khi khảo sát ",
        "kỳ họp do đồng chí A ",
        "Thực hiện chương trình của ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    times = find_times(join_lines(["x", "Ngày 5/7, họp"]), PUBLISHED)
    assert is_linear(lambda text: find_event(text, (), (), times), unit)


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("Ngày 26/9, lãnh đạo Huyện ủy Phước Mẫu tiếp cựu Thủ tướng nước bạn.", "tiếp đoàn"),
        ("Ngày 26/9, Bí thư Huyện ủy Phước Mẫu dâng hoa tại tượng đài liệt sĩ.", "dâng hương"),
        ("Ngày 26/9, Huyện ủy Phước Mẫu tổ chức buổi họp mặt thầy thuốc.", "gặp mặt"),
        (
            "Tối 26/9, Chủ tịch UBND tỉnh đã có mặt tại xã An Mẫu để kiểm tra tình hình ngập lụt.",
            "kiểm tra",
        ),
        (
            "Trước thềm Đại hội, Đảng ủy xã An Mẫu đã dâng hương các liệt sĩ.",
            "dâng hương",
        ),
        ("Dự thảo Báo cáo tại Đại hội Đảng bộ xã An Mẫu đặt mục tiêu cao.", None),
        ("Đại hội Đảng bộ xã An Mẫu, nhiệm kỳ 2025 - 2030 sẽ được tổ chức sau.", None),
    ],
)
def test_kinds_by_other_words_and_what_is_to_come(lead: str, kind: str | None) -> None:
    """Guests, flowers, reunions; a draft or a plan reports no event."""
    reported = event(lead)
    assert (reported.type if reported else None) == kind


def test_a_delegation_to_a_congress_does_something_else() -> None:
    """Who they are is no event where another one is told."""
    reported = event(
        "Sáng 26/9, Bí thư Huyện ủy Trần Văn Mẫu cùng đoàn đại biểu dự Đại hội Đảng bộ huyện An "
        "Mẫu đến viếng nghĩa trang liệt sĩ xã An Mẫu."
    )
    assert reported is not None
    assert reported.type == "dâng hương"


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        (
            (
                "Trong khuôn khổ Hội nghị Xúc tiến đầu tư tỉnh Phước Mẫu diễn ra tối 26/9, Công ty "
                "Mẫu nhận giấy chứng nhận."
            ),
            "hội nghị",
        ),
        (
            "Chiều 26/9, Đảng bộ huyện An Mẫu đã tổ chức phiên trù bị Đại hội đại biểu lần thứ XX.",
            "đại hội",
        ),
        ("Ngày 26/9, UBND huyện tổ chức Diễn đàn xúc tiến đầu tư vào xã An Mẫu.", "diễn đàn"),
        ("Sáng 26/9, Chi bộ Phước Mẫu tổ chức buổi sinh hoạt chuyên đề quý.", "sinh hoạt"),
        ("17 báo cáo viên của Đảng bộ xã An Mẫu vừa tham gia hội thi kể chuyện.", "hội thi"),
        (
            "Theo tin, kỳ họp lần thứ 96 của Huyện ủy, do đồng chí Trần Văn Mẫu chủ trì, đã bàn.",
            "kỳ họp",
        ),
        ("Sáng 26/9, tại phiên thảo luận kỳ họp thứ 5 HĐND huyện, đại biểu hỏi.", "phiên họp"),
        ("Tiếp tục chương trình kỳ họp thứ 5, chiều 26/9, HĐND huyện chất vấn.", "kỳ họp"),
        ("Ngày 26/9, một cuộc gặp gỡ giữa huyện và các nhà báo đã được tổ chức.", "gặp mặt"),
        ("Chiều 26/9, Ban Chấp hành Đảng bộ huyện tiếp tục phiên họp về nhân sự.", "phiên họp"),
        (
            "Ngày 26/9, Đoàn công tác do Bí thư Huyện ủy dẫn đầu đoàn khảo sát đến điểm sạt lở.",
            "khảo sát",
        ),
        (
            "(PMO).– Chiều 26/9, Đoàn Kiểm tra của Tỉnh ủy đã có buổi làm việc với Huyện ủy.",
            "làm việc",
        ),
    ],
)
def test_events_by_other_words(lead: str, kind: str) -> None:
    """In whose frame something is done, and the sittings of a congress."""
    reported = event(lead)
    assert reported is not None
    assert reported.type == kind


@pytest.mark.parametrize(
    "lead",
    [
        "Ngày 26/9, tại Đại hội đồng cổ đông, Công ty Mẫu thông qua mức cổ tức.",
        "Ngày 26/9, Công an huyện nói về thông tin xuyên tạc về đại hội các cấp.",
        "Chuyến thăm sẽ kéo dài trong ba ngày.",
        "Ngày 26/9, Viện Mẫu công bố kế hoạch là ghé thăm sao Hỏa.",
        "Bí thư Tỉnh ủy Trần Văn Mẫu tại cuộc họp báo ngày 15/8. Ảnh: Mẫu",
        "Ngày 26/9, UBND huyện có văn bản về thi đua chào mừng và tiến tới Đại hội lần thứ XIV.",
        "Công an huyện có điện về bảo đảm an ninh cho người dân tham dự các lễ hội đầu Xuân.",
        "Ủy ban Kiểm tra Huyện ủy làm rõ việc sáu người được nhận vào làm việc tại huyện.",
        "Bí thư Huyện ủy cho hay, ngay sau khi có dịch, huyện đã khảo sát các cánh đồng.",
    ],
)
def test_bodies_plans_and_captions_are_no_events(lead: str) -> None:
    """A general meeting's name, congresses of all levels, plans, what a picture shows."""
    reported = event(lead)
    assert reported is None or reported.type == "công bố"


def test_those_who_speak_at_a_meeting_took_part() -> None:
    """`Tại hội nghị, đại diện các … đóng góp ý kiến`; nobody twice."""
    reported = event(
        "Sáng 26/9, Huyện ủy An Mẫu tổ chức hội nghị giao ban quý III.",
        "Tại hội nghị, đại diện các chi bộ xã đã đóng góp ý kiến về công tác phát triển đảng viên. "
        "Tại hội nghị, đại diện các chi bộ xã đã phát biểu.",
    )
    assert reported is not None
    assert reported.participants == ("đại diện các chi bộ xã",)


def test_a_headline_tells_what_the_body_comes_back_to() -> None:
    """`Đảng ủy Khối tổng kết …` with `Tại hội nghị, …` below it, however long the text."""
    text = join_lines(
        [
            "Đảng ủy Khối Phước Mẫu tổng kết công tác đảng viên",
            "Đã có 73 chi bộ làm xong. Các chỉ tiêu đạt. Nhiều nơi làm tốt.",
            "Tại hội nghị, các đại biểu dành nhiều thời gian đánh giá.",
        ]
    )
    times = find_times(text, PUBLISHED)
    reported = find_event(text, find_people(text), find_organisations(text), times)
    assert reported is not None
    assert reported.type == "tổng kết"


def test_a_place_ends_before_a_day() -> None:
    """`tại Nhà Văn hóa xã An Mẫu ngày 25/9`."""
    reported = event("Huyện ủy Phước Mẫu tổ chức hội nghị tại Nhà Văn hóa xã An Mẫu ngày 25/9.")
    assert reported is not None
    assert reported.place == "Nhà Văn hóa xã An Mẫu"
