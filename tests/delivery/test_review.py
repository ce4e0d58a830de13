"""A group's digest is seen by its reviewers first; over the loopback Bot API server."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.clock import system_clock
from bot.digest.review import review_of, unanswered
from bot.messages.split import split
from bot.telegram_edge.probe import connected
from storage.base import Store
from storage.models import DeliveryStatus, Digest, Preferences, Subscriber
from storage.open import open_store
from tests.botapi.bot_message import BotMessage
from tests.botapi.server import UNLIMITED, BotApiServer, Fault
from tests.delivery.review_office import (
    CURATOR,
    GROUP,
    LAN,
    MAI,
    TITLES,
    Office,
    action,
    fill,
    labels,
)
from tests.delivery.virtual_time import START
from tests.digest.factory import article, subscriber
from tests.e2e.running import running_bot, settings_for

HOUR = timedelta(hours=1)


@asynccontextmanager
async def office(
    folder: Path, store: Store | None = None, **wishes: object
) -> AsyncIterator[tuple[Office, BotApiServer]]:
    """The group, its reviewers, and a server that they all use."""
    async with BotApiServer(limits=UNLIMITED) as server:
        for person in (LAN, MAI, CURATOR):
            server.add_user(person)
        server.add_supergroup(GROUP)
        kept = store or open_store("memory:")
        fill(kept, START, **wishes)
        async with connected(settings_for(server, folder)) as messenger:
            yield Office(kept, messenger), server
        assert not server.violations


def sent_to(server: BotApiServer, chat: int) -> str:
    """All that the bot wrote there."""
    return "\n".join(message.text for message in server.messages(chat))


def said(reply_blocks: object) -> str:
    """The words of blocks."""
    return "\n".join(part.plain for part in split(reply_blocks))  # type: ignore[arg-type]  # Blocks


async def test_nothing_goes_out_before_a_reviewer_sends_it(tmp_path: Path) -> None:
    """Both reviewers get digest and buttons in private; of two presses one sends it."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        await bot.turn()
        assert server.messages(GROUP) == []
        assert bot.store.list_deliveries() == []
        for person in (LAN, MAI):
            *digest, card = server.messages(person)
            assert all(title in sent_to(server, person) for title in TITLES)
            assert "Duyệt bản tin · Tổ dân phố <Mẫu>" in card.text
            assert card.button("Gửi ngay")
            assert card.button("Giữ lại")
            rows_of_buttons = [row for it in digest for row in it.buttons]
            assert not any(button.callback_data for row in rows_of_buttons for button in row)
        send = server.messages(LAN)[-1].button("Gửi ngay").callback_data
        assert send is not None
        assert "đã cho gửi" in said(bot.press(send, LAN).blocks)
        assert "đã cho gửi" in said(bot.press(send, MAI).blocks)
        await bot.turn()
        await bot.turn()
        rows = bot.store.list_deliveries()
        assert rows
        assert all(row.status is DeliveryStatus.SENT for row in rows)
        assert len(server.messages(GROUP)) == len(rows)
        assert all(title in sent_to(server, GROUP) for title in TITLES)
        assert len(server.messages(MAI)) == len(rows) + 1


async def test_what_is_withheld_is_shown_to_nobody_else(tmp_path: Path) -> None:
    """The group's own /guilai and /luutru know nothing of it until it is sent."""
    async with office(tmp_path) as (bot, _):
        await bot.turn()
        assert "Chưa có bản điểm tin" in said(bot.in_group("/guilai").blocks)
        assert "Chưa có bản điểm tin" in said(bot.in_group("/luutru").blocks)
        bot.press(f"duyet {bot.review.mark} gui")
        assert bot.in_group("/guilai").parts
        assert "1." in said(bot.in_group("/luutru").blocks)


