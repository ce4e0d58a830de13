"""doctor's table of sources: the diagnosis that curators get, and trying each one now."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.cli.source_health import source_lines
from bot.clock import system_clock
from storage.models import SourceHealth, SourceState
from storage.open import open_store
from tests.cli.conftest import Call
from tests.ingest.newsroom import item, page, rss
from tests.sources.site import Site, serving

SOURCES = """
[[source]]
id = "bao-tot"
name = "Báo Tốt"
kind = "feed"
url = "{url}/rss"

[[source]]
id = "bao-hong"
name = "Báo Hỏng"
kind = "feed"
url = "{url}/nothing"

[[source]]
id = "bao-tat"
name = "Báo Tắt"
kind = "feed"
url = "{url}/tat"
enabled = false
"""


def prepare(folder: Path, url: str = "https://bao.example") -> str:
    """A catalogue of three, of which one has failed for a day; the path of the file."""
    file = folder / "sources.toml"
    file.write_text(SOURCES.format(url=url), encoding="utf-8")
    now = system_clock()
    well = SourceState(source="bao-tot", first_success_at=now, last_success_at=now)
    since = now - timedelta(days=1)
    broken = SourceState(
        source="bao-hong",
        error_streak=5,
        last_error="HTTP 500 [x]",
        last_attempt_at=now,
        health=SourceHealth(failing_since=since, trouble="unreachable"),
    )
    store = open_store(str(folder / "data"))
    store.put_source_states([well, broken])
    store.close()
    return str(file)


def test_the_table_shows_every_source_that_is_on_broken_ones_first(
    tmp_path: Path, call: Call
) -> None:
    """The exit code stays 0: what a publisher does is no fault of the installation."""
    ended = call("doctor", SOURCES_FILE=prepare(tmp_path))
    assert ended.code == 0
    table = ended.out.partition("how it is")[2]
    broken, well = (line for line in table.splitlines() if "bao-" in line)
    assert broken.startswith("🔴  bao-hong")
    assert "Its server cannot be reached; began a day ago (HTTP 500 [x])" in broken
    assert well.startswith("🟢  bao-tot")
    assert "bao-tat" not in ended.out


def test_strict_fails_for_a_source_that_is_not_well(tmp_path: Path, call: Call) -> None:
    """For who wants to be told by a timer's exit code; the JSON has one finding per source."""
    file = prepare(tmp_path)
    strict = call("doctor", "--strict", "--json", SOURCES_FILE=file)
    assert strict.code == 1
    found = {each["text"].partition(":")[0]: each["state"] for each in strict.json}
    assert (found["bao-hong"], found["bao-tot"]) == ("fail", "ok")
    lax = call("doctor", "--json", SOURCES_FILE=file)
    assert {each["state"] for each in lax.json if each["text"].startswith("bao-hong")} == {"note"}


async def test_trying_reads_each_source_and_keeps_nothing(tmp_path: Path, call: Call) -> None:
    """What came back stands beside the diagnosis; the store is as it was."""
    site = Site()
    async with serving(site):
        link = site.url("/tin/1")
        site.pages["/rss"] = rss(item("Tin số 1", link, guid="1", summary="Sáng nay."))
        site.pages["/tin/1"] = page("Tin số 1")
        file = prepare(tmp_path, site.url(""))
        ended = await asyncio.to_thread(
            call, "doctor", "--try", "--json", SOURCES_FILE=file, PRIVATE_NETWORKS="true"
        )
    assert ended.code == 0, ended.err
    texts = {each["text"].partition(":")[0]: each["text"] for each in ended.json}
    assert "tried now: 1 articles, 1 read, without dates" in texts["bao-tot"]
    assert "tried now: " in texts["bao-hong"]
    assert "404" in texts["bao-hong"]
    assert "/tat" not in site.paths()
    store = open_store(str(tmp_path / "data"), read_only=True)
    assert store.count_articles() == 0
    store.close()


def test_no_source_is_no_table() -> None:
    """Nothing turned on, nothing to show."""
    assert source_lines([], {}, system_clock()) == []
