"""Times with the part they play: event, period, deadline, coming."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.record import TimeNamed
from bot.facts.times import find_times
from tests.facts.growth import is_linear

PUBLISHED = dt.datetime(2023, 9, 26, 10, tzinfo=dt.UTC)


def found(paragraph: str, published: dt.datetime | None = PUBLISHED) -> tuple[TimeNamed, ...]:
    """The times of an article of one paragraph."""
    return find_times(join_lines(["Tiêu đề", paragraph]), published)


def roles(paragraph: str) -> list[tuple[str, str]]:
    """Role and label of each."""
    return [(it.role, it.label) for it in found(paragraph)]


@pytest.mark.parametrize(
    "lead",
    [
        "Chiều ngày 26/9, Huyện ủy Phước Mẫu họp.",
        "(Web Phước Mẫu) Chiều 26/9/2023, Huyện ủy họp.",
        "Phước Mẫu - Sáng nay, 26/9, Huyện ủy họp.",
        "Sáng nay (26/9), Huyện ủy họp.",
        "Ngày 26-9, Huyện ủy họp.",
        "Huyện ủy Phước Mẫu tổ chức hội nghị vào chiều 26/9.",
        "Ngày 26.9, Huyện ủy họp.",
        "Ngày 26/9/2023, tại trụ sở, Huyện ủy họp.",
        "Vụ cháy xảy ra vào khoảng 21h ngày 26/9 tại xã An Mẫu.",
        "Huyện ủy Phước Mẫu chiều 26/9 đã công bố quyết định.",
        "Ông Mẫu được bầu làm Chủ tịch Hội đồng nhân dân xã An Mẫu chiều 26/9.",
        "Phát biểu tại buổi gặp mặt chiều 26-9, đồng chí Mẫu hoan nghênh bà con.",
        "Các đại biểu dự hội nghị Chiều 26/9, Huyện ủy Phước Mẫu họp.",
        "(PMO).– Chiều 26-9, Huyện ủy Phước Mẫu họp.",
        "Ngày 26 – 9, Đoàn công tác của huyện về xã An Mẫu.",
        "Ông Mẫu đã từ trần hồi 4 giờ 57 phút ngày 26-9 tại nhà riêng.",
        "Bà Mẫu nói trong cuộc họp báo ngày 26-9.",
        "Thực hiện quy chế; Chiều ngày 26/9 Thường trực Đảng ủy họp.",
        "– Ngày 26/9, tại xã An Mẫu đã diễn ra hội thi.",
        "Sáng 26/9, hội nghị dự kiến nội dung, thời gian kỳ họp thứ 9 đã được tổ chức.",
    ],
)
def test_a_report_begins_with_the_day_of_its_event(lead: str) -> None:
    """At the head of the lead, behind a dateline or behind "vào", in figures or as "sáng nay"."""
    first = found(lead)[0]
    assert (first.role, first.first) == ("event", dt.date(2023, 9, 26))


def test_an_event_of_several_days_has_first_and_last() -> None:
    """`Từ ngày 20 đến 22/9` is one event of three days."""
    (event,) = found("Từ ngày 20 đến 22/9, Huyện đoàn Phước Mẫu mở lớp tập huấn.")
    assert (event.role, event.first, event.last) == (
        "event",
        dt.date(2023, 9, 20),
        dt.date(2023, 9, 22),
    )


def test_the_day_in_figures_decides_over_this_morning() -> None:
    """A report of "sáng nay (25/9)" printed a day later is about the day before."""
    assert {it.first for it in found("Sáng nay (25/9), Huyện ủy họp.")} == {dt.date(2023, 9, 25)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhiệm vụ quý III hoàn thành.", ("period", "quý III/2023")),
        ("Kết quả 9 tháng đầu năm tốt.", ("period", "9 tháng đầu năm 2023")),
        ("Nghị quyết nhiệm kỳ 2020-2025.", ("period", "nhiệm kỳ 2020-2025")),
        ("Gửi báo cáo trước ngày 30/10.", ("deadline", "30/10/2023")),
        ("Nộp hồ sơ chậm nhất là ngày 5/10.", ("deadline", "5/10/2023")),
        ("Đăng ký đến hết ngày 10/10.", ("deadline", "10/10/2023")),
        ("Đại hội sẽ mở ngày 12/10.", ("coming", "12/10/2023")),
        ("Lễ ra quân vào tuần tới.", ("coming", "tuần tới")),
        ("Số thu tăng so với năm 2022.", ("other", "năm 2022")),
        ("Theo Quyết định số 12 ngày 5/7.", ("other", "5/7/2023")),
        ("Xã khởi công cầu vào tháng 5.", ("other", "tháng 5/2023")),
        ("Quyết định số 24 năm 2022.", ("other", "năm 2022")),
        ("Việc này phải hoàn thành trong tháng 10.", ("deadline", "tháng 10/2023")),
        ("Chế độ mới áp dụng từ 1/7/2024.", ("coming", "1/7/2024")),
        ("Từ ngày 1-1-2023 đến ngày 14-6-2023, xã thu 2 tỷ.", ("period", "1/1/2023-14/6/2023")),
        ("Kế hoạch 5 năm 2021 - 2025.", ("period", "5 năm 2021-2025")),
        ("Nộp chậm nhất ngày 31-1 của năm sau.", ("deadline", "31/1/2024")),
        ("Xã đã nộp chậm nhất là ngày 5/8.", ("other", "5/8/2023")),
        ("Từ nay đến cuối tháng 12, xã làm xong.", ("deadline", "tháng 12/2023")),
        ("Từ nay đến năm 2030, xã làm xong.", ("other", "năm 2030")),
        ("Ngày hội lần thứ nhất năm 2023 vui.", ("other", "năm 2023")),
        ("Cuối năm 2022 xã đã làm cầu.", ("other", "năm 2022")),
        ("Theo hiệp định khí hậu năm 2023.", ("other", "năm 2023")),
        ("Xã mở Hội thi “Kể chuyện về Bác” năm 2023.", ("other", "năm 2023")),
        ("Vào cuối tuần này sẽ diễn ra hội thi.", ("coming", "tuần này")),
        ("Nhận bài từ 26.9.2023 đến 15.10.2023.", ("coming", "26/9/2023-15/10/2023")),
        ("Tháng 6, Hội đồng nhân dân đã thông qua đề án.", ("other", "tháng 6/2023")),
        ("Cuối tháng 8 vừa qua, xã gửi thư.", ("other", "tháng 8/2023")),
        ("Tháng 8, toàn xã kết nạp 12 đảng viên.", ("period", "tháng 8/2023")),
        ("Lần cuối cùng đoàn về là tháng 8.", ("other", "tháng 8/2023")),
        ("Số thu tăng so với các năm 2021, 2022.", ("other", "năm 2022")),
        ("Kỷ niệm 50 năm ngày thành lập xã An Mẫu (19-10-2023).", ("other", "19/10/2023")),
    ],
)
def test_words_in_front_tell_the_role(text: str, expected: tuple[str, str]) -> None:
    """Deadlines by their words, what lies ahead by the calendar, periods by their kind."""
    assert roles(f"Xã Mẫu họp bàn. {text}")[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều qua 25-9, đoàn về xã An Mẫu.", [("event", "25/9/2023"), ("event", "25/9/2023")]),
        ("Xã tạm cấm đường từ 15-10 đến 17-10.", [("coming", "15/10/2023-17/10/2023")]),
        ("Hội diễn ra trong hai ngày, 12 - 13.10.", [("coming", "12/10/2023-13/10/2023")]),
        ("Sau ngày 20/9, xe không phép sẽ bị xử lý.", [("other", "20/9/2023")]),
        ("Trước đó, ngày 20/9, xã An Mẫu họp.", [("other", "20/9/2023")]),
        ("Ông Trần Văn Quý sau đó đã về.", []),
    ],
)
def test_days_by_dashes_and_words_around_them(text: str, expected: list[tuple[str, str]]) -> None:
    """What was before or is still to come is no day of the event; a name is no quarter."""
    assert roles(text) == expected


def test_what_is_expected_is_to_come_also_without_a_day_of_publication() -> None:
    """The words say so: `dự kiến ngày`, `tới đây`."""
    times = found("Dự kiến ngày 9-8, tòa mở phiên xử; ngày 10-8 tới đây, tòa tuyên án.", None)
    assert [it.role for it in times] == ["coming", "coming"]


def test_without_any_day_nothing_is_guessed() -> None:
    """No year is made up for a day of an article that states no instant."""
    (event,) = found("Chiều 26/9, Huyện ủy họp.", published=None)
    assert (event.role, event.first) == ("event", None)


def test_a_known_day_of_the_event_stands() -> None:
    """What reading found to be the event's day is not looked for again."""
    text = join_lines(["Tiêu đề", "Huyện ủy họp bàn ngày 20/9."])
    assert find_times(text, PUBLISHED, dt.date(2023, 9, 20))[0].role == "event"


