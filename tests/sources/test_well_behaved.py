"""What is expected of a feed reader that servers are glad to see, one test for each point.

What needs its own set of cases has it elsewhere: turns and Retry-After of hosts in test_turns,
robots.txt in test_robots, moves in tests/ingest/test_moves, intervals, backoff and hours to skip in
tests/ingest/test_poll_times, outages of our own in tests/ingest/test_outage and test_rounds.
"""

from __future__ import annotations

import inspect
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.ingest.plan import MAX_ATTEMPTS
from bot.ingest.poll_times import LONGEST_INTERVAL
from bot.sources.http import MAX_BYTES, Fetcher
from bot.sources.robots import RETRY_AFTER
from storage.models import Source, SourceState
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW
from tests.sources.site import serving
from tests.sources.test_turns import OwnTime

HOUR = timedelta(hours=1)
LATE = 1.2 * HOUR
"""An hour with the most jitter."""


def _feed(room: Newsroom, *items: str, extra: str = "", **headers: str) -> None:
    """The site's feed, with more in its channel and in its headers."""
    body = rss(*items).replace(b"<channel>", f"<channel>{extra}".encode(), 1)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    room.site.pages["/rss"] = web.Response(
        body=body, headers={"Content-Type": "application/xml", **named}
    )


async def _state(room: Newsroom, source: Source) -> SourceState:
    await room.ingestor().poll_source(source)
    state = room.store.get_source_state(source.id)
    assert state is not None
    return state


async def _wait(room: Newsroom, source: Source) -> timedelta:
    state = await _state(room, source)
    assert state.next_poll_at is not None
    return state.next_poll_at - room.clock.now


async def test_validators_go_back_verbatim_and_only_the_first_request_is_unconditional(
    tmp_path: Path,
) -> None:
    """ETag and Last-Modified come back byte for byte, both, at every later poll."""
    stamp = "Wed, 14 May 2031 01:00:00 GMT"
    async with newsroom(tmp_path) as room:
        _feed(room, ETag='W/"a,b "', Last_Modified=stamp)
        source = room.feed()
        for _ in range(3):
            await room.ingestor().poll_source(source)
        sent = [
            (asked.headers.get("If-None-Match"), asked.headers.get("If-Modified-Since"))
            for asked in room.site.asked
        ]
        assert sent == [(None, None)] + [('W/"a,b "', stamp)] * 2


async def test_work_left_in_a_feed_needs_no_second_copy_of_it(tmp_path: Path) -> None:
    """While pages are owed, or read again, the feed is asked conditionally, and 304 is enough."""
    async with newsroom(tmp_path) as room:
        link = room.site.url("/1.html")
        body = rss(item("Lũ về Bình Lâm", link, summary=BODIES[0]))

        async def feed(request: web.BaseRequest) -> web.Response:
            if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
            return web.Response(body=body, headers={"ETag": '"1"'})

        room.site.pages |= {"/rss": feed, "/1.html": web.Response(status=500)}
        source, ingestor = room.feed(), room.ingestor()
        assert (await ingestor.poll_source(source)).added == 1
        room.site.pages["/1.html"] = page("Lũ về Bình Lâm")
        assert (await ingestor.poll_source(source)).not_modified
        (whole,) = room.store.iter_articles()
        assert BODIES[2] in whole.paragraphs
        room.site.pages["/1.html"] = page("Lũ rút ở Bình Lâm", BODIES[1:])
        room.clock.pass_(hours=7)
        report = await ingestor.poll_source(source)
        assert (report.not_modified, report.revised) == (True, 1)
        lists = [asked for asked in room.site.asked if asked.path == "/rss"]
        assert [asked.headers.get("If-None-Match") for asked in lists] == [None, '"1"', '"1"']
        state = await _state(room, source)
        assert state.etag == '"1"'


async def test_not_modified_is_a_success(tmp_path: Path) -> None:
    """304 ends a streak of errors and counts as news from a healthy source."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=500)
        source = room.feed()
        assert (await _state(room, source)).error_streak == 1
        room.site.pages["/rss"] = web.Response(status=304)
        state = await _state(room, source)
        assert (state.error_streak, state.last_success_at) == (0, NOW)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["21600", "Wed, 14 May 2031 09:00:00 GMT"])
async def test_retry_after_is_obeyed(tmp_path: Path, status: int, value: str) -> None:
    """Seconds or a date, on 429 and 503: the source is asked no earlier."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=status, headers={"Retry-After": value})
        assert 6 * HOUR <= await _wait(room, room.feed()) <= 7.2 * HOUR


