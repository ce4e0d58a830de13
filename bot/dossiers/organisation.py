"""What the articles say of one body: events, figures by period, what is asked of it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.figures import FigureTold, figures_told, newest_first, tells_of
from bot.dossiers.reading import Evidence, Reading, evidence
from bot.facts.look_up import slug
from bot.facts.record import OrganisationNamed
from storage.models import Article
from storage.text import fold, folded_words


@dataclass(frozen=True, slots=True)
class EventHeld:
    """An event that the body holds."""

    type: str
    day: date
    """Of the event, else of publication."""
    said: Evidence
    dated: bool = True
    """Whether the article states either; False: `day` is that of first sight."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A request that the body makes, or that is made of it."""

    asker: str | None
    asked: str | None
    said: Evidence


@dataclass(frozen=True, slots=True)
class OrganisationDossier:
    """One body over many articles, each part with the newest first."""

    name: str
    """The spelling of most articles."""
    parent: str | None
    """Name of the body above it, as most articles give it; None: none does."""
    events: tuple[EventHeld, ...]
    figures: tuple[FigureTold, ...]
    requests: tuple[AskedFor, ...]
    mentions: tuple[Evidence, ...]
    """One sentence of each article that names it, in the order of the readings."""
    shared: bool = False
    """Whether the name says of no place whose it is, and the articles are of several provinces:
    they may be of several bodies, so that none is said to be part of another."""


_OF_ANY_PLACE = re.compile(
    r"(?:^|.*\s)(?:tinh|tinh uy|thanh pho|thanh uy|huyen|huyen uy|quan|quan uy|thi xa|xa|phuong"
    r"|dang uy|dang uy khoi|dang bo|chi bo|hoi dong nhan dan|uy ban nhan dan|mat tran to quoc)"
    r"|so\s.*"
)
"""A folded name that every province, district or commune has."""


def organisation_dossier(name: str, readings: Sequence[Reading]) -> OrganisationDossier | None:
    """What is said of the body whose key has the slug `name`; None: no article names it."""
    named = [
        (body, reading)
        for reading in readings
        for body in reading.facts.organisations
        if slug(body.key) == name
    ]
    if not named:
        return None
    names = Counter(body.name for body, _ in named)
    shared = _is_shared(named)
    parents = Counter(
        _name_of(body.parent, reading) for body, reading in named if body.parent and not shared
    )
    events = [found for body, reading in named if (found := _event(body, reading)) is not None]
    told = [
        figure
        for body, reading in named
        for figure in figures_told(reading)
        if tells_of(reading, body, figure)
    ]
    return OrganisationDossier(
        name=max(names, key=lambda it: (names[it], it)),
        parent=max(parents, key=lambda it: (parents[it], it)) if parents else None,
        events=tuple(sorted(events, key=lambda it: it.day, reverse=True)),
        figures=tuple(newest_first(told)),
        requests=tuple(asked for body, reading in named for asked in _requests(body, reading)),
        mentions=tuple(said for body, it in named if (said := evidence(it, body)) is not None),
        shared=shared,
    )


def _is_shared(named: Sequence[tuple[OrganisationNamed, Reading]]) -> bool:
    if not any(_OF_ANY_PLACE.fullmatch(" ".join(folded_words(body.name))) for body, _ in named):
        return False
    provinces: set[str] = set()
    for body, reading in named:
        stated = [it for it in reading.facts.places if it.province and not it.inferred]
        if any(fold(it.name) in fold(body.name) for it in stated):
            return False
        near = {it.province for it in stated if it.province}
        provinces |= near if len(near) == 1 else set()
    return len(provinces) > 1


def bodies_like(words: str, readings: Sequence[Reading]) -> list[tuple[OrganisationNamed, Article]]:
    """Bodies whose names hold the syllables of `words` in a row, each with an article naming it.

    Those of most articles come first, the shorter of equals before the longer.
    """
    wanted = " ".join(folded_words(words))
    counts: Counter[str] = Counter()
    named: dict[str, tuple[OrganisationNamed, Article]] = {}
    for reading in readings:
        for body in reading.facts.organisations:
            if f" {wanted} " in f" {' '.join(folded_words(body.name))} ":
                counts[body.key] += 1
                named.setdefault(body.key, (body, reading.article))
    order = sorted(named, key=lambda key: (-counts[key], len(key), key))
    return [named[key] for key in order]


def _name_of(key: str, reading: Reading) -> str:
    return next((it.name for it in reading.facts.organisations if it.key == key), key)


def _event(body: OrganisationNamed, reading: Reading) -> EventHeld | None:
    event = reading.facts.event
    if event is None or event.host is None or fold(event.host) != fold(body.name):
        return None
    said = evidence(reading, event)
    if said is None:
        return None
    dated = event.date is not None or reading.article.published is not None
    return EventHeld(event.type, event.date or reading.day, said, dated=dated)


def _requests(body: OrganisationNamed, reading: Reading) -> list[AskedFor]:
    name = fold(body.name)
    return [
        AskedFor(request.asker, request.asked, said)
        for request in reading.facts.requests
        if name in fold(request.asker or "") or name in fold(request.asked or "")
        if (said := evidence(reading, request)) is not None
    ]
