"""Tests of /nguon kho and /nguon bat: choosing from the real sources, trying before turning on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.pipeline import Ingestor
from bot.messages.rich import Reply
from bot.sources.known import Wish, find_known, known_sources
from storage.models import Source, SourceState
from tests.commands.world import NOW, World, button, buttons, said, world
from tests.sources.moment import fixed_clock
from tests.sources.site import Site, local_fetcher, serving

PAGE = """<!doctype html><html lang="vi"><head><title>{title}</title>
<meta property="article:published_time" content="2023-09-2{number}T08:30:00+07:00">
<meta property="og:title" content="{title}"></head><body><article><h1>{title}</h1>
<p>Sáng nay, lãnh đạo huyện Phước Sơn chủ trì hội nghị giao ban công tác với các xã, thị trấn.</p>
<p>Hội nghị nghe báo cáo việc gieo cấy vụ mùa, tiến độ nạo vét kênh mương và thu ngân sách.</p>
<p>Các đại biểu đề nghị sớm bố trí vốn để sửa trạm bơm trước mùa mưa lũ sắp tới ở hạ lưu.</p>
</article></body></html>"""


def _feed(site: Site, count: int) -> str:
    items = "".join(
        f"<item><title>Huyện Phước Sơn giao ban lần thứ {n}</title><link>{site.url(f'/tin/{n}')}"
        f"</link><pubDate>Sun, 24 Sep 2023 0{n}:00:00 +0700</pubDate></item>"
        for n in range(1, count + 1)
    )
    return f'<rss version="2.0"><channel><title>Báo Thử</title>{items}</channel></rss>'


@asynccontextmanager
async def _live(source: Source | None = None) -> AsyncIterator[tuple[World, Site]]:
    """A bot with a site on loopback that it may read, and one source of it, switched off."""
    bot = world()
    async with serving() as site, local_fetcher() as fetcher:
        own = Source(
            id="bao-thu",
            name="Báo Thử",
            kind="feed",
            url=site.url("/rss"),
            section="Thời sự",
            enabled=False,
        )
        bot.store.put_source(source or own)
        site.pages["/rss"] = _feed(site, 5).encode()
        for n in range(1, 6):
            title = f"Huyện Phước Sơn giao ban lần thứ {n}"
            site.pages[f"/tin/{n}"] = PAGE.format(title=title, number=n)
        ingestor = Ingestor(
            bot.store,
            fetcher,
            bot.sources,
            zone=ZoneInfo("Asia/Ho_Chi_Minh"),
            clock=fixed_clock,
            poll_minutes=60,
        )
        bot.errands.bind(ingestor, fetcher)
        yield bot, site


async def _ask(bot: World, text: str, *, pressed: bool = False) -> Reply:
    return await asyncio.to_thread(bot.ask, text, curator=True, pressed=pressed)


def _curator(bot: World, text: str) -> Reply:
    return bot.ask(text, curator=True)


def test_only_curators_choose_sources() -> None:
    """Readers neither see the catalogue nor turn anything on."""
    bot = world()
    for text in ("/nguon kho", "/nguon bat bao-ha-tinh", "/nguon bat bao-ha-tinh dongy"):
        assert "người quản lý" in said(bot.ask(text))
    assert bot.store.list_sources() == []


def test_the_list_of_sources_leads_to_the_catalogue() -> None:
    """Curators find the catalogue from /nguon, readers do not."""
    bot = world()
    assert button(_curator(bot, "/nguon"), "Kho nguồn").action == "nguon kho"
    assert not [it for it in buttons(bot.ask("/nguon")) if it.action == "nguon kho"]


def test_groups_count_what_is_behind_them() -> None:
    """The first page names the groups; each button leads to as many sources as it says."""
    bot = world()
    reply = _curator(bot, "/nguon kho")
    assert str(len(known_sources())) in said(reply)
    for label, wish in (("Đảng", Wish(level="party")), ("Chính quyền", Wish(level="government"))):
        pressed = button(reply, label)
        count = len(find_known(wish))
        assert f"({count})" in pressed.label
        assert f"{count} nguồn" in said(bot.press(pressed, curator=True))
    national = bot.press(button(reply, "toàn quốc"), curator=True)
    assert "VnExpress" in said(national) or "Quân đội" in said(national)
    assert "Báo Hà Tĩnh" not in said(national)


def test_provinces_are_offered_with_their_old_names() -> None:
    """All of the 34 that have sources are buttons; the names before the merger are told."""
    bot = world()
    reply = bot.press(button(_curator(bot, "/nguon kho"), "tỉnh, thành"), curator=True)
    assert len(buttons(reply)) >= 33
    assert "Quảng Trị: Quảng Bình" in said(reply)
    shown = bot.press(button(reply, "Quảng Trị"), curator=True)
    assert "Quảng Trị" in said(shown)
    assert "Quảng Ninh" not in said(shown)


@pytest.mark.parametrize("text", ["binh duong", "Bình Dương", "tỉnh Bình Dương", "BÌNH DƯƠNG"])
def test_an_old_name_finds_its_sources_and_those_of_the_merged_province(text: str) -> None:
    """Its own paper first, then that of today's TP Hồ Chí Minh, page by page."""
    bot = world()
    reply = _curator(bot, f"/nguon kho {text}")
    assert "Báo Bình Dương" in said(reply)
    seen = said(reply)
    while any("▶" in it.label for it in buttons(reply)):
        reply = bot.press(button(reply, "▶"), curator=True)
        seen += said(reply)
    assert "Sài Gòn Giải Phóng" in seen
    assert seen.index("Báo Bình Dương") < seen.index("Sài Gòn Giải Phóng")


