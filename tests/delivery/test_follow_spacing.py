"""One message a minute to one place, whatever held the last one up, and each page in its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.delivery.follow_ledger import KEY, FollowLedger, read_ledger
from bot.delivery.follow_look import MOST_OWED, OWED_FOR, look
from bot.delivery.follow_news import APART
from bot.errors import ChatMigrated, NotSent, OutcomeUnknown, Throttled
from bot.sources.entry import owing_page, page_read
from storage.base import Store
from storage.models import Article
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.test_followers import HOUR, MINUTE, article, follow, live, texts, world
from tests.delivery.virtual_time import START, WallClock

HELD_UP: tuple[Callable[[], BaseException | None], ...] = (
    lambda: None,
    lambda: NotSent("no route"),
    lambda: Throttled("429", retry_after=95),
)
"""Requests that deliver and say so, or do neither."""
BROKEN: tuple[Callable[[], BaseException | None], ...] = (
    lambda: None,
    lambda: OutcomeUnknown("reset"),
)
"""Requests that deliver, and do not always say so."""


def gaps(messenger: ScriptedMessenger, chat: int = 11) -> list[float]:
    """Seconds between each message of a chat and the next."""
    times = [message.at for message in messenger.log if message.chat == chat]
    return [after - before for before, after in pairwise(times)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 9), min_size=1, max_size=8),
    st.lists(st.sampled_from(HELD_UP), max_size=6) | st.lists(st.sampled_from(BROKEN), max_size=6),
)
def test_no_two_messages_of_a_minute(
    arrivals: list[float], faults: list[Callable[[], BaseException | None]]
) -> None:
    """Retried, throttled, doubled by a broken connection or not; and every article is told."""
    store, clock = world(follow(1), follow(2, 11, "kênh")), WallClock()
    script = [fault() for fault in faults]
    broken = any(isinstance(fault, OutcomeUnknown) for fault in script)
    messenger = ScriptedMessenger(faults={11: script}, delivered_first={11} if broken else set())
    batches = [
        (minute, [article(number, START + minute * MINUTE)])
        for number, minute in enumerate(arrivals, 1)
    ]
    live(store, messenger, clock, *batches)
    assert all(gap >= APART.total_seconds() for gap in gaps(messenger)), gaps(messenger)
    told = "\n".join(texts(messenger))
    assert all(f"Xã {number} " in told for number in range(1, len(arrivals) + 1))


def test_what_the_night_held_back_counts_from_when_it_left() -> None:
    """A message composed before ten goes out at six; what came at night follows a minute later."""
    store, clock = world(), WallClock()
    messenger = ScriptedMessenger(faults={11: [Throttled("429", retry_after=3_600)]})
    clock.start += 14 * HOUR + 30 * MINUTE  # 21:30
    evening = clock.start
    arrivals = [
        (minute, [article(number, evening + minute * MINUTE)])
        for number, minute in enumerate((1, 100, 200), 1)
    ]
    live(store, messenger, clock, *arrivals, minutes=9 * 60)
    first, second = texts(messenger)
    assert "Xã 1 " in first
    assert "2 tin mới" in second
    assert gaps(messenger)[0] >= APART.total_seconds()


def test_a_minute_holds_though_the_follow_that_was_told_of_is_ended() -> None:
    """Who ends one follow at once has still been told within this minute."""
    store, messenger, clock = (
        world(follow(1), follow(2, 11, "kênh")),
        ScriptedMessenger(),
        WallClock(),
    )
    only_first = article(1, START, title="Xã 1 giao ban", paragraphs=("Trời nắng.",))
    live(store, messenger, clock, (0.5, [only_first]), minutes=1)
    assert len(texts(messenger)) == 1
    store.update_follows(["theo1"], lambda *_: None)
    live(store, messenger, clock, (0, [article(2, clock.start)]), minutes=0.5)
    assert len(texts(messenger)) == 1
    live(store, messenger, clock, minutes=2)
    assert len(texts(messenger)) == 2


def test_who_may_be_told_again_is_forgotten() -> None:
    """The ledger names places for a minute, not for ever."""
    store, messenger, clock = world(follow(1), follow(2, 12)), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]), minutes=3)
    assert set(read_ledger(store.get_value(KEY)).told) == {"11", "12"}
    store.update_follows(["theo2"], lambda *_: None)
    live(store, messenger, clock, (1, [article(2, START + 4 * MINUTE)]), minutes=3)
    assert set(read_ledger(store.get_value(KEY)).told) == {"11"}


def test_a_group_that_moves_hears_no_sooner_and_no_later() -> None:
    """The request that told of the move delivered nothing."""
    store, clock = world(follow(1, -5, is_group=True)), WallClock()
    messenger = ScriptedMessenger(faults={-5: [ChatMigrated("moved", new_chat_id=-1005)]})
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]), minutes=3)
    assert [message.chat for message in messenger.log] == [-1005]


# Pages that are read later


def owed(number: int, seen: datetime) -> Article:
    """An article as its feed tells it: nothing in it is followed, its page is still to be read."""
    return article(
        number,
        seen,
        title=f"Xã {number} họp bàn",
        paragraphs=("Trời nắng nhẹ trên đồng.",),
        entry_signature=owing_page("s", 1, outdated=False),
    )


def whole(number: int, seen: datetime, **changes: object) -> Article:
    """The same once its page was read: `giao ban` and `kênh` are in its text."""
    return replace(
        article(number, seen),
        title=f"Xã {number} họp bàn",
        entry_signature=page_read("s", seen),
        **changes,
    )


def test_a_page_that_is_read_later_is_told_then() -> None:
    """What the feed's words did not say, its text says; once, also hours afterwards."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    seen = START + MINUTE
    live(store, messenger, clock, (1, [owed(1, seen)]), minutes=3 * 60)
    assert texts(messenger) == []
    live(store, messenger, clock, (1, [whole(1, seen)]), (9, [whole(1, seen)]))
    (text,) = texts(messenger)
    assert "Xã 1 họp bàn" in text
    live(store, messenger, clock)
    assert len(texts(messenger)) == 1