@given(st.text(alphabet="ngày 0123456789/-.,quýIV()từđếntrước\n", max_size=120))
def test_spans_lie_in_the_text(words: str) -> None:
    """Whatever stands there, spans are not empty, in order and within their sentence."""
    text = join_lines(["x", *words.split("\n")])
    last = 0
    for it in find_times(text, PUBLISHED):
        assert last <= it.start < it.end <= len(text.text)
        assert it.sentence[0] <= it.start < it.sentence[1]
        last = it.end


@pytest.mark.parametrize(
    "unit",
    [
        "trước ngày 5/7 ",
        "chậm nhất là ",
        "Sáng nay, ",
        "từ ngày ",
        "hai năm qua ",
        "xảy ra vào ",
        "Tại Phát biểu ",
        "sẽ họp từ 5/7 ",
        "phải gửi trước ngày 5/7 ",
        "xảy ra tại ",
        "nói trong cuộc ngày 5/7 ",
        "hồi 4 giờ 5 phút ngày 5/7 ",
        "Liên quan đến ngày 5/7 ",
        "kỷ niệm ngày 5/10 ",
        "Tháng 8, xã ",
        "năm 2021, 2022, ",
        "nhiệm kỳ 2015-2020, ",
        "ngày mai 7.7 ",
        "hiệp định năm 2020 ",
        "Lần cuối là tháng 8 ",
        "Từ 7/10, (2.100) ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(lambda text: find_times(text, PUBLISHED), unit)


@pytest.mark.parametrize(
    ("lead", "label"),
    [
        ("Đại hội Đảng bộ huyện An Mẫu bế mạc chiều 26/9, thông qua nghị quyết.", "26/9/2023"),
        ("Bộ trưởng Mẫu ngày 26/9 tuyên bố ông sẽ từ chức.", "26/9/2023"),
        (
            "Động đất xảy ra tại vùng biển Phước Mẫu ngày 26/9, không ai bị thương.",
            "26/9/2023",
        ),
        (
            "Nhóm thợ bắt rắn (ảnh) Khoảng 17h ngày 25.9, sau giờ làm, họ thấy rắn.",
            "25/9/2023",
        ),
        ("Sáng 26-9 (12-8 âm lịch), Huyện ủy An Mẫu tổ chức lễ giỗ.", "26/9/2023"),
    ],
)
def test_days_of_events_by_other_words(lead: str, label: str) -> None:
    """Within the lead's sentence, behind a caption, beside a day of the moon."""
    assert [it.label for it in found(lead) if it.role == "event"][:1] == [label]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở yêu cầu các xã gửi báo cáo trước ngày 21/2/2017.", ("deadline", "21/2/2017")),
        ("Ông An sinh trước ngày 21/2/2017.", ("other", "21/2/2017")),
        (
            (
                "Thủ tướng sẽ thăm Phước Mẫu và dự hội nghị tại An Mẫu từ ngày 5 đến ngày 8 tháng "
                "7 năm 2017."
            ),
            ("coming", "5/7/2017-8/7/2017"),
        ),
        ("Kể từ ngày 1/3/2017, thông tư sẽ có hiệu lực.", ("coming", "1/3/2017")),
        ("Thông tư có hiệu lực từ ngày 10.2.", ("coming", "10/2")),
        ("Cuộc gặp dự kiến diễn ra trong 2 ngày 7-8/2.", ("coming", "7/2-8/2")),
        ("Kết quả sẽ được công bố vào tuần tới.", ("coming", "tuần tới")),
        ("Máy mới sẽ ra mắt đầu tháng 8.", ("coming", "tháng 8")),
        ("Đại hội cổ đông diễn ra cuối tháng 4.", ("other", "tháng 4")),
    ],
)
def test_without_a_day_of_publication_the_words_tell(text: str, expected: tuple[str, str]) -> None:
    """What is asked for until a day is due, what `sẽ` and `dự kiến` lead to is to come."""
    told = [(it.role, it.label) for it in found(text, None)]
    assert told == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Từ 7/5, hơn 1.500 hộ (trong số 2.100 hộ) sẽ nhận tiền.", ("coming", "7/5")),
        ("Dự kiến đầu tháng 6, huyện sẽ làm xong đường.", ("coming", "tháng 6")),
        ("Văn bản dự kiến hoàn tất vào sáng 8/7.", ("coming", "8/7")),
        ("Từ nay đến cuối tháng 6.2023, đoàn sẽ có kết luận.", ("deadline", "tháng 6/2023")),
        (
            "Cuối năm 2007, huyện đã chỉ đạo dời chợ chậm nhất ngày 30/4/2008.",
            ("other", "30/4/2008"),
        ),
        ("Thông tư sẽ được ban hành trong quý I.", ("coming", "quý I")),
        ("Xã đề nghị từ ngày 1/1/2024 sẽ bỏ phí.", ("coming", "1/1/2024")),
        ("Ngày mai 7.7, đoàn sẽ về xã.", ("coming", "7/7")),
        ("Được biết, tới 30/6 này, chính sách hết hạn.", ("coming", "30/6")),
    ],
)
def test_what_is_to_come_of_a_text_that_bears_no_day(text: str, expected: tuple[str, str]) -> None:
    """Words of what will be, and of a last day that was set long ago, tell it."""
    times = find_times(join_lines(["Tiêu đề", f"Xã Mẫu họp bàn. {text}"]), None)
    assert (times[-1].role, times[-1].label) == expected