def test_kinds_narrow_what_is_shown() -> None:
    """Where there are feeds and listings, each can be asked for alone, and so can the next page."""
    bot = world()
    reply = bot.press(button(_curator(bot, "/nguon kho quang ninh"), "RSS/Atom ("), curator=True)
    assert "trang danh sách bài" not in said(reply)
    count = len(find_known(Wish(province="Quảng Ninh", kind="feed")))
    assert f"{count} nguồn" in said(reply)
    assert f"{count} nguồn" in said(bot.press(button(reply, "▶"), curator=True))


def test_words_find_outlets_and_sections() -> None:
    """Words need no diacritics; what nothing answers is said, with what to do."""
    bot = world()
    assert "Báo Hà Tĩnh – Kinh tế" in said(_curator(bot, "/sources known ha tinh kinh te"))
    reply = _curator(bot, "/nguon kho xyzxyz")
    assert "/nguon them" in said(reply)


@given(st.text(max_size=80))
def test_any_words_are_answered_and_every_button_fits(text: str) -> None:
    """Whatever is searched for, the answer's buttons keep within Telegram's 64 bytes."""
    bot = World(world(0).store, world(0).settings)
    reply = _curator(bot, f"/nguon kho {text}")
    assert said(reply)
    assert all(len((it.action or "").encode()) <= 64 for it in buttons(reply))


def test_pages_and_groups_are_no_dead_ends() -> None:
    """Every button of every page of the catalogue leads to an answer that has the way back."""
    bot = world()
    reply = _curator(bot, "/nguon kho dang")
    for _ in range(3):
        assert button(reply, "Kho nguồn").action == "nguon kho"
        reply = bot.press(button(reply, "▶"), curator=True)
    assert "Trang 4/" in said(reply)


async def test_turning_on_tries_first_and_asks() -> None:
    """What came back is shown with three dated articles; only the answer turns it on."""
    async with _live() as (bot, site):
        reply = await _ask(bot, "/nguon bat bao-thu")
        text = said(reply)
        assert "Báo Thử – Thời sự" in text
        assert "5 bài" in text
        assert "giao ban lần thứ 1" in text
        assert "giao ban lần thứ 3" in text
        assert "giao ban lần thứ 4" not in text
        assert "21/09/2023 08:30" in text
        assert site.paths().count("/rss") == 1
        assert [it.enabled for it in bot.store.list_sources()] == [False]
        yes = button(reply, "Bật nguồn")
        done = await _ask(bot, yes.action or "", pressed=True)
        assert "Đã bật" in said(done)
        assert [it.enabled for it in bot.store.list_sources()] == [True]
        (entry,) = bot.store.list_audit(limit=5)
        assert (entry.actor, entry.action, entry.detail) == ("user:7", "source.on", "bao-thu")


async def test_a_source_that_cannot_be_read_stays_off() -> None:
    """The failure is told in the reader's language, with the cause; it can be tried again."""
    async with _live() as (bot, site):
        del site.pages["/rss"]
        reply = await _ask(bot, "/nguon bat bao-thu")
        assert "chưa bật" in said(reply)
        assert "404" in said(reply)
        assert [it.enabled for it in bot.store.list_sources()] == [False]
        site.pages["/rss"] = _feed(site, 1).encode()
        again = button(reply, "Thử lại")
        assert "1 bài" in said(await _ask(bot, again.action or "", pressed=True))


