"""Two people of one name told apart by what the articles say of them. Pure.

The rule is conservative: whatever speaks for one person joins, and only what cannot be true of one
person parts.

- An article that gives posts is one statement: its day, its posts, and the provinces of today that
  those posts name (or the only province that the article names). Former posts are left out.
- Statements from one province are of one person, and so are those with a post of the whole country
  in common (`Ủy viên Trung ương Đảng`, `Thứ trưởng`), or any post where none names a province. An
  article that gives posts in two provinces joins both: that is how a transfer is one person's.
- What is left are strands. Two strands are two people's only if their provinces differ and either
  their days overlap, or both hold nothing but posts of districts and communes no more than
  `_LOCAL_DAYS` apart: nobody leads a commune here and one there. One strand after another may be a
  career and stays one person.
- A strand that fits more than one of the people so told apart, and an article without posts that
  does not name the province of exactly one of them, stay unassigned: better open than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.reading import Reading
from bot.facts.posts_once import post_key
from bot.facts.record import PersonNamed
from storage.text import fold

_LOCAL_DAYS = 730
_FORMER = re.compile(r"(?:nguyên|cựu|cố)\s", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?<!\w)(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thon|ban|ap|khu pho|to dan pho)(?!\w)"
)
"""In a folded post: it is a district's or a commune's."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people of a name."""

    provinces: tuple[str, ...]
    """Provinces of today that the posts lie in: what tells this person from the others."""
    members: frozenset[int]
    """Which of the statements are of this person, by their place in what was given."""


@dataclass(slots=True)
class _Strand:
    """Statements that are surely of one person."""

    members: set[int]
    posts: set[str]
    provinces: set[str]
    first: date
    last: date
    local: bool

    def takes(self, other: _Strand) -> None:
        self.members |= other.members
        self.posts |= other.posts
        self.provinces |= other.provinces
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.local = self.local and other.local


def namesakes(named: Sequence[tuple[PersonNamed, Reading]]) -> tuple[Namesake, ...]:
    """The people whom the articles tell apart, those of most articles first.

    Empty: nothing tells that they are more than one. `named` holds the person as each article
    names them; what is in nobody's `members` is not known to be whose.
    """
    strands = _joined([_statement(at, *it) for at, it in enumerate(named) if _held(it[0])])
    strands.sort(key=lambda it: (-len(it.members), it.first, min(it.members)))
    people: list[_Strand] = []
    for strand in strands:
        if strand.provinces and all(_differ(strand, it) for it in people):
            people.append(strand)
    if len(people) < 2:
        return ()
    for strand in strands:
        fitting = [it for it in people if it is not strand and not _differ(strand, it)]
        if strand not in people and len(fitting) == 1:
            fitting[0].takes(strand)
    for at, (person, reading) in enumerate(named):
        near = _provinces_of(reading)
        fitting = [it for it in people if near & it.provinces]
        if not _held(person) and len(near) == 1 and len(fitting) == 1:
            fitting[0].members.add(at)
    people.sort(key=lambda it: (-len(it.members), min(it.members)))
    return tuple(Namesake(tuple(sorted(it.provinces)), frozenset(it.members)) for it in people)


def _held(person: PersonNamed) -> list[str]:
    return [it for it in person.posts if not _FORMER.match(it)]


def _statement(at: int, person: PersonNamed, reading: Reading) -> _Strand:
    posts = _held(person)
    named = {
        place.province
        for place in reading.facts.places
        if place.province
        and not place.inferred
        and any(fold(place.name) in fold(post) for post in posts)
    }
    if not named and len(near := _provinces_of(reading)) == 1:
        named = near
    return _Strand(
        members={at},
        posts={post_key(it) for it in posts},
        provinces=named,
        first=reading.day,
        last=reading.day,
        local=all(_LOCAL.search(fold(it)) for it in posts),
    )


def _provinces_of(reading: Reading) -> set[str]:
    """Those that the article itself names."""
    return {it.province for it in reading.facts.places if it.province and not it.inferred}


def _joined(strands: Sequence[_Strand]) -> list[_Strand]:
    """Those of one person put together until none is left to put."""
    left = list(strands)
    done: list[_Strand] = []
    while left:
        strand = left.pop()
        same = next((it for it in done if _is_one(strand, it)), None)
        if same is None:
            done.append(strand)
            continue
        done.remove(same)
        same.takes(strand)
        left.append(same)  # what it has taken may bridge to others
    return done


def _is_one(one: _Strand, other: _Strand) -> bool:
    if one.provinces & other.provinces:
        return True
    shared = _shared(one.posts, other.posts)
    if not one.provinces and not other.provinces:
        return bool(shared)
    return any(_NATIONAL.match(post) for post in shared)


def _shared(one: set[str], other: set[str]) -> list[str]:
    """Posts that both hold, one of them perhaps said shorter: the fuller of each two."""
    return [
        max(a, b, key=len)
        for a in one
        for b in other
        if f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ")
    ]


_NATIONAL = re.compile(
    r"(?:uy vien (?:du khuyet )?(?:ban chap hanh )?trung uong|uy vien bo chinh tri"
    r"|bi thu trung uong|bo truong|thu truong|pho thu tuong|thu tuong|chu tich nuoc|tong bi thu)"
)
"""Folded beginnings of posts that there are in no single province."""


def _differ(one: _Strand, other: _Strand) -> bool:
    """Whether they cannot be one person's."""
    if not one.provinces or not other.provinces or one.provinces & other.provinces:
        return False
    if one.first <= other.last and other.first <= one.last:
        return True
    gap = max(one.first, other.first) - min(one.last, other.last)
    return one.local and other.local and gap.days <= _LOCAL_DAYS
