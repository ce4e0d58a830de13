"""Many at once on the strict loopback server: nobody waits for another's trouble; paid sending."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram import Bot

from bot.clock import system_clock
from bot.commands.progress import progress
from bot.config import Settings
from bot.delivery.dispatch import Dispatcher
from bot.delivery.limits import Limits, limits_for
from bot.delivery.pacer import Pacer
from bot.delivery.sender import IN_FLIGHT, MOST_IN_FLIGHT, Sender, in_flight_for
from bot.errors import ConfigError
from bot.messages.catalog import Catalog
from bot.telegram_edge.messenger import TelegramMessenger
from storage.base import Store
from storage.models import DeliveryStatus, Preferences
from storage.open import open_store
from tests.botapi.server import BotApiServer, Fault
from tests.delivery.scripted import enqueue
from tests.delivery.virtual_time import START
from tests.digest.factory import article, subscriber

CHATS = range(1, 41)


async def _drained(
    server: BotApiServer, store: Store, *, rate: int | None, paid: bool
) -> TelegramMessenger:
    """Empty the outbox at that rate, marked as paid or not."""
    bot = Bot(server.token, base_url=f"{server.url}/bot")
    async with bot:
        messenger = TelegramMessenger(bot, paid=paid)
        sender = Sender(
            store,
            messenger,
            Pacer(limits_for(rate)),
            system_clock,
            in_flight=in_flight_for(rate),
        )
        await sender.run_once()
    return messenger


async def test_one_failing_chat_delays_nobody() -> None:
    """Told to wait, shut out, broken or slow: all others have theirs before those who recover."""
    troubled = {
        3: Fault.RETRY_AFTER,
        7: Fault.BLOCKED,
        11: Fault.SERVER_ERROR,
        15: Fault.SLOW,
    }
    store = open_store("memory:")
    enqueue(store, CHATS, parts=1)
    async with BotApiServer() as server:
        for chat in CHATS:
            server.add_user(chat)
        for chat, fault in troubled.items():
            server.fault(chat, fault, times=1, retry_after=30, delay=3.0)
        await _drained(server, store, rate=None, paid=False)
        well = [chat for chat in CHATS if chat not in troubled]
        assert all(len(server.messages(chat)) == 1 for chat in well)
        last = max(server.messages(chat)[0].at for chat in well)
        assert not server.messages(3)
        assert not server.messages(7)
        slow = server.messages(15)
        assert slow
        assert slow[0].at > last
        statuses = {row.chat_id: row.status for row in store.list_deliveries()}
        assert statuses[3] is DeliveryStatus.PENDING
        assert statuses[7] is DeliveryStatus.FAILED
        assert not server.violations


async def test_paid_messages_pass_the_free_limit() -> None:
    """At 300 a second nothing is answered 429, and what exceeds 30 a second is billed."""
    store = open_store("memory:")
    enqueue(store, range(1, 121), parts=1)
    async with BotApiServer() as server:
        for chat in range(1, 121):
            server.add_user(chat)
        await _drained(server, store, rate=300, paid=True)
        assert server.rate().messages == 120
        assert server.rate().throttled == 0
        assert server.billed > 0


async def test_at_that_rate_unpaid_messages_are_refused() -> None:
    """The server does count: without the mark the same pace is answered 429."""
    store = open_store("memory:")
    enqueue(store, range(1, 121), parts=1)
    async with BotApiServer() as server:
        for chat in range(1, 121):
            server.add_user(chat)
        await _drained(server, store, rate=300, paid=False)
        assert server.rate().throttled > 0
        assert server.billed == 0


def test_paid_sending_is_off_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The free limits hold by default; a rate is between 31 and 1,000."""
    monkeypatch.delenv("PAID_BROADCAST_RATE", raising=False)
    assert Settings(_env_file=None).paid_broadcast_rate is None  # type: ignore[call-arg]  # pydantic's own
    assert limits_for(None) == Limits()
    assert in_flight_for(None) == IN_FLIGHT
    paid = limits_for(1000)
    assert paid.arrivals == 1000
    assert 900 <= paid.per_second < 1000
    assert paid.chat_seconds == Limits().chat_seconds
    assert in_flight_for(1000) == MOST_IN_FLIGHT
    for wrong in ("30", "1001", "viel"):
        monkeypatch.setenv("PAID_BROADCAST_RATE", wrong)
        with pytest.raises((ConfigError, ValueError)):
            Settings(_env_file=None)  # type: ignore[call-arg]  # as above


def test_a_text_is_composed_once_for_all_who_get_the_same(tmp_path: Path) -> None:
    """300 subscribers who chose two lengths: two texts, in one run, each kept once."""
    store = open_store(str(tmp_path))
    store.put_articles([article(n, first_seen=START.replace(hour=0)) for n in range(3)])
    for chat in range(1, 301):
        wishes = Preferences(length="short" if chat % 2 else "full")
        who = subscriber(chat, next_due_at=START, preferences=wishes)
        store.update_subscriber(who.id, lambda _, new=who: new)  # type: ignore[misc]  # default binds the loop variable
    report = Dispatcher(store, lambda: START, Catalog.load(), {}).run_due()
    assert (report.frozen, report.composed) == (300, 2)
    editions = {
        digest.edition for n in range(1, 301) for digest in store.list_digests(str(n), limit=1)
    }
    assert len(editions) <= 2
    store.close()


def test_the_forecast_begins_with_the_pace() -> None:
    """Before anything was sent the end is reckoned from the pace, afterwards from what was sent."""
    store = open_store("memory:")
    enqueue(store, range(1, 281), parts=1)
    rows = store.list_deliveries()
    first = progress(rows, START, 28.0)
    assert first is not None
    assert (first.left, first.failed) == (280, 0)
    assert first.ready_at is not None
    assert (first.ready_at - START).total_seconds() == pytest.approx(10.0)
    assert progress(rows, START) == type(first)(0, 280, None)
