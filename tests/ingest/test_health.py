"""Tests of the health of sources: what a poll teaches, and what that says."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    NotSent,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    SourceUnreadable,
)
from bot.ingest.habit import KEPT_DAYS, per_week, silence, weekly
from bot.ingest.health import UNWELL, Kind, diagnose, trouble_of
from bot.ingest.observation import ADOPTED_AFTER, NewArticle, Observation, observe
from bot.ingest.poll_times import after_failure
from bot.ingest.quality import KEPT_HABIT, KEPT_RECENT, Mark
from bot.ingest.tet import is_tet
from storage.models import Reading, Source, SourceHealth, SourceState
from tests.ingest.publishers import (
    LOOKS,
    PUBLISHERS,
    SOURCE,
    Publisher,
    article,
    looked,
    size,
    year_of,
)

MONDAY = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)
"""08:00 in Vietnam."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = Reading("daw", 400)


def new(at: datetime, reading: Reading = GOOD) -> NewArticle:
    """One article, published when it came."""
    return NewArticle(at, reading)


def known_for(days: int, *, weekend: bool = True, per_day: int = 5) -> tuple[SourceState, datetime]:
    """A source that published every day, or every working day, until the instant returned."""
    state, now = SourceState(source="bao"), MONDAY
    state = looked(state, Observation(first=True), now)
    for _ in range(days):
        now += DAY
        works = weekend or (now + 7 * HOUR).weekday() < 5
        state = looked(state, Observation([new(now)] * (per_day * works)), now)
    return state, now


def quiet_until_silent(state: SourceState, now: datetime, *, most: int = 200) -> int | None:
    """Days with successful looks and nothing new until the source counts as silent."""
    for day in range(1, most + 1):
        state = looked(state, Observation(), now + day * DAY)
        if diagnose(SOURCE, state, now + day * DAY).kind is Kind.SILENT:
            return day
    return None


def failing(state: SourceState, error: Exception, *times: datetime) -> SourceState:
    """The state after failures at these times."""
    for now in times:
        after = after_failure(state, error, now=now, every=HOUR, jitter=0.0)
        state = observe(after, Observation(error=error), now)
    return state


def test_an_unread_source_is_new_and_one_that_is_off_is_off() -> None:
    """Neither is unwell: nobody expects anything of them."""
    off = msgspec.structs.replace(SOURCE, enabled=False)
    assert diagnose(SOURCE, None, MONDAY).kind is Kind.NEW
    assert diagnose(off, None, MONDAY).kind is Kind.OFF
    gone = failing(SourceState(source="bao"), SourceGone("410"), MONDAY)
    assert diagnose(off, gone, MONDAY).kind is Kind.OFF


def test_failures_count_when_they_are_three_and_last_six_hours() -> None:
    """One bad answer is weather; what goes on is a broken source, from its first failure on."""
    state, now = known_for(20)
    down = SourceUnreachable("HTTP 502")
    once = failing(state, down, now + HOUR)
    assert diagnose(SOURCE, once, now + 5 * HOUR).kind is Kind.SHAKY
    fast = failing(state, down, now + HOUR, now + 2 * HOUR, now + 3 * HOUR)
    assert diagnose(SOURCE, fast, now + 3 * HOUR).kind is Kind.SHAKY
    found = diagnose(SOURCE, fast, now + 7 * HOUR)
    assert (found.kind, found.since, found.failures) == (Kind.FAILING, now + HOUR, 3)
    assert (found.error, found.trouble, found.light) == ("HTTP 502", "unreachable", "🔴")
    well = looked(fast, Observation([new(now)]), now + 8 * HOUR)
    assert diagnose(SOURCE, well, now + 8 * HOUR).kind is Kind.OK


def test_failures_before_a_source_was_turned_on_again_are_forgotten() -> None:
    """Turning it on wipes the streak: six hours count from the first failure after that."""
    state, now = known_for(20)
    broken = failing(state, SourceUnreachable("x"), *(now + n * HOUR for n in (1, 4, 9)))
    fresh = msgspec.structs.replace(broken, error_streak=0, last_error=None)
    again = failing(fresh, SourceUnreachable("x"), *(now + n * HOUR for n in (30, 31, 32)))
    assert diagnose(SOURCE, again, now + 32 * HOUR).kind is Kind.SHAKY
    assert diagnose(SOURCE, again, now + 36 * HOUR).kind is Kind.FAILING


