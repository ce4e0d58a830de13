"""Tests of the curators' notices: durable, once, one curator's fault is not another's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.messenger import Messenger
from bot.delivery.notice_ledger import KEY, Ledger
from bot.delivery.notices import Notices
from bot.delivery.pacer import Pacer
from bot.delivery.quiet import quiet_until
from bot.delivery.source_news import News
from bot.errors import ChatRefused, EntitiesRefused, NotSent, OutcomeUnknown, Throttled
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.errors import NotDurable
from storage.models import Source, SourceHealth, SourceState, Subscriber
from storage.open import open_store
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.test_crashes import Crash, CrashingStore
from tests.delivery.virtual_time import START, WallClock, run

CATALOG = Catalog.load()
CURATORS = (11, 12, 13)
HOUR = timedelta(hours=1)
SOURCES = tuple(
    Source(id=f"bao-{n}", name=f"Báo Giả Định <{n}>", kind="feed", url=f"https://b{n}.example/rss")
    for n in range(15)
)


def world(*broken: int) -> Store:
    """A store in which these sources have failed for a day."""
    store = open_store("memory:")
    set_states(store, *broken)
    return store


def set_states(store: Store, *broken: int) -> None:
    """These are broken from now on, all others are well."""
    since = START - 24 * HOUR
    well = SourceState(source="", first_success_at=since, last_success_at=START)
    bad = msgspec.structs.replace(
        well,
        error_streak=9,
        last_error="HTTP 500",
        health=SourceHealth(failing_since=since, trouble="unreachable"),
    )
    store.put_source_states(
        [
            msgspec.structs.replace(bad if n in broken else well, source=source.id)
            for n, source in enumerate(SOURCES)
        ]
    )


def notices(
    store: Store, messenger: Messenger, clock: WallClock, *, curators: tuple[int, ...] = CURATORS
) -> Notices:
    """A process's notices."""
    return Notices(
        store,
        messenger,
        Pacer(),
        clock,
        CATALOG,
        sources=lambda: SOURCES,
        curators=curators,
        language="vi",
    )


def live(
    store: Store,
    messenger: ScriptedMessenger,
    clock: WallClock,
    *,
    hours: float = 3,
    curators: tuple[int, ...] = CURATORS,
) -> None:
    """One life of the bot: a look every five minutes."""

    async def work() -> None:
        desk = notices(store, messenger, clock, curators=curators)
        for _ in range(round(hours * 12)):
            await desk.run()
            await asyncio.sleep(300)

    run(work())
    clock.start += timedelta(hours=hours)


def texts(messenger: ScriptedMessenger, chat: int) -> list[str]:
    """What a curator received."""
    return messenger.received().get(chat, [])


def test_every_curator_is_told_once_of_a_break_and_once_of_the_return() -> None:
    """In plain words, with the name escaped, and nothing more for as long as it lasts."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, hours=24)
    set_states(store)
    live(store, messenger, clock, hours=24)
    for chat in CURATORS:
        broke, back = texts(messenger, chat)
        assert broke.startswith("<b>1 nguồn tin có vấn đề</b>\n🔴 <b>Báo Giả Định &lt;3&gt;</b>\n")
        assert "Không kết nối được với máy chủ, bắt đầu" in broke
        assert back.startswith("<b>1 nguồn tin đã bình thường trở lại</b>\n🟢 Báo")
    actions = [(entry.action, entry.detail) for entry in store.list_audit(limit=9)]
    assert actions == [("source.back", "bao-3"), ("source.trouble", "bao-3")]


def test_many_at_once_are_one_message_that_counts_them() -> None:
    """Ten are named, the others are counted, and the button leads to the list."""
    store, messenger, clock = world(*range(15)), ScriptedMessenger(), WallClock()
    live(store, messenger, clock)
    (text,) = texts(messenger, 11)
    assert text.startswith("<b>15 nguồn tin có vấn đề</b>")
    assert text.count("🔴") == 10
    assert text.endswith("… +5")


def test_a_restart_tells_nothing_again() -> None:
    """What was told is remembered in the store."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    for _ in range(4):
        live(store, messenger, clock)
    assert len(messenger.log) == len(CURATORS)


