"""Due dates of every frequency, periods and quiet hours, in zones whose clocks change."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.digest.calendar import at_local
from bot.digest.schedule import (
    comes_at,
    first_due,
    next_due,
    next_due_outside,
    period_of,
    quiet_ends,
)
from storage.models import Preferences, Subscriber
from storage.weeks import WEEK_NAME, week_of_period
from tests.digest.factory import NOW, subscriber
from tests.digest.test_calendar import instants, zones

DAY = timedelta(days=1)
clocks = st.tuples(st.integers(0, 23), st.integers(0, 59))
wishes = st.builds(
    Preferences,
    frequency=st.sampled_from(("daily", "weekly", "monthly", "quarterly")),
    weekdays=st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    month_day=st.integers(1, 31),
)
people = st.builds(
    lambda zone, clock, weekday, chosen: subscriber(
        timezone=zone, hour=clock[0], minute=clock[1], weekday=weekday, preferences=chosen
    ),
    zones,
    clocks,
    st.integers(0, 6),
    wishes,
)


def _is_a_day(who: Subscriber, day: date) -> bool:
    """Whether a digest is due on that day, said in another way than the code says it."""
    chosen = who.preferences
    if chosen.frequency == "daily":
        return True
    if chosen.frequency == "weekly":
        return day.weekday() in (chosen.weekdays or (who.weekday,))
    if chosen.frequency == "quarterly" and day.month not in (1, 4, 7, 10):
        return False
    return day.day == min(chosen.month_day, monthrange(day.year, day.month)[1])


@given(people, instants)
@example(
    subscriber(timezone="Pacific/Apia", hour=7, preferences=Preferences(frequency="daily")),
    datetime(2011, 12, 29, 12, tzinfo=UTC),
)
def test_the_next_date_is_the_first_of_its_schedule(who: Subscriber, after: datetime) -> None:
    """Whatever the frequency, the date lies after the instant and none before it is left out."""
    days = [after.date() + offset * DAY for offset in range(-3, 100)]
    dates = [
        at_local(day, time(who.hour, who.minute), ZoneInfo(who.timezone))
        for day in days
        if _is_a_day(who, day)
    ]
    assert next_due(who, after) == min(each for each in dates if each > after)


@given(people, instants)
def test_one_after_another_periods_do_not_come_twice(who: Subscriber, after: datetime) -> None:
    """Dates outside of the periods that were served have periods of their own, in order."""
    served: list[str] = []
    at = after
    for _ in range(8):
        later = next_due_outside(who, at, served)
        assert later > at
        at = later
        served.append(period_of(who, at))
    assert len(set(served)) == 8
    assert served == sorted(served)
    weeks = [week_of_period(period) for period in served]
    assert all(week is not None and WEEK_NAME.fullmatch(week) for week in weeks)


@pytest.mark.parametrize(
    ("month_day", "expected"),
    [(31, ["01-31", "02-28", "03-31", "04-30"]), (30, ["01-30", "02-28", "03-30", "04-30"])],
)
def test_short_months_have_their_last_day(month_day: int, expected: list[str]) -> None:
    """Where a month has no such day its last one is meant; the next month is as it was."""
    who = subscriber(preferences=Preferences(frequency="monthly", month_day=month_day))
    at = datetime(2023, 1, 2, tzinfo=UTC)
    found = []
    for _ in expected:
        at = next_due(who, at)
        found.append(f"{at.astimezone(ZoneInfo(who.timezone)):%m-%d}")
    assert found == expected


@pytest.mark.parametrize(
    ("chosen", "period"),
    [
        (Preferences(), "2023-W39"),
        (Preferences(frequency="daily"), "2023-09-25"),
        (Preferences(weekdays=(0, 3)), "2023-09-25"),
        (Preferences(weekdays=(0,)), "2023-W39"),
        (Preferences(frequency="monthly"), "2023-09"),
        (Preferences(frequency="quarterly"), "2023-Q3"),
    ],
)
def test_a_period_is_named_after_the_frequency(chosen: Preferences, period: str) -> None:
    """Week, day, month and quarter in which the digest is due, by the local calendar."""
    assert period_of(subscriber(preferences=chosen), NOW) == period


@pytest.mark.parametrize(
    ("period", "week"),
    [
        ("2023-W39", "2023-W39"),
        ("2023-09-26", "2023-W39"),
        ("2023-01-01", "2022-W52"),
        ("2023-09", "2023-W39"),
        ("2023-Q3", "2023-W31"),
        ("2023-13", None),
        ("2023-02-30", None),
        ("2023-Q5", None),
        ("0000-01", None),
        ("x", None),
    ],
)
def test_a_period_names_its_file(period: str, week: str | None) -> None:
    """The file is that of the day, or of the last day of the month in which it is due."""
    assert week_of_period(period) == week


@given(instants, zones, st.integers(0, 1439), st.integers(0, 1439))
@example(datetime(2023, 10, 29, 0, 30, tzinfo=UTC), "Europe/Berlin", 120, 180)
def test_quiet_hours_hold_what_lies_inside(now: datetime, zone: str, begin: int, end: int) -> None:
    """Inside, their end lies ahead by less than a day and is itself outside; outside is None."""
    chosen = Preferences(quiet_from=begin, quiet_to=end)
    local = now.astimezone(ZoneInfo(zone))
    ends = quiet_ends(chosen, now, ZoneInfo(zone))
    if ends is not None:
        assert now < ends <= now + timedelta(hours=50)
        assert quiet_ends(chosen, ends, ZoneInfo(zone)) is None
    shift = [(local + hours * timedelta(hours=1)).utcoffset() for hours in (-48, 48)]
    assume(shift[0] == shift[1])  # on days without a change the clock alone says it
    minute = local.hour * 60 + local.minute
    inside = begin <= minute < end if begin <= end else minute >= begin or minute < end
    assert (ends is not None) == inside


def test_a_pause_until_a_date_ends_at_its_local_midnight() -> None:
    """The first date after it is meant, even one at midnight of that very day."""
    who = subscriber(
        status="paused",
        hour=0,
        preferences=Preferences(frequency="daily", paused_until=date(2023, 10, 5)),
    )
    assert first_due(who, NOW) == datetime(2023, 10, 4, 17, 0, tzinfo=UTC)
    assert first_due(replace(who, status="active"), NOW) == NOW + timedelta(hours=17)


def test_what_quiet_hours_hold_is_told_to_come_at_their_end() -> None:
    """The shown date is the one at which the digest really leaves."""
    quiet = Preferences(quiet_from=6 * 60, quiet_to=8 * 60)
    who = subscriber(preferences=quiet, next_due_at=NOW)
    hour = timedelta(hours=1)
    assert comes_at(who, NOW - hour) == NOW + hour
    assert comes_at(who, NOW + hour / 2) == NOW + hour
    assert comes_at(who, NOW + 2 * hour) == NOW + hour + timedelta(days=7)
    assert comes_at(replace(who, next_due_at=None), NOW) is None
