"""Following through the running bot: asked for in Telegram, told in Telegram, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import system_clock
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.e2e.running import running_bot, settings_for
from tests.sources.site import Site, serving

PAGE = """<!doctype html><html lang="vi"><head><title>{title}</title>
<meta property="article:published_time" content="{date}"></head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""

AUGUST = (
    "Sáng nay, lãnh đạo huyện Phước Sơn chủ trì hội nghị giao ban công tác với các xã, thị trấn.",
    "Hội nghị nghe báo cáo việc gieo cấy vụ mùa, tiến độ nạo vét kênh mương và thu ngân sách.",
    "Lãnh đạo huyện giao các phòng rà soát hồ sơ đất đai còn tồn đọng trước ngày cuối tháng.",
)
SEPTEMBER = (
    "Chiều qua, Ủy ban nhân dân huyện Phước Sơn họp với các ngành về phòng chống thiên tai.",
    "Các đại biểu đề nghị sớm bố trí vốn để sửa trạm bơm trước mùa mưa lũ sắp tới ở hạ lưu.",
    "Trường học trên địa bàn đã chuẩn bị xong phương án cho học sinh nghỉ khi nước lên cao.",
)


def _where_it_is_noon(now: datetime) -> str:
    """A zone in which nobody sleeps now; the sign of `Etc` zones is that of POSIX."""
    return f"Etc/GMT{now.astimezone(UTC).hour - 12:+d}"


def _publish(site: Site, *articles: tuple[str, tuple[str, ...]]) -> None:
    items = []
    for number, (title, paragraphs) in enumerate(articles):
        path, text = f"/tin/{number}", "".join(f"<p>{each}</p>" for each in paragraphs)
        now = system_clock().isoformat()
        site.pages[path] = PAGE.format(title=title, date=now, text=text)
        items.append(f"<item><title>{title}</title><link>{site.url(path)}</link></item>")
    site.pages["/rss"] = (
        f'<rss version="2.0"><channel><title>Báo Thử</title>{"".join(items)}</channel></rss>'
    ).encode()


@pytest.mark.slow
async def test_what_is_followed_is_told_once(tmp_path: Path) -> None:
    """Silence about what was there, one message about what is new, none after a restart."""
    async with BotApiServer(limits=UNLIMITED) as server, serving() as site:
        lan, chi = server.add_user(1001), server.add_user(9002)
        first = ("Huyện Phước Sơn giao ban tháng Tám", AUGUST)
        _publish(site, first)
        settings = settings_for(
            server,
            tmp_path / "data",
            curator_ids={9002},
            timezone=_where_it_is_noon(system_clock()),
        )
        async with running_bot(settings):
            await chi.send(f"/nguon them {site.url('/rss')}")
            asked = await chi.wait_message(timeout=30)
            await (await chi.press(asked, "Thêm")).answer(timeout=30)
            added = await chi.wait_edit(asked, timeout=30)
            await lan.send("/theodoi trạm bơm")
            begun = await lan.wait_message()
            assert "Đang theo dõi: trạm bơm" in begun.text
            _publish(site, first, ("Huyện Phước Sơn lo mùa mưa lũ", SEPTEMBER))
            await chi.press(added, "Xem nguồn")
            page = await chi.wait_edit(added)
            await chi.press(page, "Đọc ngay")
            told = await lan.wait_message(timeout=45)
            assert "🔔 1 tin mới bạn theo dõi\n\n1. Huyện Phước Sơn lo mùa mưa lũ" in told.text
            assert "🔎 trạm bơm" in told.text
            assert "sửa trạm bơm trước mùa mưa lũ" in told.text
            await (await lan.press(told, "Đang theo dõi")).answer()
            assert "Đang theo dõi 1 điều" in (await lan.wait_message()).text
        before = len(server.messages(1001))
        async with running_bot(settings):
            await asyncio.sleep(2)
        assert len(server.messages(1001)) == before
        assert not server.violations


OCTOBER = (
    "Ngày qua, Huyện ủy Phước Sơn, tỉnh Quảng Nam kiểm tra việc thực hiện Chỉ thị số 05-CT/TW.",
    "Đồng chí Trịnh Thị Nhàn, Bí thư Huyện ủy, chủ trì; các chi bộ báo cáo việc sửa trạm bơm.",
    "Đoàn kiểm tra sẽ đến các xã còn lại trong tháng tới và báo cáo kết quả trước cuối năm.",
)
FOLLOWED = {
    2001: "người: Trịnh Thị Nhàn",
    2002: "văn bản: 05-CT/TW",
    2003: "đơn vị: Huyện ủy Phước Sơn",
    2004: "tỉnh: Quảng Nam",
    2005: "tram bom",
    2006: "trinh thi nhan",
}
ELSEWHERE = {2007: "người: Trịnh Văn Nhàn", 2008: "văn bản: 06-CT/TW", 2009: "tỉnh: Cà Mau"}


@pytest.mark.slow
async def test_whatever_is_followed_is_told(tmp_path: Path) -> None:
    """A person, a document, a body, a place, plain words without diacritics; nobody else hears."""
    async with BotApiServer(limits=UNLIMITED) as server, serving() as site:
        chi = server.add_user(9002)
        readers = {key: server.add_user(key) for key in (*FOLLOWED, *ELSEWHERE, 2010)}
        first = ("Huyện Phước Sơn giao ban tháng Tám", AUGUST)
        _publish(site, first)
        settings = settings_for(
            server,
            tmp_path / "data",
            curator_ids={9002},
            timezone=_where_it_is_noon(system_clock()),
        )
        async with running_bot(settings):
            await chi.send(f"/nguon them {site.url('/rss')}")
            asked = await chi.wait_message(timeout=30)
            await (await chi.press(asked, "Thêm")).answer(timeout=30)
            added = await chi.wait_edit(asked, timeout=30)
            for key, query in (FOLLOWED | ELSEWHERE).items():
                await readers[key].send(f"/theodoi {query}")
                assert "Đang theo dõi" in (await readers[key].wait_message(timeout=30)).text
            await readers[2010].send("/theodoi trạm bơm")
            card = await readers[2010].wait_message(timeout=30)
            await (await readers[2010].press(card, "bản tin")).answer(timeout=30)
            _publish(site, first, ("Kiểm tra ở Phước Sơn", OCTOBER))
            await chi.press(added, "Xem nguồn")
            page = await chi.wait_edit(added)
            await chi.press(page, "Đọc ngay")
            for key in FOLLOWED:
                told = await readers[key].wait_message(timeout=45)
                assert "1. Kiểm tra ở Phước Sơn" in told.text, FOLLOWED[key]
            for key in (*ELSEWHERE, 2010):
                assert len(server.messages(key)) == 1, key
        assert not server.violations
