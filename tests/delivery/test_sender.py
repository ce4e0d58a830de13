"""The sender against a scripted messenger, in virtual time, with a real store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.limits import Limits
from bot.delivery.outbox import drop_held, held_deliveries, resend_held
from bot.delivery.pacer import Pacer
from bot.delivery.sender import Sender, SendReport
from bot.errors import (
    ChatMigrated,
    ChatRefused,
    EntitiesRefused,
    MessageRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
    Unauthorized,
)
from storage.base import Store
from storage.errors import NotDurable
from storage.memory_store import MemoryStore
from storage.models import Delivery, DeliveryStatus, Part
from storage.open import open_store
from tests.delivery.scripted import ScriptedMessenger, enqueue
from tests.delivery.virtual_time import START, WallClock, run


@pytest.fixture
def store() -> Store:
    """An empty store."""
    return open_store("memory:")


@pytest.fixture(params=["memory", "tinydb"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    opened = open_store("memory:" if request.param == "memory" else str(tmp_path / "data"))
    yield opened
    opened.close()


def _drain(
    store: Store,
    messenger: ScriptedMessenger,
    *,
    seconds: float = 120.0,
    clock: WallClock | None = None,
    during: Callable[[asyncio.Event, WallClock], None] | None = None,
) -> None:
    """Run a sender for so many virtual seconds."""
    wall = clock or WallClock()

    async def work() -> None:
        stop = asyncio.Event()
        sender = Sender(store, messenger, Pacer(), wall)
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, stop.set)
        if during is not None:
            during(stop, wall)
        await sender.drain(stop)

    run(work())


def _statuses(store: Store) -> dict[DeliveryStatus, int]:
    return {status: count for status, count in store.count_deliveries().items() if count}


def test_every_part_arrives_once_and_in_order(each_store: Store) -> None:
    """Three parts to twenty chats: each chat has the parts in order, each row its message id."""
    texts = enqueue(each_store, range(1, 21), parts=3)
    messenger = ScriptedMessenger()
    _drain(each_store, messenger)
    assert messenger.received() == dict.fromkeys(range(1, 21), texts)
    rows = each_store.list_deliveries()
    assert {row.status for row in rows} == {DeliveryStatus.SENT}
    assert len({row.message_id for row in rows}) == 60


def test_one_run_sends_what_there_is_and_returns(store: Store) -> None:
    """`run_once` ends by itself when nothing more may be sent now, and counts outcomes."""
    enqueue(store, [1, 2], parts=2)
    messenger = ScriptedMessenger(faults={2: [MessageRefused("too odd")]})

    async def work() -> SendReport:
        return await Sender(store, messenger, Pacer(), WallClock()).run_once()

    assert run(work()) == SendReport(sent=3, failed=1)


def test_a_request_that_did_not_leave_is_tried_again(store: Store) -> None:
    """However often the connection fails, the part arrives once and no attempt is counted."""
    texts = enqueue(store, [1], parts=1)
    messenger = ScriptedMessenger(faults={1: [NotSent("refused")] * 5})
    _drain(store, messenger, seconds=300)
    assert messenger.received() == {1: texts}
    assert store.list_deliveries()[0].attempts == 1


def test_a_dead_network_is_not_hammered(store: Store) -> None:
    """Half an hour without network costs few requests, and everything arrives afterwards."""
    texts = enqueue(store, range(1, 101), parts=1)

    class Unplugged(ScriptedMessenger):
        async def send(
            self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
        ) -> int:
            if asyncio.get_running_loop().time() < 1_800:
                self.requests += 1
                raise NotSent("no route to host")
            return await super().send(chat_id, part, thread_id=thread_id, plain=plain)

    messenger = Unplugged()
    _drain(store, messenger, seconds=2_000)
    assert messenger.received() == dict.fromkeys(range(1, 101), texts)
    assert messenger.requests < 100 + 40 * 8


def test_a_throttled_part_waits_as_told(store: Store) -> None:
    """After a 429 nothing goes to the chat before its time; other chats go on."""
    enqueue(store, [1, 2], parts=2)
    messenger = ScriptedMessenger(faults={1: [Throttled("429", 40.0)]})
    _drain(store, messenger)
    first = min(message.at for message in messenger.log if message.chat == 1)
    assert first >= 40.0
    assert max(message.at for message in messenger.log if message.chat == 2) < 5.0
    assert _statuses(store) == {DeliveryStatus.SENT: 4}


def test_several_throttled_chats_pause_everybody(store: Store) -> None:
    """When two chats meet a 429 at once, everybody waits."""
    enqueue(store, range(1, 60), parts=1)
    messenger = ScriptedMessenger(
        faults={1: [Throttled("429", 30.0)], 10: [Throttled("429", 30.0)]}
    )
    _drain(store, messenger)
    early = [message for message in messenger.log if message.at < 29.0]
    assert len(early) <= 8, "only what was in flight at that moment"
    assert _statuses(store) == {DeliveryStatus.SENT: 59}


def test_a_chat_that_refuses_is_paused_with_its_preferences(each_store: Store) -> None:
    """Blocked: the row and the chat's other rows fail, the subscriber stays, with the reason."""
    enqueue(each_store, [1, 2], parts=3)
    messenger = ScriptedMessenger(faults={1: [None, ChatRefused("bot was blocked by the user")]})
    _drain(each_store, messenger)
    assert {chat: len(texts) for chat, texts in messenger.received().items()} == {1: 1, 2: 3}
    assert _statuses(each_store) == {DeliveryStatus.SENT: 4, DeliveryStatus.FAILED: 2}
    blocked, other = each_store.list_subscribers()
    assert (blocked.status, blocked.next_due_at) == ("blocked", None)
    assert blocked.status_reason == "bot was blocked by the user"
    assert (blocked.hour, blocked.weekday) == (other.hour, other.weekday)
    assert other.status == "active"
    assert [entry.action for entry in each_store.list_audit(limit=5)] == ["chat.blocked"]


