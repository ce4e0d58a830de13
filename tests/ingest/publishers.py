"""Publishers that never break, polled by a fake clock: whatever their health says is false."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec

from bot.ingest.habit import local_day
from bot.ingest.health import Health, diagnose
from bot.ingest.observation import NewArticle, Observation, observe
from bot.ingest.poll_times import after_success
from bot.ingest.tet import is_tet
from storage.models import Reading, Source, SourceState

START = datetime(2025, 9, 1, 23, 30, tzinfo=UTC)
"""A year from here holds the Tết of 2026, a Tuesday."""
SOURCE = Source(id="bao", name="Báo", kind="feed", url="https://bao.example/rss")
LOOKS = timedelta(hours=6)

Rate = Callable[[datetime, Random], float]
"""Expected articles in the six hours before an instant."""


@dataclass(frozen=True)
class Publisher:
    """How much comes when, and how well it is read."""

    name: str
    rate: Rate
    rests_at_tet: bool = True
    dated: float = 1.0
    authored: float = 0.9
    words: float = 400.0
    spread: float = 0.6
    """Of the logarithm of the words."""


def _by_weekday(*per_day: float) -> Rate:
    return lambda now, _: per_day[local_day(now).weekday()] / 4


def _weekly_issue(now: datetime, random: Random) -> float:
    friday_noon = local_day(now).weekday() == 4 and now.astimezone(UTC).hour == 5
    return 4.0 + random.random() if friday_noon else 0.0


def _moody(now: datetime, random: Random) -> float:
    """Weeks of much and of little, as an office that writes when something happens."""
    week = local_day(now).isocalendar()
    busy = Random(f"{week.year}{week.week}{random.getrandbits(1)}").random()
    return (0.1 + 1.8 * busy) / 4 if local_day(now).weekday() < 5 else 0.02


PUBLISHERS = (
    Publisher("daily paper, 40 a day", _by_weekday(44, 44, 44, 44, 44, 30, 25), rests_at_tet=False),
    Publisher("daily paper, 4 a day", _by_weekday(5, 5, 5, 5, 5, 2, 1.5)),
    Publisher("office, Monday to Friday", _by_weekday(3, 3, 3, 3, 3, 0, 0), authored=0.0),
    Publisher("quiet office, 2 a week", _by_weekday(0.4, 0.4, 0.4, 0.4, 0.4, 0, 0), dated=0.95),
    Publisher("weekly, on Fridays", _weekly_issue),
    Publisher("weekly, on any day", _by_weekday(*[1 / 7] * 7), authored=0.5),
    Publisher("monthly, on any day", _by_weekday(*[1 / 30] * 7)),
    Publisher("moody office", _moody, authored=0.6, spread=0.9),
)


def poisson(mean: float, random: Random) -> int:
    """A count of independent events (Knuth's method, for small means)."""
    limit, count, product = 2.718281828459045**-mean, 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def article(publisher: Publisher, now: datetime, random: Random) -> NewArticle:
    """One that is read as well as this publisher's usually are."""
    dated = random.random() < publisher.dated
    marks = "d" * dated + "a" * (random.random() < publisher.authored)
    marks += "w" * (random.random() < 0.98)
    words = round(publisher.words * random.lognormvariate(0.0, publisher.spread))
    return NewArticle(now if dated else None, Reading(marks, words))


def looked(state: SourceState, observation: Observation, now: datetime) -> SourceState:
    """The state after a successful poll."""
    after = after_success(
        state,
        now=now,
        every=LOOKS,
        jitter=0.0,
        anything_new=bool(observation.articles),
    )
    return observe(after, observation, now)


def year_of(
    publisher: Publisher, random: Random, *, days: int = 365
) -> Iterator[tuple[datetime, SourceState, Health]]:
    """Each look at the publisher with the state and the diagnosis after it.

    The first look finds the 30 articles that it published last, of a year at most.
    """
    state, now = SourceState(source=SOURCE.id), START
    backlog = []
    for step in range(1_460, 0, -1):
        at = START - step * LOOKS
        backlog += [
            article(publisher, at, random)
            for _ in range(poisson(publisher.rate(at, random), random))
        ]
    state = looked(state, Observation(tuple(backlog[-30:]), first=True), now)
    for _ in range(days * 4):
        now += LOOKS
        resting = publisher.rests_at_tet and is_tet(local_day(now))
        count = 0 if resting else poisson(publisher.rate(now, random), random)
        added = tuple(article(publisher, now, random) for _ in range(count))
        state = looked(state, Observation(added), now)
        yield now, state, diagnose(SOURCE, state, now)


def size(state: SourceState) -> int:
    """Bytes of the state as stored."""
    return len(msgspec.json.encode(state))