async def test_a_dropped_story_is_gone_and_never_comes_again(tmp_path: Path) -> None:
    """Dropped by its button, restored, dropped again; next week's digest does not tell it."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        mark = bot.review.mark
        shown = bot.press(f"duyet {mark}")
        drops = [it for it in labels(shown) if it.startswith("✖")]
        assert drops == ["✖ 1", "✖ 2", "✖ 3"]
        drop = action(shown, "✖ 1")
        dropped = bot.press(drop)
        (story,) = bot.review.dropped
        assert f"↩ {story.title[:10]}" in " ".join(labels(dropped))
        assert bot.press(drop) == dropped
        assert len(bot.review.dropped) == 1, "pressed again by the other reviewer"
        restored = bot.press(f"duyet {mark} them {story.articles[0]}")
        assert [it for it in labels(restored) if it.startswith("✖")] == drops
        bot.press(drop, MAI)
        preview = bot.press(f"duyet {mark} xem")
        assert story.title not in "".join(part.plain for part in preview.parts)
        bot.press(f"duyet {mark} gui")
        await bot.turn()
        text = sent_to(server, GROUP)
        assert story.title not in text
        assert all(title in text for title in TITLES if title != story.title)
        bot.now += timedelta(days=7)
        bot.press("duyet")
        await bot.turn()
        bot.press(f"duyet {next(it.mark for it in bot.desk.waiting())} gui")
        await bot.turn()
        assert story.title not in sent_to(server, GROUP)


async def test_a_reviewers_line_is_marked_as_theirs(tmp_path: Path) -> None:
    """It is escaped, on one line, bounded, labelled and italic; three are the most."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        mark = bot.review.mark
        hint = said(bot.press(f"duyet {mark} ghi").blocks)
        assert f"/duyet {mark} ghi" in hint
        bot.say(f"/duyet {mark} ghi Mời bà con <b>họp</b> & góp ý\n1. Tin giả\u202e")
        bot.say("/duyet ghi " + "dài " * 200, MAI)
        bot.say("/duyet ghi ba")
        assert "Chỉ thêm được 3 dòng" in said(bot.say("/duyet ghi bốn").blocks)
        first, second, third = bot.review.notes
        assert (first.by, second.by, third.text) == (LAN, MAI, "ba")
        assert first.text == "Mời bà con <b>họp</b> & góp ý 1. Tin giả"
        assert len(second.text) <= 300
        bot.press(f"duyet {mark} gui")
        await bot.turn()
        html = server.messages(GROUP)[0].html
        line = next(it for it in html.split("\n") if "Mời bà con" in it)
        assert line == (
            "<b>✍ Người biên tập:</b><i> Mời bà con &lt;b&gt;họp&lt;/b&gt; &amp; góp ý "
            "1. Tin giả</i>"
        )


@pytest.mark.parametrize(("rule", "arrives"), [("send", True), ("skip", False)])
async def test_nobody_answers(tmp_path: Path, rule: str, arrives: bool) -> None:
    """At the deadline, not before, what the group chose happens, once."""
    async with office(tmp_path, review_unanswered=rule, review_hours=6) as (bot, server):
        await bot.turn()
        bot.now = START + 6 * HOUR - timedelta(seconds=1)
        await bot.turn()
        assert server.messages(GROUP) == []
        bot.now = START + 6 * HOUR
        await bot.turn()
        await bot.turn()
        assert bool(server.messages(GROUP)) is arrives
        assert len(server.messages(GROUP)) == len(bot.store.list_deliveries())
        late = said(bot.press(f"duyet {bot.review.mark} gui").blocks)
        assert ("tự gửi" if arrives else "không gửi") in late
        await bot.turn()
        assert len(server.messages(GROUP)) == len(bot.store.list_deliveries())


async def test_a_digest_that_comes_late_waits_as_long(tmp_path: Path) -> None:
    """After downtime the clock runs from when it was composed, not from when it was due."""
    async with office(tmp_path) as (bot, server):
        bot.now = START + timedelta(days=3)
        await bot.turn()
        assert bot.review.deadline == bot.now + 12 * HOUR
        assert server.messages(GROUP) == []