def test_a_chat_that_moved_gets_everything_in_its_new_place(each_store: Store) -> None:
    """The new id is written everywhere; each part arrives there once."""
    texts = enqueue(each_store, [-5], parts=3)
    messenger = ScriptedMessenger(faults={-5: [None, ChatMigrated("upgraded", -1005)]})
    _drain(each_store, messenger)
    assert messenger.received() == {-5: texts[:1], -1005: texts[1:]}
    assert [subscriber.id for subscriber in each_store.list_subscribers()] == ["-1005"]
    assert _statuses(each_store) == {DeliveryStatus.SENT: 3}
    assert {row.subscriber for row in each_store.list_deliveries(chat_id=-1005)} == {"-1005"}


def test_a_chat_that_moved_to_a_known_one_is_not_told_twice(each_store: Store) -> None:
    """Where the new chat has its own digest of the week, the old one's parts are given up."""
    texts = enqueue(each_store, [-5, -1005], parts=2)
    messenger = ScriptedMessenger(faults={-5: [ChatMigrated("upgraded", -1005)]})
    _drain(each_store, messenger)
    assert messenger.received() == {-1005: texts}
    assert _statuses(each_store) == {DeliveryStatus.SENT: 2, DeliveryStatus.FAILED: 2}


def test_a_lost_topic_falls_back_to_the_chat(each_store: Store) -> None:
    """The part goes to the chat itself, the later parts follow it without asking again."""
    texts = enqueue(each_store, [-5], parts=3, thread=9)
    messenger = ScriptedMessenger(faults={-5: [ThreadGone("TOPIC_CLOSED")]})
    _drain(each_store, messenger)
    assert messenger.received() == {-5: texts}
    assert {message.thread for message in messenger.log} == {None}
    assert messenger.requests == 4
    (subscriber,) = each_store.list_subscribers()
    assert (subscriber.status, subscriber.status_reason) == ("active", "TOPIC_CLOSED")


