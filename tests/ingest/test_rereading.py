"""Pages of young articles are read again, politely: publishers correct them in silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest import rereads
from bot.ingest.reread_times import PER_POLL, SERIES, may_reread, next_reread, urgency
from bot.sources.entry import (
    is_feed_text,
    owing_page,
    page_attempts,
    page_read,
    page_read_at,
    same_signature,
)
from storage.models import Article, Precision, Revision, Source
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
    """An hour after it was published an article's page is read again, and not before."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/0.html"] = page("Lũ rút ở xã 0", (*BODIES, MORE))
        room.clock.pass_(minutes=59)
        report = await room.ingestor().poll_source(source)
        assert (report.revised, report.unchanged) == (0, 1)
        room.clock.pass_(minutes=1)
        report = await room.ingestor().poll_source(source)
        assert (report.added, report.revised) == (0, 1)
        (article,) = room.store.iter_articles()
        assert article.title == "Lũ rút ở xã 0"
        assert [old.title for old in article.revisions] == ["Lũ về xã 0"]
        room.clock.pass_(minutes=30)
        await room.ingestor().poll_source(source)
        assert room.site.paths().count("/0.html") == 2


@pytest.mark.slow
async def test_the_pauses_grow_and_end_after_a_month(tmp_path: Path) -> None:
    """A page that stays as it is is read seven times more, then never, also in a long feed."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source, ingestor = room.feed(), room.ingestor()
        read: list[int] = []
        for hour in range(0, 24 * 40, 4):
            before = room.site.paths().count("/0.html")
            await ingestor.poll_source(source)
            read += [hour] * (room.site.paths().count("/0.html") - before)
            room.clock.pass_(hours=4)
        assert read == [0, 4, 8, 24, 72, 7 * 24, 14 * 24, 30 * 24]


@pytest.mark.slow
async def test_an_old_edit_is_found_though_the_feed_forgot_the_article(tmp_path: Path) -> None:
    """Two weeks later, in a new run of the bot, the page is read and its edit is a revision."""
    async with newsroom(tmp_path) as room:
        _publish(room)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.site.pages["/rss"] = rss(item("Tin khác", room.site.url("/none.html")))
        room.clock.pass_(hours=8 * 24)
        assert (await room.ingestor().poll_source(source)).revised == 0
        room.site.pages["/0.html"] = page("Lũ rút ở xã 0", (*BODIES, MORE))
        room.clock.pass_(hours=6 * 24 - 1)
        assert (await room.ingestor().poll_source(source)).revised == 0
        room.clock.pass_(hours=1)
        assert (await room.ingestor().poll_source(source)).revised == 1


async def test_a_day_has_a_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more pages a day are read again than the budget allows, a restart in between or not."""
    monkeypatch.setattr(rereads, "PER_DAY", 7)
    async with newsroom(tmp_path) as room:
        _publish(room, 5)
        source, ingestor = room.feed(), room.ingestor()
        await ingestor.poll_source(source)
        room.site.asked.clear()
        for hour in range(1, 24):
            room.clock.pass_(hours=1)
            if hour == 12:
                ingestor = room.ingestor()
            await ingestor.poll_source(source)
        pages = [path for path in room.site.paths() if path != "/rss"]
        assert len(pages) == 7
        assert set(pages[:5]) == {f"/{number}.html" for number in range(5)}


async def test_a_poll_reads_few_pages_again_and_all_in_turn(tmp_path: Path) -> None:
    """At most ten known pages a poll, until all have been read."""
    count = 2 * PER_POLL + 5
    async with newsroom(tmp_path) as room:
        _publish(room, count)
        source = room.feed()
        await room.ingestor().poll_source(source)
        room.clock.pass_(hours=1)
        for expected in (PER_POLL, PER_POLL, 5, 0):
            room.site.asked.clear()
            report = await room.ingestor().poll_source(source)
            assert len(room.site.paths()) - 1 == expected
            assert (report.added, report.revised, report.unchanged) == (0, 0, count)
            room.clock.pass_(minutes=30)


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
        room.clock.pass_(minutes=50)
        assert (await room.ingestor().poll_source(source)).not_modified
        room.clock.pass_(minutes=10)
        ingestor = room.ingestor()
        assert (await ingestor.poll_source(source)).revised == 1
        room.clock.pass_(minutes=5)
        assert (await ingestor.poll_source(source)).not_modified
        room.clock.pass_(minutes=5)
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
        room.clock.pass_(hours=42)
        await room.ingestor().poll_source(source)
        back = room.store.get_article(before.id)
        assert back is not None
        assert (back.vanished_at, back.missing_since, back.revisions) == (None, None, ())