def test_a_server_that_asks_for_patience_gets_a_day_of_it() -> None:
    """Being told to wait is not being broken, until it never ends."""
    state, now = known_for(20)
    busy = failing(state, SourceThrottled("429"), *(now + n * HOUR for n in (1, 4, 8)))
    assert diagnose(SOURCE, busy, now + 12 * HOUR).kind is Kind.SHAKY
    assert diagnose(SOURCE, busy, now + 26 * HOUR).kind is Kind.FAILING


def test_what_no_repetition_mends_is_told_at_once() -> None:
    """410, robots.txt and private addresses need a person."""
    state, now = known_for(3)
    gone = failing(state, SourceGone("410"), now)
    assert diagnose(SOURCE, gone, now).kind is Kind.GONE
    refused = failing(state, SourceRefused("robots.txt"), now)
    assert diagnose(SOURCE, refused, now).kind is Kind.REFUSED


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (SourceUnreadable("no feed"), "unreadable"),
        (SourceThrottled("429"), "throttled"),
        (SourceRefused("robots"), "refused"),
        (SourceUnreachable("timeout"), "unreachable"),
        (ValueError("a defect"), "defect"),
    ],
)
def test_every_failure_has_its_kind(error: Exception, trouble: str) -> None:
    """What the words for curators are chosen by."""
    assert trouble_of(error) == trouble


def test_a_daily_paper_is_silent_on_the_fourth_day() -> None:
    """Two whole days without any of forty articles a day are no chance; of two a day they are."""
    many = quiet_until_silent(*known_for(56, per_day=40))
    few = quiet_until_silent(*known_for(56, per_day=2))
    assert many == 3
    assert few is not None
    assert 5 <= few <= 10


def test_a_weekend_off_is_no_silence() -> None:
    """What never publishes on Sundays is not missed on one."""
    state, now = known_for(56, weekend=False, per_day=30)  # ends on a Monday
    friday = now - 3 * DAY
    assert (friday + 7 * HOUR).weekday() == 4
    assert quiet_until_silent(state, now) == 5
    until_friday = looked(*_without_last_monday(state, now))
    assert diagnose(SOURCE, until_friday, now).kind is Kind.OK


def _without_last_monday(
    state: SourceState, now: datetime
) -> tuple[SourceState, Observation, datetime]:
    health = msgspec.structs.replace(
        state.health, daily=state.health.daily[:-1], newest_at=now - 3 * DAY
    )
    return msgspec.structs.replace(state, health=health), Observation(), now


def test_tet_is_no_silence() -> None:
    """A week in which offices rest counts for nothing, and after it the habit is what it was."""
    before, now = known_for(160, weekend=False)
    assert (now.date(), is_tet(now.date())) == (date(2026, 2, 8), False)
    state = looked(before, Observation([new(now)]), now + 4 * DAY)
    for day in range(5, 18):
        state = looked(state, Observation(), now + day * DAY)
        assert diagnose(SOURCE, state, now + day * DAY).kind is Kind.OK, day


def test_answers_without_anything_new_for_weeks_are_a_broken_source() -> None:
    """Even where the habit is hardly known: 200 and 304 alone are no life."""
    state = looked(SourceState(source="bao"), Observation([new(MONDAY)], first=True), MONDAY)
    days = quiet_until_silent(state, MONDAY)
    assert days is not None
    assert 60 <= days <= 100


def test_a_feed_that_died_long_ago_is_told_of_at_its_first_sight() -> None:
    """Its articles were added now, but published years ago."""
    old = [new(MONDAY - timedelta(days=900 + n)) for n in range(20)]
    state = looked(SourceState(source="bao"), Observation(old, first=True), MONDAY)
    found = diagnose(SOURCE, state, MONDAY)
    assert (found.kind, found.silent_days) == (Kind.SILENT, 899)


def test_silence_is_counted_only_as_long_as_somebody_looked() -> None:
    """A bot that was off for a month cannot say that a source was silent."""
    state, now = known_for(56)
    assert diagnose(SOURCE, state, now + 30 * DAY).kind is Kind.OK


def test_a_vacation_is_learnt() -> None:
    """Who was once quiet for a week is told of later than who never was."""
    state, now = known_for(56)
    never = quiet_until_silent(state, now)
    again = now + 5 * DAY
    state = looked(state, Observation([new(again)] * 5), again)
    once = quiet_until_silent(state, again)
    assert never is not None
    assert once is not None
    assert once > never


def degraded(marks: str, words: int = 400, count: int = 12) -> tuple[Kind, tuple[Mark, ...]]:
    """What a source with 40 good readings is found to be after `count` others."""
    state, now = known_for(8)
    for n in range(count):
        now += HOUR
        state = looked(state, Observation([new(now, Reading(marks, words + n))]), now)
    found = diagnose(SOURCE, state, now)
    return found.kind, found.worse


