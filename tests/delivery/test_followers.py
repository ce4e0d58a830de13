"""Followers are told what is new: once, bundled, by day, whatever happens in between."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from msgspec.structs import replace

from bot.delivery import followers
from bot.delivery.follow_ledger import KEY
from bot.delivery.follow_news import MOST_PENDING, MOST_TOLD
from bot.delivery.followers import Followers
from bot.delivery.messenger import Messenger
from bot.delivery.pacer import Pacer
from bot.errors import (
    ChatMigrated,
    ChatRefused,
    EntitiesRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
)
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.errors import NotDurable
from storage.models import Article, Follow, Precision, SearchQuery, Subscriber
from storage.open import open_store
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.test_crashes import Crash, CrashingStore
from tests.delivery.virtual_time import START, WallClock, run

CATALOG = Catalog.load()
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SOURCES = {"bao": "Báo Sông Lam", "dai": "Đài Cửa Lò"}


def article(number: int, seen: datetime, **fields: Any) -> Article:
    """A new article that only its own words find."""
    values: dict[str, Any] = {
        "id": f"bai{number:07d}",
        "source": "bao",
        "title": f"Xã {number} giao ban quý III",
        "fingerprint": f"f{number}",
        "first_seen": seen,
        "updated_at": seen,
        "published": seen - HOUR,
        "published_precision": Precision.MINUTE,
        "url": f"https://bao.example/{number}",
        "paragraphs": (
            "Trời nắng nhẹ trên đồng.",
            f"Hội nghị giao ban về việc kênh {number}, có <b>nhiều</b> ý kiến.",
        ),
    }
    return Article(**(values | fields))


def follow(number: int, chat_id: int = 11, *words: str, **fields: Any) -> Follow:
    """A follow of these words, `giao ban` unless told otherwise."""
    query = SearchQuery(words=words or ("giao", "ban"))
    values: dict[str, Any] = {
        "id": f"theo{number}",
        "subscriber": str(chat_id),
        "chat_id": chat_id,
        "text": " ".join(query.words),
        "query": query,
        "marks": query,
        "created_at": START - HOUR,
    }
    return Follow(**(values | fields))


def keep(store: Store, *follows: Follow) -> None:
    known = {each.id: each for each in follows}
    store.update_follows(list(known), lambda key, _: known[key])


def world(*follows: Follow) -> Store:
    """A store in which these are followed, with one article from before."""
    store = open_store("memory:")
    keep(store, *(follows or (follow(1),)))
    store.put_articles([article(0, START - 2 * HOUR)])
    return store


def live(
    store: Store,
    messenger: Messenger,
    clock: WallClock,
    *arrivals: tuple[float, list[Article]],
    minutes: float = 30,
) -> None:
    """One life of the bot, a look every twenty seconds; articles arrive after so many minutes."""

    async def work() -> None:
        desk = Followers(store, messenger, Pacer(), clock, CATALOG, source_names=SOURCES)
        waiting = sorted(arrivals, key=lambda each: each[0])
        for step in range(round(minutes * 3)):
            while waiting and waiting[0][0] * 3 <= step:
                _, batch = waiting.pop(0)
                store.put_articles(batch)
                desk.arrived(batch)
            await desk.run()
            await asyncio.sleep(20)

    run(work())
    clock.start += timedelta(minutes=minutes)


def texts(messenger: ScriptedMessenger, chat: int = 11) -> list[str]:
    return messenger.received().get(chat, [])


def test_a_follower_is_told_once_with_the_reason() -> None:
    """Title with its link, source, date, which follow, and the sentence that holds the words."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]))
    (text,) = texts(messenger)
    assert text.splitlines() == [
        "🔔 <b>1 tin mới bạn theo dõi</b>",
        "",
        '1. <a href="https://bao.example/1"><b>Xã 1 giao ban quý III</b></a>',
        "<i>Báo Sông Lam · 25/09/2023 06:05</i>",
        "🔎 giao ban",
        "Hội nghị <b>giao ban</b> về việc kênh 1, có &lt;b&gt;nhiều&lt;/b&gt; ý kiến.",
    ]
    (kept,) = store.list_follows()
    assert kept.pending == ()
    assert kept.last_told_at is not None
    live(store, messenger, clock, minutes=60)
    assert len(messenger.log) == 1


