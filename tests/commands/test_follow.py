"""/theodoi and /botheodoi: what is followed, how it was understood, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.commands.follow import MOST
from bot.commands.membership import Membership, apply_membership
from bot.messages.rich import Reply
from storage.models import Follow
from tests.commands.world import NOW, World, article, button, buttons, said, world


def only(bot: World) -> Follow:
    """The one thing that is followed."""
    (found,) = bot.store.list_follows()
    return found


def again(bot: World, reply: Reply, word: str) -> Reply:
    """The reply to the button whose label holds `word`."""
    return bot.press(button(reply, word))


def test_a_query_is_followed_at_once_and_its_extent_shown() -> None:
    """What was typed, how it is told, and how many articles of thirty days it finds."""
    bot = world()
    reply = bot.ask("/theodoi giao ban quý III")
    words = said(reply)
    assert "Đang theo dõi: giao ban quý III" in words
    assert "30 ngày qua có 12 bài" in words
    assert "lần thứ 1\n" in words
    assert "Báo ngay" in words
    kept = only(bot)
    assert (kept.text, kept.mode, kept.subscriber, kept.chat_id) == (
        "giao ban quý III",
        "now",
        "7",
        7,
    )
    assert kept.query.words == ("giao", "ban", "quý", "III")
    assert (kept.created_at, kept.is_group, kept.language) == (NOW, False, "vi")


def test_only_the_last_month_counts() -> None:
    """Older articles say nothing about how much will be told."""
    bot = world()
    bot.now += timedelta(days=40)
    assert "30 ngày qua chưa có bài nào" in said(bot.ask("/theodoi giao ban"))


def test_what_is_too_wide_is_said() -> None:
    """More than three articles a day are a lot of messages."""
    bot = world()
    bot.store.put_articles(
        [article(1, id=f"nhieu{n:05d}", fingerprint=f"x{n}") for n in range(101)]
    )
    assert "Khá nhiều" in said(bot.ask("/theodoi giao ban"))
    assert "Khá nhiều" not in said(world().ask("/theodoi giao ban"))


def test_fields_are_told_as_they_were_understood_and_dates_left_out() -> None:
    """A source by its name, a person by theirs; a time makes no sense for what is to come."""
    bot = world()
    words = said(bot.ask("/theodoi giao ban nguồn: sông lam từ: 01/09/2023"))
    assert "nguồn Báo Sông Lam" in words
    assert "Ngày tháng trong câu không tính" in words
    kept = only(bot)
    assert kept.query.source == "bao-song-lam"
    assert (kept.query.published_from, kept.query.published_to) == (None, None)
    assert all(it.published_from is None for it in kept.query.alternatives)


def test_buttons_choose_how_it_is_told() -> None:
    """At once or in the digest; who gets no digest is told how to."""
    bot = world()
    reply = bot.ask("/theodoi giao ban")
    bot.store.update_follows(
        [only(bot).id],
        lambda _, it: it and replace(it, pending=("aaaaaaaa01",)),
    )
    assert button(reply, "Báo ngay").label.startswith("✓")
    changed = again(bot, reply, "Trong bản tin")
    assert changed.replace
    assert (only(bot).mode, only(bot).pending) == ("digest", ())
    assert button(changed, "Trong bản tin").label.startswith("✓")
    assert "/dangky" in said(changed)
    bot.ask("/dangky t2 7:00")
    assert "/dangky" not in said(again(bot, reply, "Trong bản tin"))
    again(bot, changed, "Báo ngay")
    assert only(bot).mode == "now"


def test_the_same_query_is_followed_once() -> None:
    """Typed otherwise but read alike, it shows what there is."""
    bot = world()
    bot.ask("/theodoi giao ban")
    reply = bot.ask("/theodoi   giao   ban ")
    assert "Đang theo dõi:" not in said(reply)
    assert len(bot.store.list_follows()) == 1


def test_the_list_leads_to_each_and_back() -> None:
    """Numbers open one; from there back to the list in the same message."""
    bot = world()
    assert "chưa theo dõi gì" in said(bot.ask("/theodoi"))
    bot.ask("/theodoi giao ban")
    bot.now += timedelta(minutes=1)
    bot.ask("/theodoi kênh mương")
    reply = bot.ask("/theodoi")
    assert "1. 🔔 giao ban\n2. 🔔 kênh mương" in said(reply)
    opened = bot.press(buttons(reply)[1])
    assert "kênh mương" in said(opened)
    back = again(bot, opened, "Đang theo dõi")
    assert back.replace
    assert "2 điều" in said(back)
    assert said(again(bot, opened, "Xem các bài")).startswith("Tìm thấy")


def test_the_button_under_a_search_follows_it() -> None:
    """In a message of its own: the results stay; long queries too."""
    bot = world()
    found = bot.ask("giao ban quý III")
    reply = again(bot, found, "🔔")
    assert not reply.replace
    assert only(bot).text == "giao ban quý III"
    long = "giao ban công tác quý III huyện Phước Sơn nạo vét kênh mương thu ngân sách"
    again(bot, bot.ask(long), "🔔")
    assert [it.text for it in bot.store.list_follows()].count(long) == 1


@pytest.mark.parametrize("typed", ["2", "kenh muong", "kênh", "KÊNH MƯƠNG"])
def test_it_ends_by_number_or_words(typed: str) -> None:
    """Diacritics or not, all of the words or some."""
    bot = world()
    for number, text in enumerate(("giao ban", "kênh mương", "ngân sách")):
        bot.now = NOW + timedelta(minutes=number)
        bot.ask(f"/theodoi {text}")
    for unknown in ("7", "0", "bóng đá"):
        assert f"không theo dõi “{unknown}”" in said(bot.ask(f"/botheodoi {unknown}"))
    assert "Đã thôi theo dõi: kênh mương" in said(bot.ask(f"/botheodoi {typed}"))
    assert [it.text for it in bot.store.list_follows()] == ["giao ban", "ngân sách"]


def test_it_ends_by_button_and_all_at_once_after_a_question() -> None:
    """The card's button, the list's buttons, and `tatca`."""
    bot = world()
    again(bot, bot.ask("/theodoi giao ban"), "Bỏ theo dõi")
    assert bot.store.list_follows() == []
    for text in ("giao ban", "ban kênh", "ngân sách"):
        bot.ask(f"/theodoi {text}")
    several = bot.ask("/botheodoi ban")
    assert [it.label for it in buttons(several)] == ["✖ 1", "✖ 2"]
    bot.press(buttons(several)[0])
    assert len(bot.store.list_follows()) == 2
    asked = bot.ask("/botheodoi tất cả")
    assert len(bot.store.list_follows()) == 2
    again(bot, asked, "Bỏ tất cả")
    assert bot.store.list_follows() == []
    assert "chưa theo dõi gì" in said(bot.ask("/botheodoi tất cả"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/theodoi từ:01/09/2023", "muốn theo dõi gì"),
        ("/theodoi …", "muốn theo dõi gì"),
        ("/theodoi " + "giao ban " * 40, "dài quá"),
        ('/theodoi nguồn:"không có" giao', "Không có nguồn"),
        ("/botheodoi bóng đá", "chưa theo dõi gì"),
        ("/botheodoi 7", "chưa theo dõi gì"),
    ],
)
def test_what_cannot_be_is_said(typed: str, told: str) -> None:
    """Nothing to follow, too long, an unknown source, nothing to end."""
    bot = world()
    assert told in said(bot.ask(typed))
    assert bot.store.list_follows() == []


def test_a_place_follows_only_so_much() -> None:
    """Topics of a chat count together; other chats do not."""
    bot = world()
    for number in range(MOST):
        bot.ask(f"/theodoi xã {number}", chat_id=-9, thread_id=number % 2 or None)
    assert f"{MOST} điều" in said(bot.ask("/theodoi thêm nữa", chat_id=-9))
    assert len(bot.store.list_follows()) == MOST
    bot.ask("/theodoi thêm nữa")
    assert len(bot.store.list_follows()) == MOST + 1


def test_in_groups_only_administrators_follow() -> None:
    """And each topic follows for itself."""
    bot = world()
    group = {"chat_id": -9, "chat_type": "supergroup"}
    assert "quản trị viên" in said(bot.ask("/theodoi giao ban", chat_admin=False, **group))
    assert "quản trị viên" in said(bot.ask("/botheodoi 1", chat_admin=False, **group))
    bot.ask("/theodoi giao ban", thread_id=4, **group)
    kept = only(bot)
    assert (kept.subscriber, kept.thread_id, kept.is_group) == ("-9:4", 4, True)
    assert "chưa theo dõi gì" in said(bot.ask("/theodoi", **group))


def test_a_button_of_another_place_changes_nothing() -> None:
    """A message that was forwarded carries its buttons along."""
    bot = world()
    reply = bot.ask("/theodoi giao ban")
    for word in ("Bỏ theo dõi", "Trong bản tin"):
        answer = bot.press(button(reply, word), chat_id=8, user_id=8)
        assert "không còn" in (answer.notice or "")
    assert only(bot).mode == "now"


def test_the_terminal_cannot_be_written_to() -> None:
    """It says so instead of following for nobody."""
    bot = world()
    assert "Telegram" in said(bot.ask("/theodoi giao ban", chat_id=0, user_id=None))
    assert bot.store.list_follows() == []


def test_who_comes_back_is_told_again() -> None:
    """A follow that Telegram's refusal stopped goes on once the bot is let in, or spoken to."""
    bot = world()
    bot.ask("/theodoi giao ban")

    def stop() -> None:
        bot.store.update_follows(
            [only(bot).id],
            lambda _, it: it and replace(it, stopped="blocked"),
        )

    stop()
    assert "đang dừng" in said(bot.ask("/theodoi"))
    apply_membership(bot.store, Membership(7, reachable=False, reason="kicked"), NOW)
    assert only(bot).stopped == "blocked"
    apply_membership(bot.store, Membership(7, reachable=True, reason="member"), NOW)
    assert only(bot).stopped is None
    stop()
    bot.ask("/theodoi kênh mương")
    assert [it.stopped for it in bot.store.list_follows()] == [None, None]


