"""Bad input and bad luck, each with a clear message and nothing lost.

An empty file, a binary file, a 50 MB file and a file in windows-1258 are in
`tests/cli/test_reading.py`; a wrong token and a data directory already in use in
`tests/cli/test_operating.py`; here are a feed that is HTML, a full disk and a jumping clock.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.clock import system_clock
from bot.delivery.dispatch import Dispatcher
from bot.messages.catalog import Catalog
from bot.rooms import build_ingestor, build_rooms
from storage.models import Source
from storage.open import open_store
from tests.botapi.server import BotApiServer
from tests.cli.conftest import FIXTURES, environment
from tests.e2e.crowd import subscribe, week_of_articles
from tests.e2e.running import settings_for
from tests.sources.site import local_fetcher, serving

ROOT = Path(__file__).resolve().parents[2]


async def test_a_feed_that_is_a_web_page_is_named_as_one_and_backs_off(tmp_path: Path) -> None:
    """The curator learns what came instead; the source is asked again later, not at once."""
    async with serving() as site, BotApiServer() as server, local_fetcher() as fetcher:
        site.pages["/tin.rss"] = web.Response(
            text="<!doctype html><html><body><h1>Trang chủ</h1></body></html>",
            content_type="text/html",
        )
        source = Source(id="trang-vy", name="Báo Tràng Vỹ", kind="feed", url=site.url("/tin.rss"))
        store = open_store(str(tmp_path), clock=system_clock)
        rooms = build_rooms(settings_for(server, tmp_path), store, sources=(source,))
        report = await build_ingestor(rooms, fetcher).poll_source(source)
        state = store.get_source_state("trang-vy")
        store.close()
    assert report.error is not None
    assert "web page" in report.error
    assert state is not None
    assert (state.error_streak, state.last_error) == (1, report.error)
    assert state.next_poll_at is not None
    assert state.next_poll_at > system_clock()


def ingest_with_disk(
    folder: Path, files: Path, limit: int | None
) -> subprocess.CompletedProcess[str]:
    """`diemtin ingest` where no file may grow beyond `limit` bytes, as on a full disk."""

    def fill_disk() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "bot", "ingest", str(files)],
        env=environment(folder),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=fill_disk,
        check=False,
    )


def test_a_full_disk_acknowledges_nothing_and_keeps_what_was(tmp_path: Path) -> None:
    """The message says so, exit code 1; with room again, everything goes in."""
    assert ingest_with_disk(tmp_path, FIXTURES, None).returncode == 0
    more = tmp_path / "more"
    more.mkdir()
    for number in range(40):
        text = (
            f"Tin thứ {number}\n\n09:00, 01/11/2025\n\nNgày 1-11, xã Thử họp. " + "Nội dung. " * 300
        )
        (more / f"{number}.txt").write_text(text, encoding="utf-8")
    full = ingest_with_disk(tmp_path, more, 20_000)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "diemtin:" in full.stderr
    store = open_store(str(tmp_path / "data"), read_only=True)
    titles = {article.title for article in store.iter_articles()}
    assert "Khối Dân vận Tràng Vỹ giao ban quý III" in titles
    assert store.problems() == []
    store.close()
    again = ingest_with_disk(tmp_path, more, None)
    assert again.returncode == 0
    store = open_store(str(tmp_path / "data"))
    assert store.count_articles() == 43
    store.close()


def test_a_clock_that_jumps_doubles_and_drops_no_digest(tmp_path: Path) -> None:
    """Forward by a month, back by two, and right again: one digest a week, none lost."""
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    offset = timedelta()
    store = open_store(str(tmp_path))
    store.put_articles(week_of_articles(now, 10))
    subscribe(store, 1001, now, now)
    dispatcher = Dispatcher(store, lambda: now + offset, Catalog.load(), {})
    assert dispatcher.run_due().frozen == 1
    for jump in (timedelta(days=30), timedelta(days=-60), timedelta(), timedelta(hours=1)):
        offset = jump
        dispatcher.run_due()
    kept = store.get_subscriber("1001")
    digests = store.list_digests("1001", limit=50)
    told = [article for digest in digests for article in digest.article_ids]
    assert len(told) == len(set(told)) == 10
    assert len({digest.week for digest in digests}) == len(digests)
    assert kept is not None
    assert kept.next_due_at is not None
    assert now < kept.next_due_at <= now + timedelta(days=8)
    store.close()