def test_what_is_no_news_is_not_told() -> None:
    """Not what was there before its source or the follow, not old articles, not reposts."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    now = START + 5 * MINUTE
    live(
        store,
        messenger,
        clock,
        (
            5,
            [
                article(1, now, seeded=True),
                article(2, now, published=now - 40 * 24 * HOUR),
                article(3, now, original="bai0000000"),
                article(4, now, title="Bóng đá", paragraphs=()),
                article(5, now, source="dai"),
                article(6, now, original="bai0000005"),
            ],
        ),
    )
    (text,) = texts(messenger)
    assert "Xã 5 giao ban" in text
    assert text.startswith("🔔 <b>1 tin mới")


def test_a_story_whose_repost_was_told_is_not_told_again() -> None:
    """The original that comes in later than its repost is the same story."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    repost = article(1, START + 5 * MINUTE)
    later = [replace(repost, original="bai0000002"), article(2, START + 15 * MINUTE)]
    live(store, messenger, clock, (5, [repost]), (15, later))
    assert len(messenger.log) == 1


def test_news_of_a_minute_is_one_message() -> None:
    """However many follows and articles, one place gets one message a minute; all are told."""
    store = world(follow(1), follow(2, 11, "kênh"), follow(3, 11, "bóng", "đá"))
    messenger, clock = ScriptedMessenger(), WallClock()
    arrivals = [
        (minute / 3, [article(minute + 1, START + minute * MINUTE / 3)]) for minute in range(15)
    ]
    live(store, messenger, clock, *arrivals)
    times = [message.at for message in messenger.log]
    assert len(times) >= 3
    assert all(after - before >= 60 for before, after in itertools.pairwise(times))
    told = "\n".join(texts(messenger))
    assert all(
        told.count(f"/{number}&quot;") + told.count(f'/{number}"') == 1 for number in range(1, 16)
    )
    assert told.count("🔎 giao ban, kênh") == 15


def test_places_are_told_side_by_side() -> None:
    """Each in its language; one that follows something else hears nothing."""
    store = world(follow(1), follow(2, 12, language="en"), follow(3, 13, "bóng", "đá"))
    messenger, clock = ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]))
    assert texts(messenger, 11)[0].startswith("🔔 <b>1 tin mới")
    assert texts(messenger, 12)[0].startswith("🔔 <b>One new article")
    assert texts(messenger, 13) == []


def test_at_night_news_waits_and_is_bundled_in_the_morning() -> None:
    """From ten to six, in the zone of the place; the newest are told, the others counted."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    abroad = Subscriber(id="12", chat_id=12, timezone="Europe/Berlin", created_at=START)
    store.update_subscriber("12", lambda _: abroad)
    keep(store, follow(2, 12))
    clock.start += 15 * HOUR + 30 * MINUTE  # 22:30 in Vietnam, 17:30 in Berlin
    night = clock.start
    count = MOST_PENDING + 5
    arrivals = [
        (10 * number, [article(number + 1, night + 10 * number * MINUTE)])
        for number in range(count)
    ]
    live(store, messenger, clock, *arrivals, minutes=7 * 60)
    assert texts(messenger, 11) == []
    assert len(texts(messenger, 12)) == 25
    live(store, messenger, clock, minutes=45)
    (text,) = texts(messenger, 11)
    assert text.startswith(f"🔔 <b>{count} tin mới")
    assert [f"Xã {number} " in text for number in range(1, count + 1)] == [
        number > count - MOST_TOLD for number in range(1, count + 1)
    ]
    assert f"và {count - MOST_TOLD} bài nữa" in text


def test_a_message_that_was_late_waits_for_the_morning_too() -> None:
    """A flood wait that ends at night wakes nobody."""
    store, clock = world(), WallClock()
    messenger = ScriptedMessenger(faults={11: [Throttled("429", retry_after=7_200)]})
    clock.start += 14 * HOUR  # 21:00
    live(store, messenger, clock, (1, [article(1, clock.start + MINUTE)]), minutes=8 * 60)
    assert messenger.requests == 1
    live(store, messenger, clock, minutes=70)
    assert len(texts(messenger)) == 1


def test_long_articles_fit_one_message() -> None:
    """What does not fit is counted."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    long = "Huyện Phước Sơn giao ban công tác quý III & kiểm tra kênh mương " * 9
    batch = [
        article(number, START + MINUTE, title=f"{long}{number}", paragraphs=(long * 3,))
        for number in range(1, 9)
    ]
    live(store, messenger, clock, (2, batch))
    (text,) = texts(messenger)
    assert "🔔 <b>8 tin mới" in text


