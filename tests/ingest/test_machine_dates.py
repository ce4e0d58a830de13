"""Dates as programs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.dates import parse_instant
from bot.ingest.machine_dates import read_machine_date
from storage.models import Precision

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
EVENING = "2022-11-21T21:24+07:00"

SAME_EVENING = (
    "Thứ Hai, 21/11/2022 21:24",
    "T2, 21 Th11 2022 21:24:00 +0700",
    "Thứ 2, 21 Tháng Mười Một 2022 21:24:00 +0700",
    "Mon, 21 Nov 2022 21:24:00 GMT+7",
    "Mon, 21 Nov 2022 21:24:00 GMT+07:00",
    "Mon, 21 Nov 2022 21:24:00 +7",
    "Mon, 21 Nov 22 21:24 +0700",
    "Mon,21 Nov 2022 14:24:00 Z",
    "Monday, 21 November 2022 09:24:00 EST",
    "Mon, 21 Nov 2022 15:24:00 CET",
    "Mon, 21 Nov 2022 09:24:00 PM",
    "Mon, 21 Nov 2022 21.24.00 +0700",
    "Mon, 21 Nov 2022 21:24:00 GMT+0700 (Indochina Time)",
    "Mon Nov 21 2022 21:24:00 GMT+0700 (Indochina Time)",
    "Mon Nov 21 21:24:00 2022",
    "Mon Nov 21 21:24:00 ICT 2022",
    "21-Nov-22 21:24:00",
    "2022-11-21T21:24:00.000 +07:00",
    "2022-11-21T21:24:00.0000000+07:00",
    "2022-11-21T21:24:00+07:00[Asia/Ho_Chi_Minh]",
    "2022-11-21 14:24:00 UTC",
    "20221121T212400",
    "20221121212400",
    "1669040640",
    "1669040640000",
    "/Date(1669040640000)/",
    "21/11/2022 9:24:00 CH",
    "11/21/2022 9:24:00 PM",
    "Nov 21, 2022 9:24 PM",
)
INSTANTS = {
    "Sat, 7 Mar 2026 24:00:00 +0700": "2026-03-08T00:00+07:00",
    "2016-12-31T24:00:00Z": "2017-01-01T07:00+07:00",
    "2016-12-31T23:59:60Z": "2017-01-01T07:00+07:00",
    "21/11/2022 12:24:00 SA": "2022-11-21T00:24+07:00",
    "2022-W47-1": "2022-11-21T00:00+07:00",
    "2022-325": "2022-11-21T00:00+07:00",
    "20221121": "2022-11-21T00:00+07:00",
    "Thu, 01 Jan 99 00:00:00 GMT": "1999-01-01T07:00+07:00",
    "05/07/2023": "2023-07-05T00:00+07:00",
}
NO_INSTANTS = (
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "0000-00-00 00:00:00",
    "Sun, 30 Feb 2022 10:00:00 +0700",
    "2022-W54-1",
    "2022-366",
    "123456789",
    "Tue, 01 Dec 2026 00:00:00 +0700",
    "20221321",
)


@pytest.mark.parametrize("text", SAME_EVENING)
def test_one_evening_in_every_form(text: str) -> None:
    """However a program writes an instant, it is that instant; `+07:00` where it names no zone."""
    found = parse_instant(text, zone=ZONE, now=NOW)
    assert found is not None
    assert found[0] == datetime.fromisoformat(EVENING)


@pytest.mark.parametrize("text", INSTANTS)
def test_edges_of_day_year_and_minute(text: str) -> None:
    """Midnight as 24:00, leap seconds, two-digit years and days alone have one meaning."""
    found = parse_instant(text, zone=ZONE, now=NOW)
    assert found is not None
    assert found[0] == datetime.fromisoformat(INSTANTS[text])


@pytest.mark.parametrize("text", NO_INSTANTS)
def test_placeholders_and_impossible_days_are_no_dates(text: str) -> None:
    """Zeros of other programs, days that there are not, and the future give none."""
    assert parse_instant(text, zone=ZONE, now=NOW) is None


@given(
    moment=st.datetimes(datetime(1991, 1, 1), datetime(2026, 11, 20)),  # noqa: DTZ001 - gets a zone below
    hours=st.integers(-12, 14),
)
def test_what_programs_write_is_read_back(moment: datetime, hours: int) -> None:
    """RFC 2822 and ISO 8601 of any instant in any zone give that instant to the second."""
    stated = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    for text in (format_datetime(stated), stated.isoformat(), str(int(stated.timestamp()))):
        assert parse_instant(text, zone=ZONE, now=NOW) == (stated, Precision.SECOND)


@given(st.text(st.sampled_from("0123456789-:/+.,TZW ()[]GMTJanFeb"), max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    """Any string gives an aware instant or None."""
    found = read_machine_date(text, ZONE)
    assert found is None or found[0].tzinfo is not None