def test_who_blocked_the_bot_does_not_stop_the_others() -> None:
    """The refusal is taken as it is, and tried again with the next news only."""
    store, clock = world(3), WallClock()
    messenger = ScriptedMessenger(faults={11: [ChatRefused("blocked"), None]})
    live(store, messenger, clock)
    assert (len(texts(messenger, 11)), len(texts(messenger, 12))) == (0, 1)
    set_states(store)
    live(store, messenger, clock)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [1, 2, 2]


def test_what_can_be_tried_again_is() -> None:
    """No network, a 429, refused markup: the same message, later or as plain text."""
    store, clock = world(3), WallClock()
    faults: dict[int, list[BaseException | None]] = {
        11: [NotSent("no route"), NotSent("no route")],
        12: [Throttled("429", retry_after=600)],
        13: [EntitiesRefused("can't parse")],
    }
    messenger = ScriptedMessenger(faults=faults)
    live(store, messenger, clock)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [1, 1, 1]
    assert texts(messenger, 13)[0].startswith("1 nguồn tin có vấn đề")
    assert msgspec.json.decode(store.get_value(KEY) or "", type=Ledger).waiting == ()


def test_an_unknown_outcome_goes_out_once_more_and_never_a_third_time() -> None:
    """Even where the connection breaks each time after Telegram took the message."""
    store, clock = world(3), WallClock()
    messenger = ScriptedMessenger(faults={11: [OutcomeUnknown("reset")] * 9}, delivered_first={11})
    live(store, messenger, clock)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [2, 1, 1]


def test_each_curator_is_told_in_the_language_of_their_chat() -> None:
    """As they chose it with /ngonngu; the others in the operator's."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    english = Subscriber(id="12", chat_id=12, language="en", created_at=START)
    store.update_subscriber("12", lambda _: english)
    live(store, messenger, clock)
    assert texts(messenger, 11)[0].startswith("<b>1 nguồn tin có vấn đề")
    assert texts(messenger, 12)[0].startswith("<b>One source is not well</b>")


def test_without_curators_everything_is_still_to_be_told() -> None:
    """Once there is one, they learn what is broken then."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, curators=())
    assert store.get_value(KEY) is None
    live(store, messenger, clock)
    assert len(texts(messenger, 11)) == 1


def test_a_ledger_that_cannot_be_read_is_begun_anew(events: list[dict[str, Any]]) -> None:
    """An edited file costs one repeated message, not the notices."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    store.put_value(KEY, "{")
    live(store, messenger, clock)
    assert len(texts(messenger, 11)) == 1
    assert any(event["event"] == "notices_unreadable" for event in events)


def test_nothing_is_sent_that_is_not_durable_and_nothing_twice_when_it_was_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk before sending: no message; after sending: no repetition when it is free."""
    store, messenger, clock = world(3), ScriptedMessenger(), WallClock()
    desk = notices(store, messenger, clock)
    put = store.put_value
    full = False

    def maybe(key: str, value: str | None) -> None:
        if full:
            raise NotDurable("disk full")
        put(key, value)

    monkeypatch.setattr(store, "put_value", maybe)

    async def work() -> None:
        nonlocal full
        await desk.run()
        await asyncio.sleep(1_500)
        full = True
        for _ in range(3):
            with pytest.raises(NotDurable):
                await desk.run()
        assert messenger.log == []
        full = False
        send = messenger.send

        async def then_full(*args: Any, **kwargs: Any) -> int:
            nonlocal full
            full = True
            return await send(*args, **kwargs)

        monkeypatch.setattr(messenger, "send", then_full)
        for _ in range(3):
            with pytest.raises(NotDurable):
                await desk.run()
        assert len(messenger.log) == 1
        full = False
        monkeypatch.setattr(messenger, "send", send)
        await desk.run()

    run(work())
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [1, 1, 1]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_repeats_at_most_one_message_and_loses_none(*, after: bool) -> None:
    """For each call of the store: die there, start again, and every curator knows."""
    counting = CrashingStore(world(3, 4), 10**9, after=True)
    live(cast("Store", counting), ScriptedMessenger(), WallClock(), hours=1)
    crashes = 0
    for last in range(1, counting.calls):
        store, messenger, clock = world(3, 4), ScriptedMessenger(latency=0.2), WallClock()
        crashing = cast("Store", CrashingStore(store, last, after=after))
        try:
            live(crashing, messenger, clock, hours=1)
        except Crash:
            crashes += 1
        live(store, messenger, clock)
        counts = [len(texts(messenger, chat)) for chat in CURATORS]
        assert min(counts) == 1, (last, counts)
        assert sum(counts) <= len(CURATORS) + 1, (last, counts)
    assert crashes == counting.calls - 1
    assert crashes > 20


