"""Who administers the group no more neither changes its digest nor is waited for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.commands.request import Request
from bot.digest.review import GRACE
from bot.messages.split import split
from storage.open import open_store
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.delivery.review_office import CURATOR, GROUP, LAN, MAI, Office, fill
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.virtual_time import START, run
from tests.e2e.running import running_bot, settings_for

HOUR = timedelta(hours=1)


class Rights:
    """Answers as Telegram would; `lost` administer the group no more."""

    def __init__(self) -> None:
        self.lost: set[int] = set()
        self.unknown: set[int] = set()
        self.asked: list[int] = []

    async def __call__(self, chat_id: int, user_id: int) -> bool | None:
        assert chat_id == GROUP
        self.asked.append(user_id)
        return None if user_id in self.unknown else user_id not in self.lost


def _office(
    rights: Rights,
    *,
    curators: Collection[int] = (CURATOR,),
    reviewers: tuple[int, ...] = (LAN, MAI),
) -> tuple[Office, ScriptedMessenger]:
    store, messenger = open_store("memory:"), ScriptedMessenger()
    fill(store, reviewers=reviewers)
    return Office(store, messenger, curators=curators, administers=rights), messenger


def _told(messenger: ScriptedMessenger, chat: int) -> str:
    return "\n".join(messenger.received().get(chat, ()))


def _press(bot: Office, words: str, user_id: int, group_admin: str) -> str:
    request = Request(
        text=f"duyet {bot.review.mark} {words}".strip(),
        chat_id=user_id,
        user_id=user_id,
        pressed=True,
        group_admin=group_admin,  # type: ignore[arg-type]  # one of its literals
    )
    reply = bot.router.handle(request)
    return reply.notice or "\n".join(part.plain for part in split(reply.blocks))


def test_an_answer_without_rights_changes_nothing() -> None:
    """Pressed by somebody who lost them: refused in one line, and they are a reviewer no more."""
    bot, messenger = _office(Rights())
    run(bot.turn())
    before = bot.review
    assert "không còn là quản trị viên của Tổ dân phố <Mẫu>" in _press(bot, "gui", LAN, "no")
    assert bot.review.status == "waiting"
    assert (bot.review.reviewers, bot.review.left) == ((MAI,), (LAN,))
    assert (bot.review.draft, bot.review.deadline) == (before.draft, before.deadline)
    place = bot.store.get_subscriber(str(GROUP))
    assert place is not None
    assert place.preferences.reviewers == (MAI,)
    assert "không phải người duyệt" in _press(bot, "gui", LAN, "yes")
    run(bot.turn())
    assert "không duyệt nữa" in _told(messenger, MAI)
    assert "không duyệt nữa" not in _told(messenger, LAN)
    told = _told(messenger, MAI)
    run(bot.turn())
    assert _told(messenger, MAI) == told
    assert "đã cho gửi" in _press(bot, "gui", MAI, "yes")


def test_when_telegram_does_not_say_nothing_is_changed_and_nobody_is_taken_out() -> None:
    """A failed look-up refuses the answer and keeps the reviewer."""
    rights = Rights()
    rights.unknown = {LAN, MAI}
    bot, messenger = _office(rights)
    run(bot.turn())
    assert "Chưa hỏi được" in _press(bot, "gui", LAN, "unknown")
    assert bot.review.reviewers == (LAN, MAI)
    assert bot.review.status == "waiting"
    assert _told(messenger, LAN)


def test_nothing_is_shown_to_somebody_who_lost_their_rights_before() -> None:
    """The rights are asked for before the digest is shown; the other reviewer gets it."""
    rights = Rights()
    rights.lost = {LAN}
    bot, messenger = _office(rights)
    run(bot.turn())
    assert not _told(messenger, LAN)
    assert "không duyệt nữa" in _told(messenger, MAI)


def test_what_somebody_without_rights_held_goes_out_by_the_rule() -> None:
    """Held, then the rights are lost: the next look takes it back; the others have an hour."""
    rights = Rights()
    bot, messenger = _office(rights)
    run(bot.turn())
    _press(bot, "giu", LAN, "yes")
    rights.lost = {LAN}
    bot.now = START + 20 * HOUR  # the deadline was at 12
    run(bot.turn())
    assert (bot.review.status, bot.review.deadline) == ("waiting", bot.now + GRACE)
    assert "không duyệt nữa" in _told(messenger, MAI)
    assert not _told(messenger, GROUP)
    bot.now += GRACE
    run(bot.turn())
    run(bot.turn())
    assert bot.review.status == "released"
    assert _told(messenger, GROUP)


def test_what_another_reviewer_held_stays_held() -> None:
    """Only what they alone stopped goes on."""
    rights = Rights()
    bot, _ = _office(rights)
    run(bot.turn())
    _press(bot, "giu", MAI, "yes")
    rights.lost = {LAN}
    bot.now = START + 20 * HOUR
    run(bot.turn())
    assert (bot.review.status, bot.review.reviewers) == ("held", (MAI,))


@pytest.mark.parametrize("curators", [(CURATOR,), ()])
def test_the_last_reviewer_is_followed_by_the_curators_or_the_rule(
    curators: tuple[int, ...],
) -> None:
    """Where there are curators they are shown it; where nobody is left the deadline decides."""
    rights = Rights()
    rights.lost = {LAN, MAI}
    bot, messenger = _office(rights, curators=curators)
    run(bot.turn())
    assert bool(_told(messenger, CURATOR)) is bool(curators)
    assert not _told(messenger, LAN)
    assert not _told(messenger, MAI)
    bot.now = START + 12 * HOUR
    run(bot.turn())
    assert bot.review.status == "released"


def test_rights_are_looked_up_now_and_then() -> None:
    """Not at each look, every five seconds; every half hour while it waits; curators never."""
    rights = Rights()
    bot, _ = _office(rights, reviewers=(LAN, CURATOR))
    for _ in range(5):
        run(bot.turn())
    assert rights.asked == [LAN]
    bot.now += HOUR
    run(bot.turn())
    assert rights.asked == [LAN, LAN]


@pytest.mark.slow
@pytest.mark.parametrize("bot_status", ["member", "administrator"])
async def test_the_running_bot_heeds_lost_rights(tmp_path: Path, bot_status: str) -> None:
    """Over the Bot API: by the update where the bot gets one, else by asking at the press."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan, mai = server.add_user(LAN), server.add_user(MAI)
        group = server.add_supergroup(
            GROUP,
            members={LAN: "administrator", MAI: "administrator"},
            bot_status=bot_status,  # type: ignore[arg-type]  # one of two
        )
        settings = settings_for(server, tmp_path / "data")
        store = open_store(str(settings.data_dir))
        fill(store, system_clock())
        store.close()
        async with running_bot(settings):
            card = await lan.wait_message(timeout=20)
            while "Duyệt bản tin" not in card.text:
                card = await lan.wait_message(timeout=20)
            group.set_member(LAN, "member")
            if bot_status == "member":  # it learns of it at the press alone
                toast = await (await lan.press(card, "Gửi ngay")).answer()
                assert "không còn là quản trị viên" in str(toast.text)
            told = await mai.wait_message(timeout=20)
            while "không duyệt nữa" not in told.text:
                told = await mai.wait_message(timeout=20)
            toast = await (await lan.press(card, "Gửi ngay")).answer()
            assert "không phải người duyệt" in str(toast.text)
            assert not server.messages(GROUP)
            opened = await mai.press(told, "Trở lại")
            await opened.answer()
            card = await mai.wait_edit(told)
            await (await mai.press(card, "Gửi ngay")).answer()
            assert await server.place(GROUP).wait_message(timeout=20)
        assert not server.violations
