"""The pipeline against a real site, a real store and real files."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.ingest.plan import MAX_ATTEMPTS, PAGES_PER_POLL
from bot.ingest.report import Failure
from storage.errors import NotDurable
from storage.memory_store import MemoryStore
from storage.models import Article, Identity, SourceState
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW
from tests.sources.site import serving

MORE = "Huyện giao phòng chuyên môn hoàn thành hồ sơ trước ngày 30/6."


def _two(room: Newsroom) -> None:
    """A feed of two articles with their pages."""
    room.site.pages |= {
        "/1.html": page("Lũ về Bình Lâm"),
        "/2.html": page("Mở đường xã Tân Hòa", [MORE, *BODIES[1:]]),
        "/rss": rss(
            item("Lũ về Bình Lâm", room.site.url("/1.html"), guid="1", summary="Tóm tắt một."),
            item("Mở đường xã Tân Hòa", room.site.url("/2.html"), guid="2", summary="Tóm tắt hai."),
        ),
    }


def _all(room: Newsroom) -> list[Article]:
    return list(room.store.iter_articles())


async def test_a_feed_becomes_articles_with_their_pages(tmp_path: Path) -> None:
    """Every link of a feed is read, and what was there at first sight is seeded."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed(section="Thời sự")
        (report,) = [each for each in await room.ingestor().poll_due() if each.source == source.id]
        assert (report.added, report.failures, report.error) == (2, (), None)
        one, two = sorted(_all(room), key=lambda each: each.guid or "")
        assert (one.title, one.province, one.section) == ("Lũ về Bình Lâm", "Nguyệt Hà", "Thời sự")
        assert one.url == room.site.url("/1.html")
        assert all(each.seeded and each.first_seen == NOW for each in (one, two))
        assert MORE in (two.lead, *two.paragraphs)
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert state.next_poll_at is not None
        assert timedelta(minutes=66) <= state.next_poll_at - NOW <= timedelta(minutes=72)


async def test_nothing_new_asks_for_nothing(tmp_path: Path) -> None:
    """A known entry's page is not read again, and before its time no source is asked."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        await room.ingestor().poll_due()
        room.site.asked.clear()
        assert source.id not in {each.source for each in await room.ingestor().poll_due()}
        assert room.site.asked == []
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.revised, report.unchanged) == (0, 0, 2)
        assert room.site.paths() == ["/rss"]


async def test_what_comes_later_is_news(tmp_path: Path) -> None:
    """After the first success a new entry is not seeded."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        ingestor = room.ingestor()
        await ingestor.poll_due()
        room.clock.pass_(hours=2)
        room.site.pages["/3.html"] = page("Khởi công cầu Ba Đước", [MORE, BODIES[2]])
        room.site.pages["/rss"] = rss(item("Khởi công cầu Ba Đước", room.site.url("/3.html")))
        assert [each.added for each in await ingestor.poll_due() if each.source == source.id] == [1]
        (new,) = [each for each in _all(room) if not each.seeded]
        assert (new.title, new.first_seen) == ("Khởi công cầu Ba Đước", room.clock.now)
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert (state.first_success_at, state.last_new_at) == (NOW, room.clock.now)


async def test_an_edit_becomes_a_revision_of_the_same_article(tmp_path: Path) -> None:
    """A changed entry has its page read again; title and address may change with it."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        before = {each.guid: each for each in _all(room)}
        room.clock.pass_(hours=2)
        room.site.pages["/lu-rut-1.html"] = page("Lũ rút ở Bình Lâm", [*BODIES, MORE])
        room.site.pages["/rss"] = rss(
            item("Lũ rút ở Bình Lâm", room.site.url("/lu-rut-1.html"), guid="1"),
        )
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.revised) == (0, 1)
        article = room.store.get_article(before["1"].id)
        assert article is not None
        assert article.title == "Lũ rút ở Bình Lâm"
        assert [old.title for old in article.revisions] == ["Lũ về Bình Lâm"]
        assert (article.first_seen, article.updated_at) == (NOW, room.clock.now)
        assert len(_all(room)) == 2


async def test_a_view_counter_is_no_edit(tmp_path: Path) -> None:
    """A page that only counts on changes nothing but the number."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/1.html"] = page("Lũ về Bình Lâm", views=900)
        room.site.pages["/rss"] = rss(
            item("Lũ về Bình Lâm", room.site.url("/1.html"), guid="1", summary="Tóm tắt mới.")
        )
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.revised, report.unchanged) == (0, 0, 1)
        assert room.site.paths().count("/1.html") == 2
        assert not any(each.revisions for each in _all(room))
        await room.ingestor().poll_source(source)
        assert room.site.paths().count("/1.html") == 2