async def test_held_it_waits_for_a_person(tmp_path: Path) -> None:
    """No deadline sends it, nor does switching review off; a person still can."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        held = bot.press(f"duyet {bot.review.mark} giu")
        assert "Đang giữ lại" in said(held.blocks)
        bot.in_group("/duyet tắt")
        bot.now += timedelta(days=3)
        await bot.turn()
        assert server.messages(GROUP) == []
        bot.press(f"duyet {bot.review.mark} gui", MAI)
        await bot.turn()
        assert server.messages(GROUP)


async def test_the_whole_digest_is_dropped_after_a_second_question(tmp_path: Path) -> None:
    """Its stories do not come with the next digest either."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        mark = bot.review.mark
        asked = bot.press(f"duyet {mark} huy")
        assert _status(bot) == "waiting"
        bot.press(action(asked, "Đúng, không gửi"))
        assert _status(bot) == "dropped"
        assert "đã bỏ" in said(bot.press(f"duyet {mark} gui").blocks)
        bot.now += timedelta(days=7)
        bot.in_group("/duyet tắt")
        await bot.turn()
        assert len(server.messages(GROUP)) == 1
        assert not any(title in sent_to(server, GROUP) for title in TITLES)


async def test_review_switched_off_lets_the_waiting_digest_go(tmp_path: Path) -> None:
    """At the next look, with what the reviewers had changed so far."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        bot.say("/duyet ghi Chào cả nhà")
        bot.in_group("/duyet tắt", MAI)
        await bot.turn()
        assert "✍ Người biên tập: Chào cả nhà" in sent_to(server, GROUP)


async def test_a_group_that_wants_no_digests_gets_none(tmp_path: Path) -> None:
    """Unsubscribed while it waits: nobody can send it, and it is dropped."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        bot.in_group("/huy")
        answer = (
            said(bot.press(f"duyet {bot.review.mark} gui").blocks)
            or bot.press(f"duyet {bot.review.mark} gui").notice
        )
        assert answer
        assert "ngừng nhận" in answer
        await bot.turn()
        assert bot.review.status == "dropped"
        assert server.messages(GROUP) == []


async def test_a_reviewer_who_blocked_the_bot_holds_up_nobody(tmp_path: Path) -> None:
    """The other one is asked; where all refuse, the curators are, and may answer."""
    async with office(tmp_path) as (bot, server):
        server.fault(LAN, Fault.BLOCKED)
        await bot.turn()
        assert server.messages(LAN) == []
        assert server.messages(MAI)
        assert server.messages(CURATOR) == []
        asked = len(server.requests)
        await bot.turn()
        assert len(server.requests) == asked, "a refusal is not tried again"
    async with office(tmp_path) as (bot, server):
        server.fault(LAN, Fault.BLOCKED)
        server.fault(MAI, Fault.NOT_STARTED)
        await bot.turn()
        card = server.messages(CURATOR)[-1]
        send = card.button("Gửi ngay").callback_data
        assert send is not None
        bot.press(send, CURATOR, curator=True)
        await bot.turn()
        assert server.messages(GROUP)


async def test_strangers_cannot_answer(tmp_path: Path) -> None:
    """Neither by a forwarded button nor by the list."""
    async with office(tmp_path) as (bot, _):
        await bot.turn()
        for words in ("", " gui", " huy dongy", " ghi xấu", " xem"):
            reply = bot.press(f"duyet {bot.review.mark}{words}", 999)
            assert reply.notice == "Bạn không phải người duyệt bản tin này."
            assert not reply.parts
        assert "Không có bản tin nào" in said(bot.say("/duyet", 999).blocks)
        assert bot.review.status == "waiting"
        assert bot.review.version == 0


