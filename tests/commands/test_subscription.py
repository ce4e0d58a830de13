"""Tests of subscribing, settings, pausing and forgetting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.commands.when import ZONE_ALIASES, When, find_zone, parse_when
from bot.delivery.dispatch import Dispatcher, DispatchReport
from storage.models import Subscriber
from tests.commands.world import CATALOG, NOW, World, button, said, world


def stored(bot: World) -> Subscriber:
    """The subscriber of the default chat."""
    assert bot.subscriber is not None
    return bot.subscriber


def test_three_taps() -> None:
    """Subscribe, day, hour: then the first digest's local date and time are said."""
    bot = world()
    day = bot.press(button(bot.ask("/start"), "Đăng ký"))
    hour = bot.press(button(day, "T6"))
    done = bot.press(button(hour, "19:00"))
    assert "thứ Sáu 29/09/2023, 19:00" in said(done)
    assert "Múi giờ: Việt Nam (GMT+7)" in said(done)
    kept = stored(bot)
    assert (kept.status, kept.weekday, kept.hour, kept.minute) == ("active", 4, 19, 0)
    assert kept.next_due_at == datetime(2023, 9, 29, 12, 0, tzinfo=UTC)
    assert kept.covered_until == NOW - timedelta(days=7)
    assert kept.created_at == NOW
    assert kept.language == "vi"


def test_more_hours() -> None:
    """Every hour can be chosen."""
    bot = world()
    hours = bot.press(button(bot.ask("/dangky t2"), "Giờ khác"))
    assert bot.press(button(hours, "03:00")).replace
    assert stored(bot).hour == 3


@pytest.mark.parametrize(
    ("text", "weekday", "hour", "minute", "zone"),
    [
        ("/dangky thứ hai 7:00", 0, 7, 0, "Asia/Ho_Chi_Minh"),
        ("/dangky mon 07:30 Asia/Tokyo", 0, 7, 30, "Asia/Tokyo"),
        ("/dangky t2 7h", 0, 7, 0, "Asia/Ho_Chi_Minh"),
        ("/subscribe friday 5pm new york", 4, 17, 0, "America/New_York"),
        ("/dangky 7h15 tối chủ nhật", 6, 19, 15, "Asia/Ho_Chi_Minh"),
        ("/dangky thứ tư lúc 6 giờ sáng hồ chí minh", 2, 6, 0, "Asia/Ho_Chi_Minh"),
    ],
)
def test_typed(text: str, weekday: int, hour: int, minute: int, zone: str) -> None:
    """One typed line is enough, in either language."""
    bot = world()
    bot.ask(text)
    kept = stored(bot)
    assert (kept.weekday, kept.hour, kept.minute, kept.timezone) == (weekday, hour, minute, zone)
    assert kept.next_due_at is not None