async def test_guids_that_change_double_nothing(tmp_path: Path) -> None:
    """A feed with new guids and tracking parameters at every poll keeps its articles."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        for number in range(3):
            link = room.site.url(f"/1.html?utm_campaign={number}")
            room.site.pages["/rss"] = rss(item("Lũ về Bình Lâm", link, guid=f"n{number}"))
            await room.ingestor().poll_source(source)
        assert [each.title for each in _all(room)] == ["Lũ về Bình Lâm"]


async def test_two_feeds_of_one_outlet_share_an_article(tmp_path: Path) -> None:
    """An article in two sections is stored once, read once, and stays with the first."""
    async with newsroom(tmp_path) as room:
        _two(room)
        room.site.pages["/rss2"] = rss(
            item("Lũ về Bình Lâm", room.site.url("/1.html"), guid="x", summary="Lời khác.")
        )
        first, second = room.feed(), room.feed("bao-nguyet-ha-2", "/rss2")
        for source in (first, second, first, second):
            await room.ingestor().poll_source(source)
        assert len(_all(room)) == 2
        assert {each.source for each in _all(room)} == {first.id}
        assert room.site.paths().count("/1.html") == 1


class _Slow(MemoryStore):
    """A store whose answers are old by the time they arrive."""

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        found = super().match_articles(identities)
        time.sleep(0.02)
        return found


async def test_feeds_polled_side_by_side_double_nothing(tmp_path: Path) -> None:
    """Eight feeds that bring the same article at once store it once."""
    async with newsroom(tmp_path) as room:
        room.store = _Slow()
        room.site.pages["/rss"] = rss(item("Tin chung", "https://chung.example/a", summary=MORE))
        for number in range(8):
            room.feed(f"nguon-{number}", full_text=False)
        ingestor = room.ingestor()
        polls = (ingestor.poll_source(each) for each in room.sources[1:])
        assert sum(report.added for report in await asyncio.gather(*polls)) == 1
        assert len(_all(room)) == 1


async def test_not_modified_is_a_success(tmp_path: Path) -> None:
    """The validators come back verbatim, and 304 reads nothing."""
    async with newsroom(tmp_path) as room:
        _two(room)
        body = room.site.pages["/rss"]
        assert isinstance(body, bytes)

        async def feed(request: web.BaseRequest) -> web.Response:
            if request.headers.get("If-None-Match") == '"v1"':
                return web.Response(status=304)
            return web.Response(body=body, headers={"ETag": '"v1"'})

        room.site.pages["/rss"] = feed
        source = room.feed()
        assert (await room.ingestor().poll_source(source)).added == 2
        report = await room.ingestor().poll_source(source)
        assert (report.not_modified, report.added, report.error) == (True, 0, None)


async def test_a_page_that_fails_keeps_the_feeds_text_and_is_tried_again(tmp_path: Path) -> None:
    """Until the page can be read the summary stands; the page then replaces it unrevised."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        good = room.site.pages["/1.html"]
        room.site.pages["/1.html"] = web.Response(status=500)
        report = await room.ingestor().poll_source(source)
        assert report.added == 2
        assert [failure.reason.rpartition(": ")[2] for failure in report.failures] == ["HTTP 500"]
        (poor,) = [each for each in _all(room) if each.guid == "1"]
        assert (poor.lead, poor.paragraphs) == ("Tóm tắt một.", ())
        room.site.pages["/1.html"] = good
        assert (await room.ingestor().poll_source(source)).revised == 0
        rich = room.store.get_article(poor.id)
        assert rich is not None
        assert BODIES[2] in rich.paragraphs
        assert rich.revisions == ()


