"""Tests of what real polls over HTTP leave behind for the health of their source."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.ingest.health import Kind, diagnose
from bot.ingest.plan import MAX_ATTEMPTS
from storage.models import Source, SourceState
from tests.ingest.newsroom import Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW


def state_of(room: Newsroom, source: Source) -> SourceState:
    """What is remembered of the source."""
    state = room.store.get_source_state(source.id)
    assert state is not None
    return state


def publish(room: Newsroom, *numbers: int, pages: bool = True) -> None:
    """The feed names these articles; their pages are there or not."""
    items = []
    for number in numbers:
        link = room.site.url(f"/tin/{number}")
        day = (NOW - timedelta(days=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        items.append(item(f"Tin số {number}", link, guid=str(number), summary="Mở đầu.", date=day))
        if pages:
            room.site.pages[f"/tin/{number}"] = page(f"Tin số {number}")
    room.site.pages["/rss"] = rss(*items)


async def test_the_first_poll_counts_by_date_and_later_ones_by_sight(tmp_path: Path) -> None:
    """What a feed had already is no news; what comes then is today's."""
    async with newsroom(tmp_path) as room:
        source = room.feed()
        publish(room, 1, 2, 3)
        await room.ingestor().poll_source(source)
        health = state_of(room, source).health
        assert health.daily == (1, 1, 1)
        assert health.newest_at == NOW - timedelta(days=1)
        assert [each.marks for each in health.recent] == ["dw"] * 3
        assert all(each.words > 20 for each in health.recent)
        room.clock.pass_(hours=2)
        publish(room, 1, 2, 3, 4)
        await room.ingestor().poll_source(source)
        health = state_of(room, source).health
        assert health.daily == (1, 1, 1, 1)
        assert health.newest_at == room.clock.now
        assert len(health.recent) == 4


async def test_a_page_that_is_owed_counts_once_it_is_read_or_given_up(tmp_path: Path) -> None:
    """A server that is down for one poll is no redesign; one whose pages never come is."""
    async with newsroom(tmp_path) as room:
        source = room.feed()
        publish(room, 1, pages=False)
        room.site.pages["/tin/1"] = web.Response(status=503)
        await room.ingestor().poll_source(source)
        assert state_of(room, source).health.recent == ()
        publish(room, 1)
        room.clock.pass_(hours=2)
        await room.ingestor().poll_source(source)
        assert [each.marks for each in state_of(room, source).health.recent] == ["dw"]
        publish(room, 1, 2, pages=False)
        room.site.pages["/tin/2"] = web.Response(status=503)
        for _ in range(MAX_ATTEMPTS + 2):
            room.clock.pass_(hours=2)
            await room.ingestor().poll_source(source)
        marks = [each.marks for each in state_of(room, source).health.recent]
        assert marks == ["dw", "d"]


async def test_a_server_that_fails_for_hours_is_failing_and_then_well(tmp_path: Path) -> None:
    """The error, its kind and its beginning are remembered, and forgotten with a success."""
    async with newsroom(tmp_path) as room:
        source, other = room.feed(), room.feed("bao-khac", "/khac")
        publish(room, 1)
        room.site.pages["/khac"] = room.site.pages["/rss"]
        await room.ingestor().poll_source(source)
        room.site.pages["/rss"] = web.Response(status=500)
        began = room.clock.now + timedelta(hours=1)
        for _ in range(4):
            room.clock.pass_(hours=1)
            await room.ingestor().poll_source(source)
            await room.ingestor().poll_source(other)
        room.clock.pass_(hours=3)
        found = diagnose(source, state_of(room, source), room.clock.now)
        assert (found.kind, found.since, found.failures) == (Kind.FAILING, began, 4)
        assert "500" in (found.error or "")
        publish(room, 1)
        await room.ingestor().poll_source(source)
        assert diagnose(source, state_of(room, source), room.clock.now).kind is Kind.OK


async def test_an_outage_of_ours_leaves_no_trace_in_anybodys_health(tmp_path: Path) -> None:
    """When no host answers at all nobody is failing, for however long that is."""
    async with newsroom(tmp_path, deadline=0.5) as room:
        for number in range(3):
            room.feed(f"nguon-{number}", url=f"http://127.0.0.{number + 2}:9/rss")
        for _ in range(3):
            await room.ingestor().poll_due()
            room.clock.pass_(hours=5)
        for source in room.sources[1:]:
            state = state_of(room, source)
            assert state.health.failing_since is None
            assert diagnose(source, state, room.clock.now).kind is Kind.NEW
