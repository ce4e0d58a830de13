"""Due dates and ISO weeks in local zones."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.calendar import (
    DEFAULT_ZONE,
    WEEK,
    at_local,
    days_covered,
    week_bounds,
    week_covered,
    week_of,
    zone_of,
)
from bot.digest.schedule import next_due, next_due_outside
from tests.digest.factory import subscriber

ZONES = (
    "Asia/Ho_Chi_Minh",
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",  # half-hour daylight saving
    "Africa/Casablanca",  # daylight saving suspended during Ramadan
    "Pacific/Apia",  # skipped 30 December 2011
    "Pacific/Chatham",
    "America/Sao_Paulo",  # changed at midnight until 2018
    "Asia/Kathmandu",
)
MINUTE = timedelta(minutes=1)
zones = st.sampled_from(ZONES)
START = datetime(1995, 1, 1, tzinfo=UTC)
instants = st.integers(0, 42 * 365 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
schedules = st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59))


@given(zones, schedules, instants)
@example("Europe/Berlin", (6, 2, 30), datetime(2023, 3, 20, tzinfo=UTC))
@example("Europe/Berlin", (6, 2, 30), datetime(2023, 10, 29, 0, 30, tzinfo=UTC))
@example("Pacific/Apia", (4, 7, 0), datetime(2011, 12, 29, tzinfo=UTC))
def test_the_next_date_is_the_first_one_of_the_schedule(
    zone: str, schedule: tuple[int, int, int], after: datetime
) -> None:
    """A due date lies after the instant, within a week or so, and no earlier date is left out."""
    weekday, hour, minute = schedule
    who = subscriber(timezone=zone, weekday=weekday, hour=hour, minute=minute)
    due = next_due(who, after)
    candidates = [
        at_local(day, time(hour, minute), ZoneInfo(zone))
        for offset in range(-9, 17)
        if (day := after.date() + timedelta(days=offset)).weekday() == weekday
    ]
    assert due == min(each for each in candidates if each > after)
    assert due.utcoffset() == timedelta(0)


@given(zones, schedules, instants, st.sets(st.integers(0, 3)))
def test_a_date_outside_of_weeks_is_the_first_such_one(
    zone: str, schedule: tuple[int, int, int], after: datetime, skipped: set[int]
) -> None:
    """Of the following dates it is the first whose local week is not among the given ones."""
    weekday, hour, minute = schedule
    who = subscriber(timezone=zone, weekday=weekday, hour=hour, minute=minute)
    dates = [next_due(who, after)]
    while len(dates) < 9:
        dates.append(next_due(who, dates[-1]))
    taken = {week_of(dates[number], ZoneInfo(zone)) for number in skipped}
    free = [each for each in dates if week_of(each, ZoneInfo(zone)) not in taken]
    assert next_due_outside(who, after, taken) == free[0]


@given(zones, schedules, instants)
def test_a_time_that_exists_is_met_to_the_minute(
    zone: str, schedule: tuple[int, int, int], after: datetime
) -> None:
    """The local clock shows the wished weekday and time, or a later one where clocks skipped it."""
    weekday, hour, minute = schedule
    who = subscriber(timezone=zone, weekday=weekday, hour=hour, minute=minute)
    due = next_due(who, after)
    local = due.astimezone(ZoneInfo(zone))
    if (local.weekday(), local.hour, local.minute) == (weekday, hour, minute):
        assert local.fold == 0
        return
    before = (due - timedelta(days=1)).astimezone(ZoneInfo(zone)).utcoffset()
    after_change = local.utcoffset()
    assert before is not None
    assert after_change is not None
    assert after_change > before, "only clocks that were put forward skip a time"
    shifted = (local - (after_change - before)).replace(tzinfo=None)
    assert (shifted.weekday(), shifted.hour, shifted.minute) == (weekday, hour, minute)


@pytest.mark.parametrize("zone", ZONES)
@given(schedule=schedules)
def test_every_iso_week_of_years_has_one_date(zone: str, schedule: tuple[int, int, int]) -> None:
    """From date to date each local week is met exactly once, through every change of clocks."""
    weekday, hour, minute = schedule
    who = subscriber(timezone=zone, weekday=weekday, hour=hour, minute=minute)
    at = datetime(2010, 6, 1, tzinfo=UTC)
    dates = []
    while at < datetime(2013, 6, 1, tzinfo=UTC):
        at = next_due(who, at)
        dates.append(at)
    weeks = [(each - timedelta(hours=2)).astimezone(ZoneInfo(zone)).date() for each in dates]
    gaps = {second - first for first, second in itertools.pairwise(dates)}
    assert all(abs(gap - WEEK) <= timedelta(hours=25) for gap in gaps)
    assert len(set(weeks)) == len(weeks)


def test_an_hour_that_occurs_twice_is_met_once() -> None:
    """02:30 on the Sunday of the autumn change means the first 02:30, and then next Sunday's."""
    who = subscriber(timezone="Europe/Berlin", weekday=6, hour=2, minute=30)
    first = next_due(who, datetime(2023, 10, 28, tzinfo=UTC))
    assert first == datetime(2023, 10, 29, 0, 30, tzinfo=UTC)
    assert next_due(who, first) == datetime(2023, 11, 5, 1, 30, tzinfo=UTC)