async def test_a_page_that_always_fails_is_left_alone(tmp_path: Path) -> None:
    """After five tries a dead page is not asked for, and the feed is conditional again."""
    async with newsroom(tmp_path) as room:
        feed = rss(item("Tin chết", room.site.url("/0.html"), summary=MORE))
        room.site.pages["/rss"] = web.Response(body=feed, headers={"ETag": '"v1"'})
        source = room.feed()
        etags = []
        for _ in range(MAX_ATTEMPTS + 3):
            await room.ingestor().poll_source(source)
            state = room.store.get_source_state(source.id)
            etags.append(state.etag if state else None)
        assert room.site.paths().count("/0.html") == MAX_ATTEMPTS
        assert etags[0] is None
        assert etags[-1] == '"v1"'
        assert [each.lead for each in _all(room)] == [MORE]


async def test_an_edit_that_cannot_be_read_keeps_the_full_text(tmp_path: Path) -> None:
    """A page that fails after an edit does not replace the text by the summary."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/1.html"] = web.Response(status=500)
        changed = item("Lũ rút", room.site.url("/1.html"), guid="1", summary="Ngắn.")
        room.site.pages["/rss"] = rss(changed)
        await room.ingestor().poll_source(source)
        (article,) = [each for each in _all(room) if each.guid == "1"]
        assert article.title == "Lũ về Bình Lâm"
        assert BODIES[2] in article.paragraphs
        room.site.pages["/1.html"] = page("Lũ rút", [*BODIES, MORE])
        assert (await room.ingestor().poll_source(source)).revised == 1


async def test_a_link_that_leads_home_is_no_article(tmp_path: Path) -> None:
    """A dead link that redirects to the front page leaves the feed's text."""
    async with newsroom(tmp_path) as room:
        _two(room)
        room.site.pages["/"] = page("Trang chủ", [MORE] * 9)
        room.site.pages["/1.html"] = web.Response(status=302, headers={"Location": "/"})
        await room.ingestor().poll_source(room.feed())
        assert "Trang chủ" not in {each.title for each in _all(room)}


async def test_one_bad_article_loses_no_other(tmp_path: Path) -> None:
    """A binary page, an empty page and an item without words leave the rest alone."""
    async with newsroom(tmp_path) as room:
        _two(room)
        bad = web.Response(body=b"%PDF-1.7\0\0", content_type="application/pdf")
        room.site.pages |= {"/bad.pdf": bad, "/empty.html": ""}
        feed = room.site.pages["/rss"]
        assert isinstance(feed, bytes)
        extra = "".join(
            (
                item("Văn bản", room.site.url("/bad.pdf"), summary=MORE),
                item("Trống", room.site.url("/empty.html"), summary=MORE + " Hai."),
                item("", room.site.url("/nothing.html")),
            )
        )
        room.site.pages["/rss"] = feed.replace(b"<item>", f"{extra}<item>".encode(), 1)
        report = await room.ingestor().poll_source(room.feed())
        assert report.added == 4
        assert len(report.failures) == 3
        assert any("PDF" in failure.reason for failure in report.failures)


async def test_a_long_feed_is_read_over_several_polls(tmp_path: Path) -> None:
    """All entries are there (and seeded) at once; their pages follow within polls."""
    async with newsroom(tmp_path) as room:
        count = PAGES_PER_POLL + 5
        titles = [f"Tin số {number} của huyện" for number in range(count)]
        for number, title in enumerate(titles):
            room.site.pages[f"/{number}.html"] = page(title, [f"Mở đầu {number}.", *BODIES])
        links = [room.site.url(f"/{number}.html") for number in range(count)]
        pairs = zip(titles, links, strict=True)
        room.site.pages["/rss"] = rss(*(item(title, link) for title, link in pairs))
        source = room.feed()
        assert (await room.ingestor().poll_source(source)).added == count
        assert sum(1 for each in _all(room) if each.paragraphs) == PAGES_PER_POLL
        await room.ingestor().poll_source(source)
        assert sum(1 for each in _all(room) if each.paragraphs) == count
        assert all(each.seeded and not each.revisions for each in _all(room))


