"""Tests of /tuan: one week in one message, and the way to the weeks around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.split import split
from tests.commands.world import CATALOG, NOW, World, article, button, buttons, said, world
from tests.digest.factory import unlike


def labels(bot: World, text: str) -> list[str]:
    """The labels of the buttons under the answer."""
    return [it.label for it in buttons(bot.ask(text))]


def test_it_has_the_buttons_of_a_digest() -> None:
    """Entries can be read, the week before opened; who has no digest is offered one."""
    bot = world(3)
    reply = bot.ask("/tuan")
    assert said(reply).startswith("Điểm tin tuần 39 · 25/9–1/10/2023")
    opened = bot.press(button(reply, "Đọc 1"))
    assert f"1. {said(opened).splitlines()[0]}\n" in said(reply)
    assert button(reply, "Đăng ký").action == "dangky"
    bot.ask("/dangky t2 7h")
    assert "⚙️ Cài đặt" in labels(bot, "/tuan")


def test_it_is_one_message_however_full_the_week() -> None:
    """Two hundred articles are told as far as one message reaches; the rest is counted."""
    bot = world(0)
    full = [
        article(
            n,
            id=f"full{n:06d}",
            title=unlike(n),
            lead=unlike(n + 200, 20),
            paragraphs=(),
            first_seen=NOW,
            published=NOW,
            fingerprint=f"full{n}",
        )
        for n in range(200)
    ]
    bot.store.put_articles(full)
    reply = bot.ask("/tuan")
    assert len(split(reply.blocks, reply.buttons)) == 1
    assert "bài nữa: xem ở /moinhat" in said(reply)


def test_on_monday_morning_the_week_before_is_one_press_away() -> None:
    """The new week is empty; the button shows the old one in place, and ▶ leads back."""
    bot = world(3)
    bot.now = datetime(2023, 10, 2, 0, 30, tzinfo=UTC)
    reply = bot.ask("/tuan")
    assert said(reply) == CATALOG.text("vi", "week.none")
    before = bot.press(button(reply, "Tuần trước"))
    assert before.replace
    assert "tuần 39" in said(before)
    assert said(bot.press(button(before, "Tuần sau"))) == said(reply)
    assert "Tuần sau ▶" not in labels(bot, "/tuan")


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("/tuan nay", "Điểm tin tuần 39 · 25/9–1/10/2023"),
        ("/tuan truoc", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/tuần trước", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/week last", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/tuan 2023-W38", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/tuan 2023-w38", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/tuan tuần 38", "Điểm tin tuần 38 · 18/9–24/9/2023"),
        ("/tuan 38/2022", "Điểm tin tuần 38 · 19/9–25/9/2022"),
        ("/tuan 50", "Điểm tin tuần 50 · 12/12–18/12/2022"),
    ],
)
def test_a_week_can_be_typed(text: str, first_line: str) -> None:
    """By ISO week, by its number, or as the one before; a number yet to come is last year's."""
    assert said(world(3).ask(text)).splitlines()[0].partition(" — ")[0] == first_line


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/tuan 2023-W40", "week.future"),
        ("/tuan 9999-W01", "week.future"),
        ("/tuan 2022-W53", "week.unknown"),
        ("/tuan 0001-W01", "week.unknown"),
        ("/tuan 0", "week.unknown"),
        ("/tuan hôm qua", "week.unknown"),
    ],
)
def test_a_week_that_is_none_is_explained(text: str, key: str) -> None:
    """What was typed is named, with an example of what works."""
    word = text.partition(" ")[2]
    number = word.partition("-W")[2].lstrip("0")
    values = {"week": number} if key == "week.future" else {"word": word}
    assert said(world(3).ask(text)) == CATALOG.text("vi", key, **values)


def test_the_week_turns_at_midnight_of_the_reader() -> None:
    """In Los Angeles it is still Sunday when Monday has begun in Vietnam."""
    bot = world(3)
    bot.now = datetime(2023, 10, 1, 17, 30, tzinfo=UTC)
    assert said(bot.ask("/tuan")) == CATALOG.text("vi", "week.none")
    bot.ask("/caidat muigio los angeles")
    assert "tuần 39" in said(bot.ask("/tuan"))
    bot.now += timedelta(days=1)
    assert said(bot.ask("/tuan")) == CATALOG.text("vi", "week.none")


def test_a_week_is_told_by_the_filters_of_the_place() -> None:
    """As its digest would be; an empty one says that filters are at work."""
    bot = world()
    other = article(
        60, title="Xã Mẫu đón mưa vàng", lead=None, paragraphs=(), first_seen=NOW, published=NOW
    )
    bot.store.put_articles([other])
    assert "Huyện Phước Sơn giao ban" in said(bot.ask("/tuan"))
    bot.ask("/caidat bỏ từ giao ban")
    told = said(bot.ask("/tuan"))
    assert "Huyện Phước Sơn giao ban" not in told
    assert "Xã Mẫu đón mưa vàng" in told
    bot.ask("/caidat từ khinh khí cầu")
    assert said(bot.ask("/tuan")).endswith("Theo bộ lọc của bạn.")