def test_a_page_that_was_read_as_the_bot_stopped_is_told_by_its_next_life() -> None:
    """Nobody was there to be handed the article; the store has it."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    seen = START + MINUTE
    live(store, messenger, clock, (1, [owed(1, seen)]), minutes=5)
    store.put_articles([whole(1, seen)])
    live(store, messenger, clock, minutes=5)
    assert len(texts(messenger)) == 1


def test_who_was_told_by_the_feeds_words_is_not_told_again() -> None:
    """The page says more: only those hear of it whose words stand there alone."""
    store, clock = world(follow(1, 11, "họp bàn"), follow(2, 12, "kênh")), WallClock()
    messenger = ScriptedMessenger()
    seen = START + MINUTE
    live(store, messenger, clock, (1, [owed(1, seen)]), (5, [whole(1, seen)]))
    assert [len(texts(messenger, chat)) for chat in (11, 12)] == [1, 1]
    first, second = messenger.log
    assert (first.chat, second.chat) == (11, 12)
    assert second.at - first.at > 200


def test_a_page_that_turns_out_to_be_no_news_is_not_told() -> None:
    """A repost, or an old article whose date the feed did not say."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    seen = START + MINUTE
    live(
        store,
        messenger,
        clock,
        (1, [owed(1, seen), owed(2, seen)]),
        (5, [whole(1, seen, original="bai0000000"), whole(2, seen, published=seen - 900 * HOUR)]),
    )
    assert texts(messenger) == []


def _looked_at(store: Store, ledger: FollowLedger, now: datetime, *new: Article) -> FollowLedger:
    store.put_articles(new)
    return look(store, ledger, now, new)[0]


def test_pages_are_not_waited_for_for_ever() -> None:
    """Only so many, and only for a day."""
    store = world()
    ledger = _looked_at(store, FollowLedger(looked_until=START), START)
    many = [owed(number, START + number * timedelta(seconds=1)) for number in range(MOST_OWED + 9)]
    ledger = _looked_at(store, ledger, START + HOUR, *many)
    assert len(ledger.owed) == MOST_OWED
    assert many[-1].id in ledger.owed
    assert many[0].id not in ledger.owed
    later = START + HOUR + OWED_FOR
    assert set(_looked_at(store, ledger, later, owed(7_777, later)).owed) == {"bai0007777"}


def test_a_page_that_came_too_late_is_no_new_article() -> None:
    """Who was told by the feed's words two days ago hears nothing; nobody else either."""
    store, messenger, clock = world(follow(1, 11, "họp bàn")), ScriptedMessenger(), WallClock()
    seen = START + MINUTE
    live(store, messenger, clock, (1, [owed(1, seen)]), minutes=5)
    clock.start += 30 * HOUR
    live(store, messenger, clock, (1, [article(2, clock.start)]), minutes=5)
    live(store, messenger, clock, (1, [whole(1, seen)]))
    assert len(texts(messenger)) == 1


def test_a_ledger_of_an_earlier_version_is_read() -> None:
    """What did not exist then is empty."""
    ledger = read_ledger('{"looked_until":"2023-09-25T00:00:00Z","seen":{},"number":4}')
    assert (ledger.number, ledger.told, ledger.owed) == (4, {}, {})


@pytest.mark.slow
def test_a_thousand_followers_of_one_query_are_told_in_a_minute() -> None:
    """Each once, at the pace that Telegram allows, and their ledger is short again afterwards."""
    count = 1_000
    store = world(*(follow(number, 5_000 + number) for number in range(count)))
    messenger, clock = ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]), minutes=4)
    assert {chat: len(it) for chat, it in messenger.received().items()} == {
        5_000 + number: 1 for number in range(count)
    }
    assert messenger.log[-1].at - messenger.log[0].at < 60
    assert all(it.pending == () and it.last_told_at is not None for it in store.list_follows())
    live(store, messenger, clock, (1, [article(2, START + 5 * MINUTE)]), minutes=4)
    assert len(messenger.log) == 2 * count
    assert not read_ledger(store.get_value(KEY)).waiting
