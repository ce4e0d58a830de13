"""/nguon them: a real site is tried, shown, and added only when a curator says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.commands import source_add
from bot.commands.command import HeldDeliveries
from bot.commands.errands import Errands
from bot.commands.request import Request
from bot.commands.router import Router
from bot.config import Settings
from bot.delivery.outbox import drop_held, held_deliveries, resend_held
from bot.messages.rich import Reply
from bot.messages.split import split
from tests.commands.world import CATALOG, button, said
from tests.ingest.newsroom import BODIES, Newsroom, newsroom, page
from tests.messages.oracle import check_part

TITLE = "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi đợt"


@dataclass
class Desk:
    """A curator's chat with a bot that runs over a newsroom."""

    room: Newsroom
    router: Router
    errands: Errands

    async def ask(self, text: str, *, pressed: bool = False, curator: bool = True) -> Reply:
        """The answer, given in a worker thread as the edge does it, and fit for Telegram."""
        request = Request(text=text, chat_id=7, user_id=7, curator=curator, pressed=pressed)
        reply = await asyncio.to_thread(self.router.handle, request)
        for part in split(reply.blocks, reply.buttons, preview=reply.preview):
            check_part(part)
        for row in reply.buttons:
            assert all(len((each.action or "").encode()) <= 64 for each in row)
        return reply

    async def press(self, reply: Reply, word: str) -> Reply:
        """The answer to the button whose label holds `word`."""
        return await self.ask(button(reply, word).action or "", pressed=True)


@asynccontextmanager
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A running bot and a site with a listing of twelve articles."""
    async with newsroom(tmp_path) as room:
        items = "".join(
            f"<li><h3><a href='/bai-{n}.html'>{TITLE} {n}</a></h3></li>" for n in range(100, 112)
        )
        room.site.pages["/tin"] = (
            "<html><head><title>Trang tin &lt;Bình Lâm&gt;</title></head>"
            f"<body><ul>{items}</ul></body></html>"
        )
        for n in range(100, 112):
            room.site.pages[f"/bai-{n}.html"] = page(f"{TITLE} {n}", [f"Đợt {n}.", *BODIES])
        errands = Errands()
        store = room.store
        router = Router(
            store,
            CATALOG,
            settings=Settings.model_construct(),
            clock=room.clock,
            sources=room.sources,
            held=HeldDeliveries(
                rows=partial(held_deliveries, store),
                resend=partial(resend_held, store),
                drop=partial(drop_held, store),
            ),
            errands=errands,
        )
        errands.bind(room.ingestor(), room.fetcher)
        yield Desk(room, router, errands)


async def test_a_source_is_tried_then_added(tmp_path: Path) -> None:
    """Kind, name and three articles are shown; the button stores it and reads it at once."""
    async with desk(tmp_path) as it:
        url = it.room.site.url("/tin")
        tried = await it.ask(f"/nguon them {url}")
        words = said(tried)
        assert "Trang tin <Bình Lâm>" in words
        assert [f"{TITLE} {n}" in words for n in (100, 101, 102, 103)] == [True, True, True, False]
        assert "không có RSS" in words
        assert it.room.store.list_sources() == []
        added = await it.press(tried, "Thêm")
        (source,) = it.room.store.list_sources()
        assert (source.kind, source.url, source.enabled) == ("listing", url, True)
        assert "12 bài" in said(added)
        assert it.room.store.count_articles(source.id) == 12
        assert it.room.store.list_audit(limit=1)[0].action == "source.added"
        assert "nguon xem" in (button(added, "Xem nguồn").action or "")


async def test_a_second_tap_adds_nothing_twice(tmp_path: Path) -> None:
    """The question is answered once; the second tap is told so."""
    async with desk(tmp_path) as it:
        tried = await it.ask(f"/sources add {it.room.site.url('/tin')}")
        action = button(tried, "Thêm").action or ""
        await asyncio.gather(it.ask(action, pressed=True), it.ask(action, pressed=True))
        again = await it.ask(action, pressed=True)
        assert again.notice == CATALOG.text("vi", "add.expired")
        assert len(it.room.store.list_sources()) == 1


async def test_no_means_no(tmp_path: Path) -> None:
    """ "Thôi" forgets the trial; the other button of the same message is then dead."""
    async with desk(tmp_path) as it:
        tried = await it.ask(f"/nguon them {it.room.site.url('/tin')}")
        assert "Không thêm" in said(await it.press(tried, "Thôi"))
        assert (await it.press(tried, "Thêm")).notice
        assert it.room.store.list_sources() == []


async def test_an_old_question_expires(tmp_path: Path) -> None:
    """After a day what was found may be false: the address is to be sent again."""
    async with desk(tmp_path) as it:
        tried = await it.ask(f"/nguon them {it.room.site.url('/tin')}")
        it.room.clock.now += timedelta(days=2)
        assert (await it.press(tried, "Thêm")).notice == CATALOG.text("vi", "add.expired")
        assert it.room.store.list_sources() == []


async def test_a_known_address_is_not_added_again(tmp_path: Path) -> None:
    """Neither as it was typed nor as it was found; the source's page is named instead."""
    async with desk(tmp_path) as it:
        url = it.room.site.url("/tin")
        await it.press(await it.ask(f"/nguon them {url}"), "Thêm")
        it.room.site.asked.clear()
        assert "Đã có nguồn này" in said(await it.ask(f"/nguon them {url}/"))
        assert it.room.site.asked == []


