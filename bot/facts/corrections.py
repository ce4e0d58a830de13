"""What curators corrected of an article's facts, laid over what the rules read. Pure.

A correction names the fact by what identifies it, not by where it stands: it holds when the text
is edited or the rules change. Where new rules read the fact otherwise, it is found by its words
(`correction_place`); where neither text nor rules know such a fact any more, it does nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from bot.facts.article_text import ArticleText
from bot.facts.correction_place import key_of_same
from bot.facts.record import Fact, Facts, OrganisationNamed, PersonNamed
from bot.facts.right_names import NAMED, with_right_names
from storage.models import Correction, FactKind
from storage.text import folded_words

F = TypeVar("F", bound=Fact)

LISTED: tuple[FactKind, ...] = (
    "documents",
    "people",
    "organisations",
    "places",
    "times",
    "figures",
    "requests",
)
"""The kinds of which an article can have several; the event is one."""

ADDED: tuple[FactKind, ...] = ("people", "organisations")
"""Kinds that a curator can add, by words of the article."""

_FIELDS: dict[FactKind, tuple[str, ...]] = {
    "documents": ("number", "issuer", "subject"),
    "people": ("name", "posts"),
    "organisations": ("name", "parent"),
    "places": ("name", "province"),
    "times": ("label",),
    "figures": ("unit", "counted"),
    "requests": ("asker", "asked"),
    "event": ("type", "date", "place", "host"),
}
_NEVER_NONE = frozenset({"name", "label", "type"})
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def correctable(kind: FactKind) -> tuple[str, ...]:
    """The fields of this kind of fact that a curator may change."""
    return _FIELDS[kind]


def listed(facts: Facts, text: ArticleText) -> Iterator[tuple[FactKind, str, Fact]]:
    """Every fact with its kind and the key by which a correction names it.

    Facts of one kind that say the same words have the same key, and are corrected together.
    """
    if facts.event is not None:
        yield "event", "event", facts.event
    for kind in LISTED:
        for fact in getattr(facts, kind):
            yield kind, _key(kind, fact, text), fact


def reference(kind: FactKind, key: str) -> str:
    """A short name for buttons: eight hexadecimal digits, the same for the same fact."""
    return hashlib.sha256(f"{kind} {key}".encode()).hexdigest()[:8]


def change_of(kind: FactKind, field: str, typed: str) -> tuple[str, str | None]:
    """One change as a curator typed it; `-` takes the value away.

    Raises:
        ValueError: there is no such field, it may not be empty, or this is no day (`26/09/2023`).
    """
    value: str | None = " ".join(typed.split())
    if field not in _FIELDS[kind]:
        raise ValueError(field)
    if value in ("", "-"):
        value = None
    if value is None and field in _NEVER_NONE:
        raise ValueError(field)
    if field == "date" and value is not None:
        value = _day(value).isoformat()
    return field, value


def in_force(
    facts: Facts, text: ArticleText, corrections: Sequence[Correction]
) -> dict[tuple[FactKind, str], Correction]:
    """Kind and key of each fact that a correction is about → that correction.

    By its key, else by where its words stand. `facts` are as the rules read them.
    """
    present = list(listed(facts, text))
    keys = {(kind, key) for kind, key, _ in present}
    found = {(it.kind, it.key): it for it in corrections if (it.kind, it.key) in keys}
    for it in corrections:
        if (it.kind, it.key) in keys or it.added is not None:
            continue
        others = [
            (key, fact)
            for kind, key, fact in present
            if kind == it.kind and (kind, key) not in found
        ]
        key = key_of_same(it, others, text)
        if key is not None:
            found[it.kind, key] = it
    return found


def corrected(facts: Facts, text: ArticleText, corrections: Sequence[Correction]) -> Facts:
    """The facts as corrected: removed, changed, and those added that the text still holds.

    What was removed or renamed is so in the event and the requests too.
    """
    if not corrections:
        return facts
    said = in_force(facts, text, corrections)
    added = [it for it in corrections if it.added is not None]
    facts = with_right_names(facts, _names_set_right(facts, text, said))
    changes: dict[str, object] = {
        kind: _kind(kind, getattr(facts, kind), text, said, added) for kind in LISTED
    }
    event = said.get(("event", "event"))
    if event is not None and facts.event is not None:
        changes["event"] = None if event.removed else _changed("event", facts.event, event)
    return msgspec.structs.replace(facts, **changes)


def _names_set_right(
    facts: Facts, text: ArticleText, said: dict[tuple[FactKind, str], Correction]
) -> dict[FactKind, dict[str, str | None]]:
    """By kind: name as it was read → the right one; None: the article names nobody so."""
    names: dict[FactKind, dict[str, str | None]] = {}
    for kind in NAMED:
        for fact in getattr(facts, kind):
            correction = said.get((kind, _key(kind, fact, text)))
            if correction is not None:
                right = dict(correction.changes).get("name", fact.name)
                names.setdefault(kind, {})[fact.name] = None if correction.removed else right
    return names


def _kind(
    kind: FactKind,
    facts: Sequence[Any],
    text: ArticleText,
    said: dict[tuple[FactKind, str], Correction],
    added: Sequence[Correction],
) -> tuple[Any, ...]:
    kept: list[Any] = []
    moved: dict[int, int] = {}
    for index, fact in enumerate(facts):
        correction = said.get((kind, _key(kind, fact, text)))
        if correction is not None and correction.removed:
            continue
        moved[index] = len(kept)
        kept.append(fact if correction is None else _changed(kind, fact, correction))
    if kind == "figures":  # a part points to its whole by number
        kept = [msgspec.structs.replace(it, of=moved.get(it.of)) for it in kept]
    known = {_key(kind, fact, text) for fact in facts}
    for correction in added:
        if correction.kind == kind and correction.key not in known:
            kept += _added(kind, correction, text)
    return tuple(sorted(kept, key=lambda it: it.start)) if kind in ADDED else tuple(kept)


def _changed(kind: FactKind, fact: F, correction: Correction) -> F:
    values: dict[str, object] = {}
    for field, value in correction.changes:
        if field not in _FIELDS[kind]:
            continue
        if field == "posts":
            values[field] = tuple(it.strip() for it in (value or "").split(";") if it.strip())
        elif field == "date":
            values[field] = None if value is None else dt.date.fromisoformat(value)
        else:
            values[field] = value
    return msgspec.structs.replace(fact, **values)


def _added(kind: FactKind, correction: Correction, text: ArticleText) -> list[Any]:
    """The fact that a curator added, at its words; nothing where the text has them no more."""
    words = correction.added or ""
    start = text.text.find(words)
    if start < 0 or not words:
        return []
    end = start + len(words)
    place: dict[str, Any] = {
        "start": start,
        "end": end,
        "sentence": text.sentence_at(start),
        "mentions": ((start, end),),
    }
    if kind == "people":
        fact: Any = PersonNamed(name=words, **place)
    else:
        fact = OrganisationNamed(name=words, key=" ".join(folded_words(words)), **place)
    return [_changed(kind, fact, correction)]


def _key(kind: FactKind, fact: Fact, text: ArticleText) -> str:
    return _KEYS[kind](fact, text)


def _words(fact: Fact, text: ArticleText) -> str:
    return " ".join(folded_words(text.text[fact.start : fact.end]))


_KEYS: dict[FactKind, Callable[[Any, ArticleText], str]] = {
    "documents": lambda fact, _: str(fact.key),
    "people": lambda fact, _: " ".join(folded_words(fact.name)),
    "organisations": lambda fact, _: str(fact.key),
    "places": lambda fact, _: " ".join(folded_words(fact.name)),
    "times": lambda fact, _: f"{fact.role} {fact.label}",
    "figures": lambda fact, text: f"{fact.value:g} {_words(fact, text)}",
    "requests": _words,
}


def _day(typed: str) -> dt.date:
    found = _DAY.fullmatch(typed)
    if found is None:
        return dt.date.fromisoformat(typed)
    return dt.date(int(found[3]), int(found[2]), int(found[1]))
