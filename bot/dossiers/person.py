"""What the articles say of one person: posts over time, changes of post, appearances. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.namesakes import namesakes
from bot.dossiers.reading import Evidence, Reading, evidence
from bot.facts.look_up import slug as slug_of
from bot.facts.posts_once import post_key
from bot.facts.record import PersonNamed


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post, with the days on which articles give it."""

    post: str
    """As the newest article writes it."""
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
            )
            for it in namesakes(named)
        ),
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
    held: dict[str, list[tuple[str, Reading, PersonNamed]]] = {}
    for person, reading in named:
        for post in person.posts:
            held.setdefault(post_key(post), []).append((post, reading, person))
    found = []
    for given in held.values():
        # a day of first sight says nothing of when the post was held
        dated = [it for it in given if it[1].article.published is not None] or given
        dated.sort(key=lambda it: it[1].day, reverse=True)
        newest, reading, person = dated[0]
        said = evidence(reading, person)
        if said is not None:
            stated = reading.article.published is not None
            first = dated[-1][1].day
            found.append(PostHeld(newest, first, reading.day, len(given), said, dated=stated))
    return tuple(sorted(found, key=lambda it: (it.dated, it.last, it.first, it.post), reverse=True))