def test_a_day_of_remembrance_is_not_the_day_of_the_event() -> None:
    """`Ngày 14/9 ngày thành lập ngành` behind the report's own day."""
    lead = (
        "Chiều 26/9, Đảng ủy họp mặt. Ngày 14/9 ngày thành lập ngành, ngày 15/9 ngày truyền thống."
    )
    assert [it.label for it in found(lead) if it.role == "event"] == ["26/9/2023"]


def test_what_a_report_goes_back_to_is_no_day_of_the_event() -> None:
    """`Liên quan đến vụ cháy ngày 16/9, …`."""
    lead = "Liên quan đến vụ cháy chợ vào ngày 16/9, Công an huyện đã bắt một người."
    assert [it.role for it in found(lead)] == ["other"]


def test_a_day_to_come_that_is_only_a_saying_is_none() -> None:
    """`phá rừng thì ngày mai có hậu quả`, in a text without a day of publication."""
    lead = "Xã Mẫu họp bàn. Phá rừng thì ngay ngày mai có hậu quả."
    times = find_times(join_lines(["Tiêu đề", lead]), None)
    assert [it.role for it in times] == ["other"]


def test_a_title_that_runs_on_into_the_report_tells_its_day() -> None:
    """`… doanh nhân (PM)- Ngày 1-3, …`: as feeds glue them together."""
    title = "Cấp thẻ cho doanh nhân (PM)- Ngày 26-9, các xã đã họp"
    times = find_times(join_lines([title, "Ngày 20-9, huyện đã ra quyết định."]), PUBLISHED)
    assert [it.role for it in times] == ["event", "other"]


