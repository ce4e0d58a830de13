"""Feeds in: milliseconds per feed and agreement with the gold, beside feedparser alone.

    python -m tests.benchmarks.bench_feeds [--data ../shared/data/ingest]

Every fixture of the development data is read by both, one after the other, in one run. feedparser
is run as it comes (it sanitises HTML) and with that switched off; it only parses, while ours also
decodes, checks, reads every date and makes plain paragraphs. Times are of the CPU, the best of two
passes each. Exit code 1 when anything crashes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import feedparser

from bot.errors import SourceUnreadable
from bot.ingest.dates import parse_instant
from bot.sources.decode import decode_text
from bot.sources.feed import read_document

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest"
LARGE = 100_000
URL = "https://feeds.example/rss"


class Read(NamedTuple):
    """What a reader made of a feed."""

    entries: int
    dated: int


class Row(NamedTuple):
    """One reader over all fixtures."""

    seconds: list[float]
    large: list[float]
    crashes: int
    refused: int
    counted: int
    dated: int


def ours(data: bytes) -> Read:
    """Through the bot's own reader, with every date read."""
    feed = read_document(decode_text(data), URL)
    now = datetime.now(UTC)
    read = [parse_instant(each.published or "", zone=ZONE, now=now) for each in feed.entries]
    return Read(len(feed.entries), sum(found is not None for found in read))


def alone(data: bytes) -> Read:
    """feedparser as it comes."""
    return _counted(feedparser.parse(BytesIO(data)))


def alone_unsanitised(data: bytes) -> Read:
    """feedparser without its two expensive steps."""
    return _counted(
        feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    )


def _counted(parsed: Any) -> Read:
    keys = ("published_parsed", "updated_parsed", "created_parsed")
    dated = sum(any(key in each and each[key] for key in keys) for each in parsed["entries"])
    return Read(len(parsed["entries"]), dated)


def measure(reader: Callable[[bytes], Read], fixtures: list[tuple[Any, bytes]]) -> Row:
    """Read every fixture twice."""
    row = Row([], [], 0, 0, 0, 0)
    crashes = refused = counted = dated = 0
    for gold, data in fixtures:
        best = float("inf")
        read: Read | None = None
        for _ in range(2):
            started = time.process_time()
            try:
                read = reader(data)
            except SourceUnreadable:
                read = None
                refused += 1
                break
            except Exception as error:  # noqa: BLE001 - what escapes is what is counted
                print(f"  crash: {gold['path']}: {type(error).__name__}")
                crashes += 1
                break
            best = min(best, time.process_time() - started)
        if read is None:
            # a file that the gold finds no entry in is rightly no feed
            counted += gold["ref_entries"] == 0
            dated += gold["ref_dated"] == 0
            continue
        row.seconds.append(best)
        if len(data) >= LARGE:
            row.large.append(best)
        counted += read.entries == gold["ref_entries"]
        dated += read.dated == gold["ref_dated"]
    return row._replace(crashes=crashes, refused=refused, counted=counted, dated=dated)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    folder: Path = parser.parse_args().data
    if not (folder / "manifest.json").exists():
        print(f"no development data at {folder.name}: nothing to measure")
        return 0
    warnings.simplefilter("ignore", DeprecationWarning)  # feedparser on its own mappings
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    fixtures = [
        (each, gzip.decompress((folder / each["path"]).read_bytes()))
        for each in files
        if each["path"].startswith("feeds/")
    ]
    gold = [each for each, _ in fixtures if each["ref_entries"] is not None]
    print(f"{len(fixtures)} feeds, {len(gold)} with a reference, large: from {LARGE // 1000} KB")
    print(f"{'':24}{'crash':>6}{'refused':>8}{'entries =':>11}{'dated =':>9}", end="")
    print(f"{'median ms':>11}{'mean ms':>9}{'large ms':>10}{'total s':>9}")
    worst = 0
    for name, reader in (
        ("ours", ours),
        ("feedparser", alone),
        ("feedparser, unsanitised", alone_unsanitised),
    ):
        row = measure(reader, fixtures)
        total = sum(row.seconds)
        print(f"{name:24}{row.crashes:6}{row.refused:8}{row.counted:11}{row.dated:9}", end="")
        print(f"{median(row.seconds) * 1000:11.2f}{total / len(row.seconds) * 1000:9.2f}", end="")
        large = sum(row.large) / max(1, len(row.large)) * 1000
        print(f"{large:10.1f}{total:9.2f}", flush=True)
        worst = max(worst, row.crashes if reader is ours else 0)
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
