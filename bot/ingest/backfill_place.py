"""Where a walk through an archive stopped, kept among the store's values."""

from __future__ import annotations

import msgspec

from storage.base import ValueStore
from storage.models import Record

_PREFIX = "backfill:"


class Place(Record, frozen=True, kw_only=True):
    """The next archive page of an unfinished walk."""

    url: str
    source_url: str
    """`Source.url` then: with another one the place means nothing."""


def load_place(store: ValueStore, source_id: str) -> Place | None:
    """The place, None where no walk is unfinished or what is kept is damaged."""
    value = store.get_value(f"{_PREFIX}{source_id}")
    if value is None:
        return None
    try:
        return msgspec.json.decode(value, type=Place)
    except msgspec.MsgspecError:
        return None


def save_place(store: ValueStore, source_id: str, place: Place | None) -> None:
    """Keep it; None forgets it."""
    value = None if place is None else msgspec.json.encode(place).decode()
    if value is not None or store.get_value(f"{_PREFIX}{source_id}") is not None:
        store.put_value(f"{_PREFIX}{source_id}", value)