def _robots(room: Newsroom) -> str:

    room.site.pages["/robots.txt"] = web.Response(text="User-agent: *\nDisallow: /\n")
    return room.site.url("/tin")


def _gone(room: Newsroom) -> str:

    room.site.pages["/x"] = web.Response(status=410)
    return room.site.url("/x")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (_robots, "robots"),
        (_gone, "gone"),
        (lambda room: room.site.url("/404"), "unreadable"),
        (lambda _: "http://127.0.0.1:9/", "unreachable"),
        (lambda _: "ftp://nguyetha.example/", "refused"),
        (lambda _: "https://user:secret@nguyetha.example/", "refused"),
    ],
)
async def test_what_cannot_be_added_is_explained(
    tmp_path: Path, address: Callable[[Newsroom], str], key: str
) -> None:
    """Each kind of failure has its own words, and nothing is stored."""
    async with desk(tmp_path) as it:
        words = said(await it.ask(f"/nguon them {address(it.room)}"))
        assert words.startswith(CATALOG.text("vi", f"add.{key}", error="").strip())
        assert "secret" not in words
        assert it.room.store.list_sources() == []


async def test_only_curators_add(tmp_path: Path) -> None:
    """A reader is told that this is for curators, and nothing is asked for."""
    async with desk(tmp_path) as it:
        reply = await it.ask(f"/nguon them {it.room.site.url('/tin')}", curator=False)
        assert said(reply) == CATALOG.text("vi", "error.curators_only")
        assert it.room.site.asked == []


async def test_without_an_address_it_says_how(tmp_path: Path) -> None:
    """The word alone, or two addresses, are answered with an example."""
    async with desk(tmp_path) as it:
        for text in ("/nguon them", "/nguon them a.example b.example"):
            assert "/nguon them https://" in said(await it.ask(text))


async def test_a_bot_that_does_not_run_says_so(tmp_path: Path) -> None:
    """Where nobody can read the web the answer is plain."""
    async with desk(tmp_path) as it:
        it.errands.release()
        reply = await it.ask(f"/nguon them {it.room.site.url('/tin')}")
        assert said(reply) == CATALOG.text("vi", "error.not_running")


async def test_a_site_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its patience the bot says that the trial did not finish, and adds nothing."""
    monkeypatch.setattr(source_add, "PATIENCE", 0.2)

    async def sleepy(_request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(2)
        return web.Response(text="")

    async with desk(tmp_path) as it:
        it.room.site.pages["/slow"] = sleepy
        reply = await it.ask(f"/nguon them {it.room.site.url('/slow')}")
        assert said(reply) == CATALOG.text("vi", "add.slow")
        assert it.room.store.list_sources() == []
