"""Publication instants and event dates in every form that headers and leads use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.dates import CLOCK_SKEW, find_event_date, parse_instant
from storage.models import Precision

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
PUBLISHED = datetime(2023, 9, 26, 17, 40, tzinfo=ZONE)

INSTANTS = {
    "Hồng Nhung 2023-04-21T14:05:09+07:00": "2023-04-21T14:05:09+07:00 second",
    "2023-04-21T14:05:09.250Z": "2023-04-21T21:05:09+07:00 second",
    "2023-04-21t14:05:09-05": "2023-04-22T02:05:09+07:00 second",
    "20230421T140509+0900": "2023-04-21T12:05:09+07:00 second",
    "2023-04-21T14:05": "2023-04-21T14:05:00+07:00 minute",
    "Thứ 3, 26/09/2023 | 17:40:09": "2023-09-26T17:40:09+07:00 second",
    "Thu Hà 18:04, 05/07/2023": "2023-07-05T18:04:00+07:00 minute",
    "8:43, Thứ Hai, 18-10-2021": "2021-10-18T08:43:00+07:00 minute",
    "Ngày đăng 06/10/2017 | 10:41  | View count: 207": "2017-10-06T10:41:00+07:00 minute",
    "Ngày đăng: 06/10/2017": "2017-10-06T00:00:00+07:00 day",
    "Thứ Tư, 12/04/2023": "2023-04-12T00:00:00+07:00 day",
    "CN, 01/01/2023 17h05'": "2023-01-01T17:05:00+07:00 minute",
    "17h40 ngày 26/9/2023": "2023-09-26T17:40:00+07:00 minute",
    "17 giờ 40 phút, ngày 3 tháng 2 năm 2023": "2023-02-03T17:40:00+07:00 minute",
    "8 giờ, 3/2/2023": "2023-02-03T08:00:00+07:00 minute",
    "lúc 8:43 ngày 18-10-2021": "2021-10-18T08:43:00+07:00 minute",
    "Cập nhật: 18/10/2021 - 08:43": "2021-10-18T08:43:00+07:00 minute",
    "08:43 | 18/10/2021": "2021-10-18T08:43:00+07:00 minute",
    "18.10.2021 08:43": "2021-10-18T08:43:00+07:00 minute",
    "Thứ sáu, ngày 3 tháng 2 năm 2023": "2023-02-03T00:00:00+07:00 day",
    "26 Tháng Chín, 2023": "2023-09-26T00:00:00+07:00 day",
    "Tháng Mười Hai 5, 2022": "2022-12-05T00:00:00+07:00 day",
    "3:45:10 CH 5/7/2023": "2023-07-05T15:45:10+07:00 second",
    "12:05 SA, 5/7/2023": "2023-07-05T00:05:00+07:00 minute",
    "6/30/2023 3:45:00 PM": "2023-06-30T15:45:00+07:00 second",
    "05/07/202318:04": "2023-07-05T18:04:00+07:00 minute",
    "26/09/23 10:00": "2023-09-26T10:00:00+07:00 minute",
    "Thứ Hai, 21/11/2022 21:24 (GMT+7)": "2022-11-21T21:24:00+07:00 minute",
    "Thứ 5, 07/12/2023, 00:19[GMT+7]": "2023-12-07T00:19:00+07:00 minute",
    "26/09/2023 17:40 | 27/09/2023 08:00": "2023-09-26T17:40:00+07:00 minute",
    "2026-03-07T08:52:11.000 +07:00": "2026-03-07T08:52:11+07:00 second",
    "2026-03-07T08:52:11Z": "2026-03-07T15:52:11+07:00 second",
    "2026-03-07 08:07": "2026-03-07T08:07:00+07:00 minute",
    "2023-09-26T10:00-05:00": "2023-09-26T22:00:00+07:00 minute",
    "2023/09/26": "2023-09-26T00:00:00+07:00 day",
    "Sat, 07 Mar 2026 08:52:11 +0700": "2026-03-07T08:52:11+07:00 second",
    "Tue, 26 Sep 2023 17:40:09 GMT+7": "2023-09-26T17:40:09+07:00 second",
    "Tue, 26 Sep 2023 17:40:09 GMT": "2023-09-27T00:40:09+07:00 second",
    "Tue, 26 Sep 2023 17:40 EST": "2023-09-27T05:40:00+07:00 minute",
}

NO_INSTANTS = ("", "1.353 lượt xem", "30/13/2023", "31/02/2023", "quý III năm 2023", "17:40")


@pytest.mark.parametrize("text", INSTANTS)
def test_every_header_form_is_read(text: str) -> None:
    """A date string gives its instant in the asked zone and how exactly it is stated."""
    found = parse_instant(text, zone=ZONE, now=NOW)
    assert found is not None
    assert f"{found[0].isoformat()} {found[1]}" == INSTANTS[text]


@pytest.mark.parametrize("text", NO_INSTANTS)
def test_no_date_is_none(text: str) -> None:
    """Numbers, impossible days and times alone give no date."""
    assert parse_instant(text, zone=ZONE, now=NOW) is None


def test_a_future_date_is_refused_beyond_clock_skew() -> None:
    """A publisher's clock may run a day ahead, no more."""
    edge = (NOW + CLOCK_SKEW).astimezone(ZONE)
    later = edge + timedelta(minutes=1)
    assert parse_instant(edge.isoformat(), zone=ZONE, now=NOW) == (edge, Precision.SECOND)
    assert parse_instant(later.isoformat(), zone=ZONE, now=NOW) is None


