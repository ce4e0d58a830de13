"""Bringing past weeks in: a real site with an archive, a real store."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.digest.select import select
from bot.errors import SourceUnreachable
from bot.ingest import backfill as module
from bot.ingest.backfill import Backfill, BackfillReport, Ended
from bot.ingest.intake import Intake
from storage.models import Article, Source
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW, ZONE

TITLE = "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi đợt"
PER_PAGE = 6


def _day(number: int) -> datetime:
    """Article `number` is `number` days old."""
    return NOW - timedelta(days=number, hours=1)


def _article(number: int) -> str:
    stated = _day(number).astimezone(ZONE).isoformat()
    meta = f"<meta property='article:published_time' content='{stated}'>"
    return page(f"{TITLE} {number}", BODIES).replace("</head>", f"{meta}</head>")


def _archive(room: Newsroom, pages: int, *, dated: bool = True) -> None:
    """`pages` pages of six articles each; the newest is a day old, each next one a day more."""
    for at in range(1, pages + 1):
        items = ""
        for number in range((at - 1) * PER_PAGE + 1, at * PER_PAGE + 1):
            path = f"/bai-{10_000 - number}.html"
            day = f"<i>{_day(number).astimezone(ZONE):%d/%m/%Y}</i>" if dated else ""
            items += f"<li><h3><a href='{path}'>{TITLE} {number}</a></h3>{day}</li>"
            room.site.pages[path] = _article(number)
        pager = "".join(f"<a href='/tin?page={n}'>{n}</a>" for n in range(1, pages + 1))
        html = f"<html><body><ul>{items}</ul><p>{pager}</p></body></html>"
        room.site.pages["/tin" if at == 1 else f"/tin?page={at}"] = html


def _walk(room: Newsroom, source: Source, weeks: int, *, restart: bool = False) -> Backfill:
    return Backfill(
        source,
        intake=Intake(room.store, room.fetcher, zone=ZONE, clock=room.clock),
        fetcher=room.fetcher,
        store=room.store,
        zone=ZONE,
        clock=room.clock,
        weeks=weeks,
        restart=restart,
    )


def _listing(room: Newsroom) -> Source:
    return room.feed("trang-tin", "/tin", kind="listing")


def _all(room: Newsroom) -> list[Article]:
    return list(room.store.iter_articles())


def _asked(room: Newsroom) -> list[str]:
    return [each.path_qs for each in room.site.asked]


@pytest.mark.parametrize("dated", [True, False])
async def test_the_weeks_asked_for_come_in_and_no_more(tmp_path: Path, dated: bool) -> None:
    """Two weeks: the articles of fourteen days, whether the listing prints dates or not."""
    async with newsroom(tmp_path) as room:
        _archive(room, 20, dated=dated)
        report = await _walk(room, _listing(room), 2).run()
        assert report.ended is Ended.RANGE
        assert report.added == 13
        assert report.oldest == _day(13)
        assert {each.title for each in _all(room)} == {f"{TITLE} {n}" for n in range(1, 14)}
        pages = [each for each in _asked(room) if each.startswith("/tin")]
        assert len(pages) <= 5
        if dated:
            assert not any("bai-9980" in each for each in _asked(room))


async def test_nobody_is_flooded(tmp_path: Path) -> None:
    """What a back-fill brought is in no digest unless it was published in the week before."""
    async with newsroom(tmp_path) as room:
        _archive(room, 10)
        await _walk(room, _listing(room), 8).run()
        stored = _all(room)
        assert len(stored) == 55
        assert all(each.seeded for each in stored)
        since, until = NOW - timedelta(days=7), NOW + timedelta(minutes=1)
        told = select(stored, since=since, until=until).articles
        assert {each.title for each in told} == {f"{TITLE} {n}" for n in range(1, 7)}


async def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Stopped in the middle, it asks for none of the pages before again, and forgets when done."""
    async with newsroom(tmp_path) as room:
        _archive(room, 10)
        source = _listing(room)

        def stop_at_third(report: BackfillReport) -> None:
            if report.pages == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await _walk(room, source, 8).run(stop_at_third)
        assert room.store.count_articles() == 18
        room.site.asked.clear()
        report = await _walk(room, source, 8).run()
        assert report.ended is Ended.RANGE
        assert room.store.count_articles() == 55
        assert "/tin" not in _asked(room)
        assert "/bai-9999.html" not in _asked(room)
        room.site.asked.clear()
        again = await _walk(room, source, 8).run()
        assert (again.added, again.known) == (0, 55)
        assert _asked(room)[0] == "/tin"
        assert not any(each.startswith("/bai-99") for each in _asked(room) if each[5:9] > "9944")


async def test_a_cancelled_walk_loses_nothing(tmp_path: Path) -> None:
    """Cancelled while it works, what it had stored stays and the rest comes next time."""
    async with newsroom(tmp_path) as room:
        _archive(room, 6)
        source = _listing(room)
        task = asyncio.create_task(_walk(room, source, 8).run())
        async with asyncio.timeout(30):
            while room.store.count_articles() < 12:  # noqa: ASYNC110 - the store has no event
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await _walk(room, source, 8).run()
        assert room.store.count_articles() == 36


