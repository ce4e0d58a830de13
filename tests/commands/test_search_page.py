"""The page of articles found: how the question was understood, and ways to look further."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.commands.command import Command, Context
from bot.commands.table import COMMANDS
from bot.config import Settings
from bot.messages.rich import Reply
from storage.models import Source
from storage.open import open_store
from tests.commands.world import World, article, button, buttons, said, world
from tests.search.asking import LIBRARY, SOURCES, written

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)


@pytest.fixture
def bot() -> World:
    """A bot with the library, on a Monday."""
    store = open_store("memory:")
    store.put_articles(LIBRARY)
    sources = tuple(Source(id=key, name=name, kind="feed") for key, name in SOURCES.items())
    return World(store, Settings.model_construct(), now=NOW, sources=sources)


def labels(reply: Reply) -> list[str]:
    """What the buttons say."""
    return [it.label for it in buttons(reply)]


def test_a_time_is_told_and_can_be_taken_as_words(bot: World) -> None:
    """The head says which days were meant; a button searches the very words instead."""
    reply = bot.ask("giá lúa tuần trước")
    assert "Đăng: 20/11–26/11/2023" in said(reply)
    literal = bot.press(button(reply, "Tìm đúng chữ"))
    assert "Giá lúa tuần trước" in said(literal)
    assert "Giá lúa vụ mùa tăng" not in said(literal)
    assert "Đăng: " not in said(literal)
    assert "Tìm đúng chữ" not in " ".join(labels(literal))


def test_each_understanding_is_told_in_its_own_words(bot: World) -> None:
    """Published then, published then or about it, and about it as well are three things."""
    assert "Đăng hoặc nói về: 01/07–30/09/2023" in said(bot.ask("giao ban quý III năm 2023"))
    assert "Kể cả bài nói về: 01/07–30/09/2023" in said(bot.ask("giao ban quý III"))
    assert "Hiểu là: tỉnh TP Hồ Chí Minh" in said(bot.ask("tỉnh:hcm"))
    assert "Không rõ tỉnh “Xứ Lạ”" in said(bot.ask("lúa tỉnh:Xứ Lạ"))
    assert "Published: 27/11/2023" in said(bot.ask("lúa today", language_code="en"))


def test_what_was_weakened_is_told(bot: World) -> None:
    """A forgiven slip, a time without articles and missing words are each said."""
    slip = said(bot.ask("thương láy mua"))
    assert "Không bài nào có “láy”. Đang tìm “lái”" in slip
    late = said(bot.ask("giá lúa tuần trước -vụ -đê"))
    assert "Không có bài nào cho 20/11–26/11/2023" in late
    assert "Không bài nào có đủ các từ" in said(bot.ask("lúa đường"))


def test_a_forgiven_slip_turns_pages_with_the_right_spelling(bot: World) -> None:
    """The buttons of the page carry what was found."""
    bot.store.put_articles(
        [
            written(f"more{n}", "2023-11-01", f"Thương lái {n}", "Thương lái thu mua.")
            for n in range(9)
        ]
    )
    reply = bot.ask("thương láy mua")
    assert "Trang 1/2" in said(reply)
    turned = bot.press(button(reply, "▶"))
    assert "Trang 2/2" in said(turned)
    assert "láy" not in said(turned)


def test_months_and_sources_count_and_lead_on(bot: World) -> None:
    """Counts by month and by source; a tap shows just those, and the way back is there."""
    reply = bot.ask("lúa")
    months = bot.press(button(reply, "Theo tháng"))
    assert "3 bài theo tháng đăng" in said(months)
    assert labels(months)[:2] == ["11/2023 · 2", "3/2023 · 1"]
    november = bot.press(button(months, "11/2023"))
    assert "Tìm thấy 2 bài" in said(november)
    again = bot.press(button(november, "Theo tháng"))
    assert labels(again)[0] == "11/2023 · 2"
    assert "Tìm thấy 3 bài" in said(bot.press(button(months, "Kết quả")))
    sources = bot.press(button(bot.ask("Phước Sơn"), "Theo nguồn"))
    assert labels(sources)[:2] == ["Báo Sông Lam · 2", "Tỉnh ủy Phước Sơn · 1"]
    assert "Tìm thấy 1 bài" in said(bot.press(button(sources, "Tỉnh ủy")))


def test_counts_are_of_what_was_found(bot: World) -> None:
    """The counts of a question with a time are of those articles alone."""
    sources = bot.press(button(bot.ask("giao ban quý III năm 2023"), "Theo nguồn"))
    assert "2 bài theo nguồn" in said(sources)
    month = button(bot.press(button(bot.ask("giao ban quý III năm 2023"), "Theo tháng")), "10/2023")
    assert "Tìm thấy 1 bài" in said(bot.press(month))


def test_newest_first_and_back(bot: World) -> None:
    """One button makes recency the order, the same place takes it back."""
    reply = bot.ask("lúa")
    newest = bot.press(button(reply, "Mới nhất"))
    text = said(newest)
    assert text.index("Giá lúa giữ vững") < text.index("Giá lúa vụ mùa") < text.index("tuần trước")
    assert button(bot.press(button(newest, "Sát nhất")), "Mới nhất").action == "tim 1 lúa sắp:mới"


def test_long_queries_keep_all_their_buttons(bot: World) -> None:
    """A query too long for a button is kept, for every way to look further."""
    text = "lúa mua tại ruộng đông người đê phơi nông dân thương lái chợ đầu mối giá vững vàng"
    reply = bot.ask(text)
    assert "#" in (button(reply, "Theo tháng").action or "")
    assert "theo tháng đăng" in said(bot.press(button(reply, "Theo tháng")))
    assert button(bot.press(button(reply, "Mới nhất")), "Sát nhất")


def test_reposts_stay_under_their_original(bot: World) -> None:
    """What repeats an article is counted behind it, not listed."""
    repost = written("copy", "2023-11-23", "Giá lúa vụ mùa tăng", "Thương lái mua lúa tại ruộng.")
    bot.store.put_articles([replace(repost, source="phuoc-son", original="weekaaaaaa")])
    text = said(bot.ask("thương lái mua"))
    assert text.count("Giá lúa vụ mùa tăng") == 1
    assert "đăng lại" in text


def test_a_single_article_needs_no_further_ways(bot: World) -> None:
    """Nothing to count, nothing to sort."""
    assert labels(bot.ask("người:Trần Thị Mẫu"))[0] == "1"
    found = labels(bot.ask("phơi lúa trên đê"))
    assert not any("tháng" in label or "nguồn" in label for label in found)


def test_following_is_offered_where_the_command_is(bot: World) -> None:
    """The button leads to the command with the query; without the command there is none."""

    def follow(context: Context, argument: str) -> Reply:
        return Reply(notice=f"{argument}")

    others = tuple(it for it in COMMANDS if it.name != "theodoi")
    bot.router._commands = others
    assert not any("Theo dõi" in label for label in labels(bot.ask("lúa")))
    bot.router._commands = (*others, Command("theodoi", (), "menu.search", follow))
    assert button(bot.ask("lúa sắp:mới"), "Theo dõi").action == "theodoi lúa"


def test_examples_are_told(bot: World) -> None:
    """/tim without words shows what can be asked; every example is understood."""
    text = said(bot.ask("/tim"))
    examples = [line.removeprefix("/tim ") for line in text.split("\n") if line.startswith("/tim ")]
    assert len(examples) == 3
    for example in examples:
        assert "Không rõ" not in said(bot.ask(example))


def test_what_nearly_fits_is_told_apart() -> None:
    """The head counts those with all words; each of the others says which of them it lacks."""
    bot = world(0)
    bot.store.put_articles(
        [
            *(article(n, title=f"Tin khác {n}", lead=None, paragraphs=()) for n in range(20, 60)),
            article(1, title="Nạo vét kênh mương nội đồng", lead=None, paragraphs=()),
            article(2, title="Nạo vét kênh nội đồng", lead=None, paragraphs=()),
        ]
    )
    shown = said(bot.ask("nạo vét kênh mương nội đồng"))
    assert "Tìm thấy 1 bài" in shown
    assert "Kèm 1 bài gần đúng" in shown
    assert shown.count("thiếu từ: mương") == 1
    assert shown.index("1. Nạo vét kênh mương") < shown.index("2. Nạo vét kênh nội")
    only = said(bot.ask("nạo vét kênh mương nội đồng lúa"))
    assert "Không bài nào có đủ các từ" in only
    assert "thiếu từ: lúa" in only
    assert "thiếu từ" not in said(bot.ask("nạo vét kênh"))


@pytest.mark.parametrize("before", ["tìm ", "Tim kiem ", "tim bai ve ", "tìm tin về "])
def test_the_word_for_searching_is_no_word_to_find(before: str) -> None:
    """ "tìm …" without its slash: what follows is searched where no article has the word too."""
    shown = said(world(3).ask(f"{before}giao ban quý III"))
    assert "Tìm thấy 3 bài: giao ban quý III" in shown
    assert "Đang tìm" not in shown


def test_a_word_that_articles_have_stays() -> None:
    """Who looks for a search party finds it."""
    bot = world(3)
    bot.store.put_articles([article(9, title="Tìm kiếm người mất tích ở sông")])
    assert "Tìm thấy 1 bài: tìm kiếm người mất tích" in said(bot.ask("tìm kiếm người mất tích"))


def test_a_time_without_articles_is_told_and_other_times_are_shown() -> None:
    """`giao ban hôm qua`: none of that day; the reader is told, and sees those of other days."""
    shown = said(world(3).ask("giao ban hôm qua"))
    assert "Bài của thời gian khác:" in shown
    assert "Tìm thấy 4 bài: giao ban hôm qua" in shown


@pytest.mark.parametrize("text", ["có gì mới?", "tin mới nhất", "co tin gi moi khong"])
def test_who_asks_for_news_alone_gets_the_newest(text: str) -> None:
    """A question for news as such is no question for an answer: the newest articles."""
    assert said(world(3).ask(text)) == said(world(3).ask("/moinhat"))
