"""The truth of a simulated day: outlets with their habits, and everything they ever publish.

Times are seconds since the beginning of the day; what is negative was there before. Texts are
made-up syllables, written anew from the story's number whenever they are asked for, so that the
truth takes no memory worth counting.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from storage.models import Source
from storage.text import nfc
from tests.benchmarks.synthetic import vocabulary

START = datetime(2026, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR = 3600.0
_BY_HOUR = [0.1] * 5 + [0.4, 0.8] + [1.0] * 11 + [0.6] * 4 + [0.2] * 2
"""How busy newsrooms are at each hour of the day, midnight first."""
_PER_DAY = (1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 24)


class Format(StrEnum):
    """What a source is written in."""

    RSS = auto()
    ATOM = auto()
    RDF = auto()
    JSON = auto()
    FULL = auto()
    """RSS with the whole text: pages are not read."""
    LISTING = auto()
    """A section page without a feed."""


_FORMATS = [Format.RSS] * 7 + [Format.ATOM] * 3 + [Format.RDF, Format.JSON, Format.JSON]
_FORMATS += [Format.FULL] * 3 + [Format.LISTING] * 3


class Habit(StrEnum):
    """What is the matter with a source; most are steady."""

    STEADY = auto()
    BURSTS = "bursts of 500"
    THROTTLES = "429, Retry-After in seconds"
    THROTTLES_UNTIL = "429, Retry-After as a date"
    REDIRECTS = "feed redirected for now"
    MOVES = "feed moved for good"
    CHURNS_GUIDS = "other guids at every look"
    TRACKS_LINKS = "other tracking parameters at every look"
    FUTURE_DATES = "dates in the future"
    FALLS_SILENT = "falls silent"
    REPOSTS = "reposts others"
    GOES = "answers 410 in the end"
    ROBOTS_DOWN = "robots.txt gives 503 for hours"
    NO_VALIDATORS = "no validators"
    HANGS = "hangs for an hour"
    PAGES_LATE = "pages give 404 for a while"
    SHORT_LIVED = "ttl and max-age"


TROUBLES = [habit for habit in Habit if habit is not Habit.STEADY]


class Validators(StrEnum):
    """Which validators a feed's answers carry."""

    BOTH = auto()
    ETAG = auto()
    WEAK = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """A story as it reads at one moment."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """From `at` on the title or a paragraph reads differently."""

    at: float
    title: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One article, ever."""

    number: int
    outlet: int
    appears: float
    stated: float
    """The publication instant that it states; ahead of `appears` where dates are wrong."""
    edits: tuple[Edit, ...] = ()
    disallowed: bool = False
    """robots.txt forbids its page."""
    page_from: float = 0.0
    """Its page gives 404 before."""
    copy_of: Story | None = None

    @property
    def path(self) -> str:
        """Of its page."""
        folder = "noi-bo" if self.disallowed else "tin-tuc"
        return f"/{folder}/ban-tin-thoi-su-trong-tinh-{self.number}.html"

    def version(self, now: float) -> int:
        """How many edits it has seen."""
        return sum(edit.at <= now for edit in self.edits)

    def text(self, now: float) -> Text:
        """As it reads now."""
        if self.copy_of is not None:
            return self.copy_of.text(self.copy_of.appears)
        titles = 1 + sum(edit.at <= now and edit.title for edit in self.edits)
        bodies = 1 + sum(edit.at <= now and not edit.title for edit in self.edits)
        rng = random.Random(self.number)
        title = _sentence(rng, 11)[:-1]
        lead = _sentence(rng, 32)
        paragraphs = [" ".join(_sentence(rng, 24) for _ in range(2)) for _ in range(4)]
        if titles > 1:
            title = f"{_sentence(random.Random(-self.number), 3)[:-1]}: {title.lower()}"
        if bodies > 1:
            paragraphs[2] = " ".join(_sentence(rng, 24) for _ in range(2))
        return Text(title, lead, tuple(paragraphs))


def _sentence(rng: random.Random, syllables: int) -> str:
    words, weights = vocabulary()
    chosen = " ".join(rng.choices(words, cum_weights=weights, k=syllables)).split()[:syllables]
    return nfc(" ".join(chosen)).capitalize() + "."


@dataclass(slots=True)
class Outlet:
    """One source and the site that it lives on."""

    number: int
    host: str
    """As in its URLs, perhaps with `www.`."""
    format: Format
    habit: Habit
    validators: Validators
    per_day: int
    crawl_delay: int | None
    compressed: bool
    stories: list[Story] = field(default_factory=list)
    """By appearance."""
    troubled: tuple[tuple[float, float], ...] = ()
    """Spans in which its trouble shows, for habits that come and go."""

    @property
    def id(self) -> str:
        """Of its source."""
        return f"nguon-{self.number:04d}"

    @property
    def path(self) -> str:
        """Of its feed or section page."""
        name = {Format.LISTING: "chuyen-muc", Format.JSON: "feed.json"}.get(self.format, "tin.rss")
        return f"/{self.number}/{name}"

    @property
    def window(self) -> int:
        """How many stories a look shows."""
        return 15 if self.format is Format.FULL else 20

    def source(self) -> Source:
        """As the catalogue has it."""
        return Source(
            id=self.id,
            name=f"Báo Thử {self.number}",
            kind="listing" if self.format is Format.LISTING else "feed",
            url=f"http://{self.host}{self.path}",
            full_text=self.format is not Format.FULL,
        )

    def is_troubled(self, now: float) -> bool:
        """Whether its trouble shows now."""
        return any(begin <= now < end for begin, end in self.troubled)

    def shown(self, now: float) -> list[Story]:
        """What its feed lists, newest first."""
        seen = [story for story in self.stories if story.appears <= now]
        return seen[::-1][: self.window]