@pytest.mark.parametrize(
    ("answer", "error", "minutes"),
    [
        (web.Response(status=429, headers={"Retry-After": "7200"}), "429", 120),
        (web.Response(status=500), "500", 120),
        (web.Response(text="<html>x</html>", content_type="text/html"), "web page", 120),
        (
            web.Response(body=gzip.compress(bytes(2**25)), headers={"Content-Encoding": "gzip"}),
            "larger than 15 MB",
            120,
        ),
        (web.Response(body=b""), "empty", 120),
    ],
)
async def test_a_source_that_fails_backs_off(
    tmp_path: Path, answer: web.Response, error: str, minutes: int
) -> None:
    """What went wrong is reported and remembered, and the next poll waits."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = answer
        source = room.feed()
        report = await room.ingestor().poll_source(source)
        assert report.error is not None
        assert error in report.error
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert (state.error_streak, state.last_error) == (1, report.error)
        assert state.first_success_at is None
        assert state.next_poll_at is not None
        wait = (state.next_poll_at - NOW).total_seconds() / 60
        assert minutes * 1.1 <= wait <= minutes * 1.2


async def test_a_gone_source_is_asked_no_more(tmp_path: Path) -> None:
    """410 ends the polling of that source."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=410)
        source = room.feed()
        await room.ingestor().poll_due()
        room.clock.pass_(days=30)
        await room.ingestor().poll_due()
        assert room.site.paths() == ["/rss"]
        state = room.store.get_source_state(source.id)
        assert state is not None
        assert state.gone


async def test_patience_asked_for_by_pages_is_kept(tmp_path: Path) -> None:
    """A 429 on an article page stops the walk, and the next poll waits as told."""
    async with newsroom(tmp_path) as room:
        _two(room)
        room.site.pages["/1.html"] = web.Response(status=429, headers={"Retry-After": "36000"})
        report = await room.ingestor().poll_source(room.feed())
        assert report.added == 2
        assert "/2.html" not in room.site.paths()
        assert report.next_poll_at is not None
        assert report.next_poll_at >= NOW + timedelta(hours=10)


async def test_a_host_that_does_not_answer_is_not_walked_on(tmp_path: Path) -> None:
    """After three failing pages in a row the rest waits for the next poll, with its feed text."""
    async with newsroom(tmp_path) as room:
        links = [room.site.url(f"/{number}.html") for number in range(6)]
        room.site.pages = {f"/{number}.html": web.Response(status=500) for number in range(6)}
        room.site.pages["/rss"] = rss(*(item(f"Tin {link}", link, summary=MORE) for link in links))
        report = await room.ingestor().poll_source(room.feed())
        assert (report.added, len(report.failures)) == (6, 3)
        assert room.site.paths() == ["/rss", "/0.html", "/1.html", "/2.html"]


async def test_a_page_that_says_less_than_its_feed_is_not_taken(tmp_path: Path) -> None:
    """A page behind a wall does not cost what the feed itself tells."""
    async with newsroom(tmp_path) as room:
        summary = " ".join(BODIES)
        room.site.pages = {
            "/1.html": page("Lũ về Bình Lâm", [BODIES[0]]),
            "/rss": rss(item("Lũ về Bình Lâm", room.site.url("/1.html"), summary=summary)),
        }
        report = await room.ingestor().poll_source(room.feed())
        assert [failure.reason for failure in report.failures] == [
            "127.0.0.1/1.html says less than the feed"
        ]
        assert [each.lead for each in _all(room)] == [summary]


