"""People talk to the running bot over the Bot API: private chats, groups, topics, channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.config import Settings
from bot.rooms import build_fetcher, build_ingestor, build_rooms
from storage.models import Subscriber
from storage.open import open_store
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.e2e.running import running_bot, settings_for

FIXTURES = Path(__file__).resolve().parents[1] / "data" / "e2e"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server without flood limits; what the bot did wrong fails the test."""
    async with BotApiServer(limits=UNLIMITED) as running:
        yield running
        assert not running.violations


@pytest.fixture
async def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """Settings of a bot whose store holds the fixture articles."""
    settings = settings_for(server, tmp_path / "data", owner_ids={9001}, curator_ids={9002})
    store = open_store(str(settings.data_dir), clock=system_clock)
    rooms = build_rooms(settings, store)
    async with build_fetcher(rooms) as fetcher:
        report = await build_ingestor(rooms, fetcher).ingest_path(FIXTURES)
    store.close()
    assert report.added == 3
    assert not report.failures
    return settings


def subscriber(settings: Settings, subscriber_id: str) -> Subscriber | None:
    """What is kept, read beside the running bot."""
    store = open_store(str(settings.data_dir), read_only=True)
    try:
        return store.get_subscriber(subscriber_id)
    finally:
        store.close()


async def wait_status(settings: Settings, subscriber_id: str, status: str | None) -> Subscriber:
    """The subscriber, once its status is this; updates without an answer take a moment."""
    async with asyncio.timeout(5):
        while True:
            kept = subscriber(settings, subscriber_id)
            if kept is not None and kept.status == status:
                return kept
            await asyncio.sleep(0.02)


async def test_a_reader_searches_reads_and_pages_in_vietnamese(
    server: BotApiServer, settings: Settings
) -> None:
    """Plain text without diacritics finds the article; a button opens it."""
    lan = server.add_user(1001, language_code="vi")
    async with running_bot(settings):
        await lan.send("/start")
        assert "Điểm Tin" in (await lan.wait_message()).text
        await lan.send("giao ban quy III")
        found = await lan.wait_message()
        assert "Khối Dân vận Tràng Vỹ giao ban quý III" in found.text
        await lan.press(found, "1")
        article = await lan.wait_message()
        assert "kết nạp 41 đảng viên" in article.text
        assert "12/10/2025" in article.text


async def test_what_is_not_there_is_not_made_up(server: BotApiServer, settings: Settings) -> None:
    """Nothing found is said so, in the language of the user's Telegram."""
    lan = server.add_user(1001, language_code="vi")
    tom = server.add_user(1002, language_code="en")
    async with running_bot(settings):
        await lan.send("khủng long bạo chúa")
        assert "Không tìm thấy" in (await lan.wait_message()).text
        await tom.send("tyrannosaurus rex")
        assert "found" in (await tom.wait_message()).text.lower()


async def test_unknown_input_gets_help_not_silence(
    server: BotApiServer, settings: Settings
) -> None:
    """A mistyped command is answered with a hint."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/dangki")
        assert "/dangky" in (await lan.wait_message()).text


async def test_subscribing_takes_at_most_three_taps_and_is_kept(
    server: BotApiServer, settings: Settings
) -> None:
    """Day, hour, done; the store has it when the bot says so."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/dangky")
        question = await lan.wait_message()
        await lan.press(question, "T6")
        hours = await lan.wait_edit(question)
        label = next(
            button.text for row in hours.buttons for button in row if button.text.startswith("18")
        )
        await lan.press(hours, label)
        done = await lan.wait_edit(hours)
        assert "18:00" in done.text
        kept = subscriber(settings, "1001")
    assert kept is not None
    assert (kept.status, kept.weekday, kept.hour) == ("active", 4, 18)
    assert kept.next_due_at is not None
    assert kept.next_due_at > datetime.now(UTC)


async def test_the_language_can_be_changed_and_stays(
    server: BotApiServer, settings: Settings
) -> None:
    """`/ngonngu` wins over Telegram's language, also after a restart."""
    lan = server.add_user(1001, language_code="vi")
    async with running_bot(settings):
        await lan.send("/ngonngu en")
        await lan.wait_message()
    async with running_bot(settings):
        await lan.send("khủng long")
        assert "found" in (await lan.wait_message()).text.lower()