async def test_articles_that_cannot_be_read_are_told() -> None:
    """Pages that fail are passed over; when none is left that is said before anybody agrees."""
    async with _live() as (bot, site):
        for n in range(1, 6):
            del site.pages[f"/tin/{n}"]
        reply = await _ask(bot, "/nguon bat bao-thu")
        assert "Chưa đọc được bài nào" in said(reply)
        assert "404" in said(reply)
        assert button(reply, "Bật nguồn")


async def test_listings_are_tried_as_listings() -> None:
    """A page without a feed shows the articles that its links lead to."""
    async with _live() as (bot, site):
        links = "".join(
            f'<li><h3><a href="/tin/{n}">Huyện Phước Sơn giao ban công tác tháng {n}</a></h3></li>'
            for n in range(1, 6)
        )
        site.pages["/tin/"] = f"<!doctype html><html><body><ul>{links}</ul></body></html>"
        listing = Source(
            id="trang-thu",
            name="Trang Thử",
            kind="listing",
            url=site.url("/tin/"),
            links="//h3/a",
            enabled=False,
        )
        bot.store.put_source(listing)
        reply = await _ask(bot, "/nguon bat trang-thu")
        assert "trang danh sách bài" in said(reply)
        assert "giao ban lần thứ 2" in said(reply)


def test_where_no_bot_runs_nothing_is_turned_on_untried() -> None:
    """In a terminal beside the bot the trial cannot be made, and that is said."""
    bot = world()
    assert "không chạy" in said(_curator(bot, "/nguon bat bao-ha-tinh"))
    assert bot.store.list_sources() == []


def test_a_known_source_is_stored_when_it_is_agreed_to() -> None:
    """The catalogue's facts go into the store, turned on; the catalogue then shows it so."""
    bot = world()
    reply = bot.ask("nguon bat bao-ha-tinh dongy", curator=True, pressed=True)
    assert "Báo Hà Tĩnh" in said(reply)
    (stored,) = bot.store.list_sources()
    assert stored.enabled
    assert (stored.id, stored.province, stored.level) == ("bao-ha-tinh", "Hà Tĩnh", "press")
    shown = _curator(bot, "/nguon kho bao ha tinh")
    assert "🟢" in said(shown)
    assert button(shown, "Xem 1").action == "nguon xem bao-ha-tinh"
    again = _curator(bot, "/nguon bat bao-ha-tinh dongy")
    assert "đang bật" in said(again)


def test_an_address_is_not_followed_twice() -> None:
    """A source whose address is polled under another id is not turned on beside it."""
    bot = world()
    own = Source(id="cua-toi", name="Của tôi", kind="feed", url="http://baohatinh.vn/rss/home.rss")
    bot.store.put_source(own)
    assert "Của tôi" in said(_curator(bot, "/nguon bat bao-ha-tinh dongy"))
    assert [it.id for it in bot.store.list_sources()] == ["cua-toi"]


def test_a_source_that_was_gone_is_asked_again() -> None:
    """Turning on is what a curator says otherwise with: 410 and the streak are forgotten."""
    bot = world()
    bot.ask("nguon bat bao-ha-tinh dongy", curator=True, pressed=True)
    state = SourceState(source="bao-ha-tinh", gone=True, error_streak=4, first_success_at=NOW)
    bot.store.put_source_states([state])
    off = bot.ask("nguon tat bao-ha-tinh dongy", curator=True, pressed=True)
    assert said(off)
    assert [it.enabled for it in bot.store.list_sources()] == [False]
    bot.ask("nguon bat bao-ha-tinh dongy", curator=True, pressed=True)
    fresh = bot.store.get_source_state("bao-ha-tinh")
    assert fresh is not None
    assert (fresh.gone, fresh.error_streak, fresh.first_success_at) == (False, 0, NOW)


@pytest.mark.parametrize("text", ["khong-co", "", "local", "dongy"])
def test_what_is_no_source_is_said(text: str) -> None:
    """Unknown ids, and the inbox, which is the operator's."""
    assert "/nguon" in said(_curator(world(), f"/nguon bat {text}"))


def test_english_speaks_english() -> None:
    """The same in English."""
    bot = world()
    assert "choose from" in said(bot.ask("/sources known", curator=True, language_code="en"))
    found = said(bot.ask("/sources known hue", curator=True, language_code="en"))
    assert "One source" in found