def make_day(sources: int, hours: float, seed: int) -> list[Outlet]:
    """The outlets with all that they publish in `hours`; every habit is somebody's."""
    rng = random.Random(seed)
    habits = [Habit.STEADY] * sources
    each = max(1, round(sources * 0.03))
    troubled = rng.sample(range(sources), min(sources, each * len(TROUBLES)))
    for place, number in enumerate(troubled):
        habits[number] = TROUBLES[place % len(TROUBLES)]
    outlets = [_outlet(number, habits[number], rng, hours) for number in range(sources)]
    for former, outlet in zip(outlets[::12], outlets[1::12], strict=False):
        outlet.host = former.host  # two sections of one site
        outlet.crawl_delay = former.crawl_delay
    _publish(outlets, hours, rng)
    return outlets


def _outlet(number: int, habit: Habit, rng: random.Random, hours: float) -> Outlet:
    form = _FORMATS[number % len(_FORMATS)]
    if form is Format.LISTING and habit not in (Habit.STEADY, Habit.BURSTS, Habit.THROTTLES):
        form = Format.RSS  # most troubles are of feeds
    if form is Format.FULL and habit in (Habit.PAGES_LATE, Habit.ROBOTS_DOWN):
        form = Format.RSS
    end = hours * HOUR
    spans: dict[Habit, tuple[tuple[float, float], ...]] = {
        Habit.BURSTS: tuple(
            (at, at + end / 24) for at in (rng.uniform(0, end / 3), rng.uniform(end / 2, end * 0.9))
        ),
        Habit.HANGS: ((end * 0.25, end * 0.25 + end / 24),),
        Habit.MOVES: ((end / 3, float("inf")),),
        Habit.GOES: ((end / 2, float("inf")),),
        Habit.FALLS_SILENT: ((end / 4, float("inf")),),
        Habit.ROBOTS_DOWN: ((0.0, end / 8),),
    }
    return Outlet(
        number=number,
        host=f"{'www.' if number % 3 == 0 else ''}bao{number:04d}.example",
        format=form,
        habit=habit,
        validators=list(Validators)[number % 4],
        per_day=rng.choice(_PER_DAY),
        crawl_delay=5 if number % 5 == 2 else None,
        compressed=number % 2 == 0,
        troubled=spans.get(habit, ()),
    )


def _publish(outlets: Sequence[Outlet], hours: float, rng: random.Random) -> None:
    number = 1_000_000
    for outlet in outlets:
        times = [-rng.uniform(HOUR, 30 * HOUR) for _ in range(min(15, outlet.per_day * 3 // 2))]
        times += _times(outlet.per_day, hours, rng)
        for appears in sorted(times):
            if outlet.habit in (Habit.FALLS_SILENT, Habit.GOES) and outlet.is_troubled(appears):
                continue
            outlet.stories.append(_story(number, outlet, appears, rng))
            number += 1
    _copy(outlets, rng)


def _times(per_day: int, hours: float, rng: random.Random) -> list[float]:
    wanted = per_day * max(hours / 24, 0.5)  # a short day is no empty one
    count = int(wanted) + (rng.random() < wanted % 1)
    span = int(hours) or 1
    busy = rng.choices(range(span), weights=[_BY_HOUR[hour % 24] for hour in range(span)], k=count)
    return [(hour + rng.random()) * HOUR for hour in busy]


def _story(number: int, outlet: Outlet, appears: float, rng: random.Random) -> Story:
    edits: tuple[Edit, ...] = ()
    if outlet.habit is not Habit.REPOSTS and rng.random() < 0.12:
        edits = (Edit(appears + rng.uniform(0.3, 3) * HOUR, title=rng.random() < 0.6),)
    ahead = rng.choice((7 * HOUR, 400 * 24 * HOUR)) if outlet.habit is Habit.FUTURE_DATES else 0.0
    return Story(
        number=number,
        outlet=outlet.number,
        appears=appears,
        stated=appears - rng.uniform(0, 600) + ahead,
        edits=edits,
        disallowed=outlet.crawl_delay is not None and rng.random() < 0.1,
        page_from=appears + 2 * HOUR if outlet.habit is Habit.PAGES_LATE else 0.0,
    )


def _copy(outlets: Sequence[Outlet], rng: random.Random) -> None:
    """Half of what a reposting outlet has is somebody else's, half an hour to three hours later."""
    sources: dict[int, list[Story]] = defaultdict(list)
    for outlet in outlets:
        if outlet.habit is Habit.STEADY and outlet.format is not Format.LISTING:
            for story in outlet.stories:
                if not story.disallowed:
                    sources[int(story.appears // HOUR)].append(story)
    for outlet in outlets:
        if outlet.habit is not Habit.REPOSTS:
            continue
        for at, story in enumerate(outlet.stories):
            hour = int(story.appears // HOUR)
            earlier = [each for back in (2, 3, 4) for each in sources[hour - back]]
            if earlier and rng.random() < 0.5:
                outlet.stories[at] = replace(story, copy_of=rng.choice(earlier))