async def test_retry_after_holds_for_the_whole_host(tmp_path: Path) -> None:
    """Other sources of that host are not asked either, and are not blamed; other hosts are."""
    async with newsroom(tmp_path) as room, serving() as other:
        room.site.pages = {
            "/rss": web.Response(status=429, headers={"Retry-After": "21600"}),
            "/rss2": rss(),
        }
        other.pages["/rss"] = rss()
        first, second = room.feed(), room.feed("cung-may-chu", "/rss2")
        third = room.feed("may-chu-khac", url=other.url("/rss"))
        await _state(room, first)
        state = await _state(room, second)
        assert room.site.paths() == ["/rss"]
        assert (state.error_streak, state.last_error) == (0, None)
        assert state.next_poll_at is not None
        assert state.next_poll_at - NOW > 5.9 * HOUR
        assert (await _state(room, third)).error_streak == 0


@pytest.mark.parametrize(
    ("extra", "headers", "hours"),
    [
        ("", {}, 1.0),
        ("<ttl>30</ttl>", {}, 1.0),
        ("<ttl>180</ttl>", {}, 3.0),
        ("", {"Cache_Control": "public, max-age=7200"}, 2.0),
        ("", {"Cache_Control": "max-age=7200", "Age": "1800"}, 1.5),
        ("<ttl>180</ttl>", {"Cache_Control": "max-age=7200"}, 3.0),
        ("<ttl>60</ttl>", {"Cache_Control": "max-age=14400"}, 4.0),
        (
            "",
            {
                "Expires": "Thu, 01 Jan 2015 05:00:00 GMT",
                "Date": "Thu, 01 Jan 2015 00:00:00 GMT",
            },
            5.0,
        ),
        ("", {"Cache_Control": "no-cache, max-age=7200"}, 1.0),
        ("", {"Cache_Control": "no-store", "Expires": "Fri, 01 Jan 2100 00:00:00 GMT"}, 1.0),
        ("", {"Cache_Control": "max-age=60", "Expires": "Fri, 01 Jan 2100 00:00:00 GMT"}, 1.0),
        ("", {"Cache_Control": "max-age=soon"}, 1.0),
        ("", {"Expires": "0"}, 1.0),
    ],
)
async def test_the_next_poll_waits_for_the_longest_wish(
    tmp_path: Path, extra: str, headers: dict[str, str], hours: float
) -> None:
    """Own interval, ttl, max-age less Age, Expires less Date: the longest one counts."""
    async with newsroom(tmp_path) as room:
        _feed(room, extra=extra, **headers)
        wait = await _wait(room, room.feed())
        assert 1.1 * hours * HOUR <= wait <= 1.2 * hours * HOUR


async def test_the_update_period_of_a_feed_counts(tmp_path: Path) -> None:
    """`sy:updatePeriod` over `sy:updateFrequency` is a wish like `ttl`."""
    namespace = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    wish = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    async with newsroom(tmp_path) as room:
        body = rss().replace(b"<rss ", f"<rss {namespace} ".encode(), 1)
        room.site.pages["/rss"] = body.replace(b"<channel>", f"<channel>{wish}".encode(), 1)
        assert 6.6 * HOUR <= await _wait(room, room.feed()) <= 7.2 * HOUR


@pytest.mark.parametrize("wish", ["<ttl>999999</ttl>", "<ttl>1440</ttl>"])
async def test_no_wish_is_longer_than_a_day(tmp_path: Path, wish: str) -> None:
    """Whatever a feed or a cache says, it is asked every day."""
    async with newsroom(tmp_path) as room:
        _feed(room, extra=wish, Cache_Control="max-age=31536000")
        assert await _wait(room, room.feed()) == LONGEST_INTERVAL


async def test_wishes_outlive_an_answer_without_a_body(tmp_path: Path) -> None:
    """A ttl holds at the next 304 too, and after a restart."""
    async with newsroom(tmp_path) as room:
        _feed(room, extra="<ttl>300</ttl>", ETag='"1"')
        source = room.feed()
        assert await _wait(room, source) >= 5 * HOUR
        room.site.pages["/rss"] = web.Response(status=304)
        assert await _wait(room, source) >= 5 * HOUR


