"""What an article says of a person, and what several articles say that are surely of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.dossiers.reading import Reading
from bot.facts.posts_once import post_key
from bot.facts.record import PersonNamed
from bot.language.person_names import CAPITALS
from storage.text import fold

_FORMER = re.compile(r"(?:nguyên|cựu|cố)\s", re.IGNORECASE)

_LOCAL = re.compile(
    r"(?<!\w)(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thon|ban|ap|khu pho|to dan pho)(?!\w)"
)
"""In a folded post: it is a district's or a commune's."""

_SEAT = re.compile(
    rf"(?<!\w)(?i:(?P<commune>xã|phường|thị trấn|đặc khu)|(?P<district>huyện|quận|thị xã)) "
    rf"(?P<name>[{CAPITALS}\d][\w’'-]{{0,20}}(?: [{CAPITALS}\d][\w’'-]{{0,20}}){{0,4}})",
)
"""In a post: a commune or district by its name, of which nobody leads two at one time."""

NATIONAL = re.compile(
    r"(?:uy vien (?:du khuyet )?(?:ban chap hanh )?trung uong|uy vien bo chinh tri"
    r"|bi thu (?:trung uong|dang uy chinh phu|dang uy quoc hoi|quan uy)|thuong truc ban bi thu"
    r"|bo truong|thu truong|pho thu tuong|thu tuong|(?:pho )?chu tich (?:nuoc|quoc hoi)"
    r"|tong bi thu|(?:pho )?(?:truong ban|chu nhiem|chanh van phong)\b.{0,60}\btrung uong"
    r"|(?:pho )?chu tich\b.{0,40}\btrung uong)"
)
"""Folded beginnings of posts that there are in no single province."""


@dataclass(slots=True)
class Strand:
    """Statements that are surely of one person."""

    members: set[int]
    posts: set[str]
    provinces: set[str]
    first: date
    last: date
    local: bool
    stated: bool
    """Whether a post names a province; else they are those of the article."""
    seats: dict[str, dict[str, str]]
    """By level the communes or districts of the posts: folded name → as written."""

    def takes(self, other: Strand) -> None:
        """Make the other one's statements this one's."""
        self.members |= other.members
        self.posts |= other.posts
        self.provinces |= other.provinces
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.local = self.local and other.local
        self.stated = self.stated or other.stated
        for level, names in other.seats.items():
            self.seats[level] = {**names, **self.seats.get(level, {})}


def statement(at: int, person: PersonNamed, reading: Reading, *, former: bool = False) -> Strand:
    """What one article says; `former`: of posts held once as well."""
    posts = [*person.posts, *person.former_posts] if former else held(person)
    named = {
        place.province
        for place in reading.facts.places
        if place.province
        and not place.inferred
        and any(fold(place.name) in fold(post) for post in posts)
    }
    stated = bool(named)
    keys = {post_key(it) for it in posts}
    # whoever serves the whole country is seen in every province
    if not named and not any(NATIONAL.match(it) for it in keys):
        near = provinces_of(reading)
        named = near if len(near) == 1 else set()
    return Strand(
        members={at},
        posts=keys,
        provinces=named,
        first=reading.day,
        last=reading.day,
        local=all(_LOCAL.search(fold(it)) for it in posts),
        stated=stated,
        seats=_seats(posts),
    )


def held(person: PersonNamed) -> list[str]:
    """The posts that the article does not call former ones."""
    return [it for it in person.posts if not _FORMER.match(it)]


def _seats(posts: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for post in posts:
        for seat in _SEAT.finditer(post):
            level = "commune" if seat["commune"] else "district"
            found.setdefault(level, {})[fold(seat["name"])] = seat[0]
    return found


def provinces_of(reading: Reading) -> set[str]:
    """Those that the article itself names."""
    return {it.province for it in reading.facts.places if it.province and not it.inferred}


def merged(
    strands: Sequence[Strand], same_person: Callable[[Strand, Strand], bool]
) -> list[Strand]:
    """The strands with those put together that `same_person` says are one, until none is left."""
    left = list(strands)
    done: list[Strand] = []
    while left:
        strand = left.pop()
        same = next((it for it in done if same_person(strand, it)), None)
        if same is None:
            done.append(strand)
            continue
        done.remove(same)
        same.takes(strand)
        left.append(same)  # what it has taken may bridge to others
    return done


def sit_together(one: Strand, other: Strand) -> bool:
    """Whether they name one commune or district; two of a name lie in two provinces."""
    if one.provinces and other.provinces and not one.provinces & other.provinces:
        return False
    return any(
        names.keys() & other.seats.get(level, {}).keys() for level, names in one.seats.items()
    )


def rival(one: Strand, other: Strand) -> bool:
    """Whether they name different communes, or districts, whenever that was."""
    levels = one.seats.keys() & other.seats.keys()
    return any(not one.seats[it].keys() & other.seats[it].keys() for it in levels)


def posts_shared(one: set[str], other: set[str]) -> list[str]:
    """Posts that both hold, one of them perhaps said shorter: the fuller of each two."""
    return [
        max(a, b, key=len)
        for a in one
        for b in other
        if f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ")
    ]