async def test_feeds_handed_in_do_not_share_guids(tmp_path: Path) -> None:
    """Two sites that number their articles alike keep their own."""
    async with newsroom(tmp_path) as room, serving() as other:
        room.site.pages = {
            "/1.html": page("Lũ về Bình Lâm"),
            "/rss": rss(item("Lũ về Bình Lâm", room.site.url("/1.html"), guid="1")),
        }
        other.pages = {
            "/1.html": page("Mở đường xã Tân Hòa", [MORE, *BODIES[1:]]),
            "/rss": rss(item("Mở đường xã Tân Hòa", other.url("/1.html"), guid="1")),
        }
        for site in (room.site, other):
            assert (await room.ingestor().ingest_url(site.url("/rss"))).added == 1
        assert len(_all(room)) == 2


async def test_a_moved_source_is_reported(tmp_path: Path) -> None:
    """A permanent redirect is followed and told."""
    async with newsroom(tmp_path) as room:
        _two(room)
        room.site.pages["/old"] = web.Response(status=301, headers={"Location": "/rss"})
        report = await room.ingestor().poll_source(room.feed(path="/old"))
        assert (report.added, report.moved_to) == (2, room.site.url("/rss"))


async def test_an_outage_of_ours_counts_against_nobody(tmp_path: Path) -> None:
    """When no host at all answers the sources keep a clean record and are tried again soon."""
    async with newsroom(tmp_path, deadline=0.5) as room:
        for number in range(3):
            room.feed(f"nguon-{number}", url=f"http://127.0.0.{number + 2}:9/rss")
        reports = [each for each in await room.ingestor().poll_due() if each.error]
        assert len(reports) == 3
        states = [state for state in room.store.list_source_states() if state.source != "local"]
        assert [state.error_streak for state in states] == [0, 0, 0]
        for state in states:
            assert state.next_poll_at is not None
            assert state.next_poll_at - NOW <= timedelta(minutes=12)


async def test_one_failing_source_touches_no_other(tmp_path: Path) -> None:
    """Good sources are read beside a broken one, also of the same host."""
    async with newsroom(tmp_path) as room:
        _two(room)
        room.feed("hong", "/nothing")
        room.feed()
        reports = {each.source: each for each in await room.ingestor().poll_due()}
        assert reports["hong"].error is not None
        assert reports["bao-nguyet-ha"].added == 2


async def test_private_networks_are_refused_by_default(tmp_path: Path) -> None:
    """A feed inside the network is not asked, and the report says so."""
    async with newsroom(tmp_path, private_networks=False) as room:
        _two(room)
        report = await room.ingestor().poll_source(room.feed())
        assert report.error is not None
        assert "private network" in report.error
        assert "PRIVATE_NETWORKS=true" in report.error
        assert report.next_poll_at is not None
        assert report.next_poll_at - NOW <= timedelta(minutes=72)
        assert room.site.asked == []


class _Crashing(MemoryStore):
    """A store whose process dies between the articles and the state."""

    def __init__(self) -> None:
        super().__init__()
        self.crash = True

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        if self.crash:
            raise KeyboardInterrupt
        super().put_source_states(states)


async def test_a_crash_before_the_state_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Articles made durable before a crash are found again; the state is simply behind."""
    async with newsroom(tmp_path) as room:
        _two(room)
        store = _Crashing()
        source = room.feed()

        async def die() -> None:
            ingestor = room.ingestor(store)
            try:
                await ingestor.poll_source(source)
            except KeyboardInterrupt as crash:  # the event loop would hand it to the process
                raise RuntimeError("crashed") from crash

        with pytest.raises(RuntimeError, match="crashed"):
            await die()
        assert store.count_articles() == 2
        assert store.get_source_state(source.id) is None
        store.crash = False
        report = await room.ingestor(store).poll_source(source)
        assert (report.added, report.unchanged) == (0, 2)
        assert store.count_articles() == 2
        assert all(each.seeded for each in store.iter_articles())


class _FullDisk(MemoryStore):
    """A store that can keep nothing for the time being."""

    full = True

    def put_articles(self, articles: Sequence[Article]) -> None:
        if self.full:
            raise NotDurable("no space left on device")
        super().put_articles(articles)


async def test_a_full_disk_is_reported_and_made_up_for(tmp_path: Path) -> None:
    """What could not be stored is not acknowledged: the same poll succeeds later."""
    async with newsroom(tmp_path) as room:
        _two(room)
        store = _FullDisk()
        source = room.feed()
        report = await room.ingestor(store).poll_source(source)
        assert report.error == "store: no space left on device"
        assert store.get_source_state(source.id) is None
        store.full = False
        due = {each.source: each for each in await room.ingestor(store).poll_due()}
        assert due[source.id].added == 2


class _Watched(MemoryStore):
    """A store that notes in which thread each of its methods runs."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[tuple[str, int]] = []

    def __getattribute__(self, name: str) -> object:
        value = super().__getattribute__(name)
        if name.startswith("_"):
            return value

        def noted(*args: object, **named: object) -> object:
            self._calls.append((name, threading.get_ident()))
            return value(*args, **named)

        return noted


