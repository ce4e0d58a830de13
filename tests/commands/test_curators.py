"""Tests of what curators see and decide: /trangthai, held messages, every source."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.progress import FEWEST, OPEN, progress
from bot.config import Settings
from bot.delivery.outbox import edition_of, frozen_digest
from bot.messages.rich import Reply
from storage.errors import NotDurable
from storage.models import (
    Delivery,
    DeliveryStatus,
    Part,
    Reading,
    Source,
    SourceHealth,
    SourceState,
    Subscriber,
)
from storage.open import open_store
from tests.commands.world import CATALOG, NOW, World, article, button, buttons, said, world

PARTS = tuple(Part(html=f"phần {n}", plain=f"phần {n}") for n in range(3))


def curator(bot: World, text: str, *, pressed: bool = False) -> Reply:
    """What a curator is answered."""
    return bot.ask(text, curator=True, pressed=pressed)


def press(bot: World, reply: Reply, word: str) -> Reply:
    """What a curator is answered to a button."""
    action = button(reply, word).action
    assert action is not None
    return curator(bot, action, pressed=True)


def freeze(bot: World, chat_id: int, *statuses: DeliveryStatus, at: datetime = NOW) -> list[str]:
    """A digest of 2023-W39 in the outbox, its parts standing so; the ids of the rows."""
    who = Subscriber(id=str(chat_id), chat_id=chat_id, title=f"Tổ tin {chat_id}", created_at=NOW)
    bot.store.update_subscriber(who.id, lambda _: who)
    digest, edition, rows = frozen_digest(
        who,
        edition_of(PARTS[: len(statuses)]),
        period="2023-W39",
        article_ids=(),
        since=NOW,
        until=NOW,
        now=at,
    )
    bot.store.freeze_digests([(digest, edition, rows)])
    bot.store.settle_deliveries(
        [
            Delivery(
                **{name: getattr(row, name) for name in row.__struct_fields__}
                | {"status": status, "error": "timed out <5 s>"}
            )
            for row, status in zip(rows, statuses, strict=True)
        ]
    )
    return [row.id for row in rows]


def status_of(bot: World, row_id: str) -> DeliveryStatus:
    """Where a row stands."""
    (row,) = [it for it in bot.store.list_deliveries() if it.id == row_id]
    return row.status


def test_a_held_message_is_shown_with_chat_week_part_and_reason() -> None:
    """A curator learns what is held and why, with two buttons for it."""
    bot = world(1)
    freeze(bot, -5, DeliveryStatus.SENT, DeliveryStatus.HELD, DeliveryStatus.PENDING)
    shown = curator(bot, "/trangthai")
    assert "Không rõ đã tới hay chưa: 1" in said(shown)
    assert "1. Tổ tin -5 · tuần 39 · phần 2/3\ntimed out <5 s>" in said(shown)
    assert [it.label for it in buttons(shown)][:2] == ["1: Gửi lại", "1: Bỏ qua"]


@pytest.mark.parametrize(
    ("choice", "status", "action"),
    [
        ("Gửi lại", DeliveryStatus.PENDING, "held.resend"),
        ("Bỏ qua", DeliveryStatus.FAILED, "held.drop"),
    ],
)
def test_a_held_message_is_settled_after_a_question(
    choice: str, status: DeliveryStatus, action: str
) -> None:
    """The first press asks, the second one acts and is written to the audit log."""
    bot = world(1)
    _, held = freeze(bot, -5, DeliveryStatus.SENT, DeliveryStatus.HELD)
    asked = press(bot, curator(bot, "/trangthai"), f"1: {choice}")
    assert "Tổ tin -5 · tuần 39 · phần 2/2" in said(asked)
    assert status_of(bot, held) is DeliveryStatus.HELD
    assert bot.store.list_audit(limit=9) == []
    done = press(bot, asked, choice)
    assert done.replace
    assert status_of(bot, held) is status
    (entry,) = bot.store.list_audit(limit=9)
    assert (entry.actor, entry.action, entry.detail) == ("user:7", action, held)
    again = press(bot, asked, choice)
    assert again.notice == CATALOG.text("vi", "held.settled")
    assert len(bot.store.list_audit(limit=9)) == 1


def test_a_held_message_can_be_left_for_later() -> None:
    """Who is not sure changes nothing."""
    bot = world(1)
    (held,) = freeze(bot, -5, DeliveryStatus.HELD)
    asked = press(bot, curator(bot, "/trangthai"), "1: Gửi lại")
    assert said(press(bot, asked, "Để sau")) == CATALOG.text("vi", "held.kept")
    assert status_of(bot, held) is DeliveryStatus.HELD


def test_a_held_message_stays_when_the_audit_log_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No decision without its entry: "not saved" is then the whole truth."""
    bot = world(1)
    (held,) = freeze(bot, -5, DeliveryStatus.HELD)
    asked = press(bot, curator(bot, "/trangthai"), "1: Bỏ qua")

    def full(*_: object) -> None:
        raise NotDurable("full")

    monkeypatch.setattr(bot.store, "append_audit", full)
    assert said(press(bot, asked, "Bỏ qua")) == CATALOG.text("vi", "error.not_saved")
    assert status_of(bot, held) is DeliveryStatus.HELD


