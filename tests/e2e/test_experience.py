"""How it feels: quick questions, old buttons, stickers, deep links, groups, a curator's choice.

All against the strict server with Telegram's own flood limits: whatever people do, no 429.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.config import Settings
from bot.delivery.outbox import edition_of, frozen_digest
from bot.messages.catalog import Catalog
from bot.rooms import build_fetcher, build_ingestor, build_rooms
from bot.samples import sample_sources
from storage.models import DeliveryStatus, Part, Subscriber
from storage.open import open_store
from tests.botapi.server import BotApiServer, Fault
from tests.e2e.running import running_bot, settings_for

CATALOG = Catalog.load()
CURATOR = 9002


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server with Telegram's flood limits; what the bot did wrong fails the test."""
    async with BotApiServer() as running:
        yield running
        assert not running.violations
        assert running.rate().throttled == 0


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that holds the bundled samples."""
    folder = tmp_path_factory.mktemp("samples") / "data"

    async def load() -> None:
        store = open_store(str(folder), clock=system_clock)
        rooms = build_rooms(
            Settings.model_construct(data_dir=folder), store, sources=sample_sources()
        )
        async with build_fetcher(rooms) as fetcher:
            await build_ingestor(rooms, fetcher).load_samples()
        store.close()

    asyncio.run(load())
    return folder


@pytest.fixture
def settings(server: BotApiServer, samples: Path, tmp_path: Path) -> Settings:
    """Settings of a bot with a copy of the samples of its own."""
    folder = shutil.copytree(samples, tmp_path / "data")
    return settings_for(server, folder, curator_ids={CURATOR})


async def test_ten_messages_at_once_are_all_answered_in_order(
    server: BotApiServer, settings: Settings
) -> None:
    """A burst of answers, then one a second; nothing is lost and Telegram never says 429."""
    lan = server.add_user(1001)
    asked = [
        "giao ban", "/moinhat", "/tuan", "xyzzyxyz", "/nguon", "/caidat", "/dangky", "/trogiup",
        "/khongco", "/xem zzz",
    ]  # fmt: skip
    async with running_bot(settings):
        for text in asked:
            await lan.send(text)
        answers = [(await lan.wait_message(timeout=15)).text for _ in asked]
    begun = (
        "Tìm thấy", "Tin mới nhất", "Điểm tin tuần", "Không tìm thấy", "", "Cài đặt",
        "Bạn muốn nhận", "Các lệnh", "Tôi không biết", "Không có bài",
    )  # fmt: skip
    for answer, beginning in zip(answers, begun, strict=True):
        assert answer.startswith(beginning)


async def test_a_crowd_in_private_and_in_a_group_meets_no_flood_limit(
    server: BotApiServer, settings: Settings
) -> None:
    """Five people and a group ask at the same time, with long answers and pressed buttons."""
    people = [server.add_user(1001 + number) for number in range(5)]
    group = server.add_group(-5001, members={1001: "member"})
    async with running_bot(settings):
        for _ in range(3):
            for person in people:
                await person.send("/trogiup")
            await group.send("/moinhat", from_user=1001)
        for person in people:
            for _ in range(3):
                assert "/tim" in (await person.wait_message(timeout=15)).text
        for _ in range(3):
            listed = await group.wait_message(timeout=15)
        await group.press(listed, "2 ▶", from_user=1001)
        assert "Trang 2/" in (await group.wait_edit(listed, timeout=15)).text


async def test_pressing_a_button_three_times_at_once_turns_one_page(
    server: BotApiServer, settings: Settings
) -> None:
    """Each press is acknowledged, the message shows the page, no second message appears."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/moinhat")
        listed = await lan.wait_message()
        presses = [await lan.press(listed, "2 ▶") for _ in range(3)]
        for press in presses:
            await press.answer(timeout=10)
        assert "Trang 2/" in (await lan.wait_edit(listed)).text
        await lan.send("/xem zzz")  # answered after whatever the presses led to
        await lan.wait_message(timeout=10)
    assert len(lan.messages) == 2


async def test_buttons_of_an_old_message_work_after_a_restart(
    server: BotApiServer, settings: Settings
) -> None:
    """Pages, articles and settings need no memory of the conversation."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("hội nghị từ:01/01/2020 đến:31/12/2099 -khủng -long -bạo -chúa")
        listed = await lan.wait_message()
        await lan.send("/dangky")
        question = await lan.wait_message()
    async with running_bot(settings):
        await lan.press(listed, "2 ▶")
        assert "Trang 2/" in (await lan.wait_edit(listed, timeout=10)).text
        await lan.press(listed, "1")
        opened = await lan.wait_message(timeout=10)
        assert opened.text
        await lan.press(question, "T6")
        assert "thứ Sáu" in (await lan.wait_edit(question, timeout=10)).text


async def test_a_button_of_another_age_is_a_short_notice(
    server: BotApiServer, settings: Settings
) -> None:
    """What a button meant long ago is gone: the toast says how to get new ones."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("/moinhat")
        listed = await lan.wait_message()
        message = lan.chat.messages[listed.message_id]
        query = server.world.open_query(1001)
        server.world.updates.push(
            "callback_query",
            {
                "id": query.id, "from": lan.user, "message": message.json(),
                "chat_instance": "7", "data": "daxoa 3",
            },
        )  # fmt: skip
        answer = await server.world.changed.until(lambda: query.answer, 5)
    assert answer is not None
    assert answer["text"] == CATALOG.text("vi", "error.old_button")