def test_an_article_that_was_stamped_before_the_last_look_is_told() -> None:
    """A poll stamps its articles when it begins and keeps them when it ends."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    first, late = article(1, START + 20 * MINUTE), article(2, START + 2 * MINUTE)
    live(store, messenger, clock, (20, [first]), (25, [late]), minutes=40)
    assert [("Xã 1 " in text, "Xã 2 " in text) for text in texts(messenger)] == [
        (True, False),
        (False, True),
    ]


def test_what_came_before_anybody_followed_is_not_told() -> None:
    """Not at the first look, and not by who begins to follow later."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]))
    keep(store, follow(2, 12, created_at=clock.start))
    live(store, messenger, clock, (5, [article(2, clock.start + 5 * MINUTE)]))
    assert len(texts(messenger, 11)) == 2
    (text,) = texts(messenger, 12)
    assert "Xã 2 " in text


def test_what_is_followed_in_the_digest_is_not_told_at_once() -> None:
    """Nor what is followed no more."""
    store = world(follow(1, mode="digest"))
    messenger, clock = ScriptedMessenger(), WallClock()
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]))
    assert messenger.log == []


def test_a_forgotten_chat_is_told_nothing() -> None:
    """Also what was already on its way to it is dropped."""
    store, clock = world(follow(1), follow(2, 12)), WallClock()
    messenger = ScriptedMessenger(faults={11: [Throttled("429", retry_after=600)]})
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]), minutes=6)
    assert len(texts(messenger, 12)) == 1
    store.forget_chat(11)
    live(store, messenger, clock, minutes=60)
    assert texts(messenger, 11) == []
    assert '"11"' not in (store.get_value(KEY) or "")


def test_who_blocked_the_bot_is_told_no_more() -> None:
    """One refusal ends it, preferences are kept, and the others are not disturbed."""
    store, clock = world(follow(1), follow(2), follow(3, 12)), WallClock()
    messenger = ScriptedMessenger(faults={11: [ChatRefused("bot was blocked")] * 9})
    arrivals = [(n * 5, [article(n + 1, START + n * 5 * MINUTE)]) for n in range(4)]
    live(store, messenger, clock, *arrivals)
    assert messenger.requests == 1 + 4
    assert [it.stopped for it in store.list_follows("11")] == ["bot was blocked"] * 2
    assert all(it.pending == () for it in store.list_follows("11"))


def test_what_can_be_tried_again_is() -> None:
    """No network, a 429, refused markup: the same message, later or as plain text."""
    store, clock = world(follow(1), follow(2, 12), follow(3, 13)), WallClock()
    faults: dict[int, list[BaseException | None]] = {
        11: [NotSent("no route"), NotSent("no route")],
        12: [Throttled("429", retry_after=600)],
        13: [EntitiesRefused("can't parse")],
    }
    messenger = ScriptedMessenger(faults=faults)
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]))
    assert [len(texts(messenger, chat)) for chat in (11, 12, 13)] == [1, 1, 1]
    assert texts(messenger, 13)[0].startswith("🔔 1 tin mới")


def test_an_unknown_outcome_goes_out_once_more_and_never_a_third_time() -> None:
    """Even where the connection breaks each time after Telegram took the message."""
    store, clock = world(follow(1), follow(2, 12)), WallClock()
    messenger = ScriptedMessenger(faults={11: [OutcomeUnknown("reset")] * 9}, delivered_first={11})
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]))
    assert [len(texts(messenger, chat)) for chat in (11, 12)] == [2, 1]