async def test_two_reviewers_at_once(tmp_path: Path) -> None:
    """Changes made side by side are both in what goes out; of two decisions one stands."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        mark = bot.review.mark
        stories = [action(bot.press(f"duyet {mark}"), f"✖ {n}") for n in (1, 2)]
        work = [
            threading.Thread(target=bot.press, args=(stories[0], LAN)),
            threading.Thread(target=bot.press, args=(stories[1], MAI)),
            threading.Thread(target=bot.say, args=("/duyet ghi của Lan", LAN)),
            threading.Thread(target=bot.say, args=("/duyet ghi của Mai", MAI)),
        ]
        for each in work:
            each.start()
        for each in work:
            each.join()
        assert len(bot.review.dropped) == 2
        assert {it.text for it in bot.review.notes} == {"của Lan", "của Mai"}
        decide = [
            threading.Thread(target=bot.press, args=(f"duyet {mark} gui", LAN)),
            threading.Thread(target=bot.press, args=(f"duyet {mark} huy dongy", MAI)),
        ]
        for each in decide:
            each.start()
        for each in decide:
            each.join()
        released = bot.review.status == "released"
        await bot.turn()
        await bot.turn()
        text = sent_to(server, GROUP)
        assert bool(text) is released
        if released:
            assert "của Lan" in text
            assert "của Mai" in text
            assert not any(story.title in text for story in bot.review.dropped)


async def test_the_group_moves_while_it_waits(tmp_path: Path) -> None:
    """A group that became a supergroup gets its digest in its new place."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        new = -100_5001
        server.add_supergroup(new)
        bot.store.migrate_chat(GROUP, new)
        bot.press(f"duyet {bot.review.mark} bo {_first_story(bot)}")
        bot.press(f"duyet {bot.review.mark} gui")
        await bot.turn()
        assert server.messages(GROUP) == []
        assert len(server.messages(new)) == 1


def _status(bot: Office) -> str:
    return bot.review.status


def _first_story(bot: Office) -> str:
    return action(bot.press(f"duyet {bot.review.mark}"), "✖ 1").split()[-1]


async def test_a_forgotten_group_leaves_no_review(tmp_path: Path) -> None:
    """/xoadulieu takes what waits with it."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        mark = bot.review.mark
        bot.store.forget_chat(GROUP)
        assert bot.store.list_reviews() == []
        assert bot.press(f"duyet {mark} gui").notice == "Bản tin này không còn lưu."
        await bot.turn()
        assert server.messages(GROUP) == []


async def test_other_digests_are_not_touched(tmp_path: Path) -> None:
    """A private reader and a group without review get theirs at once."""
    async with office(tmp_path) as (bot, server):
        waiting = bot.store.get_subscriber(str(GROUP))
        assert waiting is not None
        server.add_user(900)
        server.add_group(-901)
        for chat, kind in ((900, "private"), (-901, "group")):
            wishes = replace(waiting.preferences, review=kind == "private")
            who = replace(waiting, id=str(chat), chat_id=chat, chat_type=kind, preferences=wishes)
            bot.store.update_subscriber(who.id, lambda _, new=who: new)  # type: ignore[misc]  # default binds the loop variable
        await bot.turn()
        assert server.messages(900)
        assert server.messages(-901)
        assert server.messages(GROUP) == []


def _switch(bot: Office) -> Subscriber:
    found = bot.store.get_subscriber(str(GROUP))
    assert found is not None
    return found


async def test_the_switch_in_the_group(tmp_path: Path) -> None:
    """On by an administrator's own name; hours and rule; off; not in private, not by anybody."""
    async with office(tmp_path, review=False, reviewers=()) as (bot, _):
        assert "đang tắt" in said(bot.in_group("/duyet").blocks)
        assert "quản trị" in said(bot.in_group("/duyet bật", 5, admin=False).blocks)
        assert "người duyệt: 1" in said(bot.in_group("/duyet bật").blocks).lower()
        bot.in_group("/caidat duyet bat", MAI)
        bot.in_group("/duyet 24 giờ")
        bot.in_group("/duyet bỏ qua")
        wishes = _switch(bot).preferences
        assert wishes.reviewers == (LAN, MAI)
        assert (wishes.review_hours, wishes.review_unanswered) == (24, "skip")
        assert "Duyệt trước khi gửi: đang bật" in said(bot.in_group("/caidat").blocks)
        assert "Chưa hiểu" in said(bot.in_group("/duyet 73").blocks)
        bot.in_group("/duyet thôi", MAI)
        assert _switch(bot).preferences.reviewers == (LAN,)
        bot.in_group("/duyet tắt")
        assert not _switch(bot).preferences.review
        assert "đừng ẩn danh" in said(bot.in_group("/duyet bật", None).blocks)


