"""People, posts, bodies and places against a hand-written record.

A gold name or post may be a list of spellings of one thing, any of which is right. What is marked
`optional` (or stands in `optional_posts`) is neither asked for nor wrong when it is found: readers
would differ on it. `former_posts` are those that the text gives as past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.facts.organisation_names import organisation_key
from bot.language.provinces import province_name
from storage.text import fold

Value = Any


def spellings(gold: Value) -> list[str]:
    """Every spelling that is right: of a name, a list of names or a record with `also`."""
    if isinstance(gold, dict):
        return [*spellings(gold["name"]), *gold.get("also", ())]
    return [gold] if isinstance(gold, str) else list(gold)


def is_optional(gold: Value) -> bool:
    """Whether it may be found or not."""
    return isinstance(gold, dict) and bool(gold.get("optional"))


def same_name(gold: Value, found: Value) -> bool:
    """Of a person: the folded words, marks between them aside."""
    (name,) = spellings(found)
    return _folded(name) in map(_folded, spellings(gold))


def same_person(gold: Value, found: Value) -> bool:
    """The name, and exactly the posts."""
    if not same_name(gold, found):
        return False
    left = {organisation_key(it) for it in found.get("posts") or ()}
    for post in gold.get("posts") or ():
        right = {organisation_key(it) for it in spellings(post)}
        if not right & left:
            return False
        left -= right
    return left <= {organisation_key(it) for it in gold.get("optional_posts") or ()}


def posts_of(people: Iterable[Value]) -> list[Value]:
    """Each post with its holder, as records that `same_post` compares."""
    return [
        {"who": person["name"], "name": post, "optional": optional or is_optional(person)}
        for person in people
        for key, optional in (("posts", False), ("optional_posts", True))
        for post in person.get(key) or ()
    ]


def same_post(gold: Value, found: Value) -> bool:
    """The holder and the whole post; abbreviations count as what they stand for."""
    if _folded(found["who"]) not in map(_folded, spellings(gold["who"])):
        return False
    return organisation_key(found["name"]) in map(organisation_key, spellings(gold["name"]))


def roles_of(people: Iterable[Value]) -> list[Value]:
    """Each part in the event, and a change of post, with whose it is."""
    return [
        {"who": person["name"], "role": role}
        for person in people
        for role in (*(person.get("roles") or ()), *filter(None, [person.get("change")]))
    ]


def same_role(gold: Value, found: Value) -> bool:
    """The person and the part."""
    return _folded(gold["who"]) == _folded(found["who"]) and gold["role"] == found["role"]


def same_organisation(gold: Value, found: Value) -> bool:
    """The whole name; abbreviations count as what they stand for."""
    (name,) = spellings(found)
    return organisation_key(name) in map(organisation_key, spellings(gold))


def same_place(gold: Value, found: Value) -> bool:
    """A province by any of its spellings, else rank and name."""
    (name,) = spellings(found)
    return _place(name) in map(_place, spellings(gold))


def _place(name: str) -> str:
    return province_name(name) or organisation_key(name)


def _folded(name: str) -> Sequence[str]:
    return fold(name).replace(".", " ").split()