def test_deleting_ones_data_ends_all() -> None:
    """/xoadulieu leaves nothing that is followed."""
    bot = world()
    bot.ask("/theodoi giao ban")
    bot.ask("/xoadulieu dongy")
    assert bot.store.list_follows() == []


def test_it_speaks_english() -> None:
    """Names of commands and words as the reader knows them."""
    bot = world()
    reply = bot.ask("/follow giao ban", language_code="en")
    assert "Following: giao ban" in said(reply)
    assert only(bot).language == "en"
    assert "No longer followed" in said(bot.ask("/unfollow giao ban", language_code="en"))


def test_it_says_by_which_hours_nobody_is_woken() -> None:
    """The night; the hours that were chosen here; none where they begin and end together."""
    bot = world()
    assert "từ 22 giờ đến 6 giờ" in said(bot.ask("/theodoi giao ban"))
    bot.ask("/dangky")
    bot.ask("/caidat yenlang 21h-7h")
    assert "từ 21:00 đến 07:00" in said(bot.ask("/theodoi giao ban"))
    known = bot.store.get_subscriber("7")
    assert known is not None
    always = replace(known, preferences=replace(known.preferences, quiet_from=0, quiet_to=0))
    bot.store.update_subscriber("7", lambda _: always)
    assert "cả ban đêm" in said(bot.ask("/theodoi giao ban"))


def test_what_never_found_anything_says_so() -> None:
    """After a month the list tells it, so that a slip in the query shows."""
    bot = world()
    bot.ask("/theodoi người: Lò Văn Chưa Thấy")
    bot.now += timedelta(days=29)
    assert "chưa có tin nào" not in said(bot.ask("/theodoi"))
    bot.now += timedelta(days=90)
    assert "chưa có tin nào" in said(bot.ask("/theodoi"))