async def test_the_loop_stays_free(tmp_path: Path) -> None:
    """The store is never called on the event loop's thread."""
    async with newsroom(tmp_path) as room:
        _two(room)
        store = _Watched()
        room.feed()
        await room.ingestor(store).poll_due()
        await room.ingestor(store).ingest_url(room.site.url("/1.html"))
    names = {name for name, _ in store._calls}
    assert {"put_articles", "match_articles", "put_source_states", "list_sources"} <= names
    assert threading.get_ident() not in {thread for _, thread in store._calls}


async def test_sources_of_curators_are_polled(tmp_path: Path) -> None:
    """A source in the store is polled, and wins over the catalogue's of the same id."""
    async with newsroom(tmp_path) as room:
        _two(room)
        old = room.feed(path="/nothing")
        room.sources.remove(old)
        new = room.feed()
        room.sources[-1] = old
        room.store.put_source(new)
        reports = {each.source: each for each in await room.ingestor().poll_due()}
        assert reports[new.id].added == 2


async def test_a_page_source_follows_one_page(tmp_path: Path) -> None:
    """A page is an article of its own: stored once, revised when it changes."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/1.html"] = page("Lịch tiếp công dân")
        source = room.feed(path="/1.html", kind="page")
        assert (await room.ingestor().poll_source(source)).added == 1
        assert (await room.ingestor().poll_source(source)).unchanged == 1
        room.site.pages["/1.html"] = page("Lịch tiếp công dân", [*BODIES, MORE])
        assert (await room.ingestor().poll_source(source)).revised == 1
        assert len(_all(room)) == 1


async def test_an_address_is_told_apart_by_content(tmp_path: Path) -> None:
    """A feed gives its articles, a page one; neither is seeded; failures are told."""
    async with newsroom(tmp_path) as room:
        _two(room)
        source = room.feed()
        ingestor = room.ingestor()
        seen: list[tuple[int, int, str]] = []
        url = room.site.url("/1.html")
        report = await ingestor.ingest_url(url, lambda *step: seen.append(step))
        assert report.added == 1
        assert seen == [(1, 1, url)]
        report = await ingestor.ingest_url(room.site.url("/rss"))
        assert (report.added, report.unchanged) == (1, 1)
        assert {each.source for each in _all(room)} == {"local", source.id}
        assert not any(each.seeded for each in _all(room))
        bad = await ingestor.ingest_url(room.site.url("/none"))
        assert bad.failures == (Failure(room.site.url("/none"), "127.0.0.1/none: HTTP 404"),)


async def test_samples_are_taken_in_once(tmp_path: Path) -> None:
    """The bundled samples come with their outlets' names, and never a second time."""
    async with newsroom(tmp_path) as room:
        report = await room.ingestor().load_samples()
        assert (report.added, report.failures) == (len(_all(room)), ())
        assert report.added >= 30
        outlets = {source.id for source in room.store.list_sources()}
        assert {each.source for each in _all(room)} <= outlets
        assert not any(each.seeded for each in _all(room))
        room.clock.pass_(days=3)
        again = await room.ingestor().load_samples()
        assert (again.added, again.revised, again.not_modified) == (0, 0, True)