@pytest.mark.slow
async def test_the_running_bot(tmp_path: Path) -> None:
    """Pressed in Telegram, across a restart: story dropped, then sent; the group gets it once."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(LAN)
        server.add_supergroup(GROUP, members={LAN: "administrator"})
        settings = settings_for(server, tmp_path / "data")
        store = open_store(str(settings.data_dir))
        fill(store, system_clock(), reviewers=(LAN,))
        store.close()
        async with running_bot(settings):
            card = await _card(server)
            await (await lan.press(card, "✖ 1")).answer()
            changed = await lan.wait_edit(card)
            assert "Đã bỏ: 1" in changed.text
        async with running_bot(settings):
            before = len(server.messages(LAN))
            await lan.press(changed, "Gửi ngay")
            done = await lan.wait_edit(changed)
            assert "đã cho gửi" in done.text
            assert (await server.place(GROUP).wait_message(timeout=20)).text
            assert len(server.messages(LAN)) == before
        assert len(server.messages(GROUP)) == 1
        assert not server.violations


async def _card(server: BotApiServer) -> BotMessage:
    lan = server.user(LAN)
    while True:
        message = await lan.wait_message(timeout=30)
        if message.buttons:
            return message


async def test_what_became_readable_since_is_the_next_digests(tmp_path: Path) -> None:
    """Composed anew, a digest is made of its own articles: a late one is told once, next time."""
    async with office(tmp_path) as (bot, server):
        await bot.turn()
        late = article(
            40,
            title="Trường học xã Mẫu đón năm học mới",
            first_seen=START - HOUR,
            published=START - HOUR,
        )
        bot.store.put_articles([late])
        bot.say("/duyet ghi Chào cả nhà")
        bot.press(f"duyet {bot.review.mark} gui")
        await bot.turn()
        assert late.title not in sent_to(server, GROUP)
        bot.in_group("/duyet tắt")
        bot.now += timedelta(days=7)
        await bot.turn()
        assert sent_to(server, GROUP).count(late.title) == 1


async def test_a_clock_that_jumps_there_and_back(tmp_path: Path) -> None:
    """Set back after a start years ahead, a review waits its hours from then on, not for years."""
    async with office(tmp_path) as (bot, server):
        bot.now = START + timedelta(days=3_000)
        await bot.turn()
        assert bot.review.status == "waiting"
        bot.now = START + HOUR
        await bot.turn()
        assert bot.review.deadline == START + 13 * HOUR
        assert server.messages(GROUP) == []
        bot.now = START + HOUR - timedelta(seconds=40)
        await bot.turn()
        bot.now = START + 13 * HOUR
        await bot.turn()
        assert len(server.messages(GROUP)) == 1
        assert _status(bot) == "released"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_deadline_counts_real_hours_over_a_change_of_clocks(zone: str) -> None:
    """Twelve hours are twelve hours, whatever the local clocks show; quiet hours are local."""
    place = subscriber(GROUP, timezone=zone, next_due_at=START)
    wishes = Preferences(review=True, quiet_from=0, quiet_to=6 * 60)
    place = replace(place, chat_type="group", preferences=wishes)
    day = {"Europe/Berlin": (2023, 10, 28), "America/New_York": (2023, 11, 4)}[zone]
    due = datetime(*day, 15, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    digest = Digest(
        id=f"2023-W39/{GROUP}",
        subscriber=str(GROUP),
        week="2023-W39",
        edition="e",
        article_ids=(),
        since=due,
        until=due,
        created_at=due,
    )
    waiting = review_of(place, digest, due, due)
    assert waiting.deadline - due == 12 * HOUR
    assert unanswered(waiting, place, waiting.deadline - timedelta(seconds=1)) is None
    assert unanswered(waiting, place, waiting.deadline) is None, "the night goes first"
    morning = datetime(*day, 6, tzinfo=ZoneInfo(zone)) + timedelta(days=1)
    assert unanswered(waiting, place, morning.astimezone(UTC)) == "released"
    assert morning.utcoffset() != due.astimezone(ZoneInfo(zone)).utcoffset()
