"""A crash at any call of the store while a digest is reviewed, then a restart."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import cast

import pytest

from bot.messages.catalog import Catalog
from storage.base import Store
from storage.open import open_store
from tests.delivery.review_office import GROUP, LAN, MAI, TITLES, Office, action, fill
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.test_crashes import Crash, CrashingStore
from tests.delivery.virtual_time import START, run


@lru_cache
def _catalog() -> Catalog:
    return Catalog.load()


def _office(store: Store, messenger: ScriptedMessenger) -> Office:
    return Office(store, messenger, catalog=_catalog())


def _life(store: Store, messenger: ScriptedMessenger) -> None:
    """The bot works; whatever is still unanswered, its reviewers do now: a person presses again."""
    bot = _office(store, messenger)
    run(bot.turn())
    mark = bot.review.mark
    if bot.review.status == "waiting":
        if not bot.review.dropped:
            bot.press(action(bot.press(f"duyet {mark}"), "✖ 1"))
        bot.say(f"/duyet {mark} ghi Chào cả nhà", MAI)
        bot.press(f"duyet {mark} gui")
    run(bot.turn())


def _settled(store: Store, messenger: ScriptedMessenger) -> None:
    """Turns until nothing is left to do: what is unknown is sent again after a pause."""
    bot = _office(store, messenger)
    for minute in range(3):
        bot.now = START + timedelta(minutes=minute + 1)
        run(bot.turn())


def _calls() -> int:
    """How many calls of the store a life without a crash makes."""
    store = open_store("memory:")
    fill(store)
    counting = CrashingStore(store, 10**9, after=False)
    _life(cast("Store", counting), ScriptedMessenger())
    return counting.calls


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("share", range(4))
def test_a_crash_anywhere(share: int, after: bool) -> None:
    """The group gets the reviewed digest once, and at most one part of anything comes twice."""
    calls = _calls()
    assert calls > 60
    for last in range(1 + share, calls + 1, 4):
        store = open_store("memory:")
        fill(store)
        messenger = ScriptedMessenger()
        crashing = cast("Store", CrashingStore(store, last, after=after))
        with suppress(Crash):
            _life(crashing, messenger)
        _life(store, messenger)
        _settled(store, messenger)
        where = f"crash {'after' if after else 'before'} call {last} of {calls}"
        received = messenger.received()
        texts = Counter(received.get(GROUP, []))
        assert len(texts) == len(store.list_deliveries()) == 1, where
        (text,) = texts
        assert "Chào cả nhà" in text, where
        assert sum(title in text for title in TITLES) == 2, where
        repeated = sum(texts.values()) - len(texts)
        for person in (LAN, MAI):
            shown = Counter(received.get(person, []))
            assert shown or last < calls, where
            repeated += sum(shown.values()) - len(shown)
        assert repeated <= 1, where
        (review,) = store.list_reviews()
        assert review.applied, where
        assert review.status == "released", where


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_while_a_digest_is_withheld_loses_nothing(after: bool) -> None:
    """Between the review's record, the freeze and the dates: one digest, and one review of it."""
    for last in range(1, 40):
        store = open_store("memory:")
        fill(store)
        messenger = ScriptedMessenger()
        crashing = cast("Store", CrashingStore(store, last, after=after))
        with suppress(Crash):
            _office(crashing, messenger).dispatcher.run_due()
        _office(store, messenger).dispatcher.run_due()
        (digest,) = store.list_digests(str(GROUP), limit=9)
        (review,) = store.list_reviews()
        assert digest.withheld
        assert review.id == digest.id
        assert store.list_deliveries() == []
