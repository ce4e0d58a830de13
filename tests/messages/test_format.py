"""Tests of dates and spans of time in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.messages.catalog import Catalog
from bot.messages.format import format_ago, format_moment, format_number, format_published
from storage.models import Precision

CATALOG = Catalog.load()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2023, 9, 26, 10, 40, 9, tzinfo=UTC)
MIDNIGHT = datetime(2023, 9, 25, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "precision", "zone", "shown"),
    [
        (MOMENT, Precision.SECOND, HANOI, "26/09/2023 17:40"),
        (MOMENT, Precision.MINUTE, BERLIN, "26/09/2023 12:40"),
        (MIDNIGHT, Precision.DAY, HANOI, "26/09/2023"),
        (MIDNIGHT, Precision.DAY, BERLIN, "26/09/2023"),
        (None, None, HANOI, "không ghi ngày"),
    ],
)
def test_published(
    published: datetime | None, precision: Precision | None, zone: ZoneInfo, shown: str
) -> None:
    """An instant is shown in the reader's zone, a stated day is the same day everywhere."""
    assert format_published(CATALOG, "vi", published, precision, zone) == shown


def test_moment() -> None:
    """What is to come names its weekday."""
    assert format_moment(CATALOG, "vi", MIDNIGHT, BERLIN) == "thứ Hai 25/09/2023, 19:00"
    assert format_moment(CATALOG, "en", MIDNIGHT, HANOI) == "Tuesday 26/09/2023, 00:00"


@pytest.mark.parametrize(
    ("passed", "vi", "en"),
    [
        (timedelta(seconds=59), "vừa xong", "just now"),
        (timedelta(seconds=-5), "vừa xong", "just now"),
        (timedelta(minutes=1), "1 phút trước", "a minute ago"),
        (timedelta(hours=5, minutes=59), "5 giờ trước", "5 hours ago"),
        (timedelta(days=1200), "1.200 ngày trước", "1,200 days ago"),
    ],
)
def test_ago(passed: timedelta, vi: str, en: str) -> None:
    """Whole units, rounded down."""
    assert format_ago(CATALOG, "vi", MOMENT - passed, MOMENT) == vi
    assert format_ago(CATALOG, "en", MOMENT - passed, MOMENT) == en


def test_numbers() -> None:
    """Thousands are separated by a point in Vietnamese, by a comma in English."""
    assert format_number(1234567, "vi") == "1.234.567"
    assert format_number(1234567, "en") == "1,234,567"