@given(
    moment=st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"),
        max_value=datetime.fromisoformat("2026-05-31"),
    ),
    form=st.sampled_from(
        [
            "{d}/{m}/{y} {H}:{M:02}",
            "{H:02}:{M:02}, {d:02}/{m:02}/{y}",
            "{H}h{M:02} ngày {d}-{m}-{y}",
            "Thứ Ba, {d:02}.{m:02}.{y} | {H:02}:{M:02}",
            "{H} giờ {M} phút ngày {d} tháng {m} năm {y}",
            "{y}-{m:02}-{d:02}T{H:02}:{M:02}",
        ]
    ),
)
def test_what_is_printed_is_read_back(moment: datetime, form: str) -> None:
    """Any minute in any form survives the way through text."""
    text = form.format(d=moment.day, m=moment.month, y=moment.year, H=moment.hour, M=moment.minute)
    expected = moment.replace(second=0, microsecond=0, tzinfo=ZONE)
    assert parse_instant(text, zone=ZONE, now=NOW) == (expected, Precision.MINUTE)


@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    """Reading a date never raises, and what it finds is never in the future."""
    found = parse_instant(text, zone=ZONE, now=NOW)
    assert found is None or found[0] <= NOW + CLOCK_SKEW
    find_event_date(text, PUBLISHED, ZONE)


EVENTS: dict[str, date | None] = {
    "Chiều ngày 26/9, Ban Thường vụ họp.": date(2023, 9, 26),
    "Ngày 5-7, Đảng ủy tổ chức hội nghị.": date(2023, 7, 5),
    "(Web Lam Giang) Chiều 15/8/2023, Ban Chấp hành họp.": date(2023, 8, 15),
    "sáng 3-9, huyện khai giảng": date(2023, 9, 3),
    "tối ngày 1/9 tại quảng trường": date(2023, 9, 1),
    "Trong 2 ngày 25-26/9, tại Vân Trì": date(2023, 9, 25),
    "Từ ngày 5 đến ngày 7/9/2023, đoàn công tác": date(2023, 9, 5),
    "Sáng nay (26/9), tỉnh tổ chức": date(2023, 9, 26),
    "Sáng nay, tỉnh tổ chức": date(2023, 9, 26),
    "Chiều qua, tỉnh tổ chức": date(2023, 9, 25),
    "TTXVN - Ngày 5 tháng 9, đoàn": date(2023, 9, 5),
    "Thứ Ba (26/9), hội nghị": date(2023, 9, 26),
    "Thực hiện Kế hoạch số 12 ngày 3/2/2023 của Tỉnh ủy, sáng ngày 12/9, xã họp": date(2023, 9, 12),
    "Tại hội trường, ngày 12/9/2023, Đảng ủy họp.": date(2023, 9, 12),
    "Hội nghị diễn ra chiều 25/9 tại xã.": date(2023, 9, 25),
    "Theo Nghị quyết ngày 5/7 về cải cách, xã họp.": None,
    "Ngày 3/2/1930, Đảng ra đời.": None,
    "Ngày 30/9 tới, tỉnh sẽ tổ chức.": None,
    "Ngày 10/3 âm lịch hằng năm là ngày giỗ.": None,
    "Ngày 31/9, tỉnh": None,
    "Sáng 5.000 người chạy bộ": None,
    "Hội nghị bàn ba việc.": None,
}


@pytest.mark.parametrize("lead", EVENTS)
def test_the_event_is_read_from_the_lead(lead: str) -> None:
    """The day of the event is found where a lead states it, and nothing else is taken for it."""
    assert find_event_date(lead, PUBLISHED, ZONE) == EVENTS[lead]


def test_the_year_comes_from_the_publication() -> None:
    """An event lies on or shortly before the publication: December read in January is last year."""
    january = datetime(2023, 1, 2, 8, tzinfo=ZONE)
    assert find_event_date("Sáng 28-12, tỉnh họp", january, ZONE) == date(2022, 12, 28)
    assert find_event_date("Sáng 2-1, tỉnh họp", january, ZONE) == date(2023, 1, 2)


def test_without_any_year_there_is_no_event_date() -> None:
    """Neither the lead nor a publication names a year: nothing is guessed."""
    assert find_event_date("Chiều ngày 26/9, tỉnh họp", None, ZONE) is None
    assert find_event_date("Chiều ngày 26/9/2023, tỉnh họp", None, ZONE) == date(2023, 9, 26)


@given(
    published=st.datetimes(
        min_value=datetime.fromisoformat("2000-01-01"),
        max_value=datetime.fromisoformat("2026-01-01"),
    ),
    days=st.integers(0, 150),
    part=st.sampled_from(["Ngày {}", "Sáng {}", "Chiều ngày {}", "(Báo A) Tối {}"]),
    separator=st.sampled_from("/-."),
)
def test_a_day_and_month_find_their_year(
    published: datetime, days: int, part: str, separator: str
) -> None:
    """Whatever the day, an event of the months before gets the right year."""
    event = published.date() - timedelta(days=days)
    lead = part.format(f"{event.day}{separator}{event.month}") + ", xã tổ chức hội nghị."
    assert find_event_date(lead, published.replace(tzinfo=ZONE), ZONE) == event
