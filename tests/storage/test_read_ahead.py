"""The index is read from disk before anybody asks, and nothing depends on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage import read_ahead as module
from storage.read_ahead import read_ahead, start_reading_ahead
from storage.search_index import SearchIndex

needs_advice = pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="needs posix_fadvise")


@needs_advice
def test_what_all_questions_share_is_read(tmp_path: Path) -> None:
    """Words and who has them; not records, positions or other files."""
    for name, size in (("a.term", 30), ("a.idx", 500), ("a.store", 7_000), ("meta.json", 90_000)):
        (tmp_path / name).write_bytes(bytes(size))
    assert read_ahead(tmp_path) == 530


@needs_advice
def test_no_more_than_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A huge index is not read into a small machine as a whole."""
    for name in ("a.idx", "b.idx", "c.idx"):
        (tmp_path / name).write_bytes(bytes(100))
    monkeypatch.setattr(module, "MOST_BYTES", 250)
    assert read_ahead(tmp_path) == 200


@needs_advice
def test_files_that_vanish_are_left_out(tmp_path: Path) -> None:
    """A merge may remove a file, or the folder may be gone: nothing is raised."""
    (tmp_path / "a.idx").symlink_to(tmp_path / "gone.idx")
    (tmp_path / "b.idx").write_bytes(bytes(100))
    assert read_ahead(tmp_path) == 100
    assert read_ahead(tmp_path / "gone") == 0


@needs_advice
def test_opening_an_index_begins_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens an index need not ask for it."""
    asked: list[Path] = []
    monkeypatch.setattr("storage.search_index.start_reading_ahead", asked.append)
    SearchIndex(tmp_path / "index").close()
    assert asked == [tmp_path / "index"]


def test_where_the_system_takes_no_advice_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread is begun."""
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    assert start_reading_ahead(tmp_path) is None