def test_an_hour_that_is_skipped_moves_forward() -> None:
    """02:30 on the Sunday of the spring change is met at 03:30, when the clocks show it."""
    who = subscriber(timezone="Europe/Berlin", weekday=6, hour=2, minute=30)
    due = next_due(who, datetime(2023, 3, 25, tzinfo=UTC))
    assert due == datetime(2023, 3, 26, 1, 30, tzinfo=UTC)
    assert f"{due.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" == "03:30"


def test_weeks_that_were_missed_are_not_made_up() -> None:
    """After nine days of downtime the next date is one in the future."""
    who = subscriber()
    now = datetime(2023, 10, 4, 3, 0, tzinfo=UTC)
    assert next_due(who, now) == datetime(2023, 10, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "week"),
    [
        (datetime(2023, 9, 24, 16, 59, tzinfo=UTC), "Asia/Ho_Chi_Minh", "2023-W38"),
        (datetime(2023, 9, 24, 17, 0, tzinfo=UTC), "Asia/Ho_Chi_Minh", "2023-W39"),
        (datetime(2021, 1, 3, 12, 0, tzinfo=UTC), "UTC", "2020-W53"),
        (datetime(2024, 12, 30, 12, 0, tzinfo=UTC), "UTC", "2025-W01"),
        (datetime(2023, 1, 1, 12, 0, tzinfo=UTC), "UTC", "2022-W52"),
    ],
)
def test_a_week_belongs_to_its_iso_year_in_the_zone(
    instant: datetime, zone: str, week: str
) -> None:
    """Midnight is the zone's, and the days around New Year go with their week."""
    assert week_of(instant, ZoneInfo(zone)) == week


@given(instants, zones)
def test_a_week_holds_what_it_is_the_week_of(instant: datetime, zone: str) -> None:
    """An instant lies within the bounds of its week, and weeks join without a gap."""
    tz = ZoneInfo(zone)
    week = week_of(instant, tz)
    start, end = week_bounds(week, tz)
    assert start <= instant < end
    assert week_of(start, tz) == week
    assert week_bounds(week_of(end, tz), tz)[0] == end


@given(st.text(max_size=12) | st.from_regex(r"\d{4}-?W?\d{1,2}", fullmatch=True))
@example("2023-W53")
@example("2023-W00")
@example("٢٠٢٣-W٣٩")
@example("2023-W39\n")
@example("2023-W 9")
@example("2023-W+9")
def test_what_is_no_iso_week_is_refused(text: str) -> None:
    """A week that exists is read; everything else is a ValueError, nothing is guessed."""
    try:
        start, _ = week_bounds(text, DEFAULT_ZONE)
    except ValueError:
        real = re.fullmatch(r"[0-9]{4}-W[0-9]{2}", text) and text[:4] != "0000"
        assert not real or int(text[-2:]) in {0, *range(53, 100)}
    else:
        assert week_of(start, DEFAULT_ZONE) == text


def test_a_digest_is_named_after_the_week_it_tells() -> None:
    """What goes out on Monday morning tells the week that has just ended."""
    until = datetime(2023, 10, 2, 0, 0, tzinfo=UTC)
    assert week_covered(until - WEEK, until, DEFAULT_ZONE) == "2023-W39"


@pytest.mark.parametrize("week", ["2020-W53", "2023-W39", "2025-W01"])
def test_a_whole_week_covers_monday_to_sunday(week: str) -> None:
    """The exclusive end of a week does not count as a day of it."""
    first, last = days_covered(*week_bounds(week, DEFAULT_ZONE), DEFAULT_ZONE)
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    assert week_covered(*week_bounds(week, DEFAULT_ZONE), DEFAULT_ZONE) == week


def test_an_unknown_zone_does_not_stop_anybody() -> None:
    """A name that is no zone, or no name at all, means the default zone."""
    for name in ("Asia/Nowhere", "", "../etc/passwd", "Asia"):
        assert zone_of(name) == DEFAULT_ZONE
    assert zone_of("Europe/Berlin").key == "Europe/Berlin"


def test_a_period_without_length_is_one_day() -> None:
    """An empty period still names the day it lies on."""
    at = datetime(2023, 9, 25, 3, 0, tzinfo=UTC)
    assert days_covered(at, at, DEFAULT_ZONE) == (date(2023, 9, 25), date(2023, 9, 25))
