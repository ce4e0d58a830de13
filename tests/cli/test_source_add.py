"""`diemtin sources add` and `backfill`: a real site, a real data folder, the real program."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from storage.models import Source
from storage.open import open_store
from tests.cli.conftest import Call, Called, environment
from tests.ingest.newsroom import BODIES, item, page, rss
from tests.sources.site import Site, serving

TITLE = "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi đợt"


def _site(site: Site) -> None:
    """A feed in two documents; its articles are three days and three weeks old."""
    for number, days in ((1, 3), (2, 21)):
        then = datetime.now(UTC) - timedelta(days=days)
        stated = f"<meta property='article:published_time' content='{then.isoformat()}'></head>"
        html = page(f"{TITLE} {number}", BODIES).replace("</head>", stated)
        site.pages[f"/bai-{number}.html"] = html
        entry = item(f"{TITLE} {number}", site.url(f"/bai-{number}.html"), guid=str(number))
        following = "<atom:link rel='next' href='/rss?page=2'/>" if number == 1 else ""
        site.pages["/rss" if number == 1 else "/rss?page=2"] = rss(following, entry)


async def _call(call: Call, *arguments: str, given: str = "") -> Called:
    return await asyncio.to_thread(call, *arguments, given=given, PRIVATE_NETWORKS="true")


def _stored(folder: Path) -> tuple[list[Source], int]:
    store = open_store(str(folder / "data"), read_only=True)
    try:
        return store.list_sources(), store.count_articles()
    finally:
        store.close()


@pytest.mark.slow
async def test_an_address_is_tried_added_and_filled(call: Call, tmp_path: Path) -> None:
    """`add` shows what came back and adds on a yes; `backfill` brings the older document in."""
    async with serving() as site:
        _site(site)
        url = site.url("/rss")
        refused = await _call(call, "sources", "add", url, given="n\n")
        assert refused.code == 1
        assert f"{TITLE} 1" in refused.out
        assert _stored(tmp_path) == ([], 0)
        added = await _call(
            call, "sources", "add", url, "--name", "Báo Thử", "--level", "press", "--yes", "--json"
        )
        assert added.code == 0, added.err
        assert (added.json["added"], added.json["kind"], added.json["entries"]) == (True, "feed", 1)
        ((source,), count) = _stored(tmp_path)
        assert (source.name, source.level, source.kind, count) == ("Báo Thử", "press", "feed", 1)
        again = await _call(call, "sources", "add", url, "--yes")
        assert again.code == 1
        assert source.id in again.err
        filled = await _call(call, "sources", "backfill", source.id, "--weeks", "5", "--json")
        assert filled.code == 0, filled.err
        assert (filled.json["added"], filled.json["known"]) == (1, 1)
        assert _stored(tmp_path)[1] == 2


async def test_what_cannot_be_read_is_not_added(call: Call, tmp_path: Path) -> None:
    """The message says why; nothing is stored."""
    async with serving() as site:
        site.pages["/tin"] = "<html><body>Trang đang xây dựng</body></html>"
        done = await _call(call, "sources", "add", site.url("/tin"), "--yes")
        assert done.code == 1
        assert "no article links" in done.err
        assert _stored(tmp_path) == ([], 0)


@pytest.mark.parametrize("arguments", [("x", "--weeks", "0"), ("khong-co", "--weeks", "2")])
def test_wrong_arguments_are_named(call: Call, arguments: tuple[str, ...]) -> None:
    """No such source, or no weeks: exit code 2."""
    done = call("sources", "backfill", *arguments)
    assert done.code == 2
    assert arguments[0] in done.err or "--weeks" in done.err


def _heeds_ctrl_c() -> None:
    """Tests that a shell runs behind `&` ignore it, and what they start would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
async def test_ctrl_c_stops_a_backfill_safely(call: Call, tmp_path: Path) -> None:
    """It ends with 130 and a word on how to go on; the data opens, and the next call goes on."""
    async with serving() as site:
        _site(site)
        second = site.pages["/rss?page=2"]
        asked = asyncio.Event()

        async def never(_: web.BaseRequest) -> web.Response:
            """So that it cannot be done before it is told to stop."""
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        site.pages["/rss?page=2"] = never
        store = open_store(str(tmp_path / "data"))
        store.put_source(Source(id="bao-thu", name="Báo", kind="feed", url=site.url("/rss")))
        store.close()
        command = ("sources", "backfill", "bao-thu", "--weeks", "5")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command,
            cwd=Path.cwd(),
            env=environment(tmp_path, PRIVATE_NETWORKS="true"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=_heeds_ctrl_c,
        )  # fmt: skip
        async with asyncio.timeout(60):
            await asked.wait()
        process.send_signal(signal.SIGINT)
        _, told = await process.communicate()
        site.pages["/rss?page=2"] = second
        assert process.returncode == 130, told.decode()
        assert "goes on from here" in told.decode()
        done = await _call(call, *command, "--json")
        assert done.code == 0, done.err
        assert done.json["added"] == 1  # the other one was kept before
        assert _stored(tmp_path)[1] == 2