async def test_hours_and_days_to_skip_are_honoured(tmp_path: Path) -> None:
    """`skipHours` and `skipDays` move the next poll behind them."""
    hours = "".join(f"<hour>{hour}</hour>" for hour in (4, 5, 6))
    async with newsroom(tmp_path) as room:
        _feed(room, extra=f"<skipHours>{hours}</skipHours>")
        wait = await _wait(room, room.feed())
        assert 4 * HOUR <= wait <= 4.2 * HOUR  # it is three o'clock
        days = "<skipDays><day>Wednesday</day><day>Thursday</day></skipDays>"
        _feed(room, extra=days)
        wait = await _wait(room, room.feed("khac"))
        assert 45 * HOUR <= wait <= 45.2 * HOUR


async def test_gone_is_not_asked_again(tmp_path: Path) -> None:
    """410 stops the polling, and the curators are told by the state; 404 only backs off."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = web.Response(status=410)
        gone, lost = room.feed(), room.feed("mat", "/khong-co")
        assert (await _state(room, gone)).gone
        assert not (await _state(room, lost)).gone
        room.clock.pass_(days=400)
        room.site.asked.clear()
        await room.ingestor().poll_due()
        assert room.site.paths() == ["/khong-co"]


async def test_a_lasting_move_is_followed_directly(tmp_path: Path) -> None:
    """After three polls over a day the new address is asked, until it fails and the old works."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/cu"] = web.Response(status=301, headers={"Location": "/moi"})
        room.site.pages["/moi"] = rss()
        source = room.feed(path="/cu")
        reports = []
        for _ in range(4):
            reports.append(await room.ingestor().poll_source(source))
            room.clock.pass_(hours=13)
        assert [each.moved_to for each in reports] == [room.site.url("/moi")] * 3 + [None]
        assert [each.learned for each in reports] == [False, False, True, False]
        assert room.site.paths() == ["/cu", "/moi"] * 3 + ["/moi"]
        room.site.asked.clear()
        del room.site.pages["/moi"]
        room.site.pages["/cu"] = rss()
        assert (await room.ingestor().poll_source(source)).error is None
        assert room.site.paths() == ["/moi", "/cu"]
        assert (await _state(room, source)).learned_url is None


async def test_requests_say_who_asks_and_nothing_else(tmp_path: Path) -> None:
    """A User-Agent with a contact; no cookie, no Referer, no parameter that was not there."""

    async def feed(_: web.BaseRequest) -> web.Response:
        link = room.site.url("/1.html?id=7&b=%C3%A1")
        answer = web.Response(body=rss(item("Lũ về Bình Lâm", link)))
        answer.set_cookie("session", "1", domain="127.0.0.1")
        return answer

    async with newsroom(tmp_path, contact="https://tin.example/bot") as room:
        room.site.pages |= {"/rss": feed, "/1.html": page("Lũ về Bình Lâm", BODIES)}
        await room.ingestor().poll_source(room.feed(path="/rss?a=1"))
        assert [asked.path_qs for asked in room.site.asked] == [
            "/rss?a=1",
            "/1.html?id=7&b=%C3%A1",
        ]
        for asked in room.site.asked:
            assert asked.headers["User-Agent"].startswith("DiemTin/")
            assert "(+https://tin.example/bot)" in asked.headers["User-Agent"]
            assert asked.headers["Accept-Encoding"] == "gzip, deflate, br"
            assert not {"Cookie", "Referer", "From", "Authorization"} & set(asked.headers)


def test_the_limits_are_what_was_promised() -> None:
    """20 seconds in all, 15 MB decoded, five redirects, two seconds between requests."""
    defaults = {
        name: parameter.default for name, parameter in inspect.signature(Fetcher).parameters.items()
    }
    assert (defaults["deadline"], defaults["max_redirects"], defaults["min_gap"]) == (20.0, 5, 2.0)
    assert defaults["max_bytes"] == MAX_BYTES == 15 * 2**20