def test_only_curators_settle() -> None:
    """A reader who got hold of the button's text changes nothing."""
    bot = world(1)
    (held,) = freeze(bot, -5, DeliveryStatus.HELD)
    action = button(press(bot, curator(bot, "/trangthai"), "1: Bỏ qua"), "Bỏ qua").action
    assert bot.ask(action or "", pressed=True).notice == CATALOG.text("vi", "error.curators_only")
    assert status_of(bot, held) is DeliveryStatus.HELD


def test_many_held_messages_stay_one_message() -> None:
    """Five are shown with their buttons, all are counted."""
    bot = world(1)
    for chat in range(-40, 0):
        freeze(bot, chat, DeliveryStatus.HELD)
    shown = curator(bot, "/trangthai")
    assert "Không rõ đã tới hay chưa: 40" in said(shown)
    assert sum("Gửi lại" in it.label for it in buttons(shown)) == 5


def test_a_digest_on_its_way_shows_how_far_it_is_and_when_it_ends() -> None:
    """The forecast is the rate of the last two minutes; without one there is no forecast."""
    bot = world(1)
    for chat in range(1, 11):
        at = NOW - timedelta(seconds=10 * chat)
        freeze(bot, chat, DeliveryStatus.SENT, DeliveryStatus.PENDING, at=at)
    assert "Đang gửi điểm tin: 10/20 tin · còn 10, xong khoảng 10:01" in said(
        curator(bot, "/trangthai")
    )
    bot.now = NOW + timedelta(hours=1)
    assert "Đang gửi điểm tin: 10/20 tin · còn 10\n" in said(curator(bot, "/trangthai"))
    assert "Tin nhắn: 10 đã gửi" in said(curator(bot, "/trangthai"))
    idle = world(1)
    freeze(idle, 1, DeliveryStatus.SENT)
    assert "Đang gửi" not in said(curator(idle, "/trangthai"))


rows_of_any_state = st.lists(
    st.builds(
        Delivery,
        id=st.integers().map(str),
        digest=st.just("2023-W39/1"),
        edition=st.just("e"),
        part=st.integers(0, 9),
        subscriber=st.just("1"),
        chat_id=st.just(1),
        status=st.sampled_from(DeliveryStatus),
        updated_at=st.timedeltas(timedelta(days=-9), timedelta(minutes=1)).map(lambda it: NOW + it),
    )
)


@given(rows_of_any_state)
def test_progress_adds_up(rows: list[Delivery]) -> None:
    """What is open is never counted as done, and an end is only named after what was sent."""
    found = progress(rows, NOW)
    waiting = sum(row.status in OPEN for row in rows)
    if not waiting:
        assert found is None
        return
    assert found is not None
    assert found.total - found.done == waiting
    assert found.done <= len(rows) - waiting
    if found.ready_at is not None:
        assert found.ready_at > NOW
        assert sum(row.status is DeliveryStatus.SENT for row in rows) >= FEWEST


