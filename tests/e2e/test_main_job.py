"""The main job on real input: the seeds, a feed over HTTP, questions, the digest."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import system_clock
from bot.config import Settings
from bot.rooms import build_fetcher, build_ingestor, build_rooms
from storage.open import open_store
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.e2e.crowd import subscribe
from tests.e2e.running import running_bot, settings_for
from tests.sources.site import Site, serving

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
RIGHT = {
    "giao ban quy III": "Đảng ủy Khối các cơ quan tỉnh giao ban công tác xây dựng Đảng quý III",
    "Đoàn Thị Hảo": "Tăng cường công tác xây dựng Đảng, đổi mới hoạt động của các đoàn thể",
    "nghi quyet 35": "Đảng ủy Khối các cơ quan tỉnh giao ban công tác xây dựng Đảng quý III",
    "Hai Bà Trưng": "Hội nghị giao ban công tác xây dựng Đảng khối hành chính sự nghiệp quý III",
    "khoi co quan va doanh nghiep": "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh: Hội nghị Ban",
}
"""Question → how the title of the first hit begins."""


async def ingest(settings: Settings, path: Path) -> int:
    """How many articles of `path` are new in the bot's store."""
    store = open_store(str(settings.data_dir), clock=system_clock)
    try:
        rooms = build_rooms(settings, store)
        async with build_fetcher(rooms) as fetcher:
            return (await build_ingestor(rooms, fetcher).ingest_path(path)).added
    finally:
        store.close()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not here")
async def test_each_seed_is_found_first_by_its_question_over_the_bot_api(tmp_path: Path) -> None:
    """The first hit of each question is the right article; its button opens it."""
    async with BotApiServer(limits=UNLIMITED) as server:
        settings = settings_for(server, tmp_path / "data")
        assert await ingest(settings, SEEDS) == 5
        async with running_bot(settings):
            for number, (question, title) in enumerate(RIGHT.items()):
                reader = server.add_user(1001 + number)
                await reader.send(question)
                found = await reader.wait_message()
                first = found.text.split("\n1. ", 1)[1]
                assert first.startswith(title), question
                await reader.press(found, "1")
                assert (await reader.wait_message()).text.startswith(title)
        assert not server.violations


def feed_of(site: Site, entries: dict[str, datetime]) -> bytes:
    """An RSS feed whose entries link to pages of the site."""
    items = "".join(
        f"<item><title>{title}</title><link>{site.url(f'/bai/{number}.html')}</link>"
        f"<guid isPermaLink='false'>bai-{number}</guid>"
        f"<pubDate>{format_datetime(published)}</pubDate></item>"
        for number, (title, published) in enumerate(entries.items())
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Báo Tràng Vỹ</title><link>{site.url('/')}</link>{items}</channel></rss>"
    ).encode()


def page_of(title: str, published: datetime) -> bytes:
    """An article page as a newspaper serves it."""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
    <meta property="og:title" content="{title}">
    <meta property="article:published_time" content="{published.isoformat()}"></head><body>
    <header>Trang chủ Chính trị Xã hội</header><article><h1>{title}</h1>
    <p class="sapo">Huyện Tràng Vỹ vừa tổng kết phong trào, biểu dương 19 tập thể tiêu biểu.</p>
    <p>Phát biểu tại lễ tổng kết, đồng chí Tạ Quang Thìn, Bí thư Huyện ủy đánh giá cao cách làm
    của các chi bộ thôn, bản trong việc vận động nhân dân hiến đất mở đường, giữ vệ sinh chung.</p>
    <p>Thời gian tới, huyện đề nghị các xã rà soát lại quỹ đất công, công khai kết quả tại nhà văn
    hóa và báo cáo Ban Thường vụ Huyện ủy trước ngày 20 hằng tháng để theo dõi, đôn đốc.</p>
    </article><footer>Bản quyền thuộc Báo Tràng Vỹ</footer></body></html>""".encode()


async def test_a_feed_over_http_is_read_asked_about_and_digested(tmp_path: Path) -> None:
    """Feed and pages in, the answer and the digest out, with the publisher's link; a second poll
    brings what is new without asking again for what is known."""
    now = system_clock()
    entries = {
        "Tràng Vỹ tổng kết phong trào dân vận khéo": now - timedelta(hours=5),
        "Tràng Vỹ tổng kết năm 2020 (bài cũ)": now - timedelta(days=200),
    }
    async with serving() as site, BotApiServer(limits=UNLIMITED) as server:

        async def feed(_request: web.BaseRequest) -> web.Response:
            return web.Response(body=feed_of(site, entries), content_type="application/rss+xml")

        async def page(request: web.BaseRequest) -> web.Response:
            number = int(request.path.removeprefix("/bai/").removesuffix(".html"))
            title, published = list(entries.items())[number]
            return web.Response(body=page_of(title, published), content_type="text/html")

        site.pages["/tin.rss"] = feed
        for number in range(3):
            site.pages[f"/bai/{number}.html"] = page
        catalogue = tmp_path / "sources.toml"
        catalogue.write_text(
            f'[[source]]\nid = "trang-vy"\nname = "Báo Tràng Vỹ"\nkind = "feed"\n'
            f'url = "{site.url("/tin.rss")}"\n',
            encoding="utf-8",
        )
        settings = settings_for(server, tmp_path / "data", sources_file=catalogue)
        lan = server.add_user(1001)
        store = open_store(str(settings.data_dir))
        subscribe(store, 1001, now + timedelta(seconds=20), now)
        store.close()
        async with running_bot(settings):
            digest = await lan.wait_message(timeout=60)
            await lan.send("dan van kheo")
            found = await lan.wait_message()
        link = site.url("/bai/0.html")
        assert "Tràng Vỹ tổng kết phong trào dân vận khéo" in digest.text
        assert link in digest.html
        assert "bài cũ" not in digest.text
        assert "1 bài" in digest.text
        assert link in found.html

        entries["Tràng Vỹ khánh thành cầu dân sinh"] = now
        site.asked.clear()
        async with running_bot(settings, lambda: system_clock() + timedelta(hours=2)):
            async with asyncio.timeout(40):
                text = ""
                while "khánh thành cầu dân sinh" not in text:
                    await lan.send("cầu dân sinh")
                    text = (await lan.wait_message(timeout=10)).text
        assert "/bai/2.html" in site.paths()
        assert "/bai/1.html" not in site.paths()  # a young one may be read again, an old one never
        assert not server.violations
