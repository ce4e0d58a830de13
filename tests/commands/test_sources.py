"""Tests of /nguon: the list at a glance, one source, reading it now, turning it off."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.commands.errands import AT_ONCE, Errands, Job
from bot.commands.source_page import bars
from bot.errors import UserError
from bot.ingest.pipeline import Ingestor
from bot.messages.split import split
from bot.sources.http import Fetcher
from storage.models import Reading, Source, SourceHealth, SourceState
from storage.open import open_store
from tests.commands.test_curators import catalogue, curator, press
from tests.commands.world import CATALOG, NOW, World, button, buttons, said, world
from tests.ingest.newsroom import item, rss
from tests.sources.site import local_fetcher, serving

HEALTHY = SourceHealth(
    first_day=NOW.date() - timedelta(days=27),
    daily=(2,) * 28,
    newest_at=NOW - timedelta(hours=2),
    habit=(Reading("daw", 300),) * 30,
    recent=(Reading("dw", 310),) * 12,
)


def state(source: str, **changes: object) -> SourceState:
    """A source that is well, unless `changes` say otherwise."""
    well = SourceState(
        source=source,
        first_success_at=NOW - timedelta(days=27),
        last_success_at=NOW - timedelta(minutes=5),
        next_poll_at=NOW + timedelta(minutes=40),
        health=HEALTHY,
    )
    return replace(well, **changes)


def failing(source: str) -> SourceState:
    """One that could not be reached for two days."""
    since = NOW - timedelta(days=2)
    return state(
        source,
        error_streak=4,
        last_error="timeout <x>",
        last_success_at=since,
        health=replace(HEALTHY, failing_since=since, trouble="unreachable"),
    )


def test_readers_see_names_with_links_and_articles_a_week() -> None:
    """Nothing of lights, errors, polls or sources that are off."""
    bot = world()
    bot.store.put_source_states([state("bao-song-lam"), failing("tinh-uy")])
    reply = bot.ask("/nguon")
    assert said(reply) == (
        "2 nguồn tin\n\nBáo Sông Lam\n14 bài/tuần\n\nTỉnh ủy Phước Sơn\n14 bài/tuần"
    )
    assert 'href="https://songlam.example/"' in split(reply.blocks)[0].html
    assert buttons(reply) == []


def test_curators_see_every_source_broken_ones_first() -> None:
    """Light, habit, last and next poll, trouble in words; what is off at the end."""
    bot = catalogue(3, 9)
    bot.store.put_source_states(
        [
            state("bao-0"),
            failing("bao-1"),
            state("bao-2", error_streak=2, last_error="410", gone=True),
        ]
    )
    text = said(curator(bot, "/nguon"))
    assert text.startswith("4 nguồn tin\nvà 9 nguồn đang tắt ⚪\nTrang 1/2\n\n1. 🔴 ")
    assert (
        "🔴 Báo Giả Định – Mục 1\n14 bài/tuần · đọc 2 ngày trước · lần tới 10:40\n"
        "Không kết nối được với máy chủ, bắt đầu 2 ngày trước" in text
    )
    assert "🟢 Báo Giả Định – Mục 0\n14 bài/tuần · đọc 5 phút trước · lần tới 10:40\n" in text
    assert "Máy chủ báo nguồn không còn (410)" in text
    assert text.index("Mục 2") < text.index("Mục 1") < text.index("🟢") < text.index("⚪ Báo")
    assert "timeout" not in text


def test_the_broken_ones_alone_are_one_button_away() -> None:
    """The button tells how many; the list of them leads back to all."""
    bot = catalogue(3, 0)
    bot.store.put_source_states([state("bao-0"), failing("bao-1"), failing("bao-2")])
    unwell = press(bot, curator(bot, "/nguon"), "Có vấn đề: 2")
    assert said(unwell).startswith("2 nguồn có vấn đề\n\n1. 🔴 Báo Giả Định – Mục 1\n")
    assert "Mục 0" not in said(unwell)
    assert "Mục 0" in said(press(bot, unwell, "Tất cả"))
    bot.store.put_source_states([state("bao-1"), state("bao-2")])
    assert said(curator(bot, "/nguon hong")) == CATALOG.text("vi", "sources.all_well")
    assert not any("Có vấn đề" in each.label for each in buttons(curator(bot, "/nguon")))


def test_everything_is_listed_page_by_page() -> None:
    """Ten to a page, numbered through, each with a button to its own page."""
    bot = catalogue(0, 24)
    first = curator(bot, "/nguon")
    assert CATALOG.text("vi", "sources.turn_on") in said(first)
    second = press(bot, first, "▶")
    assert second.replace
    assert "\n11. ⚪" in said(second)
    assert button(second, "12").action == "nguon xem bao-10"  # after the inbox, which is first
    third = press(bot, second, "▶")
    assert not any("▶" in each.label for each in buttons(third))


def test_no_source_at_all() -> None:
    """Said in words, for readers and for curators."""
    bot = World(open_store("memory:"), world().settings, sources=())
    assert said(bot.ask("/nguon")) == CATALOG.text("vi", "sources.none")
    assert said(curator(bot, "/nguon")) == CATALOG.text("vi", "sources.none")


def test_a_source_is_found_by_words_of_its_name_without_diacritics() -> None:
    """Names, ids and provinces; what is not there is said to be not there."""
    bot = world()
    assert "Tỉnh ủy Phước Sơn" in said(bot.ask("/nguon phuoc son"))
    assert "Báo Sông Lam" not in said(bot.ask("/nguon phuoc son"))
    missing = said(bot.ask("/nguon báo không có"))
    assert missing == CATALOG.text("vi", "sources.not_found", word="báo không có")
    many = catalogue(30, 0)
    second = press(many, curator(many, "/nguon gia dinh"), "▶")
    assert "Trang 2/3" in said(second)


@pytest.mark.parametrize("line", ["/nguon xem bao-song-lam", "/nguon tat bao-song-lam dongy"])
def test_what_is_for_curators_is_refused_to_others(line: str) -> None:
    """Whoever types it."""
    bot = world()
    assert said(bot.ask(line)) == CATALOG.text("vi", "error.curators_only")
    assert bot.store.list_sources() == []


def test_the_page_of_a_source_tells_all_that_is_known() -> None:
    """Address, kind, dates, weeks as bars, quality now and before, what can be done."""
    bot = world()
    bot.store.put_source_states([state("bao-song-lam", etag='"1"')])
    text = said(curator(bot, "/nguon bao-song-lam"))
    for words in (
        "🟢 Báo Sông Lam\nBình thường",
        "Kiểu: RSS/Atom",
        "Địa chỉ: https://songlam.example/rss",
        "Đọc lần đầu: 31/08/2023 10:00",
        "Đọc được gần nhất: 27/09/2023 09:55",
        "Bài mới gần nhất: 27/09/2023 08:00",
        "Lần đọc tới: 27/09/2023 10:40",
        "Bài đã có: 13",
        "Mỗi tuần: ████ 14 14 14 14",
        "Bài mới nhất (12): có ngày 100%, tác giả 0%, trọn bài 100%, khoảng 310 chữ",
        "Trước đó: có ngày 100%, tác giả 100%, trọn bài 100%, khoảng 300 chữ",
        "Máy chủ báo khi không có gì mới (ETag)",
    ):
        assert words in text, words
    english = said(bot.ask("/sources view bao-song-lam", curator=True, language_code="en"))
    assert "100% with date, 0% with author" in english


def test_the_page_of_a_broken_source_has_the_error_itself() -> None:
    """The words are for everybody, the error is for who mends it."""
    bot = world()
    bot.store.put_source_states([failing("tinh-uy")])
    text = said(curator(bot, "/nguon tinh-uy"))
    assert (
        "Không kết nối được với máy chủ, bắt đầu 2 ngày trước\nLỗi 4 lần liền: timeout <x>" in text
    )


def test_turning_off_asks_first_and_is_written_down() -> None:
    """The first press asks, the second one does it; articles stay."""
    bot = world()
    asked = press(bot, curator(bot, "/nguon bao-song-lam"), "Tắt nguồn")
    assert "Tắt Báo Sông Lam?" in said(asked)
    assert bot.store.list_sources() == []
    done = press(bot, asked, "Tắt")
    assert "⚪ Báo Sông Lam\nĐang tắt" in said(done)
    (kept,) = bot.store.list_sources()
    assert (kept.id, kept.enabled) == ("bao-song-lam", False)
    (entry,) = bot.store.list_audit(limit=9)
    assert (entry.actor, entry.action, entry.detail) == ("user:7", "source.off", "bao-song-lam")
    assert "Báo Sông Lam" not in said(bot.ask("/nguon"))
    assert bot.store.count_articles("bao-song-lam") == 13
    assert "Báo Sông Lam" in said(press(bot, asked, "Để sau"))


def test_what_is_handed_in_cannot_be_turned_off() -> None:
    """The inbox belongs to the operator: no button, and the typed line is refused."""
    bot = catalogue(1, 0)
    page = curator(bot, "/nguon local")
    assert [each.label for each in buttons(page)] == ["◀ Danh sách"]
    refused = said(curator(bot, "/nguon tat local dongy"))
    assert refused == CATALOG.text("vi", "sources.not_switched")
    assert bot.store.list_sources() == []


def test_sources_of_the_store_are_known_at_once() -> None:
    """Added or changed while the bot runs; the store wins over the catalogue."""
    bot = world()
    bot.store.put_source(Source(id="moi", name="Đài Mới", kind="feed", url="https://moi.example/x"))
    bot.store.put_source(replace(bot.sources[0], name="Báo Đổi Tên"))
    text = said(bot.ask("/nguon"))
    assert "Đài Mới" in text
    assert "Báo Đổi Tên" in text
    assert "Báo Sông Lam" not in text


def test_without_a_running_bot_nothing_is_read() -> None:
    """The button is not there, and the typed line says why."""
    bot = world()
    page = curator(bot, "/nguon bao-song-lam")
    assert not any("Đọc ngay" in each.label for each in buttons(page))
    refused = said(curator(bot, "/nguon doc bao-song-lam"))
    assert refused == CATALOG.text("vi", "error.not_running")


async def test_read_now_reads_now() -> None:
    """The real pipeline over a real server, asked from a worker thread; then a broken server."""
    feed = rss(*(item(f"Tin số {n}", f"/tin/{n}", guid=str(n), summary="Sáng nay.") for n in "12"))
    async with serving() as site, local_fetcher() as fetcher:
        site.pages["/rss"] = feed
        source = Source(
            id="bao-that", name="Báo Thật", kind="feed", url=site.url("/rss"), full_text=False
        )
        bot = World(open_store("memory:"), world().settings, sources=(source,))
        ingestor = Ingestor(
            bot.store, fetcher, (source,), zone=bot.settings.zone, clock=lambda: bot.now
        )
        bot.errands.bind(ingestor, fetcher)
        page = await asyncio.to_thread(curator, bot, "/nguon bao-that")
        read = await asyncio.to_thread(press, bot, page, "Đọc ngay")
        assert said(read).startswith("✅ Vừa đọc: 2 bài mới")
        again = await asyncio.to_thread(press, bot, read, "Đọc ngay")
        assert said(again).startswith(CATALOG.text("vi", "sources.polled_same"))
        del site.pages["/rss"]
        broken = await asyncio.to_thread(press, bot, again, "Đọc ngay")
        assert said(broken).startswith("❌ Vừa thử, không đọc được: ")
        assert "404" in said(broken)
        assert bot.store.get_source_state("bao-that").error_streak == 1  # type: ignore[union-attr]  # it was polled
    assert [each.action for each in bot.store.list_audit(limit=9)] == ["source.polled"] * 3


async def test_errands_are_few_bounded_in_time_and_end_with_the_bot() -> None:
    """A slow job is left to go on, a third one is refused, and none starts after the end."""
    errands, ended = Errands(), asyncio.Event()
    refused: list[str] = []

    async def slow(_ingestor: Ingestor, _fetcher: Fetcher) -> str:
        await ended.wait()
        return "done"

    async def broken(_ingestor: Ingestor, _fetcher: Fetcher) -> str:
        raise TimeoutError("the job's own")

    def ask(patience: float) -> str:
        try:
            return errands.run(slow, patience=patience)
        except UserError as error:
            refused.append(error.key)
            return ""

    errands.bind(None, None)  # type: ignore[arg-type]  # these jobs use neither
    slow_ones = [asyncio.create_task(asyncio.to_thread(ask, 60.0)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0.05)
    assert await asyncio.to_thread(ask, 60.0) == ""
    ended.set()
    assert await asyncio.gather(*slow_ones) == ["done"] * AT_ONCE
    ended.clear()
    assert await asyncio.to_thread(ask, 0.01) == ""
    with pytest.raises(TimeoutError, match="own"):
        await asyncio.to_thread(errands.run, broken)
    ended.set()
    errands.release()
    assert await asyncio.to_thread(ask, 1.0) == ""
    assert refused == ["error.busy", "error.takes_long", "error.not_running"]


@given(st.lists(st.integers(0, 5_000), max_size=8).map(tuple))
def test_bars_are_one_character_each_and_keep_the_order(counts: tuple[int, ...]) -> None:
    """The largest is full, nothing is lowest, more is never lower."""
    drawn = bars(counts)
    assert len(drawn) == len(counts)
    for less, more in zip(sorted(counts), sorted(counts)[1:], strict=False):
        assert bars((less, more, max(counts)))[0] <= bars((less, more, max(counts)))[1]
    if max(counts, default=0):
        assert "█" in drawn


def test_six_hundred_sources_cost_no_query_each() -> None:
    """One message a page, and only what is fed by hand is counted in the store."""
    bot = catalogue(600, 0)
    bot.store.put_source_states([state(f"bao-{n}") for n in range(300)])
    bot.store.put_source_states([failing(f"bao-{n}") for n in range(300, 600)])
    counted: list[str | None] = []
    count = bot.store.count_articles

    def counting(source: str | None = None) -> int:
        counted.append(source)
        return count(source)

    bot.store.count_articles = counting  # type: ignore[method-assign]  # counts the queries
    for line in ("/nguon", "/nguon hong 30", "/nguon muc 5"):
        assert len(split(curator(bot, line).blocks)) == 1
    assert counted == ["local"] * 3


def test_a_terminal_lends_its_own_hands() -> None:
    """Where no bot runs beside it, `chat` does the job itself, and says what the job says."""
    errands = Errands()

    async def job(_ingestor: Ingestor, _fetcher: Fetcher) -> str:
        return "read"

    def here(work: Job[object], patience: float) -> object:
        assert patience > 1

        async def done() -> object:
            return await work(None, None)  # type: ignore[arg-type]  # this job uses neither

        return asyncio.run(done())

    errands.lend(here)
    assert errands.available
    assert errands.run(job) == "read"
    errands.release()
    with pytest.raises(UserError):
        errands.run(job)
