"""The clock jumps around a due instant, or the due hour is missing or comes twice: one digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.dispatch import Dispatcher
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.chat_rules import digest_period
from storage.models import Preferences, Subscriber
from storage.open import open_store

DUE = datetime(2023, 9, 25, 0, 0, tzinfo=UTC)
"""Monday, 07:00 in Vietnam."""

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


@lru_cache
def _catalog() -> Catalog:
    return Catalog.load()


def _subscriber(**fields: object) -> Subscriber:
    values: dict[str, object] = {
        "id": "5",
        "chat_id": 5,
        "status": "active",
        "created_at": DUE - 4 * WEEK,
        "covered_until": DUE - WEEK,
        "next_due_at": DUE,
    }
    return Subscriber(**{**values, **fields})  # type: ignore[arg-type]  # fields by name


def _run(store: Store, instants: Sequence[datetime]) -> None:
    """One process that looks at each of these instants, whatever order its clock shows them in."""
    shown = [instants[0]]
    dispatcher = Dispatcher(store, lambda: shown[0], _catalog(), {})
    for shown[0] in instants:
        dispatcher.run_due()


def _periods(store: Store) -> Counter[str]:
    return Counter(digest_period(it.id) for it in store.list_digests("5", limit=1_000))


@given(
    st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), min_size=1, max_size=8),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
@settings(deadline=None, max_examples=60)
def test_jumps_around_the_due_instant(minutes: list[int], restarts: list[bool]) -> None:
    """To and fro by up to three days, with restarts in between: one digest of that week."""
    store = open_store("memory:")
    store.update_subscriber("5", lambda _: _subscriber())
    instants = [DUE + minute * MINUTE for minute in minutes] + [DUE + 4 * 24 * 60 * MINUTE]
    life: list[datetime] = []
    for instant, restart in zip(instants, [*restarts, True], strict=False):
        life.append(instant)
        if restart:
            _run(store, life)
            life = []
    if life:
        _run(store, life)
    assert _periods(store) == {"2023-W39": 1}
    place = store.get_subscriber("5")
    assert place is not None
    assert place.next_due_at == DUE + WEEK


@pytest.mark.parametrize("years", [1, 30])
def test_a_jump_far_ahead_and_back_loses_no_week(years: int) -> None:
    """A machine that starts in another year and is then set right: the weeks go on, each once."""
    store = open_store("memory:")
    store.update_subscriber("5", lambda _: _subscriber())
    _run(store, [DUE - 60 * MINUTE, DUE + years * 365 * timedelta(days=1), DUE - 30 * MINUTE])
    for week in range(3):
        _run(store, [DUE + week * WEEK + step * MINUTE for step in range(0, 60, 20)])
    found = _periods(store)
    assert {"2023-W39", "2023-W40", "2023-W41"} <= set(found)
    assert set(found.values()) == {1}


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", (2024, 3, 31)),  # 02:00 becomes 03:00
        ("Europe/Berlin", (2023, 10, 29)),  # 03:00 becomes 02:00
        ("America/New_York", (2024, 3, 10)),
        ("America/New_York", (2023, 11, 5)),
        ("Australia/Lord_Howe", (2023, 10, 1)),  # half an hour
        ("Africa/Cairo", (2024, 4, 26)),  # midnight itself is missing
    ],
)
@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (1, 30), (2, 0), (2, 30), (3, 0)])
def test_a_due_hour_that_is_missing_or_comes_twice(
    zone: str, day: tuple[int, int, int], hour: int, minute: int
) -> None:
    """Daily digests over the night in which the clocks change: one for each local day."""
    local = ZoneInfo(zone)
    noon = datetime(*day, 12, tzinfo=local).astimezone(UTC)
    begin = noon - timedelta(days=2)
    store = open_store("memory:")
    place = _subscriber(
        timezone=zone,
        hour=hour,
        minute=minute,
        covered_until=begin,
        next_due_at=None,
        preferences=Preferences(frequency="daily"),
    )
    store.update_subscriber("5", lambda _: place)
    _run(store, [begin + step * 10 * MINUTE for step in range(6 * 24 * 4)])
    days = [(noon.astimezone(local).date() + timedelta(days=n)).isoformat() for n in (-1, 0, 1, 2)]
    assert _periods(store) == dict.fromkeys(days, 1)
