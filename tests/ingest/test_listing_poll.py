"""Polling a page without a feed: a real site, a real store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.ingest.listing_poll import MOST_TRIES
from bot.ingest.plan import PAGES_PER_POLL
from storage.models import Article, Source
from tests.ingest.newsroom import BODIES, Newsroom, newsroom, page

TITLE = "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi đợt"


def _front(room: Newsroom, numbers: range, extra: str = "") -> str:
    items = "".join(
        f"<li><h3><a href='/tin/hoi-nghi-thuy-loi-so-{n}.html'>{TITLE} {n}</a></h3></li>"
        for n in numbers
    )
    menu = "<nav><a href='/gioi-thieu'>Giới thiệu</a><a href='/lien-he'>Liên hệ</a></nav>"
    return f"<html><head><title>Tin</title></head><body>{menu}<ul>{items}{extra}</ul></body></html>"


def _articles(room: Newsroom, numbers: range) -> None:
    for n in numbers:
        text = [f"Đợt {n} nạo vét {n} tuyến kênh ở các xã phía Đông.", *BODIES]
        room.site.pages[f"/tin/hoi-nghi-thuy-loi-so-{n}.html"] = page(f"{TITLE} {n}", text)


def _listing(room: Newsroom, **more: object) -> Source:
    return room.feed("trang-tin", "/tin", kind="listing", **more)


def _all(room: Newsroom) -> list[Article]:
    return list(room.store.iter_articles())


async def test_a_listing_becomes_articles(tmp_path: Path) -> None:
    """Its links are read; what stood there at first sight is seeded, what comes later is news."""
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 110))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 108))
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.failures, report.error) == (8, (), None)
        assert all(each.seeded for each in _all(room))
        assert {each.title for each in _all(room)} == {f"{TITLE} {n}" for n in range(100, 108)}
        room.clock.pass_(hours=2)
        room.site.pages["/tin"] = _front(room, range(102, 110))
        report = await room.ingestor().poll_source(source)
        assert report.added == 2
        assert {each.title for each in _all(room) if not each.seeded} == {
            f"{TITLE} {n}" for n in (108, 109)
        }


async def test_old_stock_that_did_not_fit_one_poll_is_no_news(tmp_path: Path) -> None:
    """More links than one poll reads: the rest follows next time, seeded too; a new one is not."""
    more = PAGES_PER_POLL + 7
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 100 + more + 1))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 100 + more))
        assert (await room.ingestor().poll_source(source)).added == PAGES_PER_POLL
        room.clock.pass_(hours=2)
        room.site.pages["/tin"] = _front(room, range(100, 100 + more + 1))
        assert (await room.ingestor().poll_source(source)).added == 8
        news = [each.title for each in _all(room) if not each.seeded]
        assert news == [f"{TITLE} {100 + more}"]


async def test_what_is_no_article_is_read_once(tmp_path: Path) -> None:
    """A link to a form is remembered and not asked for again; a missing page a few times more."""
    extra = (
        "<li><h3><a href='/tin/gop-y-cho-du-thao-van-ban-8.html'>Góp ý cho dự thảo văn bản về đất"
        "</a></h3></li><li><h3><a href='/tin/bai-da-mat-tu-lau-roi-9.html'>Bài đã mất từ lâu rồi"
        "</a></h3></li>"
    )
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 108))
        room.site.pages["/tin/gop-y-cho-du-thao-van-ban-8.html"] = (
            "<html><head><title>Góp ý</title></head><body><h1>Góp ý</h1><p>Mời nhập họ tên.</p>"
        )
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 108), extra)
        assert (await room.ingestor().poll_source(source)).added == 8
        asked = room.site.paths()
        assert "/tin/gop-y-cho-du-thao-van-ban-8.html" in asked
        assert "/tin/bai-da-mat-tu-lau-roi-9.html" in asked
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert sorted(state.not_articles.values()) == [1, MOST_TRIES]
        assert sum(state.link_articles.values()) == 8
        room.site.asked.clear()
        for _ in range(MOST_TRIES + 2):
            room.clock.pass_(hours=2)
            await room.ingestor().poll_source(source)
        asked = [path for path in room.site.paths() if path.startswith("/tin/")]
        assert set(asked) <= {"/tin/bai-da-mat-tu-lau-roi-9.html", *_young(range(100, 108))}
        assert asked.count("/tin/bai-da-mat-tu-lau-roi-9.html") == MOST_TRIES - 1


def _young(numbers: range) -> list[str]:
    """Pages of young articles, which are read again for corrections."""
    return [f"/tin/hoi-nghi-thuy-loi-so-{n}.html" for n in numbers]


async def test_a_guard_that_lets_nobody_in_is_an_error(tmp_path: Path) -> None:
    """Every page gives 403: the source is in trouble, and nothing is held against the links."""
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 112))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 106))
        await room.ingestor().poll_source(source)
        for path in _young(range(100, 112)):
            room.site.pages[path] = web.Response(status=403)
        room.site.pages["/tin"] = _front(room, range(104, 112))
        for _ in range(MOST_TRIES + 1):
            room.clock.pass_(hours=2)
            report = await room.ingestor().poll_source(source)
            assert report.error == "none of 6 linked pages is given to the bot"
        _articles(room, range(100, 112))
        room.clock.pass_(hours=2)
        assert (await room.ingestor().poll_source(source)).added == 6
        assert sum(each.seeded for each in _all(room)) == 6


async def test_a_listing_of_other_things_is_an_error(tmp_path: Path) -> None:
    """Links that all lead to forms say that this is no listing of articles."""
    async with newsroom(tmp_path) as room:
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 106))
        for path in _young(range(100, 106)):
            room.site.pages[path] = "<html><title>Mẫu</title><body><p>Mời nhập họ tên.</p></body>"
        report = await room.ingestor().poll_source(source)
        assert report.error == "none of 6 linked pages is an article"
        assert room.store.count_articles() == 0


async def test_a_page_that_cannot_be_reached_is_tried_again(tmp_path: Path) -> None:
    """A failing server says nothing of its links: they are read once it answers."""
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 106))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 107))

        room.site.pages["/tin/hoi-nghi-thuy-loi-so-106.html"] = web.Response(status=500)
        assert (await room.ingestor().poll_source(source)).added == 6
        _articles(room, range(106, 107))
        room.clock.pass_(hours=2)
        assert (await room.ingestor().poll_source(source)).added == 1
        assert all(each.seeded for each in _all(room))


async def test_a_redesign_is_an_error(tmp_path: Path) -> None:
    """A listing without any article links is broken, not without news."""
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 106))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 106))
        await room.ingestor().poll_source(source)
        room.clock.pass_(hours=2)
        room.site.pages["/tin"] = "<html><body><div id='app'></div></body></html>"
        report = await room.ingestor().poll_source(source)
        assert report.error == "no article links were found on the page"
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert state.error_streak == 1


async def test_where_a_link_stands_does_not_read_it_again(tmp_path: Path) -> None:
    """The same link with another date, teaser or title beside it is known."""
    async with newsroom(tmp_path) as room:
        _articles(room, range(100, 106))
        source = _listing(room)
        room.site.pages["/tin"] = _front(room, range(100, 106))
        await room.ingestor().poll_source(source)
        room.site.asked.clear()
        room.clock.now += timedelta(minutes=50)
        changed = _front(room, range(100, 106)).replace("</h3>", "</h3><i>12/05/2031</i>")
        room.site.pages["/tin"] = changed.replace(
            f"{TITLE} 103", "Bình Lâm sơ kết thủy lợi quý này"
        )
        await room.ingestor().poll_source(source)
        assert room.site.paths() == ["/tin"]