def test_typed_nonsense() -> None:
    """What is not understood is named; nothing is stored."""
    bot = world()
    assert "“xyz”" in said(bot.ask("/dangky t2 xyz"))
    assert bot.subscriber is None


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """The reader of days and hours never fails and never leaves the clock."""
    when = parse_when(text)
    assert when.weekday is None or 0 <= when.weekday <= 6
    assert when.hour is None or 0 <= when.hour <= 23
    assert 0 <= when.minute <= 59


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("", When()),
        ("2", When(weekday=0)),
        ("t2 9", When(weekday=0, hour=9)),
        ("chủ nhật", When(weekday=6)),
        ("25:00", When(unread="25:00")),
        ("12am cn", When(weekday=6, hour=0)),
        ("sunday 8 pm", When(weekday=6, hour=20)),
        ("7 rưỡi tối thứ 7", When(weekday=5, hour=19, minute=30)),
        ("sáng thứ 2 lúc 7 giờ", When(weekday=0, hour=7)),
        ("t2 7h30p", When(weekday=0, hour=7, minute=30)),
        ("12 giờ trưa cn", When(weekday=6, hour=12)),
        ("1 giờ trưa cn", When(weekday=6, hour=13)),
        ("11 giờ đêm t7", When(weekday=5, hour=23)),
        ("12 giờ đêm t7", When(weekday=5, hour=0)),
        ("mỗi thứ hai 7h", When(weekday=0, hour=7)),
        ("hàng tuần", When()),
        ("t2 7h gmt+7", When(weekday=0, hour=7, timezone="Asia/Ho_Chi_Minh")),
        ("t2 7h anh", When(weekday=0, hour=7, unread="anh")),
        ("t8", When(unread="t8")),
    ],
)
def test_parse_when(text: str, when: When) -> None:
    """Days count as in Vietnamese: 2 is Monday."""
    assert parse_when(text) == when


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("asia/tokyo", "Asia/Tokyo"),
        ("Hà Nội", "Asia/Ho_Chi_Minh"),
        ("Los Angeles", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("GMT+7", "Asia/Ho_Chi_Minh"),
        ("UTC+09:00", "Asia/Tokyo"),
        ("gmt-3", "Etc/GMT+3"),
        ("GMT+0", "UTC"),
        ("GMT+15", None),
        ("Hàn Quốc", "Asia/Seoul"),
        ("Đức", "Europe/Berlin"),
        ("../etc/passwd", None),
        ("", None),
    ],
)
def test_zone(text: str, zone: str | None) -> None:
    """Zones are known by name or city."""
    assert find_zone(text) == zone


def test_every_zone_that_can_be_named_exists() -> None:
    """Aliases and offsets lead to zones of the database."""
    names = {find_zone(f"gmt{hours:+d}") for hours in range(-12, 15)} | set(ZONE_ALIASES.values())
    assert names <= available_timezones()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/caidat múi giờ Tokyo", "Múi giờ: Tokyo (GMT+9)"),
        ("/settings time zone new york", "Time zone: New York (GMT-4)"),
        ("/caidat muigio gmt-3", "Múi giờ: GMT-3"),
        ("/caidat muigio Kathmandu", "Múi giờ: Kathmandu (GMT+5:45)"),
        ("/caidat giờ 7 giờ tối", "Giờ gửi: 19:00"),
        ("/caidat ngày gửi thứ bảy", "Ngày gửi: thứ Bảy"),
    ],
)
def test_settings_are_understood_as_people_type_them(text: str, shown: str) -> None:
    """Names with diacritics and spaces; a zone is shown by its place and offset."""
    code = "en" if text.startswith("/settings") else "vi"
    assert shown in said(world().ask(text, language_code=code))


def test_the_language_is_among_the_settings() -> None:
    """`/caidat ngonngu en` is `/ngonngu en`."""
    assert "From now on" in said(world().ask("/caidat ngôn ngữ en"))


def test_pausing_twice_says_so() -> None:
    """Who is paused already is told, with the button to come back."""
    bot = world()
    bot.ask("/dangky t2 7h")
    bot.ask("/tamdung")
    again = bot.ask("/tamdung")
    assert said(again) == CATALOG.text("vi", "pause.already")
    assert button(again, "Nhận lại").action == "tieptuc"


def test_resubscribing_keeps_what_was_covered() -> None:
    """Another day or hour never repeats what was already sent."""
    bot = world()
    bot.ask("/dangky t2 7h")
    bot.store.update_subscriber("7", lambda it: covered(it, NOW))
    bot.ask("/dangky t6 8h")
    assert stored(bot).covered_until == NOW
    bot.ask("/huy")
    bot.ask("/dangky t6 8h")
    assert stored(bot).covered_until == NOW


def covered(subscriber: Subscriber | None, until: datetime) -> Subscriber | None:
    """The record after a digest."""
    assert subscriber is not None
    fields = {name: getattr(subscriber, name) for name in subscriber.__struct_fields__}
    return Subscriber(**{**fields, "covered_until": until})