@pytest.mark.parametrize(
    ("marks", "words", "worse"),
    [
        ("aw", 400, (Mark.DATE,)),
        ("dw", 400, (Mark.AUTHOR,)),
        ("da", 400, (Mark.WHOLE,)),
        ("daw", 40, (Mark.SHORT,)),
        ("daw", 4_000, (Mark.LONG,)),
        ("", 5, (Mark.DATE, Mark.AUTHOR, Mark.WHOLE, Mark.SHORT)),
    ],
)
def test_a_redesign_shows_up(marks: str, words: int, worse: tuple[Mark, ...]) -> None:
    """Dates, authors, whole texts or lengths that change for good are told apart."""
    assert degraded(marks, words) == (Kind.DEGRADED, worse)


def test_a_date_that_is_lost_shows_within_six_articles() -> None:
    """What never failed before needs no dozen."""
    assert degraded("aw", count=3)[0] is Kind.OK
    assert degraded("aw", count=6) == (Kind.DEGRADED, (Mark.DATE,))


def test_a_source_without_authors_is_well_without() -> None:
    """Its own habit is the measure, not an ideal."""
    state, now = known_for(2)
    state = msgspec.structs.replace(state, health=SourceHealth(first_day=now.date()))
    for n in range(60):
        now += HOUR
        state = looked(state, Observation([new(now, Reading("dw", 300 + n))]), now)
    assert diagnose(SOURCE, state, now).kind is Kind.OK


def test_what_broke_does_not_become_the_habit_until_a_month_has_passed() -> None:
    """Degraded stays degraded however many articles come; mended is mended; a month is a habit."""
    state, now = known_for(20)
    since = None
    while since is None or now - since < ADOPTED_AFTER - DAY:
        now += 6 * HOUR
        state = looked(state, Observation([new(now, Reading("aw", 400))] * 3), now)
        since = since or state.health.degraded_since
    assert diagnose(SOURCE, state, now).kind is Kind.DEGRADED
    mended = state
    for n in range(1, 13):
        mended = looked(mended, Observation([new(now + n * HOUR)]), now + n * HOUR)
    assert diagnose(SOURCE, mended, now + DAY).kind is Kind.OK
    assert not diagnose(SOURCE, mended, now + DAY).adopted_since(None)
    for n in range(1, 4):
        state = looked(state, Observation([new(now, Reading("aw", 400))]), now + n * DAY)
    found = diagnose(SOURCE, state, now + 3 * DAY)
    assert found.kind is Kind.OK
    assert found.adopted_since(since)


def test_a_long_silence_does_not_fade_the_habit_that_it_is_measured_by() -> None:
    """A weekly issue that stops is missed after five weeks, though eight are kept."""
    state, now = SourceState(source="bao"), MONDAY
    for _ in range(12):
        state = looked(state, Observation([new(now)] * 5), now)
        now += 7 * DAY
    days = quiet_until_silent(state, now - 7 * DAY)
    assert days is not None
    assert 28 <= days <= 43


def test_weeks_are_counted_backwards_from_today() -> None:
    """Eight weeks at most, those before the source was known left out."""
    state, now = known_for(20, per_day=3)
    assert per_week(state.health, now) == (18, 21, 21)
    assert weekly(state.health, now) == 20  # the day of its first sight brought nothing
    state, now = known_for(100, per_day=1)
    assert per_week(state.health, now) == (7,) * 8
    assert weekly(SourceHealth(), now) is None


def test_what_a_source_had_at_first_sight_counts_by_its_dates() -> None:
    """A new source has a habit from the start, and 40 articles are not today's."""
    had = [new(MONDAY - timedelta(hours=12 * n)) for n in range(40)]
    state = looked(SourceState(source="bao"), Observation(had, first=True), MONDAY)
    assert weekly(state.health, MONDAY) == 13  # today has but begun
    future = Observation([new(MONDAY + 9 * DAY)], first=True)
    ahead = looked(SourceState(source="bao"), future, MONDAY)
    assert ahead.health.newest_at == MONDAY


observations = st.lists(
    st.tuples(
        st.integers(-30, 400),
        st.one_of(
            st.builds(
                Observation,
                articles=st.lists(
                    st.builds(
                        NewArticle,
                        published=st.none()
                        | st.integers(-500, 900).map(lambda d: MONDAY + d * DAY),
                        reading=st.builds(
                            Reading, marks=st.sampled_from(["", "d", "aw"]), words=st.integers(0, 9)
                        ),
                    ),
                    max_size=20,
                ),
                first=st.booleans(),
            ),
            st.sampled_from(
                [SourceUnreachable("x"), SourceGone("x"), NotSent("x"), SourceRefused("x")]
            ).map(lambda error: Observation(error=error)),
        ),
    ),
    max_size=30,
)


