"""Text files in: articles a second through the real pipeline, beside stock TinyDB's storage.

    python -m tests.benchmarks.bench_ingest [--articles 500]

Both sides read and parse the same files. Ours stores them in batches, durably, and indexes them;
stock TinyDB (JSONStorage) inserts them one by one and then in one batch, without an index, a look
for duplicates, or a sync to the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import msgspec
from tinydb import TinyDB

from bot.clock import system_clock
from bot.config import Settings
from bot.ingest.reading import read_path
from bot.logs import configure_logs
from bot.rooms import build_fetcher, build_ingestor, build_rooms
from bot.samples import load_samples
from storage.open import open_store

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def write_files(folder: Path, count: int) -> None:
    """`count` different article files, made of the bundled samples."""
    samples = load_samples(datetime.now(UTC), ZONE)
    for number in range(count):
        lines = samples[number % len(samples)].text.splitlines()
        longest = max(range(len(lines)), key=lambda at: len(lines[at]))
        lines[longest] += f" Đây là bản số {number}."
        (folder / f"{number:06d}.txt").write_text("\n".join(lines), encoding="utf-8")


async def ours(files: Path, data: Path) -> tuple[float, int]:
    """Seconds and how many articles were new."""
    settings = Settings.model_validate({"data_dir": data})
    store = open_store(str(data), clock=system_clock)
    rooms = build_rooms(settings, store)
    started = time.perf_counter()
    async with build_fetcher(rooms) as fetcher:
        report = await build_ingestor(rooms, fetcher).ingest_path(files)
    seconds = time.perf_counter() - started
    store.close()
    return seconds, report.added


def stock(files: Path, file: Path, *, batch: bool) -> float:
    """Seconds for the same files with stock TinyDB."""
    started = time.perf_counter()
    records = [
        msgspec.to_builtins(read)
        for _, read in read_path(files, zone=ZONE, now=datetime.now(UTC))
        if isinstance(read, msgspec.Struct)
    ]
    with TinyDB(file) as database:
        if batch:
            database.insert_multiple(records)
        else:
            for record in records:
                database.insert(record)
    return time.perf_counter() - started


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    count = parser.parse_args().articles
    configure_logs("error", "console")
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = folder / "files"
        files.mkdir()
        write_files(files, count)
        mine, added = asyncio.run(ours(files, folder / "data"))
        one_by_one = stock(files, folder / "single.json", batch=False)
        at_once = stock(files, folder / "batch.json", batch=True)
    print(f"{count} text files, {added} new articles")
    print(f"  this pipeline (durable, indexed, deduplicated)  {count / mine:8.0f} articles/s")
    for label, seconds in (("one insert each", one_by_one), ("one batch", at_once)):
        print(
            f"  stock TinyDB, {label:<18} (none of these)  {count / seconds:8.0f} articles/s, "
            f"ours {seconds / mine:.2f} times as fast"
        )


if __name__ == "__main__":
    main()