@pytest.mark.parametrize("back", ["/tieptuc", "/dangky t2 7h"])
def test_return_brings_no_flood(back: str) -> None:
    """After a long pause the first digest reaches back a week, not months."""
    bot = world()
    bot.ask("/dangky t2 7h")
    bot.ask("/tamdung")
    paused = stored(bot)
    assert (paused.status, paused.next_due_at, paused.hour) == ("paused", None, 7)
    bot.now = NOW + timedelta(days=100)
    bot.ask(back)
    kept = stored(bot)
    assert kept.status == "active"
    assert kept.covered_until == bot.now - timedelta(days=7)
    assert kept.next_due_at is not None
    assert kept.next_due_at > bot.now


@pytest.mark.parametrize(
    "text", ["/ngonngu en", "/caidat gio 9", "/caidat ngay t6", "/dangky t6 9h", "/tieptuc"]
)
def test_an_overdue_digest_stays_due(text: str) -> None:
    """Whatever is changed before it leaves; what is told is the date after it, a week on."""
    bot = world()
    bot.ask("/dangky t2 7h")
    due = stored(bot).next_due_at
    assert due is not None
    bot.now = due + timedelta(hours=1)
    reply = said(bot.ask(text))
    assert stored(bot).next_due_at == due
    assert "02/10/2023" not in reply
    overview = said(bot.ask("/caidat"))
    friday = stored(bot).weekday == 4
    assert ("13/10/2023" if friday else "09/10/2023") in overview.replace(" 9/10", " 09/10")


def test_a_pause_ends_what_is_overdue() -> None:
    """Who leaves gets no more; who comes back then gets the next one, not the overdue one."""
    bot = world()
    bot.ask("/dangky t2 7h")
    due = stored(bot).next_due_at
    assert due is not None
    bot.now = due + timedelta(hours=1)
    bot.ask("/tamdung")
    assert stored(bot).next_due_at is None
    bot.ask("/tieptuc")
    assert stored(bot).next_due_at == due + timedelta(days=7)


def test_the_date_told_lies_in_no_week_that_was_served() -> None:
    """After Monday's digest the move to Fridays begins next week, and says so."""
    bot = world()
    bot.ask("/dangky t2 7h")
    monday = stored(bot).next_due_at
    assert monday is not None
    dispatcher = Dispatcher(bot.store, lambda: bot.now, CATALOG, {})
    bot.now = monday
    assert dispatcher.run_due().frozen == 1
    bot.now = monday + timedelta(days=1)
    assert "thứ Sáu 13/10/2023, 07:00" in said(bot.ask("/caidat ngay t6"))
    friday = monday + timedelta(days=11)
    assert stored(bot).next_due_at == friday
    bot.now = friday - timedelta(days=7)
    assert dispatcher.run_due() == DispatchReport()
    bot.now = friday
    assert dispatcher.run_due().frozen == 1


def test_short_pause_loses_nothing() -> None:
    """After three days of pause the digest goes on where it stopped."""
    bot = world()
    bot.ask("/dangky t2 7h")
    bot.store.update_subscriber("7", lambda it: covered(it, NOW))
    bot.ask("/tamdung")
    bot.now = NOW + timedelta(days=3)
    bot.ask("/tieptuc")
    assert stored(bot).covered_until == NOW


def test_blocked_subscriber_comes_back() -> None:
    """Who had blocked the bot is offered the digest again."""
    bot = world()
    bot.ask("/dangky t2 7h")

    def block(it: Subscriber | None) -> Subscriber | None:
        assert it is not None
        fields = {name: getattr(it, name) for name in it.__struct_fields__}
        return Subscriber(**{**fields, "status": "blocked", "next_due_at": None})

    bot.store.update_subscriber("7", block)
    bot.press(button(bot.ask("/start"), "Nhận lại"))
    assert stored(bot).status == "active"


