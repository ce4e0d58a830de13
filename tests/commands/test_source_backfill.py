"""/nguon lui: past weeks of a source, asked for in the chat."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bot.commands import source_backfill
from storage.models import Source
from tests.commands.test_source_add import Desk, desk
from tests.commands.world import CATALOG, said


def _followed(it: Desk) -> None:
    """The listing of twelve articles as a source that a curator has added."""
    url = it.room.site.url("/tin")
    it.room.store.put_source(Source(id="tin", name="Trang tin", kind="listing", url=url))


async def test_a_short_walk_is_answered_at_once(tmp_path: Path) -> None:
    """How many came in; they are old stock, and the log knows who asked."""
    async with desk(tmp_path) as it:
        _followed(it)
        assert "thêm 12 bài" in said(await it.ask("/nguon lui tin 8"))
        assert all(each.seeded for each in it.room.store.iter_articles())
        (entry,) = it.room.store.list_audit(limit=1)
        assert (entry.actor, entry.action, entry.detail) == ("user:7", "source.backfill", "tin 8")


async def test_a_long_walk_goes_on_behind_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, asking again says that it is at it, and the articles come."""
    monkeypatch.setattr(source_backfill, "PATIENCE", 0.2)
    go_on = asyncio.Event()

    async with desk(tmp_path) as it:
        _followed(it)
        listing = it.room.site.pages["/tin"]
        assert isinstance(listing, str)

        async def slow(_request: web.BaseRequest) -> web.StreamResponse:
            await go_on.wait()
            return web.Response(text=listing, content_type="text/html")

        it.room.site.pages["/tin"] = slow
        assert "Đang đọc lùi 8 tuần" in said(await it.ask("/nguon lui tin 8"))
        assert "đang đọc lùi Trang tin rồi" in said(await it.ask("/sources back tin 8"))
        go_on.set()
        async with asyncio.timeout(30):
            while it.room.store.count_articles("tin") < 12:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("argument", ["tin", "tin 0", "tin 53", "tin x", "tin -1", "thu-muc 4"])
async def test_what_makes_no_sense_is_explained(tmp_path: Path, argument: str) -> None:
    """Without weeks, too many of them, or for a folder: an example, and nothing is asked for."""
    async with desk(tmp_path) as it:
        _followed(it)
        folder = Source(id="thu-muc", name="Thư mục", kind="folder", path=str(tmp_path))
        it.room.store.put_source(folder)
        words = said(await it.ask(f"/nguon lui {argument}"))
        assert words == CATALOG.text("vi", "backfill.which", most="52")
        assert it.room.site.asked == []


async def test_a_source_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The reason, in the words of the failure."""
    async with desk(tmp_path) as it:
        _followed(it)
        it.room.site.pages["/tin"] = web.Response(status=500)
        words = said(await it.ask("/nguon lui tin 4"))
        assert words.startswith("Không đọc lùi được.")
        assert "HTTP 500" in words