async def test_in_a_group_only_administrators_change_settings(
    server: BotApiServer, settings: Settings
) -> None:
    """A member is told so; an administrator subscribes the group; talk is left alone."""
    server.add_user(1001)
    server.add_user(1002)
    group = server.add_group(-5001, members={1001: "administrator", 1002: "member"})
    async with running_bot(settings):
        await group.send("/dangky@" + "OtherBot t2 7h", from_user=1002)
        await group.send("chào cả nhà", from_user=1002)
        await group.send("/dangky t2 7h", from_user=1002)
        assert "quản trị" in (await group.wait_message()).text
        await group.send("/dangky t2 7h", from_user=1001)
        await group.wait_message()
        kept = subscriber(settings, "-5001")
    assert kept is not None
    assert kept.status == "active"
    assert len(server.messages(-5001)) == 2


async def test_a_forum_topic_is_a_place_of_its_own(
    server: BotApiServer, settings: Settings
) -> None:
    """The answer and the subscription belong to the topic they were asked in."""
    server.add_user(1001)
    forum = server.add_supergroup(-100200, forum=True, members={1001: "administrator"})
    topic = forum.add_topic("Điểm tin")
    async with running_bot(settings):
        await forum.send("/dangky t2 7h", from_user=1001, thread_id=topic)
        assert (await forum.wait_message()).thread_id == topic
        kept = subscriber(settings, f"-100200:{topic}")
    assert kept is not None
    assert kept.status == "active"


async def test_a_channel_can_subscribe(server: BotApiServer, settings: Settings) -> None:
    """Who may post in a channel may subscribe it."""
    channel = server.add_channel(-100300)
    async with running_bot(settings):
        await channel.send("/dangky t2 7h")
        await channel.wait_message()
        kept = subscriber(settings, "-100300")
    assert kept is not None
    assert (kept.status, kept.chat_type) == ("active", "channel")


async def test_status_is_for_curators(server: BotApiServer, settings: Settings) -> None:
    """A reader is refused, a curator sees the figures."""
    lan = server.add_user(1001)
    curator = server.add_user(9002)
    async with running_bot(settings):
        await lan.send("/trangthai")
        refused = await lan.wait_message()
        await curator.send("/trangthai")
        shown = await curator.wait_message()
    assert "3" not in refused.text
    assert "3" in shown.text


async def test_deleting_ones_data_asks_first_and_leaves_nothing(
    server: BotApiServer, settings: Settings
) -> None:
    """`/xoadulieu` needs a second tap, then the chat is unknown."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/dangky t2 7h")
        await lan.wait_message()
        await lan.send("/xoadulieu")
        question = await lan.wait_message()
        assert subscriber(settings, "1001") is not None
        await lan.press(question, question.buttons[0][0].text)
        await lan.wait_edit(question)
        assert subscriber(settings, "1001") is None


async def test_being_blocked_is_a_pause_that_keeps_the_preferences(
    server: BotApiServer, settings: Settings
) -> None:
    """Blocking stops the digest, unblocking takes it up again as it was."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/dangky t5 9h")
        await lan.wait_message()
        await lan.block()
        blocked = await wait_status(settings, "1001", "blocked")
        await lan.unblock()
        back = await wait_status(settings, "1001", "active")
    assert (blocked.weekday, blocked.hour, blocked.next_due_at) == (3, 9, None)
    assert (back.weekday, back.hour) == (3, 9)
    assert back.next_due_at is not None


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(
    server: BotApiServer, settings: Settings
) -> None:
    """The new id takes the place of the old one."""
    server.add_user(1001)
    group = server.add_group(-5001, members={1001: "administrator"})
    async with running_bot(settings):
        await group.send("/dangky t2 7h", from_user=1001)
        await group.wait_message()
        await group.migrate(-100400)
        kept = await wait_status(settings, "-100400", "active")
        assert subscriber(settings, "-5001") is None
    assert (kept.chat_id, kept.weekday) == (-100400, 0)


async def test_the_menus_are_set_per_language_and_scope(
    server: BotApiServer, settings: Settings
) -> None:
    """Readers get their commands in both languages; curators get more in their own chat."""
    server.add_user(9001)
    server.add_user(9002)
    async with running_bot(settings):
        await server.wait_requests("setMyCommands", 15)
        vietnamese = server.commands({"type": "default"})
        english = server.commands({"type": "default"}, "en")
        more = server.commands({"type": "chat", "chat_id": 9002})
    assert "tim" in {item["command"] for item in vietnamese}
    assert {item["command"] for item in english} >= {"search", "subscribe"}
    assert len(more) > len(vietnamese)