async def test_a_feed_is_followed_by_its_next_links(tmp_path: Path) -> None:
    """RFC 5005: each document names the older one."""
    async with newsroom(tmp_path) as room:
        for at in (1, 2, 3):
            items = [
                item(f"{TITLE} {n}", room.site.url(f"/bai-{n}.html"), date=_day(n).strftime(
                    "%a, %d %b %Y %H:%M:%S +0000"))
                for n in range((at - 1) * 3 + 1, at * 3 + 1)
            ]  # fmt: skip
            link = f"<atom:link rel='next' href='/rss?page={at + 1}'/>" if at < 3 else ""
            room.site.pages["/rss" if at == 1 else f"/rss?page={at}"] = rss(link, *items)
        for n in range(1, 10):
            room.site.pages[f"/bai-{n}.html"] = _article(n)
        report = await _walk(room, room.feed(), 1).run()
        assert report.added == 6
        assert all(each.seeded for each in _all(room))


def _loc(room: Newsroom, path: str, changed: str) -> str:
    return f"<url><loc>{room.site.url(path)}</loc><lastmod>{changed}</lastmod></url>"


async def test_month_files_of_a_sitemap_stand_in_for_a_pager(tmp_path: Path) -> None:
    """A listing without further pages: the sitemaps of the months asked for, articles only."""
    async with newsroom(tmp_path) as room:
        _archive(room, 1)
        months: dict[str, str] = {}
        for n in range(7, 60):
            path = f"/bai-{10_000 - n}.html"
            room.site.pages[path] = _article(n)
            loc = (
                f"<url><loc>{room.site.url(path)}</loc><lastmod>{_day(n):%Y-%m-%d}</lastmod></url>"
            )
            months[f"{_day(n):%Y-%m}"] = months.get(f"{_day(n):%Y-%m}", "") + loc
        section = (
            f"<url><loc>{room.site.url('/gioi-thieu')}</loc><lastmod>2031-05-13</lastmod></url>"
        )
        for month, urls in months.items():
            room.site.pages[f"/sitemap-{month}.xml"] = f"<urlset>{urls}{section}</urlset>".encode()
        files = "".join(
            f"<sitemap><loc>{room.site.url(f'/sitemap-{month}.xml')}</loc></sitemap>"
            for month in (*months, "2029-01")
        )
        room.site.pages["/sitemap.xml"] = f"<sitemapindex>{files}</sitemapindex>".encode()
        report = await _walk(room, _listing(room), 3).run()
        assert report.ended is Ended.ARCHIVE
        assert report.added == 20
        assert "/sitemap-2029-01.xml" not in _asked(room)
        assert "/gioi-thieu" not in _asked(room)


async def test_an_endless_calendar_is_left(tmp_path: Path) -> None:
    """Pages that always name a further one, with nothing in range, end the walk."""

    async def calendar(request: web.BaseRequest) -> web.StreamResponse:
        number = int(request.rel_url.query.get("page", "1"))
        links = "".join(
            f"<li><h3><a href='/bai-{number}{n:03}.html'>{TITLE} {number} {n}</a></h3>"
            "<i>01/01/1990</i></li>"
            for n in range(6)
        )
        following = f"<a rel='next' href='/tin?page={number + 1}'>sau</a>"
        html = f"<html><body><ul>{links}</ul>{following}</body></html>"
        return web.Response(text=html, content_type="text/html")

    async with newsroom(tmp_path) as room:
        room.site.pages["/tin"] = calendar
        report = await _walk(room, _listing(room), 4).run()
        assert (report.ended, report.added) == (Ended.RANGE, 0)
        assert report.pages <= 3


async def test_a_pager_in_a_circle_ends(tmp_path: Path) -> None:
    """A page that names one read before leads nowhere."""
    async with newsroom(tmp_path) as room:
        _archive(room, 2)
        first = room.site.pages["/tin"]
        assert isinstance(first, str)
        room.site.pages["/tin?page=2"] = first.replace("page=2", "page=1")
        room.site.pages["/tin?page=1"] = first
        report = await _walk(room, _listing(room), 8).run()
        assert report.ended is not None
        assert report.pages <= 3


async def test_the_cap_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the archive, one walk reads a bounded number of pages, and goes on later."""
    monkeypatch.setattr(module, "MOST_PAGES", 3)
    async with newsroom(tmp_path) as room:
        _archive(room, 9)
        source = _listing(room)
        report = await _walk(room, source, 8).run()
        assert (report.ended, report.pages, report.added) == (Ended.CAP, 3, 18)
        assert (await _walk(room, source, 8).run()).added == 18


async def test_a_host_that_has_enough_is_left_alone(tmp_path: Path) -> None:
    """429 on an article ends the walk for now; the next one goes on from that page."""
    async with newsroom(tmp_path) as room:
        _archive(room, 3)
        source = _listing(room)
        kept = room.site.pages["/bai-9992.html"]
        room.site.pages["/bai-9992.html"] = web.Response(status=429, headers={"Retry-After": "60"})
        report = await _walk(room, source, 8).run()
        assert report.ended is Ended.REFUSED
        assert report.added == 7
        room.site.pages["/bai-9992.html"] = kept


async def test_an_unreachable_source_is_an_error(tmp_path: Path) -> None:
    """Nothing at all can be read: the caller is told, and nothing is remembered."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/tin"] = web.Response(status=500)
        source = _listing(room)
        with pytest.raises(SourceUnreachable):
            await _walk(room, source, 8).run()
        assert room.store.get_value(f"backfill:{source.id}") is None


def test_only_the_web_has_archives() -> None:
    """A folder cannot be walked back."""
    folder = Source(id="f", name="F", kind="folder", path="/x")
    with pytest.raises(ValueError, match="no archive"):
        Backfill(
            folder,
            intake=None,  # type: ignore[arg-type]  # refused before it is used
            fetcher=None,  # type: ignore[arg-type]  # as above
            store=None,  # type: ignore[arg-type]  # as above
            zone=UTC,
            clock=lambda: NOW,
            weeks=1,
        )
