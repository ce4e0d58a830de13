"""The weekly digest, from due subscribers to messages on the strict Bot API server."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import system_clock
from storage.models import Delivery, DeliveryStatus
from storage.open import open_store
from tests.botapi.server import BotApiServer, Fault
from tests.e2e.crowd import subscribe, week_of_articles
from tests.e2e.running import running_bot, settings_for

CHATS = 200
GROUPS = 10
REFUSING = {
    1005: Fault.BLOCKED,
    1015: Fault.DEACTIVATED,
    1025: Fault.NOT_FOUND,
    1035: Fault.NOT_STARTED,
    -1005: Fault.KICKED,
    -1006: Fault.NOT_MEMBER,
}
PASSING = {
    1045: Fault.SERVER_ERROR,
    1055: Fault.BAD_GATEWAY,
    1065: Fault.RESET_BEFORE,
    1075: Fault.RETRY_AFTER,
    1085: Fault.RETRY_AFTER,
    1095: Fault.CANNOT_PARSE,
    1105: Fault.SLOW,
    1115: Fault.SLOW,
    1125: Fault.SERVER_ERROR,
    1135: Fault.BAD_GATEWAY,
}
"""Faults of the first request only; nothing was processed."""
DOUBLING = (1145, 1155)
"""The message arrives and the connection breaks: nobody can know."""
MIGRATING = {-1007: -100_7000, -1008: -100_8000}
assert len(REFUSING) + len(PASSING) + len(DOUBLING) + len(MIGRATING) == 20


async def settled(read: Callable[[], list[Delivery]], seconds: float) -> list[Delivery]:
    """The outbox once nothing in it is pending, sending or unknown."""
    open_states = {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN}
    async with asyncio.timeout(seconds):
        while True:
            await asyncio.sleep(0.5)
            rows = await asyncio.to_thread(read)
            if rows and not any(row.status in open_states for row in rows):
                return rows


@pytest.mark.slow
async def test_two_hundred_chats_with_faults_in_twenty_get_each_part_exactly_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refusals pause one chat each, passing faults are overcome, nothing is doubled."""
    now = system_clock()
    people = [1000 + number for number in range(CHATS - GROUPS)]
    groups = [-1000 - number for number in range(GROUPS)]
    async with BotApiServer() as server:
        for chat in people:
            server.add_user(chat)
        for chat in groups:
            server.add_group(chat)
        for chat, fault in REFUSING.items():
            server.fault(chat, fault)
        for chat, fault in PASSING.items():
            server.fault(chat, fault, times=1, retry_after=3)
        for chat in DOUBLING:
            server.fault(chat, Fault.RESET_AFTER, times=1)
        for chat, new in MIGRATING.items():
            server.fault(chat, Fault.MIGRATED, migrate_to=new)
        settings = settings_for(server, tmp_path / "data")
        store = open_store(str(settings.data_dir))
        store.put_articles(week_of_articles(now, 60))
        for chat in [*people, *groups]:
            subscribe(store, chat, now, now)
        store.close()

        def read() -> list[Delivery]:
            beside = open_store(str(settings.data_dir), read_only=True)
            try:
                return beside.list_deliveries()
            finally:
                beside.close()

        async with running_bot(settings):
            rows = await settled(read, 120)
        rate = server.rate()
        with capsys.disabled():
            sys.stdout.write(
                f"\n{rate.messages} messages in {rate.seconds:.1f} s, peak {rate.second}/s\n"
            )

        parts = max(row.part for row in rows) + 1
        assert parts >= 2
        for chat in [*people, *groups]:
            here = MIGRATING.get(chat, chat)
            texts = Counter(message.text for message in server.messages(here))
            if chat in REFUSING:
                assert not texts, chat
                continue
            assert len(texts) == parts, chat
            repeated = sum(texts.values()) - parts
            assert repeated == (1 if chat in DOUBLING else 0), chat
        assert not server.violations
        assert rate.throttled == sum(fault is Fault.RETRY_AFTER for fault in PASSING.values())
        again = open_store(str(settings.data_dir), read_only=True)
        statuses = {item.chat_id: item.status for item in again.list_subscribers()}
        again.close()
        assert {chat for chat, status in statuses.items() if status == "blocked"} == set(REFUSING)
        assert set(MIGRATING.values()) <= set(statuses)
