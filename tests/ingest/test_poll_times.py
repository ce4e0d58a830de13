"""When sources are asked again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    HostResting,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
)
from bot.ingest.poll_times import (
    JITTER,
    LONGEST_INTERVAL,
    SHORTEST_INTERVAL,
    after_failure,
    after_outage,
    after_success,
    allowed_from,
    interval,
    is_due,
    publishing_rate,
    rate_of_dates,
)
from storage.models import Source, SourceState
from tests.sources.moment import NOW

FEED = Source(id="a", name="A", kind="feed", url="https://a.example/rss")
STATE = SourceState(source="a")
HOUR = timedelta(hours=1)


def test_due_when_its_time_has_come() -> None:
    """New sources at once, others at their time, disabled and gone ones never."""
    later = msgspec.structs.replace(STATE, next_poll_at=NOW + HOUR)
    assert is_due(FEED, None, NOW)
    assert is_due(FEED, STATE, NOW)
    assert not is_due(FEED, later, NOW)
    assert is_due(FEED, later, NOW + HOUR)
    assert not is_due(msgspec.structs.replace(FEED, enabled=False), None, NOW)
    assert not is_due(FEED, msgspec.structs.replace(STATE, gone=True), NOW)
    assert is_due(Source(id="l", name="L", kind="inbox"), later, NOW)


def test_a_clock_that_was_wrong_stops_nothing() -> None:
    """A next poll set years ahead by a wrong clock is not waited for."""
    assert is_due(FEED, msgspec.structs.replace(STATE, next_poll_at=NOW + 10_000 * HOUR), NOW)


def test_the_interval_is_the_longest_wished_within_a_day() -> None:
    """Own setting, else the default, else what the server wishes, at most a day."""
    assert interval(FEED, 60) == HOUR
    assert interval(msgspec.structs.replace(FEED, poll_minutes=15), 60) == HOUR / 4
    assert interval(FEED, 60, 3 * HOUR) == 3 * HOUR
    assert interval(FEED, 60, 500 * HOUR) == 24 * HOUR


def test_success_clears_the_past() -> None:
    """A poll that worked ends a streak; what was new is remembered."""
    bad = msgspec.structs.replace(STATE, error_streak=3, last_error="x", first_success_at=NOW)
    state = after_success(bad, now=NOW + HOUR, every=HOUR, jitter=0.1, anything_new=False)
    assert (state.error_streak, state.last_error, state.last_new_at) == (0, None, None)
    assert (state.first_success_at, state.last_success_at) == (NOW, NOW + HOUR)
    assert state.next_poll_at == NOW + 2.1 * HOUR
    state = after_success(STATE, now=NOW, every=HOUR, jitter=0.2, anything_new=True)
    assert state.first_success_at == state.last_new_at == NOW


def test_failures_back_off_to_a_day() -> None:
    """Each failure doubles the wait, which never exceeds a day, and none is final."""
    state, waits = STATE, []
    for _ in range(40):
        state = after_failure(state, SourceUnreachable("x"), now=NOW, every=HOUR, jitter=0.0)
        assert state.next_poll_at is not None
        waits.append((state.next_poll_at - NOW) / HOUR)
    assert waits[:6] == [2, 4, 8, 16, 24, 24]
    assert (waits[-1], state.error_streak, state.last_error, state.gone) == (24, 40, "x", False)


@pytest.mark.parametrize(
    ("error", "hours"),
    [
        (SourceThrottled("x", 7_200.0), 2),
        (SourceThrottled("x", 5.0), 1),
        (SourceThrottled("x", 1e9), 168),
        (SourceThrottled("x"), 2),
        (SourceRefused("x"), 1),
    ],
)
def test_a_server_is_obeyed(error: SourceError, hours: float) -> None:
    """Retry-After holds (never less than the interval, never more than a week)."""
    state = after_failure(STATE, error, now=NOW, every=HOUR, jitter=0.0)
    assert state.next_poll_at == NOW + hours * HOUR


def test_gone_is_gone() -> None:
    """410 stops the polling until a curator says otherwise."""
    state = after_failure(STATE, SourceGone("x"), now=NOW, every=HOUR, jitter=0.1)
    assert state.gone


def test_a_defect_shows_its_kind_only() -> None:
    """An unexpected error is remembered by its type: its text may hold anything."""
    state = after_failure(STATE, ValueError("secret"), now=NOW, every=HOUR, jitter=0.1)
    assert state.last_error == "ValueError"


def test_an_outage_counts_against_nobody() -> None:
    """After an outage of our own the streak is what it was, and the next try is soon."""
    before = msgspec.structs.replace(STATE, error_streak=2)
    state = after_outage(before, now=NOW, jitter=0.0)
    assert (state.error_streak, state.next_poll_at) == (2, NOW + timedelta(minutes=10))


def _settled(gap_hours: float) -> timedelta:
    """The interval after four weeks of one article every `gap_hours`, polled as it says."""
    state = SourceState(source="a", first_success_at=NOW, last_success_at=NOW)
    now, told = NOW, 0
    while now - NOW < timedelta(weeks=4):
        now += interval(FEED, 60, new_per_hour=state.new_per_hour)
        published = int((now - NOW) / HOUR / gap_hours)
        rate = publishing_rate(state, added=published - told, now=now, default_minutes=60)
        state = msgspec.structs.replace(state, last_success_at=now, new_per_hour=rate)
        told = published
    return interval(FEED, 60, new_per_hour=state.new_per_hour)


@pytest.mark.parametrize(
    ("gap_hours", "least", "most"),
    [(0.2, 0.5, 0.5), (2, 0.85, 1.2), (6, 2.5, 3.7), (24, 9, 15), (24 * 30, 24, 24)],
)
def test_the_interval_follows_the_source(gap_hours: float, least: float, most: float) -> None:
    """It settles at half the usual gap between two articles, within half an hour and a day."""
    assert least <= _settled(gap_hours) / HOUR <= most


def test_a_curators_wish_is_fixed() -> None:
    """A source that states its own interval is not adapted; unknown habits mean the default."""
    wished = msgspec.structs.replace(FEED, poll_minutes=15)
    assert interval(wished, 60, new_per_hour=0.001) == HOUR / 4
    assert interval(FEED, 90, new_per_hour=None) == 1.5 * HOUR


def test_a_first_sight_tells_the_habit() -> None:
    """Twenty dates say how often something new comes; fewer than three, or future ones, nothing."""
    daily = [NOW - n * timedelta(days=1) for n in range(1, 31)]
    rate = rate_of_dates(daily, NOW)
    assert rate is not None
    assert rate * 24 == pytest.approx(1.0)
    assert rate_of_dates([*daily[:2], None, NOW + HOUR], NOW) is None
    burst = [NOW - n * timedelta(minutes=1) for n in range(1, 31)]
    assert rate_of_dates(burst, NOW) == pytest.approx(20 / 24)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.floats(0.001, 2_000)), max_size=30),
    st.integers(1, 1_440),
)
def test_every_habit_gives_an_interval_within_bounds(
    polls: list[tuple[int, float]], default: int
) -> None:
    """Whatever a source did, it is asked again between half an hour and a day from now."""
    state, now = SourceState(source="a", first_success_at=NOW, last_success_at=NOW), NOW
    for added, hours in polls:
        now += timedelta(hours=hours)
        rate = publishing_rate(state, added=added, now=now, default_minutes=default)
        state = msgspec.structs.replace(state, last_success_at=now, new_per_hour=rate)
    every = interval(FEED, default, new_per_hour=state.new_per_hour)
    assert min(SHORTEST_INTERVAL, timedelta(minutes=default)) <= every <= LONGEST_INTERVAL


@given(st.floats(0.5, 24), st.floats(*JITTER))
def test_jitter_spreads_and_stays_within_a_day(hours: float, jitter: float) -> None:
    """A wait is a tenth to a fifth longer than its interval, and never longer than a day."""
    state = after_success(STATE, now=NOW, every=hours * HOUR, jitter=jitter, anything_new=False)
    assert state.next_poll_at is not None
    wait = (state.next_poll_at - NOW) / HOUR
    assert hours - 1e-6 <= wait <= 24
    assert wait >= min(hours * (1 + JITTER[0]), 24 * (1 - JITTER[1] / 2)) - 1e-6


def test_waits_differ() -> None:
    """Sources polled at one moment do not come back at one moment."""
    draw = random.Random(7)
    moments = {
        after_success(
            STATE, now=NOW, every=HOUR, jitter=draw.uniform(*JITTER), anything_new=False
        ).next_poll_at
        for _ in range(50)
    }
    assert len(moments) == 50


def test_hours_and_days_to_skip_are_skipped() -> None:
    """The next poll is after them, in UTC; who skips everything is not believed."""
    saturday = datetime(2031, 5, 17, 6, 30, tzinfo=UTC)
    monday = datetime(2031, 5, 19, tzinfo=UTC)
    assert allowed_from(saturday, (), (5, 6)) == monday
    assert allowed_from(saturday, range(6, 9), ()) == saturday.replace(hour=9, minute=0)
    assert allowed_from(saturday, (0, 1, 5, 7), ()) == saturday
    assert allowed_from(saturday, range(24), ()) == saturday
    assert allowed_from(saturday, (), range(7)) == saturday
    assert allowed_from(monday - HOUR, (0, 1), (6,)) == monday + 2 * HOUR
    state = msgspec.structs.replace(STATE, skip_hours=tuple(range(3, 8)))
    after = after_success(state, now=NOW, every=HOUR, jitter=0.1, anything_new=False)
    assert after.next_poll_at == datetime(2031, 5, 14, 8, 6, tzinfo=UTC)
    failed = after_failure(state, SourceUnreachable("x"), now=NOW, every=HOUR, jitter=0.1)
    assert failed.next_poll_at == after.next_poll_at


def test_a_host_at_rest_is_nobodys_failure() -> None:
    """A request that was never made leaves the record as it was; its turn comes after the rest."""
    before = msgspec.structs.replace(STATE, error_streak=1, last_error="x", last_attempt_at=NOW)
    state = after_failure(before, HostResting("y", 7_200.0), now=NOW, every=HOUR, jitter=0.1)
    assert state.next_poll_at == NOW + 2 * HOUR + timedelta(minutes=3)
    assert msgspec.structs.replace(state, next_poll_at=None) == before


def test_a_long_rest_is_waited_for() -> None:
    """A week that a server asked for, with its jitter, is not taken for a wrong clock."""
    error = SourceThrottled("x", 8 * 86_400.0)
    state = after_failure(STATE, error, now=NOW, every=HOUR, jitter=0.2)
    assert not is_due(FEED, state, NOW + 167 * HOUR)


def test_a_gone_source_with_a_new_address_is_asked_again() -> None:
    """Gone is an address, not a source."""
    gone = msgspec.structs.replace(STATE, gone=True, url="https://a.example/rss")
    assert not is_due(FEED, gone, NOW)
    assert is_due(msgspec.structs.replace(FEED, url="https://b.example/rss"), gone, NOW)
    folder = Source(id="a", name="A", kind="folder", path="tin")
    assert not is_due(
        folder, msgspec.structs.replace(gone, gone=False, next_poll_at=NOW + HOUR), NOW
    )