def test_a_group_that_moved_is_told_in_its_new_place() -> None:
    """The message goes there, and so does all that comes later."""
    store, clock = world(follow(1, -5, is_group=True)), WallClock()
    messenger = ScriptedMessenger(faults={-5: [ChatMigrated("moved", new_chat_id=-1005)] * 9})
    arrivals = [(n * 5, [article(n + 1, START + n * 5 * MINUTE)]) for n in range(3)]
    live(store, messenger, clock, *arrivals)
    assert len(texts(messenger, -1005)) == 3
    assert [it.subscriber for it in store.list_follows()] == ["-1005"]


def test_what_waits_goes_along_when_the_group_moves() -> None:
    """Telegram may tell of the move before the message could be sent; then it is not lost."""
    store, clock = world(follow(1, -5, is_group=True)), WallClock()
    messenger = ScriptedMessenger(faults={-5: [Throttled("429", retry_after=300)]})
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]), minutes=3)
    store.migrate_chat(-5, -1005)
    live(store, messenger, clock, minutes=10)
    assert [len(texts(messenger, chat)) for chat in (-5, -1005)] == [0, 1]


def test_what_is_followed_no_more_is_not_told() -> None:
    """Neither what was found nor what is already on its way."""
    store, clock = world(follow(1), follow(2, 11, "bóng", "đá")), WallClock()
    messenger = ScriptedMessenger(faults={11: [Throttled("429", retry_after=300)]})
    live(store, messenger, clock, (1, [article(1, START + MINUTE)]), minutes=3)
    store.update_follows(["theo1"], lambda _key, _: None)
    live(store, messenger, clock, minutes=10)
    assert messenger.log == []


def test_a_closed_topic_is_told_in_the_chat_itself() -> None:
    """The message is not lost, and later ones go there at once."""
    topic = follow(1, -5, thread_id=7, subscriber="-5:7", is_group=True)
    store, clock = world(topic), WallClock()
    messenger = ScriptedMessenger(faults={-5: [ThreadGone("closed")]})
    arrivals = [(n * 5, [article(n + 1, START + n * 5 * MINUTE)]) for n in range(2)]
    live(store, messenger, clock, *arrivals)
    assert [message.thread for message in messenger.log] == [None, None]
    assert messenger.requests == 3


