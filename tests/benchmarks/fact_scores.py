"""Facts against a hand-written record: which are the same, by kind.

Records have the form of `diemtin facts --json` (`bot/facts/facts_json.py`) with fewer keys; what a
gold record leaves out is not compared. `tests/data/facts/GUIDE.md` states the rules in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from bot.facts.facts_json import facts_json
from bot.facts.figure_grammar import tables as figure_tables
from bot.facts.record import Facts
from storage.models import Article
from storage.text import fold
from tests.benchmarks.fact_scores_people import (
    is_optional,
    posts_of,
    roles_of,
    same_name,
    same_organisation,
    same_person,
    same_place,
    same_post,
    same_role,
)

Value = Any
"""A string, a number or a record, as JSON has them."""

_MINOR = frozenset("cua ve va cac nhung so viec".split())  # noqa: SIM905 - reads better so
_HALF = 0.5


class Tally(NamedTuple):
    """What of one article's gold and of what was found is matched."""

    matched: int
    missed: tuple[Value, ...]
    false: tuple[Value, ...]


def words(value: object) -> list[str]:
    """Folded words without marks."""
    return re.findall(r"\w+", fold(str(value or "")))


def overlap(one: object, other: object) -> float:
    """F1 of the folded words of two strings; small linking words left out."""
    a = [word for word in words(one) if word not in _MINOR]
    b = [word for word in words(other) if word not in _MINOR]
    common = sum(min(a.count(word), b.count(word)) for word in set(a))
    return 2 * common / (len(a) + len(b)) if a and b else float(a == b)


def _same_document(gold: Value, found: Value) -> bool:
    """Type and digits of the number; issuer and term where the gold states them; else the name."""
    if words(gold["type"]) != words(found["type"]):
        return False
    if gold.get("term") and found.get("term") and gold["term"] != found["term"]:
        return False
    if gold.get("number"):
        numbers = [_digits(it.get("number")) for it in (gold, found)]
        issuer, stated = gold.get("issuer"), found.get("issuer")
        return numbers[0] == numbers[1] and (
            not issuer or not stated or _within(issuer, stated) or _within(stated, issuer)
        )
    if found.get("number"):
        return False
    told = " ".join(str(found.get(key) or "") for key in ("text", "issuer", "subject"))
    named = set(words(gold.get("name"))) - _MINOR
    return len(named & set(words(told))) >= 0.6 * len(named)


def _digits(number: object) -> str:
    found = re.search(r"\d+\w?", str(number or ""))
    return found[0].lstrip("0").lower() if found else ""


def _within(short: object, long: object) -> bool:
    return set(words(short)) - _MINOR <= set(words(long)) or overlap(short, long) >= _HALF


def _figure_key(it: Value) -> tuple[object, ...]:
    """Value with its multiplier, upper end, and the unit's words."""
    value, unit = it["value"], str(it.get("unit") or "")
    if it.get("denominator"):
        value = f"{it['numerator']:g}/{it['denominator']:g}"
    factor = 1.0
    if isinstance(value, str):
        return value, None, tuple(words(unit))
    multiplier = figure_tables().multiplier.match(f" {unit}")
    if multiplier is not None:
        factor = figure_tables().factors[" ".join(multiplier["factor"].lower().split())]
        unit = unit[multiplier.end() - 1 :]
    upto = it.get("upto")
    return round(value * factor, 6), upto and round(upto * factor, 6), tuple(words(unit))


def _same_figure(gold: Value, found: Value) -> bool:
    """Value and upper end; the unit's words, of which either may go on further."""
    a, b = _figure_key(gold), _figure_key(found)
    if "%" in str(gold.get("unit")) or "%" in str(found.get("unit")):
        return a[:2] == b[:2] and str(gold.get("unit")) == str(found.get("unit"))
    one, other = a[2], b[2]
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    size = min(len(one), len(other))
    told = size > 0 or one == other or (not one and bool(gold.get("unit")))  # "10 tỉ"
    return a[:2] == b[:2] and one[:size] == other[:size] and told


def _same_told(gold: Value, found: Value) -> bool:
    """The figure, with what else the gold states of it: `counted` (half of the words of one of its
    spellings; null where nothing may be said), `qualifier`, `of` (the value of the whole)."""
    if not _same_figure(gold, found):
        return False
    if "counted" in gold:
        told = gold["counted"] if isinstance(gold["counted"], list) else [gold["counted"]]
        if not any(
            overlap(it, found["counted"]) >= _HALF if it else not found["counted"] for it in told
        ):
            return False
    if "qualifier" in gold and words(gold["qualifier"]) != words(found["qualifier"]):
        return False
    return "of" not in gold or gold["of"] == found["whole"]


def _same_label(gold: Value, found: Value) -> bool:
    return words(gold) == words(found)


def _same_event(gold: Value, found: Value) -> bool:
    """One of the types that a reader may call it."""
    return found["type"] in gold["types"]