def test_status_is_short_and_says_what_matters() -> None:
    """Counts, what is due next and the free disk stand in one short block."""
    bot = world(12)
    bot.ask("/dangky t2 7h")
    bot.store.put_source_states(
        [SourceState(source="tinh-uy", error_streak=4, last_error="410", gone=True)]
    )
    text = said(curator(bot, "/trangthai"))
    assert "Bài: 14" in text
    assert "Người nhận: 1" in text
    assert "Điểm tin kế tiếp: thứ Hai 02/10/2023, 07:00" in text
    assert "Ổ đĩa" in text
    assert "Nguồn có vấn đề: 1 (🔴 1 · 🟡 0)\n🔴 Tỉnh ủy Phước Sơn: Máy chủ báo" in text
    assert len(text.splitlines()) < 12
    english = said(bot.ask("/status", curator=True, language_code="en"))
    assert "Chủ nhật" not in english


def catalogue(on: int, off: int) -> World:
    """A bot with so many feeds turned on and off, and a hand-fed source."""
    feeds = [
        Source(
            id=f"bao-{n}",
            name="Báo Giả Định",
            section=f"Mục {n}",
            kind="feed",
            url=f"https://giadinh.example/{n}.rss",
            enabled=n < on,
        )
        for n in range(on + off)
    ]
    by_hand = Source(id="local", name="Tệp đưa vào", kind="inbox")
    return World(open_store("memory:"), Settings.model_construct(), sources=(*feeds, by_hand))


def test_readers_see_the_sources_that_are_turned_on() -> None:
    """Sixteen stanzas of which two are on are two sources, told apart by their sections."""
    text = said(catalogue(2, 14).ask("/nguon"))
    assert text.startswith("2 nguồn tin")
    assert "Báo Giả Định – Mục 0" in text
    assert "Mục 2" not in text
    assert "Tệp đưa vào" not in text
    assert said(catalogue(0, 14).ask("/nguon")) == CATALOG.text("vi", "sources.none")


def test_files_handed_in_are_a_source_once_there_is_one() -> None:
    """The inbox counts when something has come through it."""
    bot = catalogue(1, 0)
    bot.store.put_articles([article(1, source="local")])
    assert "Tệp đưa vào\n1 bài" in said(bot.ask("/nguon"))


def test_why_messages_were_refused_is_counted() -> None:
    """The most frequent reasons of what failed for good, three at most."""
    bot = world(1)
    reasons = ["blocked"] * 4 + ["not found"] * 2 + ["deactivated <x>", "kicked"]
    for chat, reason in enumerate(reasons, 1):
        (row_id,) = freeze(bot, chat, DeliveryStatus.FAILED)
        (row,) = [each for each in bot.store.list_deliveries() if each.id == row_id]
        bot.store.settle_deliveries([msgspec.structs.replace(row, error=reason)])
    text = said(curator(bot, "/trangthai"))
    assert "Lý do không gửi được\n4 lần: blocked\n2 lần: not found\n1 lần: " in text
    assert text.count(" lần: ") == 3
    assert "Lý do" not in said(curator(world(1), "/trangthai"))


def test_sources_that_are_not_well_are_counted_and_five_are_named() -> None:
    """Broken ones before degraded ones; the others are a number."""
    bot = catalogue(9, 0)
    worse = SourceHealth(degraded_since=NOW, habit=(Reading("daw", 300),) * 30)
    worse = msgspec.structs.replace(worse, recent=(Reading("aw", 300),) * 12)
    gone = [SourceState(source=f"bao-{n}", gone=True) for n in range(2, 9)]
    less = [SourceState(source=f"bao-{n}", last_success_at=NOW, health=worse) for n in (0, 1)]
    bot.store.put_source_states([*gone, *less])
    text = said(curator(bot, "/trangthai"))
    assert "Nguồn có vấn đề: 9 (🔴 7 · 🟡 2)" in text
    assert text.count("🔴 Báo") == 5
    assert "… +4" in text
    bot.store.put_source_states([SourceState(source=each.source) for each in gone])
    text = said(curator(bot, "/trangthai"))
    assert "🟡 Báo Giả Định – Mục 0: Bài đọc được kém hơn mọi khi: thiếu ngày đăng" in text
