"""What a digest mentions of days to come: nothing that is over, or falls on its own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.digest.mentioned import mentioned
from bot.facts.look_up import with_terms
from storage.models import Article
from tests.digest.factory import article

SENT = date(2023, 9, 26)
PUBLISHED = datetime(2023, 9, 24, 3, tzinfo=UTC)


def _told(sentence: str, published: datetime = PUBLISHED) -> Article:
    """An article that says this on the 24th."""
    return with_terms(
        article(
            "a1",
            title="Huyện An Mẫu thông báo lịch công tác",
            published=published,
            paragraphs=(sentence,),
            fingerprint=sentence,
        )
    )


def _coming(sentence: str, at: time | None, published: datetime = PUBLISHED) -> list[date]:
    """The days of what is listed as coming in a digest of the 26th."""
    found = mentioned([_told(sentence, published)], today=SENT, at=at)
    return [it.first for it in found.coming]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Hội nghị của huyện An Mẫu sẽ diễn ra ngày 27/9.", [date(2023, 9, 27)]),
        ("Hội nghị của huyện An Mẫu sẽ diễn ra ngày 26/9.", []),
        ("Hội nghị của huyện An Mẫu sẽ diễn ra ngày 25/9.", []),
        ("Hội chợ của huyện An Mẫu sẽ diễn ra từ ngày 25/9 đến ngày 28/9.", []),
        ("Các xã phải gửi hồ sơ chậm nhất là ngày 28/9.", [date(2023, 9, 28)]),
        ("Các xã phải gửi hồ sơ chậm nhất là ngày 26/9.", []),
    ],
)
def test_only_what_lies_behind_the_day_of_the_digest(sentence: str, days: list[date]) -> None:
    """The day of sending, days before it and what has begun are not listed."""
    assert _coming(sentence, time(7)) == days


@pytest.mark.parametrize(
    ("hour", "at", "listed"),
    [
        ("19h30", time(7), True),
        ("19 giờ", time(7), True),
        ("14:00", time(13, 59), True),
        ("8 giờ", time(9), False),
        ("19h30", None, False),
    ],
)
def test_a_later_hour_of_the_same_day_is_to_come(hour: str, at: time | None, listed: bool) -> None:
    """An hour beside the day that is later than the sending keeps the day in the list."""
    found = _coming(f"Hội nghị của huyện An Mẫu sẽ diễn ra vào {hour} ngày 26/9.", at)
    assert found == ([SENT] if listed else [])


def test_prices_of_today_are_not_to_come() -> None:
    """`hôm nay 27.9` in an article of the evening of the 26th dates a price."""
    evening = datetime(2023, 9, 26, 16, 50, tzinfo=UTC)
    assert _coming("Giá cà phê hôm nay 27.9 tăng nhẹ tại An Mẫu.", time(23), evening) == []
