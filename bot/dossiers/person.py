"""What the articles say of one person: posts over time, changes of post, appearances. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dossiers.namesakes import in_doubt, namesakes
from bot.dossiers.reading import Evidence, Reading, evidence
from bot.facts.look_up import slug as slug_of
from bot.facts.posts_once import post_key
from bot.facts.record import PersonNamed

_SAME_TIME = timedelta(days=60)
"""Between the days of a post and of its shorter form."""


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post, with the days on which articles give it."""

    post: str
    """As the newest article writes it, in the fullest of its forms."""
    first: date
    last: date
    articles: int
    said: Evidence
    """The newest sentence that gives it."""
    dated: bool = True
    """Whether an article that gives it states its day; False: `first` and `last` are of sight."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One article that names the person."""

    said: Evidence
    event: str | None
    """Type of the event that the article reports."""
    event_day: date | None
    roles: tuple[str, ...]
    """As `PersonNamed.roles`."""
    change: str | None
    """As `PersonNamed.change`."""


@dataclass(frozen=True, slots=True)
class OneOfThem:
    """One of several people of a name, as `bot.dossiers.namesakes` tells them apart."""

    provinces: tuple[str, ...]
    """Provinces of today in which the posts lie."""
    posts: tuple[PostHeld, ...]
    """The last given first."""
    articles: frozenset[str]
    """Ids of the articles that name this one."""
    seats: tuple[str, ...] = ()
    """Communes and districts of the posts, as written."""


@dataclass(frozen=True, slots=True)
class PersonDossier:
    """One name over many articles; `people` tells whether it is more than one person's."""

    name: str
    posts: tuple[PostHeld, ...]
    """The last given first."""
    changes: tuple[Appearance, ...]
    """Appearances that report a change of post."""
    appearances: tuple[Appearance, ...]
    """In the order of the readings."""
    people: tuple[OneOfThem, ...] = ()
    """Two or more people of this name, those of most articles first; empty: one, or not known to
    be more. Appearances that are in none of them may be of any."""
    in_doubt: bool = False
    """Nobody is told apart, yet nothing says that all of the posts are one person's."""


def person_dossier(slug: str, readings: Sequence[Reading]) -> PersonDossier | None:
    """What is said of the person whose name has this slug; None: no article names them."""
    named = [
        (person, reading)
        for reading in readings
        for person in reading.facts.people
        if slug_of(person.name) == slug
    ]
    if not named:
        return None
    people = namesakes(named)
    appearances = [found for it in named if (found := _appearance(*it)) is not None]
    return PersonDossier(
        name=named[0][0].name,
        posts=_posts(named),
        changes=tuple(it for it in appearances if it.change),
        appearances=tuple(appearances),
        people=tuple(
            OneOfThem(
                provinces=it.provinces,
                posts=_posts([named[at] for at in sorted(it.members)]),
                articles=frozenset(named[at][1].article.id for at in it.members),
                seats=it.seats,
            )
            for it in people
        ),
        in_doubt=not people and in_doubt(named),
    )


def names_like(slug: str, readings: Sequence[Reading]) -> list[str]:
    """Full names that hold the syllables of `slug` in a row, those of most articles first."""
    wanted = f"-{slug}-"
    counts = Counter(
        person.name
        for reading in readings
        for person in reading.facts.people
        if wanted in f"-{slug_of(person.name)}-"
    )
    return sorted(counts, key=lambda name: (-counts[name], name))


def _appearance(person: PersonNamed, reading: Reading) -> Appearance | None:
    said = evidence(reading, person)
    if said is None:
        return None
    event = reading.facts.event
    return Appearance(
        said=said,
        event=event.type if event else None,
        event_day=event.date if event else None,
        roles=person.roles,
        change=person.change,
    )


def _posts(named: Sequence[tuple[PersonNamed, Reading]]) -> tuple[PostHeld, ...]:
    held: dict[str, _Given] = {}
    for person, reading in named:
        for post in person.posts:
            held.setdefault(post_key(post), []).append((post, reading, person))
    found = []
    for key, given in _fullest(held).items():
        # a day of first sight says nothing of when the post was held
        dated = [it for it in given if it[1].article.published is not None] or given
        dated.sort(key=lambda it: it[1].day, reverse=True)
        newest, reading, person = next(it for it in dated if post_key(it[0]) == key)
        said = evidence(reading, person)
        if said is not None:
            stated = reading.article.published is not None
            first, last = dated[-1][1].day, dated[0][1].day
            articles = len({it[1].article.id for it in given})
            found.append(PostHeld(newest, first, last, articles, said, dated=stated))
    return tuple(sorted(found, key=lambda it: (it.dated, it.last, it.first, it.post), reverse=True))


_Given = list[tuple[str, Reading, PersonNamed]]


def _fullest(held: dict[str, _Given]) -> dict[str, _Given]:
    """Posts said shorter with the one fuller post that they can be: `Bí thư` is `Bí thư Thành ủy`.

    Only where there is a single one, and where the shorter is given within `_SAME_TIME` of it: else
    it may be a post before or after, or somebody else's.
    """
    kept = dict(held)
    for key in sorted(held, key=len):
        fuller = [it for it in kept if it.startswith(f"{key} ")]
        longest = max(fuller, key=len, default="")
        chain = all(longest == it or longest.startswith(f"{it} ") for it in fuller)
        if longest and chain and _apart(kept[key], kept[longest]) <= _SAME_TIME:
            kept[longest] = [*kept[longest], *kept.pop(key)]
    return kept


def _apart(one: _Given, other: _Given) -> timedelta:
    """The time between the days on which the two are given; none where they overlap."""
    days, others = [it[1].day for it in one], [it[1].day for it in other]
    return max(min(days) - max(others), min(others) - max(days), timedelta())