def test_refused_markup_is_sent_as_plain_text_once(store: Store) -> None:
    """Better plain than lost; refused as plain text too, it fails and the next part goes on."""
    enqueue(store, [1, 2], parts=2)
    messenger = ScriptedMessenger(
        faults={1: [EntitiesRefused("x")], 2: [EntitiesRefused("x"), EntitiesRefused("x")]}
    )
    _drain(store, messenger)
    assert [message.plain for message in messenger.log if message.chat == 1] == [True, False]
    assert [message.plain for message in messenger.log if message.chat == 2] == [False]
    assert _statuses(store) == {DeliveryStatus.SENT: 3, DeliveryStatus.FAILED: 1}


def test_an_unknown_outcome_is_resent_once(store: Store) -> None:
    """A part that did not arrive arrives; one that did is repeated once, never more."""
    texts = enqueue(store, [1, 2], parts=2)
    messenger = ScriptedMessenger(
        faults={1: [OutcomeUnknown("reset")], 2: [OutcomeUnknown("reset")]}, delivered_first={2}
    )
    _drain(store, messenger)
    assert messenger.received() == {1: texts, 2: [texts[0], *texts]}
    assert _statuses(store) == {DeliveryStatus.SENT: 4}


def test_a_second_unknown_outcome_is_held_for_a_curator(each_store: Store) -> None:
    """Held rows wait; the parts behind them go; a curator can send or drop them."""
    texts = enqueue(each_store, [1, 2], parts=2)
    unknown = OutcomeUnknown("502")
    messenger = ScriptedMessenger(faults={1: [unknown] * 2, 2: [unknown] * 2})
    _drain(each_store, messenger)
    assert messenger.received() == {1: texts[1:], 2: texts[1:]}
    held = [row.id for row in held_deliveries(each_store)]
    assert held == ["2023-W39/1#0", "2023-W39/2#0"]
    assert [entry.action for entry in each_store.list_audit(limit=5)] == ["delivery.held"] * 2
    assert resend_held(each_store, held[:1], START) == 1
    assert drop_held(each_store, held[1:], START) == 1
    _drain(each_store, messenger)
    assert messenger.received() == {1: [texts[1], texts[0]], 2: texts[1:]}
    assert held_deliveries(each_store) == []


def test_a_fault_of_the_messenger_concerns_its_row_only(store: Store) -> None:
    """An exception that nobody named counts as an unknown outcome; the others are served."""
    texts = enqueue(store, [1, 2], parts=1)
    messenger = ScriptedMessenger(faults={1: [ZeroDivisionError("bug")]})
    _drain(store, messenger)
    assert messenger.received() == {1: texts, 2: texts}


def test_a_wrong_token_stops_everything_and_keeps_the_rows(store: Store) -> None:
    """Unauthorized is raised; nothing is lost, nothing fails."""
    enqueue(store, range(1, 30), parts=1)
    messenger = ScriptedMessenger(faults={1: [Unauthorized("401")]})
    with pytest.raises(Unauthorized):
        _drain(store, messenger)
    assert messenger.requests <= 8
    assert set(_statuses(store)) == {DeliveryStatus.SENT, DeliveryStatus.PENDING}
    _drain(store, messenger)
    assert _statuses(store) == {DeliveryStatus.SENT: 29}


def test_a_part_without_its_text_fails_alone(store: Store) -> None:
    """An edition that is gone from the store cannot be sent; the others can."""
    texts = enqueue(store, [1], parts=1)
    orphan = store.list_deliveries()[0]
    store.settle_deliveries([])
    enqueue(store, [2], parts=1)
    lost = Delivery(
        **{name: getattr(orphan, name) for name in orphan.__struct_fields__ if name != "edition"},
        edition="gone",
    )
    store.settle_deliveries([lost])
    messenger = ScriptedMessenger()
    _drain(store, messenger)
    assert messenger.received() == {2: texts}
    assert _statuses(store) == {DeliveryStatus.SENT: 1, DeliveryStatus.FAILED: 1}