def test_today_is_never_to_come() -> None:
    """A price of `hôm nay 27.9` in an article of the evening before is not to come."""
    assert [role for role, _ in roles("Giá vàng hôm nay 27.9 tăng nhẹ.")] == ["other"] * 2


def test_spans_of_days_with_one_month() -> None:
    """`từ ngày 16 đến 18-9` and `từ ngày 5 đến ngày 8 tháng 10`."""
    labels = [
        it.label
        for it in found("Hội chợ mở từ ngày 16 đến 18-10 và từ ngày 5 đến ngày 8 tháng 11.")
    ]
    assert labels == ["16/10/2023-18/10/2023", "5/11/2023-8/11/2023"]


def test_a_year_of_the_moon_is_no_period() -> None:
    """`Tết Nguyên đán Bính Ngọ năm 2026` names a feast."""
    assert ("period", "năm 2026") not in roles("Huyện chúc mừng dịp Tết Bính Ngọ năm 2026.")


def test_only_the_beginning_of_a_long_body_tells_the_day() -> None:
    """A day far down in a body of one paragraph is none of the event."""
    filler = "Nhiều người dân xã An Mẫu vẫn ra đồng từ sớm để kịp mùa vụ. " * 20
    told = found(f"Tảng đá được giao cho bảo tàng. {filler}Ngày 25/9, Sở đã lấy mẫu đá.")
    assert "event" not in [it.role for it in told]