EDIT = Revision(replaced_at=NOW + 48 * HOUR, fingerprint="e", title="Lũ")


@pytest.mark.parametrize(
    ("changes", "after", "expected"),
    [
        ({}, HOUR, True),
        ({}, 0.9 * HOUR, False),
        ({}, 25 * 24 * HOUR, True),
        ({"entry_signature": page_read("s", NOW + HOUR)}, 5.9 * HOUR, False),
        ({"entry_signature": page_read("s", NOW + HOUR)}, 6 * HOUR, True),
        ({"entry_signature": page_read("s", NOW + 14 * 24 * HOUR)}, 29 * 24 * HOUR, False),
        ({"entry_signature": page_read("s", NOW + 14 * 24 * HOUR)}, 30 * 24 * HOUR, True),
        ({"entry_signature": page_read("s", NOW + 30 * 24 * HOUR)}, 999 * HOUR, False),
        ({"first_seen": NOW - 721 * HOUR}, 6 * HOUR, False),
        ({"published": NOW - 721 * HOUR}, 6 * HOUR, False),
        ({"published": NOW - 72 * HOUR}, 6 * HOUR, False),
        ({"published": NOW - 72 * HOUR}, 96 * HOUR, True),
        ({"published": NOW - HOUR, "published_precision": Precision.DAY}, HOUR, True),
        ({"published": NOW + 99 * HOUR}, HOUR, True),
        ({"entry_signature": page_read("s", NOW + 999 * HOUR)}, HOUR, True),
        ({"entry_signature": page_read("s", NOW + 999 * HOUR)}, 721 * HOUR, False),
        ({"entry_signature": "s"}, HOUR, True),
        ({"entry_signature": owing_page("s", 1, outdated=False)}, 6 * HOUR, False),
        ({"entry_signature": None}, 6 * HOUR, False),
        ({"source": "khac"}, 6 * HOUR, False),
        ({"url": None}, 6 * HOUR, False),
        ({"missing_since": NOW}, 0.9 * HOUR, False),
        ({"missing_since": NOW}, 6 * HOUR, True),
    ],
)
def test_which_pages_are_read_again(
    changes: dict[str, object], after: timedelta, expected: bool
) -> None:
    """Those of this source whose age has passed a step of the series since they were read."""
    article = msgspec.structs.replace(YOUNG, **changes)
    assert may_reread(article, FEED, NOW + after) is expected
    whole = msgspec.structs.replace(FEED, full_text=False)
    assert not may_reread(article, whole, NOW + after)


@pytest.mark.parametrize(
    ("edits", "hours"), [(0, 72), (1, 49), (2, 54), (3, 72), (4, 72), (50, 72)]
)
def test_an_edit_begins_the_series_anew(edits: int, hours: int) -> None:
    """What was edited is looked at sooner; each further edit leaves out one more step."""
    article = msgspec.structs.replace(
        YOUNG,
        revisions=(EDIT,) * edits,
        entry_signature=page_read("s", NOW + 48 * HOUR),
    )
    assert next_reread(article) == NOW + hours * HOUR


@given(st.lists(st.booleans(), max_size=60))
def test_no_page_is_read_for_ever(changes: list[bool]) -> None:
    """However often it changes, a page is read a bounded number of times, never after a month."""
    article, count = YOUNG, 0
    while (due := next_reread(article)) is not None:
        assert due > NOW
        assert due <= NOW + SERIES[-1]
        edited = count < len(changes) and changes[count]
        revision = msgspec.structs.replace(EDIT, replaced_at=due)
        article = msgspec.structs.replace(
            article,
            revisions=(*article.revisions, revision) if edited else article.revisions,
            entry_signature=page_read("s", due),
        )
        count += 1
    assert count <= 4 * len(SERIES)


def test_what_was_missing_comes_first_and_then_the_youngest() -> None:
    """A poll that may read few pages reads those that most likely changed."""
    missing = msgspec.structs.replace(YOUNG, missing_since=NOW, first_seen=NOW - 99 * HOUR)
    older = msgspec.structs.replace(YOUNG, first_seen=NOW - 20 * HOUR)
    assert sorted((older, YOUNG, missing), key=urgency) == [missing, YOUNG, older]


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