async def test_a_sticker_gets_the_short_help(server: BotApiServer, settings: Settings) -> None:
    """No words, no silence."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        sticker = {
            "file_id": "a", "file_unique_id": "b", "width": 1, "height": 1,
            "is_animated": False, "is_video": False, "type": "regular",
        }  # fmt: skip
        server.world.updates.push(
            "message",
            {
                "message_id": 5, "date": 1, "chat": lan.chat.json(), "from": lan.user,
                "sticker": sticker,
            },
        )  # fmt: skip
        assert (await lan.wait_message()).text == CATALOG.text("vi", "help.short")


async def test_a_question_corrected_by_editing_is_answered(
    server: BotApiServer, settings: Settings
) -> None:
    """The mistake finds nothing, the corrected text does."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        asked = await lan.send("gxxo bxxn")
        assert "Không tìm thấy" in (await lan.wait_message()).text
        await lan.edit(asked, "giao ban")
        assert "Tìm thấy" in (await lan.wait_message()).text


async def test_a_deep_link_opens_its_article_and_a_wrong_one_says_so(
    server: BotApiServer, settings: Settings
) -> None:
    """`t.me/<bot>?start=xem_<id>` arrives as `/start xem_<id>`."""
    lan = server.add_user(1001)
    async with running_bot(settings):
        await lan.send("giao ban quy III")
        found = await lan.wait_message()
        data = found.buttons[0][0].callback_data
        assert data is not None
        await lan.send(f"/start xem_{data.removeprefix('xem ')}")
        assert "Giao ban công tác bảo vệ rừng quý" in (await lan.wait_message()).text
        await lan.send("/start xem_khongco")
        assert "“khongco”" in (await lan.wait_message()).text


async def test_a_group_is_greeted_once_and_shortly(
    server: BotApiServer, settings: Settings
) -> None:
    """Being added is answered with who may subscribe; being made administrator is not."""
    server.add_user(1001)
    group = server.add_group(-5001, members={1001: "administrator"}, bot_status="left")
    async with running_bot(settings):
        await group.set_bot("member", by=1001)
        welcome = await group.wait_message()
        assert welcome.text == CATALOG.text("vi", "start.group")
        await group.set_bot("administrator", by=1001)
        await group.press(welcome, "🔔 Đăng ký", from_user=1001)
        assert "ngày nào" in (await group.wait_message(timeout=10)).text
    assert len(group.messages) == 2


async def test_the_profile_speaks_each_readers_language(
    server: BotApiServer, settings: Settings
) -> None:
    """Set where they differ from what is shown; a second start finds nothing to change."""
    async with running_bot(settings):
        await server.wait_requests("setMyShortDescription", 2)
    texts = server.world.profile.texts
    for language, spoken in (("", "vi"), ("en", "en")):
        assert texts["description", language] == CATALOG.text(spoken, "profile.description")
        short = CATALOG.text(spoken, "profile.short_description")
        assert texts["short_description", language] == short
    async with running_bot(settings):
        await server.wait_requests("getMyShortDescription", 6)
    assert sum(it.method == "setMyDescription" for it in server.requests) == 2


async def test_a_profile_that_cannot_be_set_stops_nothing(
    server: BotApiServer, settings: Settings
) -> None:
    """The descriptions are a convenience: the bot answers all the same."""
    lan = server.add_user(1001)
    server.fault(None, Fault.SERVER_ERROR, methods={"setMyDescription", "getMyDescription"})
    async with running_bot(settings):
        await lan.send("/help")
        assert "/tim" in (await lan.wait_message()).text


async def test_a_curator_sends_a_held_message_again(
    server: BotApiServer, settings: Settings
) -> None:
    """From /trangthai over the question to the message in the reader's chat, and the audit log."""
    lan = server.add_user(1001)
    curator = server.add_user(CURATOR, first_name="Mai")
    now = system_clock()
    who = Subscriber(id="1001", chat_id=1001, title="Lan", created_at=now)
    digest, edition, (row,) = frozen_digest(
        who,
        edition_of([Part(html="<b>Điểm tin</b> mẫu", plain="Điểm tin mẫu")]),
        period="2023-W39",
        article_ids=(),
        since=now,
        until=now,
        now=now,
    )
    store = open_store(str(settings.data_dir))
    store.update_subscriber(who.id, lambda _: who)
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    held = type(row)(**{**fields, "status": DeliveryStatus.HELD, "error": "timed out"})
    store.freeze_digests([(digest, edition, [held])])
    store.close()
    async with running_bot(settings):
        await curator.send("/trangthai")
        status = await curator.wait_message()
        assert "Lan · tuần 39 · phần 1/1" in status.text
        await curator.press(status, "1: Gửi lại")
        question = await curator.wait_message(timeout=10)
        assert not lan.messages
        await curator.press(question, "Gửi lại")
        assert "Sẽ gửi lại ngay" in (await curator.wait_edit(question, timeout=10)).text
        assert (await lan.wait_message(timeout=10)).text == "Điểm tin mẫu"
    beside = open_store(str(settings.data_dir), read_only=True)
    assert [it.action for it in beside.list_audit(limit=5)] == ["held.resend"]
    beside.close()
