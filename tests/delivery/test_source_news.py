"""Tests of when curators are told of sources: once when one breaks, once when it is back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.source_news import (
    APART,
    BACK_FOR,
    COLLECT,
    LONGEST_HOLD,
    News,
    Told,
    due_news,
    watched,
)
from bot.ingest.health import UNWELL, Health, Kind
from tests.delivery.virtual_time import START

TICK = timedelta(minutes=5)
DAY = timedelta(days=1)


class Desk:
    """Ticks every five minutes; remembers what was told when."""

    def __init__(self) -> None:
        self.now = START
        self.told: dict[str, Told] = {}
        self.last_at: datetime | None = None
        self.said: list[tuple[timedelta, News]] = []

    def tick(self, **kinds: Kind | Health) -> None:
        """One look at the sources as they are now."""
        healths = {
            name: kind if isinstance(kind, Health) else Health(kind) for name, kind in kinds.items()
        }
        self.told = watched(self.told, healths, self.now)
        news, self.told = due_news(self.told, healths, last_at=self.last_at, now=self.now)
        if news is not None:
            self.last_at = self.now
            self.said.append((self.now - START, news))
        self.now += TICK

    def during(self, time: timedelta, **kinds: Kind | Health) -> None:
        """Looks for so long at the same."""
        until = self.now + time
        while self.now < until:
            self.tick(**kinds)


def test_a_break_is_told_once_and_so_is_the_return() -> None:
    """Days of failing make one message, and days of being well another."""
    desk = Desk()
    desk.during(DAY, a=Kind.OK)
    desk.during(3 * DAY, a=Kind.FAILING)
    desk.during(3 * DAY, a=Kind.OK)
    (broke_at, broke), (back_at, back) = desk.said
    assert (broke, back) == (News(trouble=("a",)), News(back=("a",)))
    assert broke_at - DAY <= COLLECT + TICK
    assert back_at - 4 * DAY <= BACK_FOR + COLLECT + TICK


def test_sources_that_break_together_make_one_message() -> None:
    """Twenty within a quarter of an hour are one; a later one comes with the next."""
    desk = Desk()
    names = [f"n{n}" for n in range(20)]
    for count in range(1, 4):
        desk.tick(**dict.fromkeys(names[: count * 6], Kind.FAILING))
    desk.during(timedelta(minutes=25), **dict.fromkeys(names, Kind.FAILING))
    desk.during(2 * APART, **dict.fromkeys(names, Kind.FAILING), late=Kind.SILENT)
    (_, first), (_, second) = desk.said
    assert set(first.trouble) == set(names)
    assert second == News(trouble=("late",))


def test_two_messages_keep_their_distance() -> None:
    """One source after the other: never two messages within an hour."""
    desk = Desk()
    broken: dict[str, Kind | Health] = {}
    for n in range(30):
        broken[f"n{n}"] = Kind.FAILING
        desk.during(3 * TICK, **broken)
    times = [at for at, _ in desk.said]
    assert all(later - earlier >= APART for earlier, later in pairwise(times))
    assert sum(len(news.trouble) for _, news in desk.said) >= 20


def test_one_failed_attempt_and_one_good_answer_are_no_news() -> None:
    """What is shaky stays as it was told; a return must last."""
    desk = Desk()
    desk.during(DAY, a=Kind.SHAKY)
    assert desk.said == []
    desk.during(DAY, a=Kind.FAILING)
    for _ in range(20):
        desk.during(BACK_FOR / 2, a=Kind.OK)
        desk.during(TICK, a=Kind.SHAKY)
    assert [news for _, news in desk.said] == [News(trouble=("a",))]


def test_a_flapping_source_is_told_of_less_and_less() -> None:
    """Twelve hours down, twelve hours up for a month: a handful of messages, not sixty."""
    desk = Desk()
    for _ in range(30):
        desk.during(DAY / 2, a=Kind.FAILING)
        desk.during(DAY / 2, a=Kind.OK)
    assert 2 <= len(desk.said) <= 8
    assert sum(at < 7 * DAY for at, _ in desk.said) >= len(desk.said) - 1


def test_flapping_never_hides_a_break_that_stays() -> None:
    """After three days even of the worst flapper what stays broken is told."""
    desk = Desk()
    for _ in range(10):
        desk.during(DAY / 2, a=Kind.FAILING)
        desk.during(DAY / 2, a=Kind.OK)
    desk.during(LONGEST_HOLD + DAY, a=Kind.OK)
    before = len(desk.said)
    desk.during(LONGEST_HOLD + DAY, a=Kind.FAILING)
    assert [news for _, news in desk.said[before:]] == [News(trouble=("a",))]


def test_worse_is_told_and_so_is_less_bad() -> None:
    """Degraded, then broken, then back as degraded: each is something else to do."""
    desk = Desk()
    for kind in (Kind.DEGRADED, Kind.FAILING, Kind.DEGRADED, Kind.OK):
        desk.during(DAY, a=kind)
    assert [news for _, news in desk.said] == [News(trouble=("a",))] * 3 + [News(back=("a",))]


def test_another_kind_of_broken_is_not_told_again() -> None:
    """Failing, then gone: curators know already."""
    desk = Desk()
    desk.during(DAY, a=Kind.FAILING)
    desk.during(DAY, a=Kind.GONE)
    assert len(desk.said) == 1


def test_what_became_the_habit_is_not_said_to_be_back() -> None:
    """Articles without authors for a month are no recovery."""
    desk = Desk()
    desk.during(DAY, a=Kind.DEGRADED)
    desk.during(DAY, a=Health(Kind.OK, adopted_at=desk.now))
    assert len(desk.said) == 1
    assert desk.told["a"].rank == 0


def test_a_source_that_is_turned_off_is_forgotten_in_silence() -> None:
    """Broken, off: no word; on again and broken: told again."""
    desk = Desk()
    desk.during(DAY, a=Kind.FAILING)
    desk.during(DAY, a=Kind.OFF)
    assert desk.told == {}
    desk.during(DAY, a=Kind.FAILING)
    assert [news for _, news in desk.said] == [News(trouble=("a",))] * 2


histories = st.lists(
    st.tuples(
        st.sampled_from([kind for kind in Kind if kind is not Kind.OFF]), st.integers(1, 700)
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)  # weeks of ticks take a while on a busy machine
@given(histories, st.sampled_from([Kind.OK, Kind.FAILING, Kind.DEGRADED]))
def test_in_the_end_curators_always_know(history: Iterable[tuple[Kind, int]], last: Kind) -> None:
    """Whatever happened before: what stays so for a week is what they were told last."""
    desk = Desk()
    for kind, ticks in history:
        for _ in range(ticks):
            desk.tick(a=kind)
    desk.during(7 * DAY, a=last)
    told: dict[str, str] = {}
    for _, news in desk.said:
        told |= dict.fromkeys(news.trouble, "trouble") | dict.fromkeys(news.back, "back")
    expected = "trouble" if last in UNWELL else "back"
    assert told.get("a", "back") == expected
    times = [at for at, _ in desk.said]
    assert all(later - earlier >= APART for earlier, later in pairwise(times))
