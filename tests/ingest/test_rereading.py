"""Pages of young articles are read again, politely: publishers correct them in silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.plan import REREADS_PER_POLL, may_reread
from bot.sources.entry import (
    is_feed_text,
    owing_page,
    page_attempts,
    page_read,
    page_read_at,
    same_signature,
)
from storage.models import Article, Source
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW

MORE = "Huyện giao phòng chuyên môn hoàn thành hồ sơ trước ngày 30/6."
HOUR = timedelta(hours=1)
FEED = Source(id="bao", name="Báo", kind="feed", url="https://bao.example/rss")
YOUNG = Article(
    id="aaaaaaaaaa",
    source="bao",
    title="Lũ về",
    fingerprint="f",
    first_seen=NOW,
    updated_at=NOW,
    url="https://bao.example/1",
    entry_signature=page_read("s" * 22, NOW),
)


def _publish(room: Newsroom, count: int = 1) -> None:
    """A feed that never changes from now on, with its pages."""
    links = [room.site.url(f"/{number}.html") for number in range(count)]
    for number in range(count):
        room.site.pages[f"/{number}.html"] = page(f"Lũ về xã {number}", (*BODIES, f"Xã {number}."))
    room.site.pages["/rss"] = rss(
        *(item(f"Lũ về xã {number}", link) for number, link in enumerate(links))
    )


async def test_an_edit_of_the_page_alone_becomes_a_revision(tmp_path: Path) -> None:
    """Six hours after it was read a young article's page is read again, and not before."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/0.html"] = page("Lũ rút ở xã 0", (*BODIES, MORE))
        room.clock.pass_(hours=5)
        report = await room.ingestor().poll_source(source)
        assert (report.revised, report.unchanged) == (0, 1)
        room.clock.pass_(hours=1)
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.revised) == (0, 1)
        (article,) = room.store.iter_articles()
        assert article.title == "Lũ rút ở xã 0"
        assert [old.title for old in article.revisions] == ["Lũ về xã 0"]
        room.clock.pass_(hours=5)
        await room.ingestor().poll_source(source)
        assert room.site.paths().count("/0.html") == 2


async def test_old_articles_are_left_alone(tmp_path: Path) -> None:
    """After three days nobody is asked again, however long the entry stays in the feed."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        for _ in range(20):
            await room.ingestor().poll_source(source)
            room.clock.pass_(hours=6)
        assert room.site.paths().count("/0.html") == 1 + 72 // 6


async def test_a_poll_reads_few_pages_again_and_all_in_turn(tmp_path: Path) -> None:
    """At most ten known pages a poll, those first that waited longest."""
    count = 2 * REREADS_PER_POLL + 5
    async with newsroom(tmp_path) as room:
        _publish(room, count)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.clock.pass_(hours=6)
        for expected in (REREADS_PER_POLL, REREADS_PER_POLL, 5, 0):
            room.site.asked.clear()
            report = await room.ingestor().poll_source(source)
            assert len(room.site.paths()) - 1 == expected
            assert (report.added, report.revised, report.unchanged) == (0, 0, count)
            room.clock.pass_(hours=1)


async def test_a_feed_that_says_not_modified_is_read_in_full_when_pages_are_due(
    tmp_path: Path,
) -> None:
    """A conditional answer names no entries, so none is asked for while a page is due."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        body = room.site.pages["/rss"]
        assert isinstance(body, bytes)

        async def feed(request: web.BaseRequest) -> web.Response:
            if request.headers.get("If-None-Match") == '"v1"':
                return web.Response(status=304)
            return web.Response(body=body, headers={"ETag": '"v1"'})

        room.site.pages["/rss"] = feed
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/0.html"] = page("Lũ rút ở xã 0", (*BODIES, MORE))
        room.clock.pass_(hours=1)
        assert (await room.ingestor().poll_source(source)).not_modified
        room.clock.pass_(hours=5)
        assert (await room.ingestor().poll_source(source)).revised == 1
        room.clock.pass_(hours=1)
        assert (await room.ingestor().poll_source(source)).not_modified


