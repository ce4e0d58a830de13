"""Names that a curator set right, in the event and the requests, which speak of them too. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from bot.facts.record import Facts
from storage.models import FactKind

NAMED: tuple[FactKind, ...] = ("people", "organisations", "places")
"""The kinds of facts whose names stand in an event or a request."""

_Right = Mapping[str, str | None]


def with_right_names(facts: Facts, right: Mapping[FactKind, _Right]) -> Facts:
    """`facts` with event and requests as `right` names people, bodies and places.

    By kind of `NAMED`: name as it was read → the right one; None: it is left out.
    """
    if not any(right.values()):
        return facts
    people, bodies, places = (right.get(kind, {}) for kind in NAMED)
    either = {**bodies, **people}
    event = facts.event
    if event is not None:
        event = msgspec.structs.replace(
            event,
            chairs=_these(event.chairs, people),
            participants=_these(event.participants, either),
            host=_this(event.host, bodies),
            place=_this(event.place, places),
        )
    requests = tuple(
        msgspec.structs.replace(it, asker=_this(it.asker, either), asked=_this(it.asked, either))
        for it in facts.requests
    )
    return msgspec.structs.replace(facts, event=event, requests=requests)


def _this(name: str | None, right: _Right) -> str | None:
    return None if name is None else right.get(name, name)


def _these(names: Sequence[str], right: _Right) -> tuple[str, ...]:
    kept = (_this(name, right) for name in names)
    return tuple(name for name in kept if name is not None)