async def test_pages_that_robots_disallow_are_not_read(tmp_path: Path) -> None:
    """The entry's own text is kept; the feed itself, which a person named, is read."""
    async with newsroom(tmp_path) as room:
        room.site.pages |= {
            "/robots.txt": "User-agent: *\nDisallow: /\n",
            "/1.html": page("Lũ về Bình Lâm"),
        }
        link = room.site.url("/1.html")
        _feed(room, item("Lũ về Bình Lâm", link, summary=BODIES[0]))
        source = room.feed()
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.error) == (1, None)
        assert "robots.txt" in report.failures[0].reason
        await room.ingestor().poll_source(source)
        assert "/1.html" not in room.site.paths()
        assert [each.lead for each in room.store.iter_articles()] == [BODIES[0]]


async def test_pages_wait_while_robots_cannot_be_read(tmp_path: Path) -> None:
    """A robots.txt that answers 500 costs no page one of its tries; it is read afterwards."""
    time = OwnTime()
    async with newsroom(tmp_path, sleep=time.sleep, monotonic=time.monotonic) as room:
        room.site.pages |= {
            "/robots.txt": web.Response(status=500),
            "/1.html": page("Lũ về Bình Lâm"),
        }
        _feed(room, item("Lũ về Bình Lâm", room.site.url("/1.html"), summary=BODIES[0]))
        source = room.feed()
        for _ in range(MAX_ATTEMPTS + 2):
            await room.ingestor().poll_source(source)
            time.now += RETRY_AFTER
        assert "/1.html" not in room.site.paths()
        room.site.pages["/robots.txt"] = web.Response(status=404)
        await room.ingestor().poll_source(source)
        assert [each.lead for each in room.store.iter_articles()] == [BODIES[0]]
        assert "/1.html" in room.site.paths()


async def test_an_address_that_is_handed_in_is_read(tmp_path: Path) -> None:
    """A page that a person asks for once is read for that person, as a browser would."""
    async with newsroom(tmp_path) as room:
        room.site.pages |= {
            "/robots.txt": "User-agent: *\nDisallow: /\n",
            "/1.html": page("Lũ về Bình Lâm"),
        }
        assert (await room.ingestor().ingest_url(room.site.url("/1.html"))).added == 1


async def test_a_page_source_obeys_robots_unless_the_operator_has_permission(
    tmp_path: Path,
) -> None:
    """A page that is followed is crawled: disallowed, it is refused and says why."""
    async with newsroom(tmp_path) as room:
        room.site.pages |= {
            "/robots.txt": "User-agent: *\nDisallow: /lich/\n",
            "/lich/1": page("Lịch tiếp công dân"),
        }
        refused = room.feed("bi-cam", "/lich/1", kind="page")
        allowed = room.feed("duoc-phep", "/lich/1", kind="page", robots=False)
        report = await room.ingestor().poll_source(refused)
        assert report.error is not None
        assert "disallowed by robots.txt" in report.error
        assert (await room.ingestor().poll_source(allowed)).added == 1


async def test_failures_never_end_the_polling(tmp_path: Path) -> None:
    """After months of errors the source is still asked once a day, and one success mends it."""
    async with newsroom(tmp_path) as room:
        source = room.feed(path="/khong-co")
        for _ in range(60):
            await room.ingestor().poll_due()
            room.clock.pass_(days=1)
        assert len(room.site.asked) >= 50
        room.site.pages["/khong-co"] = rss()
        assert 1.1 * HOUR <= await _wait(room, source) <= LATE


async def test_intervals_survive_a_restart(tmp_path: Path) -> None:
    """What was learnt of a source's habit, and when it is due, lies in the store."""
    dates = [f"<pubDate>Tue, {day:02} May 2031 01:00:00 GMT</pubDate>" for day in range(3, 13)]
    items = [
        item(f"Tin {number}", f"https://tin.example/{number}", summary=f"Lời {number}.").replace(
            "</title>", f"</title>{date}", 1
        )
        for number, date in enumerate(dates)
    ]
    async with newsroom(tmp_path) as room:
        _feed(room, *items)
        source = room.feed(full_text=False)
        first = await _wait(room, source)
        assert 12 * HOUR <= first <= 16 * HOUR  # about one a day: twice a day
        room.clock.pass_(hours=2)
        await room.ingestor().poll_due()
        assert room.site.paths() == ["/rss"]
        room.clock.pass_(hours=15)
        await room.ingestor().poll_due()
        assert room.site.paths() == ["/rss"] * 2