def test_unsubscribing_keeps_the_language() -> None:
    """It asks nothing, says how to return, and keeps the language."""
    bot = world()
    bot.ask("/ngonngu en")
    bot.ask("/subscribe mon 7:00")
    assert "/subscribe" in said(bot.ask("/unsubscribe"))
    assert (stored(bot).status, stored(bot).language) == ("none", "en")
    assert stored(bot).next_due_at is None
    assert said(bot.ask("/unsubscribe")) == CATALOG.text("en", "unsubscribe.nothing")


def test_nothing_to_pause() -> None:
    """Pausing without a subscription says so and stores nothing."""
    bot = world()
    assert said(bot.ask("/tamdung")) == CATALOG.text("vi", "pause.nothing")
    assert bot.subscriber is None


def test_settings_change_one_thing_each() -> None:
    """Day, hour and zone by buttons or words; the next digest follows."""
    bot = world()
    bot.ask("/dangky t2 7h")
    overview = bot.ask("/caidat")
    assert not overview.replace
    saved = bot.press(button(bot.press(button(overview, "Ngày")), "T5"))
    assert (saved.notice, saved.replace) == ("Đã lưu.", True)
    bot.press(button(bot.press(button(overview, "Giờ")), "20:00"))
    bot.press(button(bot.press(button(overview, "Múi giờ")), "Berlin"))
    kept = stored(bot)
    assert (kept.weekday, kept.hour, kept.timezone) == (3, 20, "Europe/Berlin")
    assert kept.next_due_at == datetime(2023, 9, 28, 18, 0, tzinfo=UTC)
    bot.ask("/caidat gio 6:45")
    assert (stored(bot).hour, stored(bot).minute) == (6, 45)


@pytest.mark.parametrize(
    "text", ["/caidat màu đỏ", "/caidat ngay x", "/caidat gio 99", "/caidat muigio Atlantis"]
)
def test_wrong_settings(text: str) -> None:
    """A wrong value is named and nothing is stored."""
    bot = world()
    assert "“" in said(bot.ask(text))
    assert bot.subscriber is None


def test_language_is_changed_and_confirmed_in_it() -> None:
    """The confirmation already speaks the new language."""
    bot = world()
    reply = bot.press(button(bot.ask("/ngonngu"), "English"))
    assert "From now on" in said(reply)
    assert said(bot.ask("/ngôn_ngữ")) == said(bot.ask("/ngôn_ngữ"))
    assert "“klingon”" in said(bot.ask("/language klingon"))


def test_forgetting_takes_two_steps() -> None:
    """The first step only asks; the second deletes everything about the chat."""
    bot = world()
    bot.ask("/dangky t2 7h")
    ask = bot.ask("/xoadulieu")
    assert said(bot.press(button(ask, "Giữ lại"))) == CATALOG.text("vi", "forget.kept")
    assert bot.subscriber is not None
    bot.press(button(ask, "Xóa hết"))
    assert bot.subscriber is None


def test_topics_subscribe_apart() -> None:
    """Each topic of a forum has its own subscription."""
    bot = world()
    bot.ask("/dangky t2 7h", chat_id=-100, thread_id=5, chat_type="supergroup", chat_title="Nhóm")
    bot.ask("/dangky t3 7h", chat_id=-100, thread_id=6, chat_type="supergroup")
    kept = bot.store.list_subscribers()
    assert [(it.id, it.weekday, it.title) for it in kept] == [
        ("-100:5", 0, "Nhóm"),
        ("-100:6", 1, None),
    ]


def test_settings_say_why_a_topics_digest_came_to_the_group() -> None:
    """A digest that left its closed topic is explained where the topic's settings are shown."""
    bot = world()

    def ask(text: str) -> str:
        return said(bot.ask(text, chat_id=-100, thread_id=5, chat_type="supergroup"))

    ask("/dangky t2 7h")
    assert "chủ đề này đã đóng" not in ask("/caidat")
    bot.store.update_subscriber(
        "-100:5", lambda kept: replace(kept, status_reason="TOPIC_CLOSED") if kept else None
    )
    assert "chủ đề này đã đóng" in ask("/caidat")