def test_two_hundred_chats_twenty_of_them_faulty(store: Store) -> None:
    """Every reachable chat has each part exactly once, faults stay with their chats."""
    texts = enqueue(store, range(1, 201), parts=2)
    kinds: Sequence[Callable[[], list[BaseException | None]]] = (
        lambda: [ChatRefused("blocked")],
        lambda: [MessageRefused("odd")],
        lambda: [NotSent("refused"), NotSent("refused")],
        lambda: [Throttled("429", 12.0)],
        lambda: [OutcomeUnknown("500")],
        lambda: [OutcomeUnknown("hang"), OutcomeUnknown("hang")],
        lambda: [EntitiesRefused("entities")],
        lambda: [ChatMigrated("moved", -1_000_000)],
    )
    faulty = range(10, 201, 10)
    faults = {chat: kinds[index % 7]() for index, chat in enumerate(faulty)}
    messenger = ScriptedMessenger(faults=faults, slow=dict.fromkeys(range(60, 201, 70), 20.0))
    _drain(store, messenger, seconds=240)
    received = messenger.received()
    healthy = [chat for chat in range(1, 201) if chat not in faulty]
    assert [chat for chat in healthy if received.get(chat) != texts] == []
    assert all(count == 1 for count in Counter((m.chat, m.text) for m in messenger.log).values())
    for chat in faulty:
        assert set(received.get(chat, [])) <= {*texts, *(text[3:] for text in texts)}
    starts = sorted(message.at for message in messenger.log)
    busy = [at for at in starts if at < 12.0]
    assert len(busy) > 12 * 20, "slow and faulty chats do not slow the others down"


def test_stopping_finishes_what_is_in_flight_and_gives_the_rest_back(store: Store) -> None:
    """After `stop` no row is left `sending`: the answers in flight are awaited."""
    enqueue(store, range(1, 40), parts=1)
    messenger = ScriptedMessenger(latency=3.0)
    _drain(store, messenger, seconds=1.0)
    statuses = _statuses(store)
    assert statuses.keys() == {DeliveryStatus.SENT, DeliveryStatus.PENDING}
    assert statuses[DeliveryStatus.SENT] == len(messenger.log) <= 8


def test_stopping_during_a_pause_does_not_wait_for_it(store: Store) -> None:
    """Rows that wait for a turn are given back `pending`, at once."""
    enqueue(store, [1, 2], parts=1)
    ended: list[float] = []

    async def work() -> None:
        stop = asyncio.Event()
        pacer = Pacer()
        sender = Sender(store, ScriptedMessenger(), pacer, WallClock())
        loop = asyncio.get_running_loop()
        loop.call_later(0.0, pacer.pause_all, 9_000.0)
        loop.call_later(2.0, stop.set)
        await sender.drain(stop)
        ended.append(loop.time())

    run(work())
    assert ended[0] < 5.0
    assert DeliveryStatus.SENDING not in _statuses(store)


def test_a_cancelled_sender_keeps_the_outcomes_it_knows(store: Store) -> None:
    """Cancelled in mid-air: sent stays sent, in flight is unknown, and nothing is `sending`."""
    enqueue(store, range(1, 40), parts=1)
    messenger = ScriptedMessenger(latency=0.5)

    async def work() -> None:
        task = asyncio.create_task(
            Sender(store, messenger, Pacer(), WallClock()).drain(asyncio.Event())
        )
        await asyncio.sleep(1.7)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(work())
    statuses = _statuses(store)
    assert statuses[DeliveryStatus.SENT] == len(messenger.log)
    assert DeliveryStatus.SENDING not in statuses


def test_what_a_crash_left_is_resent_once_and_then_held(each_store: Store) -> None:
    """`sending` rows of a dead process are unknown: sent again at the start, held next time."""
    texts = enqueue(each_store, [1], parts=1)
    each_store.claim_deliveries(START, limit=5)
    messenger = ScriptedMessenger()
    _drain(each_store, messenger)
    assert messenger.received() == {1: texts}
    enqueue(each_store, [2], parts=1)
    each_store.claim_deliveries(START, limit=5)
    each_store.recover_deliveries(START)
    each_store.claim_deliveries(START, limit=5)
    _drain(each_store, messenger)
    assert messenger.received() == {1: texts}
    assert [row.chat_id for row in held_deliveries(each_store)] == [2]