def _same_request(gold: Value, found: Value) -> bool:
    """Half of the words of those who are asked, and the first words of the first task."""
    if bool(gold.get("asked")) != bool(found["asked"]):
        return False
    if gold.get("asked") and overlap(gold["asked"], found["asked"]) < _HALF:
        return False
    return _begins(found["tasks"][0], gold["tasks"][0])


def _same_task(gold: Value, found: Value) -> bool:
    return _begins(found, gold["task"])


def _begins(task: object, verb: object) -> bool:
    return words(task)[: len(words(verb))] == words(verb)


def _same_asker(gold: Value, found: Value) -> bool:
    """Half of the words; a person's name is the same as a post of theirs ("Phó Thủ tướng") and as
    their last name with an honorific ("bà Mai"), by which the gold may name them."""
    asker, name = gold["asker"], found["asker"]
    if not asker or not name:
        return bool(asker) == bool(name)
    if overlap(asker, name) >= _HALF:
        return True
    if found["posts"] is None:
        return False  # a body
    by_last = words(asker)[:1] in (["ba"], ["ong"]) and words(asker)[-1:] == words(name)[-1:]
    return by_last or any(
        words(post)[: len(words(asker))] == words(asker) or overlap(post, asker) > _HALF
        for post in found["posts"]
    )


SAME: dict[str, Callable[[Value, Value], bool]] = {
    "documents": _same_document,
    "figures": _same_figure,
    "told": _same_told,
    "periods": _same_label,
    "event_dates": _same_label,
    "ahead": _same_label,
    "event": _same_event,
    "requests": _same_request,
    "askers": _same_asker,
    "tasks": _same_task,
    "people": same_person,
    "names": same_name,
    "posts": same_post,
    "roles": same_role,
    "organisations": same_organisation,
    "places": same_place,
}
"""Kinds that are counted; `askers` and `tasks` are parts of requests, `names` and `posts` of
people, `told` (what is counted, its qualifier, its whole) of figures."""


def gold_of(kind: str, gold: dict[str, list[Any]]) -> list[Value] | None:
    """The gold of a kind; None: it is not annotated for the item."""
    if kind == "tasks" and "requests" in gold:
        return [
            {"task": task, "optional": is_optional(it)}
            for it in gold["requests"]
            for task in it["tasks"]
        ]
    if kind == "askers" and "requests" in gold:
        return [{"asker": it.get("asker"), "optional": is_optional(it)} for it in gold["requests"]]
    if kind == "names" and "people" in gold:
        return gold["people"]
    if kind == "posts" and "people" in gold:
        return posts_of(gold["people"])
    if kind == "told" and any(_tells(it) for it in gold.get("figures", ())):
        return [{**it, "optional": not _tells(it)} for it in gold["figures"]]
    return gold.get(kind)


def _tells(figure: Value) -> bool:
    """Whether the gold says more of a figure than its value and unit."""
    return not is_optional(figure) and not {"counted", "qualifier", "of"}.isdisjoint(figure)


def found_of(article: Article, facts: Facts) -> dict[str, list[Value]]:
    """What was found of each kind, as records."""
    shown = facts_json(article, facts)
    requests = shown["requests"]
    posts = {it["name"]: it["posts"] for it in shown["people"]}
    return {
        "documents": shown["documents"],
        "figures": shown["figures"],
        "told": [
            {**it, "whole": None if it["of"] is None else shown["figures"][it["of"]]["value"]}
            for it in shown["figures"]
        ],
        "periods": [it["label"] for it in shown["periods"]],
        "event_dates": _labels(facts, {"event"}),
        "ahead": _labels(facts, {"deadline", "coming"}),
        "event": [shown["event"]] if shown["event"] else [],
        "requests": requests,
        "askers": [{"asker": it["asker"], "posts": posts.get(it["asker"])} for it in requests],
        "tasks": [task for it in requests for task in it["tasks"]],
        "people": shown["people"],
        "names": [it["name"] for it in shown["people"]],
        "posts": posts_of(shown["people"]),
        "roles": roles_of(shown["people"]),
        "organisations": shown["organisations"],
        "places": [it["name"] for it in shown["places"] if not it["inferred"]],
    }


def _labels(facts: Facts, roles: set[str]) -> list[str]:
    return list(dict.fromkeys(it.label for it in facts.times if it.role in roles))


def compare(kind: str, gold: Sequence[Value], found: Iterable[Value]) -> Tally:
    """Each gold fact takes the first found one that is the same and not taken yet."""
    left = list(found)
    missed: list[Value] = []
    matched = 0
    for it in gold:
        at = next((at for at, other in enumerate(left) if SAME[kind](it, other)), None)
        if at is not None:
            left.pop(at)
        if is_optional(it):
            continue
        matched += at is not None
        if at is None:
            missed.append(it)
    return Tally(matched, tuple(missed), tuple(left))