async def test_a_page_that_went_away_costs_nothing_of_the_article(tmp_path: Path) -> None:
    """A failure is reported once in its turn; the stored text stays, and so does its history."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        (before,) = room.store.iter_articles()
        del room.site.pages["/0.html"]
        room.clock.pass_(hours=6)
        report = await room.ingestor().poll_source(source)
        assert (report.revised, len(report.failures), report.error) == (0, 1, None)
        (after,) = room.store.iter_articles()
        signature = after.entry_signature
        read = {"entry_signature": before.entry_signature, "missing_since": None}
        assert msgspec.structs.replace(after, **read) == before
        room.clock.pass_(hours=1)
        assert (await room.ingestor().poll_source(source)).failures == ()
        assert signature is not None
        assert page_read_at(signature) == NOW + 6 * HOUR


@pytest.mark.parametrize("still_named", [True, False], ids=["named", "left the feed"])
async def test_a_deleted_page_is_marked_and_cleared(tmp_path: Path, still_named: bool) -> None:
    """Missing at two readings it is gone, also where the feed forgot it; back, it is there."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        (before,) = room.store.iter_articles()
        if not still_named:
            room.site.pages["/rss"] = rss(item("Tin khác", room.site.url("/none.html")))
        written = room.site.pages.pop("/0.html")
        for hours in (24, 6):
            room.clock.pass_(hours=hours)
            await room.ingestor().poll_source(source)
        gone = room.store.get_article(before.id)
        assert gone is not None
        assert gone.vanished_at == NOW + 24 * HOUR
        assert (gone.title, gone.paragraphs) == (before.title, before.paragraphs)
        room.site.pages["/0.html"] = written
        room.clock.pass_(hours=24)
        await room.ingestor().poll_source(source)
        back = room.store.get_article(before.id)
        assert back is not None
        assert (back.vanished_at, back.missing_since, back.revisions) == (None, None, ())


@pytest.mark.parametrize(
    ("changes", "after", "expected"),
    [
        ({}, 6 * HOUR, True),
        ({}, 5.9 * HOUR, False),
        ({}, 72 * HOUR, True),
        ({}, 73 * HOUR, False),
        ({"first_seen": NOW - 80 * HOUR}, 6 * HOUR, False),
        ({"entry_signature": page_read("s", NOW + 999 * HOUR)}, HOUR, True),
        ({"entry_signature": "s"}, 6 * HOUR, True),
        ({"entry_signature": "s"}, 5 * HOUR, False),
        ({"entry_signature": owing_page("s", 1, outdated=False)}, 6 * HOUR, False),
        ({"entry_signature": None}, 6 * HOUR, False),
        ({"source": "khac"}, 6 * HOUR, False),
        ({"url": None}, 6 * HOUR, False),
    ],
)
def test_which_pages_are_read_again(
    changes: dict[str, object], after: timedelta, expected: bool
) -> None:
    """Young articles of this source whose page was read some hours ago."""
    article = msgspec.structs.replace(YOUNG, **changes)
    assert may_reread(article, FEED, NOW + after) is expected
    whole = msgspec.structs.replace(FEED, full_text=False)
    assert not may_reread(article, whole, NOW + after)


@given(
    at=st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"),
        max_value=datetime.fromisoformat("2100-01-01"),
    )
)
def test_the_instant_goes_with_the_signature(at: datetime) -> None:
    """It can be read back to the second, and disturbs nothing else that a signature tells."""
    instant = at.replace(tzinfo=NOW.tzinfo, microsecond=0)
    stored = page_read("0123456789abcdef012345", instant)
    assert page_read_at(stored) == instant
    assert same_signature(stored, "0123456789abcdef012345")
    assert page_attempts(stored) is None
    assert not is_feed_text(stored)
