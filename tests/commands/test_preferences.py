"""/caidat for schedule, filters, length, quiet hours; pauses; earlier digests and the next one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.when_date import coming_day
from bot.commands.when_schedule import parse_schedule
from bot.delivery.dispatch import Dispatcher
from storage.models import Preferences, Subscriber
from tests.commands.world import CATALOG, NOW, World, article, button, buttons, said, world

TODAY = date(2023, 9, 27)


def _stored(bot: World) -> Subscriber:
    assert bot.subscriber is not None
    return bot.subscriber


def _wishes(bot: World) -> Preferences:
    return _stored(bot).preferences


@pytest.mark.parametrize(
    ("text", "frequency", "days", "shown"),
    [
        ("hangngay 7h", "daily", (), "hằng ngày"),
        ("hằng ngày lúc 7 giờ", "daily", (), "hằng ngày"),
        ("daily 7am", "daily", (), "hằng ngày"),
        ("t2 t5 7h", "weekly", (0, 3), "T2, T5"),
        ("thứ hai, thứ năm 7:00", "weekly", (0, 3), "T2, T5"),
        ("t2-t6 7h", "weekly", (0, 1, 2, 3, 4), "T2, T3, T4, T5, T6"),
        ("mon thu 7am", "weekly", (0, 3), "T2, T5"),
        ("hàng tuần chủ nhật 7h", "weekly", (), "Chủ nhật"),
        ("lich t3 7h", "weekly", (), "thứ Ba"),
        ("ngay 15 hang thang 7h", "monthly", (), "ngày 15 hằng tháng"),
        ("hằng tháng ngày 15", "monthly", (), "ngày 15 hằng tháng"),
        ("cuối tháng 7h", "monthly", (), "ngày cuối mỗi tháng"),
        ("ngày cuối tháng", "monthly", (), "ngày cuối mỗi tháng"),
        ("hang quy ngay 15", "quarterly", (), "ngày 15 tháng đầu quý"),
        ("quarterly day 15", "quarterly", (), "ngày 15 tháng đầu quý"),
    ],
)
def test_how_often_is_typed(text: str, frequency: str, days: tuple[int, ...], shown: str) -> None:
    """Vietnamese with and without diacritics and English; the overview says it back."""
    bot = world()
    bot.ask("/dangky t4 7h")
    reply = said(bot.ask(f"/caidat {text}"))
    assert (_wishes(bot).frequency, _wishes(bot).weekdays) == (frequency, days)
    assert (_stored(bot).hour, _stored(bot).minute) == (7, 0)
    assert f"Ngày gửi: {shown}\n" in reply


def test_the_day_of_the_month_can_be_changed_alone() -> None:
    """`ngày 20` is a day of the month for who gets a monthly digest; `ngày 2` else Monday."""
    bot = world()
    bot.ask("/dangky t4 7h")
    bot.ask("/caidat ngay 2")
    assert (_wishes(bot).frequency, _stored(bot).weekday) == ("weekly", 0)
    bot.ask("/caidat hangthang")
    bot.ask("/caidat ngày 20")
    assert (_wishes(bot).frequency, _wishes(bot).month_day) == ("monthly", 20)
    assert _stored(bot).next_due_at == datetime(2023, 10, 20, 0, 0, tzinfo=UTC)


def test_several_days_by_buttons() -> None:
    """Each press turns one day over; the last one stays."""
    bot = world()
    bot.ask("/dangky t4 7h")
    days = bot.press(button(bot.ask("/caidat ngay"), "Nhiều ngày"))
    days = bot.press(button(days, "T6"))
    assert _wishes(bot).weekdays == (2, 4)
    assert days.replace
    assert [it.label for it in buttons(days) if "✓" in it.label] == ["✓ T4", "✓ T6"]
    days = bot.press(button(days, "T4"))
    assert (_wishes(bot).weekdays, _stored(bot).weekday) == ((), 4)
    kept = bot.press(button(days, "T6"))
    assert kept.notice == CATALOG.text("vi", "settings.a_day_stays")
    assert _stored(bot).weekday == 4


@pytest.mark.parametrize(("first", "day"), [("Hằng tháng", "15"), ("Hằng quý", "Ngày cuối tháng")])
def test_a_month_day_by_buttons(first: str, day: str) -> None:
    """Two presses from the question of the day."""
    bot = world()
    bot.ask("/dangky t4 7h")
    bot.press(button(bot.press(button(bot.ask("/caidat ngay"), first)), day))
    expected = ("monthly", 15) if day == "15" else ("quarterly", 31)
    assert (_wishes(bot).frequency, _wishes(bot).month_day) == expected


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("chude kinh te", "topics", ("economy",)),
        ("chủ đề Y tế, giáo dục", "topics", ("health", "education")),
        ("topic economy", "topics", ("economy",)),
        ("tỉnh Quảng Bình", "provinces", ("quang-binh",)),
        ("tinh tphcm, ba ria vung tau", "provinces", ("tp-ho-chi-minh", "ba-ria-vung-tau")),
        ("nguon bao song lam", "sources", ("bao-song-lam",)),
        ("source tinh-uy", "sources", ("tinh-uy",)),
        ("tu giao ban, “bầu cử”", "words", ("giao ban", "bầu cử")),
        ("từ giao ban", "words", ("giao ban",)),
        ("bo tu quảng cáo", "excluded_words", ("quảng cáo",)),
        ("bỏ từ quảng cáo", "excluded_words", ("quảng cáo",)),
        ("without hang ngay", "excluded_words", ("hang ngay",)),
        ("dodai ngan", "length", "short"),
        ("đầy đủ", "length", "full"),
        ("tintrong boqua", "empty", "skip"),
        ("yen lang 22h-6h", "quiet_from", 22 * 60),
        ("yên lặng từ 22h30 đến 6h", "quiet_from", 22 * 60 + 30),
        ("quiet 22:00 to 6:00", "quiet_to", 6 * 60),
    ],
)
def test_preferences_are_typed(text: str, field: str, value: object) -> None:
    """Each thing by its name with and without diacritics, in both languages."""
    bot = world()
    bot.ask("/dangky t4 7h")
    assert bot.ask(f"/caidat {text}").notice == "Đã lưu."
    assert getattr(_wishes(bot), field) == value


@pytest.mark.parametrize(
    "text",
    [
        "chude bóng đá xa",
        "tinh Atlantis",
        "nguon không có",
        "tu …",
        "bo tu " + "dài " * 30,
        "dodai to",
        "tintrong x",
        "yenlang 25h-6h",
        "yenlang 6h-6h",
        "yenlang luôn",
        "lich xyz",
    ],
)
def test_what_makes_no_sense_changes_nothing(text: str) -> None:
    """The answer names what was not understood."""
    bot = world()
    bot.ask("/dangky t4 7h")
    before = _stored(bot)
    assert bot.ask(f"/caidat {text}").notice is None
    assert _stored(bot) == before


def test_filters_are_shown_and_taken_away() -> None:
    """The page lists what is set, each with a button; one clears all; topics turn over."""
    bot = world()
    bot.ask("/dangky t4 7h")
    bot.ask("/caidat tinh Quảng Trị")
    bot.ask("/caidat tu giao ban")
    page = bot.ask("/caidat loc")
    assert "Tỉnh, thành: Quảng Trị" in said(page)
    after = bot.press(button(page, "Quảng Trị"))
    assert _wishes(bot).provinces == ()
    assert "Tỉnh, thành:" not in said(after)
    topics = bot.press(button(after, "Chủ đề"))
    topics = bot.press(button(topics, "Kinh tế"))
    assert _wishes(bot).topics == ("economy",)
    bot.press(button(topics, "✓ Kinh tế"))
    assert _wishes(bot).topics == ()
    bot.press(button(bot.ask("/caidat loc"), "Bỏ hết"))
    assert _wishes(bot) == Preferences()


def test_each_topic_of_a_forum_has_its_own_preferences() -> None:
    """What is set in one topic does not hold in another."""
    bot = world()
    bot.ask("/caidat tu giao ban", chat_id=-5, chat_type="supergroup", thread_id=1)
    bot.ask("/caidat hangngay", chat_id=-5, chat_type="supergroup", thread_id=2)
    first, second = (bot.store.get_subscriber(f"-5:{n}") for n in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.preferences.words, second.preferences.words) == (("giao ban",), ())
    assert (first.preferences.frequency, second.preferences.frequency) == ("weekly", "daily")


@pytest.mark.parametrize("text", ["den 5/10", "đến hết ngày 5/10", "until 2023-10-05", "8 ngày"])
def test_a_pause_until_a_day(text: str) -> None:
    """Said back with the date of the first digest after it; /tieptuc ends it early."""
    bot = world()
    bot.ask("/dangky t4 7h")
    reply = said(bot.ask(f"/tamdung {text}"))
    assert "Tạm dừng đến 05/10/2023" in reply
    assert "11/10/2023, 07:00" in reply
    assert _wishes(bot).paused_until == date(2023, 10, 5)
    assert "tạm dừng đến 05/10/2023" in said(bot.ask("/caidat"))
    bot.ask("/tieptuc")
    assert (_stored(bot).status, _wishes(bot).paused_until) == ("active", None)
    assert _stored(bot).next_due_at == datetime(2023, 10, 4, 0, 0, tzinfo=UTC)


def test_a_day_that_is_none_pauses_nothing() -> None:
    """What is no coming day is named, and digests go on."""
    bot = world()
    bot.ask("/dangky t4 7h")
    for text in ("đến 31/2", "đến hôm qua", "27/9/2023", "1/1/2030"):
        assert "Tôi không hiểu ngày" in said(bot.ask(f"/tamdung {text}"))
    assert _stored(bot).status == "active"


def test_the_next_digest_is_shown_and_nothing_is_told() -> None:
    """/xemtruoc composes what would go out; the digest itself still has all of it."""
    bot = world()
    bot.ask("/dangky t4 7h")
    shown = bot.ask("/xemtruoc")
    assert "giao ban" in shown.parts[0].plain
    before = _stored(bot)
    bot.ask("/xemtruoc")
    assert (_stored(bot), bot.store.list_deliveries()) == (before, [])
    bot.ask("/caidat tu khongcotunay")
    bot.ask("/caidat tintrong boqua")
    assert bot.ask("/preview").parts == ()


def test_the_last_digest_is_sent_again_as_it_was() -> None:
    """/guilai shows the frozen messages, whatever is set by now; without any it says so."""
    bot = world()
    bot.ask("/dangky t5 7h")
    assert "Chưa có bản điểm tin nào" in said(bot.ask("/guilai"))
    bot.now = NOW + timedelta(days=1)
    assert Dispatcher(bot.store, lambda: bot.now, CATALOG, {}).run_due().frozen == 1
    (digest,) = bot.store.list_digests("7", limit=5)
    edition = bot.store.get_edition(digest.week, digest.edition)
    assert edition is not None
    bot.ask("/ngonngu en")
    again = bot.ask("/resend")
    assert again.parts == edition.parts
    assert len(bot.store.list_digests("7", limit=5)) == 1


def test_earlier_digests_are_listed_found_and_read() -> None:
    """/luutru lists the newest first; words choose; a button shows one as it was made."""
    bot = world()
    bot.ask("/dangky t5 7h")
    bot.ask("/caidat hangngay")
    assert "Chưa có bản điểm tin nào" in said(bot.ask("/luutru"))
    for day in range(1, 12):
        bot.now = NOW + timedelta(days=day)
        new = article(
            40 + day, first_seen=bot.now - timedelta(hours=5), title=f"Tin cầu {day * 111}"
        )
        bot.store.put_articles([new])
        assert Dispatcher(bot.store, lambda: bot.now, CATALOG, {}).run_due().frozen == 1
    first = bot.ask("/luutru")
    assert "11 bản điểm tin đã gửi" in said(first)
    assert said(first).index("08/10/2023") < said(first).index("05/10/2023")
    second = bot.press(button(first, "2 ▶"))
    assert "28/09/2023" in said(second)
    read = bot.press(button(second, "3"))
    assert "giao ban" in read.parts[0].plain
    found = bot.ask("/archive cau 555")
    assert "có “cau 555”" in said(found)
    assert "Tin cầu 555" in bot.press(button(found, "1")).parts[0].plain
    assert "Không có bản điểm tin nào có" in said(bot.ask("/luutru xuhuyen"))
    bot.store.forget_chat(7)
    assert bot.press(button(found, "1")).notice == CATALOG.text("vi", "archive.gone")


@given(st.text(max_size=60) | st.from_regex(r"(ngay|hang|t2|7h|cuoi|thang|-|,| ){1,9}"))
def test_any_text_is_read_without_a_failure(text: str) -> None:
    """Whatever is typed, the readers answer, and only with what exists."""
    found = parse_schedule(text)
    assert found.month_day is None or 1 <= found.month_day <= 31
    assert all(0 <= day <= 6 for day in found.weekdays)
    day = coming_day(text, TODAY)
    assert day is None or TODAY < day <= TODAY + timedelta(days=366)