def test_nobody_is_woken_and_the_morning_brings_one_message() -> None:
    """What breaks and comes back at night waits until six, together; a short break is no news."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, hours=15.5)  # 22:30 in Vietnam
    for broken in ((3,), (3, 4), (3, 4, 5), (4, 5)):
        set_states(store, *broken)
        live(store, messenger, clock, hours=1.75)
    assert messenger.log == []
    live(store, messenger, clock, hours=1)  # until half past six
    for chat in CURATORS:
        (text,) = texts(messenger, chat)
        assert text.startswith("<b>2 nguồn tin có vấn đề</b>")
        assert "&lt;4&gt;" in text
        assert "&lt;5&gt;" in text
        assert "&lt;3&gt;" not in text


def test_who_is_awake_is_told_at_once() -> None:
    """Each curator's night is that of their own zone; nobody is told twice."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    abroad = Subscriber(id="12", chat_id=12, timezone="Europe/Berlin", created_at=START)
    store.update_subscriber("12", lambda _: abroad)
    live(store, messenger, clock, hours=15.5)  # 22:30 in Vietnam, 17:30 in Berlin
    set_states(store, 3)
    live(store, messenger, clock, hours=2)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [0, 1, 0]
    live(store, messenger, clock, hours=12)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [1, 1, 1]


def test_a_message_that_was_late_waits_for_the_morning_too() -> None:
    """A network that was away in the evening wakes nobody when it comes back."""
    store, clock = world(), WallClock()
    messenger = ScriptedMessenger(faults={11: [Throttled("429", retry_after=7_200)]})
    live(store, messenger, clock, hours=13.5)  # 20:30
    set_states(store, 3)
    live(store, messenger, clock, hours=9)  # 5:30
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [0, 1, 1]
    live(store, messenger, clock, hours=1)
    assert [len(texts(messenger, chat)) for chat in CURATORS] == [1, 1, 1]


def test_a_source_taken_out_during_the_night_is_not_told() -> None:
    """Nothing is said of what is no longer there, and no empty message is sent."""
    store, messenger, clock = world(), ScriptedMessenger(), WallClock()
    live(store, messenger, clock, hours=15.5)
    held = Ledger(held={"11": News(trouble=("khong-con",))})
    store.put_value(KEY, msgspec.json.encode(held).decode())
    live(store, messenger, clock, hours=9)
    assert messenger.log == []


@given(
    st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2040-01-01")),
    st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"]),
)
def test_every_night_ends_at_six(moment: datetime, name: str) -> None:
    """It is quiet exactly from ten to six, and the end is the next morning's instant."""
    now, zone = moment.replace(tzinfo=UTC), ZoneInfo(name)
    end, hour = quiet_until(now, zone), now.astimezone(zone).hour
    assert (end is not None) == (hour >= 22 or hour < 6)
    if end is not None:
        assert timedelta(0) < end - now <= timedelta(hours=9)
        assert end.astimezone(zone).hour == 6
        assert quiet_until(end, zone) is None
