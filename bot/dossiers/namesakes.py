"""Two people of one name told apart by what the articles say of them. Pure.

The rule is conservative: whatever speaks for one person joins, and only what cannot be true of one
person parts.

- An article that gives posts is one statement: its day, its posts, and the provinces of today that
  those posts name (or the only province that the article names). Former posts are left out.
- Statements from one province are of one person, and so are those with a post of the whole country
  in common (`Ủy viên Trung ương Đảng`, `Thứ trưởng`), or any post where none names a province.
  Where somebody with such a post is seen says nothing of a province of theirs. An article that
  gives posts in two provinces joins both: that is how a transfer is one person's.
- Nobody leads two communes, or two districts, at one time: statements that name two of
  them on days that overlap are two people's, in one province as well. Once such people are told
  apart, what merely lies in their province may be of either.
- What is left are strands. Two strands are two people's only if their posts name other provinces
  and either their days overlap, or both hold nothing but posts of districts and communes no more
  than `_LOCAL_DAYS` apart: nobody leads a commune here and one there. One strand after another may
  be a career and stays one person.
- A strand that fits more than one of the people so told apart, and an article without posts that
  does not name the province of exactly one of them, stay unassigned: better open than wrong.
- Where nobody is told apart and yet nothing joins the posts, `in_doubt` says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dossiers.reading import Reading
from bot.dossiers.strands import (
    NATIONAL,
    Strand,
    held,
    merged,
    posts_shared,
    provinces_of,
    rival,
    sit_together,
    statement,
)
from bot.facts.record import PersonNamed

_LOCAL_DAYS = 730
_HIGH = re.compile(
    r"(?<!\w)(?:tinh uy|thanh uy|quoc hoi|trung uong|chinh phu|bo truong|thu truong|bo chinh tri"
    r"|thu tuong|chu tich nuoc"
    r"|(?:chu tich|bi thu)(?: thuong truc)?(?: uy ban nhan dan| hoi dong nhan dan)?"
    r" (?:tinh|thanh pho))(?!\w)"
)
"""In a folded post: it is of the country's or a province's few leaders, whose careers cross
provinces."""
_ALIKE = 0.6
"""Of the words of the shorter of two posts how many the other has, where both are one post spelled
in two ways: `Giám đốc Sở TN-MT`."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people of a name."""

    provinces: tuple[str, ...]
    """Provinces of today that the posts lie in: what tells this person from the others."""
    members: frozenset[int]
    """Which of the statements are of this person, by their place in what was given."""
    seats: tuple[str, ...] = ()
    """Communes and districts that the posts name, as written: they tell apart in one province."""


def namesakes(named: Sequence[tuple[PersonNamed, Reading]]) -> tuple[Namesake, ...]:
    """The people whom the articles tell apart, those of most articles first.

    Empty: nothing tells that they are more than one. `named` holds the person as each article
    names them; what is in nobody's `members` is not known to be whose.
    """
    strands = _seated([statement(at, *it) for at, it in enumerate(named) if held(it[0])])
    apart = [it for it in strands if any(_contradict(it, other) for other in strands)]
    strands = [*apart, *_joined([it for it in strands if it not in apart])]
    strands.sort(key=lambda it: (-len(it.members), it.first, min(it.members)))
    people: list[Strand] = []
    for strand in strands:
        if (strand.provinces or strand in apart) and all(_differ(strand, it) for it in people):
            people.append(strand)
    if len(people) < 2:
        return ()
    for strand in strands:
        fitting = [it for it in people if it is not strand and not _differ(strand, it)]
        if strand not in people and len(fitting) == 1:
            fitting[0].takes(strand)
    for at, (person, reading) in enumerate(named):
        near = provinces_of(reading)
        fitting = [it for it in people if near & it.provinces]
        if not held(person) and len(near) == 1 and len(fitting) == 1:
            fitting[0].members.add(at)
    people.sort(key=lambda it: (-len(it.members), min(it.members)))
    return tuple(
        Namesake(
            tuple(sorted(it.provinces)),
            frozenset(it.members),
            tuple(said for names in it.seats.values() for said in names.values()),
        )
        for it in people
    )


def in_doubt(named: Sequence[tuple[PersonNamed, Reading]]) -> bool:
    """Whether nothing says that all of the posts are one person's.

    Posts are joined by being spelled alike, by their commune or district, by an article that gives
    both, and by both being of the country's or a province's leaders.
    """
    left = [
        statement(at, person, reading, former=True)
        for at, (person, reading) in enumerate(named)
        if person.posts
    ]
    return len(merged(left, _is_surely_one)) > 1


def _joined(strands: Sequence[Strand]) -> list[Strand]:
    """Those of one person put together until none is left to put."""
    return merged(strands, _is_one)


def _seated(strands: Sequence[Strand]) -> list[Strand]:
    """Those of one commune or district put together."""
    return merged(strands, sit_together)


def _contradict(one: Strand, other: Strand) -> bool:
    """Whether they name different communes, or districts, at one time."""
    if one is other or one.first > other.last or other.first > one.last:
        return False
    if one.provinces and other.provinces and not one.provinces & other.provinces:
        return False
    return rival(one, other)


def _is_surely_one(one: Strand, other: Strand) -> bool:
    if sit_together(one, other):
        return True
    if rival(one, other):
        return False
    if all(any(_HIGH.search(it) for it in strand.posts) for strand in (one, other)):
        return True
    return any(_alike(a, b) for a in one.posts for b in other.posts)


def _alike(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return len(words & others) >= _ALIKE * min(len(words), len(others))


def _is_one(one: Strand, other: Strand) -> bool:
    if one.provinces & other.provinces:
        return True
    shared = posts_shared(one.posts, other.posts)
    if not one.provinces and not other.provinces:
        return bool(shared)
    return any(NATIONAL.match(post) for post in shared)


def _differ(one: Strand, other: Strand) -> bool:
    """Whether they cannot be one person's."""
    if _contradict(one, other):
        return True
    if not one.provinces or not other.provinces or one.provinces & other.provinces:
        return False
    if not one.stated or not other.stated:
        return False
    if one.first <= other.last and other.first <= one.last:
        return True
    gap = max(one.first, other.first) - min(one.last, other.last)
    return one.local and other.local and gap.days <= _LOCAL_DAYS