class _FullDisk(MemoryStore):
    """Refuses to settle while `full`."""

    full = False

    def settle_deliveries(self, rows: Sequence[Delivery]) -> None:
        if self.full:
            raise NotDurable("no space left on device")
        super().settle_deliveries(rows)


def test_outcomes_survive_a_full_disk() -> None:
    """What cannot be settled now is kept and settled later; no part is sent twice."""
    store = _FullDisk()
    texts = enqueue(store, range(1, 20), parts=2)

    def trouble(_stop: asyncio.Event, _clock: WallClock) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, setattr, store, "full", True)
        loop.call_later(30.0, setattr, store, "full", False)

    messenger = ScriptedMessenger()
    _drain(store, messenger, during=trouble)
    assert messenger.received() == dict.fromkeys(range(1, 20), texts)
    assert _statuses(store) == {DeliveryStatus.SENT: 38}
    assert not [message for message in messenger.log if 2.0 < message.at < 30.0]


def test_a_clock_that_ran_ahead_holds_no_row_back(store: Store) -> None:
    """Rows told to wait by a clock a year ahead go out once the clock is right again."""
    texts = enqueue(store, [1, 2], parts=1)
    messenger = ScriptedMessenger(faults={1: [Throttled("429", 5.0)], 2: [NotSent("x")]})

    def jump(_stop: asyncio.Event, clock: WallClock) -> None:
        clock.skew = timedelta(days=365)
        asyncio.get_running_loop().call_later(1.5, setattr, clock, "skew", timedelta(0))

    _drain(store, messenger, during=jump)
    assert messenger.received() == {1: texts, 2: texts}


def test_a_clock_that_was_set_right_before_a_restart_holds_no_row_back(store: Store) -> None:
    """The same when the clock was corrected while the bot was down."""
    texts = enqueue(store, [1], parts=1)
    row = store.list_deliveries()[0]
    late: datetime = START + timedelta(days=365)
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    store.settle_deliveries([Delivery(**{**fields, "not_before": late})])
    messenger = ScriptedMessenger()
    _drain(store, messenger)
    assert messenger.received() == {1: texts}


def test_the_rate_is_used_and_kept(store: Store) -> None:
    """800 parts leave at nearly 30 a second, answered after 0.1 s each, never faster."""
    enqueue(store, range(1, 801), parts=1)
    messenger = ScriptedMessenger(latency=0.1)
    _drain(store, messenger)
    at = sorted(message.at for message in messenger.log)
    assert len(at) == 800
    assert all(later - first >= 1.0 - 1e-9 for first, later in zip(at, at[30:], strict=False))
    known = at[400:]  # before, all of the 0.1 s counts as uncertain
    assert (len(known) - 1) / (known[-1] - known[0]) >= 0.98 * 30


def test_groups_get_at_most_twenty_a_minute() -> None:
    """A group with more parts than its minute allows gets them over the next one."""
    store = open_store("memory:")
    texts = enqueue(store, [-5], parts=25)
    messenger = ScriptedMessenger()
    _drain(store, messenger, seconds=200)
    assert messenger.received() == {-5: texts}
    at = [message.at for message in messenger.log]
    assert all(later - first >= 60.0 for first, later in zip(at, at[20:], strict=False))


def test_new_rows_are_sent_at_once_when_woken(store: Store) -> None:
    """`wake` ends the idle wait."""
    messenger = ScriptedMessenger()

    async def work() -> float:
        stop = asyncio.Event()
        sender = Sender(store, messenger, Pacer(Limits()), WallClock(), idle_seconds=500.0)
        draining = asyncio.create_task(sender.drain(stop))
        await asyncio.sleep(3.0)
        enqueue(store, [1], parts=1)
        sender.wake()
        await asyncio.sleep(1.0)
        stop.set()
        await draining
        return asyncio.get_running_loop().time()

    assert run(work()) < 10.0
    assert len(messenger.log) == 1
