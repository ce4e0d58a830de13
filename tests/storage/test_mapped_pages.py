"""Pages of the index are given back, and nothing that reads them notices."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.mapped_pages import (
    SLICE_BYTES,
    PageRelease,
    read_only_regions,
    resident_mapped_bytes,
)

SIZE = 6 * SLICE_BYTES
"""Bytes of the mapped test file."""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and madvise")

Touch = Callable[[], int]


@pytest.fixture
def touch(tmp_path: Path) -> Iterator[Touch]:
    """Reads every page of a mapped file and returns the sum of their first bytes."""
    file = tmp_path / "index" / "segment.store"
    file.parent.mkdir()
    file.write_bytes(bytes(range(256)) * (SIZE // 256))
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ)
    yield lambda: sum(mapped[at + at // mmap.PAGESIZE % 256] for at in range(0, SIZE, 4096))
    mapped.close()


@linux
def test_pages_beyond_the_limit_are_given_back_and_read_the_same(
    touch: Touch, tmp_path: Path
) -> None:
    """Below the limit afterwards, less than all given back, and the same bytes when read again."""
    at_rest = resident_mapped_bytes()
    before = touch()
    assert resident_mapped_bytes() > at_rest + SIZE // 2
    limit = at_rest + SIZE // 2
    thread = PageRelease(tmp_path / "index", limit=limit).start_if_needed()
    assert thread is not None
    thread.join()
    assert resident_mapped_bytes() <= limit
    assert touch() == before


@linux
def test_the_next_round_begins_where_the_last_one_ended(touch: Touch, tmp_path: Path) -> None:
    """Slices take turns: the second round gives back another one than the first."""
    touch()
    pages = PageRelease(tmp_path / "index", limit=resident_mapped_bytes() - SLICE_BYTES)
    slices = pages._slices()
    thread = pages.start_if_needed()
    assert thread is not None
    thread.join()
    assert pages._slices()[0] != slices[0]
    assert sorted(pages._slices()) == sorted(slices)


@linux
def test_nothing_is_done_below_the_limit(touch: Touch, tmp_path: Path) -> None:
    """A small index never starts a thread."""
    touch()
    assert PageRelease(tmp_path / "index", limit=1 << 40).start_if_needed() is None


def test_only_read_only_mappings_of_the_folder_are_found() -> None:
    """Other folders, anonymous memory and whatever can be written to are left alone."""
    maps = (
        "7f00-7f10 r--s 00000000 08:01 42  /data/index/a b.store\n"
        "7f10-7f20 rw-s 00000000 08:01 43  /data/index/b.store\n"
        "7f20-7f30 r--s 00000000 08:01 44  /data/index2/c.store\n"
        "7f30-7f40 rw-p 00000000 00:00 0\n"
        "7f40-7f50 rw-p 00000000 00:00 0  [heap]\n"
        "7f50-7f60 r--s 00000000 08:01 45  /data/index/d.store (deleted)\n"
    )
    assert read_only_regions(maps, Path("/data/index")) == [(0x7F00, 0x7F10), (0x7F50, 0x7F60)]