@given(observations)
def test_any_history_stays_small_whole_and_diagnosable(
    history: list[tuple[int, Observation]],
) -> None:
    """Whatever the clock and the polls do: bounded, never negative, the same after storing."""
    state = SourceState(source="bao")
    for day, observation in history:
        now = MONDAY + day * DAY
        if observation.error is None:
            state = looked(state, observation, now)
        else:
            state = failing(state, observation.error, now)
        health = state.health
        assert len(health.daily) <= KEPT_DAYS
        assert len(health.habit) <= KEPT_HABIT
        assert len(health.recent) <= KEPT_RECENT
        assert min(health.daily, default=0) >= 0
        assert msgspec.json.decode(msgspec.json.encode(state), type=SourceState) == state
        assert size(state) < 3_000
        assert diagnose(SOURCE, state, now).kind in Kind


def test_silence_without_a_habit_has_no_surprise() -> None:
    """Two weeks and six active days are the least that a habit is told from."""
    state, now = known_for(10)
    found = silence(state.health, now, now + 5 * DAY)
    assert (found.known, found.surprise, found.days) == (False, 0.0, 4)


def test_sources_on_disk_are_never_silent() -> None:
    """A folder is filled by hand, when somebody has something."""
    folder = Source(id="bao", name="Thư mục", kind="folder", path="/x")
    state, now = known_for(56)
    for day in range(1, 100):
        state = looked(state, Observation(), now + day * DAY)
    assert diagnose(folder, state, now + 99 * DAY).kind is Kind.OK
    assert diagnose(SOURCE, state, now + 99 * DAY).kind is Kind.SILENT


def alarms(publisher: Publisher, seeds: range) -> Counter[str]:
    """False alarms by kind: how often a source that never breaks begins to count as unwell."""
    found: Counter[str] = Counter()
    for seed in seeds:
        before = Kind.OK
        for _, _, health in year_of(publisher, random.Random(seed)):
            if health.kind in UNWELL and before not in UNWELL:
                found[health.kind.value] += 1
            before = health.kind
    return found


@pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda each: each.name)
def test_no_false_alarm_in_a_year_of_each_publisher(publisher: Publisher) -> None:
    """Weekends, Tết, weekly issues, chance and moods are all within the habit."""
    assert alarms(publisher, range(1)) == Counter()


@pytest.mark.slow
def test_false_alarms_are_rarer_than_one_in_fifty_source_years(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over 80 simulated years of sources that never break; the figures are printed."""
    years = 10
    total: Counter[str] = Counter()
    for publisher in PUBLISHERS:
        found = alarms(publisher, range(100, 100 + years))
        total += found
        with capsys.disabled():
            print(f"\n  {publisher.name}: {dict(found) or 'none'} in {years} years")  # noqa: T201 - its purpose
    assert sum(total.values()) <= len(PUBLISHERS) * years / 50


@pytest.mark.slow
@pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda each: each.name)
def test_a_publisher_that_stops_is_noticed(
    publisher: Publisher, capsys: pytest.CaptureFixture[str]
) -> None:
    """After half a year of its habit each one is called silent; the days it took are printed."""
    took = []
    for seed in range(3):
        *_, (now, state, _) = year_of(publisher, random.Random(seed), days=180)
        days = quiet_until_silent(state, now, most=400)
        assert days is not None
        took.append(days)
    with capsys.disabled():
        print(f"\n  {publisher.name}: silent after {took} days")  # noqa: T201 - its purpose


@pytest.mark.parametrize("publisher", PUBLISHERS[:3], ids=lambda each: each.name)
def test_a_publisher_that_loses_its_dates_is_noticed(publisher: Publisher) -> None:
    """Within two dozen articles, whatever else varies."""
    source_random = random.Random(5)
    *_, (now, state, _) = year_of(publisher, source_random, days=90)
    undated = Publisher(publisher.name, publisher.rate, dated=0.0, authored=publisher.authored)
    for _ in range(24):
        now += LOOKS
        added = (article(undated, now, source_random),)
        state = looked(state, Observation(added), now)
    found = diagnose(SOURCE, state, now)
    assert (found.kind, Mark.DATE in found.worse) == (Kind.DEGRADED, True)