def test_a_ledger_that_cannot_be_read_is_begun_anew(events: list[dict[str, Any]]) -> None:
    """An edited file costs at most what was on its way."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    store.put_value(KEY, "{")
    live(store, messenger, clock, (5, [article(1, START + 5 * MINUTE)]))
    assert len(texts(messenger)) == 1
    assert any(event["event"] == "follow_ledger_unreadable" for event in events)


@pytest.mark.parametrize("method", ["put_value", "update_follows"])
def test_a_full_disk_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """Whichever write fails: nothing is sent before it is kept, and once it can be, all is."""
    for last in range(1, 8):
        store, messenger, clock = world(), ScriptedMessenger(), WallClock()
        real, count = getattr(store, method), 0

        def maybe(*args: Any, _real: Any = real, _last: int = last) -> Any:
            nonlocal count
            count += 1
            if _last <= count < _last + 5:
                raise NotDurable("disk full")
            return _real(*args)

        monkeypatch.setattr(store, method, maybe)

        async def work(desk: Followers, store: Store = store) -> None:
            for step in range(60):
                if step in (3, 30):
                    batch = [article(step, START + step * MINUTE / 3)]
                    store.put_articles(batch)
                    desk.arrived(batch)
                with contextlib.suppress(NotDurable):
                    await desk.run()
                await asyncio.sleep(20)

        run(work(Followers(store, messenger, Pacer(), clock, CATALOG, source_names=SOURCES)))
        told = "\n".join(texts(messenger))
        assert (told.count("Xã 3 "), told.count("Xã 30 ")) == (1, 1), last


def test_what_a_full_disk_refused_is_not_cleared_before_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message that could not be kept is still to be told by the next life of the bot."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    desk = Followers(store, messenger, Pacer(), clock, CATALOG, source_names=SOURCES)
    real, count = store.put_value, 0

    def full(key: str, value: str | None) -> None:
        nonlocal count
        count += 1
        if count > 1:  # the look at what is new can be kept, the message not
            raise NotDurable("disk full")
        real(key, value)

    async def work() -> None:
        nonlocal count
        await desk.run()
        monkeypatch.setattr(store, "put_value", full)
        count = 0
        batch = [article(1, START)]
        store.put_articles(batch)
        desk.arrived(batch)
        for _ in range(3):
            with contextlib.suppress(NotDurable):
                await desk.run()

    run(work())
    assert messenger.log == []
    monkeypatch.setattr(store, "put_value", real)
    live(store, messenger, clock, minutes=5)
    assert len(texts(messenger)) == 1


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_repeats_at_most_one_wave_and_loses_none(*, after: bool) -> None:
    """For each call of the store: die there, start again; every article reaches every follower."""
    follows = (follow(1), follow(2, 11, "kênh"), follow(3, 12), follow(4, 13, language="en"))
    arrivals = ((1, [article(1, START + MINUTE)]), (5, [article(2, START + 5 * MINUTE)]))
    counting = CrashingStore(world(*follows), 10**9, after=True)
    live(cast("Store", counting), ScriptedMessenger(), WallClock(), *arrivals, minutes=8)
    crashes = 0
    for last in range(1, counting.calls):
        store, clock = world(*follows), WallClock()
        messenger = ScriptedMessenger(latency=0.2)
        crashing = cast("Store", CrashingStore(store, last, after=after))
        try:
            live(crashing, messenger, clock, *arrivals, minutes=8)
        except Crash:
            crashes += 1
        store.put_articles([it for _, batch in arrivals for it in batch])
        live(store, messenger, clock, minutes=12)
        counts = [
            "\n".join(texts(messenger, chat)).count(f"Xã {number} ")
            for chat in (11, 12, 13)
            for number in (1, 2)
        ]
        assert min(counts) == 1, (last, counts)
        assert sum(counts) <= 6 + 3, (last, counts)
    assert crashes == counting.calls - 1
    assert crashes > 50


async def test_nothing_is_begun_once_the_bot_is_being_stopped() -> None:
    """What is not under way stays kept."""
    store, messenger = world(), ScriptedMessenger()
    desk = Followers(
        store,
        messenger,
        Pacer(),
        lambda: START + 10 * MINUTE,
        CATALOG,
        source_names=SOURCES,
        halted=lambda: True,
    )
    await desk.run()
    batch = [article(1, START + 5 * MINUTE)]
    store.put_articles(batch)
    desk.arrived(batch)
    assert await desk.run() == 0
    assert messenger.requests == 0
    assert store.list_follows()[0].pending == ("bai0000001",)


async def test_more_than_can_be_remembered_is_read_from_the_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While Telegram is out of reach nothing piles up in memory, and nothing is lost."""
    monkeypatch.setattr(followers, "MOST_ARRIVED", 3)
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    desk = Followers(store, messenger, Pacer(), clock, CATALOG, source_names=SOURCES)
    await desk.run()
    for number in range(1, 9):
        batch = [article(number, START + number * MINUTE)]
        store.put_articles(batch)
        desk.arrived(batch)
    assert len(desk._arrived) <= 3
    clock.start += 10 * MINUTE
    await desk.run()
    told = "\n".join(texts(messenger))
    assert all(f"Xã {number} " in told for number in range(1, 9))


def test_at_rest_the_articles_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at nothing new, or at what is handed in, reads no week file; only the first does."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    asked = 0
    real = store.articles_first_seen

    def counted(since: datetime, until: datetime) -> list[Article]:
        nonlocal asked
        asked += 1
        return real(since, until)

    monkeypatch.setattr(store, "articles_first_seen", counted)
    arrivals = [(n * 3, [article(n + 1, START + n * 3 * MINUTE)]) for n in range(1, 5)]
    live(store, messenger, clock, *arrivals)
    assert asked == 1
    assert len(messenger.log) == 4
